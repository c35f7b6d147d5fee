"""Keep the rows of tables whole where a text is cut into a window.

A stretch of a text and its tables come in; the stretch that ends between rows goes out, and
the tables in it, each with the header that names its columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.highlight.marks import Mark, marks
from kb.index.schema import StoredPassage
from kb.query.terms import QueryTerm
from kb.tables import TablePart, clipped, spans_inside

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = [
    "marked_tables",
    "outside_headers",
    "row_spans",
    "shown_tables",
    "whole_rows",
    "with_rows",
]

_MAX_ROW = 3
"""Times the length of a window: a longer row is cut between words, as prose is."""


def row_spans(text: str, tables: Sequence[TablePart]) -> list[Span]:
    r"""Return the span of each row of the tables, in order.

    >>> row_spans("A | B\nC | D", [TablePart(0, 0, 11)])
    [(0, 5), (6, 11)]
    """
    rows = []
    for part in tables:
        at = part.start
        for line in text[part.start : part.end].split("\n"):
            if line.strip():
                rows.append((at, at + len(line)))
            at += len(line) + 1
    return rows


def with_rows(sentences: Sequence[Span], rows: Sequence[Span]) -> list[Span]:
    """Return the sentences of a text with the rows of its tables in place of their own.

    >>> with_rows([(0, 8), (8, 12), (12, 20)], [(8, 20)])
    [(0, 8), (8, 20)]
    """
    if not rows:
        return list(sentences)
    return sorted([*_without(sentences, rows), *rows])


def _without(sentences: Sequence[Span], rows: Sequence[Span]) -> Iterable[Span]:
    """Yield the parts of sentences that are outside the rows."""
    remaining = iter([*rows, (1 << 62, 1 << 62)])
    row = next(remaining)
    for start, end in sentences:
        while row[1] <= start:
            row = next(remaining)
        at = start
        while row[0] < end:
            if at < row[0]:
                yield at, row[0]
            at = row[1]
            if at >= end:
                break
            row = next(remaining)
        if at < end:
            yield at, end


def marked_tables(
    passage: StoredPassage, query_terms: Sequence[QueryTerm]
) -> tuple[TablePart, ...]:
    """Return the tables of a passage, with the marks in the header that an earlier passage has."""
    if not len(passage.header_tokens):
        return passage.tables
    first, *others = passage.tables
    return first._replace(header_spans=marks(passage.header_tokens, query_terms)), *others


def outside_headers(tables: Sequence[TablePart], marked: Sequence[Mark]) -> list[Mark]:
    """Return the marks that are not in header rows, which are shown above every row.

    Where all marks are in header rows, all are returned.
    """
    kept = [
        mark for mark in marked if not any(part.start <= mark.start < part.body for part in tables)
    ]
    return kept or list(marked)


def whole_rows(
    text: str, stretch: Span, core: Span, tables: Sequence[TablePart], max_length: int
) -> Span:
    """Return a stretch that cuts no row: the rows of its core are whole, the others left out.

    Args:
        text: of a passage.
        stretch: start and end.
        core: start and end of what must be shown.
        tables: in the text.
        max_length: of a window; a row longer than three times this is cut.
    """
    if not tables:
        return stretch
    start, end = stretch
    for first, last in row_spans(text, tables):
        if last - first > _MAX_ROW * max_length:
            continue
        needed = core[0] < last and core[1] > first
        if first < start < last:
            start = first if needed else min(last + 1, core[0])
        if first < end < last:
            end = last if needed or first <= start else first
    for part in tables:  # a header that is directly above the first row
        if part.start < part.body <= start < part.end and not text[part.body : start].strip():
            start = part.start
    shown = text[start:end]
    return start + len(shown) - len(shown.lstrip()), max(start, start + len(shown.rstrip()))


def shown_tables(
    text: str, tables: Sequence[TablePart], start: int, end: int, spans: Sequence[Span]
) -> tuple[TablePart, ...]:
    """Return the tables in text[start:end], their offsets counted there.

    A table whose rows are cut is left out: it is shown as text.

    Args:
        text: of a passage.
        tables: in it; their headers are marked.
        start: of the window.
        end: of the window.
        spans: the marks in the text.
    """
    shown = []
    for part in tables:
        clip = clipped(text, part, start, end)
        if clip is None or not (_at_line(text, start, part) and _at_line(text, end, part)):
            continue
        if clip.header and not part.header:
            above = spans_inside(spans, part.start, part.start + len(clip.header))
            clip = clip._replace(header_spans=above)
        shown.append(clip)
    return tuple(shown)


def _at_line(text: str, place: int, part: TablePart) -> bool:
    """Tell whether a place is between two rows of a table, or outside of it."""
    if not part.start < place < part.end:
        return True
    return "\n" in (text[place - 1], text[place])
