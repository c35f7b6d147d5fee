"""Read one file of the corpus into a Document: text, headings, what is known about it.

Its suffix chooses a reader; the reader, in a child process under limits, gives
text and the headings its markup names; the file's own word about itself is
joined with the corpus's. A reader imports its library only when a file needs it.
"""

from __future__ import annotations

import importlib
import importlib.metadata
from pathlib import Path
from types import ModuleType

from kb.cleaning import one_line
from kb.document import Document, Outline
from kb.errors import DocumentUnreadable, SettingInvalid, StorageFailed
from kb.extras import require_extra
from kb.metadata import sidecar
from kb.metadata.records import Metadata, corpus_metadata
from kb.readers import text
from kb.readers.base import Parsed, Unreadable
from kb.readers.files import contents
from kb.readers.sandbox.pool import Sandbox, shared

__all__ = [
    "READERS",
    "Metadata",
    "Sandbox",
    "corpus_metadata",
    "format_of",
    "read",
    "sidecar_for",
    "version",
    "write_sidecar",
]

READERS: dict[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".odt": "odt",
    ".pdf": "pdf",
}
"""Suffix of a file name, in lower case: the reader's name."""


def format_of(path: Path) -> str | None:
    """Return the name of the reader for a file, or None where there is none.

    >>> format_of(Path("SERA.TXT")), format_of(Path("picha.png"))
    ('text', None)
    """
    return READERS.get(path.suffix.lower())


def version(format: str) -> str:
    """Return what decides how a format is read: the versions of its reader and their libraries.

    >>> version("markdown").split("+")[0]
    'markdown-1'
    """
    reader = _reader(format)
    libraries = [f"{name}-{importlib.metadata.version(name)}" for name in reader.LIBRARIES]
    return "+".join((f"{format}-{reader.VERSION}", *libraries))


def read(
    path: Path,
    id: str,
    metadata: Metadata | None,
    most_bytes: int,
    *,
    sandbox: Sandbox | None = None,
) -> Document:
    """Return the document a file holds.

    Args:
        path: where the file is.
        id: the document's name in the corpus, as ``Document.id`` has it.
        metadata: what ``sources.tsv`` says of it; the file's own word goes before it,
            and that of its sidecar before both.
        most_bytes: a larger file is refused.
        sandbox: the children that parse; those all share where left out.

    Raises:
        DocumentUnreadable: the file cannot be read, with the reason for a clerk.
    """
    format = format_of(path)
    if format is None:
        known = " ".join(sorted(READERS))
        reason = f"aina hii ya faili haisomwi ({known}) · no reader for this kind of file"
        raise DocumentUnreadable(path, reason)
    try:
        parsed = _parsed(path, format, most_bytes, sandbox)
    except Unreadable as error:
        raise DocumentUnreadable(path, str(error)) from error
    if not parsed.text.strip():
        raise DocumentUnreadable(path, "faili halina maandishi · the file holds no text")
    told = _told(path, metadata)
    known_of_it = told.metadata.filled(parsed.declared).filled(metadata or Metadata())
    return Document(
        id=id,
        text=parsed.text,
        format=format,
        title=known_of_it.title or one_line(parsed.title or "") or None,
        headings=parsed.headings,
        language=known_of_it.language or parsed.language or "sw",
        institution=known_of_it.institution,
        date=known_of_it.date,
        source=known_of_it.source,
        replaces=known_of_it.replaces,
        warnings=known_of_it.warnings
        + sidecar.unmet(parsed.text, told.overruled, sidecar.beside(path).name),
        pages=parsed.pages,
        overruled=told.overruled,
    )


def _told(path: Path, metadata: Metadata | None) -> sidecar.Sidecar:
    """Return what a person says of the document: in its sidecar, read already or beside it."""
    held = metadata.sidecar if metadata and metadata.sidecar else sidecar.text_beside(path)
    return sidecar.read(held, sidecar.beside(path).name) if held else sidecar.Sidecar()


def sidecar_for(name: str) -> str | None:
    """Return the name of the document a file is the sidecar of; None where it is none.

    >>> sidecar_for("sera/maji.pdf.toml"), sidecar_for("mipangilio.toml")
    ('sera/maji.pdf', None)
    """
    document = name.removesuffix(sidecar.SUFFIX)
    return document if document != name and format_of(Path(document)) else None


def write_sidecar(path: Path, document: Document, outline: Outline) -> Path:
    """Write a sidecar to edit beside a document, and return where it is.

    Raises:
        SettingInvalid: the document has one; what a person wrote is not written over.
        StorageFailed: it could not be written.
    """
    target = sidecar.beside(path)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(sidecar.written(document, outline))
    except FileExistsError:
        raise SettingInvalid("file", target.name, "free: edit it, or move it away first") from None
    except OSError as error:
        raise StorageFailed(target, error.strerror or str(error)) from error
    return target


def _parsed(path: Path, format: str, most_bytes: int, sandbox: Sandbox | None) -> Parsed:
    """Parse a file in a child; plain text here, where no parser is at work."""
    if format == "text":
        return text.parse(contents(path, most_bytes))
    require_extra("documents")
    return (sandbox or shared()).parse(path, format, most_bytes)


def _reader(format: str) -> ModuleType:
    require_extra("documents")
    return importlib.import_module(f"kb.readers.{format}")
