"""Cut one document at its headings: they become its title and its sections.

A Document comes in, its Outline goes out. Headings of the markup are accepted, except
those that only lead in a list; ``mixed_markup`` adds what the markup lacks. Where there
is no markup, ``heading_finder`` finds the headings and ``levels`` nests them. In both
cases ``tree`` builds the sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.document import Document, Outline, Section, Span
from kb.outline.first_words import begins_with, subject
from kb.outline.heading_finder import PlainHeading, PlainPage, find_headings
from kb.outline.institution import letterhead_institution, named_institution
from kb.outline.kinds import kind_of
from kb.outline.levels import parents
from kb.outline.line_shape import is_lead_in
from kb.outline.mixed_markup import shape_decides, with_untagged
from kb.outline.overrides import apply_overrides
from kb.outline.page_header import PARTS, agrees_with_file, title_from_file_name
from kb.outline.repeated_titles import last_step
from kb.outline.tree import HeadingMark, sections

__all__ = ["build_outline"]

_MAX_LETTERHEAD, _MAX_LETTERHEAD_LINE = 6, 70
"""Lines of a letterhead above the title, and characters of each."""

_NO_NAME = re.compile(r"[\d:|]")
"""Signs of a reference, a date or a label; a line above a heading with one is no title."""

_MAX_HEADLINE = 25
"""Words of a first line that its file names."""

_AND = re.compile(r"\s(?:na|&|and)\s|,\s")
_WORD = re.compile(r"\w+")


def build_outline(document: Document) -> Outline:
    """See ``kb.outline.outline``."""
    if document.headings is None:
        return _shaped(document, find_headings(document.text))
    page = shape_decides(document)
    return _marked(document) if page is None else _shaped(document, page)


def _shaped(document: Document, page: PlainPage) -> Outline:
    """Return the outline of a page whose headings were detected by their shape."""
    levels: list[int] = []
    for parent in parents(page.headings):
        levels.append(1 if parent is None else levels[parent] + 1)
    marks = [_mark(heading, level) for heading, level in zip(page.headings, levels, strict=True)]
    marks = apply_overrides(document.text, marks, document.overrides)
    own = document.title or _better(document.text, page, marks) or page.title
    if own is None and marks and page.headed and agrees_with_file(marks[0].text, document.id):
        own = marks[0].text
    own = own or last_step(document.text) or _first_line(document)
    title = own or title_from_file_name(document.id)
    opening = _opening(document.text, page, title, marks)
    return _outline(document, title, sections(document.text, marks, opening), own is None)


def _better(text: str, page: PlainPage, marks: Sequence[HeadingMark]) -> str | None:
    """Return the first heading if all others are nested in it, and only the publisher is above it."""
    if page.title_span is not None and page.published and marks:
        headed = not text[page.title_span[1] : marks[0].before].strip()
    else:
        headed = page.headed and page.title is None
    if not (headed and marks and all(mark.level > marks[0].level for mark in marks[1:])):
        return None
    first = marks[0].text
    if page.published and len(marks) == 1:
        return None  # one section of the publisher's page
    return first if kind_of(first) not in PARTS or _joins(first) else None


def _first_line(document: Document) -> str | None:
    """Return the first line of a page where the name of its file is a part of it.

    A title of a piece of news may be longer than a heading, and a sentence.
    """
    first, _, below = document.text.strip().partition("\n")
    words = len(first.split())
    paragraph = len(below.strip().partition("\n")[0].split()) > words
    if words <= _MAX_HEADLINE and paragraph and agrees_with_file(first, document.id, wholly=False):
        return first.strip(" .")
    return None


def _joins(heading: str) -> bool:
    """Tell whether a heading has several names: "Dira na Dhima"."""
    return len(_AND.split(heading)) > 1


def _opening(text: str, page: PlainPage, title: str, marks: Sequence[HeadingMark]) -> Span:
    """Return the span of the opening: the lines before the first heading that the title leaves out.

    A title line that is shown as the document's title is not shown again, unless it is
    between a letterhead and text of the opening.
    """
    stop = marks[0].before if marks else len(text)
    if page.title_span is None:
        return 0, stop
    start, end = page.title_span
    if _words(text[start:end]) != _words(title):
        return 0, stop
    above, below = _WORD.search(text, 0, start), _WORD.search(text, end, stop)
    if below is None:
        return (0, start) if above else (stop, stop) if marks else (0, stop)
    if above:
        return 0, stop
    return max(end, text.rfind("\n", end, below.start()) + 1), stop


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _outline(
    document: Document, title: str, sections: tuple[Section, ...], named_by_file: bool
) -> Outline:
    institution = (
        document.institution
        or named_institution(title)
        or letterhead_institution(document.text, title)
    )
    return Outline(title, sections, named_by_file, institution)


def _marked(document: Document) -> Outline:
    """Return the outline of a page with markup.

    Headings that only lead in a list are left out, and headings that the markup lacks are added.
    """
    text, headings = document.text, document.headings or ()
    marks = [
        HeadingMark(h.text, h.level, h.start, h.end, h.start, h.end, h.rule)
        for h in headings
        if not is_lead_in(h.text)
    ]
    marks = apply_overrides(text, with_untagged(document, marks), document.overrides)
    title = document.title
    if title is None and marks and not text[: marks[0].start].strip():
        title = marks[0].text
    above = text[: marks[0].start] if marks else ""
    own = title or last_step(above) or subject(above if above.strip() else text)
    own = own or _named_above(above)
    if own is None and marks and marks[0].level == 1 and _is_letterhead(above):
        own = marks[0].text
    title = own or title_from_file_name(document.id)
    opening = (0, marks[0].before if marks else len(text))
    return _outline(document, title, sections(text, marks, opening), own is None)


def _is_letterhead(above: str) -> bool:
    """Tell whether the lines above a heading are a letterhead: a few short ones, no sentences.

    >>> _is_letterhead("Kumb. Na. HW/KL/10\\n3 Mei 2021"), _is_letterhead("Karibu sana kwetu.")
    (True, False)
    """
    lines = [line.strip() for line in above.splitlines() if line.strip()]
    return len(lines) <= _MAX_LETTERHEAD and all(
        len(line) <= _MAX_LETTERHEAD_LINE and not line.endswith((".", ";", ",")) for line in lines
    )


def _named_above(above: str) -> str | None:
    """Return the line above the first heading that names the document.

    >>> _named_above("HALMASHAURI YA BONDENI\\nSheria ya Ardhi"), _named_above("Mpango Mkakati")
    ('Sheria ya Ardhi', 'Mpango Mkakati')
    >>> _named_above("HALMASHAURI YA BONDENI"), _named_above("Kumb. Na. HB/4")
    (None, None)
    """
    lines = [line.strip() for line in above.splitlines() if line.strip()]
    if not _is_letterhead(above):
        return None
    named = [line for line in lines if begins_with(line, "document")]
    alone = len(lines) == 1 and not begins_with(lines[0], "institution")
    if not named and alone and lines[0][0].isupper() and not _NO_NAME.search(lines[0]):
        named = [line for line in lines if len(line.split()) > 1]
    return named[0] if named else None


def _mark(heading: PlainHeading, level: int) -> HeadingMark:
    return HeadingMark(
        heading.text,
        level,
        heading.start,
        heading.end,
        heading.before,
        heading.after,
        _rule(heading),
    )


def _rule(heading: PlainHeading) -> str:
    """Return the name of the rule that detected a heading; ``kisima inspect`` shows it."""
    candidate = heading.candidate
    if heading.announced_by is not None:
        return "announced"
    if candidate.explicit:
        return candidate.shape.style
    return "kind" if candidate.strong else "shape"
