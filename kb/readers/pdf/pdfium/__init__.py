"""PDFium, the PDF engine of Chrome: the only room that talks to it.

    document    bytes ─► an open document, its pages and its bookmarks; or a refusal
    letters     a page ─► its letters, with the box and the type of each
    overlays    a page ─► the values of its form fields, and its comments
    geometry    how a page is turned before it is shown

PDFium is called through ctypes, a call for each property of a letter, so the type is
asked for once in each run of letters. Only Python's own types leave the room, except
the handles of documents and pages.
"""

from __future__ import annotations

__all__: list[str] = []
