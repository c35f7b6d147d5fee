"""The lexicon that ships, and what is derived from it, laid out once for all processes.

Gives the ``Lexicon``, the forms that are looked up whole and the verb templates. They come
from the laid-out file where it is in date (kb.swahili.layout), else from the TSV files.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kb.swahili import layout
from kb.swahili.lexicon_tables import TABLES, Lexicon, parse_lexicon
from kb.swahili.listed_forms import ListedForm, ListedForms, listed_forms
from kb.swahili.morphology.templates import Templates, prefixes

__all__ = [
    "lay_out_lexicon",
    "lexicon",
    "lexicon_digest",
    "shipped_forms",
    "shipped_templates",
]


_FORMS = "forms "
"""Before a letter: the table of the listed forms that begin with it."""


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships; a table is loaded when it is first used.

    Raises:
        DataError: a table is missing or has a bad row.
    """
    return Lexicon(_laid_out().table)


class _FormsByLetter:
    """The forms that are looked up whole; those of one first letter are loaded together."""

    def __init__(self, laid_out: layout.LaidOut) -> None:
        self._laid_out = laid_out
        self._loaded: dict[str, dict[str, ListedForm]] = {}

    def get(self, word: str) -> ListedForm | None:
        """Return the entry of a form, None where it is not listed."""
        try:
            return self._loaded[word[:1]].get(word)
        except KeyError:
            return self._load(word[:1]).get(word)

    def _load(self, letter: str) -> dict[str, ListedForm]:
        table = _FORMS + letter
        found = self._laid_out.table(table) if table in self._laid_out else {}
        return self._loaded.setdefault(letter, found)


@cache
def shipped_forms() -> ListedForms:
    """Return every form of the shipped lexicon that is looked up whole."""
    return _FormsByLetter(_laid_out())


@cache
def shipped_templates() -> Templates:
    """Return every run of verb prefixes and its uses; a use is a plain tuple."""
    found: Templates = _laid_out().table("templates")
    return found


def lexicon_digest() -> str:
    """Return a hash of all the data and code that decide a word's terms."""
    return _laid_out().digest


def lay_out_lexicon() -> Path | None:
    """Lay the lexicon out anew; return the file, None where none can be written.

    Raises:
        DataError: a table is missing or has a bad row.
    """
    return layout.lay_out(_build)


@cache
def _laid_out() -> layout.LaidOut:
    return layout.load_layout(_build)


def _build() -> Mapping[str, object]:
    """Parse the sources into tables of plain values."""
    words = parse_lexicon()
    tables: dict[str, object] = {name: getattr(words, name) for name, _ in TABLES}
    forms: dict[str, dict[str, ListedForm]] = {}
    for form, entry in listed_forms(words).items():
        forms.setdefault(_FORMS + form[0], {})[form] = entry
    tables |= forms
    tables["templates"] = {prefix: tuple(map(tuple, uses)) for prefix, uses in prefixes().items()}
    return tables
