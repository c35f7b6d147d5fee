"""Lay out a passage's text: paragraphs, lines, and the marks in them.

Takes text and spans, gives Pieces: parts of the text that are marked or not. The template
puts ``<mark>`` around the marked ones; this module writes no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.document import Span

__all__ = ["Line", "Paragraph", "Piece", "max_line_length", "paragraphs", "pieces"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line, marked or not."""

    text: str
    marked: bool = False


Line = tuple[Piece, ...]
Paragraph = tuple[Line, ...]

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_WORD = re.compile(r"\s*(\S+)")
_ITEM = re.compile(r"\s*(?:[-–—•·*]|\(?\w{1,4}[.)])\s")


def pieces(text: str, spans: Sequence[Span], start: int = 0, end: int | None = None) -> Line:
    """Return text[start:end], cut where marks start and end.

    Args:
        text: the text to show.
        spans: the marks as code points of *text*: sorted, not overlapping.
        start: the first code point that is shown.
        end: the first that is not; None: the end of *text*.

    >>> [piece.text for piece in pieces("bodi ya wakala", [(8, 14)]) if piece.marked]
    ['wakala']
    """
    end = len(text) if end is None else end
    line: list[Piece] = []
    at = start
    for span in spans:
        first, last = max(span[0], at), min(span[1], end)
        if first >= last:
            continue
        if at < first:
            line.append(Piece(text[at:first]))
        line.append(Piece(text[first:last], marked=True))
        at = last
    if at < end:
        line.append(Piece(text[at:end]))
    return tuple(line)


def max_line_length(texts: Sequence[str]) -> int:
    """Return the length of the longest line, in code points.

    >>> max_line_length(["Dira", "Kuwa kinara\\nwa TEHAMA"])
    11
    """
    return max((len(line) for text in texts for line in text.split("\n")), default=0)


def paragraphs(
    text: str, spans: Sequence[Span], width: int, *, starts_inside_line: bool = False
) -> tuple[Paragraph, ...]:
    r"""Return the paragraphs of *text*, each with the lines that its author intended.

    An editor breaks a line where the next word has no room. Such a line is joined to the
    next one. A line with room for the next word was ended by the author.

    Args:
        text: the text to show.
        spans: see ``pieces``.
        width: the length of the document's longest line; see ``max_line_length``.
        starts_inside_line: *text* starts inside a line, so the length of that line is unknown.

    >>> text = "Majukumu ya bodi ni\nhaya:\n- kushauri\n- kusimamia"
    >>> [[line[0].text for line in lines] for lines in paragraphs(text, (), width=20)]
    [['Majukumu ya bodi ni\nhaya:', '- kushauri', '- kusimamia']]
    """
    return tuple(
        tuple(
            line
            for first, last in _lines(
                text, start, end, width, starts_inside_line=starts_inside_line and start == 0
            )
            if (line := pieces(text, spans, first, last))
        )
        for start, end in _between(text, _PARAGRAPH)
    )


def _between(text: str, gap: re.Pattern[str]) -> Iterator[Span]:
    """Yield the parts of *text* between the gaps, without empty ones."""
    at = 0
    for match in gap.finditer(text):
        if at < match.start():
            yield at, match.start()
        at = match.end()
    if at < len(text):
        yield at, len(text)


def _lines(
    text: str, start: int, end: int, width: int, *, starts_inside_line: bool
) -> Iterator[Span]:
    """Yield the lines of text[start:end] that the author intended."""
    first = line = start
    while (stop := text.find("\n", line, end)) >= 0:
        following = stop + 1
        word = _WORD.match(text, following, end)
        had_room = stop - line + 1 + (len(word[1]) if word else 0) <= width
        if (had_room and not (starts_inside_line and line == start)) or _ITEM.match(
            text, following, end
        ):
            yield first, stop
            first = following
        line = following
    yield first, end
