"""Check a zip archive before anything in it is unpacked.

The bytes of an archive come in; nothing, or a refusal, goes out. Word and OpenDocument
files are zip archives. A few hundred kilobytes can unpack to gigabytes. So the archive's
own list of members is checked first: their number, size, ratio of compression and names.
A false size in that list does no harm, because zipfile unpacks no more than a member
declares.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

from kb.messages import Message
from kb.readers.base import Unreadable

__all__ = ["DAMAGED_ARCHIVE", "check_archive"]

DAMAGED_ARCHIVE = Message("the file is damaged; save it again")

MAX_MEMBERS = 1_000
MAX_BYTES = 64 * 1024 * 1024
MAX_MEMBER_BYTES = 32 * 1024 * 1024
MAX_RATIO = 100
_SMALL = 1024 * 1024
"""Repetitive XML can have a higher ratio than a bomb; up to this many bytes it is harmless."""

_ARCHIVES = frozenset(
    (".7z", ".bz2", ".docm", ".docx", ".epub", ".gz", ".jar", ".odt", ".pptx", ".rar", ".tar",
     ".xlsx", ".xz", ".zip")
)  # fmt: skip
_EMBEDDED = (
    "word/embeddings/",
    "ppt/embeddings/",
    "xl/embeddings/",
    "Object ",
    "ObjectReplacements/",
)
"""Folders for the sheets behind charts, in Office and LibreOffice. They are counted, never opened."""

_INSIDE_WORD = frozenset({".docm", ".docx"})
"""Word shows such a part inside the document. It is checked like any other file, if it is opened."""


def check_archive(data: bytes) -> None:
    """Refuse bytes that are no archive, or an archive that would do harm to unpack.

    Raises:
        Unreadable: with the reason.

    >>> check_archive(b"PK not really")
    Traceback (most recent call last):
    kb.readers.base.Unreadable: the file is damaged; save it again
    """
    if fault := _fault(_members(data)):
        raise Unreadable(Message("not opened, for safety: {fault}", fault=fault))


def _members(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    # A crafted list of members can raise nearly any exception.
    except Exception as error:
        raise Unreadable(DAMAGED_ARCHIVE) from error


def _fault(members: Sequence[zipfile.ZipInfo]) -> Message | None:
    """Return the first fault of the members, or None."""
    if len(members) > MAX_MEMBERS:
        return Message("more than {limit} members", limit=f"{MAX_MEMBERS:,}")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MAX_BYTES or _ratio(unpacked, packed) > MAX_RATIO:
        return _bomb(unpacked)
    for member in members:
        if fault := _member_fault(member):
            return Message("{member}: {fault}", member=repr(member.filename[:80]), fault=fault)
    return None


def _bomb(size: int) -> Message:
    return Message("it unpacks to {size} bytes", size=f"{size:,}")


def _ratio(unpacked: int, packed: int) -> float:
    return unpacked / max(1, packed) if unpacked > _SMALL else 1.0


def _member_fault(member: zipfile.ZipInfo) -> Message | None:
    size, name = member.file_size, member.filename
    if size > MAX_MEMBER_BYTES or _ratio(size, member.compress_size) > MAX_RATIO:
        return _bomb(size)
    if member.flag_bits & 1:
        return Message("encrypted; remove the password")
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
        return Message("its name leads out of the file")
    suffix = path.suffix.lower()
    shown = name.startswith("word/") and suffix in _INSIDE_WORD
    if suffix in _ARCHIVES and not shown and not name.startswith(_EMBEDDED):
        return Message("an archive inside an archive")
    return None
