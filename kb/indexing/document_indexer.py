"""One document of an update: file → entries, or the reason why there are none.

It works the same in this process and in a worker (``kb.indexing.pool``). One bad document
must not stop the others, so every fault of a document ends here, in its record. An
exception of Kisima's own comes back with its traceback, because a worker has no log.
"""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kb.analysis import Analyser
from kb.document import Document, Outline
from kb.errors import DocumentUnreadable
from kb.index.schema import Entry
from kb.indexing.attachments import MAX_ATTACHED, attachment_tasks
from kb.indexing.corpus import CorpusFile
from kb.indexing.entries import document_entries
from kb.indexing.parse_cache import ParseCache
from kb.indexing.site_furniture import page_edges, without_furniture
from kb.messages import Message
from kb.metadata.records import Metadata
from kb.metadata.sidecar import parse_sidecar
from kb.readers.ocr.tesseract import ocr_version
from kb.readers.sandbox.child import ChildNotStarted
from kb.readers.sandbox.limits import Limits, limits_of
from kb.settings import Settings
from kb.store.sources import Source
from kb.system_reasons import Reason

__all__ = ["DocumentIndexer", "IndexTask", "IndexedDocument", "failed_document", "with_document"]

_SHORTAGES: AbstractSet[int] = {
    errno.EAGAIN,
    errno.EDQUOT,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
    errno.ENOSPC,
}
"""The machine has no processes, files, memory or space left."""


@dataclass(frozen=True, slots=True)
class IndexTask:
    """A document to be indexed."""

    file: CorpusFile
    source: Source
    metadata: Metadata | None
    inside: tuple[str, ...] = ()  # the way to an attachment in the file; empty: the file itself
    cut: str = ""  # what of a web page repeats over its site
    survey: bool = False  # only the edges of a web page are read
    surveyed: bool = False  # so they were, in this update: the page need not be read again

    @property
    def id(self) -> str:
        """The id of the document."""
        return "/".join((self.file.id, *self.inside))

    def for_attachment(self, name: str, source: Source, metadata: Metadata) -> IndexTask:
        """Return the task for an attachment of this document."""
        return IndexTask(self.file, source, metadata, (*self.inside, name))


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """The result of a task; a document that failed has no entries."""

    id: str
    source: Source
    entries: tuple[Entry, ...] = ()
    traceback: str = ""  # of an exception of Kisima's own, for the log
    attached: tuple[IndexedDocument, ...] = ()  # its attachments, and theirs

    def all(self) -> tuple[IndexedDocument, ...]:
        """Return the document and its attachments."""
        return (self, *self.attached)


@dataclass(frozen=True)  # no slots: what it looks for on this machine is remembered
class DocumentIndexer:
    """What all documents of one update have in common."""

    index: Path
    use_cache: bool  # False: every file is read again
    settings: Settings
    analyser: Analyser

    def run(self, task: IndexTask) -> IndexedDocument:
        """Return the entries of a document, or the reason why there are none.

        Raises:
            OSError: the machine is short of something. That is no fault of the document,
                and must not remove it from the index.
        """
        try:
            return self._run(task)
        except DocumentUnreadable as error:
            return self._refused(task, error)
        except OSError as error:
            if error.errno in _SHORTAGES or isinstance(error, ChildNotStarted):
                raise
            return failed_document(task, Message("{error}", error=repr(error)))
        # A fault of ours, or of a library: the other documents are indexed all the same.
        except Exception as error:
            reason = Message(
                "Kisima failed on this document ({error}); its log has the details",
                error=repr(error),
            )
            return replace(failed_document(task, reason), traceback=traceback.format_exc())

    def _run(self, task: IndexTask) -> IndexedDocument:
        parses = ParseCache(self.index, use=self.use_cache or task.surveyed, ocr=self.ocr)
        document = parses.document(task.file, task.source, task.metadata, self._limits, task.inside)
        edges = "" if task.inside else page_edges(document, titled=_is_titled(task.metadata))
        known = replace(task.source, edges=edges, cut=task.cut, origin=document.source)
        if task.survey:
            return IndexedDocument(task.id, known)
        document = without_furniture(document, task.cut)
        outline, entries = document_entries(document, self.settings, self.analyser)
        source = with_document(known, document, outline, len(entries))
        source = replace(source, ocr=self.ocr if document.depends_on_ocr else "")
        attached = tuple(self._attached(task, replace(document, institution=outline.institution)))
        if len(attached) > MAX_ATTACHED:
            attached = attached[:MAX_ATTACHED]
            too_many = Message("only the first {limit} attachments are read", limit=MAX_ATTACHED)
            source = replace(source, warnings=(*source.warnings, too_many))
        return IndexedDocument(task.id, source, tuple(entries), attached=attached)

    def _attached(self, task: IndexTask, document: Document) -> Iterator[IndexedDocument]:
        """Yield the results of the attachments of a document, and of theirs."""
        count = 0
        for one in attachment_tasks(task, document):
            if count > MAX_ATTACHED:
                return
            results = self.run(one).all()
            count += len(results)
            yield from (replace(result, attached=()) for result in results)

    @cached_property
    def ocr(self) -> str:
        """The version of OCR of this update; looked for once, and not for every document."""
        return ocr_version(self.settings)

    @cached_property
    def _limits(self) -> Limits:
        return limits_of(self.settings)

    def _refused(self, task: IndexTask, error: DocumentUnreadable) -> IndexedDocument:
        failed = failed_document(task, error.reason)
        ocr = self.ocr if error.depends_on_ocr else ""
        return replace(
            failed, source=replace(failed.source, ocr=ocr, passed_over=error.passed_over)
        )


def _is_titled(metadata: Metadata | None) -> bool:
    """Tell whether a person gave a file its title."""
    if metadata is None:
        return False
    sidecar = parse_sidecar(metadata.sidecar, "").metadata if metadata.sidecar else Metadata()
    return (metadata.title or sidecar.title) is not None


def failed_document(task: IndexTask, reason: Reason) -> IndexedDocument:
    """Return the result for a document that could not be indexed."""
    source = replace(
        task.source, failed=reason, passages=0, ocr="", passed_over=False, edges="", cut=""
    )
    return IndexedDocument(task.id, source)


def with_document(source: Source, document: Document, outline: Outline, passages: int) -> Source:
    """Return the record of a file with what its document says of itself.

    Args:
        source: the file.
        document: what its reader returned.
        outline: of the document: its title, and whose it is.
        passages: how many there are.
    """
    return replace(
        source,
        failed="",
        passed_over=False,
        title=outline.title,
        institution=outline.institution,
        date=document.date,
        format=document.format,
        passages=passages,
        language=document.language,
        origin=document.source,
        replaces=document.replaces,
        warnings=document.warnings,
    )
