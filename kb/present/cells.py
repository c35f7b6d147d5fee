"""Lay text out in the cells of a terminal: made safe, marked, wrapped.

A document may hold anything, also what would drive a terminal (escape
sequences, marks that reverse the direction of writing); none of it gets out.
Marks are «…» or, with colour, bold and underlined, so they are never colour alone.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.document import Span

__all__ = ["Style", "cells", "one_line", "safe", "wrapped"]

# C0 and C1 but for the line feed, marks of direction, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_WORD = re.compile(r"\S+")
_BLANK_CONTROLS = re.compile("[\t\x0b\x0c\r\x85\u2028\u2029]")


def safe(text: str, spans: Sequence[Span] = ()) -> tuple[str, tuple[Span, ...]]:
    r"""Return *text* without what could drive a terminal, and *spans* moved along with it.

    >>> safe("ab\x1b[1mcd", [(6, 8)])
    ('ab[1mcd', ((5, 7),))
    """
    text = _BLANK_CONTROLS.sub(" ", text)
    removed = [match.start() for match in _UNSAFE.finditer(text)]
    if not removed:
        return text, tuple(spans)
    moved = (
        (start - bisect_left(removed, start), end - bisect_left(removed, end))
        for start, end in spans
    )
    return _UNSAFE.sub("", text), tuple((start, end) for start, end in moved if start < end)


def one_line(text: str) -> str:
    r"""Return *text* safe, with single spaces for all its blanks.

    >>> one_line("Sera\tya\n  TEHAMA")
    'Sera ya TEHAMA'
    """
    return " ".join(safe(text)[0].split())


def cells(text: str) -> int:
    """Return how many cells *text* takes: two for a wide letter, none for a mark over one.

    >>> cells("ng’ombe"), cells("漢字"), cells("e\u0301")
    (7, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


@dataclass(frozen=True, slots=True)
class Style:
    """How marks, titles and asides look; without colour only marks are shown."""

    colour: bool

    def strong(self, text: str) -> str:
        """Return a title."""
        return f"\x1b[1m{text}\x1b[22m" if self.colour and text else text

    def dim(self, text: str) -> str:
        """Return an aside."""
        return f"\x1b[2m{text}\x1b[22m" if self.colour and text else text

    def marked(self, text: str, spans: Sequence[Span], start: int, end: int) -> str:
        """Return text[start:end] with its marks.

        A mark that goes on past the piece is closed and opened again in colour,
        so that no line leaves the terminal underlined; «…» stands at its ends only.
        """
        out, at = [], start
        for first, last in spans:
            if first >= end or last <= start:
                continue
            inner = text[max(first, start) : min(last, end)]
            out.append(text[at : max(first, start)])
            if self.colour:
                out.append(f"\x1b[1;4m{inner}\x1b[22;24m")
            else:
                out.append(f"{'«' * (first >= start)}{inner}{'»' * (last <= end)}")
            at = min(last, end)
        return "".join([*out, text[at:end]])


def wrapped(
    text: str,
    spans: Sequence[Span] = (),
    *,
    width: int,
    style: Style,
    indent: str = "",
) -> list[str]:
    """Return the lines of *text*, marked, none wider than *width*.

    Line feeds in *text* are kept. A word wider than a line is cut.

    >>> wrapped("bodi ya wakala", [(8, 14)], width=9, style=Style(colour=False))
    ['bodi ya', '«wakala»']
    """
    text, spans = safe(text, spans)
    signs = Counter[int]() if style.colour else Counter(at for s, e in spans for at in (s, e - 1))
    room = max(width - cells(indent), 8)
    lines: list[str] = []
    start = 0
    for source in text.split("\n"):
        line, used = "", 0
        for word in _words(text, (start, start + len(source)), room, signs):
            gap = 1 if line and not word.joined else 0
            if line and used + gap + word.cells > room:
                lines.append(indent + line)
                line, used, gap = "", 0, 0
            line += " " * gap + style.marked(text, spans, word.start, word.end)
            used += gap + word.cells
        lines.append(indent + line if line else "")
        start += len(source) + 1
    return lines


class _Word(NamedTuple):
    """A word or, where it is wider than a line, a piece of one."""

    start: int
    end: int
    cells: int  # its marks included
    joined: bool  # to the piece before


def _words(text: str, within: Span, room: int, signs: Mapping[int, int]) -> Iterator[_Word]:
    """Yield the words of text[within]; *signs* says how many signs each character carries."""
    for match in _WORD.finditer(text, *within):
        start, used = match.start(), 0
        for i in range(match.start(), match.end()):
            taken = _cells_of(text[i]) + signs.get(i, 0)
            if used + taken > room and i > start:
                yield _Word(start, i, used, start > match.start())
                start, used = i, 0
            used += taken
        yield _Word(start, match.end(), used, start > match.start())
