"""Ask PDFium for what a page draws: the only module that talks to it.

    opened       bytes ─► a document, or the reason why it cannot be read
    characters   a page ─► its letters, with the box and the type of each
    overlays     a page ─► the values of its form fields, and its comments
    bookmarks    a document ─► the outline its author gave it

PDFium is the PDF engine of Chrome. It is called through ctypes, a call for each
property of a letter, so that the type is asked once for each run of letters.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from kb.cleaning import one_line
from kb.messages import Message
from kb.readers.base import Unreadable

__all__ = [
    "GlyphFace", "Letter", "Overlay", "Run", "bookmark_entries", "has_pictures", "letters",
    "metadata_text", "opened", "overlays", "page_box",
]  # fmt: skip

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY
_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18
_ITALIC = 1 << 6
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC_NAMES = ("italic", "oblique")
_MAX_BOOKMARKS, _MAX_DEPTH = 5_000, 12
_MAX_OBJECTS = 2_000
"""Objects of a page that are looked at for a picture."""
_MAX_ANNOTATIONS = 2_000
_MAX_NAME = 256  # bytes of a font's name
_MAX_VALUE = 20_000  # UTF-16 units of one field's value


class GlyphFace(NamedTuple):
    """The type of a run of letters, and which way it runs."""

    size: float
    bold: bool
    italic: bool
    cos: float  # of the angle at which the letters run, on the page as it is shown
    sin: float
    upright: bool  # no mirror writing


Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""

Letter = tuple[str, float, float, float, float, "Run"]
"""One letter as it is drawn: text, left, bottom, right and top in points, and its run."""


class Run(NamedTuple):
    """Letters that are drawn in one go: of one type, on one baseline."""

    face: GlyphFace
    x: float  # where the first begins, on its baseline
    y: float


class Overlay(NamedTuple):
    """Text that is put on a page: the value of a form field, or a comment."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@contextmanager
def opened(data: bytes, max_pages: int) -> Iterator[Any]:
    """Open a PDF for as long as it is read.

    Args:
        data: the whole file.
        max_pages: a PDF with more pages is refused.

    Raises:
        Unreadable: it is no PDF, is damaged or encrypted, or has too many pages.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_refusal(error)) from error
    try:
        if len(document) > max_pages:
            raise Unreadable(
                Message(
                    "more than {limit} pages; split it, or raise KISIMA_PARSE_PAGES",
                    limit=f"{max_pages:,}",
                )
            )
        yield document
    finally:
        document.close()


def _refusal(error: Exception) -> Message:
    if getattr(error, "err_code", 0) in (_PASSWORD, _SECURITY):
        return Message("encrypted; remove the password")
    cause = one_line(str(error))[:100]
    return Message("a damaged PDF ({cause}); save or print it to PDF again", cause=cause)


def page_box(page: Any) -> tuple[float, float]:
    """Return the width and the height of a page as it is shown, in points."""
    from pypdfium2 import raw

    return raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)


def has_pictures(page: Any) -> bool:
    """Tell whether a page draws a picture, as a scanned one does."""
    from pypdfium2 import raw

    count = min(raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)
    return any(
        raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, i)) == raw.FPDF_PAGEOBJ_IMAGE
        for i in range(count)
    )


class _Turn(NamedTuple):
    """How the coordinates of a page become those of the page as it is shown."""

    quarter: int  # turns of 90 degrees, clockwise
    left: float  # of the part that is shown
    bottom: float
    width: float  # of the page as it is shown
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box, turned."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point, turned."""
        x, y = x - self.left, y - self.bottom
        if self.quarter == 1:
            return y, self.height - x
        if self.quarter == 2:
            return self.width - x, self.height - y
        if self.quarter == 3:
            return self.width - y, x
        return x, y


def _turn(page: Any) -> _Turn:
    from pypdfium2 import raw

    quarter = raw.FPDFPage_GetRotation(page)
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    width, height = page_box(page)
    return _Turn(quarter, box.left, box.bottom, width, height)


def letters(page: Any) -> list[Letter | None]:
    """Return the letters of a page in the order they are drawn; None for one of no known letter."""
    from pypdfium2 import raw

    text = raw.FPDFText_LoadPage(page)
    if not text:
        return []
    try:
        return _letters(text, _turn(page))
    finally:
        raw.FPDFText_ClosePage(text)


def _letters(text: Any, turn: _Turn) -> list[Letter | None]:
    from pypdfium2 import raw

    number = ctypes.c_int
    unicode = _with_addresses(raw.FPDFText_GetUnicode, ctypes.c_uint, number)
    run_of = _with_addresses(raw.FPDFText_GetTextObject, ctypes.c_void_p, number)
    loose = _with_addresses(raw.FPDFText_GetLooseCharBox, number, number, ctypes.c_void_p)
    box = raw.FS_RECTF()
    handle, box_at = ctypes.cast(text, ctypes.c_void_p).value, ctypes.addressof(box)
    faces: dict[Any, GlyphFace] = {}
    is_turned = bool(turn.quarter or turn.left or turn.bottom)
    drawn: list[Letter | None] = []
    last, run, known = None, None, True
    for i in range(raw.FPDFText_CountChars(text)):
        address = run_of(handle, i)
        if address is None:  # a blank or a line end that PDFium puts in
            continue
        if address != last or run is None:
            last, run = address, _run(text, i, turn, faces)
            # A font that lacks one letter's name lacks them all.
            known = raw.FPDFText_HasUnicodeMapError(text, i) != 1
        code = unicode(handle, i)
        if not code or not known:
            drawn.append(None)
            continue
        loose(handle, i, box_at)
        where = box.left, box.bottom, box.right, box.top
        if is_turned:
            where = turn.box(*where)
        drawn.append((_letter(code), *where, run))
    return drawn


