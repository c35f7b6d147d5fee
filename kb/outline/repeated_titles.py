"""Find the title of a page that stands there twice, or ends the trail to the page.

The lines of a page come in, the place of its title goes out. A page that was copied with
its site has its name in a menu or a trail, and again above its text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kb.outline.first_words import begins_with
from kb.outline.line_filters.people import is_person
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine
from kb.outline.neighbours import bare_name

__all__ = ["dated_title", "is_trail", "last_step", "repeated_title"]

_MAX_HEAD, _MAX_BETWEEN, _MAX_REPEATED = 12, 5, 30
"""Lines in which a repeated title is looked for, lines from one to the other, and its words."""

_MAX_PAGE, _MIN_HEADLINE = 80, 4
"""Lines in which the day is looked for, below a menu too; words of a headline."""

_POSTED = re.compile(
    r"(?:posted(?: on)?|published(?: on)?|imewekwa|imechapishwa|iliwekwa|(?:wakati|tarehe|siku) (?:ilipowekwa|ya kuwekwa))"
    r"\s*:?\s.{0,12}\d",
    re.IGNORECASE,
)

_SITE = re.compile(r"(?<=\S)\s{1,3}[-–—|•]\s{1,3}[^-–—|•]{2,40}$")
"""What a browser's title adds to the name of a page: " - Wizara ya Maji"."""

_MAX_TEXT = 4000
"""Characters of a text in which a trail is looked for."""

_STEPS = re.compile(
    r"(?:mwanzo|nyumbani|home)(?:\s*[/>»›]+\s*[^/>»›]{2,80})*\s*[/>»›]+\s*(?P<last>[^/>»›]{3,100})",
    re.IGNORECASE,
)
"""A trail with its arrows: "Nyumbani / Huduma / Leseni ya Gati"."""

_TRAIL = re.compile(r"(?:Mwanzo|Nyumbani|Home) [A-Z]\S*(?: .*)?")
"""Where a page is in its site, without the arrows: "Mwanzo Huduma Leseni ya Gati"."""


def repeated_title(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> int | None:
    """Return the line on top of a page that repeats its title, or None.

    The name of a page stands there twice: as its title, and above its text. In a menu,
    several lines recur. Or it ends the trail from the front page of the site, below a menu.
    """
    for i, line in enumerate(seen[:_MAX_HEAD]):
        if _is_content(line, shapes[i]):
            return None
        if i and shapes[i].sort == "short" and is_trail(line):
            return i
        if begins_with(line.body, "institution") or (i and line.body.endswith("?")):
            continue
        if is_person(line, shapes[i]):
            continue
        near = range(i + 1, min(len(seen), i + 1 + _MAX_BETWEEN))
        names = {_plain(line.body), _plain(_SITE.sub("", line.body))}
        again = next((j for j in near if _plain(seen[j].body) in names), None)
        if again is not None:
            if any(_is_content(seen[j], shapes[j]) for j in range(i + 1, again)):
                return None
            between = {bare_name(other) for other in seen[i + 1 : again]}
            menu = any(bare_name(other) in between for other in seen[again + 1 :])
            return None if menu or again + 1 == len(seen) else again
    return None


def dated_title(page: Sequence[TextLine], seen: Sequence[TextLine]) -> int | None:
    """Return the line of *seen* above the day on which a page was put into its site, or None.

    It is the title of a piece of news, though it may be a sentence: "Shule yafunguliwa Gati".

    Args:
        page: every line of the page.
        seen: those that its marks, menus and buttons leave.
    """
    for line, below in pairwise(page[:_MAX_PAGE]):
        brief = _MIN_HEADLINE <= len(line.body.split()) <= _MAX_REPEATED
        if _POSTED.match(below.body) and brief and line.body[0].isupper():
            place = next((i for i, one in enumerate(seen) if one.start == line.start), None)
            return place if place is not None and place <= _MAX_BETWEEN else None
    return None


def _plain(name: str) -> str:
    """Return the words of a name, in the form in which they are compared."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def last_step(text: str) -> str | None:
    r"""Return the last step of a trail from the front page of a site, on top of a text.

    >>> last_step("Nyumbani / Huduma / Leseni ya Gati\n\nLeseni hutolewa bure."), last_step("Mwanzo")
    ('Leseni ya Gati', None)
    """
    lines = [line.strip() for line in text[:_MAX_TEXT].splitlines() if line.strip()]
    for line in lines[:_MAX_HEAD]:
        if match := _STEPS.fullmatch(line):
            return match["last"].strip() or None
    return None


def is_trail(line: TextLine) -> bool:
    """Tell whether a line says where a page is in its site: "Mwanzo Huduma Leseni"."""
    return _TRAIL.fullmatch(line.body) is not None


def _is_content(line: TextLine, its: Shape) -> bool:
    """Tell whether a line is an item or a sentence, and no name, motto or date."""
    sentence = its.sort == "text" and its.stop and not its.name_end and not its.detail
    return its.sort == "item" or sentence or len(line.body.split()) > _MAX_REPEATED
