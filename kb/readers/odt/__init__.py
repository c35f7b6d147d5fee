"""Read OpenDocument text: headings by outline level, lists, tables, footnotes.

The bytes of an .odt file come in, its text and headings go out. LibreOffice writes every
heading as ``text:h`` with its level, whatever the name of its style. Where an author used
only bold type, short bold lines are headings, as in Word files. Deleted text, comments,
headers, footers and generated indexes are left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.archives import check_archive
from kb.readers.base import Parsed, Unreadable
from kb.readers.layout import TextLayout
from kb.readers.odt.styles import OdtStyles
from kb.readers.typography import StyledLine, by_type

if TYPE_CHECKING:
    from odfdo import Document, Element

__all__ = ["LIBRARIES", "VERSION", "parse"]

VERSION = "1"
LIBRARIES = ("odfdo", "lxml")

_LEFT_OUT = frozenset(
    (
        "office:annotation", "office:annotation-end", "office:forms", "text:alphabetical-index",
        "text:bibliography", "text:illustration-index", "text:object-index", "text:table-index",
        "text:table-of-content", "text:tracked-changes", "text:user-index", "text:ruby-text",
        "svg:title", "svg:desc", "draw:object", "draw:object-ole",
    )
)  # fmt: skip
_GROUPS = frozenset(
    ("text:section", "text:numbered-paragraph", "draw:frame", "draw:g", "office:text", "draw:a")
)
_MAX_DEPTH = 40
_MAX_REPEATED = 100
"""Blanks may be written once with a count; a larger count is damage, or meant to do harm."""

_NUMBER = re.compile("[0-9]{1,9}")


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the text of an OpenDocument file and its headings.

    Raises:
        Unreadable: the bytes are no OpenDocument text, are damaged or encrypted, or would do
            harm to open.
    """
    check_archive(data)
    document = _opened(data)
    walk = _Walk(OdtStyles(document))
    walk.over(document.body)
    headings = walk.layout.headings() or by_type(walk.lines)
    first = next((h.text for h in headings if h.level == 1), None)
    title = walk.title or one_line(_title(document) or "")
    return Parsed(walk.layout.text(), headings or None, title=title or first)


def _opened(data: bytes) -> Document:
    from odfdo import Document

    try:
        document = Document(io.BytesIO(data))
        kind = document.get_type()
        document.body  # noqa: B018  # parsed here, where its exceptions are caught
    # odfdo does not document its exceptions for damaged packages: KeyError, lxml's, others.
    except Exception as error:
        reason = one_line(str(error))[:120]
        raise Unreadable(
            Message("not a whole OpenDocument file ({cause}); save it again", cause=reason)
        ) from error
    if kind not in {"text", "text-template"}:
        raise Unreadable(Message("not a text document of OpenDocument"))
    return document


def _title(document: Document) -> str | None:
    try:
        return str(document.meta.title or "")
    # The title is optional: a file without a readable meta.xml is read without it.
    except Exception:
        return None


def _tag(element: Element) -> str:
    """Return the name of an element; "" where odfdo does not know its namespace."""
    try:
        return element.tag
    except ValueError:  # an extension of another program: only text inside a paragraph is read
        return ""


