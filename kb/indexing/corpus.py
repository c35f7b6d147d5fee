"""Walk the corpus: which files are documents, under which ids, and which are refused.

Any depth. Hidden files, what a ``.kisimaignore`` leaves out, ``sources.tsv`` and
the README.md of the corpus folder itself are no documents. A link that leads out
of the corpus is refused: what is in the corpus is public, and a link must not
publish what lies elsewhere.

A walk asks the system for each file's size and time and opens none, so that it
costs 10,000 files a tenth of a second.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kb.errors import SettingInvalid
from kb.files import regular
from kb.indexing.ignore_rules import IGNORE_FILE, Rule, ignored, rules
from kb.metadata.records import SOURCES
from kb.readers import sidecar_for

__all__ = ["Corpus", "File", "document_id", "walk"]

_NO_DOCUMENTS = {SOURCES, "README.md"}
"""Files of the corpus folder itself that tell about it."""

_TAKEN = "faili lingine lina jina hili · another file has this name in NFC"
_LINKED = "kiungo hakiwi maelezo ya hati · a link cannot be a sidecar"

_UNWRITABLE = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters, line and paragraph separators, bytes that are no text."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the corpus, not yet opened."""

    id: str  # its path in the corpus, in NFC, with "/" between folders
    where: str  # its path on this machine
    size: int
    mtime_ns: int

    @property
    def path(self) -> Path:
        """Where the file is."""
        return Path(self.where)  # made when it is needed: ten thousand of them take a while


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a walk found."""

    files: dict[str, File]  # by id, sorted
    refused: dict[str, str]  # id: reason
    sidecars: dict[str, str] = field(default_factory=dict)  # id of a document: where its sidecar is


@dataclass(frozen=True, slots=True)
class _Found:
    """A path that may be a document."""

    name: str  # its path in the corpus, as the disk has it
    where: str
    size: int = 0
    mtime_ns: int = 0
    fault: str | None = None


def document_id(name: str) -> str:
    """Return the id of a file by its path in the corpus.

    >>> document_id("sera/tehama.md")
    'sera/tehama.md'
    """
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def walk(folder: Path, leave_out: Path | None = None) -> Corpus:
    """Return the files of a corpus.

    Args:
        folder: the corpus.
        leave_out: a folder in it that is no part of it: the index, perhaps.

    Raises:
        SettingInvalid: there is no such folder. An index must not be emptied
            because a disk was not mounted.
        OSError: the folder itself cannot be listed, or its ``.kisimaignore`` not be read.
    """
    if not folder.is_dir():
        raise SettingInvalid("corpus", str(folder), "a folder that exists")
    files: dict[str, File] = {}
    refused: dict[str, str] = {}
    sidecars: dict[str, str] = {}
    root = folder.resolve()
    for found in _Walk(root, leave_out.resolve() if leave_out else None).paths("", ()):
        id = document_id(found.name)
        if reason := found.fault or _name_fault(id):
            refused[_printable(id)] = reason
        elif id in files:
            # Told by its own bytes: under its id stands the other one.
            refused[ascii(found.name)[1:-1]] = _TAKEN
        elif (document := sidecar_for(id)) and Path(found.where).is_symlink():
            refused[id] = _LINKED
        elif document:
            sidecars[document] = found.where
        else:
            files[id] = File(id, found.where, found.size, found.mtime_ns)
    return Corpus(dict(sorted(files.items())), dict(sorted(refused.items())), sidecars)


class _Walk:
    """One walk through a corpus."""

    def __init__(self, root: Path, left_out: Path | None) -> None:
        self._root, self._left_out = root, left_out

    def paths(self, below: str, made: tuple[Rule, ...]) -> Iterator[_Found]:
        """Yield every path below a folder that may be a document; *below* ends with "/"."""
        where = f"{self._root}/{below}"
        try:
            with os.scandir(where) as scanned:
                items = sorted(scanned, key=lambda item: item.name)
            made += self._rules_in(where, below, items)
        except OSError as error:
            if not below:
                raise  # all of it: an index must not be emptied for that
            reason = f"folda haifunguki · the folder cannot be opened ({error.strerror})"
            yield _Found(below.rstrip("/"), where, fault=reason)
            return
        for item in items:
            hidden = item.name.startswith(".")
            if not (hidden or (not below and item.name in _NO_DOCUMENTS)):
                yield from self._item(item, f"{below}{item.name}", made)

    def _item(self, item: os.DirEntry[str], name: str, made: tuple[Rule, ...]) -> Iterator[_Found]:
        try:
            folder = item.is_dir(follow_symlinks=False)
            if ignored(name, made, folder=folder):
                return
            if folder:
                if self._left_out is None or Path(item.path) != self._left_out:
                    yield from self.paths(f"{name}/", made)
                return
            target = Path(item.path).resolve(strict=True) if item.is_symlink() else None
            found = item.stat()
        except (OSError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            yield _Found(name, item.path, fault=f"haifikiwi · cannot be reached ({reason})")
            return
        fault = _fault(found.st_mode, target, self._root)
        if fault or target is None or not stat.S_ISDIR(found.st_mode):
            yield _Found(name, item.path, found.st_size, found.st_mtime_ns, fault)

    def _rules_in(self, where: str, below: str, items: list[os.DirEntry[str]]) -> tuple[Rule, ...]:
        if not any(item.name == IGNORE_FILE for item in items):
            return ()
        with regular(f"{where}/{IGNORE_FILE}") as file:
            text = file.read().decode("utf-8-sig", errors="replace")
        return tuple(rules(text.splitlines(), below))


def _fault(mode: int, target: Path | None, root: Path) -> str | None:
    """Return why a path is refused before it is opened."""
    if target is not None and not target.is_relative_to(root):
        return "kiungo kinatoka nje ya korpasi · a link that leads out of the corpus"
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return "si faili la kawaida · not a regular file"
    return None


def _name_fault(id: str) -> str | None:
    if _UNWRITABLE.search(id):
        return "jina lina herufi isiyoandikika · the name holds a character that cannot be written"
    return None


def _printable(id: str) -> str:
    """Return an id that can be shown: what cannot be written is escaped.

    >>> _printable("sera\\n.txt")
    'sera\\\\x0a.txt'
    """
    return _UNWRITABLE.sub(lambda found: f"\\x{ord(found[0]):02x}", id)
