"""Find what the placeholders of a slide take from its layout and its master.

A shape comes in; its place, or the styles of its list, go out. A placeholder without a place
is where its layout puts it, and where the layout does not say, where the master does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kb.readers.open_xml import attribute_of, descend, relations_of, tag_of
from kb.readers.package import Package

__all__ = ["Placeholder", "Placeholders", "is_title", "placeholder_of"]

_TITLES = frozenset({"title", "ctrTitle"})
_BODIES = frozenset({"body", "obj", ""})
_COUNT = re.compile(r"-?\d{1,12}")
_FRAMES = (("spPr", "xfrm"), ("grpSpPr", "xfrm"), ("xfrm",))


class Placeholder(NamedTuple):
    """What a shape stands for; both None where it is a shape of its own."""

    kind: str | None = None  # title, body, dt …; "" is an object
    number: str | None = None  # by which the slide and its layout name the same placeholder


def placeholder_of(shape: Any) -> Placeholder:
    """Return what a shape stands for."""
    for properties in shape:
        if tag_of(properties) in {"nvSpPr", "nvGraphicFramePr", "nvPicPr"}:
            element = descend(properties, "nvPr", "ph")
            if element is not None:
                kind = attribute_of(element, "type") or ""
                return Placeholder(kind, attribute_of(element, "idx") or "0")
    return Placeholder()


def is_title(placeholder: Placeholder) -> bool:
    """Tell whether a placeholder is for the title of a slide."""
    return placeholder.kind in _TITLES


class Placeholders:
    """The placeholders of the layout of a slide, and of its master.

    Args:
        package: the file.
        layout: path of the layout; "" where the slide has none.
    """

    def __init__(self, package: Package, layout: str) -> None:
        relations = relations_of(package, layout).values() if layout else ()
        master = next((one.part for one in relations if one.kind == "slideMaster"), "")
        roots = [package.tree(part) for part in (layout, master) if part]
        self._shapes = [_shapes(root) for root in roots if root is not None]
        self._styles = descend(package.tree(master), "txStyles") if master else None

    def place(self, shape: Any) -> tuple[int, int] | None:
        """Return how far a shape is from the top and from the left, in EMU, where that is known."""
        for one in (shape, *self.inherited(shape)):
            for path in _FRAMES:
                offset = descend(one, *path, "off")
                x, y = attribute_of(offset, "x") or "", attribute_of(offset, "y") or ""
                if _COUNT.fullmatch(x) and _COUNT.fullmatch(y):
                    return int(y), int(x)
        if tag_of(shape) == "AlternateContent":
            return next((at for c in shape for o in c if (at := self.place(o))), None)
        return None

    def inherited(self, shape: Any) -> Iterator[Any]:
        """Yield the placeholders that a shape takes from: that of the layout, that of the master."""
        its = placeholder_of(shape)
        if its.kind is None:
            return
        for shapes in self._shapes:
            matching = next((one for other, one in shapes if other.number == its.number), None)
            if matching is None:
                matching = next((o for other, o in shapes if _same_kind(other, its)), None)
            if matching is not None:
                yield matching

    def list_style(self, shape: Any) -> Any:
        """Return the styles that the master has for paragraphs of such a shape, or None."""
        kind = placeholder_of(shape).kind
        name = "otherStyle" if kind is None else "bodyStyle"
        return descend(self._styles, "titleStyle" if kind in _TITLES else name)


def _shapes(root: Any) -> list[tuple[Placeholder, Any]]:
    pairs = [(placeholder_of(shape), shape) for shape in root.iter("{*}sp")]
    return [pair for pair in pairs if pair[0].kind is not None]


def _same_kind(one: Placeholder, other: Placeholder) -> bool:
    return one.kind == other.kind or any(
        {one.kind, other.kind} <= kinds for kinds in (_TITLES, _BODIES)
    )
