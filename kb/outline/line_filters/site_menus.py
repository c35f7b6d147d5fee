"""Drop the menu of a site that was copied above the page.

    Wasiliana Nasi | Barua Pepe | Malalamiko
    • Mwanzo
    • Kuhusu Sisi
      • Historia

The names in a menu are those of other pages: short, with a capital, as titles are. A menu
has a link to the front page of the site, and no sentence. Its items have the sign of a list,
or stand without blank lines between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.outline.line_filters.base import PageLines, words_of
from kb.outline.line_shape import Shape
from kb.outline.lines import MARKER, TextLine

__all__ = ["filter_site_menus"]

_FRONT = frozenset(("mwanzo", "nyumbani", "home"))
"""Names of the front page of a site."""

_MAX_ABOVE = 12
"""Lines above a menu: the letterhead of the site, and a smaller menu."""

_MIN_ITEMS, _MAX_WORDS = 4, 8
"""Items of a menu, and words of one."""


def filter_site_menus(page: PageLines) -> PageLines:
    """Return the page without the menu at its top, and without what is above the menu.

    >>> from kb.outline.line_filters.base import page_lines
    >>> page = page_lines("• Mwanzo\\n• Kuhusu Sisi\\n• Historia\\n• Huduma\\n\\nAda\\nNi bure.")
    >>> [line.body for line in filter_site_menus(page).lines]
    ['Ada', 'Ni bure.']
    """
    seen, shapes = page
    first = next(
        (i for i, line in enumerate(seen) if _FRONT.issuperset(words_of(line) or "-")), None
    )
    start = 0
    if first is not None and first < _MAX_ABOVE:
        stop = _end_of_menu(seen, shapes, first)
        if stop - first >= _MIN_ITEMS:
            start = stop
    elif seen and seen[0].body.count(" | ") >= _MIN_ITEMS - 1:
        start = 1  # the whole menu on one line
    if not 0 < start < len(seen) or (len(seen) > start and "|" in seen[start].body):
        return page
    lines = [replace(seen[start], above=max(1, seen[start].above)), *seen[start + 1 :]]
    return PageLines(lines, shapes[start:])


def _end_of_menu(seen: Sequence[TextLine], shapes: Sequence[Shape], first: int) -> int:
    """Return the line below a menu that begins with its link to the front page."""
    marked = MARKER.match(seen[first].body) is not None
    stop = first + 1
    while stop < len(seen) and not _is_sentence(seen[stop], shapes[stop]):
        if MARKER.match(seen[stop].body) is None if marked else seen[stop].above > 0:
            break
        stop += 1
    return stop


def _is_sentence(line: TextLine, its: Shape) -> bool:
    return len(line.body.split()) > 2 * _MAX_WORDS or (
        len(line.body.split()) > _MAX_WORDS and (its.stop or line.body.endswith((";", ":")))
    )
