"""The words of a scan are set straight, and their type is measured."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from kb.readers.ocr.hocr import HocrLine, HocrWord, hocr_lines
from kb.readers.ocr.words import sideways_turn, straight_page

DPI = 300


def line(y: int, words: list[str], *, slope: float = 0.0, size: int = 46) -> HocrLine:
    """Return a line of words that are drawn in a type of *size* pixels."""
    x, placed = 300, []
    for word in words:
        width = len(word) * size // 2
        base = y + slope * (x + width / 2 - 300)
        tall = any(c.isupper() or c.isdigit() or c in "bdfhklti" for c in word)
        top = base - (0.72 if tall else 0.52) * size - abs(slope) * width / 2
        bottom = base + (0.21 * size if any(c in "gjpqy" for c in word) else 0)
        bottom += abs(slope) * width / 2
        placed.append(HocrWord(word, x, round(top), x + width, round(bottom), 0.9))
        x += width + size // 3
    return HocrLine(300, y + 20, slope, -20.0, placed)


@pytest.mark.parametrize("degrees", [-2, -1, 0, 1, 2])
def test_lines_of_a_turned_page_become_level(degrees):
    """Each line has one baseline, and the distance of two lines is what it was."""
    slope = math.tan(math.radians(degrees))
    words = ["Wakala", "wa", "Maji", "hutoa", "huduma", "kwa", "wananchi", "wote"]
    lines = [line(600 + 60 * i, words, slope=slope) for i in range(6)]
    page = straight_page(lines, 2500, 3300, DPI)
    heights = [{round(word.y, 1) for word in row} for row in page.lines]
    assert all(len(height) == 1 for height in heights)
    levels = [height.pop() for height in heights]
    steps = {round(upper - lower, 1) for upper, lower in pairwise(levels)}
    assert all(abs(step - 60 * 72 / DPI) < 0.2 for step in steps)


@pytest.mark.parametrize(
    "words", ["Dira ya Kituo", "DIRA YA KITUO", "ana mama sana", "2019", "pia yupo Jangwani"]
)
@pytest.mark.parametrize("size", [40, 46, 66])
def test_the_size_of_type_does_not_depend_on_the_letters(words, size):
    """Capitals, small letters, digits and letters below the line give one size."""
    page = straight_page([line(700, words.split(), size=size)], 2500, 3300, DPI)
    assert page.lines[0][0].size == pytest.approx(size * 72 / DPI, rel=0.05)


@pytest.mark.parametrize(("down", "right", "turn"), [(8, 600, 0), (700, 0, 3), (-700, 0, 1)])
def test_lines_that_run_up_or_down_say_how_the_page_lies(down, right, turn):
    """Tesseract reads a page on its side, and its lines are then upright."""
    places = ((300, 1000), (300 + right, 1000 + down))
    words = [HocrWord("maji", x, top, x + 40, top + 90, 0.9) for x, top in places]
    assert sideways_turn([HocrLine(300, 1900, 0.0, 0.0, words)]) == turn


def test_specks_are_no_words():
    """A sign without a letter that OCR is unsure of is dirt on the glass."""
    words = [HocrWord("Maji", 300, 600, 400, 640, 0.2), HocrWord("~.", 500, 630, 510, 640, 0.2)]
    page = straight_page([HocrLine(300, 650, 0.0, -10.0, words)], 2500, 3300, DPI)
    assert [word.text for row in page.lines for word in row] == ["Maji"]


def test_damaged_hocr_gives_what_is_whole():
    """A line without a box, a word outside a line and an open element cost no other word."""
    hocr = (
        "<span class='ocrx_word' title='bbox 1 1 9 9; x_wconf 90'>nje</span>"
        "<span class='ocr_line' title='bbox 1 x'>"
        "<span class='ocr_line' title='bbox 5 10 90 30; baseline 0 -4'>"
        "<span class='ocrx_word' title='bbox 5 10 40 26; x_wconf 91'>Dira &amp; <b>Dhima</b></span>"
        "<span class='ocrx_word' title='bbox 45 10 40 26; x_wconf 91'>nyuma</span>"
        "<span class='ocrx_word' title='bbox 45 10 60 26; x_wconf 9"
    )
    assert [word.text for read in hocr_lines(hocr) for word in read.words] == ["Dira&Dhima"]
