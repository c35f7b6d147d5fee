"""Read one file of the corpus into a Document: text, headings, what is known about it.

A file becomes bytes, its suffix chooses a reader, the reader gives text and
the headings its markup names, and the file's own word about itself is joined
with the corpus's. A reader imports its library only when a file needs it.
"""

from __future__ import annotations

import importlib
import importlib.metadata
from pathlib import Path
from types import ModuleType

from kb.documents.cleaning import one_line
from kb.documents.metadata import Metadata, corpus_metadata
from kb.documents.parsed import Parsed, Unreadable
from kb.errors import DocumentUnreadable
from kb.model import Document

__all__ = ["READERS", "Metadata", "corpus_metadata", "format_of", "read", "version"]

READERS: dict[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
}
"""Suffix of a file name, in lower case: the reader's name."""


def format_of(path: Path) -> str | None:
    """Return the name of the reader for a file, or None where there is none.

    >>> format_of(Path("SERA.TXT")), format_of(Path("picha.png"))
    ('text', None)
    """
    return READERS.get(path.suffix.lower())


def version(format: str) -> str:
    """Return what decides how a format is read: the reader's version and its library's.

    >>> version("markdown").split("+")[0]
    'markdown-1'
    """
    reader = _reader(format)
    library = importlib.metadata.version(reader.LIBRARY)
    return f"{format}-{reader.VERSION}+{reader.LIBRARY}-{library}"


def read(path: Path, id: str, metadata: Metadata | None, most_bytes: int) -> Document:
    """Return the document a file holds.

    Args:
        path: where the file is.
        id: the document's name in the corpus, as ``Document.id`` has it.
        metadata: what ``sources.tsv`` says of it; the file's own word goes before it.
        most_bytes: a larger file is refused.

    Raises:
        DocumentUnreadable: the file cannot be read, with the reason for a clerk.
    """
    format = format_of(path)
    if format is None:
        known = " ".join(sorted(READERS))
        reason = f"aina hii ya faili haisomwi ({known}) · no reader for this kind of file"
        raise DocumentUnreadable(path, reason)
    try:
        parsed: Parsed = _reader(format).parse(_bytes(path, most_bytes))
    except Unreadable as error:
        raise DocumentUnreadable(path, str(error)) from error
    if not parsed.text.strip():
        raise DocumentUnreadable(path, "faili halina maandishi · the file holds no text")
    known_of_it = parsed.declared.filled(metadata or Metadata())
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
        warnings=known_of_it.warnings,
    )


def _bytes(path: Path, most_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except OSError as error:
        reason = f"halifunguki ({error.strerror}) · cannot be opened ({error.strerror})"
        raise Unreadable(reason) from error
    if len(data) > most_bytes:
        size = f"{most_bytes:,}"
        raise Unreadable(
            f"ni kubwa kuliko baiti {size}; ligawe · larger than {size} bytes; split it"
        )
    if not data.strip():
        raise Unreadable("faili ni tupu · the file is empty")
    return data


def _reader(format: str) -> ModuleType:
    return importlib.import_module(f"kb.documents.{format}")
