"""Read the pages of one file by OCR, within its limits.

A page that can be rendered comes in, its words go out. A page that was fed sideways gives
lines that run up or down, or few words and unsure ones, as one that is upside down. It is
turned as its lines or Tesseract's model of orientation say, and read once more.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.readers.ocr.hocr import HocrLine, hocr_lines
from kb.readers.ocr.pictures import smoothed
from kb.readers.ocr.tesseract import Picture, Tesseract
from kb.readers.ocr.words import RecognizedPage, sideways_turn, straight_page

__all__ = ["Ocr", "Render"]

Render = Callable[[int], Picture]
"""Returns the picture of a page, turned by quarters clockwise."""

_log = logging.getLogger(__name__)

_DOUBTFUL = 0.7
"""A page whose confidence is lower may be turned. Upright scans have 0.9."""
_MIN_WORDS = 10
_MIN_ORIENTATION = 1.0


def _nobody(_seconds: int) -> None:
    """Report a page to nobody."""


@dataclass(slots=True)
class Ocr:
    """OCR for one file."""

    program: Tesseract
    max_pages: int  # further pages are not read
    seconds: int  # for each page, by the clock
    report_page: Callable[[int], None] = _nobody  # called before each page, with its seconds
    pages: int = 0  # that were read so far

    def read(self, render: Render) -> RecognizedPage | None:
        """Return the words of a page; None if the limit of pages or of time is reached."""
        if self.pages >= self.max_pages:
            return None
        self.pages += 1
        self.report_page(self.seconds)
        until = time.monotonic() + self.seconds
        try:
            return self._upright(render, until)
        except TimeoutError:
            return None
        except OSError as error:
            _log.warning("a page was not read by OCR: %s", error)
            return None

    def _upright(self, render: Render, until: float) -> RecognizedPage:
        picture = smoothed(render(0))
        lines = self._lines(picture, until)
        page = _page(picture, lines)
        if page.words >= _MIN_WORDS and page.confidence >= _DOUBTFUL:
            quarter = sideways_turn(lines)
            return self._turned(render, quarter, until) if quarter else page
        turn = self.program.orientation(picture, _left(until))
        if not turn or not turn.quarter or turn.confidence < _MIN_ORIENTATION:
            return page
        turned = self._turned(render, turn.quarter, until)
        return max(turned, page, key=lambda one: one.confidence * one.letters)

    def _turned(self, render: Render, quarter: int, until: float) -> RecognizedPage:
        picture = smoothed(render(quarter))
        return _page(picture, self._lines(picture, until))

    def _lines(self, picture: Picture, until: float) -> list[HocrLine]:
        return hocr_lines(self.program.hocr(picture, _left(until)))


def _page(picture: Picture, lines: Sequence[HocrLine]) -> RecognizedPage:
    return straight_page(lines, picture.width, picture.height, picture.dpi)


def _left(until: float) -> int:
    """Return the whole seconds that are left.

    Raises:
        TimeoutError: there are none.
    """
    left = int(until - time.monotonic())
    if left < 1:
        raise TimeoutError
    return left
