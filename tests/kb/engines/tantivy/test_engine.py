"""What the contract does not say of the Tantivy engine: bounds, files, damage, rights."""

from __future__ import annotations

import random
import shutil
import tempfile
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given, settings

from kb.engines.base import AnyOf, Clause, InOrder, SearchRequest
from kb.engines.tantivy.clauses import clause_query
from kb.engines.tantivy.engine import TantivyEngine
from kb.engines.tantivy.reader import IndexView
from kb.errors import IndexDamaged
from kb.index.schema import Entry
from tests.kb.engines import strategies
from tests.kb.engines.contents import document_ids

QUESTION = SearchRequest((Clause(AnyOf("term", ("dira", "idara"))), Clause(AnyOf("term", ("3",)))))


def entries(document: str, count: int = 5) -> list[Entry]:
    words = ("dira", "idara", "mtandao")
    return [
        Entry(
            id=f"{document}#{n}",
            document=document,
            ordinal=n,
            fields={"term": ((words[n % 3], str(n)), (words[n % 2],))},
            facets={"document": document, "kind": "dira"},
            date=None,
            payload=document.encode(),
        )
        for n in range(count)
    ]


@pytest.fixture
def engine(tmp_path):
    opened = TantivyEngine.create(tmp_path)
    opened.apply([], [*entries("a.txt"), *entries("b.txt")])
    yield opened
    opened.close()


@settings(max_examples=60, deadline=None)
@given(strategies.batches(), strategies.requests)
def test_a_bound_is_never_lower_than_the_score(batches, request_):
    """Tantivy's order by bounds may be cut off, because no score exceeds its bound."""
    with tempfile.TemporaryDirectory() as folder:
        engine = TantivyEngine.create(Path(folder))
        for deleted, added in batches:
            engine.apply(deleted, added)
        index = IndexView(Path(folder))
        for clause in request_.clauses:
            one = clause_query(index, clause)
            for number in index.matching(one.match):
                scored = index.top(one.bound, 1000)
                assert number in scored.numbers
                bounds = index._searcher.search(one.bound, 1000).hits
                place = scored.numbers.index(number)
                assert bounds[place][0] * (1 + 1e-6) >= one.score(index.record(number))
        index.close()
        engine.close()


def test_many_choices_of_a_phrase_are_matched_by_pattern(engine):
    """A phrase of steps with many terms each is found as one with few is, special letters too."""
    engine.apply([], [Entry("c#0", "c", 0, {"term": (("a.b*",), ("dira", "x|y"))}, {}, None, b"")])
    many = (*(f"{n}" for n in range(5)), "a.b*", "dira", "idara", "mtandao", "x|y")
    phrase = InOrder("term", (many, many), (1,))
    found = engine.search(SearchRequest((Clause(phrase),), limit=100))
    assert found.total == 11
    few = InOrder("term", (("a.b*",), ("x|y",)), (1,))
    assert [hit.id for hit in engine.search(SearchRequest((Clause(few),))).hits] == ["c#0"]


def test_updates_leave_few_files_and_change_no_score(tmp_path):
    """After many updates the index scores as one that was built at once."""
    for name in "ab":
        (tmp_path / name).mkdir()
    engine = TantivyEngine.create(tmp_path / "a")
    once = TantivyEngine.create(tmp_path / "b")
    for n in range(30):
        engine.apply([f"{n % 7}.txt"], entries(f"{n % 7}.txt", 1 + n % 3))
    last = {f"{n % 7}.txt": entries(f"{n % 7}.txt", 1 + n % 3) for n in range(30)}
    once.apply([], [one for of_document in last.values() for one in of_document])

    def answer(of: TantivyEngine):
        found = of.search(replace(QUESTION, limit=100, facets=("kind",), crowded_above=0))
        return [(hit.id, hit.score) for hit in found.hits], found.total, found.facets, found.crowded

    assert answer(engine) == answer(once)
    assert len(list((tmp_path / "a").glob("records-*"))) <= 4
    assert engine.terms("term") == once.terms("term")
    assert engine.statistics().documents == 7
    engine.compact()
    assert (engine.statistics().deleted, answer(engine)) == (0, answer(once))
    engine.close()
    once.close()


