"""Walk over a web page in reading order and write its blocks into a layout.

The root of the text comes in; paragraphs, headings, lists and tables go to a ``TextLayout``.
Headings are h1 to h6, the labels of accordions, and the labels of tabs whose panel has no
heading of its own. Text inside a heading's button is the heading's.
The walk does not recurse, so deep nesting cannot overflow Python's stack.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kb.cleaning import clean, one_line
from kb.readers.html.boilerplate import Boilerplate
from kb.readers.html.link_words import is_lead_on, without_edit_links
from kb.readers.html.list_numbers import ListNumbers
from kb.readers.html.names import is_page_header
from kb.readers.html.tables import data_table, flat_text
from kb.readers.html.tags import LISTS, heading_level, is_block
from kb.readers.layout import TextLayout
from kb.readers.typography import StyledLine

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["HtmlLine", "write_blocks"]

_MAX_LABEL = 25
"""Words of the label of an accordion; a longer one is a paragraph that opens."""

_BLANK_LINES = re.compile(r"\n\n+")
"""Two line breaks in a paragraph, which end it to the eye."""

_DEEPEST = 6
_BOLD = frozenset(("b", "strong"))
_NO_WORDS = " \t\r\n\f\u00a0:.-"
"""Signs that no one sees in bold or not."""
_SIZE = 12.0
"""Of all lines: a page without its style sheets has no sizes."""


def write_blocks(
    root: LexborNode,
    boilerplate: Boilerplate,
    layout: TextLayout,
    enclosing: int = 0,
    lines: list[HtmlLine] | None = None,
) -> int:
    """Write every block below *root* that is not boilerplate into *layout*.

    Args:
        enclosing: level of the heading above; 0 if there is none.
        lines: receives every line that is written, with its type.

    Returns:
        The level of the last heading that is no label, or *enclosing*.
    """
    walk = _Walk(boilerplate, layout, enclosing, [] if lines is None else lines)
    node, depth = root, 0
    while True:
        entered = walk.enter(node, depth)
        child = node.first_child if entered else None
        if child is not None:
            node, depth = child, depth + 1
            continue
        if entered:
            walk.leave(node, depth)
        while node.next is None or not depth:
            if not depth or node.parent is None:
                walk.flush()
                return walk.level
            node, depth = node.parent, depth - 1
            walk.leave(node, depth)
        node = node.next


class HtmlLine(NamedTuple):
    """A line of a page with its type, and the level of the heading that encloses it."""

    line: StyledLine
    enclosing: int


class _OpenHeading(NamedTuple):
    """A heading that encloses what follows it."""

    depth: int
    level: int
    end: int  # of its words in the layout
    is_label: bool  # of an accordion or a tab; the next label beside it has its level


class _Walk:
    """One pass over the page; words are collected until a block ends."""

    def __init__(
        self,
        boilerplate: Boilerplate,
        layout: TextLayout,
        enclosing: int,
        lines: list[HtmlLine],
    ) -> None:
        self._boilerplate = boilerplate
        self._panels = boilerplate.panels
        self._layout = layout
        self._lines = lines
        self._words: list[str] = []
        self._bold = 0  # open elements that show their words in bold
        self._is_bold = True  # all words so far are
        self._lists: list[ListNumbers] = []
        self._marker = ""  # of the current list item, until its first words
        self._preformatted = 0  # number of open <pre>, where line ends and blanks are kept
        self.level = enclosing
        self._enclosing = [_OpenHeading(-1, enclosing, 0, False)]

    def enter(self, node: LexborNode, depth: int) -> bool:
        """Process the start of *node*; return whether its children are read."""
        if node.is_text_node:
            text = node.text_content or ""
            self._words.append(text if self._preformatted else re.sub(r"\s+", " ", text))
            self._is_bold = self._is_bold and (self._bold > 0 or not text.strip(_NO_WORDS))
            return False
        if not node.is_element_node:
            return False
        tag = node.tag or ""
        if tag == "br":
            self._words.append("\n")
            return False
        if self._boilerplate.leaves_out(node):
            self._keep_title(node, depth)
            return False
        if level := heading_level(node):
            self._heading(self._flat(node), level, depth)
            return False
        if tag == "table" and self._table(node):
            return False
        if tag == "button" or self._panels.is_label(node):
            return self._label(node, depth)
        if is_block(node):
            self._open(tag, node)
            self._tab(node, depth)
        self._bold += tag in _BOLD
        return True

    def _keep_title(self, node: LexborNode, depth: int) -> None:
        """Keep the title of the page that is among the menus of its header."""
        if is_page_header(node):
            for heading in node.css("h1, h2"):
                if self._boilerplate.is_title(heading.text()):
                    self._heading(self._flat(heading), heading_level(heading), depth)
                    return

    def _heading(self, words: str, level: int, depth: int) -> None:
        """Write a heading; *level* 0 is that of a label, below the heading that encloses it."""
        self.flush()
        if not words:
            return
        number = self._marker.strip(" -")
        if number and self._lists and self._lists[-1].numbers_headings:
            words = f"{number} {words}"
        self._marker = ""
        is_label = not level
        while self._enclosing and self._enclosing[-1].depth >= depth:
            if is_label and not self._enclosing[-1].is_label:
                break
            self._enclosing.pop()
        # Never 1, which is the level of a title.
        level = level or min(max(2, self._enclosing[-1].level + 1), _DEEPEST)
        self.level = self.level if is_label else level
        self._add_line(words, self._layout.heading(words, level), "heading", level)
        self._enclosing.append(_OpenHeading(depth, level, len(self._layout), is_label))

    def _label(self, node: LexborNode, depth: int) -> bool:
        """Write the label of an accordion as a heading; other buttons are left out.

        Returns whether the children are read.
        """
        if not self._panels.is_label(node):
            return False
        if node.css_first("h1, h2, h3, h4, h5, h6, [role=heading]") is not None:
            return True
        words = self._flat(node)
        if is_lead_on(words):
            return False
        if len(words.split()) > _MAX_LABEL:
            return True
        self._heading(words, 0, depth)
        return False

    def _tab(self, node: LexborNode, depth: int) -> None:
        """Write the label of the tab that opens a panel, if the panel starts without a heading."""
        label = self._panels.tab_label(node)
        if not label or is_lead_on(label):
            return
        first = node.css_first("h1, h2, h3, h4, h5, h6, p, li, td, dt")
        if first is None or not heading_level(first):
            self._heading(label, 0, depth + 1)

    def _table(self, node: LexborNode) -> bool:
        table = data_table(node, self._boilerplate.leaves_out)
        if table is None:
            return False
        self.flush()
        self._layout.block(table.caption)
        start = self._layout.table(table.rows, table.header_rows)
        self._add_line(table.caption, start, "table")
        return True

    def _flat(self, node: LexborNode) -> str:
        words = one_line(flat_text(node, self._boilerplate.leaves_out))
        return without_edit_links(words).rstrip("¶§ ")

    def _open(self, tag: str, node: LexborNode) -> None:
        self.flush()
        if tag in LISTS:
            self._lists.append(ListNumbers(node))
        elif tag == "li":
            self._marker = self._next_marker(node)
        elif tag == "pre":
            self._preformatted += 1

    def _next_marker(self, item: LexborNode) -> str:
        marker = self._lists[-1].marker(item) if self._lists else "- "
        return "  " * max(0, len(self._lists) - 1) + marker

    def leave(self, node: LexborNode, depth: int) -> None:
        """Process the end of *node*."""
        tag = node.tag or ""
        self._bold -= tag in _BOLD
        if is_block(node):
            self.flush()
            self._close_headings(depth)
        if tag in LISTS and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._marker = ""
        elif tag == "pre":
            self._preformatted -= 1

    def _close_headings(self, depth: int) -> None:
        """Let a heading enclose no more than the element that holds it and its text.

        A heading alone in its element ("<div class=title>") encloses what follows the element.
        """
        while self._enclosing and self._enclosing[-1].depth > depth:
            heading = self._enclosing.pop()
            if heading.end == len(self._layout):
                while self._enclosing and self._enclosing[-1].depth >= depth:
                    self._enclosing.pop()
                self._enclosing.append(heading._replace(depth=depth))
                return

    def flush(self) -> None:
        """Write the collected words as a block, or as a line of the open list."""
        joined = "".join(self._words)
        self._words.clear()
        bold, self._is_bold = self._is_bold, True
        if not joined.strip():
            return
        text = joined if self._preformatted else _even_lines(joined)
        if self._marker or self._lists:
            words = _BLANK_LINES.sub("\n", text.strip())
            start = self._layout.line((self._marker or "  " * len(self._lists)) + words)
            self._add_line(words, start, "bullet")
            self._marker = ""
        elif self._preformatted:
            self._add_line(text, self._layout.block(text), "bullet")
        else:
            for paragraph in _BLANK_LINES.split(text.strip("\n")):
                words = without_edit_links(paragraph)
                self._add_line(words, self._layout.block(words), "text", bold=bold)

    def _add_line(
        self, text: str, start: int, kind: str, level: int | None = None, *, bold: bool = False
    ) -> None:
        enclosing = self._enclosing[-1].level if self._enclosing else 0
        line = StyledLine(clean(text).strip(), start, _SIZE, bold, kind, level)
        self._lines.append(HtmlLine(line, enclosing))


def _even_lines(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))
