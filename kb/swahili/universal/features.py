"""The features of Universal Dependencies: how they are kept, joined and written.

    NounClass=Bantu2|Number=Plur

A word that may agree with several classes has all their values, joined by a comma
(``NounClass=Bantu4,Bantu9``), as UD allows. ``parse_features`` and ``features_text`` are
inverse. Source: universaldependencies.org, features of UD version 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from kb.swahili.data import table_rows
from kb.swahili.explanation.grammar_terms import records

__all__ = [
    "Features",
    "all_values",
    "class_features",
    "features_text",
    "grammar_rows",
    "layered",
    "parse_features",
    "person_features",
    "tense_features",
    "word_classes",
]

Features = Mapping[str, str]
"""Feature and value, such as Number and Plur. Several values are sorted and joined by a comma."""

TABLES = Path(__file__).parent / "data"

_PLURAL = frozenset({"2", "4", "6", "8", "10"})
_PERSONS: Mapping[str, Features] = {
    "1sg": {"Number": "Sing", "Person": "1"},
    "2sg": {"Number": "Sing", "Person": "2"},
    "1pl": {"Number": "Plur", "Person": "1"},
    "2pl": {"Number": "Plur", "Person": "2"},
}


def parse_features(text: str) -> dict[str, str]:
    """Return the features that a cell of a table or of CoNLL-U contains.

    >>> parse_features("Number=Sing|Person=1"), parse_features("_")
    ({'Number': 'Sing', 'Person': '1'}, {})
    """
    if text in ("-", "_", ""):
        return {}
    pairs = (pair.partition("=") for pair in text.split("|"))
    return {name: value for name, _, value in pairs}


def features_text(features: Features) -> str:
    """Return features as CoNLL-U writes them: sorted whatever their case, ``_`` for none.

    >>> features_text({"Person": "3", "NounClass": "Bantu1", "Number": "Sing"})
    'NounClass=Bantu1|Number=Sing|Person=3'
    """
    ordered = sorted(features.items(), key=lambda pair: pair[0].lower())
    return "|".join(f"{name}={value}" for name, value in ordered) or "_"


def all_values(alternatives: Iterable[Features]) -> dict[str, str]:
    """Return one record for several: every value that a feature has in one of them.

    >>> all_values([class_features("4"), class_features("9")])
    {'NounClass': 'Bantu4,Bantu9', 'Number': 'Plur,Sing'}
    """
    values: dict[str, set[str]] = {}
    for features in alternatives:
        for name, value in features.items():
            values.setdefault(name, set()).update(value.split(","))
    return {name: ",".join(sorted(several)) for name, several in values.items()}


def layered(features: Features, layer: str) -> dict[str, str]:
    """Return features of another participant: ``Person[obj]`` is the person of the object.

    >>> layered({"Person": "1"}, "obj")
    {'Person[obj]': '1'}
    """
    return {f"{name}[{layer}]": value for name, value in features.items()}


def class_features(number: str) -> dict[str, str]:
    """Return the features of a noun class by its Bantu number.

    >>> class_features("8")
    {'NounClass': 'Bantu8', 'Number': 'Plur'}
    """
    return {"NounClass": f"Bantu{number}", "Number": "Plur" if number in _PLURAL else "Sing"}


def person_features(name: str) -> dict[str, str]:
    """Return the features of a row of concords.tsv: a person, or a class, the third person.

    >>> person_features("2pl"), person_features("7")["NounClass"]
    ({'Number': 'Plur', 'Person': '2'}, 'Bantu7')
    """
    return dict(_PERSONS.get(name) or class_features(name) | {"Person": "3"})


@cache
def tense_features() -> Mapping[str, Features]:
    """Return the features of each tense, by its name in the grammar tables."""
    columns = ("tense", "feats", "example", "gloss")
    return {
        tense: parse_features(feats)
        for tense, feats, *_ in table_rows("tenses.tsv", columns, TABLES)
    }


@cache
def word_classes() -> Mapping[str, tuple[str, str, Features]]:
    """Return lemma, part of speech and features of words of grammar, of families and stems."""
    columns = ("word", "lemma", "upos", "feats", "gloss")
    return {
        word: (lemma, upos, parse_features(feats))
        for word, lemma, upos, feats, _ in table_rows("function_words.tsv", columns, TABLES)
    }


@cache
def grammar_rows(table: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table of the grammar, parsed once."""
    return tuple(records(table))
