"""PDFs: letters in places become text in reading order, under the headings people see."""

from __future__ import annotations

from bisect import bisect_right

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.messages import translate
from kb.readers import pdf as reader
from kb.readers.base import Unreadable
from kb.readers.pdf.numbering import article, number_of, starts_item
from tests.kb.readers.making import Said, drawn, pdf

WORDS = "Wakala hutoa huduma za maji kwa wananchi wote wa wilaya zote za mkoa huu wa pwani"


def paragraph(y, lines=6, x=72, size=12.0):
    """Return lines of running text, from *y* downwards."""
    return [Said(x, y - 14 * i, WORDS[7 * (i % 3) :][:74].strip(), size) for i in range(lines)]


def headings_of(data):
    """Return text, level and sign of each heading."""
    return [(h.text, h.level, h.rule) for h in reader.parse(data).headings or ()]


def test_larger_type_is_a_heading_and_the_largest_outermost():
    """What the eye sees first is what the outline shows first."""
    page = [
        Said(72, 740, "Muundo wa Wakala", 20),
        *paragraph(700),
        Said(72, 600, "Idara ya Ufundi", 16),
        *paragraph(570),
        Said(72, 470, "Idara ya Fedha", 16),
        *paragraph(440),
    ]
    assert headings_of(pdf(page)) == [
        ("Muundo wa Wakala", 1, "size"),
        ("Idara ya Ufundi", 2, "size"),
        ("Idara ya Fedha", 2, "size"),
    ]


def test_bold_and_numbered_headings_nest_by_their_numbers():
    """1.2.1 is nested in 1.2, whatever the size of its type."""
    page = [
        Said(72, 740, "1.1 Hali ilivyo", bold=True),
        *paragraph(715, 4),
        Said(72, 640, "1.1.1 Mapato", bold=True),
        *paragraph(615, 4),
        Said(72, 540, "1.2 Mapendekezo", bold=True),
        *paragraph(515, 4),
    ]
    assert [(text, level) for text, level, _ in headings_of(pdf(page))] == [
        ("1.1 Hali ilivyo", 1),
        ("1.1.1 Mapato", 2),
        ("1.2 Mapendekezo", 1),
    ]


def test_a_part_takes_the_name_below_it():
    """SEHEMU YA PILI says nothing alone; its name, on two lines, is joined to it."""
    page = [
        Said(250, 740, "SEHEMU YA PILI", bold=True),
        Said(200, 724, "UTARATIBU WA KUOMBA NA", bold=True),
        Said(235, 708, "KUPEWA VIBALI", bold=True),
        *paragraph(670),
    ]
    assert headings_of(pdf(page))[0][0] == "SEHEMU YA PILI: UTARATIBU WA KUOMBA NA KUPEWA VIBALI"


def test_bold_words_at_the_start_of_a_paragraph_head_nothing():
    """Emphasis is not structure."""
    page = [Said(72, 740, "KWA HIYO WAKALA UTATOA HUDUMA", bold=True), *paragraph(726)]
    page[1] = page[1]._replace(text="kwa wananchi " + page[1].text[:50])
    assert headings_of(pdf(page)) == []


def test_captions_in_the_margin_name_the_articles_of_a_law():
    """A law's captions are next to the text in small type, with the laws that changed it."""
    page = [
        Said(250, 740, "SURA YA KWANZA", bold=True),
        Said(240, 724, "MASHARTI YA AWALI", bold=True),
        Said(60, 690, "Jina la", 9),
        Said(60, 680, "Sheria", 9),
        Said(60, 670, "Na.4 ib.2", 9),
        Said(160, 690, "1.-(1) Sheria hii itaitwa Sheria ya Maji ya mwaka huu na itaanza"),
        Said(140, 676, "kutumika siku ambayo Waziri atatangaza katika Gazeti la wananchi wote."),
        Said(60, 640, "Tafsiri", 9),
        Said(160, 640, "2. Katika Sheria hii, isipokuwa kama maelezo yahitaji vingine, maji"),
        Said(140, 626, "maana yake ni maji ya mito, maziwa, visima na bahari ya nchi yote hii."),
        *paragraph(600, 4, x=140),
    ]
    data = pdf(page)
    assert [(text, sign) for text, _, sign in headings_of(data)] == [
        ("SURA YA KWANZA: MASHARTI YA AWALI", "bold"),
        ("1. Jina la Sheria", "margin"),
        ("2. Tafsiri", "margin"),
    ]
    text = reader.parse(data).text
    assert "1. Jina la Sheria\n\n(1) Sheria hii itaitwa" in text
    assert "[Na.4 ib.2]" in text


