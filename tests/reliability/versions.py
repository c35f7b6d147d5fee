"""A corpus of which every document has the word of one version: a mixture would be seen."""

from __future__ import annotations

import re
from pathlib import Path

from kb.analysis import PlainAnalyser
from kb.engines.base import AnyOf, Clause, SearchRequest
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings, load
from kb.store import FolderStore

DOCUMENTS = 25
SETTINGS = load(environ={})


def write_version(corpus: Path, version: int, documents: int = DOCUMENTS) -> None:
    """Write every document of the corpus, all with the word of this version."""
    corpus.mkdir(exist_ok=True)
    for i in range(documents):
        text = f"Dira\n\nToleo toleo{version} la waraka namba{i}.\n\n" + "Maneno mengine. " * 40
        (corpus / f"{i:02}.txt").write_text(text, encoding="utf-8")


def settings_of(engine: str) -> Settings:
    """The settings of an engine; those of an index that exists where it is empty."""
    return load({"engine": engine}, environ={})


def build(corpus: Path, index: Path, full: bool = False, engine: str = "") -> None:
    """What a worker does until it is killed. An index that exists keeps its engine."""
    update(corpus, index, settings_of(engine), analyser=PlainAnalyser(), full=full)


def version_of(index: Path, newest: int, documents: int = DOCUMENTS) -> int:
    """Return the version the index answers with; there must be exactly one, and all of it."""
    store = FolderStore(index)
    assert store.verify() == []
    with store.reader() as reader:
        assert reader.notice is None
        clauses = tuple(Clause(AnyOf("surface", (f"toleo{v}",))) for v in range(newest + 1))
        found = reader.engine.search(SearchRequest(clauses, limit=0))
        having = {v: count for v, count in enumerate(found.frequencies) if count}
        assert list(having.values()) == [documents]
        assert reader.engine.statistics().documents == documents
        return next(iter(having))


def version_answered(base: KnowledgeBase) -> int:
    """Ask as a reader does; return the version that every one of the answers has."""
    found = base.search("waraka", limit=DOCUMENTS)
    versions = {re.search(r"toleo(\d+)", hit.text)[1] for hit in found.hits}
    assert (found.total, len(found.hits), len(versions)) == (DOCUMENTS, DOCUMENTS, 1), versions
    return int(versions.pop())
