"""Walk over the tokens of an RTF file, with the state of the innermost group.

Tokens come in one after another; the text goes to a ParagraphCollector. What no reader sees is
left out by its destination: pictures, field codes, footers, comments, deleted and
hidden text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kb.messages import Message
from kb.readers.base import Unreadable
from kb.readers.rtf.character_run import CharacterRun
from kb.readers.rtf.charsets import SYMBOL, codec_of_charset, codec_of_page
from kb.readers.rtf.paragraphs import ParagraphCollector
from kb.readers.rtf.records import RtfGroup, RtfStyle
from kb.readers.rtf.tokens import RtfToken, rtf_tokens
from kb.readers.rtf.words import CHARACTERS, ENDS, FLOWS, LEFT_OUT, SIGNS, STARRED_BUT_READ

__all__ = ["Walk"]

_MAX_DEPTH = 500
_OFF = 0


class Walk:
    """One pass over a file; afterwards ``collector.items`` and ``title`` have what it contains."""

    def __init__(self) -> None:
        self.collector = ParagraphCollector()
        self.title = ""
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._style = RtfStyle()
        self._group = RtfGroup()
        self._groups: list[RtfGroup] = []
        self._run = CharacterRun()
        self._instruction = ""

    def over(self, data: bytes) -> None:
        """Read a file.

        Raises:
            Unreadable: it is nested too deep.
        """
        for token in rtf_tokens(data):
            match token.kind:
                case "open":
                    self._open()
                case "close":
                    self._close()
                    if not self._groups:
                        break
                case "bytes":
                    self._run.add(token.data, left_out=self._is_left_out)
                case "sign":
                    self._sign(token.name)
                case _:
                    # Two halves of a character may follow each other: they are joined.
                    if token.name != "u" or self._run.has_bytes:
                        self._flush_characters()
                    self._word(token)
        self._flush_characters()
        self.collector.end_row(self._group)
        self.collector.end_paragraph(self._group)

    @property
    def _is_left_out(self) -> bool:
        return self._group.destination == "left_out"

    def _open(self) -> None:
        self._flush_characters()
        if len(self._groups) >= _MAX_DEPTH:
            raise Unreadable(Message("nested too deep to read"))
        self._groups.append(self._group)
        self._group = replace(self._group, starred=False, opens="")
        self._run.end_skipping()

    def _close(self) -> None:
        self._flush_characters()
        self._run.end_skipping()
        if not self._groups:
            return
        inner, self._group = self._group, self._groups.pop()
        if inner.opens == "style":
            self.collector.styles[inner.style] = self._style
        elif inner.opens:
            self.collector.end_flow(inner.opens, self._group)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._group.starred = True
        elif sign in "\r\n":
            self._flush_characters()
            self.collector.end_paragraph(self._group)
        elif sign in SIGNS and not self._run.skips_one():
            self._flush_characters()
            self._write(SIGNS[sign])

    def _word(self, token: RtfToken) -> None:
        name, number, group = token.name, token.number, self._group
        if group.starred:
            group.starred = False
            if name not in STARRED_BUT_READ:
                self._leave_out(name)
                return
        if name == "u":
            self._run.add_code(number or 0, group.skips, left_out=self._is_left_out)
        elif name == "uc":
            group.skips = min(max(number or 0, 0), 8)
        elif name in CHARACTERS:
            if not self._run.skips_one():
                self._write(CHARACTERS[name])
        elif self._destination(name, number) or group.destination in {"left_out", "field"}:
            return
        elif name in ENDS:
            self.collector.end_paragraph(group)
        elif name == "cell":
            self.collector.end_cell(group)
        elif name == "row":
            self.collector.end_row(group)
        else:
            self._property(name, number)

    def _leave_out(self, name: str) -> None:
        """Leave the rest of the group out of the text; the code of a field is kept aside."""
        self._group.destination = "left_out"
        if name == "fldinst":
            self._group.destination, self._instruction = "field", ""

    def _destination(self, name: str, number: int | None) -> bool:
        """Follow a word that says what its group is; return whether it is one."""
        group = self._group
        if group.destination in {"left_out", "field"} and name != "ud":
            return False
        if name in LEFT_OUT:
            self._leave_out(name)
        elif name == "fldrslt":
            # The result of a field; that of a generated table of contents repeats the headings.
            if self._instruction.split()[:1] == ["TOC"]:
                group.destination = "left_out"
            self._instruction = ""
        elif name == "ud":
            group.destination = "body"
        elif name in {"fonttbl", "stylesheet", "info"}:
            group.destination = {"fonttbl": "fonts", "stylesheet": "styles", "info": "info"}[name]
        elif name == "title" and group.destination == "info":
            group.destination = "title"
        elif name in {"listtext", "pntext"}:
            group.destination = "marker"
        elif name in FLOWS:
            group.opens = group.destination = FLOWS[name]
            group.in_table = False
            self.collector.begin_flow()
        else:
            return False
        return True

    def _property(self, name: str, number: int | None) -> None:
        group = self._group
        match name:
            case "ansicpg" | "mac" | "pc" | "pca":
                pages: Mapping[str, int] = {"mac": 10000, "pc": 437, "pca": 850}
                codec = codec_of_page(pages.get(name, number or 0))
                self._codec = codec if codec and codec != SYMBOL else self._codec
            case "f" if group.destination == "fonts":
                self._font = number or 0
            case "fcharset" if codec := codec_of_charset(number or 0):
                self._fonts[self._font] = codec
            case "cpg" if codec := codec_of_page(number or 0):
                self._fonts[self._font] = codec
            case "f":
                group.codec = self._fonts.get(number or 0)
            case "plain":
                group.bold, group.size, group.unseen, group.codec = False, 12.0, False, None
            case "b":
                group.bold = number != _OFF
            case "fs":
                group.size = min(max(number or 24, 2), 2_000) / 2
            case "v" | "deleted":
                group.unseen = number != _OFF
            case _:
                self._paragraph_property(name, number)

    def _paragraph_property(self, name: str, number: int | None) -> None:
        group = self._group
        match name:
            case "pard":
                group.level, group.style, group.depth, group.in_table = None, 0, 0, False
            case "s":
                group.style = number or 0
                if group.destination in {"styles", "style"}:
                    group.opens = group.destination = "style"
                    self._style = RtfStyle()
            case "outlinelevel" if number is not None and 0 <= number <= 9:
                if group.destination in {"styles", "style"}:
                    self._style.level = number + 1 if number < 9 else None
                group.level = number + 1
            case "ilvl":
                group.depth = min(max(number or 0, 0), 8)
            case "intbl":
                group.in_table = True
            case "trowd":
                group.is_header = False
            case "trhdr":
                group.is_header = True

    def _flush_characters(self) -> None:
        """Write the characters that are collected; those of one font are decoded together."""
        if text := self._run.take(self._group.codec or self._codec):
            self._write(text)

    def _write(self, text: str) -> None:
        group = self._group
        match group.destination:
            case "left_out" | "fonts" | "styles" | "info":
                return
            case "field":
                self._instruction = (self._instruction + text)[:200].lstrip()
            case "title":
                self.title = (self.title + text)[:1_000]
            case "style":
                self._style.name = (self._style.name + text)[:200]
            case "marker":
                self.collector.paragraph.marker += text
            case _ if not group.unseen:
                self.collector.paragraph.add(text, group)
