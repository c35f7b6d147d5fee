"""Tell the name of a page from the name of its site.

A page comes in; its own title and the name of its site go out. ``<title>`` is usually both:
"Leseni za Biashara | Manispaa ya Mfano". Which part is which is told by ``og:site_name``, the
headings of the page, the last step of its breadcrumb, and its logo or copyright line. Where
nothing tells, the part after "|" or "»" is the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.cleaning import one_line
from kb.readers.html.names import is_page_header

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["PageName", "is_brand", "page_name"]

_SEPARATOR = re.compile(r"(?:\s*[|»«•]\s*|\s+(?:::|[-–—·:/<>])\s+)(?!\()")
_USUAL = frozenset("|»«•")
"""Separators between the name of a page and that of its site, and seldom within one of them."""

_HOME: AbstractSet[str] = {
    "", "home", "home page", "homepage", "index", "default", "welcome", "nyumbani", "mwanzo", "karibu",
    "ukurasa wa mwanzo", "ukurasa wa nyumbani", "untitled document", "document", "new page",
    "new page 1", "page title", "untitled page",
}  # fmt: skip
"""Titles that name no page."""

_BRAND = (
    "header a[href='/'], .navbar-brand, .site-title, .site-name, .brand, .logo, #logo, #site-name"
)
_BRAND_IMAGES = "header img, .navbar-brand img, .logo img, #logo img, .brand img"
_STEP = "[aria-current=page], .breadcrumb .active, .breadcrumb li:last-child, .breadcrumbs li:last-child"
_MENU = "nav a, [role=navigation] a, header li a, .navbar a, [class*=menu] a"
_ACRONYM = re.compile(r"[A-Z]{2,10}")
_SHORT_NAME = re.compile(r"\(?[A-Z]{3,10}\)?")
"""A title that is only the short name of the site, where the page has headings: "(BAKITA)"."""
_COPYRIGHT = re.compile(
    r"(?:©|&copy;|copyright|hakimiliki|haki miliki)\W*(?:\d{4}\W*)*([^.|©\n]{3,80})", re.IGNORECASE
)
_HEADER_HEADINGS = ", ".join(
    f"{part} h{level}" for part in ("header", "nav", "footer") for level in range(2, 7)
)
_FIRST_PAGE: AbstractSet[str] = {
    "/", "./", "../", "index.html", "index.htm", "index.php", "/index.html", "/index.php", "../index.html",
}  # fmt: skip
_FIRST_HEADINGS = 3
_EDGE = 20_000
"""Characters of the text, at either end, in which the name of the site is looked for."""


@dataclass(frozen=True, slots=True)
class PageName:
    """The names that a page gives; None for what it does not say."""

    title: str | None
    site: str | None


def page_name(tree: LexborHTMLParser) -> PageName:
    """Return the title of a page, and the name of its site if more than ``<title>`` says it."""
    written = next(
        (one_line(t.text()) for t in tree.css("title") if t.parent and t.parent.tag != "svg"), ""
    )
    site = _meta(tree, "og:site_name") or _meta(tree, "application-name")
    site = "" if _plain(site) in _HOME else site
    shared = _meta(tree, "og:title")
    own = {_plain(name) for name in _own_names(tree)} - {""}
    parts = list(_split(written or shared)) + _beside(written, site)
    title, its_site = _chosen(tree, written or shared, site, own, parts)
    if its_site is None and site and _plain(title) == _plain(site):
        title, its_site = "", site
    if its_site is None and _SHORT_NAME.fullmatch(title) and own - {_plain(title)}:
        title, its_site = "", title.strip("()")
    if not title and shared and _plain(shared) not in {_plain(site), *_HOME}:
        title = shared
    return PageName(title or None, site or its_site or None)


def _chosen(
    tree: LexborHTMLParser,
    written: str,
    site: str,
    own: AbstractSet[str],
    parts: list[tuple[str, str, str]],
) -> tuple[str, str | None]:
    """Return the name of the page in *written*, and that of the site if something confirms it."""
    if not parts:
        return ("" if _plain(written) in _HOME else written), None
    known = {_plain(name) for name in _site_names(tree)} - {""}
    if site:
        known.add(_plain(site))
    for left, _, right in parts:
        for page, other in ((left, right), (right, left)):
            if _plain(other) in known and _plain(page) not in known:
                return (other if _plain(page) in _HOME else page), other
    for left, _, right in parts:
        for page, other in ((left, right), (right, left)):
            if _plain(page) in own and _plain(other) not in own:
                return page, other if _occurs(tree, other) else None
    menu = {_plain(link.text()) for link in tree.css(_MENU)}
    for left, mark, right in parts[::-1]:
        page, other = (right, left) if _is_reversed(left, right, menu) else (left, right)
        confirmed = _occurs(tree, other)
        if mark in _USUAL or confirmed:
            return (other if _plain(page) in _HOME else page), other if confirmed else None
    left, _, right = parts[0]
    return (right if _plain(left) in _HOME else written), None


def _is_reversed(left: str, right: str, menu: AbstractSet[str]) -> bool:
    """Tell whether a title has the site in front: its menu names the page, or it is an acronym."""
    names_page = _plain(right) in menu and _plain(left) not in menu
    return names_page or (_ACRONYM.fullmatch(left) is not None and not right.isupper())


def _split(written: str) -> Iterator[tuple[str, str, str]]:
    """Yield what is before each separator of a title, the separator, and what is after it.

    >>> list(_split("Ada - Leseni | Manispaa"))
    [('Ada', '-', 'Leseni | Manispaa'), ('Ada - Leseni', '|', 'Manispaa')]
    """
    for match in _SEPARATOR.finditer(written):
        left, right = written[: match.start()].strip(), written[match.end() :].strip()
        if left and right:
            yield left, match[0].strip(), right


def _beside(written: str, site: str) -> list[tuple[str, str, str]]:
    """Return the rest of a title that starts with the name of the site and a colon."""
    rest = written[len(site) :].lstrip()
    starts = bool(site) and _plain(written).startswith(_plain(site) + " ")
    return [(written[: len(site)], ":", rest[1:].strip())] if starts and rest[:1] == ":" else []


def _own_names(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield what may be the name of the page: its headings, the last step of its breadcrumb."""
    yield _meta(tree, "og:title")
    header = {heading.mem_id for heading in tree.css(_HEADER_HEADINGS)}
    first = [node for node in tree.css("h1, h2, h3, h4, h5, h6") if node.mem_id not in header]
    for node in (*tree.css("h1"), *tree.css(_STEP), *first[:_FIRST_HEADINGS]):
        if not is_brand(node):
            yield one_line(node.text())


