"""Find the title of a page that stands there twice, or ends the trail to the page.

The lines of a page come in, the place of its title goes out. A page that was copied with
its site has its name in a menu or a trail, and again above its text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.outline.first_words import begins_with
from kb.outline.line_filters.people import is_person
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine
from kb.outline.neighbours import bare_name

__all__ = ["is_trail", "repeated_title"]

_MAX_HEAD, _MAX_BETWEEN, _MAX_REPEATED = 12, 5, 30
"""Lines in which a repeated title is looked for, lines from one to the other, and its words."""

_SITE = re.compile(r"(?<=\S)\s{1,3}[-–—|•]\s{1,3}[^-–—|•]{2,40}$")
"""What a browser's title adds to the name of a page: " - Wizara ya Maji"."""

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


def _plain(name: str) -> str:
    """Return the words of a name, in the form in which they are compared."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def is_trail(line: TextLine) -> bool:
    """Tell whether a line says where a page is in its site: "Mwanzo Huduma Leseni"."""
    return _TRAIL.fullmatch(line.body) is not None


def _is_content(line: TextLine, its: Shape) -> bool:
    """Tell whether a line is an item or a sentence, and no name, motto or date."""
    sentence = its.sort == "text" and its.stop and not its.name_end and not its.detail
    return its.sort == "item" or sentence or len(line.body.split()) > _MAX_REPEATED
