"""Read the letters of a PDF page: each with its box, and the type of its run.

Most of the time goes to calls of PDFium and to Python objects. Therefore the text of a page
is one call, the questions about each letter are asked by ``map``, with addresses as
numbers, and what the letters of a run share is asked once.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import compress, groupby, repeat
from typing import Any, NamedTuple

from kb.readers.pdf.pdfium.geometry import PageTurn, page_turn

__all__ = ["GlyphFace", "Run", "page_runs"]

_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18
_ITALIC = 1 << 6
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC_NAMES = ("italic", "oblique")
_MAX_NAME = 256  # bytes of a font's name
_UNKNOWN = "\0"  # a letter that its font does not name


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
    texts: Sequence[str]  # of each letter; its box, in points:
    lefts: Sequence[float]
    bottoms: Sequence[float]
    rights: Sequence[float]
    tops: Sequence[float]
    unmapped: int = 0  # letters more whose font does not say which they are


def page_runs(page: Any) -> Iterator[Run]:
    """Yield the letters of a page in the order they are drawn."""
    from pypdfium2 import raw

    text = raw.FPDFText_LoadPage(page)
    if not text:
        return
    try:
        yield from _runs(text, page_turn(page))
    finally:
        raw.FPDFText_ClosePage(text)


def _runs(text: Any, turn: PageTurn) -> Iterator[Run]:
    calls = _calls()
    handle = ctypes.cast(text, ctypes.c_void_p).value or 0
    count = calls.count(handle)
    if count <= 0:
        return
    letters = range(count)
    boxes = (ctypes.c_float * (4 * count))()
    place = ctypes.addressof(boxes)
    deque(map(calls.box, repeat(handle), letters, range(place, place + 16 * count, 16)), 0)
    lefts, tops, rights, bottoms = (boxes[side::4] for side in range(4))
    texts = _texts(text, handle, count)
    starts = _RunStarts(handle, turn)
    stop = 0
    for address, objects in groupby(map(calls.text_object, repeat(handle), letters)):
        first, stop = stop, stop + len(list(objects))
        if address is None:
            continue  # a blank or a line end that PDFium puts in
        own = slice(first, stop)
        face, x, y, is_named = starts.start(address, first)
        if not is_named:
            yield Run(face, x, y, (), (), (), (), (), stop - first)
            continue
        run = Run(face, x, y, texts[own], lefts[own], bottoms[own], rights[own], tops[own])
        yield _turned(_named(run) if _UNKNOWN in run.texts else run, turn)


def _named(run: Run) -> Run:
    """Return a run without the letters that have no text."""
    named = [text != _UNKNOWN for text in run.texts]
    boxes = (run.lefts, run.bottoms, run.rights, run.tops)
    lefts, bottoms, rights, tops = (tuple(compress(sides, named)) for sides in boxes)
    texts = tuple(compress(run.texts, named))
    return Run(*run[:3], texts, lefts, bottoms, rights, tops, len(named) - sum(named))


def _turned(run: Run, turn: PageTurn) -> Run:
    """Return a run with the boxes on the page as it is shown."""
    if not (turn.quarter or turn.left or turn.bottom) or not run.texts:
        return run
    boxes = map(turn.box, run.lefts, run.bottoms, run.rights, run.tops)
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return run._replace(lefts=lefts, bottoms=bottoms, rights=rights, tops=tops)


class _Calls(NamedTuple):
    """Functions of PDFium that take and return addresses as numbers.

    With pointers each call would create Python objects: half of the time of a page.
    """

    count: Any
    box: Any
    text_object: Any
    unicode: Any
    is_unmapped: Any
    font: Any
    size: Any
    weight: Any
    matrix: Any
    origin: Any
    font_info: Any


@cache
def _calls() -> _Calls:
    from pypdfium2 import raw

    number, address = ctypes.c_int, ctypes.c_void_p

    def bound(function: Any, result: Any, *arguments: Any) -> Any:
        prototype = ctypes.CFUNCTYPE(result, address, *arguments)
        return prototype(ctypes.cast(function, address).value or 0)

    return _Calls(
        count=bound(raw.FPDFText_CountChars, number),
        box=bound(raw.FPDFText_GetLooseCharBox, number, number, address),
        text_object=bound(raw.FPDFText_GetTextObject, address, number),
        unicode=bound(raw.FPDFText_GetUnicode, ctypes.c_uint, number),
        is_unmapped=bound(raw.FPDFText_HasUnicodeMapError, number, number),
        font=bound(raw.FPDFTextObj_GetFont, address),
        size=bound(raw.FPDFText_GetFontSize, ctypes.c_double, number),
        weight=bound(raw.FPDFText_GetFontWeight, number, number),
        matrix=bound(raw.FPDFText_GetMatrix, number, number, address),
        origin=bound(raw.FPDFText_GetCharOrigin, number, number, address, address),
        font_info=bound(
            raw.FPDFText_GetFontInfo, ctypes.c_ulong, number, address, ctypes.c_ulong, address
        ),
    )


def _texts(text: Any, handle: int, count: int) -> str:
    """Return the letters, each one code point; _UNKNOWN where it is not known.

    PDFium leaves letters out of the text of a page that have none; then each is asked.
    """
    from pypdfium2 import raw

    buffer = (ctypes.c_ushort * (2 * count + 1))()
    units = raw.FPDFText_GetText(text, 0, count, buffer)
    whole = bytes(buffer)[: 2 * max(0, units - 1)].decode("utf-16-le", "surrogatepass")
    if len(whole) != count:
        whole = "".join(map(chr, map(_calls().unicode, repeat(handle), range(count))))
    # PDFium gives 2 or U+FFFE for a hyphen at the end of a line.
    return whole.replace("\ufffe", "-").replace("\2", "-")


class _RunStarts:
    """Asks what the letters of a run share; faces are remembered for one page."""

    def __init__(self, handle: int, turn: PageTurn) -> None:
        self._handle, self._turn = handle, turn
        self._faces: dict[Any, GlyphFace] = {}
        self._matrix = (ctypes.c_float * 6)()
        self._origin = (ctypes.c_double * 2)()
        self._places = ctypes.addressof(self._matrix), ctypes.addressof(self._origin)
        self._last: tuple[int, tuple[GlyphFace, float, float, bool]] | None = None

    def start(self, address: int, i: int) -> tuple[GlyphFace, float, float, bool]:
        """Return face, place, and whether the font names its letters.

        Args:
            address: of the text object.
            i: the first letter of it.
        """
        if self._last is None or self._last[0] != address:
            calls, origin = _calls(), self._places[1]
            calls.origin(self._handle, i, origin, origin + 8)
            # A font that does not name one letter names none of them.
            is_named = calls.is_unmapped(self._handle, i) != 1
            point = self._turn.point(*self._origin)
            self._last = address, (self._face(address, i), *point, is_named)
        return self._last[1]

    def _face(self, address: int, i: int) -> GlyphFace:
        """Return the type in which letter *i* is drawn, by the text object *address*."""
        calls = _calls()
        calls.matrix(self._handle, i, self._places[0])
        size = calls.size(self._handle, i)
        key = calls.font(address), size, *self._matrix[:4]
        if key not in self._faces:
            self._faces[key] = self._new_face(i, size, *self._matrix[:4])
        return self._faces[key]

    def _new_face(self, i: int, size: float, a: float, b: float, c: float, d: float) -> GlyphFace:
        calls, flags = _calls(), ctypes.c_int()
        name = ctypes.create_string_buffer(_MAX_NAME)
        calls.font_info(self._handle, i, ctypes.addressof(name), _MAX_NAME, ctypes.addressof(flags))
        font = name.value.decode("utf-8", "replace").rpartition("+")[2].lower()
        along = math.hypot(a, b) or 1.0
        cos, sin = a / along, b / along
        for _ in range(self._turn.quarter):
            cos, sin = sin, -cos
        is_bold = calls.weight(self._handle, i) >= _BOLD_WEIGHT or bool(flags.value & _FORCE_BOLD)
        return GlyphFace(
            size * math.hypot(c, d),
            is_bold or any(word in font for word in _BOLD_NAMES),
            bool(flags.value & _ITALIC) or any(word in font for word in _ITALIC_NAMES),
            cos,
            sin,
            a * d - b * c > 0,
        )
