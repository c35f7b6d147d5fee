"""Walk the corpus: which files are documents, with which ids, and which are refused.

Documents may be at any depth. Not documents are: hidden files, what a ``.kisimaignore``
leaves out, sidecars, what an office program or a system leaves behind, and in the corpus
folder itself ``sources.tsv``, ``visawe.tsv``, ``maswali.tsv`` and README.md. A file of a format without a reader is listed
apart: a folder of four documents may have 400 photos. A link that leads out of the corpus
is refused: everything in the corpus is public, and a link must not publish other files.

The walk reads the size and time of each file and opens none but ``visawe.tsv``. For 10,000 files it takes
a tenth of a second.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path

from kb.errors import SettingInvalid
from kb.files import regular
from kb.indexing.corpus_synonyms import SYNONYMS, SynonymGroup, load_synonyms
from kb.indexing.ignore_rules import IGNORE_FILE, IgnoreRules, is_ignored
from kb.messages import Message
from kb.metadata.mirrored import mirrored_address
from kb.metadata.records import SOURCES, Metadata, corpus_metadata
from kb.metadata.sidecar import sidecar_text
from kb.readers.registry import format_of, sidecar_for

__all__ = ["QUESTIONS", "Corpus", "CorpusFile", "document_id", "load_metadata", "walk"]

QUESTIONS = "maswali.tsv"
"""Questions with the documents that answer them: see kb.evaluation.question_list."""

_NO_DOCUMENTS: AbstractSet[str] = {SOURCES, SYNONYMS, QUESTIONS, "README.md"}
"""Files of the corpus folder itself that describe it."""

_OF_SYSTEMS: AbstractSet[str] = {
    "$recycle.bin",
    "__macosx",
    "desktop.ini",
    "ehthumbs.db",
    "icon\r",
    "lost+found",
    "system volume information",
    "thumbs.db",
}
"""What Windows, macOS and Linux write into folders, in lower case."""

_NAME_TAKEN = Message("another file has this name in NFC")
_LINKED_SIDECAR = Message("a sidecar cannot be a link")
_LEADS_OUT = Message("this link leads out of the corpus")
_NOT_REGULAR = Message("this is not a regular file")
_BAD_NAME = Message("the name contains a character that cannot be written")

_UNWRITABLE = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters, line and paragraph separators, bytes that are no text."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus, not yet opened."""

    id: str  # its path in the corpus, in NFC, with "/" between folders
    where: str  # its path on this machine
    size: int  # bytes
    mtime_ns: int
    ctime_ns: int  # cp -p and touch -r restore mtime; nothing restores this

    @property
    def path(self) -> Path:
        """The path on this machine."""
        return Path(self.where)  # made on demand: ten thousand of them take a while


@dataclass(frozen=True, slots=True)
class Corpus:
    """The result of a walk."""

    files: dict[str, CorpusFile]  # by id, sorted
    refused: dict[str, Message]  # id: reason
    sidecars: dict[str, str] = field(default_factory=dict)  # document id: path of its sidecar
    unsupported: tuple[str, ...] = ()  # ids of the files without a reader, sorted
    synonyms: tuple[SynonymGroup, ...] = ()  # of visawe.tsv
    synonym_faults: dict[str, Message] = field(default_factory=dict)  # row: why it is not used


@dataclass(frozen=True, slots=True)
class _Path:
    """A path that may be a document."""

    name: str  # its path in the corpus, as the disk has it
    where: str
    size: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    fault: Message | None = None


def document_id(name: str) -> str:
    """Return the id of a file by its path in the corpus.

    >>> document_id("sera/tehama.md")
    'sera/tehama.md'
    """
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def walk(folder: Path, exclude: Path | None = None) -> Corpus:
    """Return the files of a corpus.

    Args:
        folder: the corpus.
        exclude: a folder that is not part of it although it may be inside: the index.

    Raises:
        SettingInvalid: there is no such folder. An index must not be emptied
            because a disk was not mounted.
        OSError: the folder itself cannot be listed, or its ``.kisimaignore`` cannot be read.
    """
    if not folder.is_dir():
        raise SettingInvalid("corpus", str(folder), Message("a folder that exists"))
    files: dict[str, CorpusFile] = {}
    refused: dict[str, Message] = {}
    sidecars: dict[str, str] = {}
    unsupported: list[str] = []
    root = folder.resolve()
    for path in _Walk(root, exclude.resolve() if exclude else None).paths("", ()):
        id = document_id(path.name)
        if reason := path.fault or (_BAD_NAME if _UNWRITABLE.search(id) else None):
            refused[_printable(id)] = reason
        elif id in files:
            # Its id belongs to the other file, so it is named by its own bytes.
            refused[ascii(path.name)[1:-1]] = _NAME_TAKEN
        elif (document := sidecar_for(id)) and Path(path.where).is_symlink():
            refused[id] = _LINKED_SIDECAR
        elif document:
            sidecars[document] = path.where
        elif format_of(id) is None:
            unsupported.append(id)
        else:
            files[id] = CorpusFile(id, path.where, path.size, path.mtime_ns, path.ctime_ns)
    synonyms, faults = load_synonyms(root)
    return Corpus(
        dict(sorted(files.items())),
        dict(sorted(refused.items())),
        sidecars,
        tuple(sorted(unsupported)),
        synonyms,
        faults,
    )


