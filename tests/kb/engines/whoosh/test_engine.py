"""What is Whoosh's own: scores, history, size, files, threads."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from kb.engines.base import (
    AnyOf,
    Clause,
    Engine,
    InOrder,
    SearchRequest,
    SearchResponse,
)
from kb.engines.whoosh.engine import WhooshEngine
from kb.errors import StorageFailed
from kb.index.schema import Entry
from tests.kb.engines import strategies
from tests.kb.engines.contents import document_ids
from tests.kb.engines.plain import PlainEngine


def entry(document: str, ordinal: int, words: list[str]) -> Entry:
    return Entry(
        id=f"{document}#a.{ordinal}",
        document=document,
        ordinal=ordinal,
        fields={"term": tuple((word,) for word in words)},
        facets={"document": document},
        date=None,
        payload=b"payload",
    )


def ask(*terms: str) -> list[Clause]:
    return [Clause(AnyOf("term", terms))]


def search(engine: Engine, clauses: Sequence[Clause], **rest: Any) -> SearchResponse:
    return engine.search(SearchRequest(tuple(clauses), **rest))


def without_handles(response: SearchResponse) -> SearchResponse:
    """The response of an index whose entries have other handles."""
    return replace(response, hits=tuple(hit._replace(handle=0) for hit in response.hits))


def ids(response: SearchResponse) -> list[str]:
    return [hit.id for hit in response.hits]


@pytest.fixture
def engine(tmp_path):
    opened = WhooshEngine.create(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def small(engine):
    """Two documents of five passages each."""
    engine.apply(
        [],
        [entry(f"{name}.txt", i, ["dira", f"neno{i}", name]) for name in "ab" for i in range(5)],
    )
    return engine


@settings(max_examples=40, deadline=None)
@given(strategies.batches(), strategies.clauses)
def test_scores_are_bm25_to_the_last_digits(batches, clauses):
    """Scores are what the formula says, whatever was updated, deleted and merged before."""
    plain = PlainEngine()
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine.create(Path(folder))
        for deleted, added in batches:
            plain.apply(deleted, added)
            engine.apply(deleted, added)
        found, expected = search(engine, clauses, limit=99), search(plain, clauses, limit=99)
        engine.close()
    # Fields of these entries are short enough for Whoosh to keep their lengths exactly,
    # but for those above ten terms.
    exact = all(
        sum(len(stack) for stack in positions) <= 10
        for stored in plain.entries.values()
        for positions in stored.fields.values()
    )
    if exact:
        theirs = {hit.id: hit.score for hit in expected.hits}
        assert {hit.id: hit.score for hit in found.hits} == pytest.approx(theirs, rel=1e-6)


def test_updates_rank_as_one_build_does(tmp_path):
    """An index that was updated sixty times gives the same list as one built at once."""
    chance = random.Random(5)
    words = [f"neno{i}" for i in range(40)]
    documents = {
        f"{i:02}.txt": [
            entry(f"{i:02}.txt", j, chance.choices(words, k=chance.randint(3, 90)))
            for j in range(3)
        ]
        for i in range(30)
    }
    for folder in ("once", "often"):
        (tmp_path / folder).mkdir()
    once = WhooshEngine.create(tmp_path / "once")
    once.apply([], [e for entries in documents.values() for e in entries])
    often = WhooshEngine.create(tmp_path / "often")
    for name, entries in documents.items():
        often.apply([name], [entry(name, 0, ["zamani"])])
        often.apply([name], entries)
    assert often.statistics().segments > 1
    for clauses in (ask("neno1"), ask("neno1", "neno2") + ask("neno3"), []):
        found, expected = (search(engine, clauses, limit=99) for engine in (often, once))
        assert without_handles(found) == without_handles(expected)
    assert often.statistics().segments < 12
    once.close()
    often.close()


def test_postings_longer_than_a_block_are_read_whole(engine):
    """A word of thousands of passages is counted in all of them, its phrases too."""
    engine.apply([], [entry("a.txt", i, ["dira", "yetu"] * (1 + i % 3)) for i in range(2500)])
    engine.apply([], [entry("b.txt", i, ["dira", "yao"]) for i in range(1100)])
    phrase = [Clause(InOrder("term", (("dira",), ("yetu",)), (1,)))]
    assert search(engine, ask("dira")).total == 3600
    assert search(engine, phrase).total == 2500
    found = search(engine, ask("dira", "yao"), sort="reading", offset=2499, limit=2)
    assert ids(found) == ["a.txt#a.2499", "b.txt#a.0"]
    assert engine.terms("term") == [("dira", 3600), ("yetu", 2500), ("yao", 1100)]


def test_a_build_larger_than_memory_is_sorted_on_the_disk(engine, tmp_path):
    """However many passages there are, the index is the same."""
    entries = [entry("a.txt", i, [f"neno{i % 7}", f"neno{i % 11}"]) for i in range(300)]
    engine.apply([], entries)
    other = tmp_path / "other"
    other.mkdir()
    sorted_on_disk = WhooshEngine.create(other, megabytes=0.01)
    sorted_on_disk.apply([], entries)
    phrase = [Clause(InOrder("term", (("neno1",), ("neno2",)), (1,)))]
    for clauses in (ask("neno3"), phrase, []):
        assert search(sorted_on_disk, clauses, limit=99) == search(engine, clauses, limit=99)
    assert {path.suffix for path in other.iterdir()} == {".toc", ".trm", ".pst", ".col"}
    sorted_on_disk.close()


def test_deleted_entries_are_merged_away_past_a_fifth(engine):
    """Deleted passages do not pile up on the disk."""
    engine.apply([], [entry(f"{i}.txt", 0, ["dira"]) for i in range(100)])
    engine.apply([f"{i}.txt" for i in range(15)], [])
    assert engine.statistics().deleted == 15
    engine.apply([f"{i}.txt" for i in range(15, 25)], [])
    assert engine.statistics().deleted == 0
    assert engine.statistics().entries == 75


def test_a_cloned_index_leaves_the_original_as_it_was(small, tmp_path):
    """An update on hard links changes not one byte of the files it started from."""
    clone = tmp_path / "clone"
    clone.mkdir()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    for name in before:
        os.link(tmp_path / name, clone / name)
    updated = WhooshEngine.open(clone, writable=True)
    updated.apply(["a.txt"], [entry("c.txt", i, ["mpya"]) for i in range(20)])
    updated.compact()
    updated.close()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before
    assert search(small, ask("dira")).total == 10


def test_nothing_is_left_beside_the_index(small, tmp_path):
    """After a commit only the files of the index are there: no lock, no draft."""
    with pytest.raises(ZeroDivisionError):
        small.apply([], (entry("c.txt", 1 // 0, []) for _ in "x"))
    small.apply(["a.txt"], [entry("c.txt", 0, ["mpya"])])
    kinds = {path.suffix for path in tmp_path.iterdir()}
    assert kinds == {".toc", ".trm", ".pst", ".col"}
    assert WhooshEngine.contents(tmp_path) == tuple(p.name for p in tmp_path.glob("*.toc"))


def test_a_full_disk_leaves_the_index_as_it_was(small, monkeypatch):
    """Without room the update fails with a clear error, and the next one works."""

    def no_room(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("kb.engines.whoosh.compat.EntryWriter._flush_segment", no_room)
        with pytest.raises(StorageFailed, match="No space left"):
            small.apply(["a.txt"], [entry("c.txt", 0, ["mpya"])])
    assert document_ids(small) == ["a.txt", "b.txt"]
    small.apply(["a.txt"], [])
    assert document_ids(small) == ["b.txt"]


def test_a_facet_of_documents_is_that_of_the_entries_that_are_left(engine):
    """A document that comes again with another institution is counted under that one alone."""

    def of(document: str, institution: str) -> list[Entry]:
        facets = {"document": document, "institution": institution}
        return [entry(document, n, ["dira"])._replace(facets=facets) for n in range(3)]

    engine.apply([], [*of("a", "Maji"), *of("b", "Maji")])
    engine.apply(["a"], of("a", "Ardhi"))
    counted = search(engine, ask("dira"), facets=("institution", "document"))
    assert counted.facets == {"institution": {"Ardhi": 3, "Maji": 3}, "document": {"a": 3, "b": 3}}


def test_a_facet_that_differs_inside_a_document_is_counted_by_entries(engine):
    """Sections of one document may have several kinds."""
    kinds = ["dira", "idara", "idara"]
    engine.apply(
        [],
        [
            entry("a", n, ["maji"])._replace(facets={"document": "a", "kind": kind})
            for n, kind in enumerate(kinds)
        ],
    )
    assert search(engine, ask("maji"), facets=("kind",)).facets == {"kind": {"idara": 2, "dira": 1}}
