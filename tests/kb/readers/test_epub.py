"""Electronic books as LibreOffice, Calibre and publishers make them."""

from __future__ import annotations

import pytest

from kb.readers import epub
from kb.readers.base import Unreadable
from tests.kb.readers.making_formats import book, package_of

NAV = '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
ENCRYPTION = (
    '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
    '<enc:EncryptionMethod Algorithm="{}"/><enc:CipherData><enc:CipherReference URI="{}"/>'
    "</enc:CipherData></enc:EncryptedData></encryption>"
)


def test_chapters_are_read_in_the_order_of_the_spine():
    """Each through the reader of web pages, headings and tables where they are."""
    parsed = epub.parse(
        book(
            "<h1>Utangulizi</h1><p>Nyuki<a id='x'/> ni wadudu.</p>",
            "<h1>Mizinga</h1><h2>Ya kisasa</h2><table><tr><td>Aina</td><td>Bei</td></tr></table>",
        )
    )
    assert (
        parsed.text == ("Utangulizi\n\nNyuki ni wadudu.\n\nMizinga\n\nYa kisasa\n\nAina | Bei\n")
        or "Aina | Bei" in parsed.text
    )
    assert [(h.text, h.level) for h in parsed.headings] == [
        ("Utangulizi", 1), ("Mizinga", 1), ("Ya kisasa", 2),
    ]  # fmt: skip
    assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings)
    assert all(parsed.text[t.start : t.end] == "Aina | Bei" for t in parsed.tables)


def test_the_package_tells_title_language_and_date():
    """A date of the year 101 is what a program writes that knows none."""
    told = (
        "<dc:title>Ufugaji wa Nyuki</dc:title><dc:language>sw-TZ</dc:language>"
        "<dc:publisher>Taasisi ya Nyuki</dc:publisher>"
        '<dc:date xmlns:o="urn:o" o:event="modification">2020-01-01</dc:date><dc:date>{}</dc:date>'
    )
    parsed = epub.parse(book("<p>Asali.</p>", metadata=told.format("2012-04-01T00:00:00Z")))
    assert (parsed.title, parsed.language) == ("Ufugaji wa Nyuki", "sw")
    assert (parsed.declared.date, parsed.publisher) == ("2012-04-01", "Taasisi ya Nyuki")
    unknown = epub.parse(book("<p>Asali.</p>", metadata=told.format("0101-01-01")))
    assert unknown.declared.date is None


def test_cover_and_contents_are_left_out_and_name_chapters():
    """A chapter without heading that opens with the words of the contents has them as heading."""
    nav = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
        '<nav epub:type="toc"><a href="c2.xhtml">Marejeo</a></nav></body></html>'
    )
    parsed = epub.parse(
        book(
            '<section epub:type="cover"><p>Jalada</p></section>',
            "<p>Marejeo</p><p>Asali, 2020.</p>",
            manifest=NAV,
            more={"OEBPS/nav.xhtml": nav},
        )
    )
    assert parsed.text == "Marejeo\n\nAsali, 2020.\n"
    assert [(h.text, h.rule) for h in parsed.headings] == [("Marejeo", "contents")]


def test_an_encrypted_book_is_refused_but_not_for_its_fonts():
    """A disguised font hides no word; an encrypted chapter is all the words."""
    fonts = ENCRYPTION.format("http://www.idpf.org/2008/embedding", "OEBPS/a.otf")
    name = "META-INF/encryption.xml"
    assert epub.parse(book("<p>Asali.</p>", more={name: fonts})).text == "Asali.\n"
    chapter = ENCRYPTION.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "OEBPS/c1.xhtml")
    with pytest.raises(Unreadable, match=r"encrypted .DRM."):
        epub.parse(book("<p>Asali.</p>", more={name: chapter}))


def test_a_page_that_is_no_xhtml_is_read():
    """Old books have HTML in them, undeclared entities and old charsets."""
    page = '<?xml version="1.0" encoding="windows-1252"?><p>Ng\x92ombe&nbsp;wa<br>maziwa'
    parsed = epub.parse(book("<p>Dira.</p>", more={"OEBPS/c1.xhtml": page.encode("latin-1")}))
    assert parsed.text.replace("\u00a0", " ") == "Ng’ombe wa\nmaziwa\n"


@pytest.mark.parametrize(
    ("data", "reason"), [(b"PK\x03\x04", "damaged"), (package_of({"a": "b"}), "no package")]
)
def test_what_is_no_book_is_refused(data, reason):
    """A reason, not a traceback."""
    with pytest.raises(Unreadable, match=reason):
        epub.parse(data)
