"""The manifest of a generation: its files, and the versions that built it.

A manifest contains its own hash, so a flipped bit in it is detected too. Opening
compares names, sizes and the hashes of the tables of contents. Verifying compares
every hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kb.engines.base import EngineFactory
from kb.errors import IndexDamaged, IndexOutOfDate
from kb.messages import Message
from kb.store.disk import hash_file

__all__ = [
    "MANIFEST",
    "PIN",
    "WITHDRAWN",
    "Manifest",
    "StoredFile",
    "check_files",
    "find_damage",
    "load_manifest",
    "manifest_from",
]

FORMAT = 2
"""The layout of a generation; 2 added documents.jsonl."""
MANIFEST = "manifest.json"
PIN = "pin"
WITHDRAWN = "withdrawn"
"""A file of this name takes a generation out of use: no reader opens it any more."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was when its generation was published."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a generation, and the versions that built it."""

    generation: str  # "000012"
    built: str  # when it was published: ISO, UTC
    engine: str
    engine_version: str
    recipe: str  # the hash of everything that an entry depends on
    parts: Mapping[str, str]  # the hashed parts of the recipe, by name
    passages: int
    documents: int
    aliases: Mapping[str, str]  # earlier id of a document → its id now
    contents: tuple[str, ...]  # the files whose hash is compared on opening
    files: Mapping[str, StoredFile]
    format: int = field(default=FORMAT)
    replaced: Mapping[str, str] = field(
        default_factory=dict
    )  # id of a document → id of the one that replaces it
    synonyms: tuple[tuple[str, ...], ...] = ()  # names that mean the same, of visawe.tsv

    def to_bytes(self) -> bytes:
        """Return the manifest as it is stored: JSON, with a hash of itself."""
        values = asdict(self)
        values["checksum"] = _checksum(values)
        return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"

    def require(self, engine: EngineFactory, folder: Path | str) -> None:
        """Refuse an index of another engine, or of another version of it.

        Raises:
            IndexOutOfDate: the engine or its version differs.
        """
        written_with = f"{self.engine} {self.engine_version}"
        expected = f"{engine.name} {engine.version}"
        if written_with != expected:
            raise IndexOutOfDate(folder, written_with, expected)

    @property
    def size_bytes(self) -> int:
        """The sum of the sizes of its files, in bytes."""
        return sum(file.size for file in self.files.values())


def load_manifest(folder: Path) -> Manifest:
    """Return the manifest of the generation in *folder*.

    Raises:
        IndexDamaged: it is missing, or was changed.
        IndexOutOfDate: a version of Kisima with another layout wrote it.
    """
    path = folder / MANIFEST
    try:
        return manifest_from(path.read_bytes(), path)
    except FileNotFoundError as error:
        reason = Message("the file cannot be read ({error})", error=str(error))
        raise IndexDamaged(path, reason) from error


def manifest_from(data: bytes | str, path: Path | str) -> Manifest:
    """Return the manifest that ``Manifest.to_bytes`` wrote.

    Args:
        data: the bytes.
        path: where they are, for errors.

    Raises:
        IndexDamaged: they were changed.
        IndexOutOfDate: a version of Kisima with another layout wrote them.
    """
    try:
        values = json.loads(data)
        checksum = values.pop("checksum")
        sound = checksum == _checksum(values)
        written_by = values["format"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = Message("the file cannot be read ({error})", error=str(error))
        raise IndexDamaged(path, reason) from error
    if not sound:
        raise IndexDamaged(path, Message("the file does not match its own checksum"))
    if written_by != FORMAT:
        raise IndexOutOfDate(
            path.parent if isinstance(path, Path) else path,
            Message("layout {version}", version=written_by),
            Message("layout {version}", version=FORMAT),
        )
    values["files"] = {name: StoredFile(**file) for name, file in values["files"].items()}
    values["contents"] = tuple(values["contents"])
    values["synonyms"] = tuple(map(tuple, values.get("synonyms", ())))
    return Manifest(**values)


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare names, sizes, and the hashes of the contents: enough to open a generation.

    Raises:
        IndexDamaged: a file is missing, unlisted or changed.
    """
    for name, reason in _problems(folder, manifest, manifest.contents):
        raise IndexDamaged(folder / name, reason)


def find_damage(
    folder: Path, manifest: Manifest, hash_of: Callable[[Path], str] = hash_file
) -> list[Message]:
    """Compare every hash; return one reason for each damaged file.

    Args:
        folder: of the generation.
        manifest: its manifest.
        hash_of: returns the SHA-256 of a file.
    """
    return [
        Message("{path}: {reason}", path=name, reason=reason)
        for name, reason in _problems(folder, manifest, manifest.files, hash_of)
    ]


def _problems(
    folder: Path,
    manifest: Manifest,
    hashed: Iterable[str],
    hash_of: Callable[[Path], str] = hash_file,
) -> Iterable[tuple[str, Message]]:
    """Yield each file that differs from the manifest, and why."""
    hashed = frozenset(hashed)
    try:
        present = {path.name: path.stat().st_size for path in folder.iterdir()}
    except FileNotFoundError:
        yield folder.name, Message("the folder is missing")
        return
    # An unlisted file is refused: Whoosh opens the newest table of contents in the folder.
    for name in sorted(present.keys() - manifest.files.keys() - {MANIFEST, PIN}):
        yield name, Message("the file does not belong to this generation")
    if PIN not in present:
        yield PIN, Message("the file is missing")
    for name, file in sorted(manifest.files.items()):
        if name not in present:
            yield name, Message("the file is missing")
        elif present[name] != file.size:
            yield (
                name,
                Message(
                    "the file has {actual} bytes, not {listed}",
                    actual=present[name],
                    listed=file.size,
                ),
            )
        elif name in hashed and hash_of(folder / name) != file.sha256:
            yield name, Message("the file is not what was written (SHA-256 differs)")


def _checksum(values: Mapping[str, object]) -> str:
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
