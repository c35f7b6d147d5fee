"""An archive is judged by its list before anything in it is unpacked."""

from __future__ import annotations

import zipfile

import pytest

from kb.readers import archives
from kb.readers.base import Unreadable
from tests.kb.readers.making import archive

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        pytest.param({"a.xml": b"\0" * (40 * MB)}, "unpacks to", id="bomb"),
        pytest.param({f"{i}.xml": b"x" for i in range(1_001)}, "1,000", id="too many"),
        pytest.param({"../../etc/passwd": b"x"}, "leads out", id="path upwards"),
        pytest.param({"/etc/passwd": b"x"}, "leads out", id="absolute path"),
        pytest.param({"word/a.zip": b"PK"}, "archive inside an archive", id="nested"),
        pytest.param({"a.docx": b"PK"}, "archive inside an archive", id="nested document"),
    ],
)
def test_an_archive_that_does_harm_is_refused(members, reason):
    """Refused with the reason, and without unpacking it."""
    with pytest.raises(Unreadable, match=reason):
        archives.check_archive(archive(members))


def test_what_offices_write_is_let_through():
    """Charts bring their sheets along, Word shows documents in one; repetitive XML packs tightly."""
    inside = {"word/embeddings/sheet1.xlsx": b"PK", "word/afchunk1.docx": b"PK"}
    archives.check_archive(archive(inside | {"a.xml": b"<a/>" * 100_000}))


def test_a_member_under_a_password_is_refused():
    """The message says what to take away."""
    data = bytearray(archive({"word/document.xml": b"<a/>"}))
    place = data.rindex(b"PK\x01\x02")
    data[place + 8] |= 1
    with pytest.raises(Unreadable, match="password"):
        archives.check_archive(bytes(data))


def test_a_list_that_lies_gives_no_more_than_it_declares(tmp_path):
    """Python's zipfile unpacks what a member declares, and not a byte more."""
    data = bytearray(archive({"a.xml": b"\0" * MB}))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.rindex(mark)
        data[place + offset : place + offset + 4] = (100).to_bytes(4, "little")
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with zipfile.ZipFile(path) as opened, pytest.raises(zipfile.BadZipFile):
        opened.read("a.xml")
