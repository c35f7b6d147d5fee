"""Plain text in the encodings that thirty years of offices have left behind."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.base import Unreadable
from kb.readers.text import decode, parse

PAGE = "Ofisi ya Ng’ombe – “Dira”\nKufikia mwaka 2030, vijiji vyote vitakuwa na maji safi.\n"


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode("utf-8"),
        codecs.BOM_UTF8 + PAGE.encode("utf-8"),
        PAGE.encode("utf-16"),
        codecs.BOM_UTF16_BE + PAGE.encode("utf-16-be"),
        PAGE.encode("utf-16-le"),
        PAGE.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + PAGE.encode("utf-32-le"),
        PAGE.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 mark", "utf-16", "utf-16-be", "le bare", "be bare", "utf-32", "cp1252"],
)
def test_one_page_in_every_encoding(data):
    """Whatever a page was saved as, its readers see the same words."""
    assert decode(data) == PAGE


def test_latin_letters_with_accents_are_read():
    """A name from abroad in an old file keeps its accents."""
    page = "Wajumbe walitembelea miji ya Córdoba na Zürich kwa mazungumzo ya siku mbili."
    assert decode(page.encode("latin-1")) == page


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj", b"PK\x03\x04\x14\x00\x06\x00", b"\x89PNG\r\n\x1a\n\x00\x00",
        bytes(range(256)) * 8, b"\x00\x01\x02" * 100, b"\x81\x8d\x8f\x90\x9d" * 50,
    ],
    ids=["pdf", "zip", "png", "bytes", "zeros", "undefined"],
)  # fmt: skip
def test_what_is_not_text_is_refused_with_a_reason(data):
    """A picture called .txt does not fill the index with noise; the clerk gets a reason."""
    with pytest.raises(Unreadable, match="not text"):
        decode(data)


def test_front_matter_leaves_the_text():
    """A text file may carry front matter too, and it is not searched as text."""
    parsed = parse(b"---\nkichwa: Sera\n---\nDira\n")
    assert (parsed.text, parsed.declared.title, parsed.headings) == ("Dira\n", "Sera", None)


def test_a_file_of_mixed_bytes_keeps_its_parts():
    """A list that two offices wrote in turn is read in both encodings."""
    data = PAGE.encode() + "Mkurugenzi – ng’ombe\n".encode("cp1252") + PAGE.encode()
    assert decode(data) == PAGE + "Mkurugenzi – ng’ombe\n" + PAGE


@given(
    st.lists(st.sampled_from(["Ng’ombe ", "“safi” ", "São Tomé ", "maji ", "20 € – "]), min_size=1)
)
def test_text_encoded_twice_is_read_as_it_was_meant(words):
    """UTF-8 that a program took for Windows-1252 is repaired, if a punctuation mark proves it."""
    meant = "".join(words)
    twice = "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in meant.encode()
    )
    certain = any(mark in meant for mark in "’“”–€")
    assert decode(twice.encode()) == (meant if certain else twice)


@pytest.mark.parametrize("text", ["SÃ£o", "Ã© na â€", "“ÂNI”", "â", "Bei: 5 Â£ tu"])
def test_what_may_be_meant_stays(text):
    """An odd letter alone proves nothing."""
    assert decode(text.encode()) == text