def load_metadata(folder: Path, corpus: Corpus) -> dict[str, Metadata]:
    """Return what ``sources.tsv``, sidecars and the paths of saved sites say of documents, by id.

    A sidecar is kept as text: its reader parses it, and an update compares it.

    Raises:
        DocumentUnreadable: ``sources.tsv`` cannot be read.
    """
    metadata = corpus_metadata(folder)
    for id in corpus.files:
        known = metadata.get(id, Metadata())
        if known.source is None and (address := mirrored_address(id)):
            metadata[id] = replace(known, source=address)
    for id in corpus.sidecars:
        if id in corpus.files and (text := sidecar_text(corpus.files[id].path)):
            metadata[id] = replace(metadata.get(id, Metadata()), sidecar=text)
    return metadata


class _Walk:
    """One walk through a corpus."""

    def __init__(self, root: Path, exclude: Path | None) -> None:
        self._root, self._exclude = root, exclude

    def paths(self, below: str, rules: tuple[IgnoreRules, ...]) -> Iterator[_Path]:
        """Yield every path below a folder that may be a document; *below* ends with "/"."""
        where = f"{self._root}/{below}"
        try:
            with os.scandir(where) as scanned:
                items = sorted(scanned, key=lambda item: item.name)
            rules += self._rules_in(where, below, items)
        except OSError as error:
            if not below:
                raise  # the whole corpus: an index must not be emptied for that
            fault = Message("the folder cannot be opened ({error})", error=str(error.strerror))
            yield _Path(below.rstrip("/"), where, fault=fault)
            return
        for item in items:
            if not (_is_left_behind(item.name) or (not below and item.name in _NO_DOCUMENTS)):
                yield from self._item(item, f"{below}{item.name}", rules)

    def _item(
        self, item: os.DirEntry[str], name: str, rules: tuple[IgnoreRules, ...]
    ) -> Iterator[_Path]:
        try:
            folder = item.is_dir(follow_symlinks=False)
            if rules and is_ignored(f"{name}/" if folder else name, rules):
                return
            if folder:
                if self._exclude is None or Path(item.path) != self._exclude:
                    yield from self.paths(f"{name}/", rules)
                return
            target = Path(item.path).resolve(strict=True) if item.is_symlink() else None
            status = item.stat()
        except (OSError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            fault = Message("the file cannot be reached ({error})", error=reason)
            yield _Path(name, item.path, fault=fault)
            return
        refusal = _fault(status.st_mode, target, self._root)
        if refusal or target is None or not stat.S_ISDIR(status.st_mode):
            times = status.st_mtime_ns, status.st_ctime_ns
            yield _Path(name, item.path, status.st_size, *times, refusal)

    def _rules_in(
        self, where: str, below: str, items: list[os.DirEntry[str]]
    ) -> tuple[IgnoreRules, ...]:
        if not any(item.name == IGNORE_FILE for item in items):
            return ()
        with regular(f"{where}/{IGNORE_FILE}") as file:
            text = file.read().decode("utf-8-sig", errors="replace")
        return (IgnoreRules(text.splitlines(), below),)


def _is_left_behind(name: str) -> bool:
    """Tell whether a program or a system left this file or folder; hidden ones are among them.

    >>> _is_left_behind("~$barua.docx"), _is_left_behind(".~lock.barua.odt#")
    (True, True)
    """
    return name.startswith((".", "~$")) or name.lower() in _OF_SYSTEMS


def _fault(mode: int, target: Path | None, root: Path) -> Message | None:
    """Return why a path is refused before it is opened."""
    if target is not None and not target.is_relative_to(root):
        return _LEADS_OUT
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return _NOT_REGULAR
    return None


def _printable(id: str) -> str:
    """Return an id that can be shown: what cannot be written is escaped.

    >>> _printable("sera\\n.txt")
    'sera\\\\x0a.txt'
    """
    return _UNWRITABLE.sub(lambda match: f"\\x{ord(match[0]):02x}", id)
