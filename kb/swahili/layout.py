"""Lay tables out once in a file that is loaded and not parsed, and notice when it is out of date.

``load_layout(build)`` takes a function that parses the sources, and returns the tables it makes.
The first call writes them to a file; later processes map that file. It is used only while

- its first line is ours: format, Python version, version of marshal;
- its sources are the same: size and times of every file, else their hash;
- the checksum of each part is right; a damaged file is made anew.

A table is unmarshalled when it is first used, so a question pays only for its own words.
The file is in ``__pycache__``, else in the user's cache folder; where neither can be written,
the sources are parsed each time. Why marshal, and why that is safe:
docs/decisions/0009-laid-out-lexicon.md
"""

from __future__ import annotations

import gc
import marshal
import mmap
import os
import stat
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kb.swahili.data import FOLDER

__all__ = ["LaidOut", "digest", "lay_out", "layout_places", "load_layout", "sources"]

PACKAGE = Path(__file__).parent
CODE = (PACKAGE, PACKAGE / "morphology")
"""Folders whose modules decide a word's terms; explanation/ and tools/ decide none."""

_FORMAT = 1
_TAG = f"{sys.implementation.cache_tag} {sys.hexversion:x} {marshal.version}"
_MAGIC = f"kisima lexicon {_FORMAT} {_TAG}\n".encode()
_NUMBER = 8  # bytes of a number before the header: its checksum, its length
_SETTLED = 2_000_000_000
"""Nanoseconds: a file that changed this recently may change again without a new time."""

Build = Callable[[], Mapping[str, object]]
"""Parses the sources; its tables contain strings, numbers, tuples, dicts and sets only."""

Stamps = tuple[tuple[str, int, int, int], ...]
"""Path, size, time of the last change of content, and of any change, of every source."""


class _File(NamedTuple):
    """The content of one file."""

    stamps: Stamps  # () where a source had changed a moment before
    digest: str
    parts: dict[str, tuple[int, int, int]]  # table: first byte, end, checksum
    packed: bytes | mmap.mmap
    start: int  # of the tables in *packed*

    def table(self, name: str) -> bytes | None:
        """Return a table, still packed; None where its checksum is wrong."""
        first, end, checksum = self.parts[name]
        packed = self.packed[self.start + first : self.start + end]
        return packed if zlib.crc32(packed) == checksum else None


class LaidOut:
    """Tables by name, each unpacked at each call."""

    def __init__(self, file: _File, build: Build) -> None:
        self._file, self._build = file, build

    @property
    def digest(self) -> str:
        """A hash of the sources that the tables are made from."""
        return self._file.digest

    def __contains__(self, name: str) -> bool:
        return name in self._file.parts

    def table(self, name: str) -> Any:
        """Return one table; where the file is damaged, all are made anew first."""
        packed = self._file.table(name)
        if packed is None:
            self._file = _made(self._build, _stamps(), digest())
            packed = self._file.packed[slice(*self._file.parts[name][:2])]
        return _unpacked(packed)


def _unpacked(packed: bytes) -> Any:
    """Return a table; a new table has no garbage, so none is looked for while it grows."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return marshal.loads(packed)  # noqa: S302  # plain values, and the checksum is right
    finally:
        if collects:
            gc.enable()


def sources() -> list[Path]:
    """Return every file that decides a word's terms, in order: the tables and the code."""
    code = [path for folder in CODE for path in folder.glob("*.py")]
    return sorted([*FOLDER.rglob("*.tsv"), *code])


