"""Turn a passage into what an engine stores, and read it back.

An entry has fields to be searched and a payload to be shown. The payload has
two parts: the terms, which the second stage of ranking reads for every
candidate, and the rest, which is read for the few that are shown. So nothing
is read from the corpus, and no document is analysed, when a question is asked.

A passage has four zones, from the widest to the narrowest: the document's
title, the headings above its own, its own heading, and its text. A run of
fillers between zones keeps a phrase from matching across them.
"""

from __future__ import annotations

import json
import struct
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import NamedTuple, TypeVar

from kb.analysis import Analyser
from kb.errors import IndexDamaged
from kb.model import Document, Entry, Passage, Section, StoredPassage, TokenColumns
from kb.swahili import Token

__all__ = ["FILLER", "FORMAT", "ZONES", "Zone", "entry", "section_words", "stored", "zones"]

FORMAT = 3
"""Part of the recipe: a new layout of fields or payload rebuilds the index."""

FILLER = "·"
GAP = 8
"""Fillers between two zones: more than the slop of any phrase."""

ZONES = ("title", "path", "heading", "body")

_Read = TypeVar("_Read")

_HEADER = struct.Struct("<II")  # the size of the words' part; how many words the section has
_FAST, _SMALL = 1, 6  # of zlib; the words are unpacked a hundred times for each passage shown


class Zone(NamedTuple):
    """The words of one zone as ranking reads them, a list for each property.

    ``terms[i]`` and ``related[i]`` join alternatives with "|"; a function word's
    term starts with "~"; related is "" where a word has none.
    """

    terms: list[str]
    surfaces: list[str]
    related: list[str]


def entry(
    document: Document,
    title: str,
    section: Section,
    passage: Passage,
    ordinal: int,
    analyser: Analyser,
    *,
    section_words: int | None = None,
    language: str | None = None,
) -> Entry:
    """Return the entry of one passage.

    Args:
        document: the document it is from.
        title: the document's title, as its outline has it.
        section: the section it is from.
        ordinal: its place among all passages of the document, from 0.
        analyser: reads title, headings and text.
        section_words: how many words the section's own text has; counted where left out.
        language: of the passage; that of the document where left out.
    """
    above = section.path[:-1] if section.heading is not None else section.path
    # A section without text of its own is shown as its heading line; that line
    # is already the heading zone, and counting it twice would flatter it.
    bare = section.heading is not None and section.body >= section.end
    texts = (title, " · ".join(above), section.heading or "", "" if bare else passage.text)
    spoken = language or document.language
    read = [analyser.tokens(text, spoken) for text in texts]
    shown = analyser.tokens(passage.text, spoken) if bare else read[3]
    facets = {
        "kind": section.kind,
        "document": document.id,
        "institution": document.institution,
        "language": spoken,
        "year": document.date[:4] if document.date else None,
        "format": document.format,
    }
    return Entry(
        id=passage.id,
        document=document.id,
        ordinal=ordinal,
        fields={
            "term": _joined(read, lambda t: (FILLER,) if t.function else t.terms),
            "surface": _joined(read, lambda t: (t.normal,)),
            "family": _joined(read, lambda t: t.related or (FILLER,)),
            "heading": tuple(_all_terms(t) for t in read[2]),
            "title": tuple(_all_terms(t) for t in read[0]),
        },
        facets={name: value for name, value in facets.items() if value},
        date=document.date,
        payload=_pack(
            read,
            section_words or len(document.text[section.body : section.end].split()),
            _rest(document, title, section, passage, spoken, bare, shown, read[2]),
        ),
    )


def _all_terms(token: Token) -> tuple[str, ...]:
    return token.terms if token.normal in token.terms else (*token.terms, token.normal)


