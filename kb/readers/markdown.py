"""Read Markdown: the words without the marks, the headings by their marks.

The bytes of a file come in; its text, headings and front matter go out. markdown-it-py
parses by CommonMark, with tables. Of emphasis and links the text remains, of a picture
its description; code does not change. ``kb.readers.html`` reads the HTML in a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.cleaning import clean, one_line
from kb.metadata.records import front_matter
from kb.readers.base import Parsed
from kb.readers.layout import TextLayout
from kb.readers.text import decode

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["VERSION", "parse"]

VERSION = "1"
LIBRARIES = ("markdown-it-py",)

_NEW_ITEM = re.compile(r"\s*(?:\(\w{1,4}\)|\w{1,3}\)|[•·–—*-])\s")
"""The number of a clause of a law at the start of a line, which is no list in Markdown."""


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the text and headings of a Markdown file, and its front matter.

    Raises:
        Unreadable: the file is not text.

    >>> parse(b"# Dira\\n\\nKuwa *kinara*.").text
    'Dira\\n\\nKuwa kinara.\\n'
    """
    from markdown_it import MarkdownIt

    source = clean(decode(data))
    declared, start = front_matter(source)
    layout = TextLayout()
    _Writer(layout).write(MarkdownIt("commonmark").enable("table").parse(source[start:]))
    headings = layout.headings()
    title = next((h.text for h in headings if h.level == 1), None)
    return Parsed(layout.text(), headings or None, title=title, declared=declared)


class _Writer:
    """Writes the tokens of a page into a layout, block by block."""

    def __init__(self, layout: TextLayout) -> None:
        self._layout = layout
        self._lists: list[int | None] = []  # the next number; None where items have none
        self._marker = ""
        self._heading = 0
        self._row: list[str] | None = None

    def write(self, tokens: Sequence[Token]) -> None:
        """Write every block of *tokens*."""
        for token in tokens:
            if token.type == "inline":
                self._inline(_words(token.children or ()))
            elif token.type in {"fence", "code_block"}:
                self._layout.block(token.content)
            elif token.type == "html_block":
                self._html(token.content)
            elif token.nesting:
                self._nest(token)

    def _nest(self, token: Token) -> None:
        opens = token.nesting > 0
        match token.type.rpartition("_")[0]:
            case "heading":
                self._heading = int(token.tag[1]) if opens else 0
            case "bullet_list":
                self._lists.append(None) if opens else self._lists.pop()
            case "ordered_list":
                first = int(token.attrGet("start") or 1) if opens else 1
                self._lists.append(first) if opens else self._lists.pop()
            case "list_item":
                self._marker = self._next_marker() if opens else ""
            case "tr" if opens:
                self._row = []
            case "tr":
                self._layout.line(" | ".join(cell for cell in self._row or () if cell))
                self._row = None

    def _next_marker(self) -> str:
        indent = "  " * (len(self._lists) - 1)
        number = self._lists[-1]
        if number is None:
            return indent + "- "
        self._lists[-1] = number + 1
        return f"{indent}{number}. "

    def _inline(self, text: str) -> None:
        if self._row is not None:
            self._row.append(one_line(text))
        elif self._heading:
            self._layout.heading(text, self._heading)
        elif self._lists:
            self._layout.line((self._marker or "  " * len(self._lists)) + text)
            self._marker = ""
        else:
            self._layout.block(text)

    def _html(self, source: str) -> None:
        from kb.readers import html

        self._layout.block(html.parse(source.encode()).text)


def _words(tokens: Sequence[Token]) -> str:
    """Return the text of inline tokens."""
    parts: list[str] = []
    for i, token in enumerate(tokens):
        if token.type in {"text", "code_inline"}:
            parts.append(token.content)
        elif token.type == "image":
            parts.append(_words(token.children or ()))
        elif token.type == "hardbreak":
            parts.append("\n")
        elif token.type == "softbreak":
            follows = tokens[i + 1].content if i + 1 < len(tokens) else ""
            parts.append("\n" if _NEW_ITEM.match(follows) else " ")
        elif token.type == "html_inline" and token.content.lower().startswith("<br"):
            parts.append("\n")
    return "".join(parts)
