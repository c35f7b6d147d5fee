"""Lay out a passage's text: paragraphs, lines, tables, and the marks in them.

Takes text and spans, gives Pieces: parts of the text that are marked or not. The template
puts ``<mark>`` around the marked ones; this module writes no HTML.

A clause "(2)" of an article starts a line. The dots of a printed table of contents are a
piece of their own. A piece without text says where a page of a PDF starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

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
    "clause_depth",
    "item_runs",
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
    number: int | None = None  # of the mark among those of its document, from 1
    leader: bool = False  # the dots between a line of a printed contents and its page
    page: int | None = None  # here this page starts; the text is empty


Line = tuple[Piece, ...]
Paragraph = tuple[Line, ...]


Row = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TableBody:
    """Rows of a table that belong to one passage."""

    rows: tuple[Row, ...]
    id: str | None = None  # of the passage, where the table began in an earlier one
    page: int | None = None  # these rows start a page


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
_BULLET = re.compile(r"\s*[-–•·*▪●○◦‣]\s+")
"""Before an item of a list that has no number."""
_CLAUSE = re.compile(r"(?<=[.;:])\s+(?=\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)\s)")
"""A clause inside a line: the one before it has ended, "(2)" follows."""
_CLAUSE_START = re.compile(r"\s*(?:\d{1,3}\s?\.\s?[-–—]?\s?)?\((\d{1,2}|[a-z]|[ivx]{1,5})\)\s")
_LEADER = re.compile(r"\s*(?:(?:[.·_-]\s?){4,}|(?:…\s?){2,})\s*(?=(?:\d{1,4}|[ivxlc]{1,6})\s*$)")
"""What leads from a line of a printed contents to its page: "Utangulizi ........ ix"."""

Pages = Sequence[tuple[int, int]]
"""Offsets in a text, each the first of a page, and the number of that page."""


def pieces(
    text: str,
    spans: Sequence[Span],
    start: int = 0,
    end: int | None = None,
    *,
    numbers: Iterator[int] | None = None,
    pages: Pages = (),
) -> Line:
    """Return text[start:end], cut where marks start and end.

    Args:
        text: the text to show.
        spans: the marks as code points of *text*: sorted, not overlapping.
        start: the first code point that is shown.
        end: the first that is not; None: the end of *text*.
        numbers: gives the marks their numbers; None: they have none.
        pages: where pages start; see ``Pages``.

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
        # A mark that began on the line before has its number there.
        number = next(numbers) if numbers and span[0] >= start else None
        line.append(Piece(text[first:last], marked=True, number=number))
        at = last
    line.extend(_rest(text, at, end))
    return tuple(_with_pages(line, start, pages)) if pages else tuple(line)


def _rest(text: str, start: int, end: int) -> Iterator[Piece]:
    """Yield the end of a line as pieces without marks; the dots of a contents are one of them."""
    leader = _leader(text, start, end)
    if leader:
        if start < leader.start():
            yield Piece(text[start : leader.start()])
        yield Piece(leader[0], leader=True)
        start = leader.end()
    if start < end:
        yield Piece(text[start:end])