class _Walk:
    """One pass over the body, in reading order."""

    def __init__(self, styles: OdtStyles) -> None:
        self.layout = TextLayout()
        self.title: str | None = None
        self.lines: list[StyledLine] = []  # for headings by type, if no paragraph has a level
        self._styles = styles
        self._lists: list[int | None] = []
        self._marker = ""
        self._pending_notes: list[str] = []
        self._boxes: list[Element] = []
        self._depth = 0

    def over(self, container: Element) -> None:
        """Send every block of *container* to the layout."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise Unreadable(Message("nested too deep to read"))
        for element in container.children:
            tag = _tag(element)
            if tag in _LEFT_OUT:
                continue
            if tag == "text:h":
                self._heading(element)
            elif tag == "text:p":
                self._paragraph(element)
            elif tag == "text:list":
                self._list(element)
            elif tag == "table:table":
                self._table(element)
            elif tag in _GROUPS or tag == "draw:text-box":
                self.over(element)
        self._depth -= 1

    def _heading(self, element: Element) -> None:
        text = "".join(self._text(element))
        written = str(element.get_attribute("text:outline-level") or "1")
        level = int(written) if written.isascii() and written.isdigit() and len(written) < 3 else 1
        self.layout.heading(text, max(1, level), "outline")
        self._after()

    def _paragraph(self, element: Element) -> None:
        text = "".join(self._text(element)).strip()
        style = self._styles.of(str(element.get_attribute("text:style-name") or ""))
        if text and style.is_title and self.title is None:
            self.title = one_line(text)
        elif text and self._lists:
            self.layout.line((self._marker or "  " * len(self._lists)) + text)
            self._marker = ""
        elif text:
            start = self.layout.block(text)
            bold = style.bold or self._all_bold(element, text)
            self.lines.append(StyledLine(text, start, style.size, bold))
        self._after()

    def _after(self) -> None:
        """Send the text boxes and the notes of the last paragraph to the layout."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.over(box)
        for note in self._pending_notes:
            self.layout.line(note)
        self._pending_notes.clear()

    def _all_bold(self, element: Element, text: str) -> bool:
        bold = "".join(
            "".join(self._text(span))
            for span in element.children
            if _tag(span) == "text:span"
            and self._styles.of(str(span.get_attribute("text:style-name") or "")).bold
        )
        return bold.strip() == text

    def _text(self, element: Element) -> Iterator[str]:
        """Yield the characters of a paragraph; collect its notes and boxes for ``_after``."""
        yield element.text or ""
        for node in element.children:
            tag = _tag(node)
            if tag == "text:s":
                count = str(node.get_attribute("text:c") or "1")
                number = int(count) if _NUMBER.fullmatch(count) else 1
                yield " " * min(number, _MAX_REPEATED)
            elif tag == "text:tab":
                yield " "
            elif tag == "text:line-break":
                yield "\n"
            elif tag == "text:note":
                self._note(node)
            elif tag in {"draw:frame", "draw:g", "draw:custom-shape", "draw:a"}:
                self._boxes.append(node)
            elif tag not in _LEFT_OUT:
                yield from self._text(node)
            yield node.tail or ""

    def _note(self, note: Element) -> None:
        citation = note.get_element("text:note-citation")
        body = note.get_element("text:note-body")
        if body is not None:
            words = one_line(" ".join("".join(self._text(part)) for part in body.children))
            sign = one_line(citation.text or "") if citation is not None else ""
            self._pending_notes.append(f"[{sign}] {words}")

    def _list(self, element: Element) -> None:
        numbered = self._styles.numbered(
            str(element.get_attribute("text:style-name") or ""), len(self._lists)
        )
        self._lists.append(0 if numbered else None)
        for item in element.children:
            if (tag := _tag(item)) in {"text:list-item", "text:list-header"}:
                self._marker = self._next_marker() if tag == "text:list-item" else ""
                self.over(item)
        self._lists.pop()

    def _next_marker(self) -> str:
        indent, number = "  " * (len(self._lists) - 1), self._lists[-1]
        if number is None:
            return indent + "- "
        self._lists[-1] = number + 1
        return f"{indent}{number + 1}. "

    def _table(self, table: Element) -> None:
        rows = [
            [cell for cell in row.children if _tag(cell) == "table:table-cell"]
            for row in table.get_elements("descendant::table:table-row")
        ]
        if all(len(row) <= 1 for row in rows):
            # A frame around text, not a table: the text in it may have headings.
            for row in rows:
                for cell in row:
                    self.over(cell)
            return
        for row in rows:
            cells = [one_line(" ".join(self._inside(cell))) for cell in row]
            self.layout.line(" | ".join(cell for cell in cells if cell))
        self._after()

    def _inside(self, cell: Element) -> Iterator[str]:
        for part in cell.get_elements("descendant::text:p | descendant::text:h"):
            yield "".join(self._text(part))