def _site_names(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield what may be the name of the site: logo, first line of the header, copyright."""
    headings = {_plain(node.text()) for node in tree.css("main h1, article h1")}
    for node in tree.css(_BRAND):
        if (name := one_line(node.text())) and _plain(name) not in headings:
            yield name
    for node in tree.css("h1, h2, h3, h4, h5"):
        if _is_in_header(node):
            yield one_line(node.text())
    for node in tree.css("a[href]"):
        if is_brand(node) and _plain(node.text()) not in _HOME:
            yield one_line(node.text())
    for node in tree.css(_BRAND_IMAGES):
        yield re.sub(r"(?i)\b(?:logo|nembo)\b(?: ya)?", "", node.attributes.get("alt") or "")
    body = tree.body.text()[-_EDGE:] if tree.body else ""
    for match in _COPYRIGHT.finditer(body):
        yield match[1]


def _is_in_header(node: LexborNode) -> bool:
    above = node.parent
    while above is not None and above.is_element_node:
        if is_page_header(above):
            return True
        above = above.parent
    return False


def is_brand(node: LexborNode) -> bool:
    """Tell whether an element is a link to the first page of the site, or a heading of one."""
    link = node if node.tag == "a" else node.css_first("a[href]")
    if link is None or one_line(link.text()) != one_line(node.text()):
        return False
    return (link.attributes.get("href") or "").lower() in _FIRST_PAGE


def _occurs(tree: LexborHTMLParser, name: str) -> bool:
    """Tell whether the text of a page contains the name of its site, as logos and footers do."""
    text = tree.body.text(separator=" ") if tree.body else ""
    plain = _plain(text[:_EDGE] + " " + text[-_EDGE:])
    return f" {_plain(name)} " in f" {plain} "


def _meta(tree: LexborHTMLParser, name: str) -> str:
    node = tree.css_first(f"meta[property='{name}'], meta[name='{name}']")
    return one_line(node.attributes.get("content") or "") if node else ""


def _plain(text: str | None) -> str:
    return " ".join(re.findall(r"\w+", (text or "").casefold()))
