"""The encoding of a page: what the HTML standard says, and what offices have on their disks."""

from __future__ import annotations

import codecs

import pytest

from kb.readers.html import parse
from kb.readers.html.charset import page_characters

WORDS = "Ng’ombe – “safi”"


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("latin1", "cp1252"), ("ISO-8859-1", "cp1252"), ("us-ascii", "cp1252"), ("x-user-defined", "cp1252"),
        ("windows-1252", "cp1252"), ("utf-16", "utf-8"), ("utf-16le", "utf-8"), ("UTF8", "utf-8"),
        ("unicode-1-1-utf-8", "utf-8"), ("macintosh", "mac_roman"), ("windows-1256", "cp1256"),
        ("gb2312", "gb18030"), ("rot13", "utf-8"), ("utf-7", "utf-8"), ("haipo", "utf-8"),
    ],
)  # fmt: skip
def test_a_label_is_read_as_browsers_read_it(label, encoding):
    """Labels of the Encoding Standard; one that browsers do not know is no declaration."""
    words = "\u0645\u0631\u062d\u0628\u0627" if encoding == "cp1256" else WORDS  # مرحبا
    page = f"<meta charset={label}><p>{words}</p>"
    assert page_characters(page.encode(encoding)) == page


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv="Content-Type" content="text/html; charset=macintosh">',
        "<META CONTENT='text/html;charset=macintosh' HTTP-EQUIV=content-type>",
        "<meta charset=macintosh /><meta charset=utf-8>",
        '<!-- <meta charset="utf-8"> --><meta charset="macintosh">',
        '<script>var m = "<meta charset=utf-8>";</script><meta charset="macintosh">',
        '<meta name=a content="charset=utf-8"><meta charset="macintosh">',
        '<meta charset="haipo"><meta charset="macintosh">',
        "<!--" + "x" * 2000 + "--><meta charset=macintosh>",
        '<?xml version="1.0" encoding="macintosh"?>',
    ],
)
def test_where_a_page_declares_its_encoding(head):
    """The first declaration counts that is one: not in a comment, a script or another attribute."""
    assert parse((head + f"<p>{WORDS}").encode("mac_roman")).text == WORDS + "\n"


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "iso-8859-15", "utf-16", "ascii"])
def test_utf8_has_priority_over_a_western_declaration(label):
    """A page that was moved to a new server is UTF-8, whatever its old head says."""
    assert parse(f"<meta charset={label}><p>{WORDS}".encode()).text == WORDS + "\n"


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF16_LE], ids=["bare", "marked"])
def test_utf16_is_told_by_its_bytes(mark):
    """A declaration that is read byte by byte cannot be in UTF-16."""
    page = f"<html><meta charset=utf-8><p>{WORDS}</p></html>"
    assert parse(mark + page.encode("utf-16-le")).text == WORDS + "\n"


@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1"])
def test_a_page_put_together_from_two_files_keeps_both(label):
    """The valid UTF-8 of a page stays, the rest of its bytes is Windows-1252."""
    page = f"<meta charset={label}><p>{WORDS}</p>".encode() + "<p>Ng’ombe</p>".encode("cp1252")
    assert parse(page).text == f"{WORDS}\n\nNg’ombe\n"
