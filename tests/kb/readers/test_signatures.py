"""A file is read as what it is, where its suffix is known to lie."""

from __future__ import annotations

import pytest

from kb.readers import read_document
from kb.readers.registry import FORMATS, reader_version
from kb.readers.signatures import ALSO_READ_AS, format_of_bytes, reader_for
from tests.kb.readers.making import in_format

KNOWN = ("docx", "odt", "pdf", "html", "pptx", "xlsx", "rtf", "epub")


@pytest.mark.parametrize("format", KNOWN)
def test_every_format_with_a_sign_is_recognised(format):
    """Made by the program that usually makes it, or as it does."""
    data = in_format(format)
    assert format_of_bytes(b"<!DOCTYPE html>" + data if format == "html" else data) == format


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"\xef\xbb\xbf \n<HTML xmlns='x'>", "html"),
        (b"<?xml version='1.0'?><!-- a --><html>", "html"),
        (b"<p>Dira ya <html>", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (b"PK\x03\x04", None),
        (b"", None),
    ],
)
def test_only_a_clear_sign_counts(data, format):
    """A word in the text is no sign."""
    assert format_of_bytes(data) == format


@pytest.mark.parametrize(
    ("suffix", "actual"),
    [
        ("rtf", "docx"), ("rtf", "html"), ("rtf", "odt"), ("docx", "rtf"), ("docx", "pdf"),
        ("pdf", "docx"), ("doc", "pdf"), ("odt", "docx"), ("docx", "odt"), ("doc", "docx"),
    ],
)  # fmt: skip
def test_a_document_with_the_wrong_suffix_is_read(tmp_path, suffix, actual):
    """Its format is what it is, so that a filter by format finds it."""
    path = tmp_path / f"barua.{suffix}"
    path.write_bytes((b"<html>" if actual == "html" else b"") + in_format(actual))
    document = read_document(path, path.name, None, 1 << 20)
    assert document.format == actual
    assert [heading.text for heading in document.headings][:1] == ["Dira"]


def test_other_suffixes_are_believed():
    """A web page that is called .pdf is a failed download, not a document."""
    assert reader_for("pdf", b"<html>Hitilafu 404") == "pdf"
    assert reader_for("docx", b"\xd0\xcf\x11\xe0") == "docx"


def test_the_version_of_a_reader_names_those_it_may_give_way_to():
    """Another reader of web pages reads a ".rtf" that is one otherwise."""
    assert ALSO_READ_AS.keys() - {"doc"} <= {row.name for row in FORMATS}
    assert "html-" in reader_version("rtf")
    assert "docx-" in reader_version("rtf")
