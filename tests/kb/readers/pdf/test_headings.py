"""A heading that runs over two lines is one heading; two headings stay two."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pytest

from kb.readers import pdf as reader
from kb.readers.pdf import glyphs
from kb.readers.pdf.pdfium.document import opened
from tests.kb.readers.making import Said, pdf

TEXT = textwrap.wrap(
    "Wakala wa Maji hutoa huduma kwa wananchi wote wa wilaya na kusimamia miundombinu yote "
    "ya maji safi na maji taka katika mji wote. " * 4,
    82,
)
LONG = "Utaratibu wa kushughulikia malalamiko ya wananchi"
BELOW = "Wadau wa Sekta ya Maji Vijijini"
LOWER = "wadau wa sekta ya maji vijijini"


def width(line: Said) -> float:
    """Return how wide a line is drawn, in points."""
    with opened(pdf([line._replace(x=0)]), 1) as document:
        (page,) = glyphs.pages(document)
    return max(glyph.x1 for glyph in page.layers[0].glyphs)


def centred(*lines: Said) -> list[Said]:
    """Return lines in the middle of the page."""
    return [line._replace(x=300 - width(line) / 2) for line in lines]


def headings(heading: Sequence[Said]) -> list[str]:
    """Return the headings of a document of two pages that has these lines between two texts."""
    above = [Said(72, 740 - 14 * i, line, 11) for i, line in enumerate(TEXT[:4])]
    below = [Said(72, 560 - 14 * i, line, 11) for i, line in enumerate(TEXT)]
    plain = [Said(72, 740 - 14 * i, line, 11) for i, line in enumerate(TEXT)]
    parsed = reader.parse(pdf([*above, *heading, *below], plain))
    return [one.text for one in parsed.headings or ()]


@pytest.mark.parametrize(
    "lines",
    [
        [Said(72, 640, LONG, 15), Said(72, 622, LOWER, 15)],
        [Said(72, 640, LONG, 15), Said(72, 622, BELOW, 15)],
        [Said(72, 640, LONG, 20), Said(72, 614, BELOW, 20)],
        [Said(72, 640, LONG, 11, bold=True), Said(72, 626, LOWER, 11, bold=True)],
        [Said(72, 640, LONG, 11, bold=True), Said(72, 626, BELOW, 11, bold=True)],
        centred(Said(0, 640, LONG, 15), Said(0, 622, BELOW, 15)),
        centred(Said(0, 640, LONG, 11, bold=True), Said(0, 626, BELOW, 11, bold=True)),
        centred(Said(0, 640, LONG.upper(), 11), Said(0, 626, BELOW.upper(), 11)),
        [Said(72, 640, "Sera ya Maji", 15), Said(72, 622, "na Mazingira", 15)],
    ],
    ids=["size lower", "size", "large", "bold lower", "bold", "centred size", "centred bold",
         "centred capitals", "short"],
)  # fmt: skip
def test_two_lines_of_one_type_are_one_heading(lines):
    """They have one size, weight and alignment, and are close to each other."""
    assert headings(lines) == [" ".join(line.text for line in lines)]


@pytest.mark.parametrize("second", [LOWER, BELOW])
@pytest.mark.parametrize(("number", "indent"), [("3.", 28), ("2.14", 36), ("1.2.10", 46)])
@pytest.mark.parametrize(("size", "bold", "step"), [(11, True, 14), (15, False, 18)])
def test_the_second_line_below_the_words_of_a_number_is_the_same_heading(
    second, number, indent, size, bold, step
):
    """The number of a heading hangs out to the left of its lines."""
    lines = [
        Said(72, 640, number, size, bold),
        Said(72 + indent, 640, LONG, size, bold),
        Said(72 + indent, 640 - step, second, size, bold),
    ]
    assert headings(lines) == [f"{number} {LONG} {second}"]


@pytest.mark.parametrize(
    "lines",
    [
        [Said(72, 640, "1. Sera ya Maji", 15), Said(72, 622, "1.1 Utangulizi", 15)],
        [Said(72, 640, "Sera ya Maji", 15), Said(72, 600, "Utangulizi", 15)],
        [Said(72, 640, "Sera ya Maji", 18), Said(72, 622, "Utangulizi", 14)],
        [Said(72, 640, "Sera ya Maji", 15, bold=True), Said(72, 600, "Utangulizi", 11, bold=True)],
    ],
    ids=["numbers", "far", "sizes", "weights"],
)
def test_two_headings_stay_two(lines):
    """A number, a distance or another type begins another heading."""
    assert headings(lines) == [line.text for line in lines]
