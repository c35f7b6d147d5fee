"""The elements of HTML, by what a reader makes of them: names of tags and small tests.

Source: HTML standard 4 (elements), 15.3 (which of them are blocks).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = [
    "BLOCKS",
    "LISTS",
    "UNREAD",
    "children",
    "heading_level",
    "is_block",
    "roles_of",
]

UNREAD = frozenset(
    (
        "script", "style", "template", "noscript", "noframes", "head", "title", "svg", "math", "iframe",
        "object", "embed", "audio", "video", "canvas", "select", "input", "textarea", "option",
        "datalist", "meter", "progress", "map", "img", "picture", "meta", "link",
    )
)  # fmt: skip
"""Elements whose content is not text of the page."""

LISTS = frozenset(("ul", "ol", "menu", "dir"))

BLOCKS = LISTS | frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "header", "hgroup", "hr", "label", "legend", "li", "main", "marquee", "nav", "p", "pre", "search",
        "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    )
)  # fmt: skip

_HEADINGS: Mapping[str, int] = {f"h{level}": level for level in range(1, 7)}


def heading_level(node: LexborNode) -> int:
    """Return the level of a heading, 0 for another element; ``role=heading`` makes one."""
    level = _HEADINGS.get(node.tag or "", 0)
    if not level and "heading" in roles_of(node):
        written = node.attributes.get("aria-level") or ""
        level = int(written) if written in {"1", "2", "3", "4", "5", "6"} else 2
    return level


def is_block(node: LexborNode) -> bool:
    """Tell whether the words of an element are apart from those around it."""
    tag = node.tag or ""
    return tag in BLOCKS or tag in _HEADINGS or "-" in tag  # a custom element


def roles_of(node: LexborNode) -> list[str]:
    """Return the ARIA roles of an element."""
    role = node.attributes.get("role")
    return role.lower().split() if role else []


def children(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the children of a node, texts among them."""
    child = node.first_child
    while child is not None:
        yield child
        child = child.next
