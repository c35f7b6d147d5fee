"""Read the elements of WordprocessingML as Word shows them.

An element comes in; the blocks, rows, cells or runs in it go out, and the values of its
properties. Content controls, tracked changes and other wrappers can be around a run, a
paragraph, a row or a cell. ``shown`` takes each wrapper off, wherever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kb.readers.open_xml import attribute_of, descend, tag_of

__all__ = ["count_of", "is_switched_on", "shown", "value_of"]

_WRAPPERS = frozenset(
    ("bdo", "customXml", "dir", "hyperlink", "ins", "moveTo", "sdtContent", "smartTag")
)  # fmt: skip
_GONE = frozenset(("del", "moveFrom"))
_CONTENT = tuple(f"{{*}}{name}" for name in ("altChunk", "chart", "relIds", "sym", "t", "textpath"))
_NUMBER = re.compile("[0-9]{1,5}")


def shown(element: Any) -> Iterator[Any]:
    """Yield the children of an element that Word shows, with each wrapper replaced by its own.

    Deleted and moved text, and generated tables of contents, are left out. Of the copies
    of one thing for newer and older programs (``AlternateContent``), one is taken.
    """
    waiting = [element.iterchildren()]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
            continue
        name = tag_of(node)
        if name in _WRAPPERS:
            waiting.append(node.iterchildren())
        elif name == "sdt":
            content = None if _is_contents(node) else descend(node, "sdtContent")
            waiting.append(iter(()) if content is None else content.iterchildren())
        elif name == "AlternateContent":
            branch = _branch(node)
            waiting.append(iter(()) if branch is None else branch.iterchildren())
        elif name and name not in _GONE:
            yield node


def _branch(alternatives: Any) -> Any:
    """Return the first branch that says something, else the first one."""
    branches = [b for b in alternatives if tag_of(b) in {"Choice", "Fallback"}]
    for branch in branches:
        if next(branch.iter(*_CONTENT), None) is not None:
            return branch
    return branches[0] if branches else None


def _is_contents(control: Any) -> bool:
    """Tell whether a content control is a generated table of contents."""
    properties = descend(control, "sdtPr")
    gallery = None if properties is None else next(properties.iter("{*}docPartGallery"), None)
    return gallery is not None and attribute_of(gallery, "val") == "Table of Contents"


def value_of(element: Any, *path: str) -> str | None:
    """Return the ``val`` of the element at the end of a path of names, or None."""
    return attribute_of(descend(element, *path), "val")


def count_of(element: Any, *path: str) -> int | None:
    """Return such a value as a number from 0; None where it is missing, or is none."""
    value = value_of(element, *path) or ""
    return int(value) if _NUMBER.fullmatch(value) else None


def is_switched_on(element: Any, *path: str) -> bool | None:
    """Return a property that is on or off; None where it is missing."""
    switch = descend(element, *path)
    return None if switch is None else attribute_of(switch, "val") not in {"0", "false", "off"}
