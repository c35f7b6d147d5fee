"""Copy a file into the corpus, and say what was understood of it.

The file is read before it is copied: one that nobody could search is refused
with the reason. The clerk sees its headings, and what about it is not known yet.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kb import outline as sections
from kb import readers as documents
from kb.document import Document, Outline
from kb.errors import DocumentUnreadable, SettingInvalid, StorageFailed
from kb.indexing.corpus import document_id, walk
from kb.metadata.records import Metadata, corpus_metadata
from kb.metadata.sidecar import beside, has_one, text_beside
from kb.readers.sandbox.limits import limits_of
from kb.readers.sandbox.pool import shared
from kb.settings import Settings

__all__ = ["WANTED", "Added", "add"]

WANTED = (("institution", "taasisi"), ("date", "tarehe"), ("source", "chanzo"))
"""What a reader should be told of a document, by its English and its Swahili name."""

_LEFT_OUT = "a name that the corpus does not leave out (.kisimaignore)"


@dataclass(frozen=True, slots=True)
class Added:
    """A document that now is in the corpus; the next update finds it."""

    id: str
    path: Path
    document: Document
    outline: Outline
    wanted: tuple[str, ...]  # keys of WANTED that nothing tells, "title" where it was guessed


def add(
    file: Path, corpus: Path, settings: Settings, *, folder: str = "", replace: bool = False
) -> Added:
    """Copy *file*, and the sidecar beside it, into the corpus.

    Args:
        file: the file; it stays where it is.
        corpus: the folder of documents; it must exist.
        settings: the settings in force.
        folder: where in the corpus; made where it is missing.
        replace: a document of the same name may be replaced.

    Raises:
        DocumentUnreadable: nothing could be made of it; it was not copied.
        SettingInvalid: there is no such corpus, the folder leads out of it, a document
            has that name already, or the corpus would ignore it.
        StorageFailed: it could not be copied.
    """
    target = _target(file, corpus, folder)
    id = document_id(target.relative_to(corpus).as_posix())
    if target.exists() and not replace:
        raise SettingInvalid("file", id, "free: such a document exists; replace it with --replace")
    if target.exists() and id not in walk(corpus).files:
        raise SettingInvalid("file", id, _LEFT_OUT)
    document = _read(file, target, id, corpus_metadata(corpus).get(id), settings)
    outline = sections.outline(document)
    copied = [(file, target)]
    if has_one(file):
        copied.append((beside(file), beside(target)))
    for source, place in copied:
        _copy(source, place)
    if id not in walk(corpus).files:
        for _, place in copied:
            place.unlink()
        raise SettingInvalid("file", id, _LEFT_OUT)
    wanted = [name for name, _ in WANTED if getattr(document, name) is None]
    if document.title is None:
        wanted.insert(0, "title")
    return Added(id, target, document, outline, tuple(wanted))


def _read(
    file: Path, target: Path, id: str, metadata: Metadata | None, settings: Settings
) -> Document:
    """Read the file as an update will read it where it goes.

    A sidecar that waits there tells about it, unless the file brings one of its own.
    """
    limits = limits_of(settings)
    if not has_one(file) and (told := text_beside(target)):
        metadata = replace(metadata or Metadata(), sidecar=told)
    return documents.read(file, id, metadata, limits.most_bytes, sandbox=shared(limits))


def _target(file: Path, corpus: Path, folder: str) -> Path:
    if not corpus.is_dir():
        raise SettingInvalid("corpus", str(corpus), "a folder that exists")
    inside = PurePosixPath(folder)
    hidden = any(part.startswith(".") for part in (*inside.parts, file.name))
    place = (corpus / inside).resolve()
    if inside.is_absolute() or hidden or not place.is_relative_to(corpus.resolve()):
        raise SettingInvalid("folder", f"{folder}/{file.name}", "a place in the corpus, not hidden")
    if not file.is_file():
        raise DocumentUnreadable(file, "si faili la kawaida · not a regular file")
    return corpus / inside / file.name


def _copy(file: Path, target: Path) -> None:
    """Copy with its time, so that a reader never sees half of it under its name."""
    draft = target.with_name(f".kisima.{os.getpid()}")  # short: the name may be as long as may be
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, draft)
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StorageFailed.of(target, error) from error
