"""Take the words out of a line of Markdown: no marks, addresses, attributes or references.

The tokens of a line come in; pieces go out: words, and headings that HTML tags mark in the
middle of a line. What CommonMark does not know, but writers use, is taken off by patterns:
``{#id .class}``, ``[[page|words]]``, ``==marked==``, ``H~2~O``, ``{% include %}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["Piece", "inline_pieces", "inline_text", "with_tick", "without_marks"]

_NEW_ITEM = re.compile(r"\s*(?:\(\w{1,4}\)|\w{1,3}\)|(?:[a-z]|[ivx]{2,4})\.|[•·–—*-])\s")
"""The number of a clause of a law at the start of a line, which is no list in Markdown."""

_ATTRIBUTES = re.compile(
    r"\s*\{:?\s*(?:(?:[#.][A-Za-z_][\w:.-]*|-|[A-Za-z][\w:-]*=(?:\"[^\"]*\"|'[^']*'|[^\s}]+))\s*)+\}"
)
_CLOSING_HASHES = re.compile(r"\s+#+(?=\s*\{[^{}]*\}\s*$)")
"""Those at the end of a heading, in front of its attributes."""
_WIKI_IMAGE = re.compile(r"!\[\[[^\[\]]*\]\]")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_TEMPLATE = re.compile(r"\{%.*?%\}|\{\{[<%].*?[>%]\}\}")
_MARKED = re.compile(r"(?<![=\w])==(?=\S)(.+?)(?<=\S)==(?!=)")
_INSERTED = re.compile(r"(?<![+\w])\+\+(?=\S)([^+]+?)(?<=\S)\+\+(?!\+)")
_RAISED = re.compile(r"(?<=\w)([~^])([\w+-]{1,8})\1")
_CONTENTS = re.compile(r"\s*(?:\[TOC\]|\[\[_?TOC_?\]\]|\{:toc\})\s*", re.IGNORECASE)
_TASK = re.compile(r"\[([ xX])\]\s+")
_MARKS = (
    (_TEMPLATE, ""),
    (_ATTRIBUTES, ""),
    (_WIKI_IMAGE, ""),
    (_WIKI_LINK, r"\1"),
    (_RAISED, r"\2"),
    (_MARKED, r"\1"),
    (_INSERTED, r"\1"),
)
_HEADING_TAG = re.compile(r"<(/?)h([1-6])\b", re.IGNORECASE)
_UNREAD_TAG = re.compile(r"<(/?)(?:script|style|template|noscript)\b", re.IGNORECASE)


class Piece(NamedTuple):
    """A stretch of a line: words of a paragraph (level 0), or a heading."""

    text: str
    level: int


def inline_text(tokens: Sequence[Token], *, images: bool = True) -> str:
    """Return the words of inline tokens.

    Args:
        tokens: the children of an inline token.
        images: whether the description of an image is read; it is no part of a heading.
    """
    return "".join(piece.text for piece in inline_pieces(tokens, images=images))


def inline_pieces(tokens: Sequence[Token], *, images: bool = True) -> Iterator[Piece]:
    """Yield the words of inline tokens, apart where ``<h2>`` marks a heading among them."""
    parts: list[str] = []
    level = unread = 0
    for i, token in enumerate(tokens):
        if token.type == "html_inline":
            if tag := _UNREAD_TAG.match(token.content):
                unread = max(0, unread + (-1 if tag[1] else 1))
            elif tag := _HEADING_TAG.match(token.content):
                yield Piece(_even("".join(parts)), level)
                parts.clear()
                level = 0 if tag[1] else int(tag[2])
            elif token.content.lower().startswith("<br"):
                parts.append("\n")
        elif not unread:
            parts.append(_words(token, tokens[i + 1] if i + 1 < len(tokens) else None, images))
    yield Piece(_even("".join(parts)), level)


def _even(text: str) -> str:
    """Return lines with single blanks, as they are shown."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def _words(token: Token, following: Token | None, images: bool) -> str:
    match token.type:
        case "text":
            return without_marks(token.content)
        case "code_inline":
            return token.content
        case "image":
            return inline_text(token.children or ()) if images else ""
        case "hardbreak":
            return "\n"
        case "softbreak":
            return "\n" if following and _NEW_ITEM.match(following.content) else " "
    return ""


def without_marks(text: str) -> str:
    """Return text without the marks that CommonMark does not know.

    >>> without_marks("Utangulizi {#utangulizi .unnumbered}"), without_marks("Soma [[Sera|hapa]]")
    ('Utangulizi', 'Soma hapa')
    """
    if _CONTENTS.fullmatch(text):
        return ""
    if _ATTRIBUTES.search(text):
        text = _CLOSING_HASHES.sub("", text)
    for pattern, kept in _MARKS:
        text = pattern.sub(kept, text)
    return text


def with_tick(text: str) -> str:
    """Return the words of a list item with its box as it is shown.

    >>> with_tick("[x] Cheti"), with_tick("[ ] Picha"), with_tick("[1] Waraka")
    ('☒ Cheti', '☐ Picha', '[1] Waraka')
    """
    task = _TASK.match(text)
    return f"{'☐' if task[1] == ' ' else '☒'} {text[task.end() :]}" if task else text
