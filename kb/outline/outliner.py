"""Cut one document: its headings, of markup or found, become its title and sections.

Takes a Document, gives its Outline. Headings of the markup are taken at their
word, but for those that only lead in a list, and for what ``mixed`` mends;
where there are none, ``plain`` finds them and ``levels`` nests them. Either way
``tree`` builds the sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.document import Document, Outline
from kb.outline import page_header as head
from kb.outline.heading_finder import Found, Page, find
from kb.outline.levels import parents
from kb.outline.line_shape import is_lead_in, subject
from kb.outline.mixed_markup import shape_decides, with_untagged
from kb.outline.overrides import overruled
from kb.outline.tree import Mark, sections

__all__ = ["outline"]

_WORD = re.compile(r"\w+")


def outline(document: Document) -> Outline:
    """See ``kb.outline.outline``."""
    if document.headings is None:
        return _shaped(document, find(document.text, document.id))
    page = shape_decides(document)
    return _marked(document) if page is None else _shaped(document, page)


def _shaped(document: Document, page: Page) -> Outline:
    """Take what was found by shape, and nest it."""
    levels: list[int] = []
    for parent in parents(page.headings):
        levels.append(1 if parent is None else levels[parent] + 1)
    marks = [_mark(found, level) for found, level in zip(page.headings, levels, strict=True)]
    marks = overruled(document.text, marks, document.overruled)
    title = document.title or page.title
    return Outline(
        title, sections(document.text, marks, _opening(document.text, page, title, marks))
    )


def _opening(text: str, page: Page, title: str, marks: Sequence[Mark]) -> int:
    """Return where the opening starts: at the first line that the document's title does not show.

    A letterhead above the title belongs to the opening, and the title with it. So
    does a title line where the document is called something else.
    """
    if page.title_span is None:
        return 0
    start, end = page.title_span
    if _words(text[:start]) or _words(text[start:end]) != _words(title):
        return 0
    stop = marks[0].before if marks else len(text)
    first = _WORD.search(text, end, stop)
    if first is None:
        return stop if marks else 0
    return max(end, text.rfind("\n", end, first.start()) + 1)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _marked(document: Document) -> Outline:
    """Take the headings of the markup, but those that only lead in a list, and what it lacks."""
    text, headings = document.text, document.headings or ()
    marks = [
        Mark(h.text, h.level, h.start, h.end, h.start, h.end, h.found)
        for h in headings
        if not is_lead_in(h.text)
    ]
    marks = overruled(text, with_untagged(document, marks), document.overruled)
    title = document.title
    if title is None and marks and not text[: marks[0].start].strip():
        title = marks[0].text
    title = title or subject(text) or head.from_file_name(document.id)
    return Outline(title, sections(text, marks, 0))


def _mark(found: Found, level: int) -> Mark:
    return Mark(found.text, level, found.start, found.end, found.before, found.after, _how(found))


def _how(found: Found) -> str:
    """Name the sign by which a heading was found, for ``kisima inspect`` and for doubt."""
    candidate = found.candidate
    if found.announced_by is not None:
        return "announced"
    if candidate.explicit:
        return candidate.shape.style
    return "kind" if candidate.strong else "shape"
