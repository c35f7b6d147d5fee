"""Read ``boilerplate.tsv``: what the classes and ids of an element say of its part on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kb.readers.html.tags import roles_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["SECTIONS", "is_inside", "is_page_header", "named", "names_links"]

SECTIONS = frozenset(("article", "section", "main", "blockquote", "figure", "dialog"))
"""A header or footer in one of these is of this part, not of the page."""

_TABLE = Path(__file__).with_name("boilerplate.tsv")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EXACT: Mapping[str, str] = {"header": "header", "aside": "sidebar"}
"""Names that mean something only if they are the whole name: not "section-header"."""


@cache
def _rows() -> Mapping[str, frozenset[str]]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return {
        sort: frozenset(name for name, its, _ in rows if its == sort)
        for sort in {r[1] for r in rows}
    }


@cache
def _pattern(sort: str) -> re.Pattern[str]:
    names = sorted(_rows().get(sort, ()), key=len, reverse=True)
    return (
        re.compile("-(?:" + "|".join(map(re.escape, names)) + ")-")
        if names
        else re.compile(r"(?!)")
    )


@lru_cache(maxsize=4096)
def _sorts(names: str) -> frozenset[str]:
    """Return the sorts that any of these names has."""
    sorts = set[str]()
    for name in names.split():
        plain = _HUMP.sub("-", name).replace("_", "-").lower()
        if plain in _EXACT:
            sorts.add(_EXACT[plain])
        sorts.update(sort for sort in _rows() if _pattern(sort).search(f"-{plain}-"))
    return frozenset(sorts)


def named(node: LexborNode, sort: str) -> bool:
    """Tell whether a class or the id of an element has a name of this sort in the table."""
    attributes = node.attributes
    classes, id = attributes.get("class"), attributes.get("id")
    if not classes and not id:
        return False
    return sort in _sorts(f"{classes or ''} {id or ''}")


def is_page_header(node: LexborNode) -> bool:
    """Tell whether an element is the header of the page, not of a part of it."""
    is_header = node.tag == "header" or "banner" in roles_of(node) or named(node, "header")
    return is_header and not is_inside(node, SECTIONS)


def is_inside(node: LexborNode, tags: frozenset[str]) -> bool:
    """Tell whether an element is in another with one of these tags, or in the main part."""
    above = node.parent
    while above is not None and above.is_element_node:
        if above.tag in tags or "main" in roles_of(above):
            return True
        above = above.parent
    return False


def names_links(heading: str) -> bool:
    """Tell whether the words of a heading are those above a list of links, or a counter.

    >>> names_links("Viungo vya Haraka:"), names_links("Huduma zetu")
    (True, False)
    """
    return " ".join(re.findall(r"\w+", heading.lower())) in _rows()["heading"]
