"""Look into a zip archive before anything in it is unpacked.

Word and OpenDocument files are zip archives. A few hundred kilobytes of one
can unpack to gigabytes, so the archive's own list of its members is judged
first: how many, how large, how tightly packed, under which names. What lies
in the list, zipfile notices: it unpacks no more than a member declares.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

from kb.readers.base import Unreadable

__all__ = ["check"]

MOST_MEMBERS = 1_000
MOST_BYTES = 64 * 1024 * 1024
MOST_MEMBER_BYTES = 32 * 1024 * 1024
MOST_RATIO = 100
_SMALL = 1024 * 1024
"""Repetitive XML may be packed tighter than a bomb; up to this size that harms nobody."""

_ARCHIVES = frozenset(
    (".7z", ".bz2", ".docm", ".docx", ".gz", ".jar", ".odt", ".pptx", ".rar", ".tar", ".xlsx",
     ".xz", ".zip")
)  # fmt: skip
_EMBEDDED = ("word/embeddings/", "Object ", "ObjectReplacements/")
"""Where Word and LibreOffice keep the sheets behind charts. They are counted, never opened."""


def check(data: bytes) -> None:
    """Refuse an archive that is none, or that would do harm to unpack.

    Raises:
        Unreadable: with the reason.

    >>> check(b"PK not really")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    kb.readers.base.Unreadable: faili limeharibika (...) · the file is damaged ...
    """
    fault = _fault(_members(data))
    if fault:
        raise Unreadable(f"halifunguliwi kwa usalama: {fault}")


def _members(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    # A crafted list can raise nearly anything while it is read.
    except Exception as error:
        reason = f"faili limeharibika ({error}) · the file is damaged ({error}); save it again"
        raise Unreadable(reason) from error


def _fault(members: Sequence[zipfile.ZipInfo]) -> str:
    """Return what is wrong with the members, or "" where nothing is."""
    if len(members) > MOST_MEMBERS:
        return f"sehemu zaidi ya {MOST_MEMBERS:,} · more than {MOST_MEMBERS:,} members"
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MOST_BYTES or _ratio(unpacked, packed) > MOST_RATIO:
        return f"hufumuka hadi baiti {unpacked:,} · unpacks to {unpacked:,} bytes"
    for member in members:
        if fault := _member_fault(member):
            return f"{member.filename[:80]!r}: {fault}"
    return ""


def _ratio(unpacked: int, packed: int) -> float:
    return unpacked / max(1, packed) if unpacked > _SMALL else 1.0


def _member_fault(member: zipfile.ZipInfo) -> str:
    size, name = member.file_size, member.filename
    if size > MOST_MEMBER_BYTES or _ratio(size, member.compress_size) > MOST_RATIO:
        return f"hufumuka hadi baiti {size:,} · unpacks to {size:,} bytes"
    if member.flag_bits & 1:
        return "limefungwa kwa nenosiri; liondoe · encrypted; remove the password"
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
        return "jina linatoka nje ya faili · a name that leads out of the file"
    if path.suffix.lower() in _ARCHIVES and not name.startswith(_EMBEDDED):
        return "kumbukumbu ndani ya kumbukumbu · an archive in an archive"
    return ""
