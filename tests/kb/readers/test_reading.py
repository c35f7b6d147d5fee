"""One file in, one Document out, or one reason a clerk understands."""

from __future__ import annotations

import pytest

from kb import readers as documents
from kb.errors import DocumentUnreadable
from kb.readers import Metadata

MOST = 10_000


def test_a_file_becomes_a_document(tmp_path):
    """Its own word about itself goes before the corpus's, which fills the rest."""
    path = tmp_path / "sera.md"
    path.write_text("---\nkichwa: Sera\ntarehe: juzi\n---\n# Dira\n\nManeno.\n", encoding="utf-8")
    known = Metadata(title="Lingine", institution="Wakala", language="en", replaces="zamani.md")
    document = documents.read(path, "sera.md", known, MOST)
    assert (document.id, document.format, document.title) == ("sera.md", "markdown", "Sera")
    assert (document.institution, document.date) == ("Wakala", None)
    assert (document.language, document.replaces) == ("en", "zamani.md")
    assert "juzi" in document.warnings[0]


def test_the_corpus_goes_before_markup(tmp_path):
    """A title in sources.tsv was chosen; the one in a page's head was often forgotten there."""
    path = tmp_path / "a.html"
    path.write_text("<html lang=en><title>Untitled</title><p>Maneno", encoding="utf-8")
    document = documents.read(path, "a.html", Metadata(title="Sera", language="sw"), MOST)
    assert (document.title, document.language) == ("Sera", "sw")
    assert documents.read(path, "a.html", None, MOST).title == "Untitled"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", r"faili ni tupu.*empty"),
        ("a.txt", b" \n\t\n", r"faili ni tupu.*empty"),
        ("a.txt", "\u200b\n".encode(), r"halina maandishi.*no text"),
        ("a.html", b"<nav>menyu</nav>", r"halina maandishi.*no text"),
        ("a.txt", b"neno " * MOST, r"kubwa.*larger"),
        ("a.txt", b"%PDF-1.4 ...", r"si maandishi.*not text"),
        ("a.md", b"\x00\x01\x02\x03", r"si maandishi.*not text"),
        ("a.png", b"neno", r"haisomwi.*no reader"),
    ],
)
def test_a_refusal_names_its_reason(tmp_path, name, content, reason):
    """Swahili first, English beside it, and the file's path before both."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DocumentUnreadable, match=reason) as caught:
        documents.read(path, name, None, MOST)
    assert caught.value.path == str(path)


def test_a_file_that_is_gone_is_reported(tmp_path):
    """A file deleted between listing and reading is one more unreadable file."""
    with pytest.raises(DocumentUnreadable, match="halifunguki"):
        documents.read(tmp_path / "haipo.txt", "haipo.txt", None, MOST)


@pytest.mark.parametrize("format", sorted(set(documents.READERS.values())))
def test_every_reader_tells_its_version(format):
    """A newer library may read otherwise, so it is part of the version."""
    reader, *libraries = documents.version(format).split("+")
    assert reader.startswith(f"{format}-")
    assert libraries
    assert all(library[-1].isdigit() for library in libraries)
