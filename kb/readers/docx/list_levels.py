"""Read the definitions of lists of a Word file: the levels of each, and where they start.

The part with the lists comes in, a ListDefinition for each list id goes out. Several lists
can share one abstract list: they count on from one another, unless one starts anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.readers.docx.elements import count_of, is_switched_on, shown, value_of
from kb.readers.open_xml import attribute_of, tag_of

__all__ = ["ListDefinition", "ListLevel", "list_definitions"]

_LEVELS = range(9)


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How the items of one level are numbered."""

    form: str = "decimal"
    pattern: str = ""  # "%1.%2": the number of this level after that of the level above
    first: int = 1
    restart: int | None = None  # counts anew below an item of this level, from 1; 0: never
    legal: bool = False  # all numbers in it are written in digits
    hidden: bool = False
    style: str = ""  # paragraphs with this style are on this level
    digits: int = 0  # at least so many


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """One list."""

    counted_as: str | None = None  # lists with one value share their numbers
    levels: Mapping[int, ListLevel] = field(default_factory=dict)
    starts: Mapping[int, int] = field(default_factory=dict)  # level: starts anew with this number


def list_definitions(
    root: Any, list_of_style: Callable[[str], str | None] = lambda _: None
) -> dict[str, ListDefinition]:
    """Return the lists of a file, by id.

    Args:
        root: of the part with the lists; None where the file has none.
        list_of_style: gives the id of the list that a style of lists stands for.
    """
    abstract: dict[str | None, Any] = {}
    styled: dict[str, str | None] = {}  # a style of lists: the abstract list that defines it
    for element in () if root is None else root:
        if tag_of(element) == "abstractNum":
            id = attribute_of(element, "abstractNumId")
            abstract[id] = element
            if style := value_of(element, "styleLink"):
                styled[style] = id
    abstract_of = {
        attribute_of(element, "numId"): value_of(element, "abstractNumId")
        for element in (() if root is None else root)
        if tag_of(element) == "num"
    }
    lists: dict[str, ListDefinition] = {}
    levels: dict[str | None, dict[int, ListLevel]] = {}
    for element in () if root is None else root:
        number = attribute_of(element, "numId")
        if tag_of(element) != "num" or number is None:
            continue
        id = value_of(element, "abstractNumId")
        if linked := value_of(abstract.get(id), "numStyleLink"):
            id = styled.get(linked) or abstract_of.get(list_of_style(linked)) or id
        if id not in levels:
            levels[id] = _levels(abstract.get(id))
        if id in abstract:
            lists[number] = _with_overrides(element, id, levels[id])
    return lists


def _with_overrides(
    element: Any, id: str | None, levels: Mapping[int, ListLevel]
) -> ListDefinition:
    own = dict(levels)
    starts: dict[int, int] = {}
    for override in element.iterchildren("{*}lvlOverride"):
        place = _place(override)
        own |= _levels(override)
        start = count_of(override, "startOverride")
        if place is not None and start is not None:
            starts[place] = start
    return ListDefinition(id, own, starts)


def _levels(element: Any) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for level in () if element is None else element.iterchildren("{*}lvl"):
        place = _place(level)
        if place is None:
            continue
        # The form of a newer Word is among alternatives, so the children are those shown.
        forms = [one for one in shown(level) if tag_of(one) == "numFmt"]
        form = attribute_of(forms[0], "val") if forms else None
        start = count_of(level, "start")
        levels[place] = ListLevel(
            form or "decimal",
            value_of(level, "lvlText") or "",
            1 if start is None else start,
            count_of(level, "lvlRestart"),
            bool(is_switched_on(level, "isLgl")),
            bool(is_switched_on(level, "rPr", "vanish")),
            value_of(level, "pStyle") or "",
            _digits(attribute_of(forms[0], "format") if forms else None),
        )
    return levels


def _digits(form: str | None) -> int:
    """Return the width of a custom form: "001, 002, 003, ..." has three digits."""
    first = (form or "").partition(",")[0].strip()
    return len(first) if first.isdigit() and len(first) < 10 else 0


def _place(element: Any) -> int | None:
    value = attribute_of(element, "ilvl") or ""
    return int(value) if value in {str(place) for place in _LEVELS} else None
