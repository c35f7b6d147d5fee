"""Read one file of the corpus into a Document: its text, its headings, its metadata.

The suffix of a file chooses its reader (``registry``). The reader runs in a child process
under limits (``sandbox``) and returns the text and the headings that the markup names.
The metadata of the file, its sidecar and the corpus is joined here.
A reader imports its library only when a file needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kb.cleaning import one_line
from kb.document import Document
from kb.errors import DocumentUnreadable
from kb.extras import require_extra
from kb.messages import Message
from kb.metadata.records import Metadata
from kb.metadata.sidecar import Sidecar, parse_sidecar, sidecar_path, sidecar_text, unmet_overrides
from kb.readers import text
from kb.readers.advice import advice_for
from kb.readers.base import Parsed, Unreadable
from kb.readers.files import contents
from kb.readers.libreoffice import converted, is_old_office
from kb.readers.registry import format_of, read_through, suffixes
from kb.readers.sandbox.pool import Sandbox, shared

__all__ = ["read_document"]


def read_document(
    path: Path,
    id: str,
    metadata: Metadata | None,
    max_bytes: int,
    *,
    sandbox: Sandbox | None = None,
    inside: Sequence[str] = (),
) -> Document:
    """Return the document in a file.

    Args:
        path: where the file is.
        id: the document's name in the corpus, as ``Document.id`` has it.
        metadata: that of ``sources.tsv``. The file's own metadata has priority over it,
            and that of the sidecar over both.
        max_bytes: a larger file is refused.
        sandbox: the child processes that parse; by default those of this process.
        inside: the way to a document that is attached to the one in the file; empty: that one.
            The file's sidecar is not about it.

    Raises:
        DocumentUnreadable: the file cannot be read, with the reason for a clerk.
    """
    format = format_of(path)
    if format is None:
        known = " ".join(sorted(suffixes()))
        reason = Message("no reader for this kind of file; these are read: {known}", known=known)
        if advice := advice_for(path):
            reason = Message("{reason}; {advice}", reason=reason, advice=advice)
        raise DocumentUnreadable(path, reason)
    try:
        parsed = _parse(path, format, max_bytes, sandbox, inside)
    except Unreadable as error:
        raise DocumentUnreadable(
            path,
            error.reason,
            depends_on_ocr=error.depends_on_ocr,
            passed_over=error.passed_over,
        ) from error
    if not parsed.text.strip():
        raise DocumentUnreadable(
            path, Message("the file contains no text"), depends_on_ocr=parsed.depends_on_ocr
        )
    sidecar = Sidecar() if inside else _sidecar(path, metadata)
    joined = sidecar.metadata.filled(parsed.declared).filled(metadata or Metadata())
    return Document(
        id=id,
        text=parsed.text,
        format=parsed.format or (format_of(Path(inside[-1])) if inside else None) or format,
        title=joined.title or one_line(parsed.title or "") or None,
        headings=parsed.headings,
        language=joined.language or parsed.language or "sw",
        institution=joined.institution or one_line(parsed.publisher or "") or None,
        date=joined.date,
        source=joined.source,
        replaces=joined.replaces,
        warnings=joined.warnings
        + parsed.warnings
        + unmet_overrides(parsed.text, sidecar.overrides, sidecar_path(path).name),
        pages=parsed.pages,
        overrides=sidecar.overrides,
        tables=parsed.tables,
        recognized=parsed.recognized,
        attachments=parsed.attachments,
        depends_on_ocr=parsed.depends_on_ocr,
    )


def _sidecar(path: Path, metadata: Metadata | None) -> Sidecar:
    """Return the sidecar of a document, from *metadata* if it was already read."""
    toml = metadata.sidecar if metadata and metadata.sidecar else sidecar_text(path)
    return parse_sidecar(toml, sidecar_path(path).name) if toml else Sidecar()


def _parse(
    path: Path, format: str, max_bytes: int, sandbox: Sandbox | None, inside: Sequence[str]
) -> Parsed:
    """Parse a file in a child process; plain text here, because it needs no foreign parser."""
    if format == "text":
        return text.parse(contents(path, max_bytes))
    require_extra("documents")
    box = sandbox or shared()
    target = read_through(format)
    if target and is_old_office(contents(path, max_bytes)):
        with converted(path, format, target, replace(box.limits, max_bytes=max_bytes)) as copy:
            return box.parse(copy, target, max_bytes)
    return box.parse(path, format, max_bytes, inside=inside)
