"""Say where a shape is on its slide.

An element of a shape comes in, its place from the top and the left goes out, so that shapes
can be read as they are seen. A group is where its first shape is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kb.readers.opendocument.names import odf_value

__all__ = ["place_on_slide"]

_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(cm|mm|in|pt|pc|px)")
_CENTIMETRES: Mapping[str, float] = {
    "cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6, "px": 2.54 / 96,
}  # fmt: skip
_MOVED = re.compile(r"translate\s*\(\s*(\S+?)[\s,]+(\S+?)\s*\)")
_LINE = 0.5
"""Centimetres of height that shapes next to one another may differ by."""

Place = tuple[int, float]
"""Rows of half a centimetre from the top, centimetres from the left."""


def place_on_slide(shape: Any) -> Place:
    """Return the place of a shape; that of the top left corner where the file has none."""
    places = [place for element in shape.iter("{*}*") if (place := _own_place(element))]
    return min(places, default=(0, 0.0))


def _own_place(element: Any) -> Place | None:
    across, down = (odf_value(element, name) for name in ("svg:x", "svg:y"))
    if moved := _MOVED.search(odf_value(element, "draw:transform")):
        across, down = moved[1], moved[2]
    x, y = _LENGTH.fullmatch(across), _LENGTH.fullmatch(down)
    if x is None or y is None:
        return None
    left, top = (float(one[1]) * _CENTIMETRES[one[2]] for one in (x, y))
    return int(top // _LINE), left
