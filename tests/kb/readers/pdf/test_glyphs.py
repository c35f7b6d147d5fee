"""Letters come out of a PDF with their places, whichever way they run and whoever wrote them."""

from __future__ import annotations

import pytest

from kb.readers import pdf as reader
from kb.readers.pdf import glyphs
from kb.readers.pdf.lines import glyph_rows
from kb.readers.pdf.pdfium.document import open_pages, opened
from kb.readers.pdf.pdfium.letters import page_runs
from tests.kb.readers.making import Filled, Said, drawn, pdf

UP = b"BT /F 12 Tf 0 1 -1 0 %d %d Tm (%s) Tj ET\n"
"""Text that runs up the page: turned by 90 degrees."""


def words(page: glyphs.PdfPage) -> str:
    """Return what the letters of a page spell, layer by layer."""
    return " ".join("".join(glyph.text for glyph in layer.glyphs) for layer in page.layers)


def test_a_letter_has_its_place_and_its_type():
    """Baseline, size and weight are those that the page draws."""
    data = pdf([Said(72, 700, "Dira", 18, bold=True), Said(72, 600, "Kuwa")])
    with opened(data, 9) as document:
        (page,) = glyphs.pages(document)
    first, last = page.layers[0].glyphs[0], page.layers[0].glyphs[-1]
    assert (first.text, round(first.x0), round(first.y), first.size, first.bold) == (
        "D", 72, 700, 18.0, True,
    )  # fmt: skip
    assert (last.text, round(last.y), last.size, last.bold) == ("a", 600, 12.0, False)


def test_sideways_text_is_read_in_its_own_direction():
    """A table that is laid sideways is read as a reader turns the page."""
    lines = [b"Kata ya Msoga ina mifugo mingi sana.", b"Kata ya Lugoba ina mifugo michache."]
    stream = b"".join(UP % (100 + 20 * i, 60, line) for i, line in enumerate(lines))
    text = reader.parse(drawn([stream])).text
    assert text.split() == b" ".join(lines).decode().split()


def test_sideways_text_comes_behind_the_text_of_its_page():
    """Both directions of one page are read, the one with more letters first."""
    upright = b"BT /F 12 Tf 72 700 Td (Taarifa ya mifugo ya wilaya nzima kwa mwaka huu.) Tj ET\n"
    text = reader.parse(drawn([upright + UP % (500, 60, b"Chanzo: ofisi ya mifugo")])).text
    assert text.index("wilaya") < text.index("Chanzo: ofisi ya mifugo")


def test_a_stamp_across_the_page_is_not_read():
    """A word drawn at an angle over the text is a watermark."""
    stamp = b"BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (RASIMU) Tj ET\n"
    text = b"BT /F 12 Tf 72 700 Td (Wakala wa Maji hutoa huduma.) Tj ET\n"
    assert "RASIMU" not in reader.parse(drawn([text + stamp])).text


def test_the_values_of_a_form_are_read_where_they_are_filled_in():
    """The value of a form field follows its label."""
    label = b"BT /F 12 Tf 72 700 Td (Jina la mwombaji:) Tj ET\n"
    filled = [Filled(190, 696, "jina", "Bahati Mwakasege")]
    text = reader.parse(drawn([label], fields=filled)).text
    assert text.strip() == "Jina la mwombaji: Bahati Mwakasege"


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (b"/FT/Tx/Ff 8192", ""),
        (b"/FT/Btn/AS/Ndiyo", "☒ "),
        (b"/FT/Btn/AS/Off", "☐ "),
        (b"/FT/Ch/Opt[(Tanga)(Bima)]/I[1]", "Bima "),
    ],
    ids=["password", "ticked", "not ticked", "list"],
)
def test_a_form_is_read_as_it_is_shown(kind, shown):
    """Ticks and chosen lines are read; a password is not shown, so it is not read."""
    label = b"BT /F 12 Tf 300 700 Td (Anaishi mjini) Tj ET\n"
    filled = [Filled(40, 696, "mjini", "Bima", kind)]
    assert reader.parse(drawn([label], fields=filled)).text.strip() == f"{shown}Anaishi mjini"


