"""Render a PDF page as a grey picture, and tell how much of it pictures cover."""

from __future__ import annotations

from typing import Any

from kb.readers.ocr.tesseract import Picture
from kb.readers.pdf.pdfium.geometry import page_size

__all__ = ["picture_share", "rendered"]

_DPI = 300.0
_MAX_PIXELS = 20_000_000
"""A3 at 300 dpi has 17 million. A larger page is rendered more coarsely."""
_MAX_OBJECTS = 2_000
"""The maximum number of objects of a page that are searched for pictures."""
_MAX_DEPTH = 3
"""Of forms in forms: some scanners put the picture of a page into one."""
_WHITE = 0xFFFFFFFF


def rendered(page: Any, quarter: int) -> Picture:
    """Return a page as a person sees it, in grey, turned by quarters clockwise."""
    from pypdfium2 import raw

    width, height = page_size(page)
    if quarter % 2:
        width, height = height, width
    scale = min(_DPI / 72, (_MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap = raw.FPDFBitmap_CreateEx(columns, rows, raw.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, _WHITE)
        flags = raw.FPDF_ANNOT | raw.FPDF_GRAYSCALE
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, quarter, flags)
        pixels = _pixels(bitmap, columns, rows)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return Picture(columns, rows, pixels, 72 * scale)


def _pixels(bitmap: Any, columns: int, rows: int) -> bytes:
    """Return the rows of a bitmap without the bytes that fill each up."""
    import ctypes

    from pypdfium2 import raw

    stride = raw.FPDFBitmap_GetStride(bitmap)
    start = ctypes.cast(raw.FPDFBitmap_GetBuffer(bitmap), ctypes.c_void_p).value or 0
    if stride == columns:
        return ctypes.string_at(start, rows * stride)
    return b"".join(ctypes.string_at(start + row * stride, columns) for row in range(rows))


def picture_share(page: Any) -> float:
    """Return the share of a page that its largest picture covers, 0 to 1; 0: it has none."""
    width, height = page_size(page)
    from pypdfium2 import raw

    count = min(raw.FPDFPage_CountObjects(page), _MAX_OBJECTS)
    objects = (raw.FPDFPage_GetObject(page, i) for i in range(count))
    largest = max((_picture_area(one, 0) for one in objects), default=0.0)
    return min(1.0, largest / max(1.0, width * height))


def _picture_area(item: Any, depth: int) -> float:
    """Return the area of a picture in square points; of a form, that of its largest picture."""
    import ctypes

    from pypdfium2 import raw

    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
        count = min(raw.FPDFFormObj_CountObjects(item), _MAX_OBJECTS)
        inner = (_picture_area(raw.FPDFFormObj_GetObject(item, i), depth + 1) for i in range(count))
        # A form has a scale of its own: what it covers counts, if it contains a picture.
        if max(inner, default=0.0) <= 0:
            return 0.0
    elif kind != raw.FPDF_PAGEOBJ_IMAGE:
        return 0.0
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return 1.0
    return max(1.0, abs((right.value - left.value) * (top.value - bottom.value)))
