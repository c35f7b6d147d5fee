"""Make the entry of a passage: the terms of its fields, its facets, its payload.

A passage has four zones, from the widest to the narrowest: the document's
title, the headings above its own, its own heading, and its text. A run of
fillers between zones keeps a phrase from matching across them. The rows of a
long table are found by the words of its header, too: those follow the text
(docs/decisions/0018-tables.md).

Takes Document, Section, Passage; returns Entry.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from kb.analysis import Analyser
from kb.document import Document, Passage, Section
from kb.facets import facet_values
from kb.index.payload import encode_payload
from kb.index.schema import FILLER, Entry
from kb.index.signs import kind_term, name_term
from kb.index.sketch import sketch
from kb.swahili import Token
from kb.tables import TablePart, clipped

__all__ = ["GAP", "build_entry"]

GAP = 8
"""Fillers between two zones: more than the slop of any phrase."""

_NOTHING = (FILLER,)


def build_entry(
    document: Document,
    title: str,
    section: Section,
    passage: Passage,
    ordinal: int,
    analyser: Analyser,
    *,
    section_words: int | None = None,
    language: str | None = None,
    context: AbstractSet[str] = frozenset(),
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
        context: the terms around all passages of the document.
    """
    above = section.path[:-1] if section.heading is not None else section.path
    # A section without text of its own is shown as its heading line; that line
    # is already the heading zone, and counting it twice would flatter it.
    bare = section.heading is not None and section.body >= section.end
    texts = (title, " · ".join(above), section.heading or "", "" if bare else passage.text)
    spoken = language or document.language
    read = [analyser.tokens(text, spoken) for text in texts]
    shown = analyser.tokens(passage.text, spoken) if bare else read[3]
    tables = [] if bare else _tables(document, passage)
    header = analyser.tokens(tables[0].header, spoken) if tables else []
    with_header = [*read[:3], [*read[3], *header]]
    own = {term for tokens in with_header for token in tokens for term in token.terms}
    around = sorted(context - own)
    if section.kind is not None:
        around.append(kind_term(section.kind))
    named = [name_term(document.institution)] if document.institution else []
    return Entry(
        id=passage.id,
        document=document.id,
        ordinal=ordinal,
        fields=_fields(read, header, around),
        facets=facet_values(document, section, spoken),
        date=document.date,
        payload=encode_payload(
            with_header,
            section_words or len(document.text[section.body : section.end].split()),
            _rest(document, title, section, passage, spoken, bare) | {"tables": tables},
            shown,
            header,
            [*around, *named],
        ),
        sketch=sketch(
            document,
            title,
            section,
            passage,
            bare=bare,
            header=tables[0].header if tables else "",
        ),
    )


def _fields(
    read: Sequence[Sequence[Token]], header: Sequence[Token], around: Sequence[str]
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the terms of each field of the engine.

    Args:
        read: the tokens of title, headings above, heading and text.
        header: those of a table's header that is above the passage.
        around: the terms around the passage.
    """
    apart = [*read, header]
    return {
        "term": _joined([[_NOTHING if t.function else t.terms for t in ts] for ts in apart]),
        "surface": _joined([[(t.normal,) for t in ts] for ts in apart]),
        "family": _joined([[t.related or _NOTHING for t in ts] for ts in apart]),
        "heading": tuple(_all_terms(t) for t in read[2]),
        "title": tuple(_all_terms(t) for t in read[0]),
        "context": (tuple(around),) if around else (),
    }


def _all_terms(token: Token) -> tuple[str, ...]:
    return token.terms if token.normal in token.terms else (*token.terms, token.normal)


def _joined(zones: Iterable[Sequence[tuple[str, ...]]]) -> tuple[tuple[str, ...], ...]:
    """Lay the terms of zones one after the other, fillers between."""
    positions: list[tuple[str, ...]] = []
    for terms in zones:
        if not terms:
            continue
        if positions:
            positions += [_NOTHING] * GAP
        positions += terms
    return tuple(positions)


def _rest(
    document: Document,
    title: str,
    section: Section,
    passage: Passage,
    language: str,
    bare: bool,
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
        "ocr": _ocr_confidence(document, passage),
    }


def _tables(document: Document, passage: Passage) -> list[TablePart]:
    """Return the tables of a passage; the first may go on from an earlier passage."""
    parts = (TablePart(table.start, table.header, table.end) for table in document.tables)
    clips = (clipped(document.text, part, passage.start, passage.end) for part in parts)
    return [clip for clip in clips if clip]


def _ocr_confidence(document: Document, passage: Passage) -> float | None:
    """Return how sure OCR was of a passage: the mean by length; None: OCR did not read it."""
    letters = sure = 0.0
    for stretch in document.recognized:
        length = min(stretch.end, passage.end) - max(stretch.start, passage.start)
        if length > 0:
            letters += length
            sure += length * stretch.confidence
    return round(sure / letters, 2) if letters else None


def _pages(document: Document, passage: Passage) -> tuple[int | None, list[int]]:
    """Return the page a passage starts on, and where in it the next pages start."""
    if document.pages is None:
        return None, []
    first = bisect_right(document.pages, passage.start)
    last = bisect_left(document.pages, passage.end)
    return max(1, first), [start - passage.start for start in document.pages[first:last]]