def digest() -> str:
    """Return a hash of the names and contents of all sources.

    >>> len(digest())
    16
    """
    import hashlib  # loads OpenSSL; not needed while the file is in date

    found = hashlib.sha256()
    for path in sources():
        found.update(path.name.encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def layout_places() -> list[Path]:
    """Return where the file may be, in the order of trying: with the bytecode, the user's cache."""
    name = f"lexicon.{sys.implementation.cache_tag}.layout"
    cached = __spec__.cached  # None where modules come from an archive
    found = [Path(cached).parent / name] if cached else []
    cache = _user_cache()
    if cache is not None:
        # Two installations have two files, or each would make the other's anew.
        found.append(cache / f"{zlib.crc32(os.fsencode(PACKAGE)):08x}.{name}")
    return found


def load_layout(build: Build) -> LaidOut:
    """Return the tables that *build* makes, from the file where it is in date."""
    now = _stamps()
    files = []
    for path in layout_places():
        file = _read(path)
        if file is not None and file.stamps == now:
            return LaidOut(file, build)
        files.append(file)
    current = digest()
    for file in files:
        if file is not None and file.digest == current:
            # Touched, copied or unpacked again, with the same contents: only the times are new.
            stamps = _settled(now)
            if stamps and not sys.dont_write_bytecode:
                _write_first(_to_bytes(file._replace(stamps=stamps)))
            return LaidOut(file, build)
    return LaidOut(_made(build, now, current), build)


def lay_out(build: Build) -> Path | None:
    """Make the file anew; return where it is, None where no place can be written."""
    return _write_first(_to_bytes(_pack(build(), _settled(_stamps()), digest())))


def _made(build: Build, stamps: Stamps, current: str) -> _File:
    """Parse the sources, and write the file where bytecode is written too."""
    file = _pack(build(), _settled(stamps), current)
    if not sys.dont_write_bytecode:
        _write_first(_to_bytes(file))
    return file


def _user_cache() -> Path | None:
    """Return Kisima's folder in the user's cache, None where the user has no home."""
    usual = "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
    folder = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser(usual)  # noqa: PTH111  # no home is no error here
    return Path(folder) / "kisima" if os.path.isabs(folder) else None  # noqa: PTH117  # a plain string


def _stamps() -> Stamps:
    return tuple(_stamped())


def _stamped() -> Iterator[tuple[str, int, int, int]]:
    """Yield the stamp of each source; by os.scandir, because every start needs all of them."""
    folders = [(str(FOLDER), ".tsv"), *((str(folder), ".py") for folder in CODE)]
    for folder, suffix in folders:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.name.endswith(suffix):
                    seen = entry.stat()
                    yield entry.path, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns
                elif suffix == ".tsv" and entry.is_dir():
                    folders.append((entry.path, suffix))


def _settled(stamps: Stamps) -> Stamps:
    """Return *stamps*, () while a later change could leave them the same.

    Clocks of file systems are coarse: a file changed twice in one tick has one time.
    """
    newest = max((max(changed, touched) for _, _, changed, touched in stamps), default=0)
    return stamps if newest + _SETTLED < time.time_ns() else ()


def _pack(tables: Mapping[str, object], stamps: Stamps, current: str) -> _File:
    parts, packed = {}, bytearray()
    for name, table in tables.items():
        part = marshal.dumps(table)  # type: ignore[arg-type]  # plain values: see Build
        parts[name] = (len(packed), len(packed) + len(part), zlib.crc32(part))
        packed += part
    return _File(stamps, current, parts, bytes(packed), 0)


def _to_bytes(file: _File) -> bytes:
    """Return the file: first line, checksum and length of the header, header, tables."""
    header = marshal.dumps((file.stamps, file.digest, file.parts))
    numbers = (zlib.crc32(header), len(header))
    before = b"".join(number.to_bytes(_NUMBER, "little") for number in numbers)
    return _MAGIC + before + header + file.packed[file.start :]


def _from_bytes(data: bytes | mmap.mmap) -> _File | None:
    """Return the content of a file; None where it is of another version, or its header damaged."""
    start = len(_MAGIC)
    if data[:start] != _MAGIC:
        return None
    checksum, length = (
        int.from_bytes(data[at : at + _NUMBER], "little") for at in (start, start + _NUMBER)
    )
    tables = start + 2 * _NUMBER + length
    header = data[start + 2 * _NUMBER : tables]
    if not header or zlib.crc32(header) != checksum:
        return None
    stamps, current, parts = marshal.loads(header)  # noqa: S302  # the checksum is right
    return _File(stamps, current, parts, data, tables)


def _read(path: Path) -> _File | None:
    """Map a file; None where there is none that we can trust and use."""
    try:
        with path.open("rb") as file:
            if not _is_ours(path, os.fstat(file.fileno())):
                return None
            return _from_bytes(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):  # ValueError: an empty file cannot be mapped
        return None


def _is_ours(path: Path, seen: os.stat_result) -> bool:
    """Tell whether nobody but this user or root can have written a file.

    In __pycache__ every file is trusted: who can write there can replace the bytecode too.
    """
    if path.parent != _user_cache():
        return True
    return seen.st_uid in (os.getuid(), 0) and not seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write_first(data: bytes) -> Path | None:
    """Write the file in the first place that takes it; return that place."""
    for path in layout_places():
        try:
            _write(path, data)
        except OSError:  # read-only, full, no such home: the next place, or none
            continue
        return path
    return None


def _write(path: Path, data: bytes) -> None:
    """Write a whole file or none: under another name first, then in one step."""
    private = path.parent == _user_cache()
    path.parent.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o644)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123  # a handle, not a path
            file.write(data)
        os.replace(aside, path)  # noqa: PTH105  # one step
    except OSError:
        aside.unlink(missing_ok=True)
        raise
