"""Bring together what a corpus says about its documents: ``sources.tsv``, and their sidecars."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kb.indexing.corpus import Corpus
from kb.metadata.records import Metadata, corpus_metadata
from kb.metadata.sidecar import text_beside

__all__ = ["told"]


def told(folder: Path, corpus: Corpus) -> dict[str, Metadata]:
    """Return what is said of documents, by id; a sidecar is held unread, so that it is compared.

    Raises:
        DocumentUnreadable: ``sources.tsv`` cannot be read.
    """
    found = corpus_metadata(folder)
    for id in corpus.sidecars:
        if id in corpus.files and (text := text_beside(corpus.files[id].path)):
            found[id] = replace(found.get(id, Metadata()), sidecar=text)
    return found