def _joined(
    read: Sequence[Sequence[Token]], choose: Callable[[Token], tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    """Lay the zones one after the other, fillers between."""
    positions: list[tuple[str, ...]] = []
    for tokens in read:
        if not tokens:
            continue
        if positions:
            positions.extend([(FILLER,)] * GAP)
        positions.extend(choose(token) for token in tokens)
    return tuple(positions)


def _rest(
    document: Document,
    title: str,
    section: Section,
    passage: Passage,
    language: str,
    bare: bool,
    shown: Sequence[Token],
    heading: Sequence[Token],
) -> dict[str, object]:
    """Return what is read of a passage that is shown: StoredPassage without its words."""
    page, breaks = _pages(document, passage)
    return {
        "id": passage.id,
        "document": document.id,
        "title": title,
        "path": section.path,
        "heading": section.heading,
        "kind": section.kind,
        "anchor": section.anchor,
        "ordinal": passage.ordinal,
        "children": section.children,
        "institution": document.institution,
        "date": document.date,
        "language": language,
        "format": document.format,
        "source": document.source,
        "replaces": document.replaces,
        "start": passage.start,
        "text": passage.text,
        "bare": bare,
        "page": page,
        "page_breaks": breaks,
        "offsets": [(token.start, token.end) for token in shown],
        "heading_offsets": [(token.start, token.end) for token in heading],
    }


def _pages(document: Document, passage: Passage) -> tuple[int | None, list[int]]:
    """Return the page a passage starts on, and where in it the next pages start."""
    if document.pages is None:
        return None, []
    first = bisect_right(document.pages, passage.start)
    last = bisect_left(document.pages, passage.end)
    return max(1, first), [start - passage.start for start in document.pages[first:last]]


def _pack(read: Sequence[Sequence[Token]], section_words: int, rest: Mapping[str, object]) -> bytes:
    lines = []
    for tokens in read:
        lines.append(" ".join(("~" if t.function else "") + "|".join(t.terms) for t in tokens))
        lines.append(" ".join(t.normal for t in tokens))
        lines.append(" ".join("|".join(t.related) for t in tokens))
    words = zlib.compress("\n".join(lines).encode(), _FAST)
    told = json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
    # Half a surrogate pair is no character, but text that holds one is still shown.
    shown = zlib.compress(told.encode("utf-8", "surrogatepass"), _SMALL)
    return _HEADER.pack(len(words), section_words) + words + shown


def _sound(read: Callable[[bytes], _Read]) -> Callable[[bytes], _Read]:
    """Call what goes wrong with a payload by its name: zlib notices a bit that flipped."""

    @wraps(read)
    def checked(payload: bytes) -> _Read:
        try:
            return read(payload)
        except (zlib.error, struct.error, ValueError, TypeError, LookupError) as error:
            raise IndexDamaged(Path("payload"), f"a passage cannot be read ({error})") from error

    return checked


@_sound
def zones(payload: bytes) -> dict[str, Zone]:
    """Return the words of each zone, for ranking."""
    size, _ = _HEADER.unpack_from(payload)
    end = _HEADER.size + size
    lines = zlib.decompress(payload[_HEADER.size : end]).decode().split("\n")
    read = [line.split(" ") if line else [] for line in lines]
    found = {}
    for i, name in enumerate(ZONES):
        terms, surfaces, related = read[3 * i : 3 * i + 3]
        found[name] = Zone(terms, surfaces, related or [""] * len(terms))
    return found


@_sound
def section_words(payload: bytes) -> int:
    """Return how many words the passage's whole section has."""
    return int(_HEADER.unpack_from(payload)[1])


@_sound
def stored(payload: bytes) -> StoredPassage:
    """Return a passage with all that is needed to show it."""
    size, _ = _HEADER.unpack_from(payload)
    rest = json.loads(zlib.decompress(payload[_HEADER.size + size :]))
    words = zones(payload)
    heading = words["heading"]
    rest["body"] = _columns(heading if rest["bare"] else words["body"], rest.pop("offsets"))
    rest["heading_tokens"] = _columns(heading, rest.pop("heading_offsets"))
    rest["path"] = tuple(rest["path"])
    rest["page_breaks"] = tuple(rest["page_breaks"])
    rest["children"] = tuple((child, anchor) for child, anchor in rest["children"])
    return StoredPassage(**rest)


def _columns(zone: Zone, offsets: Sequence[tuple[int, int]]) -> TokenColumns:
    """Return the words of a zone with their places.

    A bare passage is the first line of its heading as it stands in the text: the
    same words at other places, or the first of them where a heading has two lines.
    """
    count = min(len(zone.terms), len(offsets))
    terms, related = zone.terms[:count], zone.related[:count]
    return TokenColumns(
        surfaces=tuple(zone.surfaces[:count]),
        terms=tuple(tuple(stacked.removeprefix("~").split("|")) for stacked in terms),
        related=tuple(tuple(stacked.split("|")) if stacked else () for stacked in related),
        functions=tuple(stacked.startswith("~") for stacked in terms),
        starts=tuple(start for start, _ in offsets[:count]),
        ends=tuple(end for _, end in offsets[:count]),
    )
