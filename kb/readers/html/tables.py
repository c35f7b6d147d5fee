"""Read the tables of a web page that hold data; tell them from tables that lay out the page.

A ``<table>`` comes in; its rows of cells and the number of header rows go out, or None where
its cells are parts of the page and are read as blocks. A cell that spans columns or rows
occurs once, in its first place; the other places are empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.readers.html.tags import LISTS, UNREAD, children, is_block, roles_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["DataTable", "data_table", "flat_text"]

_MAX_SPAN = 100
"""Columns or rows that one cell spans; more are meant to do harm."""

_LONG, _LONG_IN_ROW = 60, 25
"""Words of a cell that is a part of the page, where the table has no head; in its only row."""

_BOLD = frozenset(("b", "strong", "th"))

IsLeftOut = Callable[["LexborNode"], bool]


@dataclass(frozen=True, slots=True)
class DataTable:
    """The rows of a table, and how many of the first ones name the columns."""

    caption: str
    rows: list[list[str]]
    header_rows: int


def data_table(table: LexborNode, is_left_out: IsLeftOut) -> DataTable | None:
    """Return the rows of a table of data; None for a table that lays out the page.

    Args:
        table: a ``<table>``.
        is_left_out: tells of an element whether it is no text of the page.
    """
    rows = list(_rows(table))
    cells = [cell for _, row in rows for cell in row]
    if not cells or _lays_out(table, [row for _, row in rows], is_left_out):
        return None
    grid: list[list[str]] = []
    below: dict[int, int] = {}  # column: how many more rows a cell above takes
    for _, row in rows:
        line: list[str] = []
        spanned: dict[int, int] = {}
        for cell in row:
            while below.get(len(line), 0):
                line.append("")
            height = _span(cell, "rowspan")
            for column in range(len(line), len(line) + _span(cell, "colspan")):
                spanned[column] = height
                line.append("")
            line[-_span(cell, "colspan")] = flat_text(cell, is_left_out)
        below = {column: height - 1 for column, height in (below | spanned).items() if height > 1}
        grid.append(line)
    caption = next((one for one in children(table) if one.tag == "caption"), None)
    return DataTable(
        flat_text(caption, is_left_out) if caption is not None else "", grid, _header_rows(rows)
    )


def _rows(table: LexborNode) -> Iterator[tuple[bool, list[LexborNode]]]:
    """Yield the rows of a table, not of tables in it; and whether each is in its head."""
    for part in children(table):
        if part.tag in {"thead", "tbody", "tfoot"}:
            for row in children(part):
                if row.tag == "tr":
                    yield part.tag == "thead", _cells(row)


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in children(row) if cell.tag in {"td", "th"}]


def _lays_out(
    table: LexborNode, rows: Sequence[Sequence[LexborNode]], is_left_out: IsLeftOut
) -> bool:
    """Tell whether a table lays out the page: its cells hold headings, tables or long text."""
    cells = [cell for row in rows for cell in row]
    if not {"presentation", "none"}.isdisjoint(roles_of(table)):
        return True
    if table.css_first("table") is not None and _has_inner(table):
        return True
    data = [cell for cell in cells if cell.tag == "td"]
    if any(_holds_heading(cell) for cell in data):
        return True
    headed = len(data) < len(cells) or any(part.tag == "caption" for part in children(table))
    if headed:
        return False
    one_row = len(rows) == 1
    if len(cells) == 1 or (one_row and any(map(is_left_out, cells))):
        return True
    long = _LONG_IN_ROW if one_row else _LONG
    return any(len(cell.text(separator=" ").split()) > long or _parts(cell) > 2 for cell in cells)


def _has_inner(table: LexborNode) -> bool:
    return any(inner.mem_id != table.mem_id for inner in table.css("table"))


def _holds_heading(cell: LexborNode) -> bool:
    headings = cell.css("h1, h2, h3, h4, h5, h6, [role=heading]")
    return any(heading.text().strip() for heading in headings)


def _parts(cell: LexborNode) -> int:
    """Return how many paragraphs and lists a cell holds."""
    parts = [one for one in children(cell) if one.tag in LISTS or one.tag in {"p", "div"}]
    return sum(bool(part.text().strip()) for part in parts)


def _header_rows(rows: list[tuple[bool, list[LexborNode]]]) -> int:
    """Return how many of the first rows name the columns: in the head, of ``<th>``, or bold."""
    in_head = 0
    while in_head < len(rows) and rows[in_head][0]:
        in_head += 1
    if in_head:
        return in_head if in_head < len(rows) else 0
    count = 0
    while count < len(rows) and _all(rows[count][1], lambda cell: cell.tag == "th"):
        count += 1
    if not count and rows and len(rows[0][1]) > 1 and _all(rows[0][1], _is_bold):
        count = int(not any(_all(row, _is_bold) for _, row in rows[1:]))
    return count if count < len(rows) else 0


def _all(cells: list[LexborNode], test: Callable[[LexborNode], bool]) -> bool:
    full = [cell for cell in cells if cell.text().strip()]
    return bool(full) and all(test(cell) for cell in full)


def _is_bold(cell: LexborNode) -> bool:
    """Tell whether all words of a cell are bold."""
    node = cell
    while node.tag not in _BOLD:
        inner = [
            one
            for one in children(node)
            if (one.is_text_node and (one.text_content or "").strip()) or one.is_element_node
        ]
        if len(inner) != 1 or not inner[0].is_element_node:
            return False
        node = inner[0]
    return True


def _span(cell: LexborNode, attribute: str) -> int:
    written = (cell.attributes.get(attribute) or "").strip()
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 5 else 1
    return min(max(number, 1), _MAX_SPAN)


def flat_text(root: LexborNode, is_left_out: IsLeftOut) -> str:
    """Return the words below an element in one piece, those of different blocks apart."""
    words: list[str] = []
    waiting: list[LexborNode | None] = []
    waiting.extend([*children(root)][::-1])
    while waiting:
        node = waiting.pop()
        if node is None:  # the end of a block
            words.append(" ")
        elif node.is_text_node:
            words.append(node.text_content or "")
        elif node.tag == "br":
            words.append(" ")
        elif node.is_element_node and node.tag not in UNREAD and not is_left_out(node):
            inner = [*children(node)][::-1]
            if is_block(node):
                words.append(" ")
                waiting.append(None)
            waiting.extend(inner)
    return "".join(words).strip()
