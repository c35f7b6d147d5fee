"""Read web pages: their main text, without navigation and other parts around it.

The bytes of a page come in; its text, headings, title, language and metadata go out.
Lexbor (selectolax) parses as browsers do. ``boilerplate`` decides what is left out. If a
page marks its main part, only that part is read. Headings are h1 to h6. The items of a list
become lines with a marker, the rows of a table lines of cells.
The walk does not recurse, so deep nesting cannot overflow Python's stack.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kb.cleaning import one_line
from kb.messages import Message
from kb.metadata.records import KEYS, Metadata, from_pairs
from kb.readers.base import Parsed, Unreadable
from kb.readers.html.boilerplate import DROPPED_TAGS, is_boilerplate
from kb.readers.layout import TextLayout
from kb.readers.text import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["VERSION", "parse"]

VERSION = "2"
LIBRARIES = ("selectolax",)

MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 256
"""Pages by people have a few dozen levels of nesting; a deeper one is meant to do harm."""

_HEADINGS: Mapping[str, int] = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    (
        "address", "article", "blockquote", "body", "caption", "center", "dd", "details",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "header", "hgroup", "hr",
        "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
        "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the readable text of a web page and its headings.

    Raises:
        Unreadable: the page is not text, is too large, or is nested too deep.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(Message("larger than {limit} bytes; split it", limit=f"{MAX_BYTES:,}"))
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_characters(data))
    walk = _Walk()
    root = _root(tree)
    if root is not None:
        walk.over(root)
    headings = walk.layout.headings()
    title = tree.css_first("head > title")
    first = next((h.text for h in headings if h.level == 1), None)
    html = tree.css_first("html")
    language = _LANGUAGE.fullmatch((html.attributes.get("lang") or "") if html else "")
    return Parsed(
        walk.layout.text(),
        headings or None,
        title=(one_line(title.text()) if title else "") or first,
        language=language[1].lower() if language else None,
        declared=_declared(tree),
    )


def _characters(data: bytes) -> str:
    """Decode a page by the encoding that it declares; a byte order mark has priority."""
    declared = _CHARSET.search(_COMMENT.sub(b"", data[:4096]))
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = declared[1].decode("ascii").lower()
        # Browsers read these two as Windows-1252, and pages rely on it.
        encoding = "cp1252" if encoding in {"iso-8859-1", "us-ascii"} else encoding
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            pass
    return decode(data)


def _root(tree: LexborHTMLParser) -> LexborNode | None:
    articles = tree.css("article")
    node: LexborNode
    for node in (*tree.css("main, [role=main]"), *(articles if len(articles) == 1 else ())):
        if one_line(node.text()):
            return node
    return tree.body


def _declared(tree: LexborHTMLParser) -> Metadata:
    pairs = []
    for meta in tree.css("meta[name][content]"):
        name, content = meta.attributes.get("name"), meta.attributes.get("content")
        if name and content and name.strip().lower() in KEYS:
            pairs.append((name, content))
    return from_pairs(pairs, "<meta>")


class _Walk:
    """One pass over the page in reading order; words are collected until a block ends."""

    def __init__(self) -> None:
        self.layout = TextLayout()
        self._words: list[str] = []
        self._lists: list[int | None] = []  # the next number; None where items have none
        self._marker = ""  # of the current list item, until its first words
        self._row: list[str] | None = None
        self._preformatted = 0  # number of open <pre>, where line ends and blanks are kept

    def over(self, root: LexborNode) -> None:
        """Send every block below *root* to the layout."""
        node, depth = root, 0
        while True:
            entered = self._enter(node)
            child = node.first_child if entered else None
            if child is not None:
                node, depth = child, depth + 1
                if depth > MAX_DEPTH:
                    raise Unreadable(Message("nested too deep to read"))
                continue
            if entered:
                self._leave(node)
            while node.next is None or not depth:
                if not depth or node.parent is None:
                    self._flush()
                    return
                node, depth = node.parent, depth - 1
                self._leave(node)
            node = node.next

    def _enter(self, node: LexborNode) -> bool:
        """Process the start of *node*; return whether its children are read."""
        if node.is_text_node:
            text = node.text_content or ""
            self._words.append(text if self._preformatted else re.sub(r"\s+", " ", text))
            return False
        if not node.is_element_node or is_boilerplate(node):
            return False
        tag = node.tag or ""
        if tag in _HEADINGS and self._row is None:
            self._flush()
            self.layout.heading(_heading_text(node), _HEADINGS[tag])
            return False
        if tag == "br":
            self._words.append("\n")
        elif tag in _BLOCKS:
            self._open(tag, node)
        return True

    def _open(self, tag: str, node: LexborNode) -> None:
        if self._row is not None and tag not in {"td", "th", "tr"}:
            self._words.append(" ")
            return
        self._flush()
        if tag in {"ul", "ol"}:
            start = node.attributes.get("start") or "1"
            number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
            self._lists.append(number if tag == "ol" else None)
        elif tag == "li":
            self._marker = self._next_marker()
        elif tag == "tr":
            self._row = []
        elif tag == "pre":
            self._preformatted += 1

    def _next_marker(self) -> str:
        if not self._lists or (number := self._lists[-1]) is None:
            return "  " * max(0, len(self._lists) - 1) + "- "
        self._lists[-1] = number + 1
        return "  " * (len(self._lists) - 1) + f"{number}. "

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if self._row is not None:
            if tag in {"td", "th"}:
                self._row.append(one_line("".join(self._words)))
                self._words.clear()
            elif tag == "tr":
                self.layout.line(" | ".join(cell for cell in self._row if cell))
                self._row = None
            return
        if tag in _BLOCKS:
            self._flush()
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._marker = ""
        elif tag == "pre":
            self._preformatted -= 1

    def _flush(self) -> None:
        joined = "".join(self._words)
        self._words.clear()
        text = joined if self._preformatted else "\n".join(_even_lines(joined))
        if not text.strip():
            return
        if self._marker or self._lists:
            self.layout.line((self._marker or "  " * len(self._lists)) + text.strip())
            self._marker = ""
        else:
            self.layout.block(text)


def _even_lines(text: str) -> list[str]:
    return [even for line in text.split("\n") if (even := " ".join(line.split()))]


def _heading_text(node: LexborNode) -> str:
    """Return the text of a heading, without scripts."""
    words: list[str] = []
    waiting = list(node.iter(include_text=True))[::-1]
    while waiting:
        part = waiting.pop()
        if part.is_text_node:
            words.append(part.text_content or "")
        elif part.tag == "br":
            words.append(" ")
        elif part.tag not in DROPPED_TAGS:
            waiting.extend(list(part.iter(include_text=True))[::-1])
    return one_line("".join(words)).rstrip("¶§")
