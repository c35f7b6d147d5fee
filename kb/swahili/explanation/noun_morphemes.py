"""Cut a noun, an adjective or a pronoun into its concord and the rest.

Each function takes a form and its term, and returns the pieces; None where the form is not
one of that term. The caller takes the first answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kb.swahili.explanation.grammar_terms import SILENT, Label, gloss, kinds, label, phrase, records
from kb.swahili.explanation.morphemes import Segment
from kb.swahili.lexicon_tables import Lexicon
from kb.swahili.morphology.adjectives import agreeing_forms
from kb.swahili.morphology.templates import RELATIVES

__all__ = [
    "adjective_pieces",
    "agreeing_classes",
    "concord_classes",
    "function_pieces",
    "noun_pieces",
]

_VOWELS = frozenset("aeiou")
_PLURAL_ONLY: Mapping[str, tuple[str, str]] = {"4": ("mi", "m"), "6": ("ma", ""), "8": ("vi", "ki")}
_PERSONAL = frozenset({"enye", "enyewe", "ote"})  # mwenye, mwenyewe; nobody is wote alone
_MOST_CLASSES = 3  # vya is of one class, ya of three: more than that is no help to a reader


def noun_pieces(form: str, noun: str, words: Lexicon) -> list[Segment] | None:
    """Return the pieces of a noun: plural prefix, stem, locative ending.

    >>> from kb.swahili.lexicon import lexicon
    >>> [piece.written for piece in noun_pieces("vitengo", "kitengo", lexicon()) or ()]
    ['vi', 'tengo']
    """
    found = _number(form, noun, words)
    if found is None and form.endswith("ni"):
        base = form[:-2].removesuffix("'").removesuffix("-")
        standard = words.variants.get(base, base)
        found = _number(base, noun, words)
        if found is None and standard != base and _number(standard, noun, words):
            found = [Segment(base, "stem", phrase("spelling", term=standard))]
        if found is not None:
            found.append(Segment("ni", "affix", phrase("locative")))
    return found


def _number(form: str, noun: str, words: Lexicon) -> list[Segment] | None:
    """Name a noun's number and class; cut off the prefix of a regular plural."""
    classes = words.nouns.get(noun, "")
    many = classes.partition("/")[2]
    if form == noun:
        return [Segment(form, "stem", _singular(noun, classes, words))]
    plural, singular = _PLURAL_ONLY.get(classes, ("", ""))
    if plural and noun.startswith(plural) and form == singular + noun[2:]:
        return [Segment(form, "stem", phrase("singular of", term=noun))]
    split = _split(form, noun, classes)
    if split is None and form not in words.plurals:
        split = _split(form, noun, "")  # vihoro, of a noun listed without a plural
    if split is not None:
        prefix, rest, number = split
        name = phrase("plural", number=number)
        if not prefix:
            return [Segment(form, "stem", phrase("plural of", term=noun, number=number))]
        if rest == noun:
            return [Segment(prefix, "affix", name), Segment(rest, "stem", _source(noun, words))]
        return [Segment(prefix, "affix", name), Segment(rest, "affix", _source(noun, words))]
    if noun in words.plurals.get(form, ()):
        if many:
            return [Segment(form, "stem", phrase("plural of", term=noun, number=many))]
        return [Segment(form, "stem", phrase("plural alone", term=noun))]
    return None


def _singular(noun: str, classes: str, words: Lexicon) -> Label:
    one, _, many = classes.partition("/")
    if not classes:
        return _source(noun, words)
    if not many or classes == "9/10":
        return phrase("singular and plural", number=classes)
    return phrase("singular", number=one)


def _source(noun: str, words: Lexicon) -> Label:
    """Say where a noun is known from, where that is not the lexicon."""
    if noun in words.nouns:
        return SILENT
    return phrase("learnt" if words.pairs.get(noun) == noun else "shape")


@cache
def _rows(table: str) -> tuple[dict[str, str], ...]:
    """Return a small table, parsed once."""
    return tuple(records(table))


def _split(form: str, noun: str, classes: str) -> tuple[str, str, str] | None:
    """Return the plural prefix, what follows it and the class, where the plural is regular."""
    wanted = "5/6" if classes == "9/6" else classes
    for rule in _rows("noun_classes.tsv"):
        rest = form.removeprefix(rule["plural"])
        if (
            wanted in ("", rule["class"])
            and form == rule["plural"] + rest
            and noun == rule["singular"] + rest
        ):
            return rule["plural"], rest, rule["class"].partition("/")[2]
    if classes in ("", "5/6", "9/6", "9/10", "9") and form == f"ma{noun}":
        return "ma", noun, "6"
    return None


def adjective_pieces(form: str, stem: str, words: Lexicon) -> list[Segment] | None:
    """Return the pieces of an adjective: its concord and its stem.

    >>> from kb.swahili.lexicon import lexicon
    >>> [piece.written for piece in adjective_pieces("mengi", "ingi", lexicon()) or ()]
    ['me', 'ngi']
    """
    agrees = words.adjectives.get(stem)
    if agrees is None:
        return None
    if form == stem:
        return [Segment(form, "stem", phrase("invariable" if agrees == "no" else "no concord"))]
    if agrees == "no" or form not in agreeing_forms(stem):
        return None
    found = _concord(form, stem)
    if found is not None:
        return found
    for tail in RELATIVES:  # nyinginezo, vinginevyo
        found = _concord(form.removesuffix(tail), stem)
        if found is not None:
            return [*found, Segment(tail, "affix", phrase("reference"))]
    return None


