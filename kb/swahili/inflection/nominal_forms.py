"""Make the forms of what has or takes a noun class: nouns, adjectives, pronominal words.

A lemma comes in, forms go out. A noun has a number, a locative, and the concords that others
take with it; an adjective or a word such as *-ake* has a form for each class.

Source: Ashton (1944), concord tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.swahili.inflection.paradigm import Form
from kb.swahili.lexicon_tables import Lexicon
from kb.swahili.universal.features import Features, class_features, grammar_rows

__all__ = ["adjective_forms", "noun_forms", "pronominal_forms"]

_PERSONS_CLASS = "9/6"
"""Nouns of persons without a class prefix (rafiki, waziri) agree as classes 1 and 2."""

_VOWELS = frozenset("aeiou")
_ADJECTIVE_ROW: Mapping[str, str] = {"3": "1", "11": "1", "10": "9", "17": "15", "18": "1"}
_PRONOUN_ROW: Mapping[str, str] = {"9": "4", "11": "3", "14": "3", "17": "15"}
_VERB_ROW: Mapping[str, str] = {"11": "3", "14": "3", "17": "15"}
CLASSES = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "15", "16", "18")
_EXCEPTIONS: Mapping[tuple[str, str], str] = {
    ("ema", "9"): "njema", ("ema", "10"): "njema", ("ingine", "5"): "lingine",
    ("ingine", "10"): "nyingine", ("ote", "1"): "wote",
}  # fmt: skip
_PRONOMINALS = ("connective", "possessive", "near", "referred", "far", "relative", "subject")


def noun_forms(noun: str, words: Lexicon) -> Iterator[Form]:
    """Yield a noun's number, its locatives, and its concords in each number.

    >>> from kb.swahili.lexicon import lexicon
    >>> [form.written for form in noun_forms("kitabu", lexicon())][:4]
    ['kitabu', 'vitabu', 'kitabuni', 'vitabuni']
    """
    numbers = list(_numbers(noun, words))
    for written, name, number in numbers:
        yield Form(written, "number", name, number, class_features(number))
    for written, name, number in numbers:
        feats = {**class_features(number), "Case": "Loc"}
        yield Form(f"{written}ni", "locative", name, number, feats)
    person = words.nouns[noun] == _PERSONS_CLASS
    for _, name, number in numbers:
        agreeing = ("1" if name == "singular" else "2") if person else number
        yield from _concords(agreeing, name)


def _numbers(noun: str, words: Lexicon) -> Iterator[tuple[str, str, str]]:
    """Yield each form of a noun with its number's name and its class."""
    one, _, many = words.nouns[noun].partition("/")
    plural_only = not many and one in ("4", "6", "8", "10")
    yield noun, "plural" if plural_only else "singular", one
    if (one, many) == ("9", "10"):
        yield noun, "plural", many
    elif many:
        for form in _plural_of(noun, words):
            yield form, "plural", many


def _plural_of(noun: str, words: Lexicon) -> list[str]:
    listed = [form for form, nouns in words.plurals.items() if noun in nouns]
    return listed[:1]


def _concords(number: str, name: str) -> Iterator[Form]:
    """Yield what words around a noun of one class begin with."""
    verb = next(
        r for r in grammar_rows("concords.tsv") if r["class"] == _VERB_ROW.get(number, number)
    )
    feats = class_features(number)
    for column in ("subject", "negative", "object", "relative"):
        yield Form(verb[column].partition("|")[0], f"concord {name}", column, number, feats)
    for column in ("connective", "near", "referred", "far"):
        written = _pronominal_cell(number, column)
        yield Form(written, f"concord {name}", column, number, feats)
    for stem, column in (("ake", "possessive"), ("ote", "all"), ("enye", "having")):
        yield Form(_pronominal_form(stem, number), f"concord {name}", column, number, feats)


def _pronominal_cell(number: str, column: str) -> str:
    row = _PRONOUN_ROW.get(number, number)
    return next(r for r in grammar_rows("pronominal_concords.tsv") if r["class"] == row)[column]


def adjective_forms(stem: str, *, plural: bool = False) -> Iterator[Form]:
    """Yield the form of an adjective in each class.

    Args:
        stem: the adjective without a concord.
        plural: only plural classes: a numeral from two up.

    >>> [form.written for form in adjective_forms("zuri")][:6]
    ['mzuri', 'wazuri', 'mzuri', 'mizuri', 'zuri', 'mazuri']
    """
    for number in CLASSES:
        feats = class_features(number)
        if plural and feats["Number"] == "Sing":
            continue
        yield Form(_adjective_form(stem, number), "class", "adjective", number, feats)


def _adjective_form(stem: str, number: str) -> str:
    """Return the form of an adjective in one class: the row of its own first letter decides.

    >>> [_adjective_form("ingi", number) for number in ("2", "4", "6", "7", "8", "10")]
    ['wengi', 'mingi', 'mengi', 'kingi', 'vingi', 'nyingi']
    >>> _adjective_form("pya", "5"), _adjective_form("refu", "9"), _adjective_form("aminifu", "2")
    ('jipya', 'ndefu', 'waaminifu')
    """
    if (stem, number) in _EXCEPTIONS:
        return _EXCEPTIONS[stem, number]
    row = _ADJECTIVE_ROW.get(number, number)
    own: list[str] = []
    general: list[str] = []
    for one in grammar_rows("adjective_concords.tsv"):
        if one["class"] != row or not stem.startswith(one["drops"]) or _rare(one, stem):
            continue
        written = one["prefix"] + stem[len(one["drops"]) :]
        if one["before"] == stem[0]:
            own.append(written)
        elif one["before"] == ("vowel" if stem[0] in _VOWELS else "consonant"):
            general.append(written)
    return (own or general or [stem])[0]


def _rare(row: Mapping[str, str], stem: str) -> bool:
    """Tell whether a concord is only for a few stems, or only spoken."""
    one_syllable = sum(letter in _VOWELS for letter in stem) == 1
    spoken = row["drops"] == "a"
    few = (row["class"], row["prefix"]) in {("5", "l"), ("10", "z"), ("9", "nj")}
    few = few and stem[0] in _VOWELS
    few = few or (row["class"], row["prefix"], row["before"]) == ("8", "v", "e")  # vema
    short = (row["class"], row["prefix"], row["before"]) in {
        ("5", "ji", "consonant"),
        ("9", "m", "p"),
    }
    return spoken or few or (short and not one_syllable)


def pronominal_forms(stem: str) -> Iterator[Form]:
    """Yield the form of a word that agrees as pronouns do, in each class.

    >>> [form.written for form in pronominal_forms("ake")][:4]
    ['wake', 'wake', 'wake', 'yake']
    """
    for number in CLASSES:
        feats: Features = class_features(number)
        yield Form(_pronominal_form(stem, number), "class", "pronominal", number, feats)


def _pronominal_form(stem: str, number: str) -> str:
    """Return the form of a pronominal stem in one class.

    >>> _pronominal_form("enye", "1"), _pronominal_form("hii", "8"), _pronominal_form("enyewe", "10")
    ('mwenye', 'hivi', 'zenyewe')
    """
    if number == "1" and stem in ("enye", "enyewe"):
        return f"mw{stem}"
    pattern = next(row["pattern"] for row in grammar_rows("pronominals.tsv") if row["stem"] == stem)
    row = _PRONOUN_ROW.get(number, number)
    concords = next(r for r in grammar_rows("pronominal_concords.tsv") if r["class"] == row)
    return pattern.format_map(concords)
