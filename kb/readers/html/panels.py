"""Find what a visitor opens on a page: tabs, accordions, windows; and the label of each.

A tree comes in. A hidden element is read if something on the page opens it: a control names
its id, its class is that of a tab, or it follows a button. Else nobody ever sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kb.cleaning import one_line
from kb.readers.html.names import named
from kb.readers.html.tags import heading_level, roles_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["Panels"]

_CONTROLS = (
    "[aria-controls], [data-target], [data-bs-target], [popovertarget], [commandfor], [role=tab], "
    "[data-toggle], [data-bs-toggle], [role=tablist] a, .nav-tabs a, .tabs a, [onclick]"
)
_REFERENCES = (
    "aria-controls", "popovertarget", "commandfor", "data-bs-target", "data-target", "href",
)  # fmt: skip
_OPENERS = "button, summary, [aria-expanded], [onclick], a[href='#'], a[href^='javascript']"
_QUOTED = re.compile(r"""["']#?([\w-]+)["']""")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MIN_SEEN = 8
"""Words that make an element with aria-hidden more than an icon."""


class Panels:
    """What opens on one page."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._linked = {
            (link.attributes.get("href") or "")[1:] for link in tree.css("a[href^='#']")
        } - {""}
        self._characters: int | None = None  # of the whole page, when they are first needed
        self._labels: dict[str, str] = {}  # id of a panel: the words of its first control
        self._apart: set[str] = set()  # ids of panels that do not follow their control: tabs
        for control in tree.css(_CONTROLS):
            for id in _targets(control.attributes):
                if id not in self._labels:
                    self._labels[id] = one_line(control.text(separator=" "))
                    if _is_tab(control) or not _is_followed_by(control, id):
                        self._apart.add(id)

    def is_closed(self, node: LexborNode) -> bool:
        """Tell whether an element is hidden, and nothing opens it."""
        if _is_hidden(node):
            return not (self.opens(node) or self._is_shown_by_script(node))
        if (node.attributes.get("aria-hidden") or "").lower() != "true":
            return False
        return len(node.text().split()) < _MIN_SEEN and not self.opens(node)

    def _is_shown_by_script(self, node: LexborNode) -> bool:
        """Tell whether a hidden element is the page, which a script shows when it is ready."""
        if self._characters is None:
            self._characters = len(self._tree.body.text()) if self._tree.body else 0
        return 2 * len(node.text()) > self._characters

    def opens(self, node: LexborNode) -> bool:
        """Tell whether something on the page opens an element."""
        attributes = node.attributes
        id = attributes.get("id")
        if id in self._labels or id in self._linked or "tabpanel" in roles_of(node):
            return True
        if (attributes.get("hidden") or "").lower() == "until-found" or named(node, "panel"):
            return True
        before = next(_elements_before(node), None)
        return before is not None and _is_opener(before)

    def is_label(self, node: LexborNode) -> bool:
        """Tell whether an element is the label of the part that follows it and that it opens."""
        tag = node.tag or ""
        if tag == "summary":
            return True
        attributes = node.attributes
        after = next(_elements_after(node), None)
        hides = after is not None and _is_hidden(after)
        if tag == "button" or "button" in roles_of(node):
            follows = any(_is_followed_by(node, id) for id in _targets(attributes))
            return follows or hides or (after is not None and named(after, "panel"))
        if tag == "a":
            toggles = attributes.get("data-toggle") or attributes.get("data-bs-toggle")
            return toggles == "collapse" or (hides and "aria-expanded" in attributes)
        return hides and tag in {"dt", "div", "p", "span"} and _is_opener(node)

    def tab_label(self, node: LexborNode) -> str:
        """Return the words of the tab, or the button apart, that opens an element; or ""."""
        id = node.attributes.get("id") or ""
        if id in self._apart:
            return self._labels[id]
        if id not in self._labels and "tabpanel" in roles_of(node):
            for name in (node.attributes.get("aria-labelledby") or "").split():
                label = self._tree.css_first(f"[id='{name}']") if "'" not in name else None
                if label is not None:
                    return one_line(label.text(separator=" "))
        return ""


def _is_tab(control: LexborNode) -> bool:
    kind = control.attributes.get("data-toggle") or control.attributes.get("data-bs-toggle")
    if kind in {"tab", "pill", "list"} or "tab" in roles_of(control):
        return True
    above = control.parent
    return above is not None and not {"tab", "tablist"}.isdisjoint(roles_of(above))


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "") is not None


def _is_opener(node: LexborNode) -> bool:
    """Tell whether an element, or something in it, is pressed."""
    if node.tag in {"summary", "button", "dt"} or not {"onclick", "aria-expanded"}.isdisjoint(
        node.attributes
    ):
        return True
    if heading_level(node) > 1:
        return True
    return node.tag in {"h1", "div", "p", "span"} and node.css_first(_OPENERS) is not None


def _is_followed_by(control: LexborNode, id: str) -> bool:
    """Tell whether the next element after a control, or after what holds it, has an id."""
    node: LexborNode | None = control
    for _ in range(3):
        if node is None:
            return False
        after = next(_elements_after(node), None)
        if after is not None:
            return after.attributes.get("id") == id
        node = node.parent
    return False


def _elements_after(node: LexborNode) -> Iterator[LexborNode]:
    after = node.next
    while after is not None:
        if after.is_element_node:
            yield after
        after = after.next


def _elements_before(node: LexborNode) -> Iterator[LexborNode]:
    before = node.prev
    while before is not None:
        if before.is_element_node:
            yield before
        before = before.prev


def _targets(attributes: Mapping[str, str | None]) -> list[str]:
    """Return the ids that a control names."""
    ids: list[str] = []
    for attribute in _REFERENCES:
        value = (attributes.get(attribute) or "").strip()
        if value.startswith("#") or (value and attribute not in {"href", "data-target"}):
            ids += value.removeprefix("#").split()
    return ids + _QUOTED.findall(attributes.get("onclick") or "")
