"""Drop running headers, footers and page numbers from the rows of pages.

The rows of all pages come in, the kept rows go out. A running line is the same text at
the same height and in the same size at the upper or lower edge of many pages. "Somo la 1"
and "Somo la 2" are different texts, so both stay. A page number is a number that grows
with the pages. One copy of each running line is kept, as it may be the title, unless its
text occurs elsewhere in the pages.
``running_parts`` sets apart what changes in a running header.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kb.readers.pdf.lines import RowPiece
from kb.readers.pdf.running_parts import parted_rows

__all__ = ["Kept", "without_running_lines"]

Row = Sequence[RowPiece]

_EDGE = 0.13
"""Times the height of a page, from the top and from the foot: where running lines may be."""
_MAX_ROWS = 3  # at one edge
_MIN_PAGES, _MIN_SHARE = 3, 0.15
"""The minimum number of pages with a running line, and their minimum share."""
_SAME_HEIGHT = 3.0  # points

_NUMBER = re.compile(
    r"[\W_]*(?:(?:uk(?:urasa)?|page|pg?|kurasa)\.?\s*)?"
    r"(\d{1,4}|[ivxlc]{1,8})(?:\s*(?:/|kati ya|of|wa|ya)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
_APART = re.compile(r"(?:(\d{1,4})\s*[^\w\s.,()]+\s*(\D+)|(\D+?)\s*[^\w\s.,()]+\s*(\d{1,4}))")
"""A text and a number with a sign between them: "Ripoti ya Mwaka | 14"."""
_ROMAN: Mapping[str, int] = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of a page without running lines, and the running lines that first occur on it."""

    rows: list[Row]
    copies: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _EdgeRow:
    """A row at the edge of a page."""

    page: int
    place: int  # among the rows of its page
    key: tuple[str, int, int, float]  # text, which edge, height in steps, size
    number: int | None  # the page number it may show


def without_running_lines(pages: Sequence[tuple[float, Sequence[Row]]]) -> list[Kept]:
    """Return the rows of every page without its running lines.

    Args:
        pages: the height of each page in points, and its rows from top to bottom.
    """
    pages = _parted(pages)
    edges = [_edge_rows(i, height, rows) for i, (height, rows) in enumerate(pages)]
    running = _running(edges, len(pages))
    numbers = _page_numbers(edges)
    gone = [_from_the_edges(own, running, numbers) for own in edges]
    kept = [
        Kept([row for i, row in enumerate(rows) if i not in away])
        for (_, rows), away in zip(pages, gone, strict=True)
    ]
    said = {_letters(row) for page in kept for row in page.rows}
    for own, away, (_, rows), page in zip(edges, gone, pages, kept, strict=True):
        for edge in own:
            letters = _letters(edge.key[0])
            if edge.place in away and letters and letters not in said:
                said.add(letters)
                page.copies.append(rows[edge.place])
    return kept


def _parted(
    pages: Sequence[tuple[float, Sequence[Row]]],
) -> Sequence[tuple[float, Sequence[Row]]]:
    """Return the pages with the headers that change in part cut into two rows."""
    at_edge = [
        {edge.place: edge.key for edge in _edge_rows(i, height, rows)}
        for i, (height, rows) in enumerate(pages)
    ]

    def key_of(page: int, row: int, piece: RowPiece) -> tuple[str, int, int, float] | None:
        key = at_edge[page].get(row)
        if key is None or _NUMBER.fullmatch(piece.text):
            return None
        return piece.text, key[1], key[2], piece.size

    parted = parted_rows([rows for _, rows in pages], key_of)
    return [(height, rows) for (height, _), rows in zip(pages, parted, strict=True)]


def _edge_rows(page: int, height: float, rows: Sequence[Row]) -> list[_EdgeRow]:
    last = len(rows) - 1
    edge_rows = []
    for i, row in enumerate(rows):
        y = row[0].y
        at_top = i < _MAX_ROWS and y > (1 - _EDGE) * height
        at_foot = i > last - _MAX_ROWS and y < _EDGE * height
        if at_top or at_foot:
            text, number = _split_number(row)
            step = round((height - y if at_top else y) / _SAME_HEIGHT)
            edge_rows.append(
                _EdgeRow(page, i, (text, 0 if at_top else 1, step, row[0].size), number)
            )
    return edge_rows


def _split_number(row: Row) -> tuple[str, int | None]:
    """Return the text of a row without its page number, and that number."""
    rest = [piece.text for piece in row]
    for piece in (row[-1], row[0]):
        if (match := _NUMBER.fullmatch(piece.text)) and (number := _value(match[1])):
            rest.remove(piece.text)
            return " ".join(rest), number
    text = " ".join(rest)
    if match := _APART.fullmatch(text):
        number_text = match[1] or match[4]
        return (match[2] or match[3]).strip(), int(number_text)
    return text, None


def _value(number: str) -> int | None:
    """Return the value of a number in figures or small Roman letters.

    >>> _value("14"), _value("xiv"), _value("ccil")
    (14, 14, None)
    """
    if number.isdigit():
        return int(number)
    values = [_ROMAN[letter] for letter in number.lower()]
    total = sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )
    return total if number.lower() == _roman(total) else None


def _roman(value: int) -> str:
    parts: tuple[tuple[str, int], ...] = (
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
    )
    parts += (("v", 5), ("iv", 4), ("i", 1))
    text = ""
    for letters, worth in parts:
        text += letters * (value // worth)
        value %= worth
    return text


def _running(edges: Sequence[Sequence[_EdgeRow]], pages: int) -> set[tuple[str, int, int, float]]:
    """Return the keys of the texts that enough pages share; heights may differ by one step."""
    min_pages = max(_MIN_PAGES, _MIN_SHARE * pages)
    seen: Counter[tuple[str, int, int, float]] = Counter()
    for own in edges:
        seen.update({edge.key for edge in own if edge.key[0]})
    return {
        key
        for key, count in seen.items()
        if count + max(seen[_moved(key, -1)], seen[_moved(key, 1)]) >= min_pages
    }


def _moved(key: tuple[str, int, int, float], step: int) -> tuple[str, int, int, float]:
    return key[0], key[1], key[2] + step, key[3]


def _page_numbers(edges: Sequence[Sequence[_EdgeRow]]) -> set[tuple[int, int]]:
    """Return page and place of the numbers that grow with the pages.

    A number that is the place of its page is a page number, even if it is the only one.
    """
    by_offset: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for own in edges:
        for edge in own:
            if edge.number is not None:
                by_offset[edge.key[1], edge.number - edge.page].add(edge.page)
    return {
        (edge.page, edge.place)
        for own in edges
        for edge in own
        if edge.number is not None
        and (
            edge.number == edge.page + 1 or len(by_offset[edge.key[1], edge.number - edge.page]) > 1
        )
    }


def _from_the_edges(
    own: Sequence[_EdgeRow],
    running: set[tuple[str, int, int, float]],
    numbers: set[tuple[int, int]],
) -> set[int]:
    """Return the running rows of a page: from its edges inwards, up to the first other row."""
    gone: set[int] = set()
    for order in (own, own[::-1]):
        for edge in order:
            is_number = (edge.page, edge.place) in numbers and not edge.key[0]
            if not is_number and edge.key not in running:
                break
            gone.add(edge.place)
    return gone


def _letters(row: Row | str) -> str:
    text = row if isinstance(row, str) else " ".join(piece.text for piece in row)
    return "".join(c for c in text.casefold() if c.isalpha())
