"""A letterhead in the header of pages is read once, and says whose document it is."""

from __future__ import annotations

import pytest

from kb.readers import docx, odt, rtf
from kb.readers.base import Parsed
from kb.readers.letterhead import read_letterhead
from tests.kb.readers.making_opendocument import flat_opendocument, opendocument
from tests.kb.readers.making_opendocument import para as odf_para
from tests.kb.readers.making_word import Part, para, wordml

HEAD = ("OFISI YA RAIS - TAMISEMI", "HALMASHAURI YA WILAYA YA MSOGA", "Kumb. Na. HW/M/20/7")
RUNNING = ("HALMASHAURI YA WILAYA YA MSOGA", "Ukurasa 3 wa 9")
BODY = "Wakulima wote wanaalikwa kwenye mkutano wa pembejeo."
SAID = "OFISI YA RAIS - TAMISEMI · HALMASHAURI YA WILAYA YA MSOGA · Kumb. Na. HW/M/20/7"


def word(first=HEAD, default=RUNNING, body=BODY) -> Parsed:
    """Return the parse of a Word file with a header for the first page and one for others."""
    parts = {
        f"header{number}.xml": Part("header", f"<w:hdr>{''.join(map(para, lines))}</w:hdr>", id)
        for number, (id, lines) in enumerate((("h1", default), ("h2", first)))
    }
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="h1"/>'
        '<w:headerReference w:type="first" r:id="h2"/></w:sectPr>'
    )
    return docx.parse(wordml(para(body) * 2 + section, parts))


def _master(first, default) -> str:
    page = "".join(
        f"<style:{name}>{''.join(map(odf_para, lines))}</style:{name}>"
        for name, lines in (("header", default), ("header-first", first))
    )
    return (
        "</office:styles><office:master-styles>"
        f'<style:master-page style:name="Standard">{page}</style:master-page>'
        "</office:master-styles><office:styles>"
    )


def packed(first=HEAD, default=RUNNING, body=BODY) -> Parsed:
    """Return the parse of an OpenDocument text with such headers."""
    return odt.parse(opendocument(odf_para(body) * 2, common=_master(first, default)))


def flat(first=HEAD, default=RUNNING, body=BODY) -> Parsed:
    """Return the same, of one XML file."""
    return odt.parse(flat_opendocument(odf_para(body) * 2, common=_master(first, default)))


def rich(first=HEAD, default=RUNNING, body=BODY) -> Parsed:
    """Return the parse of an RTF file with such headers."""
    headers = "".join(
        rf"{{\{name} " + "".join(rf"\pard {line}\par " for line in lines) + "}"
        for name, lines in (("headerr", default), ("headerf", first))
    )
    return rtf.parse(rf"{{\rtf1\ansi\titlepg{headers}\pard {body}\par {body}\par}}".encode())


FORMATS = pytest.mark.parametrize(
    "read", [word, packed, flat, rich], ids=["docx", "odt", "fodt", "rtf"]
)


@FORMATS
def test_a_letterhead_is_read_once_and_names_the_institution(read):
    """However many headers repeat it, the words are there once; numbers of pages are not."""
    parsed = read()
    assert parsed.text == f"{BODY}\n\n{BODY}\n\n{SAID}\n"
    assert parsed.publisher == "HALMASHAURI YA WILAYA YA MSOGA"


@FORMATS
def test_what_the_body_says_too_is_not_said_again(read):
    """A header that repeats the title of a report adds nothing."""
    parsed = read(first=(), default=(BODY,))
    assert parsed.text == f"{BODY}\n\n{BODY}\n"
    assert parsed.publisher is None


@FORMATS
def test_a_header_changes_no_heading_and_no_title(read):
    """Offsets and title are those of the same file without headers."""
    with_head, without = read(), read(first=(), default=())
    assert (with_head.headings, with_head.title) == (without.headings, without.title)
    assert with_head.text.startswith(without.text.rstrip("\n"))


@pytest.mark.parametrize(
    "line", ["3", "- 3 -", "Ukurasa 3", "Ukurasa 3 wa 9", "Page iv of x", "3/9"]
)
def test_the_number_of_a_page_is_no_letterhead(line):
    """It changes from page to page, and says nothing."""
    assert read_letterhead([line], "").text == ""
