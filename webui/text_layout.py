"""Lay a passage's text out for reading: paragraphs, lines, and the marks in them.

Takes text and spans, gives Pieces: stretches of text that are marked or not.
The template puts ``<mark>`` around the marked ones; no HTML is made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.document import Span

__all__ = ["Line", "Paragraph", "Piece", "paragraphs", "pieces", "widest"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or not."""

    text: str
    marked: bool = False


Line = tuple[Piece, ...]
Paragraph = tuple[Line, ...]

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_WORD = re.compile(r"\s*(\S+)")
_ITEM = re.compile(r"\s*(?:[-–—•·*]|\(?\w{1,4}[.)])\s")


def pieces(text: str, spans: Sequence[Span], start: int = 0, end: int | None = None) -> Line:
    """Cut text[start:end] where marks begin and end.

    Args:
        text: what is shown.
        spans: the marks, sorted and apart, counted in *text*.

    >>> [piece.text for piece in pieces("bodi ya wakala", [(8, 14)]) if piece.marked]
    ['wakala']
    """
    end = len(text) if end is None else end
    found: list[Piece] = []
    at = start
    for span in spans:
        first, last = max(span[0], at), min(span[1], end)
        if first >= last:
            continue
        if at < first:
            found.append(Piece(text[at:first]))
        found.append(Piece(text[first:last], marked=True))
        at = last
    if at < end:
        found.append(Piece(text[at:end]))
    return tuple(found)


def widest(texts: Sequence[str]) -> int:
    """Return the length of the longest line: how far the author's lines run.

    >>> widest(["Dira", "Kuwa kinara\\nwa TEHAMA"])
    11
    """
    return max((len(line) for text in texts for line in text.split("\n")), default=0)


def paragraphs(
    text: str, spans: Sequence[Span], width: int, *, begun: bool = False
) -> tuple[Paragraph, ...]:
    r"""Return the paragraphs of *text*, each with the lines the author meant.

    Plain text is often broken where its editor's window ended. Such a line is
    joined to the next; one that had room for the next word was ended on purpose.

    Args:
        width: how far lines run in the document; see ``widest``.
        begun: the first line began before *text* does, so its length says nothing.

    >>> text = "Majukumu ya bodi ni\nhaya:\n- kushauri\n- kusimamia"
    >>> [[line[0].text for line in lines] for lines in paragraphs(text, (), width=20)]
    [['Majukumu ya bodi ni\nhaya:', '- kushauri', '- kusimamia']]
    """
    return tuple(
        tuple(
            line
            for first, last in _lines(text, start, end, width, begun=begun and start == 0)
            if (line := pieces(text, spans, first, last))
        )
        for start, end in _between(text, _PARAGRAPH)
    )


def _between(text: str, gap: re.Pattern[str]) -> Iterator[Span]:
    """Yield the stretches of *text* between the gaps, the empty ones left out."""
    at = 0
    for match in gap.finditer(text):
        if at < match.start():
            yield at, match.start()
        at = match.end()
    if at < len(text):
        yield at, len(text)


def _lines(text: str, start: int, end: int, width: int, *, begun: bool) -> Iterator[Span]:
    """Yield the lines of text[start:end] that the author ended on purpose."""
    first = line = start
    while (stop := text.find("\n", line, end)) >= 0:
        following = stop + 1
        word = _WORD.match(text, following, end)
        had_room = stop - line + 1 + (len(word[1]) if word else 0) <= width
        if (had_room and not (begun and line == start)) or _ITEM.match(text, following, end):
            yield first, stop
            first = following
        line = following
    yield first, end
