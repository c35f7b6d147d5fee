"""Take the headings an author or word processor put into a PDF as its outline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.cleaning import one_line
from kb.readers.base import Unreadable
from kb.readers.pdf.columns import PdfLine
from kb.readers.pdf.headings import Head
from kb.readers.pdf.numbering import number_of
from kb.readers.pdf.pdfium.document import bookmark_entries, metadata_text, opened

__all__ = ["Bookmark", "Bookmarks", "bookmark_heads", "read_bookmarks"]

_MAX_PAGES = 100_000
_MATCHED = 0.5
"""Of the bookmarks must stand in the text, or the outline is of something else."""
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
    """What a PDF says of itself."""

    bookmarks: tuple[Bookmark, ...] = ()
    title: str | None = None


def read_bookmarks(data: bytes) -> Bookmarks:
    """Return the outline and title of a PDF; nothing where it has none that can be read."""
    try:
        with opened(data, _MAX_PAGES) as document:
            entries = [
                Bookmark(text, level, page)
                for text, level, page in bookmark_entries(document)
                if text
            ]
            return Bookmarks(tuple(entries), _title(metadata_text(document, "Title")))
    # The outline is a help; a PDF whose outline is broken is read by its type.
    except Unreadable:
        return Bookmarks()


def _title(title: str) -> str | None:
    # Most programs put the file's name there.
    return None if _JUNK.search(title) or " " not in title else title


def bookmark_heads(bookmarks: Sequence[Bookmark], lines: Sequence[PdfLine]) -> list[Head]:
    """Return the headings that bookmarks name, where they stand; none where few of them stand."""
    starts: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        starts.setdefault(line.page, []).append(i)
    found: list[Head] = []
    for bookmark in bookmarks:
        head = _at(bookmark, lines, starts.get(bookmark.page, []))
        if head and (not found or head.first >= found[-1].stop):
            found.append(head)
    enough = len(found) >= max(_MIN, _MATCHED * len(bookmarks))
    return found if enough else []


def _at(bookmark: Bookmark, lines: Sequence[PdfLine], own: Sequence[int]) -> Head | None:
    wanted = _letters(bookmark.text)
    for first in own:
        text = ""
        for stop in range(first + 1, min(first + 5, own[-1] + 2)):
            text = " ".join(line.text for line in lines[first:stop])
            letters = _letters(text)
            if letters == wanted or (letters.endswith(wanted) and len(letters) < len(wanted) + 6):
                line = lines[first]
                return Head(
                    first, stop, one_line(text), "bookmark", line.size, line.bold, line.italic,
                    number_of(text), bookmark.level,
                )  # fmt: skip
            if not wanted.startswith(letters[:20]) and not letters.endswith(wanted[:10]):
                break
    return None


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()