def test_two_columns_are_read_one_after_the_other():
    """A gazette reads down the left column first; a heading across both parts them."""
    left = [
        Said(50, 700 - 14 * i, f"kushoto {i:02d} " + "maji safi ya wananchi", 10) for i in range(12)
    ]
    right = [
        Said(310, 700 - 14 * i, f"kulia {i:02d} " + "huduma bora za wakala", 10) for i in range(12)
    ]
    text = reader.parse(
        pdf([Said(180, 740, "TANGAZO LA SERIKALI LA WIKI", 18), *left, *right])
    ).text
    assert text.startswith("TANGAZO")
    assert text.index("kushoto 11") < text.index("kulia 00")


def test_what_runs_along_the_pages_is_there_once():
    """One copy of a header can be searched; page numbers cannot."""
    pages = [
        [Said(200, 770, "Taarifa ya Wakala, Toleo 3"), *paragraph(700), Said(300, 30, f"{n}", 10)]
        for n in range(1, 6)
    ]
    text = reader.parse(pdf(*pages)).text
    assert text.count("Toleo") == 1
    assert not any(line.strip().isdigit() for line in text.splitlines())


def test_pages_are_remembered():
    """A passage can be cited by its page, also where a page is empty."""
    parsed = reader.parse(pdf(paragraph(700), [], [Said(72, 700, "Mwisho wa taarifa hii.")]))
    assert parsed.pages is not None
    assert len(parsed.pages) == 3
    assert bisect_right(parsed.pages, parsed.text.index("Mwisho")) == 3


def test_lines_become_paragraphs_and_divided_words_are_whole_again():
    """A printed line end is no end; a hyphen goes where the lexicon knows the word."""
    page = [
        Said(72, 700, "Wakala wa Maji hutoa huduma kwa wananchi wote wa wilaya, na wakuru-"),
        Said(72, 686, "genzi wa idara zote huongoza kazi za kila siku za uchumi wa kijamii-"),
        Said(72, 672, "xyzzqwt na mengineyo."),
        Said(72, 640, "Aya ya pili inaanza hapa."),
    ]
    assert reader.parse(pdf(page)).text == (
        "Wakala wa Maji hutoa huduma kwa wananchi wote wa wilaya, na wakurugenzi wa idara zote "
        "huongoza kazi za kila siku za uchumi wa kijamii-xyzzqwt na mengineyo.\n\n"
        "Aya ya pili inaanza hapa.\n"
    )


def test_letters_drawn_from_right_to_left_are_read_by_their_places():
    """Some printers draw each letter by itself, the last one first."""
    widths = {
        "D": 8.7,
        "I": 3.4,
        "R": 8.7,
        "A": 8.0,
        "Y": 8.0,
        "W": 11.3,
        "K": 8.0,
        "L": 6.7,
        " ": 3.4,
    }
    parts, x = [], 72.0
    for letter in "DIRA YA WAKALA":
        parts.append(b"BT /F 12 Tf %.1f 700 Td (%s)Tj ET" % (x, letter.encode()))
        x += widths[letter]
    assert reader.parse(drawn([b"\n".join(reversed(parts))])).text == "DIRA YA WAKALA\n"


def test_the_file_s_own_outline_goes_before_its_type():
    """Bookmarks of a PDF are its headings."""
    page = [Said(72, 740, "Utangulizi"), *paragraph(700), Said(72, 560, "Matokeo"), *paragraph(530)]
    data = pdf(page, outline=[("Utangulizi", 0), ("Matokeo", 0)])
    assert headings_of(data) == [("Utangulizi", 1, "bookmark"), ("Matokeo", 1, "bookmark")]


def test_bookmarks_do_not_hide_what_is_bold_below_them():
    """A bookmark for each chapter, and headings in bold in it; labels and lists are none."""
    page = [
        Said(72, 740, "Utangulizi"),
        *paragraph(720),
        Said(72, 600, "Huduma za maji", bold=True),
        *paragraph(580),
        Said(72, 460, "Matokeo"),
        *paragraph(440),
        *(Said(72, 340 - 32 * i, f"Kata ya {name}", bold=True) for i, name in enumerate("ABC")),
        *paragraph(250),
        Said(72, 150, "Jina la mwombaji", bold=True),
        Said(72, 130, "Asha"),
    ]
    data = pdf(page, outline=[("Utangulizi", 0), ("Matokeo", 0)])
    assert headings_of(data) == [
        ("Utangulizi", 1, "bookmark"),
        ("Huduma za maji", 2, "bold"),
        ("Matokeo", 1, "bookmark"),
    ]


def test_a_table_of_contents_heads_nothing():
    """Its lines read like headings; they are kept as lines, under its own."""
    listed = [Said(72, 700 - 20 * i, f"Sehemu {i} " + "." * 60 + f" {i + 3}") for i in range(1, 7)]
    contents = [Said(250, 740, "YALIYOMO", bold=True), *listed]
    text = [Said(72, 740, "Dira ya Wakala", bold=True), *paragraph(700)]
    cover = [Said(150, 500, "TAARIFA YA MWAKA", 18), Said(150, 300, "2019")]
    parsed = reader.parse(pdf(cover, contents, text))
    assert [h.text for h in parsed.headings] == ["YALIYOMO", "Dira ya Wakala"]
    assert parsed.title == "TAARIFA YA MWAKA"


