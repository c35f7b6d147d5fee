"""Recognise the parts of a web page that are not its text: menus, footers, sharing, closed windows.

An element comes in, true or false goes out. A tag, a role, or a class of ``boilerplate.tsv``
marks such a part; where none does, the share of its words that are links decides. What
contains most of the words of a page is its text, whatever it is called: some servers put the
whole page into one form, or one navbar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kb.cleaning import one_line
from kb.readers.html.extent import Extent, count_words
from kb.readers.html.link_words import is_lead_on
from kb.readers.html.names import SECTIONS, is_inside, is_page_header, named, names_links
from kb.readers.html.panels import Panels
from kb.readers.html.tags import UNREAD, heading_level, is_block, roles_of
from kb.readers.html.title import is_brand

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["Boilerplate"]

_LEFT_OUT_ROLES = frozenset(
    ("contentinfo", "menu", "menubar", "navigation", "tablist", "toolbar", "alertdialog")
)
_PAGE_SHARE = 0.5
"""Share of the words of a page from which an element is the page."""

_MIN_PAGE, _MIN_SIDEBAR, _MIN_ASIDE, _MIN_FORM, _MIN_WINDOW = 20, 25, 4, 6, 8
"""Words outside links from which an element can be the page; from which a sidebar, an aside, a
form (labels aside), or a window that a button opens, is text."""

_AROUND = 3
"""Words of text for each word of a list of links; a page with fewer is such a list."""

_MAX_LABEL = 3
"""Words of a part with a name of menus or sharing that say nothing: "Shiriki:", "Lugha"."""

_MENU_LINK = 4.5
"""Mean of words in the links of a menu, at most; longer ones are titles."""

_OWNER = re.compile(r"\W*(?:©|copyright\b|haki ?miliki\b|haki zote zimehifadhiwa)", re.IGNORECASE)
_OWNED = re.compile(r"©|\bcopyright\b|haki ?miliki|haki zote zimehifadhiwa", re.IGNORECASE)
_MAX_OWNER = 25
"""Words of a line that says to whom a page belongs."""


class Boilerplate:
    """What of one page is left out."""

    def __init__(self, tree: LexborHTMLParser, body: LexborNode, title: str = "") -> None:
        self.panels = Panels(tree)
        self.extents: Mapping[int, Extent] = count_words(body, self._is_unread)
        self._page = self.extents[body.mem_id]
        self._title = _plain(title)
        self._keeps_all = False
        self._decided: dict[int, bool] = {}

    def _is_unread(self, node: LexborNode) -> bool:
        return node.tag in UNREAD or self.panels.is_closed(node)

    def keep_all(self) -> Boilerplate:
        """Return this, changed: from now on only menus, and what nobody sees, are left out."""
        self._keeps_all = True
        self._decided.clear()
        return self

    def leaves_out(self, node: LexborNode) -> bool:
        """Tell whether an element is left out, with everything in it."""
        known = self._decided.get(node.mem_id)
        if known is None:
            known = self._decided[node.mem_id] = self._decide(node)
        return known

    def _decide(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        extent = self.extents.get(node.mem_id)
        if self._keeps_all:
            return extent is None or _is_menu(node)
        if extent is None:
            return True
        if tag in {"html", "body", "main"}:
            return False
        if not extent.words:
            return named(node, "part")  # an arrow
        if tag in {"a", "label"}:
            return is_lead_on(one_line(node.text()))
        if heading_level(node):
            return is_brand(node) or self._heads_links(node) or self._is_for_screen_readers(node)
        if self.holds_page(extent):
            return tag == "footer" and self._ends_page(node, extent)
        return self._is_around(node, tag, extent) or self._is_list_of_links(node, extent)

    def holds_page(self, extent: Extent) -> bool:
        """Tell whether an element holds most words of the page."""
        least = max(_MIN_PAGE, _PAGE_SHARE * self._page.prose)
        return extent.prose >= least

    def _ends_page(self, footer: LexborNode, extent: Extent) -> bool:
        """Tell whether a footer with more words than the page is one: it says who owns the page."""
        headed = self._page.headings > extent.headings
        return headed and _OWNED.search(footer.text()) is not None

    def is_title(self, heading: str) -> bool:
        """Tell whether a heading is the title of the page."""
        return bool(self._title) and _plain(heading) == self._title

    def _is_around(self, node: LexborNode, tag: str, extent: Extent) -> bool:
        """Tell by tag, role or class whether an element is around the text."""
        roles = roles_of(node)
        if _is_menu(node):
            return True
        if is_page_header(node):
            return not self._is_title_block(node, extent)
        if named(node, "part"):
            return True
        if tag == "footer":
            dense = 2 * extent.linked >= extent.words
            return dense or not is_inside(node, SECTIONS)
        if tag == "dialog" or "dialog" in roles or named(node, "window"):
            opens = "open" in node.attributes or self.panels.opens(node)
            return not opens or extent.prose < _MIN_WINDOW
        if named(node, "sidebar"):
            return 3 * extent.linked >= extent.words or extent.prose < _MIN_SIDEBAR
        if tag == "aside" or "complementary" in roles:
            return 2 * extent.linked >= extent.words or extent.prose < _MIN_ASIDE
        if tag == "form":
            return not extent.headings and extent.prose - extent.labels < _MIN_FORM
        if extent.words <= _MAX_OWNER and _OWNER.match(one_line(node.text())):
            return is_block(node) and not extent.headings
        if tag == "search" or "search" in roles or (is_block(node) and named(node, "links")):
            return _says_nothing(extent)
        return False

    def _is_title_block(self, node: LexborNode, extent: Extent) -> bool:
        """Tell whether the header of a page is a title above the text, and no menu."""
        if extent.links > 1 or node.css_first("nav, ul, ol") is not None:
            return False
        heading = node.css_first("h1, h2")
        return heading is not None and (not self._title or self.is_title(heading.text()))

    def _heads_links(self, heading: LexborNode) -> bool:
        """Tell whether a heading is above a list of links, or a counter, and no text."""
        if not names_links(heading.text()):
            return False
        below: list[int] = []
        node = heading
        while not below and node.parent is not None and self._headings_in(node.parent) == 1:
            below = self._links_after(node)
            node = node.parent
        below = below or self._links_after(heading)
        self._decided.update(dict.fromkeys(below, True))
        return bool(below)

    def _links_after(self, node: LexborNode) -> list[int]:
        """Return the elements after another that hold only links or numbers, up to a heading."""
        below: list[int] = []
        after = node.next
        while after is not None:
            extent = self.extents.get(after.mem_id) if after.is_element_node else None
            if extent is not None:
                if extent.headings or not _says_nothing(extent) or not self._is_aside(extent):
                    break
                below.append(after.mem_id)
            elif after.is_text_node and (after.text_content or "").strip():
                break
            after = after.next
        return below

    def _is_aside(self, extent: Extent) -> bool:
        """Tell whether an element is small beside the text of the page."""
        return self._page.prose - extent.prose >= _AROUND * extent.words

    def _is_for_screen_readers(self, heading: LexborNode) -> bool:
        """Tell whether an unseen heading is above a menu or nothing."""
        if not named(heading, "part"):
            return False
        after = heading.next
        while after is not None and not _has_words(after):
            after = after.next
        return after is None or (after.is_element_node and self.leaves_out(after))

    def _headings_in(self, node: LexborNode) -> int:
        extent = self.extents.get(node.mem_id)
        return extent.headings if extent else 0

    def _is_list_of_links(self, node: LexborNode, extent: Extent) -> bool:
        """Tell whether an element without a name is a menu: short links, and no other words."""
        if extent.links < 2 or extent.files or extent.headings or not is_block(node):
            return False
        if node.tag in {"li", "tr", "tbody", "th", "dt", "dd"}:
            return False  # decided for the whole list
        if 10 * extent.linked < 9 * extent.words or extent.linked > _MENU_LINK * extent.links:
            return False
        if extent.inner == extent.links:
            return True  # the contents of the page
        return self._is_aside(extent) and not self._is_introduced(node)

    def _is_introduced(self, node: LexborNode) -> bool:
        """Tell whether a heading or a line above an element says that it is a list of the text."""
        above: LexborNode | None = node
        for _ in range(4):
            if above is None or above.tag in {"body", "td", "main", "article", "section"}:
                return False
            before = above.prev
            while before is not None and not _has_words(before):
                before = before.prev
            if before is not None:
                return self._introduces(before)
            above = above.parent
        return False

    def _introduces(self, node: LexborNode) -> bool:
        if level := heading_level(node) if node.is_element_node else 0:
            return level > 1
        extent = self.extents.get(node.mem_id) if node.is_element_node else Extent()
        text = one_line(node.text() if node.is_element_node else node.text_content or "")
        if extent is None or extent.links or extent.headings > 1:
            return False
        return text.endswith((":", ":-")) or (len(text.split()) <= 8 and not text.endswith("."))


def _is_menu(node: LexborNode) -> bool:
    """Tell by tag or role whether an element is a menu, a ticker, or the footer of the page."""
    return node.tag in {"nav", "marquee"} or not _LEFT_OUT_ROLES.isdisjoint(roles_of(node))


def _says_nothing(extent: Extent) -> bool:
    """Tell whether the words of an element are links, numbers, or hardly any."""
    dense = 5 * (extent.linked + extent.numbers) >= 2 * extent.words
    return extent.prose <= _MAX_LABEL or dense


def _has_words(node: LexborNode) -> bool:
    if node.is_text_node:
        return bool((node.text_content or "").strip())
    return node.is_element_node and node.tag not in UNREAD and bool(node.text().strip())


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
