"""Read the texts that PDFium copies into a buffer of the caller."""

from __future__ import annotations

import ctypes
from typing import Any

__all__ = ["copied_text"]

_MAX_VALUE = 20_000  # UTF-16 units of one field's value


def copied_text(function: Any, *arguments: Any) -> str:
    """Return a text that PDFium copies into a buffer; a first call returns its length."""
    from pypdfium2 import raw

    length = min(function(*arguments, None, 0), 2 * _MAX_VALUE)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pointer = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    function(*arguments, pointer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")
