"""Walk over the body of an OpenDocument file, in reading order.

Elements come in; paragraphs and tables go out, each once. Text boxes and notes follow the
paragraph in which they are anchored. Every paragraph is counted as it is met, so the numbers
of lists and headings are those that LibreOffice shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.base import Unreadable
from kb.readers.opendocument.arrangement import Arrangement
from kb.readers.opendocument.blocks import CellGrid, CellGridBuilder, OdfParagraph, block_words
from kb.readers.opendocument.container import OdfFile
from kb.readers.opendocument.controls import Controls
from kb.readers.opendocument.inline import NOT_READ, read_inline
from kb.readers.opendocument.lists import Lists
from kb.readers.opendocument.names import odf_count, odf_name, odf_value
from kb.readers.opendocument.numbering import MAX_LEVEL
from kb.readers.opendocument.styles import OdfStyle, OdfStyles
from kb.readers.opendocument.tables import MAX_CELLS, MAX_ROWS, VALUES, OdfRow, grid_rows

__all__ = ["BlockWalk"]

_MAX_DEPTH = 100
_MATHS = ("{*}mi", "{*}mn", "{*}mo", "{*}mtext")
"""Elements of a formula that hold what is shown."""


class BlockWalk:
    """One pass over a body.

    Args:
        file: the file whose body it is.
        chart_rows: read the data of charts; those of a sheet are its cells again.
    """

    def __init__(self, file: OdfFile, *, chart_rows: bool = True) -> None:
        styles = OdfStyles(file.style_lists)
        self._unread = 0  # objects inside the file
        self._cut = 0  # tables
        self._styles = styles
        self._file = file
        self._chart_rows = chart_rows
        self._controls = Controls(file.body)
        self._objects: set[str] = set()  # those that were read where the text shows them
        self._lists = Lists(styles)
        self._arrangement = Arrangement(styles)
        self._depth = 0

    def warnings(self) -> Iterator[Message]:
        """Yield what was met and not read."""
        if self._unread:
            yield Message.counted(
                "an object of another program inside the file was not read",
                "{count} objects of other programs inside the file were not read",
                self._unread,
            )
        if self._cut:
            yield Message(
                "a table is longer than {rows} rows or {cells} cells; the rest was not read",
                rows=f"{MAX_ROWS:,}",
                cells=f"{MAX_CELLS:,}",
            )

    def over(self, elements: Iterable[Any]) -> Iterator[OdfParagraph | CellGrid]:
        """Yield the blocks of elements, or of the children of one element."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise Unreadable(Message("nested too deep to read"))
        for element in elements:
            yield from self._block(element)
        self._depth -= 1

    def _block(self, element: Any) -> Iterator[OdfParagraph | CellGrid]:
        match odf_name(element):
            case "text:p" | "text:h":
                yield from self._paragraph(element)
            case "text:list":
                with self._lists.inside(element):
                    yield from self.over(element)
            case "text:list-item" | "text:list-header" if self._lists.depth:
                self._lists.item(element)
                yield from self.over(element)
            case "text:numbered-paragraph":
                marker = self._lists.numbered_paragraph(element)
                for paragraph in element.iterchildren("{*}p", "{*}h"):
                    yield from self._paragraph(paragraph, marker or "")
            case "table:table":
                with self._lists.apart():
                    yield from self._table(element)
            case "draw:control":
                if text := self._controls.text(odf_value(element, "draw:control")):
                    yield OdfParagraph(text)
            case "draw:object" | "draw:object-ole":
                yield from self._object(element)
            case "presentation:notes" | "draw:page-thumbnail":
                pass  # the notes of a slide are read after it
            case name if name not in NOT_READ:
                yield from self.over(element)

    def _paragraph(
        self, element: Any, marker: str | None = None
    ) -> Iterator[OdfParagraph | CellGrid]:
        style = self._styles.paragraph(odf_value(element, "text:style-name"))
        line = read_inline(element, style, self._styles)
        level = _level(element, style)
        depth = self._lists.depth
        if marker is None and depth:
            marker = self._lists.marker(style)
        elif marker is None and level is not None and not style.unnumbered:
            marker = self._lists.heading(element, style.level or level)
        yield OdfParagraph(
            line.text,
            marker or None,
            depth,
            level,
            "outline" if odf_name(element) == "text:h" else "style",
            line.size,
            line.bold,
            style.is_title,
            style.is_subtitle,
        )
        if not line.shapes and not line.notes:
            return
        with self._lists.apart():
            yield from self.over(line.shapes)
            for note in line.notes:
                yield from self._note(note)

    def _object(self, element: Any) -> Iterator[OdfParagraph | CellGrid]:
        """Yield the blocks of a chart, a sheet or a text inside the file; a formula as letters."""
        path = odf_value(element, "xlink:href")
        if path in self._objects:
            return
        self._objects.add(path)
        root = next(iter(element), None) if not path else self._file.part(path)
        bodies = () if root is None else root.iter("{*}body")
        blocks = [block for body in bodies for block in self.over(body)]
        if root is not None and not blocks:
            letters = "".join("".join(token.itertext()) for token in root.iter(*_MATHS))
            blocks = [OdfParagraph(letters)] if letters.strip() else []
        if not blocks:
            self._unread += 1
        for block in blocks:
            if self._chart_rows or isinstance(block, OdfParagraph):
                yield block

    def _note(self, note: Any) -> Iterator[OdfParagraph]:
        sign = "".join(
            text for part in note.iterchildren("{*}note-citation") for text in part.itertext()
        )
        bodies = (self.over(body) for body in note.iterchildren("{*}note-body"))
        words = one_line(" ".join(block_words(block) for blocks in bodies for block in blocks))
        if words:
            yield OdfParagraph(f"[{one_line(sign)}] {words}", is_note=True)

    def _table(self, table: Any) -> Iterator[OdfParagraph | CellGrid]:
        """Yield the rows of a table: as rows, or what their cells contain one after the other."""
        rows = self.rows(table)
        arranges = self._arrangement.of(rows)
        shapes = [element for part in table.iterchildren("{*}shapes") for element in part]
        at = start = 0
        while at < len(rows):
            if self._arrangement.heads_columns(rows, at):
                yield from self.grid(rows[start:at])
                yield from self._columns(rows[at], rows[at + 1])
                at = start = at + 2
            elif arranges[at]:
                yield from self.grid(rows[start:at])
                for cell in rows[at].cells:
                    yield from self.over(() if cell is None else cell)
                at = start = at + 1
            else:
                at += 1
        yield from self.grid(rows[start:at])
        yield from self.over(shapes)

    def _columns(self, heads: OdfRow, below: OdfRow) -> Iterator[OdfParagraph | CellGrid]:
        """Yield the cells of two rows, each cell of the first with the one below it."""
        for column in range(max(len(heads.cells), len(below.cells))):
            for row in (heads, below):
                if column < len(row.cells) and row.cells[column] is not None:
                    yield from self.over(row.cells[column])

    def rows(self, table: Any) -> Sequence[OdfRow]:
        """Return the rows of a table, up to a limit."""
        rows, cut = grid_rows(table)
        self._cut += cut
        return rows

    def grid(
        self, rows: Sequence[OdfRow], *, by_words: bool = False
    ) -> Iterator[OdfParagraph | CellGrid]:
        """Yield rows as they are, and then the notes in them.

        Args:
            rows: of one table.
            by_words: find a header by its words too; a form in a text would seem to have one.
        """
        builder = CellGridBuilder()
        for row in rows:
            builder.add([self._cell(cell) for cell in row.cells])
        if grid := builder.build(sum(row.is_header for row in rows), by_words=by_words):
            yield grid
        yield from builder.notes

    def _cell(self, cell: Any) -> list[OdfParagraph | CellGrid]:
        """Return the blocks of a cell; its value where the file has no text for it."""
        blocks: list[OdfParagraph | CellGrid] = [] if cell is None else list(self.over(cell))
        if not blocks and cell is not None:
            values = filter(None, (odf_value(cell, name) for name in VALUES))
            blocks += [OdfParagraph(value) for value in values][:1]
        return blocks


def _level(element: Any, style: OdfStyle) -> int | None:
    """Return the level of a heading, from 1; None for any other paragraph."""
    if odf_name(element) == "text:h":
        return max(1, min(odf_count(element, "text:outline-level"), MAX_LEVEL))
    return style.level
