"""Cut a verb form into its morphemes, along its analysis.

The analysis gives template, object and stem; this module finds the place of each in the
form, and names it. Where they do not fit the form, ``verb_pieces`` returns None: the
caller explains less rather than wrongly.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import takewhile

from kb.swahili.explanation.grammar_terms import SILENT, Label, label, phrase, records
from kb.swahili.explanation.morphemes import Segment
from kb.swahili.morphology.templates import Template, object_prefixes, prefixes
from kb.swahili.morphology.verbs import VerbAnalysis

__all__ = ["prefix_pieces", "stem_pieces", "verb_pieces"]

_FINALS: Mapping[str, str] = {"e": "subjunctive", "i": "negative present", "object": "imperative"}
_BARE_STEM = frozenset({"imperative", ""})


def verb_pieces(form: str, analysis: VerbAnalysis) -> list[Segment] | None:
    """Return the pieces of a verb form.

    Args:
        form: the normal writing.
        analysis: how the form is analysed.

    Returns:
        The pieces in order, None where the analysis does not fit the form.
    """
    template = analysis.template
    before = _prefix_pieces(template, addressed=analysis.tail == "ni")
    if before is None or not form.startswith(template.prefix):
        return None
    rest = form[len(template.prefix) :]
    if not analysis.object:
        after = _ending_pieces(rest, analysis)
        return None if after is None else before + after
    for length in (1, 2):
        found = object_prefixes().get(rest[:length])
        if found is not None and found[0] == analysis.object:
            after = _ending_pieces(rest[length:], analysis)
            if after is not None:
                several = analysis.tail == "ni" and bool(template.subject)  # wapeni: give them
                whom = _persons(rest[:length], "object", several=several)
                return [*before, Segment(rest[:length], "affix", whom), *after]
    return None


def stem_pieces(stem: str, term: str, name: Label) -> list[Segment] | None:
    """Return the pieces of a bare stem: its passive ending shown, where it has one."""
    return _voiced(stem, stem, term, name)


def prefix_pieces(prefix: str) -> list[Segment] | None:
    """Return the pieces of a run of prefixes before a foreign stem: ana-download.

    >>> [piece.label.en for piece in prefix_pieces("ana") or ()]
    ['she or he, class 1', 'present']
    """
    found = prefixes().get(prefix)
    if not prefix or not found:
        return None
    return _prefix_pieces(max(found, key=lambda template: template.weight), addressed=False)


def _prefix_pieces(template: Template, *, addressed: bool) -> list[Segment] | None:
    """Name what precedes the object and the stem: subject, tense, relative."""
    tense = label("tense", template.tense)
    if not template.subject:
        return [Segment(template.prefix, "affix", tense)] if template.prefix else []
    if template.tense == "indefinite":
        who = _persons(template.prefix, "a_tense")
        return [Segment(template.prefix, "affix", phrase("fused", person=who, tense=tense))]
    tail = template.marker + template.relative
    if not template.prefix.endswith(tail):
        return None
    subject = template.prefix[: len(template.prefix) - len(tail)]
    pieces = [Segment(subject, "affix", _subject(subject, template, addressed=addressed))]
    if template.marker:
        pieces.append(Segment(template.marker, "affix", tense))
    if template.relative:
        pieces.append(Segment(template.relative, "affix", _relative(subject, template.relative)))
    return pieces


@cache
def _concords() -> tuple[dict[str, str], ...]:
    """Return the rows of concords.tsv, the most frequent subject first."""
    return tuple(sorted(records("concords.tsv"), key=lambda row: -float(row["prior"])))


def _named(classes: list[str]) -> Label:
    """Name persons or classes that share one prefix, the likeliest two of them."""
    names = [label("person", name) for name in classes[:2]]
    return names[0] if len(names) == 1 else phrase("or", one=names[0], other=names[1])


def _subject(prefix: str, template: Template, *, addressed: bool) -> Label:
    """Name a subject prefix: every class it can mean, unless the relative narrows it."""
    negative = [row["class"] for row in _concords() if row["negative"] == prefix]
    if negative:
        return phrase("negative", person=_named(negative))
    rows = [row for row in _concords() if row["subject"] == prefix]
    agreeing = [row for row in rows if row["relative"] == template.relative]
    classes = [row["class"] for row in agreeing or rows]
    if addressed and "2pl" in classes:
        classes = ["2pl"]
    return _named(classes or [template.subject])


def _persons(prefix: str, column: str, *, several: bool = False) -> Label:
    """Name an object prefix, or a subject fused with -a-."""
    classes = [row["class"] for row in _concords() if prefix in row[column].split("|")]
    if several and "2pl" in classes:
        classes = ["2pl"]  # nawaombeni: -ni says whom
    return _named(classes) if classes else SILENT


def _relative(subject: str, concord: str) -> Label:
    """Name a relative: bare where it agrees with the subject, else by its meaning."""
    if any(row["subject"] == subject and row["relative"] == concord for row in _concords()):
        return phrase("relative")
    return label("relative", concord)


def _ending_pieces(written: str, analysis: VerbAnalysis) -> list[Segment] | None:
    """Name the stem, its last vowel, and what follows it."""
    tail, final = analysis.tail, analysis.template.final
    kept = _kept_ku(written, analysis.stem)
    if kept:
        written = written[len(kept[0].written) :]
    after: list[Segment] = []
    if tail == "ni":
        several = final == "eni" and label("tense", analysis.template.tense)
        ending = "eni" if written[:-3] + "a" == analysis.stem else "ni"
        after = [Segment(ending, "affix", several or phrase("you all"))]
        if ending == "eni":
            return [*kept, Segment(written[:-3], "root"), *after]
    elif tail:
        after = [Segment(tail, "affix", label("tense", analysis.template.tense))]
    body = written.removesuffix(tail)
    name = label("tense", _FINALS.get(final, ""))
    if final == "a" and analysis.template.tense in _BARE_STEM:
        name = label("tense", "imperative")
    pieces = _voiced(body, analysis.stem, analysis.term, name)
    return None if pieces is None else [*kept, *pieces, *after]


def _kept_ku(written: str, stem: str) -> list[Segment]:
    """Return the ku- that a short stem keeps after some tenses: ana-ku-la, ana-kw-enda."""
    for kept, reason in (("ku", "kept ku"), ("kw", "kept kw")):
        rest = written[len(kept) :]
        if written.startswith(kept) and rest[:-1] == stem[:-1] and rest[-1:]:
            return [Segment(kept, "affix", phrase(reason))]
    return []


_PASSIVES = ("liwa", "lewa", "iwa", "ewa", "wa")
"""What the passive adds to a stem, the longest first."""


def _voiced(body: str, stem: str, term: str, name: Label) -> list[Segment] | None:
    """Cut off a changed last vowel and the passive; *name* goes to what shows the mood."""
    if not body or body[:-1] != stem[:-1]:
        return None
    changed = body[-1] != stem[-1]
    vowel = [Segment(body[-1], "affix", name)] if changed else []
    root = _shared(stem, term)
    ending = stem[len(root) :]
    if ending.endswith("wa") and ending not in _PASSIVES:  # shitakiwa, of shtaki
        ending = next(one for one in _PASSIVES if ending.endswith(one))
        root = stem.removesuffix(ending)
    if term == stem or not ending.endswith("wa") or not root:
        if changed:
            return [Segment(body[:-1], "root"), *vowel]
        return [Segment(body, "stem", name)]
    if ending.startswith("l") and len(ending) > 2 and root[-1] in "aeiou":
        root, ending = f"{root}(l)", ending[1:]  # the l of older Bantu, silent in the active
    voice = Segment(ending[:-1] if changed else ending, "affix", phrase("passive"))
    if not changed and name != SILENT:
        return [Segment(root, "root", name), voice]
    return [Segment(root, "root"), voice, *vowel]


def _shared(stem: str, term: str) -> str:
    """Return the letters two stems begin with alike."""
    return "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(stem, term)))
