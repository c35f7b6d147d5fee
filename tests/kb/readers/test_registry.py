"""One table of formats: what is read, and where it is written that it is read."""

from __future__ import annotations

import re
from inspect import signature

import pytest

from kb.messages import translate
from kb.readers.advice import ADVICE
from kb.readers.base import FormatReader, ScanReader
from kb.readers.registry import FORMATS, reader_of, reads_scans, suffixes


def test_no_suffix_has_two_readers():
    """A file has one format."""
    assert len(set(suffixes())) == len(suffixes())
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes())


@pytest.mark.parametrize("name", ["documents.md", "sw/nyaraka.md"])
def test_the_page_on_documents_lists_every_suffix(project, name):
    """The page lists the suffixes of the table of formats, no fewer and no more."""
    page = (project / "docs" / name).read_text(encoding="utf-8")
    rows = re.findall(r"^\| [\w ]+ \| ((?:`\.\w+` ?)+)\|", page, re.MULTILINE)
    assert {suffix for row in rows for suffix in re.findall(r"\.\w+", row)} == set(suffixes())


@pytest.mark.parametrize("format", [row.name for row in FORMATS])
def test_every_reader_has_the_one_shape(format):
    """A reader is a module with a version, its libraries, and parse(data, max_pages=…).

    A reader of a format whose pages may be pictures takes OCR, too.
    """
    reader = reader_of(format)
    assert isinstance(reader.VERSION, str)
    assert all(isinstance(name, str) for name in reader.LIBRARIES)
    shape = ScanReader if reads_scans(format) else FormatReader
    promised = list(signature(shape.parse).parameters)[1:]
    assert list(signature(reader.parse).parameters) == promised


@pytest.mark.parametrize(("name", "language"), [("documents.md", "en"), ("sw/nyaraka.md", "sw")])
def test_the_page_on_documents_lists_what_makes_other_files_readable(project, name, language):
    """The advice of a refusal is on the page, in its language; and nobody is sent away in vain."""
    page = (project / "docs" / name).read_text(encoding="utf-8")
    for row in ADVICE:
        listed = " ".join(f"`{suffix}`" for suffix in row.suffixes)
        assert f"- {listed}: {translate(row.what, language)}\n" in page
    advised = [suffix for row in ADVICE for suffix in row.suffixes]
    assert len(set(advised)) == len(advised)
    assert set(advised).isdisjoint(suffixes())