def _with_addresses(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a function of PDFium that takes and gives addresses as numbers.

    As pointers each call would make Python objects: that is half of the time of a page.
    """
    prototype = ctypes.CFUNCTYPE(result, ctypes.c_void_p, *arguments)
    return prototype(ctypes.cast(function, ctypes.c_void_p).value or 0)


def _run(text: Any, i: int, turn: _Turn, faces: dict[Any, GlyphFace]) -> Run:
    """Return the run that letter *i* begins."""
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, i, x, y)
    return Run(_face(text, i, turn.quarter, faces), *turn.point(x.value, y.value))


def _letter(code: int) -> str:
    # PDFium gives 2 or U+FFFE for a hyphen at the end of a line.
    return "-" if code in (2, 0xFFFE) else chr(code)


def _face(text: Any, i: int, quarter: int, faces: dict[Any, GlyphFace]) -> GlyphFace:
    """Return the type that letter *i* is drawn in; *faces* are those met on the page."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, i, matrix)
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(_MAX_NAME)
    raw.FPDFText_GetFontInfo(text, i, name, _MAX_NAME, flags)
    size = raw.FPDFText_GetFontSize(text, i)
    key = name.value, flags.value, size, matrix.a, matrix.b, matrix.c, matrix.d
    if key in faces:
        return faces[key]
    font = name.value.decode("utf-8", "replace").rpartition("+")[2].lower()
    weight = raw.FPDFText_GetFontWeight(text, i)
    along = math.hypot(matrix.a, matrix.b) or 1.0
    cos, sin = matrix.a / along, matrix.b / along
    for _ in range(quarter):
        cos, sin = sin, -cos
    is_bold = weight >= _BOLD_WEIGHT or bool(flags.value & _FORCE_BOLD)
    faces[key] = GlyphFace(
        size * math.hypot(matrix.c, matrix.d),
        is_bold or any(word in font for word in _BOLD_NAMES),
        bool(flags.value & _ITALIC) or any(word in font for word in _ITALIC_NAMES),
        cos,
        sin,
        matrix.a * matrix.d - matrix.b * matrix.c > 0,
    )
    return faces[key]


def overlays(document: Any, page: Any) -> list[Overlay]:
    """Return the values of the form fields of a page, and its comments, where they are shown.

    Args:
        document: the open document; its form is read once for all pages.
        page: a page of it.
    """
    from pypdfium2 import raw

    count = min(raw.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)
    if count <= 0:
        return []
    turn = _turn(page)
    if document.formenv is None and document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
    form = document.formenv.raw if document.formenv else None
    texts = []
    for i in range(count):
        annotation = raw.FPDFPage_GetAnnot(page, i)
        if not annotation:
            continue
        text = _text_of(annotation, form)
        box = raw.FS_RECTF()
        if text and raw.FPDFAnnot_GetRect(annotation, box):
            bounds = turn.box(
                min(box.left, box.right), min(box.bottom, box.top),
                max(box.left, box.right), max(box.bottom, box.top),
            )  # fmt: skip
            texts.append(Overlay(text, *bounds))
        raw.FPDFPage_CloseAnnot(annotation)
    return texts


def _text_of(annotation: Any, form: Any) -> str:
    """Return what an annotation says to a reader; nothing where its text is drawn already."""
    from pypdfium2 import raw

    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if raw.FPDFAnnot_GetFlags(annotation) & raw.FPDF_ANNOT_FLAG_HIDDEN:
        return ""
    if kind == raw.FPDF_ANNOT_WIDGET and form is not None:
        field = raw.FPDFAnnot_GetFormFieldType(form, annotation)
        if field in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX):
            return _utf16(raw.FPDFAnnot_GetFormFieldValue, form, annotation)
        return ""
    if kind in (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_HIGHLIGHT):
        return _utf16(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
    return ""


def _utf16(function: Any, *arguments: Any) -> str:
    """Return a text that PDFium copies into a buffer; asked first how long it is."""
    from pypdfium2 import raw

    length = min(function(*arguments, None, 0), 2 * _MAX_VALUE)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pointer = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    function(*arguments, pointer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")


def bookmark_entries(document: Any) -> Iterator[tuple[str, int, int]]:
    """Yield title, level from 1, and page from 0 of each bookmark that leads to a page."""
    from pypdfium2 import raw

    seen: set[int] = set()
    stack = [raw.FPDFBookmark_GetFirstChild(document, None)]
    while stack and len(seen) < _MAX_BOOKMARKS:
        mark = stack.pop()
        address = ctypes.addressof(mark.contents) if mark else 0
        if not mark or address in seen:
            continue
        seen.add(address)
        destination = raw.FPDFBookmark_GetDest(document, mark)
        if not destination:
            action = raw.FPDFBookmark_GetAction(mark)
            destination = raw.FPDFAction_GetDest(document, action) if action else None
        page = raw.FPDFDest_GetDestPageIndex(document, destination) if destination else -1
        if page >= 0:
            yield one_line(_utf16(_title, mark)), len(stack) + 1, page
        stack.append(raw.FPDFBookmark_GetNextSibling(document, mark))
        if len(stack) < _MAX_DEPTH:
            stack.append(raw.FPDFBookmark_GetFirstChild(document, mark))


def _title(mark: Any, buffer: Any, length: int) -> int:
    from pypdfium2 import raw

    return int(raw.FPDFBookmark_GetTitle(mark, buffer, length))


def metadata_text(document: Any, name: str) -> str:
    """Return an entry of the document's own description, such as ``Title``."""
    return one_line(str(document.get_metadata_value(name) or ""))