def test_a_footnote_stands_behind_its_paragraph_and_its_number_in_no_word():
    """A paragraph that runs over the page is not broken by the footnote at its foot."""
    first = [
        *paragraph(700, 3),
        Said(72, 658, "na sheria hii ilitungwa na Bunge la nchi mwaka ule ule wa kwanza wa uhuru"),
        Said(478, 662, "1", 6),
        Said(72, 60, "1 Sheria Na. 5 ya mwaka wa pili", 9),
    ]
    text = reader.parse(pdf(first, [Said(72, 700, "kwa ajili ya wananchi.")])).text
    assert "uhuru kwa ajili ya wananchi.\n1 Sheria Na. 5" in text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(pdf([], picture=True), "tesseract-ocr-swa", id="scanned"),
        pytest.param(b"%PDF-1.4\n garbage", "damaged PDF", id="garbage"),
        pytest.param(pdf(paragraph(700))[:300], "PDF", id="cut off"),
    ],
)
def test_what_holds_no_text_is_refused_with_what_to_do(data, reason):
    """A scan is refused with the program that reads it."""
    with pytest.raises(Unreadable, match=reason):
        reader.parse(data)


def test_letters_that_join_into_no_words_are_refused():
    """Scattered letters would fill an index with noise."""
    scattered = [
        Said(72 + 25 * i, 740 - 20 * row, letter)
        for row in range(20)
        for i, letter in enumerate("maji safi na salama".replace(" ", ""))
    ]
    with pytest.raises(Unreadable, match="do not join"):
        reader.parse(pdf(scattered))


def test_a_pdf_of_too_many_pages_is_refused_before_it_is_read():
    """The limit is a setting, and the message names it."""
    with pytest.raises(Unreadable, match="KISIMA_PARSE_PAGES"):
        reader.parse(pdf(*[[Said(72, 700, "maji")]] * 6), max_pages=5)


def test_pages_that_are_pictures_are_told_to_the_clerk():
    """A scanned annex does not cost the rest of the document."""
    data = pdf(paragraph(700, 20), [], picture=True)
    assert "2" in reader.parse(data).warnings[0].facts["pages"]


@pytest.mark.parametrize(
    ("line", "rank", "depth"),
    [
        ("SURA YA TANO", 1, 0),
        ("Ibara ya 14: Kanuni za Uongozi", 4, 0),
        ("NYONGEZA YA KWANZA", 1, 0),
        ("2.4.1 Ufilipino", 0, 3),
        ("Sehemu ya pili ya ripoti inaeleza", 0, 0),
        ("Dira ya Wakala", 0, 0),
    ],
)
def test_numbers_of_headings_are_seen(line, rank, depth):
    """Parts of laws, decimal numbers, and sentences that only begin like them."""
    number = number_of(line)
    assert (number.rank, number.depth) == (rank, depth)


def test_articles_and_items_are_told_apart():
    """An article starts with its number; a clause of it with a mark in brackets."""
    assert article("46A.-(1) Bila ya kujali") == ("46A", "(1) Bila ya kujali")
    assert article("3.5 milioni") is None
    assert starts_item("(b) kuwa na ugonjwa")
    assert not starts_item("kuwa na ugonjwa")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_pdf_is_text_or_a_reason(data):
    """Flipped and missing bytes give no other error, and offsets that hold."""
    whole = bytearray(pdf([Said(72, 740, "Dira", 18), *paragraph(700)], [Said(72, 740, "Mwisho")]))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(whole) // 2, len(whole)))
    try:
        parsed = reader.parse(bytes(whole[:cut]))
    except Unreadable as error:
        reason = error.reason
    else:
        reason = None
        _hold(parsed)
    assert reason is None or translate(reason, "sw") != translate(reason, "en")


def _hold(parsed):
    """Check the places of headings and pages."""
    assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings or ())
    assert list(parsed.pages or ()) == sorted(parsed.pages or ())
    assert all(page <= len(parsed.text) for page in parsed.pages or ())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "title", "least", "some"),
    [
        ("katiba-1977-toleo-2000", "KATIBA YA JAMHURI", 190, "46A. Bunge laweza kumshtaki Rais"),
        ("sheria-na-8-ya-mabadiliko-ya-katiba-swahili", "SHERIA", 40, "9. Kazi za Tume"),
        ("utafiti-maadili-na-uwajibikaji", "TAARIFA", 160, "3.8.4 Katiba na Sheria"),
    ],
)
def test_government_pdfs_are_read_with_their_headings(shared, name, title, least, some):
    """Real files; the law whose letters are drawn backwards is among them."""
    parsed = reader.parse((shared / "documents" / "pdf" / f"{name}.pdf").read_bytes())
    assert parsed.title.startswith(title)
    assert len(parsed.headings) >= least
    assert some in [heading.text for heading in parsed.headings]
    assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings)
