"""Documents in documents: the attachments of a mail are documents of their own.

A document that was read comes in, the tasks for its attachments go out. The id of an attachment
is that of its document and its name: "barua/ombi.eml/fomu.pdf". It comes and goes with the file:
an update reads the attachments of a file whenever it reads the file, and at no other time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kb.document import Document
from kb.indexing.fingerprint import metadata_hash
from kb.metadata.records import Metadata
from kb.readers.registry import reader_version
from kb.store.sources import Source

if TYPE_CHECKING:
    from kb.indexing.document_indexer import IndexTask

__all__ = [
    "MAX_ATTACHED",
    "MAX_DEPTH",
    "attached_by_file",
    "attachment_tasks",
    "renamed_attachments",
]

MAX_DEPTH = 5
"""Mails in mails that are opened."""
MAX_ATTACHED = 200
"""Attachments of one file that are read, those in attachments included."""


def attachment_tasks(task: IndexTask, document: Document) -> Iterator[IndexTask]:
    """Yield a task for each attachment of a document.

    An attachment has the institution and the source of its document, unless it names its own.

    Args:
        task: of the document.
        document: what was read.
    """
    if not document.attachments or len(task.inside) >= MAX_DEPTH:
        return
    inherited = Metadata(institution=document.institution, source=document.source)
    of_container = f"{task.source.sha256}/{reader_version(document.format)}"
    for name in document.attachments:
        digest = hashlib.sha256(f"{of_container}/{name}".encode()).hexdigest()
        source = Source(
            size=task.source.size,
            mtime_ns=task.source.mtime_ns,
            ctime_ns=task.source.ctime_ns,
            seen_ns=task.source.seen_ns,
            added_ns=task.source.added_ns,
            changed_ns=task.source.changed_ns,
            sha256=digest if task.source.sha256 else "",
            metadata=metadata_hash(inherited),
            within=task.file.id,
        )
        yield task.for_attachment(name, source, inherited)


def attached_by_file(files: Mapping[str, Source]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the attachments of every file that has some.

    >>> attached_by_file({"a.eml": Source(1, 1, 1, 1, "", ""),
    ...                   "a.eml/b.pdf": Source(1, 1, 1, 1, "", "", within="a.eml")})
    {'a.eml': ('a.eml/b.pdf',)}
    """
    attached: dict[str, list[str]] = {}
    for id, source in files.items():
        if source.within:
            attached.setdefault(source.within, []).append(id)
    return {id: tuple(ids) for id, ids in attached.items()}


def renamed_attachments(
    renamed: Iterable[tuple[str, str]], attached: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, str]]:
    """Return the old and new id of each attachment of renamed files.

    >>> renamed_attachments([("a.eml", "b.eml")], {"a.eml": ("a.eml/fomu.pdf",)})
    [('a.eml/fomu.pdf', 'b.eml/fomu.pdf')]
    """
    return [
        (id, new + id.removeprefix(old)) for old, new in renamed for id in attached.get(old, ())
    ]
