"""Drop what a page says of itself around its title: logos, mottos, dates, its language.

    ADEM Logo
    TUME YA UCHUNGUZI
    "Haki kwa Wote"
    17 Jul, 2025

Such lines are short and begin with a capital, as titles do, and stand between the publisher
and the title. A dropped line remains text of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from kb.outline.first_words import begins_with
from kb.outline.line_filters.base import PageLines, words_of
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine
from kb.outline.sentences import JOINING

__all__ = ["filter_page_marks"]

_IMAGES: AbstractSet[str] = {
    "logo", "emblem", "image", "banner", "caption", "subcaption", "icon", "avatar", "thumbnail",
    "header", "ads",
}  # fmt: skip
"""Last words of the text of an image: "Responsive image", "Tanzania emblem"."""

_LANGUAGES = frozenset(("kiswahili", "swahili", "english", "kiingereza", "sw", "en"))
_QUOTED = re.compile(r"[\"“”‘'][^\"“”]{3,80}[\"“”’'][.!]?")
_BRACKETED = re.compile(r"\([^()]{2,120}(?:\([^()]*\)[^()]*)?\)")
_DATED = re.compile(
    r"(?:.{0,60}kumb\. ?na\b.{0,60}|(?:tarehe|imewekwa|imechapishwa|posted|published|kumb|ref)\b.{0,60}|"
    r"(?:\w{4,9},? )?(?:\d{1,2}(?:st|nd|rd|th)?[\s/.,-]+\w+[\s/.,-]+\d{2,4}|\w{3,9}\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}))",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r"(?:mwanzo|nyumbani|home)\s*[>»/›|]+\s*\S.*", re.IGNORECASE)
_SLOGAN = re.compile(
    r"(?:taasisi|shirika|wakala|mamlaka|kituo|chuo|tanzania|zanzibar|kenya|jamii|nchi|taifa) \w{1,2}enye\b.*",
    re.IGNORECASE,
)
"""What a publisher says of itself: "Taasisi yenye viwango vya kimataifa"."""

_MAX_HEAD = 14
"""Lines in which the title of a page is looked for."""

_MAX_IMAGE, _MAX_ACRONYM = 4, 9
"""Words of the text of an image, and letters of an acronym."""

_PAIRED = range(2, 8)
"""Words of a title before its motto."""

_MAX_MOTTO = 16
"""Words of a motto without quotation marks; a longer line is a paragraph."""


def filter_page_marks(page: PageLines) -> PageLines:
    """Return the page without what it says of itself.

    >>> from kb.outline.line_filters.base import page_lines
    >>> page = page_lines("ADEM Logo\\nTume ya Uchunguzi\\n(TU)\\nMasharti\\nOmba mapema.")
    >>> [line.body for line in filter_page_marks(page).lines]
    ['Tume ya Uchunguzi', 'Masharti', 'Omba mapema.']
    """
    seen, shapes = page
    head = _head(seen, shapes)
    marks: set[int] = set()
    above: TextLine | None = None
    for i, line in enumerate(seen):
        acronym = i + 1 < head and _is_acronym(line, shapes[i], above)
        if _is_image(line) or acronym or (i < head and _is_mark(line, above)):
            marks.add(i)
        else:
            above = line
    kept = [i for i in range(len(seen)) if i not in marks]
    if motto := _motto(seen, shapes, kept):
        kept.remove(motto)
    if not kept:
        return page
    lines = [
        replace(seen[i], above=max(1, seen[i].above)) if i - 1 in marks else seen[i] for i in kept
    ]
    return PageLines(lines, [shapes[i] for i in kept])


def _head(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> int:
    """Return how many lines there are before the first paragraph or list, at most _MAX_HEAD."""
    for i, (line, its) in enumerate(zip(seen[:_MAX_HEAD], shapes, strict=False)):
        if its.sort == "item" or (its.sort != "short" and len(line.body.split()) > _MAX_MOTTO):
            return i
    return min(len(seen), _MAX_HEAD)


def _is_image(line: TextLine) -> bool:
    words = words_of(line)
    named = 0 < len(words) <= _MAX_IMAGE and words[-1] in _IMAGES
    return named and JOINING.isdisjoint(words) and not line.rule


def _is_acronym(line: TextLine, its: Shape, above: TextLine | None) -> bool:
    """Tell whether a line is the short name of the publisher above it: "TARURA"."""
    one = line.body.isalpha() and len(line.body) <= _MAX_ACRONYM and its.style == "caps"
    return (
        one and its.known is None and above is not None and begins_with(above.body, "institution")
    )


def _is_mark(line: TextLine, above: TextLine | None) -> bool:
    """Tell whether a line of the head is a mark; a motto stands below its publisher."""
    if line.rule or line.joined:
        return False
    published = above is None or begins_with(above.body, "institution")
    marks = (_BRACKETED, _DATED, _CRUMBS, _QUOTED, *((_SLOGAN,) if published else ()))
    words = words_of(line)
    if above is None and line.body.islower() and len(words) <= _MAX_IMAGE:
        return True  # the part of a site that the page is in: "habari na matukio"
    if words in (["menu"], ["menyu"]):
        return True
    languages = len(words) > 1 and _LANGUAGES.issuperset(words)
    return languages or any(mark.fullmatch(line.body) for mark in marks)


def _motto(seen: Sequence[TextLine], shapes: Sequence[Shape], kept: Sequence[int]) -> int | None:
    """Return the line of a motto: one sentence between the letterhead and a name."""
    place = 0
    while place < len(kept) and begins_with(seen[kept[place]].body, "institution"):
        place += 1
    if not place or place + 2 >= len(kept):
        return None
    motto, title = (shapes[i] for i in kept[place : place + 2])
    line = seen[kept[place]]
    brief = motto.sort == "text" and len(line.body.split()) <= _MAX_MOTTO and not motto.detail
    if len(line.body.partition(": ")[0].split()) in _PAIRED and ": " in line.body:
        return None  # the title and its motto: "Fao la Uzazi: Lea Vema"
    return kept[place] if brief and title.sort == "short" and not motto.stop else None
