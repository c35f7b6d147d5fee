"""Lay text out in the cells of a terminal: made safe, marked, wrapped.

Text and the spans of its marks come in, lines go out. A document may contain what drives
a terminal: escape sequences, or controls of the direction of writing. They are removed.
A mark is «…» or, with colour, bold and underlined: colour is never its only sign.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["Style", "cells", "safe", "safe_line", "wrapped"]

# C0 and C1 but for the line feed, marks of direction, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_WORD = re.compile(r"\S+")
_ONE_CELL_EACH = re.compile("[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u203a]*")
"""Latin letters and common punctuation: most text of a document in Swahili or English."""
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


def safe_line(text: str) -> str:
    r"""Return *text* safe, with single spaces for all its blanks.

    >>> safe_line("Sera\tya\n  TEHAMA")
    'Sera ya TEHAMA'
    """
    return " ".join(safe(text)[0].split())


def cells(text: str) -> int:
    """Return how many cells *text* takes: two for a wide letter, none for a mark over one.

    >>> cells("ng’ombe"), cells("漢字"), cells("e\u0301"), cells("👩\u200d💻")
    (7, 4, 1, 2)
    """
    if _ONE_CELL_EACH.fullmatch(text):
        return len(text)
    # Its tables take 30 ms to load. By graphemes: it lets a joiner hide any letter after it.
    from wcwidth import iter_graphemes, width

    return sum(width(grapheme, control_codes="ignore") for grapheme in iter_graphemes(text))


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

        A mark may continue in the next piece. With colour it is closed here and opened
        again there, so that no line leaves the terminal underlined. The signs « and » are
        printed at the ends of the whole mark only.
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

    Line feeds in *text* are kept. A word wider than a line is cut between two letters.

    Args:
        text: of a document; it is made safe here.
        spans: its marks, in code points of *text*, sorted and apart.
        width: of a line in cells, with the indent; at least eight cells remain for text.
        style: how marks look.
        indent: begins each line.

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
    """Yield the words of text[within]; *signs* has the number of « and » at each character."""
    for match in _WORD.finditer(text, *within):
        first, end = match.span()
        taken = cells(match[0]) + _signs_in(signs, first, end)
        if taken <= room:
            yield _Word(first, end, taken, joined=False)
        else:
            yield from _pieces(text, (first, end), room, signs)


def _pieces(text: str, word: Span, room: int, signs: Mapping[int, int]) -> Iterator[_Word]:
    """Yield the pieces of a word that is wider than a line; no letter is parted from its marks."""
    from wcwidth import iter_graphemes

    first, end = word
    start, at, used = first, first, 0
    for grapheme in iter_graphemes(text[first:end]):
        after = at + len(grapheme)
        taken = cells(grapheme) + _signs_in(signs, at, after)
        if used + taken > room and at > start:
            yield _Word(start, at, used, start > first)
            start, used = at, 0
        at, used = after, used + taken
    yield _Word(start, end, used, start > first)


def _signs_in(signs: Mapping[int, int], start: int, end: int) -> int:
    """Return how many signs are in text[start:end]."""
    return sum(signs.get(at, 0) for at in range(start, end)) if signs else 0
