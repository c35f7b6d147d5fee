"""Read web pages: their main text, without navigation and other parts around it.

The bytes of a page come in; its text, headings, tables, title, language and metadata go out.
``charset`` decodes it, Lexbor (selectolax) parses it as browsers do, ``boilerplate`` decides
what is left out, ``root`` which part is the page, ``blocks`` writes the text, ``bold`` finds
headings in bold beside those with tags, ``tables`` reads tables, ``title`` tells the name of the page from that of its site.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.messages import Message
from kb.metadata.records import KEYS, Metadata, from_pairs
from kb.readers.base import Parsed, Unreadable
from kb.readers.html.blocks import HtmlLine, write_blocks
from kb.readers.html.boilerplate import Boilerplate
from kb.readers.html.bold import with_bold
from kb.readers.html.charset import page_characters
from kb.readers.html.extent import MAX_DEPTH
from kb.readers.html.note_links import bracket_notes
from kb.readers.html.root import text_root
from kb.readers.html.title import page_name
from kb.readers.layout import TextLayout

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

__all__ = ["MAX_DEPTH", "VERSION", "parse", "write_fragment"]

VERSION = "6"
LIBRARIES = ("selectolax",)

MAX_BYTES = 10 * 1024 * 1024

_MAX_HEAD = 1 << 16
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_NOSCRIPT = re.compile(r"<noscript\b[^<]*(?:<(?!/?noscript\b)[^<]*)*</noscript\s*>", re.IGNORECASE)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the readable text of a web page and its headings.

    Raises:
        Unreadable: the page is not text, is too large, is nested too deep, or only shows
            other pages in frames.

    >>> parse(b"<nav><a href=/>Mwanzo</a></nav><h1>Dira</h1><p>Kuwa kinara.").text
    'Dira\\n\\nKuwa kinara.\\n'
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(Message("larger than {limit} bytes; split it", limit=f"{MAX_BYTES:,}"))
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_without_noscript(page_characters(data)))
    bracket_notes(tree)
    name = page_name(tree)
    layout, lines = _layout(tree, name.title or "")
    headings = with_bold(layout.headings(), lines)
    html = tree.css_first("html")
    language = _LANGUAGE.fullmatch((html.attributes.get("lang") or "") if html else "")
    return Parsed(
        layout.text(),
        headings or None,
        title=name.title or next((h.text for h in headings if h.level == 1), None),
        language=language[1].lower() if language else None,
        declared=_declared(tree),
        tables=layout.tables(),
        publisher=name.site,
    )


def write_fragment(source: str, layout: TextLayout, enclosing: int) -> int:
    """Write the words and headings of a piece of HTML, as a Markdown page contains it.

    Args:
        source: perhaps with tags that another piece closes.
        layout: where the words go.
        enclosing: level of the heading above; labels of ``<details>`` are one below it.

    Returns:
        The level of the heading that is above what follows.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(source)
    if tree.body is None:
        return enclosing
    return write_blocks(tree.body, Boilerplate(tree, tree.body).keep_all(), layout, enclosing)


def _without_noscript(page: str) -> str:
    """Return a page without what its head says to browsers without scripts.

    It would end the head there, and the title after it would be text.
    """
    body = _BODY.search(page)
    head = page[: body.start() if body else _MAX_HEAD]
    return _NOSCRIPT.sub("", head) + page[len(head) :]


def _layout(tree: LexborHTMLParser, title: str) -> tuple[TextLayout, list[HtmlLine]]:
    """Return the text of a page and its lines; of a page that is all menus, the menus."""
    layout, lines = TextLayout(), list[HtmlLine]()
    body = tree.body
    if body is None:
        return _without_frames(tree, title)
    boilerplate = Boilerplate(tree, body, title)
    write_blocks(text_root(tree, body, boilerplate), boilerplate, layout, lines=lines)
    if not layout.text():
        write_blocks(body, boilerplate.keep_all(), layout)
    return layout, lines


def _without_frames(tree: LexborHTMLParser, title: str) -> tuple[TextLayout, list[HtmlLine]]:
    """Return the text that a page of frames has for browsers without frames."""
    from selectolax.lexbor import LexborHTMLParser

    for node in tree.css("noframes"):
        layout, lines = _layout(LexborHTMLParser(node.text()), title)
        if layout.text():
            return layout, lines
    frames = [node.attributes.get("src") or "" for node in tree.css("frame")]
    if frames:
        raise Unreadable(
            Message("only frames around other pages; add these: {pages}", pages=", ".join(frames))
        )
    return TextLayout(), []


def _declared(tree: LexborHTMLParser) -> Metadata:
    pairs = []
    for meta in tree.css("meta[name][content]"):
        name, content = meta.attributes.get("name"), meta.attributes.get("content")
        if name and content and name.strip().lower() in KEYS:
            pairs.append((name, content))
    return from_pairs(pairs, "<meta>")
