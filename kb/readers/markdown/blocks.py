"""Write the blocks of a Markdown page into a layout: headings, paragraphs, lists, tables, notes.

The tokens of markdown-it-py come in; the words go to a ``TextLayout``. A footnote follows
the paragraph that refers to it, as in the other formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kb.cleaning import one_line
from kb.readers.html import write_fragment
from kb.readers.html.link_words import without_edit_links
from kb.readers.layout import TextLayout
from kb.readers.markdown.inline import inline_pieces, inline_text, with_tick, without_marks

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["MarkdownBlocks"]

_ALERT = re.compile(r"\[!\w+\][+-]?\s*")
"""The kind of an alert at the start of a quotation: "[!NOTE]"."""

_NAME = re.compile(r"\s*(?:[\w-]+|\{[^}]*\})")
"""The name or the attributes of a container; words after it are its title."""


class MarkdownBlocks:
    """One page: its tokens, its footnotes, and the place in its lists."""

    def __init__(
        self, layout: TextLayout, tokens: Sequence[Token], environment: Mapping[str, Any]
    ) -> None:
        self._layout = layout
        self._tokens, self._notes = _without_notes(tokens)
        notes = environment.get("footnotes", {}).get("list", {})
        self._inline_notes = {id: note["tokens"] for id, note in notes.items() if "tokens" in note}
        self._lists: list[int | None] = []  # the next number; None where items have none
        self._marker = ""
        self._heading = self._level = 0
        self._rows: list[list[str]] | None = None
        self._skips_title = False
        self._waiting: list[Token] = []  # references to footnotes of this block

    def write(self) -> None:
        """Write every block; footnotes that nothing refers to are last."""
        self._write(self._tokens)
        for label in list(self._notes):
            self._write(self._notes.pop(label))

    def _write(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            match token.type:
                case "inline" if self._skips_title:
                    self._skips_title = False
                case "inline":
                    self._inline(token.children or ())
                case "fence" | "code_block":
                    self._layout.block(token.content)
                case "html_block":
                    self._level = write_fragment(token.content, self._layout, self._level)
                case "container_part_open":
                    self._layout.block(without_marks(_NAME.sub("", token.info, count=1)).strip())
                case "admonition_open":
                    # Without a title of its own the parser repeats its kind, "Note".
                    self._skips_title = '"' not in token.info
                case _ if token.nesting:
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
            case "table" if opens:
                self._rows = []
            case "table":
                self._layout.table(self._rows or (), header_rows=1)
                self._rows = None
                self._add_notes()
            case "tr" if opens and self._rows is not None:
                self._rows.append([])

    def _next_marker(self) -> str:
        indent = "  " * (len(self._lists) - 1)
        number = self._lists[-1]
        if number is None:
            return indent + "- "
        self._lists[-1] = number + 1
        return f"{indent}{number}. "

    def _inline(self, tokens: Sequence[Token]) -> None:
        self._waiting += [token for token in tokens if token.type == "footnote_ref"]
        if self._rows is not None:
            self._rows[-1].append(one_line(inline_text(tokens)))
            return
        if self._heading:
            self._add_heading(inline_text(tokens, images=False), self._heading)
        else:
            for piece in inline_pieces(tokens):
                if piece.level:
                    self._add_heading(piece.text, piece.level)
                else:
                    self._add_words(piece.text)
        self._add_notes()

    def _add_heading(self, text: str, level: int) -> None:
        self._layout.heading(without_edit_links(text), level)
        self._level = level

    def _add_words(self, text: str) -> None:
        if self._lists:
            text = with_tick(text) if self._marker else text
            self._layout.line((self._marker or "  " * len(self._lists)) + text.strip())
            self._marker = ""
        else:
            self._layout.block(_ALERT.sub("", text, count=1) if _ALERT.match(text) else text)

    def _add_notes(self) -> None:
        """Write the footnotes of the block that has just been written, each once."""
        waiting, self._waiting = self._waiting, []
        for reference in waiting:
            label = reference.meta.get("label")
            if label is None:
                self._layout.block(inline_text(self._inline_notes.pop(reference.meta["id"], ())))
            elif label in self._notes:
                self._write(self._notes.pop(label))


def _without_notes(tokens: Sequence[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """Return the tokens of the page, and those of each footnote by its label."""
    page: list[Token] = []
    notes: dict[str, list[Token]] = {}
    open_note: list[Token] | None = None
    for token in tokens:
        if token.type == "footnote_reference_open":
            open_note = notes.setdefault(token.meta["label"], [])
        elif token.type == "footnote_reference_close":
            open_note = None
        else:
            (page if open_note is None else open_note).append(token)
    return page, notes
