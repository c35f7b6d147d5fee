"""Index documents that are in memory, without a corpus; evaluation uses this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kb.analysis import Analyser, SwahiliAnalyser
from kb.document import Document
from kb.index.schema import Entry
from kb.indexing.document_indexer import with_document
from kb.indexing.entries import document_entries
from kb.indexing.fingerprint import fingerprint_parts, index_fingerprint
from kb.indexing.superseding import find_superseded
from kb.settings import Settings
from kb.store import Manifest, open_store
from kb.store.base import GenerationFacts
from kb.store.sources import Source, Sources

__all__ = ["index_documents"]

_NO_FILE = Source(0, 0, 0, 0, "", "")
"""The record of a document that comes from no file."""


def index_documents(
    documents: Iterable[Document],
    index: Path,
    settings: Settings,
    *,
    analyser: Analyser | None = None,
) -> Manifest:
    """Build an index of documents that are in memory.

    Args:
        documents: their ids must differ.
        index: a folder; the new generation replaces what it contained.
        settings: the settings in force.
        analyser: reads the words; that of Swahili where left out.

    Raises:
        IndexLocked: another process is writing.
        StorageFailed: the disk refused.
    """
    analyser = analyser or SwahiliAnalyser()
    parts = fingerprint_parts(settings, analyser)
    store = open_store(index, settings)
    with store.writer(settings.lock_wait) as writer, writer.draft(None) as draft:
        sources: dict[str, Source] = {}
        draft.apply((), _entries(documents, settings, analyser, sources))
        newer = find_superseded(sources, {}).newer
        facts = GenerationFacts(
            recipe=index_fingerprint(parts),
            parts=parts,
            aliases={},
            documents=Sources(sources).records(newer),
            sources=Sources(),
            replaced=newer,
        )
        return writer.publish(draft, facts)


def _entries(
    documents: Iterable[Document],
    settings: Settings,
    analyser: Analyser,
    sources: dict[str, Source],
) -> Iterator[Entry]:
    """Yield the entries of each document, and put its record into *sources*."""
    for document in documents:
        outline, entries = document_entries(document, settings, analyser)
        sources[document.id] = with_document(_NO_FILE, document, outline, len(entries))
        yield from entries
