"""Lay out a passage's text: paragraphs, lines, tables, and the marks in them.

Takes text and spans, gives Pieces: parts of the text that are marked or not. The template
puts ``<mark>`` around the marked ones; this module writes no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.document import Span
from kb.tables import Cell, TablePart, read_grid, spans_inside, stretches

__all__ = [
    "Block",
    "Line",
    "Paragraph",
    "Piece",
    "TableBlock",
    "TableBody",
    "beginning",
    "blocks",
    "max_line_length",
    "paragraphs",
    "pieces",
    "prose",
    "stretch",
]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line, marked or not."""

    text: str
    marked: bool = False


Line = tuple[Piece, ...]
Paragraph = tuple[Line, ...]


Row = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TableBody:
    """Rows of a table that belong to one passage."""

    rows: tuple[Row, ...]
    id: str | None = None  # of the passage, where the table began in an earlier one


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: rows of cells, all of one length."""

    header: tuple[Row, ...]
    bodies: tuple[TableBody, ...]
    columns: int
    skipped: bool = False  # rows are left out below the header


Block = Paragraph | TableBlock

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_WORD = re.compile(r"\s*(\S+)")
_ITEM = re.compile(r"\s*(?:[-–—•·*]|\(?\w{1,4}[.)])\s")


def pieces(text: str, spans: Sequence[Span], start: int = 0, end: int | None = None) -> Line:
    """Return text[start:end], cut where marks start and end.

    Args:
        text: the text to show.
        spans: the marks as code points of *text*: sorted, not overlapping.
        start: the first code point that is shown.
        end: the first that is not; None: the end of *text*.

    >>> [piece.text for piece in pieces("bodi ya wakala", [(8, 14)]) if piece.marked]
    ['wakala']
    """
    end = len(text) if end is None else end
    line: list[Piece] = []
    at = start
    for span in spans:
        first, last = max(span[0], at), min(span[1], end)
        if first >= last:
            continue
        if at < first:
            line.append(Piece(text[at:first]))
        line.append(Piece(text[first:last], marked=True))
        at = last
    if at < end:
        line.append(Piece(text[at:end]))
    return tuple(line)


def beginning(text: str, length: int) -> str:
    """Return a text, or its first whole words and an ellipsis if it is longer.

    >>> beginning("nani anateua bodi ya ushauri", 12), beginning("dira", 12)
    ('nani anateua …', 'dira')
    """
    return text if len(text) <= length else text[: stretch(text, (0, 0), length)[1]] + " …"


def stretch(text: str, span: Span, length: int) -> Span:
    """Return where to cut a text around a span, between words where there are any.

    Args:
        text: the text to cut.
        span: what is shown of it at least.
        length: about how many code points are shown.

    >>> text = "wakala hutoa leseni ya biashara kila mwaka"
    >>> first, last = stretch(text, (23, 31), 20)
    >>> text[first:last]
    'leseni ya biashara'
    """
    first = max(0, min(span[0] - length // 2, len(text) - length))
    if first:
        blank = text.find(" ", first, span[0])
        first = first if blank < 0 else blank + 1
    last = max(span[1], first + length)
    if last < len(text):
        blank = text.rfind(" ", max(span[1], first + 1), last + 1)
        last = last if blank < 0 else blank
    return first, min(last, len(text))


def max_line_length(texts: Iterable[str]) -> int:
    """Return the length of the longest line, in code points.

    >>> max_line_length(["Dira", "Kuwa kinara\\nwa TEHAMA"])
    11
    """
    return max((len(line) for text in texts for line in text.split("\n")), default=0)


def prose(text: str, tables: Sequence[TablePart]) -> Iterator[str]:
    """Yield the parts of *text* outside its tables, whose rows no editor breaks."""
    for start, end, part in stretches(text, tables):
        if part is None:
            yield text[start:end]


def blocks(
    text: str,
    spans: Sequence[Span],
    tables: Sequence[TablePart],
    width: int,
    *,
    starts_inside_line: bool = False,
    skipped: bool = False,
) -> Iterator[Block]:
    """Yield the paragraphs and tables of *text*.

    Args:
        text: the text to show.
        spans: see ``pieces``.
        tables: in the text.
        width: see ``paragraphs``.
        starts_inside_line: see ``paragraphs``.
        skipped: the rows between a repeated header and the text are not shown.
    """
    for start, end, part in stretches(text, tables):
        if part:
            yield _table(text, spans, part, skipped=skipped and bool(part.header))
        else:
            yield from paragraphs(
                text[start:end],
                spans_inside(spans, start, end),
                width,
                starts_inside_line=starts_inside_line and start == 0,
            )


def _table(text: str, spans: Sequence[Span], part: TablePart, *, skipped: bool) -> TableBlock:
    grid = read_grid(text, spans, part)
    header, rows = map(_cells, grid)
    columns = max(map(len, (*header, *rows)), default=0)
    return TableBlock(header, (TableBody(rows),), columns, skipped)


def _cells(rows: tuple[tuple[Cell, ...], ...]) -> tuple[Row, ...]:
    return tuple(tuple(pieces(cell.text, cell.spans) for cell in row) for row in rows)


def paragraphs(
    text: str, spans: Sequence[Span], width: int, *, starts_inside_line: bool = False
) -> tuple[Paragraph, ...]:
    r"""Return the paragraphs of *text*, each with the lines that its author intended.

    An editor breaks a line where the next word has no room. Such a line is joined to the
    next one. A line with room for the next word was ended by the author.

    Args:
        text: the text to show.
        spans: see ``pieces``.
        width: the length of the document's longest line; see ``max_line_length``.
        starts_inside_line: *text* starts inside a line, so the length of that line is unknown.

    >>> text = "Majukumu ya bodi ni\nhaya:\n- kushauri\n- kusimamia"
    >>> [[line[0].text for line in lines] for lines in paragraphs(text, (), width=20)]
    [['Majukumu ya bodi ni\nhaya:', '- kushauri', '- kusimamia']]
    """
    return tuple(
        tuple(
            line
            for first, last in _lines(
                text, start, end, width, starts_inside_line=starts_inside_line and start == 0
            )
            if (line := pieces(text, spans, first, last))
        )
        for start, end in _between(text, _PARAGRAPH)
    )


def _between(text: str, gap: re.Pattern[str]) -> Iterator[Span]:
    """Yield the parts of *text* between the gaps, without empty ones."""
    at = 0
    for match in gap.finditer(text):
        if at < match.start():
            yield at, match.start()
        at = match.end()
    if at < len(text):
        yield at, len(text)


def _lines(
    text: str, start: int, end: int, width: int, *, starts_inside_line: bool
) -> Iterator[Span]:
    """Yield the lines of text[start:end] that the author intended."""
    first = line = start
    while (stop := text.find("\n", line, end)) >= 0:
        following = stop + 1
        word = _WORD.match(text, following, end)
        had_room = stop - line + 1 + (len(word[1]) if word else 0) <= width
        if (had_room and not (starts_inside_line and line == start)) or _ITEM.match(
            text, following, end
        ):
            yield first, stop
            first = following
        line = following
    yield first, end
