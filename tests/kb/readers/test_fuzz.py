"""Files changed at random: each is read, or refused with a reason, and no child ends over one."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.readers import base
from kb.readers.registry import FORMATS
from kb.readers.sandbox.pool import Sandbox
from tests.kb.readers.making import in_format
from tests.kb.readers.making_formats import (
    book,
    cell,
    mail,
    package_of,
    paragraph,
    presentation,
    rich_text,
    sheet,
    slide,
    text_shape,
    title,
    workbook,
)

NEW = ("pptx", "xlsx", "rtf", "epub", "eml")
SPLICES = (
    b"", b"\0", b"<", b">", b"&", b'"', b"{", b"}", b"\\", b"/", b"--", b"\xff\xfe", b"9" * 30, b"-1",
    b"1e999", b"nan", b"../../x", b"<!DOCTYPE a [<!ENTITY a '&a;'>]>", b"&a;", b"xmlns:a='urn:x' ",
    b"\\u-1?", b"\\bin99999 ", b"\\'8", b"\\uc9 ", b"\\cell\\row", b"\\trowd", b"\\par", b"\\shptxt ",
    b"{\\footnote ", b"{\\stylesheet{\\s1 x;}}", b"A1:XFD1048576", b" s='9999999'", b" t='s'",
    b"\r\n\r\n", b"--b\r\n", b"Content-Type: message/rfc822\r\n\r\n", b"=?utf-8?B?/?=", b"charset=utf-16",
    "ĩ’😀\u202e".encode(),
)  # fmt: skip
"""What damage and malice put into files: signs of every format, numbers out of range."""


def rich_seeds() -> dict[str, bytes]:
    """Return a document with much in it for each format, so that changes reach every branch."""
    merged = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    rows = [
        [cell("A1", "Jina"), cell("B1", "Tarehe")],
        [cell("A2", 0, kind="s"), cell("B2", 44264, style=1), cell("C2", 0.18, style=2)],
        [cell("A3", 1, kind="b"), cell("B3", "", kind="n", formula="A1"), cell("C3", 5, style=3)],
    ]
    numbered = '<a:pPr lvl="1"><a:buAutoNum type="romanUcPeriod" startAt="3"/></a:pPr>'
    table = "<a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Ada</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>"
    frame = f"<p:graphicFrame><a:graphic><a:graphicData>{table}</a:graphicData></a:graphic></p:graphicFrame>"
    inner = mail("Barua ya awali", "Pampu.", attached=[("vipuri.txt", b"Vipuri.")])
    return {
        "pptx": presentation(
            slide(title("Dira"), text_shape(paragraph("Kinara", numbered), at=(5, 1)), frame),
            slide(f"<p:grpSp>{text_shape('Kundi')}</p:grpSp>", show="0"),
            notes={1: "Maelezo."},
        ),
        "xlsx": workbook(
            ("Kaya", sheet(rows, after=merged)), ("Siri", sheet(rows)), hidden=["Siri"],
            formats=["dd/mm/yyyy", "0.0%", '[$TSh-441] #,##0;(#,##0);"-"'],
            strings=["<r><t>Asha</t></r><r><t> Juma</t></r>"],
        ),
        "rtf": rich_text(
            r"\pard\s1 Dira\par{\listtext\f2 \'b7\tab}\pard\ilvl1 Kupima\par",
            r"\trowd\trhdr\pard\intbl A\cell B\cell\row\trowd\pard\intbl a\par b\cell c\cell\row",
            r"\pard Ng\'92ombe \u-10179?\u-8704?{\footnote\pard Sheria}{\v siri}\par{\pict\bin3 abc}",
            r"{\shp{\*\shpinst{\shptxt\pard Kisanduku\par}}{\shprslt x}}{\field{\*\fldinst TOC}{\fldrslt x}}\par",
        ),
        "epub": book(
            "<h1>Dira</h1><table><tr><td>Ada</td></tr></table>", "<p>Mwisho &nbsp;<b/></p>",
            metadata="<dc:title>Kitabu</dc:title><dc:date>2012-04-01</dc:date>",
            manifest='<item id="n" href="c2.xhtml" media-type="application/x-dtbncx+xml"/>',
        ),
        "eml": bytes(mail("Ombi", "Habari.", html="<p>Habari.</p>", attached=[("a.md", b"# A")], forwarded=[inner])),
    }  # fmt: skip


def changed_at_random(data: bytes, chance: random.Random) -> bytes:
    """Return a file with a few changes; of an archive, inside its members or outside."""
    if not data.startswith(b"PK") or chance.random() < 0.2:
        return spliced(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    for name in chance.sample(sorted(members), min(len(members), chance.randint(1, 3))):
        if chance.random() < 0.1:
            del members[name]
        else:
            members[name] = spliced(members[name], chance)
    return package_of(members)


def spliced(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with one to eight stretches cut, repeated, moved or written over."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(changed) + 1)
        end = min(len(changed), start + chance.choice((0, 1, 2, 8, 64, 512)))
        match chance.randrange(4):
            case 0:
                changed[start:end] = chance.choice(SPLICES)
            case 1:
                changed[start:start] = bytes(changed[start:end]) * chance.choice((1, 2, 40))
            case 2:
                changed[start:start] = chance.choice(SPLICES)
            case _:
                changed[start:end] = bytes(chance.randrange(256) for _ in range(end - start))
    return bytes(changed)


def outcomes(format: str, count: int, folder: Path, seed: int) -> Iterator[tuple[int, str]]:
    """Yield the number and the reason of every changed file that is not answered cleanly."""
    chance = random.Random(f"{format} {seed}")
    seeds = [rich_seeds()[format], in_format(format)]
    path = folder / f"faili.{format}"
    with Sandbox() as sandbox:
        for number in range(count):
            path.write_bytes(changed_at_random(chance.choice(seeds), chance))
            try:
                sandbox.parse(path, format)
            except base.Unreadable as error:
                if error.reason.text.startswith(("its reader", "took more", "needed more")):
                    (folder / f"{format}-{seed}-{number}").write_bytes(path.read_bytes())
                    yield number, str(error)


@pytest.mark.parametrize("format", NEW)
def test_a_changed_file_is_read_or_refused(format, tmp_path):
    """No exception of a reader, no signal, no limit: a reason for a clerk, or a parse."""
    assert format in {row.name for row in FORMATS}
    assert list(outcomes(format, 60, tmp_path, seed=1)) == []


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("format", NEW)
def test_thousands_of_changed_files_bring_no_child_down(format, tmp_path):
    """20,000 over all formats."""
    assert list(outcomes(format, 20_000 // len(NEW), tmp_path, seed=2)) == []
