"""Take the headings from the outline (the bookmarks) of a PDF.

The open PDF and its lines come in, its headings go out. They are used only if
enough of them occur in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kb.cleaning import one_line
from kb.readers.pdf.columns import PdfLine
from kb.readers.pdf.headings import Head
from kb.readers.pdf.numbering import number_of
from kb.readers.pdf.pdfium.document import bookmark_entries, metadata_text

__all__ = ["Bookmark", "Bookmarks", "bookmark_heads", "read_bookmarks"]

_MIN_MATCHED = 0.5
"""The minimum share of the bookmarks that must occur in the text; else none is used."""
_MIN = 2
_NOT_WORD = re.compile(r"[\W_]+")
_JUNK = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|indd|cdr|qxd|pmd)$|^Microsoft |^untitled", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One entry of the outline."""

    text: str
    level: int
    page: int  # from 0


@dataclass(frozen=True, slots=True)
class Bookmarks:
    """The outline of a PDF, and the title in its metadata."""

    bookmarks: tuple[Bookmark, ...] = ()
    title: str | None = None


def read_bookmarks(document: Any) -> Bookmarks:
    """Return the outline and the title of an open PDF."""
    entries = [
        Bookmark(text, level, page) for text, level, page in bookmark_entries(document) if text
    ]
    return Bookmarks(tuple(entries), _title(metadata_text(document, "Title")))


def _title(title: str) -> str | None:
    # Most programs write the name of the file into this field.
    return None if _JUNK.search(title) or " " not in title else title


def bookmark_heads(bookmarks: Sequence[Bookmark], lines: Sequence[PdfLine]) -> list[Head]:
    """Return the headings that bookmarks name; none if too few bookmarks occur in the text."""
    starts: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        starts.setdefault(line.page, []).append(i)
    matched: list[Head] = []
    for bookmark in bookmarks:
        head = _heading_of(bookmark, lines, starts.get(bookmark.page, []))
        if head and (not matched or head.first >= matched[-1].stop):
            matched.append(head)
    enough = len(matched) >= max(_MIN, _MIN_MATCHED * len(bookmarks))
    return matched if enough else []


def _heading_of(bookmark: Bookmark, lines: Sequence[PdfLine], own: Sequence[int]) -> Head | None:
    target = _letters(bookmark.text)
    for first in own:
        text = ""
        for stop in range(first + 1, min(first + 5, own[-1] + 2)):
            text = " ".join(line.text for line in lines[first:stop])
            letters = _letters(text)
            if letters == target or (letters.endswith(target) and len(letters) < len(target) + 6):
                line = lines[first]
                return Head(
                    first, stop, one_line(text), "bookmark", line.size, line.bold, line.italic,
                    number_of(text), bookmark.level,
                )  # fmt: skip
            if not target.startswith(letters[:20]) and not letters.endswith(target[:10]):
                break
    return None


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()
