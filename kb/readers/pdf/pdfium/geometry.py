"""How the coordinates of a PDF page become those of the page as it is shown."""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = ["Box", "PageTurn", "page_size", "page_turn"]

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""


class PageTurn(NamedTuple):
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


def page_size(page: Any) -> tuple[float, float]:
    """Return the width and the height of a page as it is shown, in points."""
    from pypdfium2 import raw

    return raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)


def page_turn(page: Any) -> PageTurn:
    """Return how a page is turned, and which part of it is shown."""
    from pypdfium2 import raw

    quarter = raw.FPDFPage_GetRotation(page)
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    width, height = page_size(page)
    return PageTurn(quarter, box.left, box.bottom, width, height)
