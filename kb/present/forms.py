"""Show the forms of a word, for `kisima forms`: tables for a learner, JSON for programs.

    soma: read, study (VERB)

    TENSE    I         you       she or he  we         …
    present  ninasoma  unasoma   anasoma    tunasoma   …

A paradigm comes in, a string or plain dicts go out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.messages import Message, translate
from kb.present.cells import Style
from kb.present.terminal import hanging, table
from kb.swahili.explanation.grammar_terms import label
from kb.swahili.inflection import Form, Paradigm

__all__ = ["forms_json", "forms_text"]

_PERSONS = ("1sg", "2sg", "1", "1pl", "2pl", "2")
_CLASS_TENSES = ("present", "past", "perfect", "future", "negative present", "subjunctive")
"""Tenses shown for the other classes, which a learner can then form alike."""

_HEADS: Mapping[str, Message] = {
    "tense": Message("TENSE"),
    "class": Message("CLASS"),
    "relative": Message("WHO, WHICH"),
    "passive": Message("PASSIVE"),
}
_LIKE: Mapping[str, str] = {"3": "3, 11", "15": "15, 17"}
"""Classes of a verb that share a row."""

_PARTS: Mapping[str, Message] = {
    "VERB": Message("verb"),
    "NOUN": Message("noun"),
    "ADJ": Message("adjective"),
    "NUM": Message("number"),
    "DET": Message("agreeing word"),
}
_ROWS: Mapping[str, Message] = {
    "singular": Message("singular"),
    "plural": Message("plural"),
    "locative": Message("at, in, on"),
    "subject": Message("subject"),
    "negative": Message("negative subject"),
    "object": Message("object"),
    "relative": Message("relative"),
    "connective": Message("of"),
    "near": Message("this, these"),
    "referred": Message("that, mentioned"),
    "far": Message("that, over there"),
    "possessive": Message("its, his, her"),
    "all": Message("all"),
    "having": Message("having"),
    "when": Message("when"),
    "how": Message("how"),
    "where": Message("where"),
}
_ADVERBIAL = (("relative -po-", "when"), ("relative -vyo-", "how"), ("relative -ko-", "where"))
_EXTENSIONS: Mapping[str, Message] = {
    "applicative": Message("for, to, at (applicative)"),
    "causative": Message("make do (causative)"),
    "stative": Message("be done (stative)"),
    "potential": Message("can be done (potential)"),
    "reciprocal": Message("each other (reciprocal)"),
}
_OTHER_EXTENSION = Message("of the same root")


def forms_text(
    paradigms: Iterable[Paradigm], *, width: int, colour: bool, language: str = "sw"
) -> str:
    """Return the tables of one or more paradigms.

    Args:
        paradigms: as kb.swahili.inflection.paradigms gives them.
        width: cells in a line of prose; a table is as wide as its forms.
        colour: titles are bold.
        language: of titles, persons and tenses, "sw" or "en".

    >>> from kb.swahili.inflection import paradigms
    >>> text = forms_text(paradigms("kitabu"), width=80, colour=False, language="en")
    >>> print("\\n".join(text.splitlines()[:4]))
    kitabu: directory, book (noun)
    <BLANKLINE>
    singular    kitabu    class 7
    plural      vitabu    class 8
    """
    style = Style(colour)
    return "\n\n\n".join(
        "\n\n".join([style.strong(_title(one, language)), *_tables(one, width, language)])
        for one in paradigms
    )


def _title(paradigm: Paradigm, language: str) -> str:
    part = translate(_PARTS[paradigm.upos], language)
    meaning = f": {paradigm.meaning}" if paradigm.meaning else ""
    return f"{paradigm.lemma}{meaning} ({part})"


def _tables(paradigm: Paradigm, width: int, language: str) -> Iterator[str]:
    forms = _by_place(paradigm.forms)
    if paradigm.upos == "VERB":
        yield from _verb_tables(paradigm, forms, width, language)
    elif paradigm.upos == "NOUN":
        yield from _noun_tables(paradigm.forms, language)
    else:
        rows = [(_class(form.column, language), form.written) for form in paradigm.forms]
        yield table(rows)


def _by_place(forms: Iterable[Form]) -> dict[tuple[str, str, str], str]:
    return {(form.group, form.row, form.column): form.written for form in forms}


def _verb_tables(
    paradigm: Paradigm, forms: Mapping[tuple[str, str, str], str], width: int, language: str
) -> Iterator[str]:
    """Yield tenses by person, by class, relatives, imperatives, objects, passive, extensions."""
    yield table(_plain(paradigm.forms, language))
    yield table(_by_person(forms, "tense", language))
    classes = [
        column for group, row, column in forms
        if (group, row) == ("tense", "present") and column not in _PERSONS
    ]  # fmt: skip
    heads = [
        translate(_HEADS["class"], language),
        *(_tense(row, language) for row in _CLASS_TENSES),
    ]
    rows = [
        (_LIKE.get(column, column), *(forms["tense", row, column] for row in _CLASS_TENSES))
        for column in classes
    ]
    yield table([heads, *rows])
    yield table(_by_person(forms, "relative", language))
    yield table(_adverbial(forms, language))
    objects = [
        (_agreeing(column, language), written)
        for (group, _, column), written in forms.items()
        if group == "object"
    ]
    if objects:
        yield table([(translate(_ROWS["object"], language).upper(), ""), *objects])
    if any(group == "passive" for group, *_ in forms):
        yield table(_by_person(forms, "passive", language))
    if paradigm.derived:
        yield "\n".join(hanging(line, width) for line in _derived(paradigm, language))


def _plain(forms: Iterable[Form], language: str) -> list[tuple[str, str]]:
    return [(_tense(form.row, language), form.written) for form in forms if form.group == "other"]


def _by_person(
    forms: Mapping[tuple[str, str, str], str], group: str, language: str
) -> list[Sequence[str]]:
    """Return a row for each tense of a group, a column for each person."""
    tenses = dict.fromkeys(row for own, row, _ in forms if own == group)
    heads = [translate(_HEADS[group], language), *(_pronoun(one, language) for one in _PERSONS)]
    rows: list[Sequence[str]] = [heads]
    for tense in tenses:
        written = [forms.get((group, tense, one), "") for one in _PERSONS]
        if any(written):
            rows.append((_tense(tense, language), *written))
    return rows


def _adverbial(forms: Mapping[tuple[str, str, str], str], language: str) -> list[Sequence[str]]:
    """Return when, how and where of *she*, in each tense."""
    groups = [group for group, _ in _ADVERBIAL]
    tenses = dict.fromkeys(row for own, row, _ in forms if own in groups)
    heads = ["", *(translate(_ROWS[name], language) for _, name in _ADVERBIAL)]
    rows = [
        (_tense(tense, language), *(forms[group, tense, "1"] for group in groups))
        for tense in tenses
    ]
    return [heads, *rows]


def _derived(paradigm: Paradigm, language: str) -> Iterator[str]:
    for one in paradigm.derived:
        kind = translate(_EXTENSIONS.get(one.kind, _OTHER_EXTENSION), language)
        rule = (
            "" if one.listed else " " + translate(Message("by rule; may not be in use"), language)
        )
        yield f"{one.stem}: {kind}{rule}"


def _noun_tables(forms: Sequence[Form], language: str) -> Iterator[str]:
    """Yield number and locative, then the concords in the singular and the plural."""
    numbers = [form for form in forms if form.group in ("number", "locative")]
    yield table(
        [
            (
                _row("locative" if form.group == "locative" else form.row, language),
                form.written,
                _class(form.column, language) if form.group == "number" else "",
            )
            for form in numbers
        ]
    )
    concords: dict[str, dict[str, str]] = {}
    for form in forms:
        if form.group.startswith("concord "):
            concords.setdefault(form.row, {})[form.group] = form.written
    columns = dict.fromkeys(form.group for form in forms if form.group.startswith("concord "))
    heads = ["", *(_row(column.removeprefix("concord "), language) for column in columns)]
    rows = [
        (_row(name, language), *(written.get(column, "") for column in columns))
        for name, written in concords.items()
    ]
    yield table([heads, *rows])


def _tense(name: str, language: str) -> str:
    named = label("tense", name)
    return named.en if language == "en" else named.sw


def _agreeing(column: str, language: str) -> str:
    named = label("person", column)
    return named.en if language == "en" else named.sw


def _pronoun(column: str, language: str) -> str:
    return _agreeing(column, language).partition(",")[0]


def _class(number: str, language: str) -> str:
    return translate(Message("class {number}", number=number), language)


def _row(name: str, language: str) -> str:
    return translate(_ROWS[name], language)


def forms_json(paradigms: Iterable[Paradigm]) -> list[dict[str, object]]:
    """Return paradigms as what ``json.dumps`` takes.

    >>> from kb.swahili.inflection import paradigms
    >>> forms_json(paradigms("kitabu"))[0]["forms"][1]["form"]
    'vitabu'
    """
    return [
        {
            "lemma": one.lemma,
            "upos": one.upos,
            "meaning": one.meaning,
            "forms": [
                {
                    "form": form.written,
                    "group": form.group,
                    "row": form.row,
                    "column": form.column,
                    "feats": dict(form.feats),
                }
                for form in one.forms
            ],
            "derived": [
                {"kind": verb.kind, "stem": verb.stem, "listed": verb.listed}
                for verb in one.derived
            ],
        }
        for one in paradigms
    ]
