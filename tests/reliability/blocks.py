"""Documents of every format that nobody would write, for hypothesis: whole ones, and spoilt ones.

A document is first a list of blocks, then the bytes of one format. What is spoilt
is spoilt inside: of a Word file the XML of one member, not the archive around it,
whose checksum would refuse each of them before a reader saw it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.kb.readers.making import Said, opendocument, pdf, word

__all__ = ["FORMATS", "Block", "made"]

WORDS = st.sampled_from(
    [
        *("Dira", "DHAMIRA", "Idara ya TEHAMA", "wakurugenzi", "ng'ombe", "wa", "kwa", "Sura ya 1"),
        *("1.1", "2.10.3", "(a)", "IV.", "Ibara ya 12.", "uk. 3", "...........7", "17/12/2010", "-"),
        *("Wakala wa Maji (WM)", "the", "people of the agency", "•", "*", "#", "|", "---", "[x]("),
        *("neno" * 40, "a" * 3000, "e\u0301" * 50, "\u202e", "\ufeff", "😀", "ﬁ", "١٢", "\xad", "é"),
        *("<b>", "&amp;", "]]>", "-->", "```", "~~~", "\\", "%s", "\t", "\x1b[31m", "\f", "\r"),
    ]
)  # fmt: skip
"""Words, the signs headings and lists are known by, and what breaks careless parsers."""

LINE = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
TOKENS = st.sampled_from(
    [
        *(b"<", b">", b"</", b"/>", b"<!--", b"<![CDATA[", b"<!DOCTYPE x [", b"&#x0;", b"&x;", b'"'),
        *(b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\xc3", b"<w:p>", b"<text:h>", b"<table>", b"<div>"),
        *(b"-1", b"99999999999", b"1e999", b"<<", b">>", b"(", b"[", b"endobj", b"R", b"stream"),
        *(b"---\n", b"# ", b"> " * 200, b"- " * 200, b"`", b"|", b"\n\n", b"[a]: b", b"<b>" * 300),
    ]
)  # fmt: skip
"""Pieces of markup that end, begin or nest something where nothing should."""


class Block(NamedTuple):
    """A heading, a paragraph, an item of a list, or a row of a table."""

    kind: str
    level: int
    text: str
    number: str  # of a list, of its level, of blanks: as a file may have it


BLOCKS = st.lists(
    st.builds(
        Block,
        st.sampled_from(["heading", "text", "text", "item", "row"]),
        st.integers(0, 12),
        LINE,
        st.sampled_from([*"0123", "-1", "²", "٣", "9" * 5000, "", "1e9"]),
    ),
    min_size=1,
    max_size=20,
)


def _text(blocks: Sequence[Block]) -> bytes:
    return "\n\n".join(block.text for block in blocks).encode()


def _markdown(blocks: Sequence[Block]) -> bytes:
    before = {"heading": "#", "item": "  ", "row": "| "}
    lines = [
        f"{before.get(b.kind, '') * (b.level if b.kind != 'row' else 1)}"
        f"{' ' if b.kind == 'heading' else '- ' if b.kind == 'item' else ''}{b.text}"
        for b in blocks
    ]
    return "\n\n".join(lines).encode()


def _html(blocks: Sequence[Block]) -> bytes:
    tags = {"heading": "h{}", "text": "p", "item": "li", "row": "td"}
    parts = []
    for block in blocks:
        tag = tags[block.kind].format(block.level)
        # Not all are closed, and not all that is written is escaped.
        text = escape(block.text) if block.level % 3 else block.text
        parts.append(f"<{tag}>{text}" + (f"</{tag}>" if block.level % 2 else "<ul>"))
        parts.append(f"<ol start={block.number}>" if block.kind == "item" else "")
    return f"<html><title>Hati</title><body>{''.join(parts)}".encode()


def _xml(text: str) -> str:
    return escape("".join(c for c in text if c in "\t\r" or c >= " "))


def _document_xml(blocks: Sequence[Block]) -> str:
    made = []
    for block in blocks:
        style = {"heading": f"Heading{block.level}", "item": "ListNumber"}.get(block.kind, "Normal")
        level = f'<w:outlineLvl w:val="{block.level}"/>' if block.level % 2 else ""
        run = f'<w:r><w:t xml:space="preserve">{_xml(block.text)}</w:t></w:r>'
        if block.kind == "item":
            level += f'<w:numPr><w:ilvl w:val="{block.number}"/><w:numId w:val="1"/></w:numPr>'
        one = f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{level}</w:pPr>{run}</w:p>'
        table = f"<w:tbl><w:tr><w:tc>{one}</w:tc></w:tr></w:tbl>"
        made.append(table if block.kind == "row" else one)
    return "".join(made)


def _content_xml(blocks: Sequence[Block]) -> str:
    made = []
    for block in blocks:
        text = f'{_xml(block.text)}<text:s text:c="{block.number}"/>'
        made.append(
            {
                "heading": f'<text:h text:outline-level="{block.level}">{text}</text:h>',
                "item": "<text:list><text:list-item>" * (1 + block.level)
                + f"<text:p>{text}</text:p>"
                + "</text:list-item></text:list>" * (1 + block.level),
                "row": "<table:table><table:table-row><table:table-cell>"
                f"<text:p>{text}</text:p></table:table-cell></table:table-row></table:table>",
            }.get(block.kind, f"<text:p>{text}</text:p>")
        )
    return "".join(made)


def _pages(blocks: Sequence[Block]) -> bytes:
    """Return a PDF; a level of 9 and more begins a page, and an item goes to a second column."""
    pages: list[list[Said]] = [[]]
    for block in blocks:
        if block.level > 8:
            pages.append([])
        size = 12 + (block.level if block.kind == "heading" else 0)
        left = 320 if block.kind == "item" else 72
        text = block.text.encode("cp1252", "replace").decode("cp1252")
        pages[-1].append(Said(left, 740 - 22 * len(pages[-1]), text, size, block.level == 1))
    titles = [(b.text.encode("ascii", "ignore").decode()[:40].strip("()\\"), 0) for b in blocks]
    return pdf(*pages, outline=[one for one in titles if one[0]][:3] if blocks[0].level > 4 else ())


class _Archive(NamedTuple):
    """A file of several members, one of which holds what was written."""

    members: dict[str, bytes]
    holding: str
    at: bytes  # what stands where the blocks go
    xml: Callable[[Sequence[Block]], str]

    def spoilt(self, blocks: Sequence[Block], spoil: Spoil, where: str) -> bytes:
        members = dict(self.members)
        members[self.holding] = members[self.holding].replace(self.at, self.xml(blocks).encode())
        members[where] = spoil(members[where])
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return made.getvalue()


def _archive(data: bytes, holding: str, at: bytes, xml: Callable[..., str]) -> _Archive:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert at in members[holding]
    return _Archive(members, holding, at, xml)


Spoil = Callable[[bytes], bytes]
_PLAIN = {"txt": _text, "md": _markdown, "html": _html, "pdf": _pages}
_ARCHIVES = {
    "docx": _archive(
        word(lambda document: document.add_paragraph("HAPA")),
        "word/document.xml",
        b"<w:p><w:r><w:t>HAPA</w:t></w:r></w:p>",
        _document_xml,
    ),
    "odt": _archive(
        opendocument("<text:p>HAPA</text:p>"), "content.xml", b"<text:p>HAPA</text:p>", _content_xml
    ),
}
FORMATS = (*_PLAIN, *_ARCHIVES)
"""Suffixes of the formats that are read."""

_WHERE = st.fractions(0, 1)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("put"), _WHERE, TOKENS),
        st.tuples(st.just("write over"), _WHERE, st.binary(min_size=1, max_size=8)),
        st.tuples(st.just("flip"), _WHERE, st.integers(0, 7)),
        st.tuples(st.just("cut"), _WHERE, st.none()),
        st.tuples(st.just("again"), _WHERE, st.integers(1, 400)),
    ),
    max_size=8,
)


def _changed(changes: Sequence[tuple[str, Any, Any]], data: bytes) -> bytes:
    spoilt = bytearray(data)
    for how, share, what in changes:
        at = int(share * max(len(spoilt) - 1, 0))
        if how == "put":
            spoilt[at:at] = what
        elif how == "write over":
            spoilt[at : at + len(what)] = what
        elif how == "flip" and spoilt:
            spoilt[at] ^= 1 << what
        elif how == "cut" and share > 0:
            del spoilt[max(at, 1) :]
        elif how == "again":
            spoilt[at:at] = spoilt[at : at + what] * 20
    return bytes(spoilt)


@st.composite
def made(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a suffix and the bytes of a document; one in four is not spoilt."""
    suffix, blocks = draw(st.sampled_from(FORMATS)), draw(BLOCKS)
    changes = draw(st.just([]) | CHANGES | CHANGES | CHANGES)
    if suffix in _PLAIN:
        return suffix, _changed(changes, _PLAIN[suffix](blocks))
    archive = _ARCHIVES[suffix]
    where = draw(st.just(archive.holding) | st.sampled_from(sorted(archive.members)))
    return suffix, archive.spoilt(blocks, lambda data: _changed(changes, data), where)