def test_letter_spacing_is_looks_where_words_are_drawn_in_one_go():
    """A word, or a short one on a line of its own, whose letters are drawn apart is a word."""
    spacing = b"BT /B 16 Tf 7 Tc 72 740 Td (ILANI YA) Tj 0 -22 Td (KODI) Tj ET\n"
    text = b"BT /F 12 Tf 72 690 Td (Kila duka hulipa.) Tj ET\n"
    words_read = reader.parse(drawn([spacing + text])).text.split()
    assert words_read == ["ILANI", "YA", "KODI", "Kila", "duka", "hulipa."]


@pytest.mark.parametrize("spaced", ["M A S H A R T I", "T A N G A Z O  L A  K A Z I"])
def test_letter_spaced_headings_are_words(spaced):
    """A blank between letters is looks; a wider one parts two words."""
    page = [Said(72, 740, spaced, 16, bold=True), Said(72, 700, "Maombi yatumwe kwa barua.")]
    parsed = reader.parse(
        pdf([*page, *(Said(72, 680 - 14 * i, "Neno la kawaida.") for i in (1, 2, 3))])
    )
    expected = " ".join(word.replace(" ", "") for word in spaced.split("  "))
    assert [heading.text for heading in parsed.headings or ()] == [expected]


@pytest.mark.parametrize("row", ["A B C D", "1 2 3 4 5 6"])
def test_letters_and_numbers_of_a_list_stay_apart(row):
    """The choices of a question are no word."""
    assert (
        reader.parse(pdf([Said(72, 740, row), Said(72, 700, "Chagua jibu moja.")])).text.split()[
            :-3
        ]
        == row.split()
    )


def test_a_soft_hyphen_joins_the_word():
    """A word that a soft hyphen divides at the end of a line is whole again."""
    lines = [
        b"Wakala wa Maji hutoa huduma kwa wananchi wote wa wilaya, na utara\\255",
        b"tibu huu unafuatwa na wote.",
    ]
    stream = b"".join(
        b"BT /F 12 Tf 72 %d Td (%s) Tj ET\n" % (700 - 14 * i, line) for i, line in enumerate(lines)
    )
    assert "utaratibu huu" in reader.parse(drawn([stream])).text


def test_the_hyphen_of_browsers_divides_a_word_too():
    """U+2010 at the end of a line is a hyphen like any other."""
    letters = [
        glyphs.Glyph(letter, 72 + 6 * i, 78 + 6 * i, 700, 12, bold=False, italic=False)
        for i, letter in enumerate("utara\u2010")
    ]
    ((piece,),) = glyph_rows(letters)
    assert piece.text == "utara-"


def test_letters_without_a_text_leave_the_others_in_their_places():
    """The text of a page is read whole; a letter that its font does not name moves no other."""
    named = b"BT /F 12 Tf 72 700 Td (Wakala wa Maji) Tj ET\n"
    unnamed = b"BT /F 12 Tf 72 650 Td (\x00\x01) Tj ET\n"
    with opened(drawn([unnamed + named + unnamed + named.replace(b"700", b"600")]), 9) as document:
        (page,) = glyphs.pages(document)
    rows = ["".join(piece.text for piece in row) for row in glyph_rows(page.layers[0].glyphs)]
    assert [row for row in rows if "W" in row] == ["Wakala wa Maji"] * 2


def test_each_letter_of_a_run_has_one_box():
    """Texts and boxes come from different calls, and are of the same letters."""
    with opened(pdf([Said(72, 700, "Dira na Dhima")]), 9) as document:
        for page in open_pages(document):
            runs = list(page_runs(page))
    assert all(len(run.texts) == len(run.lefts) == len(run.tops) for run in runs)
    assert "".join(text for run in runs for text in run.texts) == "Dira na Dhima"
