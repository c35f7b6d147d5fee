"""Recognise the parts of a web page that are not its text: navigation, forms, scripts, sharing.

An element of a page comes in, true or false goes out. A tag, a role or a usual class marks
such a part. A link whose words only lead to more ("Soma zaidi") is one too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kb.cleaning import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["DROPPED_TAGS", "is_boilerplate"]

_HEADING = re.compile("h[1-6]")

DROPPED_TAGS = frozenset(
    (
        "nav", "footer", "aside", "script", "style", "template", "noscript", "head", "title",
        "svg", "math", "iframe", "object", "embed", "audio", "video", "canvas", "button",
        "select", "input", "textarea", "option", "datalist", "dialog", "menu",
    )
)  # fmt: skip
_ROLES = frozenset(
    (
        "alertdialog", "banner", "complementary", "contentinfo", "dialog", "menu", "menubar",
        "navigation", "search", "tablist", "toolbar",
    )
)  # fmt: skip
_CLASSES = frozenset(
    (
        "addtoany_share_save_container", "breadcrumb", "breadcrumbs", "cookie-banner",
        "cookie-notice", "nav-links", "navbar", "pager", "pagination", "post-navigation",
        "screen-reader-text", "share-buttons", "sharedaddy", "skip-link", "skip-nav",
        "social-icons", "social-links", "social-share", "sr-only", "visually-hidden",
    )
)  # fmt: skip
"""Classes by which page builders mark parts that are not read."""

_READ_ON = re.compile(
    r"(?:(?:soma|angalia|tazama|ona) (?:zaidi|zote|yote|vyote|wote)|endelea kusoma|rudi juu|"
    r"read (?:more|on)|continue reading|(?:view|see|show) (?:all|more)|back to top)\W*",
    re.IGNORECASE,
)
_PERMALINK = frozenset("¶#§🔗")
"""Words of a link from a heading to itself."""


def is_boilerplate(node: LexborNode) -> bool:
    """Tell whether an element is left out, with everything in it."""
    tag = node.tag or ""
    if tag in DROPPED_TAGS:
        return True
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if tag == "a":
        text = one_line(node.text())
        return text in _PERMALINK or _READ_ON.fullmatch(text) is not None
    if tag == "form" or (not _HEADING.fullmatch(tag) and _is_around_text(attributes)):
        # Some servers put the whole page into one form, or one navbar.
        return node.css_first("h1, h2, h3, h4, h5, h6, main, article") is None
    return False


def _is_around_text(attributes: Mapping[str, str | None]) -> bool:
    """Tell by role or class whether an element is navigation, sharing, or for screen readers."""
    roles = (attributes.get("role") or "").lower().split()
    classes = (attributes.get("class") or "").lower().split()
    return not (_ROLES.isdisjoint(roles) and _CLASSES.isdisjoint(classes))