def concord_classes(form: str, stem: str) -> list[str]:
    """Return the classes whose concord makes *form* of a stem, by their rows.

    >>> concord_classes("mizuri", "zuri"), concord_classes("zuri", "zuri")
    (['4'], [])
    """
    return [number for agreed in _cuts(form, stem).values() for number in agreed]


def _cuts(form: str, stem: str) -> dict[tuple[str, str], list[str]]:
    """Return each concord and rest that *form* can be of a stem, with their classes."""
    classes: dict[tuple[str, str], list[str]] = {}
    for row in _rows("adjective_concords.tsv"):
        rest = stem.removeprefix(row["drops"]) if row["drops"] else stem
        fits = stem.startswith(row["drops"]) and _may_follow(stem[0], row["before"])
        if fits and row["prefix"] + rest == form:
            classes.setdefault((row["prefix"], rest), []).append(row["class"])
    return classes


def _concord(form: str, stem: str) -> list[Segment] | None:
    """Cut a form into a concord that fits the stem, and the stem."""
    classes = _cuts(form, stem)
    if not classes:
        return None
    (prefix, rest), agreed = next(iter(classes.items()))
    if "1" in agreed:
        agreed.insert(agreed.index("1") + 1, "3")  # the table gives 1, 3 and 11 one row
    concord = Segment(prefix, "affix", _classes(agreed))
    adjective = label("part", "adjective")
    if rest == stem:
        return [concord, Segment(rest, "stem", adjective)]
    return [concord, Segment(rest, "affix", phrase("stem of", part=adjective, term=f"-{stem}"))]


def _may_follow(letter: str, before: str) -> bool:
    if before in ("consonant", "vowel"):
        return (letter in _VOWELS) == (before == "vowel")
    return letter == before


def _classes(names: list[str], kind: str = "concord") -> Label:
    """Name the classes that share a concord, or a form of a pronoun."""
    shown = names[:_MOST_CLASSES]
    labels = [kinds().get((kind, name)) or label("concord", name) for name in shown]
    joined = labels[0]
    for other in labels[1:]:
        joined = phrase("or", one=joined, other=other)
    return joined


def function_pieces(form: str, family: str, words: Lexicon) -> list[Segment] | None:
    """Return the pieces of a function word: its concord, and what it agrees for.

    >>> from kb.swahili.lexicon import lexicon
    >>> [piece.written for piece in function_pieces("zake", "ake", lexicon()) or ()]
    ['z', 'ake']
    """
    if words.functions.get(form) is not None:
        name = label("function", words.functions[form])
        return [
            Segment(
                form, "stem", phrase("function word", family=name, gloss=gloss("function", form))
            )
        ]
    patterns = [row for row in _rows("pronominals.tsv") if row["stem"] == family]
    name = label("function", family)
    for row in patterns:
        found = _as_persons(form, family, list(_agreeing(form, row["pattern"])))
        if not found:
            continue
        before, concord, after = found[0][0]
        agreed = _classes([number for _, number in found], "agreement")
        if not before and not after:
            whole = phrase("agreeing word", family=name, gloss=row["gloss"], concord=agreed)
            return [Segment(form, "stem", whole)]
        word = phrase("function word", family=name, gloss=row["gloss"])
        pieces = [Segment(before, "affix", word), Segment(concord, "affix", agreed)]
        pieces.append(Segment(after, "affix", SILENT if before else word))
        return [piece for piece in pieces if piece.written]
    if not patterns:
        return None
    return [Segment(form, "stem", phrase("function word", family=name, gloss=patterns[0]["gloss"]))]


Agreement = tuple[tuple[str, str, str], str]
"""What precedes the concord, the concord and what follows, with the class."""


def _as_persons(form: str, family: str, found: list[Agreement]) -> list[Agreement]:
    """Give class 1 its mw-, which these families have in place of the w- of the table."""
    if family not in _PERSONAL:
        return found
    others = [(cut, number) for cut, number in found if number != "1"]
    if form.startswith("mw") and others:
        return [(others[0][0], "1"), *others]
    return others


def agreeing_classes(form: str, family: str, pattern: str) -> list[str]:
    """Return the classes for which a pattern of pronominals.tsv gives *form*.

    >>> agreeing_classes("wenye", "enye", "{possessive}enye")
    ['2', '3']
    """
    found = _as_persons(form, family, list(_agreeing(form, pattern)))
    return [number for _, number in found]


def _agreeing(form: str, pattern: str) -> Iterator[Agreement]:
    """Yield each way a pattern of pronominals.tsv gives *form*, and the class it agrees with."""
    before, after = pattern[: pattern.index("{")], pattern[pattern.rindex("}") + 1 :]
    for row in _rows("pronominal_concords.tsv"):
        if pattern.format_map(row) == form:
            middle = form[len(before) : len(form) - len(after)]
            yield (before, middle, after), row["class"]
