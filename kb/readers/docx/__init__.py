"""Read Word files: paragraphs, lists, tables and footnotes in reading order.

The bytes of a .docx file come in, its text and headings go out. A heading is a paragraph
with an outline level: its own, else that of its style, else that of the base of its
style. The name of a style decides nothing, because offices rename and translate styles
("Kichwa 1"). Where no paragraph has a level, short lines all in bold are headings, and
larger type is the outer level. Where there are no bold lines either, ``kb.outline``
detects headings by shape.

The language setting of a file is ignored: in Swahili files it is usually en-US.

Deleted text, field codes, headers, footers and generated tables of contents are left out.
python-docx opens the package. The walk is over the XML, because python-docx skips content
controls and text boxes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.archives import check_archive
from kb.readers.base import Parsed, Unreadable
from kb.readers.docx.numbering import Numbering
from kb.readers.docx.styles import WordStyles, attribute, child, local
from kb.readers.layout import TextLayout
from kb.readers.typography import StyledLine, by_type

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["LIBRARIES", "VERSION", "parse"]

VERSION = "1"
LIBRARIES = ("python-docx", "lxml")

_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "txbxContent", "instrText"})
_MAX_DEPTH = 40


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the text of a Word file and its headings.

    Raises:
        Unreadable: the bytes are no Word file, are damaged or encrypted, or would do harm to open.
    """
    if data.startswith(_ENCRYPTED):
        raise Unreadable(Message("encrypted, or an old .doc; save it as .docx"))
    check_archive(data)
    document = _opened(data)
    walk = _Walk(document)
    walk.over(document.element.body)
    headings = walk.layout.headings() or by_type(walk.lines)
    title = walk.title or one_line(document.core_properties.title or "")
    first = next((h.text for h in headings if h.level == 1), None)
    return Parsed(
        walk.layout.text(),
        headings or None,
        title=title or first,
    )


def _opened(data: bytes) -> Document:
    from docx import Document

    try:
        return Document(io.BytesIO(data))
    # python-docx does not document its exceptions for damaged packages: KeyError, lxml's, others.
    except Exception as error:
        reason = one_line(str(error))[:120]
        raise Unreadable(
            Message("not a whole Word file ({cause}); save it again", cause=reason)
        ) from error


class _Walk:
    """One pass over the body, in reading order."""

    def __init__(self, document: Document) -> None:
        self.layout = TextLayout()
        self.title: str | None = None
        self.lines: list[StyledLine] = []  # for headings by type, if no paragraph has a level
        self._styles = WordStyles(document)
        self._numbering = Numbering(document)
        self._notes = _notes(document)
        self._pending_notes: list[str] = []
        self._depth = 0

    def over(self, container: Any) -> None:
        """Send every block of *container* to the layout."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise Unreadable(Message("tables are nested too deep to read"))
        for element in container:
            match local(element):
                case "p":
                    self._paragraph(element)
                case "tbl":
                    self._table(element)
                case "sdt" if not _is_contents(element):
                    if (content := child(element, "sdtContent")) is not None:
                        self.over(content)
                case "ins" | "moveTo" | "customXml" | "smartTag" | "sdtContent":
                    self.over(element)
        self._depth -= 1

    def _paragraph(self, paragraph: Any) -> None:
        text = "".join(self._text(paragraph))
        style = self._styles.of(paragraph)
        level = self._styles.level(paragraph)
        if style.is_contents:
            return
        if style.is_title and self.title is None and one_line(text):
            self.title = one_line(text)
        if not one_line(text):
            pass
        elif level is not None:
            self.layout.heading(text, level, self._styles.rule(paragraph))
        elif marker := self._numbering.marker(paragraph, style):
            self.layout.line(marker + text.strip())
        else:
            start = self.layout.block(text.strip())
            size, bold = self._styles.type(paragraph)
            self.lines.append(StyledLine(text.strip(), start, size, bold))
        for box in paragraph.iter("{*}txbxContent"):
            if not any(local(above) == "Fallback" for above in box.iterancestors()):
                self.over(box)
        for note in self._pending_notes:
            self.layout.line(note)
        self._pending_notes.clear()

    def _text(self, element: Any) -> Iterator[str]:
        """Yield the characters of a paragraph; collect the footnotes that it refers to."""
        for node in element:
            match local(node):
                case "t":
                    yield node.text or ""
                case "tab" | "ptab":
                    yield " "
                case "br" | "cr":
                    yield "\n" if attribute(node, "type") in {None, "textWrapping"} else " "
                case "noBreakHyphen":
                    yield "-"
                case "footnoteReference" | "endnoteReference":
                    kind = local(node).removesuffix("Reference")
                    note = self._notes.get((kind, attribute(node, "id")))
                    if note:
                        self._pending_notes.append(note)
                case name if name in _LEFT_OUT:
                    continue
                case _:
                    yield from self._text(node)

    def _table(self, table: Any) -> None:
        rows = [list(row.iterchildren("{*}tc")) for row in _rows(table)]
        if all(len(row) == 1 for row in rows):
            # A frame around text, not a table: the text in it may have headings.
            for row in rows:
                self.over(row[0])
            return
        for row in rows:
            cells = [one_line(" ".join(self._inside(cell))) for cell in row]
            self.layout.line(" | ".join(cell for cell in cells if cell))
        for note in self._pending_notes:
            self.layout.line(note)
        self._pending_notes.clear()

    def _inside(self, cell: Any) -> Iterator[str]:
        """Yield the paragraphs of a cell and of the tables in it."""
        for paragraph in cell.iter("{*}p"):
            yield "".join(self._text(paragraph))


def _rows(table: Any) -> Iterator[Any]:
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) in {"sdt", "ins"}:
            content = child(element, "sdtContent")
            yield from _rows(element if content is None else content)


def _is_contents(control: Any) -> bool:
    """Tell whether a content control is a generated table of contents."""
    gallery = next(control.iter("{*}docPartGallery"), None)
    return gallery is not None and attribute(gallery, "val") == "Table of Contents"


def _notes(document: Document) -> dict[tuple[str, str | None], str]:
    """Return the text of every footnote and endnote, by kind and id."""
    from docx.oxml import parse_xml

    notes: dict[tuple[str, str | None], str] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2].removesuffix("s")
        if kind not in {"footnote", "endnote"} or relation.is_external:
            continue
        number = 0
        for note in parse_xml(relation.target_part.blob):
            if local(note) != kind or attribute(note, "type"):
                continue  # the separator line above the notes has a type
            number += 1
            words = one_line(" ".join(t.text or "" for t in note.iter("{*}t")))
            notes[kind, attribute(note, "id")] = f"[{number}] {words}" if words else ""
    return notes
