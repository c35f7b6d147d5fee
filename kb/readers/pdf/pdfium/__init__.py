"""PDFium, the PDF engine of Chrome: only this room calls it.

    document    bytes ─► an open document, its pages and its bookmarks; or a refusal
    letters     a page ─► its letters, with the box and the type of each
    overlays    a page ─► the values of its form fields, and its comments
    geometry    how a page is turned before it is shown

PDFium is called through ctypes, one call for each property of a letter. So the type is
read once for each run of letters. The room returns Python's own types and the handles of
documents and pages.
"""

from __future__ import annotations

__all__: list[str] = []
