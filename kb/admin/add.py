"""Copy a file into the corpus, and return what was read from it.

The file is read before it is copied. One that no search could find is refused with the
reason. The result has the headings, and names the metadata that is still missing.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kb import outline
from kb.document import Document, Outline
from kb.errors import DocumentUnreadable, SettingInvalid
from kb.files import drafted
from kb.indexing.corpus import document_id, walk
from kb.messages import Message
from kb.metadata.records import Metadata, corpus_metadata
from kb.metadata.sidecar import has_sidecar, sidecar_path, sidecar_text
from kb.readers import read_document
from kb.readers.sandbox.limits import limits_of
from kb.readers.sandbox.pool import shared
from kb.settings import Settings

__all__ = ["EXPECTED_METADATA", "AddedDocument", "add"]

EXPECTED_METADATA = (("institution", "taasisi"), ("date", "tarehe"), ("source", "chanzo"))
"""What should be known of every document: the keys in English and in Swahili."""

_NOT_IGNORED = Message("a name that the corpus does not ignore (.kisimaignore)")


@dataclass(frozen=True, slots=True)
class AddedDocument:
    """A document that is in the corpus now; the next update indexes it."""

    id: str
    path: Path
    document: Document
    outline: Outline
    missing: tuple[str, ...]  # keys of EXPECTED_METADATA; "title" where it is only a guess


def add(
    file: Path, corpus: Path, settings: Settings, *, folder: str = "", replace: bool = False
) -> AddedDocument:
    """Copy *file*, and its sidecar, into the corpus.

    Args:
        file: the file; it stays where it is.
        corpus: the folder of documents; it must exist.
        settings: the settings in force.
        folder: where in the corpus; made where it is missing.
        replace: a document of the same name may be replaced.

    Raises:
        DocumentUnreadable: the file cannot be read; it was not copied.
        SettingInvalid: there is no such corpus, the folder leads out of it, a document
            has that name already, or the corpus would ignore it.
        StorageFailed: it could not be copied.
    """
    target = _target(file, corpus, folder)
    id = document_id(target.relative_to(corpus).as_posix())
    if target.exists() and not replace:
        expected = Message("free: such a document exists; replace it with --replace")
        raise SettingInvalid("file", id, expected)
    if target.exists() and id not in walk(corpus).files:
        raise SettingInvalid("file", id, _NOT_IGNORED)
    document = _read(file, target, id, corpus_metadata(corpus).get(id), settings)
    outlined = outline.outline(document)
    copies = [(file, target)]
    if has_sidecar(file):
        copies.append((sidecar_path(file), sidecar_path(target)))
    for source, place in copies:
        _copy(source, place)
    if id not in walk(corpus).files:
        for _, place in copies:
            place.unlink()
        raise SettingInvalid("file", id, _NOT_IGNORED)
    missing = [name for name, _ in EXPECTED_METADATA if getattr(document, name) is None]
    if document.title is None:
        missing.insert(0, "title")
    return AddedDocument(id, target, document, outlined, tuple(missing))


def _read(
    file: Path, target: Path, id: str, metadata: Metadata | None, settings: Settings
) -> Document:
    """Read the file as an update will read it at its target.

    A sidecar that is already there counts, unless the file brings its own.
    """
    limits = limits_of(settings)
    if not has_sidecar(file) and (sidecar := sidecar_text(target)):
        metadata = replace(metadata or Metadata(), sidecar=sidecar)
    return read_document(file, id, metadata, limits.max_bytes, sandbox=shared(limits))


def _target(file: Path, corpus: Path, folder: str) -> Path:
    if not corpus.is_dir():
        raise SettingInvalid("corpus", str(corpus), Message("a folder that exists"))
    relative = PurePosixPath(folder)
    hidden = any(part.startswith(".") for part in (*relative.parts, file.name))
    place = (corpus / relative).resolve()
    if relative.is_absolute() or hidden or not place.is_relative_to(corpus.resolve()):
        expected = Message("a place in the corpus, not hidden")
        raise SettingInvalid("folder", f"{folder}/{file.name}", expected)
    if not file.is_file():
        raise DocumentUnreadable(file, Message("this is not a regular file"))
    return corpus / relative / file.name


def _copy(file: Path, target: Path) -> None:
    """Copy a file and its time; a reader never sees half of it under its name."""
    with drafted(target) as draft:
        shutil.copy2(file, draft)
