"""What is said of the engines over files in one folder: threads, rights, refusals, damage."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from kb.engines.base import AnyOf, Clause, Preference, SearchRequest, SearchResponse, TermPrefix
from kb.engines.embedded import naming_damage
from kb.engines.tantivy.engine import TantivyEngine
from kb.engines.whoosh.engine import WhooshEngine
from kb.errors import IndexDamaged, StorageFailed
from kb.index.schema import Entry
from kb.index.sketch import Sketch


def entry(document: str, ordinal: int, *words: str) -> Entry:
    stacks = tuple((word,) for word in words)
    return Entry(f"{document}#{ordinal}", document, ordinal, {"term": stacks}, {}, None, b"payload")


@pytest.fixture(params=[WhooshEngine, TantivyEngine], ids=lambda engine: engine.name)
def engine(request, tmp_path):
    """Two documents of five passages each."""
    opened = request.param.create(tmp_path)
    names = ("a.txt", "b.txt")
    opened.apply([], [entry(name, i, "dira", f"neno{i}", name) for name in names for i in range(5)])
    yield opened
    opened.close()


def ask(*terms: str) -> SearchRequest:
    return SearchRequest((Clause(AnyOf("term", terms)),), limit=100)


def test_threads_read_one_engine(engine):
    """A web server's threads share an open index and all get the same answers."""
    prefix = SearchRequest((Clause(TermPrefix("term", "neno")),))
    questions = [ask("dira"), ask("a.txt"), ask("neno1", "neno2"), prefix]
    expected = [engine.search(question) for question in questions]

    def work(turn: int) -> bool:
        which = turn % len(questions)
        response = engine.search(questions[which])
        ids = [hit.id for hit in response.hits]
        return response == expected[which] and [one.id for one in engine.fetch(ids)] == ids

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(400)))


def test_threads_read_while_another_writes(engine):
    """Each answer is of one state: the number of matches is that of a whole change."""
    done = Event()

    def read() -> set[int]:
        totals = set()
        while not done.is_set():
            response = engine.search(ask("dira"))
            assert engine.fetch(["a.txt#1"])[0].payload == b"payload"
            totals.add(response.total)
        return totals

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        try:
            for turn in range(6):
                engine.apply(["c.txt"], [entry("c.txt", i, "dira") for i in range(10 * turn)])
        finally:
            done.set()
        totals = set().union(*(reader.result() for reader in readers))
    assert totals <= {10 + 10 * turn for turn in range(6)}


def test_a_change_shows_only_when_it_is_whole(engine, tmp_path, monkeypatch):
    """A thread that reads between the steps of a change has the state before it, whole.

    The first step deletes files that no one has read yet; the next ones number the entries
    anew, while the groups of copies are still those of the older numbers.
    """
    question = replace(ask("copy"), one_of_copies=Preference())
    sketch = Sketch(exact=b"maneno01", core=b"kiini001", labels=0, bands=(0, 0, 0, 0), date=0)
    copies = [entry(f"{n}.txt", 0, "copy")._replace(sketch=sketch.to_bytes()) for n in range(3)]
    engine.apply([], copies)
    between: list[SearchResponse] = []

    def watched(step: Callable[..., None]) -> Callable[..., None]:
        def run(*change: object) -> None:
            step(*change)
            between.append(engine.search(question))

        return run

    for step in ("_change", "_merge", "_group"):
        monkeypatch.setattr(engine, step, watched(getattr(engine, step)))
    assert engine.frequencies("term", ["copy"]) == [3]  # this reads terms, but no lengths
    engine.apply(["a.txt", "1.txt", "2.txt"], [entry("d.txt", n, "copy") for n in range(3)])
    assert len(between) >= 2
    assert {(len(one.hits), one.total, one.copies) for one in between} == {(1, 1, 2)}
    assert engine.search(question).total == 4


def test_a_reader_cannot_write(engine, tmp_path):
    """Who opened an index to read cannot change it by mistake."""
    reader = type(engine).open(tmp_path)
    with pytest.raises(ValueError, match="for reading only"):
        reader.apply(["a.txt"], [])
    reader.close()
    reader.close()
    with pytest.raises(ValueError, match="closed"):
        reader.search(SearchRequest())


def test_an_id_with_a_nul_is_refused(engine):
    """A document id that would break the order of documents never gets in."""
    with pytest.raises(ValueError, match="NUL"):
        engine.apply([], [entry("a\0b", 0, "dira")])
    assert engine.search(SearchRequest()).total == 10


def test_a_system_that_refuses_is_no_damage(tmp_path):
    """A file that may not be opened is passed on; a panic of a library, and a lost file, are damage."""

    class PanicException(BaseException):  # named as the library's own
        pass

    with pytest.raises(PermissionError), naming_damage(tmp_path):
        raise PermissionError(13, "Permission denied")
    with pytest.raises(StorageFailed), naming_damage(tmp_path):
        raise StorageFailed(tmp_path, "no room")
    with pytest.raises(KeyboardInterrupt), naming_damage(tmp_path):
        raise KeyboardInterrupt
    for error in (PanicException("range"), IndexError("range"), FileNotFoundError(2, "gone")):
        with pytest.raises(IndexDamaged), naming_damage(tmp_path):
            raise error
