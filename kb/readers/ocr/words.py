"""Set the words of a scanned page straight, and estimate the size of their type.

The lines of hOCR come in, a RecognizedPage goes out. A scan is often turned by a degree
or two: over the width of a page, its lines then fall by a line or more. The slope of the
baselines says by how much, and the words are moved back. So the rows of a scan are as
straight as those that a PDF draws.

The size of type is the height of a word divided by the height that its letters have in
most typefaces: "na" is as high as x, "Kata" as K, and "pia" reaches below the baseline.
Tesseract's own x_size is not used: it takes a line in capitals for one of small letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from kb.readers.ocr.hocr import HocrLine, HocrWord

__all__ = ["RecognizedPage", "RecognizedWord", "sideways_turn", "straight_page"]

_X_HEIGHT, _ASCENT, _DESCENT = 0.52, 0.72, 0.21
"""Times the size of type, in the usual typefaces of offices."""
_TALL: AbstractSet[str] = frozenset("bdfhijklt'’\"“”!?&%$")
_DEEP: AbstractSet[str] = frozenset("gjpqyQ,;()[]{}|/")
_MIN_LINE = 0.15
"""Of the width of the page: shorter lines say little about how it is turned."""
_SPECK = 0.5
"""A sign without letter or digit that is less sure than this is dirt on the glass."""
_POINTS = 72.0


class RecognizedWord(NamedTuple):
    """A word on the straight page, in points from the foot of the page."""

    text: str
    x0: float
    x1: float
    y: float  # of its baseline
    size: float  # of its line
    confidence: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class RecognizedPage:
    """The words of a page that was read by OCR, line by line."""

    width: float
    height: float
    lines: tuple[tuple[RecognizedWord, ...], ...]

    @property
    def letters(self) -> int:
        """How many letters and other signs it has."""
        return sum(len(word.text) for line in self.lines for word in line)

    @property
    def words(self) -> int:
        """How many words of two letters and more it has."""
        words = (word.text for line in self.lines for word in line)
        return sum(sum(c.isalpha() for c in word) > 1 for word in words)

    @property
    def confidence(self) -> float:
        """The mean confidence of its letters; 0 where it has none."""
        total = sum(len(word.text) * word.confidence for line in self.lines for word in line)
        return total / max(1, self.letters)


def sideways_turn(lines: Sequence[HocrLine]) -> int:
    """Return the turns of 90 degrees, clockwise, that set upright what runs up or down.

    Tesseract may read a page that lies on its side, but its lines are then upright.
    """
    words = {0: 0, 1: 0, 3: 0}
    for line in lines:
        first, last = line.words[0], line.words[-1]
        down, right = last.top - first.top, last.right - first.left
        turn = 0 if abs(down) < abs(right) else (3 if down > 0 else 1)
        words[turn] += len(line.words)
    return max(words, key=lambda turn: words[turn])


def straight_page(lines: Sequence[HocrLine], width: int, height: int, dpi: float) -> RecognizedPage:
    """Return the page that a picture shows.

    Args:
        lines: of the picture.
        width: of the picture, in pixels.
        height: of the picture, in pixels.
        dpi: pixels of an inch.
    """
    kept = [_without_specks(line) for line in lines]
    kept = [line for line in kept if line.words]
    slope = _slope(kept, width)
    middle_x, middle_y = width / 2, height / 2
    point = _POINTS / dpi
    read = []
    for line in kept:
        x = (line.words[0].left + line.words[-1].right) / 2
        base = line.baseline(x)
        y = (height - (base - slope * (x - middle_x))) * point
        moved = slope * (base - middle_y)
        size = _size(line, slope) * point
        read.append(
            tuple(
                RecognizedWord(
                    word.text,
                    (word.left + moved) * point,
                    (word.right + moved) * point,
                    y,
                    size,
                    word.confidence,
                )
                for word in line.words
            )
        )
    return RecognizedPage(width * point, height * point, tuple(read))


def _without_specks(line: HocrLine) -> HocrLine:
    words = [
        word
        for word in line.words
        if word.confidence >= _SPECK or any(c.isalnum() for c in word.text)
    ]
    return HocrLine(line.left, line.bottom, line.slope, line.offset, words)


def _slope(lines: Sequence[HocrLine], width: int) -> float:
    """Return how far lines fall for each pixel to the right: the median of the long lines."""
    slopes = [
        line.slope
        for line in lines
        if line.words[-1].right - line.words[0].left >= _MIN_LINE * width
    ]
    return median(slopes) if slopes else 0.0


def _size(line: HocrLine, slope: float) -> float:
    """Return the size of the type of a line, in pixels."""
    worded = [word for word in line.words if any(c.isalnum() for c in word.text)]
    return median(_word_size(word, slope) for word in worded or line.words)


def _word_size(word: HocrWord, slope: float) -> float:
    height = word.bottom - word.top - abs(slope) * (word.right - word.left)
    tall = any(c.isupper() or c.isdigit() or c in _TALL for c in word.text)
    deep = any(c in _DEEP for c in word.text)
    return max(1.0, height) / ((_ASCENT if tall else _X_HEIGHT) + (_DESCENT if deep else 0.0))
