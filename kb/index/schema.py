"""What an index contains of a passage: the entry that an engine takes, and what comes back.

Passage ─► Entry ─► engine ─► StoredPassage

The field ``line`` holds headings and titles whole, for completion; see ``heading_lines``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import compress, count
from typing import NamedTuple

from kb.results import Location
from kb.tables import TablePart

__all__ = [
    "ENTRY_FORMAT",
    "FILLER",
    "LINES",
    "NO_TOKENS",
    "Entry",
    "Place",
    "StoredPassage",
    "TermNumbers",
    "TokenColumns",
    "heading_lines",
]

ENTRY_FORMAT = 11
"""Part of the recipe: a new layout of fields or payload rebuilds the index."""

LINES = "line"
"""The field that holds headings and titles whole."""

FILLER = "·"
"""The term of a position without terms: a stop word, the gap after a heading. Never searched."""


class Entry(NamedTuple):
    """What an engine is given for one passage. It knows no Swahili and no files."""

    id: str
    document: str
    ordinal: int  # place of the passage in its document, from 0
    fields: Mapping[str, tuple[tuple[str, ...], ...]]  # name: the terms stacked at each position
    facets: Mapping[str, str]  # those of kb.facets that have a value
    date: str | None
    payload: bytes  # stored and given back; kb.index packs and unpacks it
    sketch: bytes = b""  # what its copies are known by: kb.index.sketch


class Place(NamedTuple):
    """Where a passage is in reading order."""

    document: str
    ordinal: int  # among the passages of its document, from 0
    id: str


@dataclass(frozen=True, eq=False)
class TermNumbers:
    """What is looked up in a text: words of a question, by number."""

    surfaces: Mapping[str, Sequence[int]]  # the words that a form matches
    terms: Mapping[str, Sequence[int]]  # the words that a term of the text matches
    related: Mapping[str, Sequence[int]]  # the words that a relative in the text matches
    prefixes: Sequence[tuple[int, str]] = ()  # words that match a form by its beginning


@dataclass(frozen=True, eq=False)
class TokenColumns:
    """The tokens of one text, a column for each property, all of one length."""

    surfaces: tuple[str, ...]  # normalised: lower case, one apostrophe
    terms: tuple[tuple[str, ...], ...]
    related: tuple[tuple[str, ...], ...]
    functions: tuple[bool, ...]  # a word that carries grammar, not content
    starts: tuple[int, ...]  # offsets in the text they were read from
    ends: tuple[int, ...]

    def __len__(self) -> int:
        """Return how many tokens there are."""
        return len(self.surfaces)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where in the text one token starts, and where another ends."""
        return self.starts[first], self.ends[last]

    def __eq__(self, other: object) -> bool:
        """Tell whether the tokens are the same, packed or not (kb.index.packed_columns)."""
        if not isinstance(other, TokenColumns):
            return NotImplemented
        return all(
            getattr(self, field.name) == getattr(other, field.name) for field in fields(self)
        )

    def __hash__(self) -> int:
        """Return the hash of the forms and their places."""
        return hash((self.surfaces, self.starts))

    def places(self, wanted: TermNumbers) -> dict[int, list[int]]:
        """Return the tokens that each word matches, in order; a missing word has no entry.

        Fast path: most tokens of a text match nothing. Plain loops skip these; only the
        few others are compared one by one.
        """
        by_surface, by_term, by_related = wanted.surfaces, wanted.terms, wanted.related
        prefixes = wanted.prefixes
        starts = tuple(start for _, start in prefixes)
        few = {i for i, stack in enumerate(self.terms) if not by_term.keys().isdisjoint(stack)}
        few.update(compress(count(), map(by_surface.__contains__, self.surfaces)))
        few.update(i for i, stack in enumerate(self.related) if stack)
        if starts:
            few.update(i for i, form in enumerate(self.surfaces) if form.startswith(starts))
        places: dict[int, list[int]] = {}
        for i in sorted(few):
            here = {*by_surface.get(self.surfaces[i], ())}
            here.update(*(by_term.get(term, ()) for term in self.terms[i]))
            here.update(*(by_related.get(term, ()) for term in self.related[i]))
            here.update(k for k, start in prefixes if self.surfaces[i].startswith(start))
            for k in here:
                places.setdefault(k, []).append(i)
        return places


NO_TOKENS = TokenColumns((), (), (), (), (), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPassage(Location):
    """A passage as it comes back from the engine: all that is needed to rank and show it.

    ``page`` is the page on which its text starts.
    """

    ordinal: int  # among the passages of its section, from 1
    children: tuple[tuple[str, str], ...]
    format: str
    source: str | None
    replaces: str | None
    start: int  # offset of text in the document
    text: str
    body: TokenColumns  # tokens of text; offsets count in text
    heading_tokens: TokenColumns  # tokens of heading; none where heading is None
    bare: bool = False  # the section has no text of its own: text is its heading line
    page_breaks: tuple[int, ...] = ()  # offsets in text where the next pages start
    tables: tuple[TablePart, ...] = ()  # offsets count in text
    header_tokens: TokenColumns = NO_TOKENS  # of the first table's ``header``

    def page_at(self, offset: int) -> int | None:
        """Return the page of a place in the text; None where the format has no pages."""
        if self.page is None:
            return None
        return self.page + sum(start <= offset for start in self.page_breaks)


def heading_lines(*texts: str | None) -> tuple[str, ...]:
    """Return the terms that hold headings and titles in the field ``line``.

    >>> heading_lines("Misingi  Mikuu", None)
    ('misingi mikuu=Misingi Mikuu',)
    """
    tidy = [" ".join(text.split()) for text in texts if text]
    return tuple(dict.fromkeys(f"{text.lower()}={text}" for text in tidy if text))