def test_one_document_may_come_in_parts(engine):
    """Entries that are added later to a document are counted with its first ones."""
    more = [one._replace(id=f"{one.id}+", ordinal=one.ordinal + 9) for one in entries("a.txt")]
    engine.apply([], more)
    assert engine.search(replace(QUESTION, crowded_above=5)).crowded == {"a.txt": 10}
    assert engine.statistics().documents == 2


def test_nothing_is_left_beside_the_index(engine, tmp_path, monkeypatch):
    """Opening leaves no lock in a generation, and no links outside of it."""
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    before = sorted(tmp_path.iterdir())
    TantivyEngine.open(tmp_path).close()
    assert sorted(tmp_path.iterdir()) == before
    assert list(aside.iterdir()) == []
    assert not list(tmp_path.glob("*.lock")) + list(tmp_path.glob(".tantivy*"))


def test_an_open_index_answers_after_its_files_are_gone(engine, tmp_path):
    """A generation that is removed while somebody reads it stays readable."""
    reader = TantivyEngine.open(tmp_path)
    before = reader.search(QUESTION)
    for path in tmp_path.iterdir():
        path.unlink()
    assert reader.search(QUESTION) == before
    assert reader.payloads(before.hits[:1]) == [b"a.txt"]
    assert document_ids(reader) == ["a.txt", "b.txt"]
    reader.close()


def test_damage_is_called_by_its_name(engine, tmp_path):
    """Whatever bit flips, an index answers or says that it is damaged; nothing else is raised."""
    engine.close()
    whole = tmp_path.parent / f"{tmp_path.name}-whole"
    shutil.copytree(tmp_path, whole)
    chance = random.Random(5)
    names = sorted(path.name for path in whole.iterdir() if path.stat().st_size)
    seen = 0
    for _ in range(150):
        folder = tmp_path / "damaged"
        shutil.copytree(whole, folder)
        path = folder / chance.choice(names)
        data = bytearray(path.read_bytes())
        at = chance.randrange(len(data) * 8)
        data[at // 8] ^= 1 << at % 8
        path.write_bytes(data)
        try:
            opened = TantivyEngine.open(folder)
            opened.search(replace(QUESTION, facets=("kind",), crowded_above=0))
            opened.document("a.txt")
            opened.terms("term", "d")
            opened.close()
        except IndexDamaged:
            seen += 1
        shutil.rmtree(folder)
    assert seen > 20


@pytest.mark.parametrize("pattern", ["*.term", "*.idx", "meta.json", "state.json", "records-*"])
def test_a_missing_file_is_damage(engine, tmp_path, pattern):
    """A file that somebody removed is called damage, with the index's path."""
    engine.close()
    next(tmp_path.glob(pattern)).unlink()
    with pytest.raises(IndexDamaged, match=str(tmp_path)):
        TantivyEngine.open(tmp_path)


def test_the_version_names_the_library(engine):
    """Another version of Tantivy, or of our files, is another version of the engine."""
    assert version("tantivy") in engine.version
    assert len(engine.version.split("-")) == 3


def test_reading_needs_no_right_to_write_a_file(engine, tmp_path):
    """A web server that may only read the index can open it (root may always write)."""
    engine.close()
    for path in tmp_path.iterdir():
        path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        opened = TantivyEngine.open(tmp_path)
        assert opened.search(QUESTION).total == 10
        opened.close()
    finally:
        tmp_path.chmod(0o755)


def test_terms_of_deleted_entries_are_not_counted(engine):
    """Terms by prefix are those of living entries, however many terms start so."""
    words = [f"neno{n:02}" for n in range(40)]
    stacks = tuple((word,) for word in words)
    for document, own in (("c.txt", stacks), ("d.txt", stacks[:30]), ("e.txt", stacks[:5])):
        fields = {"term": own, "acronym": own[:4]}
        entry = Entry(f"{document}#0", document, 0, fields, {}, None, b"")
        engine.apply([], [*entries(f"of-{document}", 20), entry])
    engine.apply(["d.txt"], [])
    assert engine.statistics().deleted == 1
    of_both, of_one = [(word, 2) for word in words[:5]], [(word, 1) for word in words[5:]]
    assert engine.terms("term", "neno") == of_both + of_one
    assert engine.terms("term", "neno", 7) == (of_both + of_one)[:7]
    assert engine.terms("acronym", "neno") == of_both[:4]
    assert engine.terms("acronym", "jina") == engine.terms("line", "") == []
    engine.apply(["c.txt", "e.txt"], [])
    assert engine.terms("acronym", "neno") == []
