"""Read hOCR, the HTML that Tesseract writes: lines of words, each with its box.

hOCR comes in, HocrLines go out. The properties are in the attribute ``title``:

    ocr_line     bbox 351 243 955 302; baseline 0.035 -25; x_size 45; …
    ocrx_word    bbox 351 243 498 281; x_wconf 96

Source: The hOCR Embedded OCR Workflow and Output Format, version 1.2.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

__all__ = ["HocrLine", "HocrWord", "hocr_lines"]

_LINES: AbstractSet[str] = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_WORD = "ocrx_word"


class HocrWord(NamedTuple):
    """A word; pixels are counted from the top left of the picture."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class HocrLine:
    """A line, with the straight line on which its letters are."""

    left: int
    bottom: int
    slope: float  # of the baseline: pixels down for each pixel to the right
    offset: float  # of the baseline at *left*, from *bottom*
    words: list[HocrWord] = field(default_factory=list)

    def baseline(self, x: float) -> float:
        """Return the height of the baseline at *x*, from the top."""
        return self.bottom + self.offset + self.slope * (x - self.left)


def hocr_lines(hocr: str) -> list[HocrLine]:
    """Return the lines that contain words, in the order of the file.

    >>> line = "<span class='ocr_line' title='bbox 5 10 90 30; baseline 0 -4'>"
    >>> word = "<span class='ocrx_word' title='bbox 5 10 40 26; x_wconf 91'><em>Dira</em></span>"
    >>> hocr_lines(f"{line}{word}</span>")[0].words[0]
    HocrWord(text='Dira', left=5, top=10, right=40, bottom=26, confidence=0.91)
    """
    parser = _Lines()
    parser.feed(hocr)
    parser.close()
    return [line for line in parser.lines if line.words]


class _Lines(HTMLParser):
    """Collects lines and words; the text of a word may be in elements inside it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[HocrLine] = []
        self._word: dict[str, list[float]] | None = None
        self._text = ""
        self._depth = 0  # of elements inside the word

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._word is not None:
            self._depth += 1
            return
        given = dict(attrs)
        kind = given.get("class")
        values = _properties(given.get("title") or "")
        box = values.get("bbox", [])
        if len(box) != 4:
            return
        if kind in _LINES:
            slope, offset = values.get("baseline", [0.0, 0.0])[:2]
            self.lines.append(HocrLine(int(box[0]), int(box[3]), slope, offset))
        elif kind == _WORD and self.lines:
            self._word, self._text, self._depth = values, "", 0

    def handle_data(self, data: str) -> None:
        if self._word is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if self._word is None:
            return
        if self._depth:
            self._depth -= 1
            return
        left, top, right, bottom = (int(value) for value in self._word["bbox"])
        confidence = min(100.0, max(0.0, self._word.get("x_wconf", [0.0])[0])) / 100
        text = "".join(self._text.split())
        if text and left < right and top < bottom:
            self.lines[-1].words.append(HocrWord(text, left, top, right, bottom, confidence))
        self._word = None


def _properties(title: str) -> dict[str, list[float]]:
    """Return the properties whose values are numbers, by name."""
    properties = {}
    for part in title.split(";"):
        name, *values = part.split()[:5] or [""]
        try:
            properties[name] = [float(value) for value in values]
        except ValueError:  # the name of the picture
            continue
    return properties
