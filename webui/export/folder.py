"""The folder of an export: whose it is, and how a new one takes its place.

A new export is written beside the old one and takes its name when it is complete, so an interruption
leaves the old one whole. Files that did not change are not written again: the new folder has
links to them. Only an empty folder, or one with our marker, is ever replaced.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.errors import FolderRefused, StorageFailed
from kb.messages import Message

__all__ = ["MARKER", "Draft", "drafted_folder"]

MARKER = "kisima-export.json"
"""The file that says that a folder is an export of Kisima."""

_NEW, _OLD = ".kisima-new", ".kisima-old"


class Draft:
    """A new export, beside the old one."""

    def __init__(self, folder: Path, old: Path | None) -> None:
        self._folder, self._old = folder, old
        self._made: set[Path] = set()
        self.written = self.unchanged = self.size_bytes = 0

    def put(self, name: str, content: str | bytes) -> None:
        """Write a file, or link to the old one where its content is the same."""
        data = content.encode("utf-8", "replace") if isinstance(content, str) else content
        path = self._path(name)
        self.size_bytes += len(data)
        path.unlink(missing_ok=True)  # the marker is there from the beginning
        if self._linked(name, data, path):
            self.unchanged += 1
            return
        path.write_bytes(data)
        self.written += 1

    def copy(self, name: str, source: Path) -> None:
        """Copy a file of the corpus."""
        path = self._path(name)
        shutil.copyfile(source, path)
        self.size_bytes += path.stat().st_size
        self.written += 1

    def _path(self, name: str) -> Path:
        path = self._folder / name
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        return path

    def _linked(self, name: str, data: bytes, path: Path) -> bool:
        """Link to the old file if it has this content; a stick that has no links gets a copy."""
        if self._old is None:
            return False
        old = self._old / name
        try:
            if old.stat().st_size != len(data) or old.read_bytes() != data:
                return False
            os.link(old, path)
        except OSError:
            return False
        return True


@contextmanager
def drafted_folder(folder: Path, apart_from: tuple[Path, ...]) -> Iterator[Draft]:
    """Lend a draft, which takes the place of *folder* when the block ends without an error.

    Args:
        folder: of the export.
        apart_from: folders that it must not be in, and must not contain.

    Raises:
        FolderRefused: it is one of these, or has files of somebody else.
        StorageFailed: the disk refused; the old export is as before.
    """
    folder = folder.expanduser().resolve()
    _check_apart(folder, apart_from)
    new, aside = folder.with_name(folder.name + _NEW), folder.with_name(folder.name + _OLD)
    try:
        _restore(folder, aside)
        old = _old_export(folder)
        if _old_export(new):  # an earlier export was interrupted
            _remove(new)
        new.mkdir(parents=True, exist_ok=True)
        (new / MARKER).write_text(json.dumps({"kisima": None}), encoding="utf-8")
        try:
            yield Draft(new, old)
            _replace(folder, new, aside)
        except BaseException:
            with suppress(OSError):
                _remove(new)
            raise
    except OSError as error:
        raise StorageFailed.of(folder, error) from error


def _check_apart(folder: Path, others: tuple[Path, ...]) -> None:
    for other in map(Path.resolve, others):
        if folder.is_relative_to(other) or other.is_relative_to(folder):
            reason = Message("it is in {other}, or contains it; choose another folder", other=other)
            raise FolderRefused(folder, reason)


def _old_export(folder: Path) -> Path | None:
    """Return the folder if it has an export; None if there is nothing in it."""
    if not folder.exists():
        return None
    if not folder.is_dir():
        raise FolderRefused(folder, Message("it is a file; choose a folder"))
    if _is_ours(folder):
        return folder
    if any(folder.iterdir()):
        reason = Message("it has other files; choose an empty folder, or one with an older export")
        raise FolderRefused(folder, reason)
    return None


def _is_ours(folder: Path) -> bool:
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(marker, dict) and "kisima" in marker


def _replace(folder: Path, new: Path, aside: Path) -> None:
    """Give the new export the name of the old one."""
    if folder.exists():
        folder.rename(aside)
    try:
        new.rename(folder)
    except OSError:
        if aside.exists():
            aside.rename(folder)
        raise
    _remove(aside)


def _restore(folder: Path, aside: Path) -> None:
    """Give an export its name back, if it was put aside and nothing took its place."""
    if not aside.exists() or not _is_ours(aside):
        return
    if folder.exists():
        _remove(aside)
    else:
        aside.rename(folder)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
