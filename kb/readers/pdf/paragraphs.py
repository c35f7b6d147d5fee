"""Join the lines of a PDF into paragraphs, and remember the page of each.

PdfLines come in, the text of the document goes out. A printed line ends at the margin.
A paragraph ends where the next line is indented or further away, or where the last line
is short. A word that is divided at the margin is joined if the lexicon or the document
has the whole word; else its hyphen stays.
"""

from __future__ import annotations

from collections.abc import Callable

from kb.readers.layout import TextLayout
from kb.readers.pdf.columns import PdfLine
from kb.readers.pdf.headings import Face
from kb.readers.pdf.numbering import starts_item
from kb.readers.pdf.tables import PrintedRow, joined_rows

__all__ = ["Text", "ends_before", "joined"]

_ENDS = (".", ":", ";", "?", "!", "”", '"', "-", "–", "—")
_APART = 1.35
"""Times the leading: a wider gap ends a paragraph, unless the sentence goes on."""
_FAR = 2.2
"""Times the leading: a wider gap always ends a paragraph."""

_NO_TABLE = (-1, 0, 0)
"""Page, column, and number in the column of the open table."""

Known = Callable[[str], bool]


def ends_before(last: PdfLine, line: PdfLine, face: Face, left: float) -> bool:
    """Tell whether a paragraph ends at *last*, with *line* the next in reading order.

    Args:
        left: where the lines of the paragraph start, except its first line.
    """
    if _divided(last.text, line.text):
        return False
    ended = last.text.endswith(_ENDS)
    listed = ended or last.text.endswith((" na", " au", " and", " or"))
    indent = line.x0 - line.left
    fits = last.has_room(line.text)
    if starts_item(line.text) and (listed or fits or indent > left - last.left + 0.8 * line.size):
        return True
    if abs(last.size - line.size) > 0.08 * line.size:
        return True
    if last.bold != line.bold and (ended or fits):
        return True
    if last.page == line.page and last.column == line.column:
        gap = last.y - line.y
        flows = line.text[0].islower() and not last.text.endswith((".", ":", ";", "?", "!"))
        if gap > _FAR * face.leading or (gap > _APART * face.leading and not flows):
            return True
    moved = abs(line.x0 - line.left - (left - last.left)) > 0.8 * line.size
    if moved and ended:
        return True
    return fits and (ended or not line.text[0].islower()) and (ended or last.short)


def _divided(before: str, after: str) -> bool:
    """Tell whether a word may be divided between two lines."""
    return before.endswith("-") and before[-2:-1].isalpha() and after[:1].islower()


def joined(before: str, after: str, known: Known) -> str:
    """Return two lines as one. A word that they divide is joined if it is known.

    >>> joined("ya kuten-", "daji wa", {"kutendaji"}.__contains__)
    'ya kutendaji wa'
    >>> joined("ya kiuchumi-", "jamii", {"jamii"}.__contains__)
    'ya kiuchumi-jamii'
    """
    if _divided(before, after):
        head = before[:-1].rsplit(maxsplit=1)[-1]
        tail = after.split(maxsplit=1)[0]
        word = "".join(c for c in head + tail if c.isalpha() or c in "'’").lower()
        return before[:-1] + after if known(word) else before + after
    return f"{before} {after}"


class Text:
    """Builds the text of a document, and remembers where its pages start."""

    def __init__(self, face: Face, known: Known) -> None:
        self.layout = TextLayout()
        self._face, self._known = face, known
        self._open: list[PdfLine] = []
        self._body = ""
        self._inner: list[tuple[int, int]] = []  # page, offset in the open paragraph
        self._notes: list[str] = []  # notes and footnotes for the end of the paragraph
        self._page = -1
        self._starts: dict[int, int] = {}
        self._rows: list[list[PrintedRow]] = []  # of the open table, by page
        self._row_pages: list[int] = []
        self._place = _NO_TABLE
        self._headed = False  # the last heading has no text yet

    def head(self, line: PdfLine, text: str, level: int, rule: str) -> None:
        """Add a heading."""
        self.close()
        self._turn(line.page, self.layout.heading(text, level, rule))
        self._headed = True

    def entry(self, line: PdfLine) -> None:
        """Add a line of a table of contents."""
        self.close()
        self._turn(line.page, self.layout.line(line.text))

    def line(self, line: PdfLine, text: str | None = None, *, apart: bool = False) -> None:
        """Add a line of text; *apart* keeps it on a line of its own."""
        text = line.text if text is None else text
        if apart or self._rows or not self._open or self._ends(line):
            self.close()
            self._body = ""
        if self._body:
            self._body = joined(self._body, text, self._known)
        else:
            self._body = text
        if line.page > self._page:
            self._page = line.page
            self._inner.append((line.page, max(0, len(self._body) - len(text))))
        self._open.append(line)

    def row(self, line: PdfLine, row: PrintedRow) -> None:
        """Add a printed row of a table; one with the same columns goes on over a page."""
        place = line.page, line.column, row.table
        if place != self._place:
            last = self._rows[-1][-1] if self._rows else None
            if last is None or self._open or not row.goes_on_from(last):
                self.close()
                self._body = ""
            self._rows.append([])
            self._row_pages.append(line.page)
            self._place = place
        self._rows[-1].append(row)

    def add_note(self, note: str) -> None:
        """Add a note, which will follow the open paragraph."""
        self._notes.append(note)

    def close(self) -> None:
        """End the open paragraph or table."""
        if self._rows:
            self._table()
        if self._open:
            listed = starts_item(self._body) and not self._headed
            add = self.layout.line if listed else self.layout.block
            self._headed = False
            start = add(self._body)
            for page, offset in self._inner:
                self._starts.setdefault(page, start + offset)
        for note in self._notes:
            self.layout.line(note)
        self._open, self._body, self._inner, self._notes = [], "", [], []

    def _table(self) -> None:
        """Add the open table, and remember where each of its pages starts."""
        pages, header = joined_rows(self._rows)
        at = self.layout.table([row for rows in pages for row in rows], header)
        self._turn(self._row_pages[0], at)
        if len(pages) > 1:
            lines = self.layout.text()[at:].split("\n")
            for rows, page in zip(pages, self._row_pages[1:], strict=False):
                at += sum(len(line) + 1 for line in lines[: len(rows)])
                lines = lines[len(rows) :]
                self._turn(page, at)
        self._rows, self._row_pages, self._place, self._headed = [], [], _NO_TABLE, False

    def _ends(self, line: PdfLine) -> bool:
        last = self._open[-1]
        left = min(one.x0 for one in self._open[1:] or self._open)
        left += last.left - self._open[-1].left
        return ends_before(last, line, self._face, left)

    def _turn(self, page: int, start: int) -> None:
        if page > self._page:
            self._page = page
            self._starts.setdefault(page, start)

    def pages(self, count: int) -> tuple[int, ...]:
        """Return where each of *count* pages starts; an empty page where the next one starts."""
        offset = len(self.layout.text())
        offsets: list[int] = []
        for page in reversed(range(count)):
            offset = min(offset, self._starts.get(page, offset))
            offsets.append(offset)
        return tuple(reversed(offsets))
