"""One file in, one Document out, or one reason a clerk understands."""

from __future__ import annotations

import pytest

from kb import outline
from kb.cleaning import one_line
from kb.errors import DocumentUnreadable
from kb.messages import translate
from kb.metadata.records import Metadata
from kb.readers import read_document
from kb.readers.ocr.tesseract import installed
from kb.readers.registry import FORMATS, reader_version
from kb.readers.sandbox.limits import Limits
from kb.readers.sandbox.pool import Sandbox
from tests.kb.readers.making import SECTIONS, in_format

MAX_BYTES = 10_000


def test_a_file_becomes_a_document(tmp_path):
    """Its own word about itself goes before the corpus's, which fills the rest."""
    path = tmp_path / "sera.md"
    path.write_text("---\nkichwa: Sera\ntarehe: juzi\n---\n# Dira\n\nManeno.\n", encoding="utf-8")
    known = Metadata(title="Lingine", institution="Wakala", language="en", replaces="zamani.md")
    document = read_document(path, "sera.md", known, MAX_BYTES)
    assert (document.id, document.format, document.title) == ("sera.md", "markdown", "Sera")
    assert (document.institution, document.date) == ("Wakala", None)
    assert (document.language, document.replaces) == ("en", "zamani.md")
    assert "juzi" in str(document.warnings[0])


def test_the_corpus_goes_before_markup(tmp_path):
    """A title in sources.tsv was chosen; the one in a page's head was often forgotten there."""
    path = tmp_path / "a.html"
    path.write_text("<html lang=en><title>Untitled</title><p>Maneno", encoding="utf-8")
    document = read_document(path, "a.html", Metadata(title="Sera", language="sw"), MAX_BYTES)
    assert (document.title, document.language) == ("Sera", "sw")
    assert read_document(path, "a.html", None, MAX_BYTES).title == "Untitled"


def test_the_name_of_a_site_is_the_institution_where_nothing_else_says_it(tmp_path):
    """Whose page it is, its logo says; sources.tsv and the page's own <meta> say it better."""
    path = tmp_path / "a.html"
    page = "<title>Ada | Manispaa</title>{}<p>Maneno.<footer>© Manispaa</footer>"
    path.write_text(page.format(""), encoding="utf-8")
    assert read_document(path, "a.html", None, MAX_BYTES).institution == "Manispaa"
    row = Metadata(institution="Manispaa ya Mfano")
    assert read_document(path, "a.html", row, MAX_BYTES).institution == "Manispaa ya Mfano"
    path.write_text(page.format("<meta name=taasisi content=Idara>"), encoding="utf-8")
    assert read_document(path, "a.html", row, MAX_BYTES).institution == "Idara"


def sections_as_in(format: str) -> list[tuple[str, int, str]]:
    """Return the sections as a format can say them."""
    if format in {"pptx", "xlsx", "odp", "ods"}:  # a slide is no part of another, nor is a sheet
        return [(heading, 1, body) for heading, _, body in SECTIONS]
    if format == "eml":  # all is below the subject
        below = [(heading, level + 1, body) for heading, level, body in SECTIONS]
        return [("Ripoti ya kituo", 1, ""), *below]
    return list(SECTIONS)


# A table has no headings, and an old file is converted first.
WITH_HEADINGS = [row for row in FORMATS if row.name != "csv" and not row.through]


@pytest.mark.parametrize("format", WITH_HEADINGS, ids=[row.name for row in WITH_HEADINGS])
def test_one_document_has_the_same_outline_in_every_format(tmp_path, format):
    """Whatever an office writes with, the sections, their levels and their texts are the same."""
    path = tmp_path / f"kituo{format.suffixes[0]}"
    path.write_bytes(in_format(format.name))
    if format.name == "image" and installed() is None:
        pytest.skip("Tesseract is not installed (apt-get install tesseract-ocr)")
    with Sandbox(Limits(ocr=installed())) as sandbox:
        document = read_document(path, path.name, None, 1 << 20, sandbox=sandbox)
    sections = outline.outline(document).sections
    texts = [one_line(document.text[section.body : section.end]) for section in sections]
    levels = [(section.heading, section.level) for section in sections]
    expected = sections_as_in(format.name)
    assert levels == [(heading, level) for heading, level, _ in expected]
    assert texts == [body for _, _, body in expected]
    headings = document.headings or ()
    assert all(document.text[h.start : h.end] == h.text for h in headings)
    assert bool(headings) == (format.name != "text")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t\n", "is empty"),
        ("a.txt", "\u200b\n".encode(), "no text"),
        ("a.html", b"<nav>menyu</nav>", "no text"),
        ("a.txt", b"neno " * MAX_BYTES, "larger than 10,000 bytes"),
        ("a.txt", b"%PDF-1.4 ...", "not text"),
        ("a.md", b"\x00\x01\x02\x03", "not text"),
        ("a.psd", b"neno", r"no reader.*\.docx .*\.htm"),
    ],
)
def test_a_refusal_names_its_reason(tmp_path, name, content, reason):
    """The reason is in either language, after the path of the file."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DocumentUnreadable, match=reason) as caught:
        read_document(path, name, None, MAX_BYTES)
    assert caught.value.path == str(path)
    swahili = translate(caught.value.message, "sw")
    assert swahili.startswith(str(path))
    assert swahili != str(caught.value)


def test_a_file_that_is_gone_is_reported(tmp_path):
    """A file deleted between listing and reading is one more unreadable file."""
    with pytest.raises(DocumentUnreadable, match="cannot be opened"):
        read_document(tmp_path / "haipo.txt", "haipo.txt", None, MAX_BYTES)


@pytest.mark.parametrize("format", [row.name for row in FORMATS])
def test_every_reader_tells_its_version(format):
    """A newer library may read otherwise, so it is part of the version."""
    reader, *libraries = reader_version(format).split("+")
    assert reader.startswith(f"{format}-")
    assert libraries
    assert all(library[-1].isdigit() for library in libraries)
