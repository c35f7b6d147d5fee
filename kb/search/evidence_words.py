"""The words that show a kind of answer, and the units beside a number.

Two tables are read once: ``evidence_words.tsv`` and ``units.tsv``. A word of a text is looked
up by its surface and by its terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path

from kb.index.schema import TokenColumns
from kb.outline.tables import words_of_role

__all__ = ["evidence_words", "institution_words", "shows", "units_of"]

_FOLDER = Path(__file__).parent


def shows(kind: str, columns: TokenColumns, i: int) -> bool:
    """Tell whether a token is a word that shows a kind of answer: *waziri* a person."""
    words = evidence_words(kind)
    return columns.surfaces[i] in words or not words.isdisjoint(columns.terms[i])


@cache
def evidence_words(kind: str) -> AbstractSet[str]:
    """Return the words that show a kind of answer.

    >>> "waziri" in evidence_words("person")
    True
    """
    return frozenset(word for shown, word, _ in _rows("evidence_words.tsv") if shown == kind)


def units_of(noun: AbstractSet[str]) -> frozenset[str]:
    """Return the terms of a noun, and what may be beside a number instead of it.

    >>> "mkazi" in units_of({"mtu"})
    True
    """
    units = _units()
    return frozenset(noun).union(*(units.get(term, ()) for term in noun))


@cache
def _units() -> Mapping[str, AbstractSet[str]]:
    units: dict[str, set[str]] = {}
    for noun, beside, _ in _rows("units.tsv"):
        units.setdefault(noun, set()).update(beside.split())
    return units


@cache
def institution_words() -> AbstractSet[str]:
    """Return the first words of the names of institutions and documents, which are no places."""
    names = words_of_role("institution").keys() | words_of_role("document").keys()
    return names - evidence_words("place") - evidence_words("land")


def _rows(name: str) -> Iterator[list[str]]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    yield from rows[1:]
