"""Cut sections into passages, the unit that is indexed, ranked and shown.

A section runs from one heading to the next: one line, or forty pages. Readers
want an answer they can see at once, so a long section is cut into pieces of
even size: at paragraph ends where they fall near enough, else at sentence
ends, else between words. A table is cut between its rows. A passage never
crosses a heading, and passages do not overlap: a query matches a sentence in
one passage only.

Takes Document and Section, returns Passages.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from kb import swahili
from kb.document import Document, Passage, Section

__all__ = ["split_section"]

_WORD = re.compile(r"\S+")
_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE_END = re.compile(r"\n[^\S\n]*")
_ITEM = re.compile(r"[-*•·–—▪●]\s|\(?\w{1,4}[.)]\s")
_MAX_WORD = 60
"""Characters. What is longer without a blank is no word, and counts as several."""

_PARAGRAPH, _LINE, _ROW, _SENTENCE, _INSIDE = 0.0, 0.15, 0.3, 0.4, 1.5
"""What a cut costs, in units of a passage's deviation from the even size."""


class _Unit(NamedTuple):
    """The smallest stretch that is not cut further, and the cost of a cut after it."""

    start: int
    end: int
    words: int
    cost: float


def split_section(
    document: Document, section: Section, *, target_words: int, max_words: int
) -> tuple[Passage, ...]:
    """Return the passages of a section, in order; never none.

    Args:
        document: whose text is cut.
        section: the stretch of it.
        target_words: the length a passage aims at.
        max_words: the length no passage exceeds.

    Every passage is an exact slice, ``document.text[p.start : p.end] == p.text``,
    without blanks at its ends. A section without text of its own gives its heading.
    """
    text = document.text
    if section.body >= section.end:
        end = text.find("\n", section.start, section.end)
        spans = [(section.start, end if end >= 0 else section.end)]
    else:
        units = list(_units(document, section.body, section.end, max_words))
        spans = _even_spans(units, min(target_words, max_words), max_words)
    made = []
    for ordinal, (start, end) in enumerate(spans, 1):
        id = f"{document.id}#{section.anchor}.{ordinal}"
        made.append(Passage(id, document.id, section.anchor, ordinal, text[start:end], start, end))
    return tuple(made)


def _even_spans(units: list[_Unit], target_words: int, max_words: int) -> list[tuple[int, int]]:
    cumulative = [0]
    for unit in units:
        cumulative.append(cumulative[-1] + unit.words)
    spans: list[tuple[int, int]] = []
    first = 0
    while first < len(units):
        stop = _passage_end(units, cumulative, first, target_words, max_words)
        spans.append((units[first].start, units[stop - 1].end))
        first = stop
    return spans


def _passage_end(
    units: list[_Unit], cumulative: list[int], first: int, target_words: int, max_words: int
) -> int:
    """Return where the passage that starts at unit *first* ends: the first unit not in it."""
    done, left = cumulative[first], cumulative[-1] - cumulative[first]
    pieces = max(1, round(left / target_words), -(-left // max_words))
    if pieces == 1:
        return len(units)
    even = left / pieces
    nearest = bisect_left(cumulative, done + even / 2, first + 1, len(cumulative) - 1)
    furthest = bisect_right(cumulative, done + max_words, first + 1) - 1
    if furthest <= nearest:
        return max(first + 1, furthest)

    def cost(stop: int) -> float:
        away = abs(cumulative[stop] - done - even) / even
        rest = cumulative[-1] - cumulative[stop]
        # What is left must fit into the passages that are left.
        overflow = max(0.0, rest - (pieces - 1) * max_words)
        return away * away * 4 + units[stop - 1].cost + overflow

    return min(range(nearest, furthest + 1), key=cost)


def _units(document: Document, start: int, end: int, max_words: int) -> Iterator[_Unit]:
    """Yield the units of text[start:end]: the rows of tables, the sentences between them."""
    at = start
    for table in document.tables:
        first, last = max(table.start, at), min(table.end, end)
        if first < last:
            yield from _sentences(document.text, at, first, max_words)
            yield from _rows(document.text, first, last, table.header, max_words)
            at = last
    yield from _sentences(document.text, at, end, max_words)


def _rows(text: str, start: int, end: int, header: int, max_words: int) -> Iterator[_Unit]:
    """Yield the rows of a table; a header row stays with the row below it."""
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        first, last = _strip(text, at, stop)
        if first < last:
            cost = _PARAGRAPH if stop == end else _INSIDE if stop <= header else _ROW
            yield from _pieces(text, first, last, max_words, cost)
        at = stop + 1


def _sentences(text: str, start: int, end: int, max_words: int) -> Iterator[_Unit]:
    for paragraph_start, paragraph_end, cost_after in _paragraphs(text, start, end):
        # ICU ends a sentence at every line end; a broken line is no sentence.
        flat = text[paragraph_start:paragraph_end].replace("\n", " ")
        sentences = list(swahili.sentences(flat)) or [(0, len(flat))]
        for place, (a, b) in enumerate(sentences):
            first, last = _strip(text, paragraph_start + a, paragraph_start + b)
            if first < last:
                cost = cost_after if place == len(sentences) - 1 else _SENTENCE
                yield from _pieces(text, first, last, max_words, cost)


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Yield start and end of each paragraph or line, and the cost of a cut after it."""
    begin = start
    for gap in _LINE_END.finditer(text, start, end):
        if gap.start() < begin:
            continue
        blank = _BLANK_LINE.match(text, gap.start(), end)
        stop = blank.end() if blank else gap.end()
        if not blank and not _line_is_whole(text, begin, gap.start(), stop):
            continue
        yield begin, gap.start(), _PARAGRAPH if blank else _LINE
        begin = stop
    yield begin, end, _PARAGRAPH


def _line_is_whole(text: str, begin: int, stop: int, below: int) -> bool:
    """Tell whether a line ends where its author meant it to, not at the right margin."""
    line = text[text.rfind("\n", begin, stop) + 1 : stop].rstrip()
    return (
        len(line) > 120  # no editor breaks lines so late
        or line.endswith((".", ":", ";", "?", "!"))
        or _ITEM.match(text, below) is not None
    )


def _pieces(text: str, start: int, end: int, max_words: int, cost: float) -> Iterator[_Unit]:
    """Yield a sentence, cut between words, and in the end inside them, where it is too long."""
    words = text[start:end].split()
    if len(words) <= max_words and max(map(len, words)) <= _MAX_WORD:
        yield _Unit(start, end, len(words), cost)
        return
    spans = [
        (at, min(at + _MAX_WORD, word.end()))
        for word in _WORD.finditer(text, start, end)
        for at in range(word.start(), word.end(), _MAX_WORD)
    ]
    pieces = -(-len(spans) // max_words)
    for piece in range(pieces):
        part = spans[len(spans) * piece // pieces : len(spans) * (piece + 1) // pieces]
        last = piece == pieces - 1
        yield _Unit(part[0][0], part[-1][1], len(part), cost if last else _INSIDE)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
