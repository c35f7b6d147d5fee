"""Read one document of an update: a file → its entries, or the reason why not.

The same in this process and in a worker's (``workers``): a job goes in, what
became of it comes out; only a machine that is short of something raises.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from kb.analysis import Analyser
from kb.document import Document
from kb.errors import DocumentUnreadable
from kb.index.schema import Entry
from kb.indexing.corpus import File
from kb.indexing.entries import entries
from kb.indexing.parse_cache import Parses
from kb.indexing.sources import Source
from kb.metadata.records import Metadata
from kb.readers.sandbox.limits import limits_of
from kb.settings import Settings

__all__ = ["Done", "Job", "Progress", "Reading", "described", "failed"]

Progress = Callable[[int, int, str], None]
"""Told how many documents are done, of how many, and the id of the last one."""


_SHORTAGES = {
    errno.EAGAIN,
    errno.EDQUOT,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
    errno.ENOSPC,
}
"""No processes, files, memory or space left."""


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be read."""

    file: File
    source: Source
    metadata: Metadata | None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it; a document that failed has no entries."""

    id: str
    source: Source
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How all documents of one update are read."""

    index: Path
    keep: bool  # use the parses that are kept; False: read every file again
    settings: Settings
    analyser: Analyser

    def read(self, job: Job) -> Done:
        """Return the entries of a document, or the reason why there are none.

        Raises:
            OSError: this machine is short of something. That is no fault of the document,
                which must not leave the index for it.
        """
        try:
            return self._read(job)
        # One document must not stop the others, whatever a parser raises on it.
        except Exception as error:
            if isinstance(error, OSError) and error.errno in _SHORTAGES:
                raise
            reason = error.reason if isinstance(error, DocumentUnreadable) else repr(error)
            return failed(job, str(reason))

    def _read(self, job: Job) -> Done:
        parses = Parses(self.index, use=self.keep)
        limits = limits_of(self.settings)
        document = parses.document(job.file, job.source, job.metadata, limits)
        outline, found = entries(document, self.settings, self.analyser)
        source = described(job.source, document, outline.title, len(found))
        return Done(job.file.id, source, tuple(found))


def failed(job: Job, reason: str) -> Done:
    """Return what is left of a document that could not be read."""
    return Done(job.file.id, replace(job.source, failed=reason, passages=0))


def described(source: Source, document: Document, title: str, passages: int) -> Source:
    """Return a file with what became of it."""
    return replace(
        source,
        failed="",
        title=title,
        institution=document.institution,
        date=document.date,
        format=document.format,
        passages=passages,
        language=document.language,
        origin=document.source,
        replaces=document.replaces,
        warnings=document.warnings,
    )