def _leader(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the dots of a printed contents. Few lines end in a page, so most need no search."""
    line = text[start:end].rstrip()
    ends_in_page = line[-1:].isdecimal() or line[-1:] in ("i", "v", "x", "l", "c")
    return _LEADER.search(text, start, end) if ends_in_page else None


def _with_pages(line: Iterable[Piece], start: int, pages: Pages) -> Iterator[Piece]:
    """Yield the pieces of a line that starts at *start*, and one where each page starts.

    A page that starts inside a marked word starts before it.
    """
    for piece in line:
        end = start + len(piece.text)
        text = piece.text
        for offset, number in pages:
            if start <= offset < end:
                cut = 0 if piece.marked else offset - end + len(text)
                if cut:
                    yield Piece(text[:cut])
                yield Piece("", page=number)
                text = text[cut:]
        yield piece if text == piece.text else replace(piece, text=text)
        start = end


def clause_depth(line: Line) -> int:
    """Return 1 for a line that starts with a clause "(2)" or "5.-(1)", 2 for "(a)", else 0.

    >>> [clause_depth(pieces(text, ())) for text in ("(2) Bunge", "(a) kuwa raia", "(Sheria)")]
    [1, 2, 0]
    """
    clause = _CLAUSE_START.match("".join(piece.text for piece in line[:2]))
    if not clause:
        return 0
    return 1 if clause[1].isdecimal() else 2


def item_runs(paragraph: Paragraph) -> list[tuple[bool, Paragraph]]:
    """Return the lines of a paragraph in runs: items of a list, without their dash, or others.

    >>> for is_item, lines in item_runs(paragraphs("Kazi:\\n- kushauri\\n- kupima", (), 80)[0]):
    ...     print(is_item, [line[0].text for line in lines])
    False ['Kazi:']
    True ['kushauri', 'kupima']
    """
    items = [(item is not None, item or line) for line in paragraph for item in [_item(line)]]
    return [
        (is_item, tuple(line for _, line in run))
        for is_item, run in groupby(items, key=lambda item: item[0])
    ]


def _item(line: Line) -> Line | None:
    """Return an item of a list without its dash; None for another line."""
    at = next((i for i, piece in enumerate(line) if piece.text), None)
    bullet = None if at is None or line[at].marked else _BULLET.match(line[at].text)
    if at is None or bullet is None:
        return None
    rest = line[at].text[bullet.end() :]
    return (*line[:at], replace(line[at], text=rest), *line[at + 1 :])


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
    'ya biashara kila'
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
    numbers: Iterator[int] | None = None,
    pages: Pages = (),
) -> Iterator[Block]:
    """Yield the paragraphs and tables of *text*.

    Args:
        text: the text to show.
        spans: see ``pieces``.
        tables: in the text.
        width: see ``paragraphs``.
        starts_inside_line: see ``paragraphs``.
        skipped: the rows between a repeated header and the text are not shown.
        numbers: gives the marks their numbers; None: they have none.
        pages: where pages start; see ``Pages``.
    """
    pages = [(_first_letter(text, offset), number) for offset, number in pages]
    for start, end, part in stretches(text, tables):
        inside = [(offset - start, page) for offset, page in pages if start <= offset < end]
        if part:
            skips = skipped and bool(part.header)
            yield _table(text, spans, part, skipped=skips, numbers=numbers, pages=inside)
        else:
            yield from paragraphs(
                text[start:end],
                spans_inside(spans, start, end),
                width,
                starts_inside_line=starts_inside_line and start == 0,
                numbers=numbers,
                pages=inside,
            )


def _first_letter(text: str, offset: int) -> int:
    """Return the offset of the first character from *offset* on that is no blank."""
    return offset + len(text) - offset - len(text[offset:].lstrip())


def _table(
    text: str,
    spans: Sequence[Span],
    part: TablePart,
    *,
    skipped: bool,
    numbers: Iterator[int] | None,
    pages: Pages,
) -> TableBlock:
    grid = read_grid(text, spans, part)
    count = sum(part.start <= start < part.end for start, _ in spans)
    own = islice(numbers, count) if numbers else None
    header, rows = (_cells(some, own) for some in grid)
    for _ in own or ():
        pass  # a mark that no cell shows keeps its number
    columns = max(map(len, (*header, *rows)), default=0)
    return TableBlock(header, tuple(_bodies(text, part, rows, pages)), columns, skipped)


def _bodies(text: str, part: TablePart, rows: tuple[Row, ...], pages: Pages) -> Iterator[TableBody]:
    """Yield the rows of a table, cut where pages start."""
    at, page = 0, None
    for offset, number in pages:
        before = TablePart(part.body, part.body, max(part.start + offset, part.body))
        cut = len(read_grid(text, (), before).rows)
        if cut > at:
            yield TableBody(rows[at:cut], page=page)
        at, page = cut, number
    yield TableBody(rows[at:], page=page)


def _cells(rows: tuple[tuple[Cell, ...], ...], numbers: Iterator[int] | None) -> tuple[Row, ...]:
    return tuple(
        tuple(_cell(pieces(cell.text, cell.spans), numbers) for cell in row) for row in rows
    )


def _cell(line: Line, numbers: Iterator[int] | None) -> Line:
    """Return a cell with the numbers of its marks. A phrase may be marked in two cells."""
    if numbers is None:
        return line
    return tuple(
        replace(piece, number=next(numbers, None)) if piece.marked else piece for piece in line
    )


def paragraphs(
    text: str,
    spans: Sequence[Span],
    width: int,
    *,
    starts_inside_line: bool = False,
    numbers: Iterator[int] | None = None,
    pages: Pages = (),
) -> tuple[Paragraph, ...]:
    r"""Return the paragraphs of *text*, each with the lines that its author intended.

    An editor breaks a line where the next word has no room. Such a line is joined to the
    next one. A line with room for the next word was ended by the author.

    Args:
        text: the text to show.
        spans: see ``pieces``.
        width: the length of the document's longest line; see ``max_line_length``.
        starts_inside_line: *text* starts inside a line, so the length of that line is unknown.
        numbers: gives the marks their numbers; None: they have none.
        pages: where pages start; see ``Pages``.

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
            if (line := pieces(text, spans, first, last, numbers=numbers, pages=pages))
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
    for first, last in _ended_lines(text, start, end, width, starts_inside_line=starts_inside_line):
        at = first
        for clause in _CLAUSE.finditer(text, first, last):
            yield at, clause.start()
            at = clause.end()
        yield at, last


def _ended_lines(
    text: str, start: int, end: int, width: int, *, starts_inside_line: bool
) -> Iterator[Span]:
    first = line = start
    while (stop := text.find("\n", line, end)) >= 0:
        following = stop + 1
        word = _WORD.match(text, following, end)
        had_room = stop - line + 1 + (len(word[1]) if word else 0) <= width
        if (
            (had_room and not (starts_inside_line and line == start))
            or _ITEM.match(text, following, end)
            or _leader(text, line, stop)
        ):
            yield first, stop
            first = following
        line = following
    yield first, end
