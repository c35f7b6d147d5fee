"""Read the letters of a PDF page: each with its box, and the type of its run."""

from __future__ import annotations

import ctypes
import math
import struct
from typing import Any, NamedTuple

from kb.readers.pdf.pdfium.geometry import PageTurn, page_turn

__all__ = ["GlyphFace", "Letter", "Run", "page_letters"]

_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18
_ITALIC = 1 << 6
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC_NAMES = ("italic", "oblique")
_MAX_NAME = 256  # bytes of a font's name


class GlyphFace(NamedTuple):
    """The type of a run of letters, and its direction."""

    size: float
    bold: bool
    italic: bool
    cos: float  # of the angle at which the letters run, on the page as it is shown
    sin: float
    upright: bool  # no mirror writing


class Run(NamedTuple):
    """Letters that are drawn in one go: of one type, on one baseline."""

    face: GlyphFace
    x: float  # where the first begins, on its baseline
    y: float


Letter = tuple[str, float, float, float, float, Run]
"""One letter as it is drawn: text, left, bottom, right and top in points, and its run."""


def page_letters(page: Any) -> list[Letter | None]:
    """Return the letters of a page in the order they are drawn; None: an unknown letter."""
    from pypdfium2 import raw

    text = raw.FPDFText_LoadPage(page)
    if not text:
        return []
    try:
        return _letters(text, page_turn(page))
    finally:
        raw.FPDFText_ClosePage(text)


def _letters(text: Any, turn: PageTurn) -> list[Letter | None]:
    from pypdfium2 import raw

    number = ctypes.c_int
    unicode = _with_addresses(raw.FPDFText_GetUnicode, ctypes.c_uint, number)
    run_of = _with_addresses(raw.FPDFText_GetTextObject, ctypes.c_void_p, number)
    loose = _with_addresses(raw.FPDFText_GetLooseCharBox, number, number, ctypes.c_void_p)
    box = raw.FS_RECTF()
    handle, box_at = ctypes.cast(text, ctypes.c_void_p).value, ctypes.addressof(box)
    faces: dict[Any, GlyphFace] = {}
    is_turned = bool(turn.quarter or turn.left or turn.bottom)
    texts: dict[int, str] = {}
    unpack = struct.Struct("4f").unpack_from
    drawn: list[Letter | None] = []
    last, run, known = None, None, True
    for i in range(raw.FPDFText_CountChars(text)):
        address = run_of(handle, i)
        if address is None:  # a blank or a line end that PDFium puts in
            continue
        if address != last or run is None:
            last, run = address, _run(text, i, turn, faces)
            # A font that does not name one letter names none of them.
            known = raw.FPDFText_HasUnicodeMapError(text, i) != 1
        code = unicode(handle, i)
        if not code or not known:
            drawn.append(None)
            continue
        loose(handle, i, box_at)
        left, top, right, bottom = unpack(box)  # faster than its four attributes
        if is_turned:
            left, bottom, right, top = turn.box(left, bottom, right, top)
        letter = texts.get(code)
        if letter is None:
            letter = texts[code] = _letter(code)
        drawn.append((letter, left, bottom, right, top, run))
    return drawn


def _with_addresses(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a function of PDFium that takes and returns addresses as numbers.

    With pointers each call would create Python objects: half of the time of a page.
    """
    prototype = ctypes.CFUNCTYPE(result, ctypes.c_void_p, *arguments)
    return prototype(ctypes.cast(function, ctypes.c_void_p).value or 0)


def _run(text: Any, i: int, turn: PageTurn, faces: dict[Any, GlyphFace]) -> Run:
    """Return the run that letter *i* begins."""
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, i, x, y)
    return Run(_face(text, i, turn.quarter, faces), *turn.point(x.value, y.value))


def _letter(code: int) -> str:
    # PDFium gives 2 or U+FFFE for a hyphen at the end of a line.
    return "-" if code in (2, 0xFFFE) else chr(code)


def _face(text: Any, i: int, quarter: int, faces: dict[Any, GlyphFace]) -> GlyphFace:
    """Return the type that letter *i* is drawn in; *faces* are those of the page so far."""
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
