"""The contract of kb.engines.base, run over every engine beside the plain one.

To add an engine, add a row to ENGINES.
"""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.engines.base import AnyOf, Clause, Either, InOrder, Prefix
from kb.engines.whoosh import WhooshEngine
from kb.index.records import Entry
from tests.kb.engines import strategies
from tests.kb.engines.plain import PlainEngine

ENGINES = {
    "plain": lambda folder: PlainEngine(),
    "whoosh": WhooshEngine.create,
}

CLEAR = 1.15
"""Scores this far apart must stand in the same order in every engine: lengths are rounded in some."""


@pytest.fixture(params=ENGINES)
def engine(request, tmp_path):
    opened = ENGINES[request.param](tmp_path)
    yield opened
    opened.close()


def entry(id: str, term: str = "", **facets: str) -> Entry:
    """An entry whose field is written as words; "a/b" stacks two terms, "·" is a filler."""
    document, _, ordinal = id.partition("#")
    stacks = tuple(tuple(word.split("/")) for word in term.split())
    return Entry(
        id=id,
        document=document,
        ordinal=int(ordinal or 0),
        fields={"term": stacks, "surface": stacks, "family": (), "heading": (), "title": ()},
        facets=facets,
        date=None,
        payload=id.encode() + b"\0payload",
    )


def ask(*words: str, need: str = "should") -> Clause:
    return Clause(AnyOf("term", words), need)


AGENCY = [
    entry("b.txt#0", "wakala · serikali mtandao", kind="dira", year="2012"),
    entry("b.txt#1", "idara · rasilimali mtu", kind="idara", year="2012"),
    entry("a.txt#0", "mkurugenzi/kurugenzi · idara · idara tehama", kind="idara"),
    entry("a.txt#1", "bodi · · ushauri", kind="bodi"),
    entry("a.txt#2", "idara", kind="idara"),
]


@pytest.fixture
def agency(engine):
    engine.apply([], AGENCY)
    return engine


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ([ask("idara")], {"b.txt#1", "a.txt#0", "a.txt#2"}),
        ([ask("idara"), ask("tehama")], {"b.txt#1", "a.txt#0", "a.txt#2"}),
        ([ask("idara"), ask("tehama", need="must")], {"a.txt#0"}),
        ([ask("idara"), ask("tehama", need="not")], {"b.txt#1", "a.txt#2"}),
        ([ask("idara", need="must"), ask("bodi", need="must")], set()),
        ([ask("idara", need="not")], set()),
        ([ask("·")], set()),
        ([ask()], set()),
        ([ask("bodi", "serikali")], {"a.txt#1", "b.txt#0"}),
        ([ask("kurugenzi")], {"a.txt#0"}),
        ([Clause(Prefix("term", "mt"))], {"b.txt#0", "b.txt#1"}),
        ([Clause(Prefix("term", "mt", 1))], {"b.txt#0"}),
        ([Clause(Either((AnyOf("term", ("bodi",)), Prefix("surface", "was"))))], {"a.txt#1"}),
        ([], {e.id for e in AGENCY}),
    ],
    ids=lambda value: str(sorted(value)) if isinstance(value, set) else str(value),
)
def test_a_question_finds_the_entries_that_answer_it(agency, clauses, expected):
    """What must be there is there, what must not is not, and the total counts them all."""
    found = agency.search(clauses)
    assert set(found.ids) == expected
    assert found.total == len(expected)


@pytest.mark.parametrize(
    ("steps", "gaps", "slop", "expected"),
    [
        (["serikali", "mtandao"], [1], 0, {"b.txt#0"}),
        (["mtandao", "serikali"], [1], 0, set()),
        (["wakala", "mtandao"], [3], 0, {"b.txt#0"}),
        (["wakala", "mtandao"], [2], 0, set()),
        (["wakala", "mtandao"], [2], 1, {"b.txt#0"}),
        (["wakala", "serikali", "mtandao"], [2, 1], 0, {"b.txt#0"}),
        (["bodi", "ushauri"], [1], 1, set()),
        (["bodi", "ushauri"], [1], 2, {"a.txt#1"}),
        (["kurugenzi", "idara"], [2], 0, {"a.txt#0"}),
        (["mkurugenzi", "kurugenzi"], [1], 0, set()),
        (["idara", "idara"], [2], 0, {"a.txt#0"}),
        (["idara"], [], 0, {"b.txt#1", "a.txt#0", "a.txt#2"}),
        (["wakala", "·"], [1], 0, set()),
    ],
)
def test_a_phrase_keeps_its_order_and_its_gaps(agency, steps, gaps, slop, expected):
    """Words of a phrase stand as far apart as asked: a stop word between them is counted."""
    phrase = InOrder("term", tuple((step,) for step in steps), tuple(gaps), slop)
    assert set(agency.search([Clause(phrase)]).ids) == expected


def test_frequencies_count_every_entry_that_answers_a_clause(agency):
    """What is said of a word's rarity does not depend on filters or on the other words."""
    clauses = [ask("idara", "bodi"), ask("mtu", need="must"), ask("dira", need="not")]
    found = agency.search(clauses, {"kind": ["bodi"]})
    assert found.frequencies == (4, 1, 0)
    assert found.total == 0


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": ["idara"]}, {"b.txt#1", "a.txt#0", "a.txt#2"}),
        ({"kind": ["idara"], "year": ["2012"]}, {"b.txt#1"}),
        ({"kind": ["idara", "bodi"]}, {"b.txt#1", "a.txt#0", "a.txt#2"}),
        ({"kind": []}, set()),
        ({"kind": ["sura"]}, set()),
        ({}, {"b.txt#1", "a.txt#0", "a.txt#2"}),
    ],
)
def test_filters_take_away_and_do_not_score(agency, filters, expected):
    """Filtering by kind or year leaves the scores of what remains as they were."""
    plain = agency.search([ask("idara")])
    found = agency.search([ask("idara")], filters)
    assert set(found.ids) == expected
    assert found.total == len(expected)
    scores = dict(zip(plain.ids, plain.scores))
    assert dict(zip(found.ids, found.scores)) == {id: scores[id] for id in found.ids}


def test_equal_scores_stand_in_reading_order(engine):
    """The same question gives the same list every time, document by document."""
    ids = ["b.txt#0", "a.txt#10", "a.txt#9", "a b.txt#0", "c.txt#0"]
    for id in ids:
        engine.apply([], [entry(id, "dira")])
    expected = ("a b.txt#0", "a.txt#9", "a.txt#10", "b.txt#0", "c.txt#0")
    assert engine.search([ask("dira")]).ids == expected
    assert engine.search([ask("dira")], offset=1, limit=2).ids == expected[1:3]
    assert engine.search([ask("dira")], offset=9).ids == ()
    assert engine.search([ask("dira")], limit=0).total == 5


def test_reading_order_ignores_scores(agency):
    """Sorted for reading, passages come as they stand in their documents."""
    found = agency.search([ask("idara"), ask("tehama")], sort="reading")
    assert found.ids == ("a.txt#0", "a.txt#2", "b.txt#1")


def test_facets_are_counted_over_every_match(agency):
    """The numbers beside the filters count all matches, the most frequent value first."""
    assert agency.count([ask("idara"), ask("bodi")], None, "kind") == {"idara": 3, "bodi": 1}
    assert list(agency.count([], None, "kind")) == ["idara", "bodi", "dira"]
    assert agency.count([ask("idara"), ask("bodi")], None, "kind", above=1) == {"idara": 3}
    assert agency.count([], {"year": ["2012"]}, "kind") == {"dira": 1, "idara": 1}
    assert agency.count([ask("mtu")], None, "language") == {}


def test_what_was_stored_comes_back_by_id(agency):
    """A passage is shown from the index as it was stored, byte for byte."""
    found = agency.fetch(["a.txt#1", "nobody#1", "b.txt#0"])
    assert [stored and (stored.id, stored.document, stored.ordinal) for stored in found] == [
        ("a.txt#1", "a.txt", 1), None, ("b.txt#0", "b.txt", 0),
    ]  # fmt: skip
    assert found[0].payload == b"a.txt#1\0payload"


def test_a_document_is_read_in_order(agency):
    """A whole document can be shown from the index alone."""
    assert [stored.id for stored in agency.document("a.txt")] == ["a.txt#0", "a.txt#1", "a.txt#2"]
    assert agency.document("nobody.txt") == []
    assert agency.documents() == ["a.txt", "b.txt"]


def test_terms_come_with_the_entries_they_stand_in(agency):
    """Completion offers the most frequent words first; the filler is no word."""
    assert agency.terms("term", "", 3) == [("idara", 3), ("bodi", 1), ("kurugenzi", 1)]
    assert agency.terms("term", "m") == [
        ("mkurugenzi", 1), ("mtandao", 1), ("mtu", 1),
    ]  # fmt: skip
    assert agency.terms("term", "·") == []
    assert agency.frequencies("term", ["idara", "sura", "bodi"]) == [3, 0, 1]


def test_a_changed_document_is_found_by_its_new_words_only(agency):
    """After an update the old words of a document find nothing."""
    agency.apply(["a.txt", "nobody.txt"], [entry("a.txt#0", "kaulimbiu")])
    assert agency.search([ask("tehama")]).total == 0
    assert agency.search([ask("tehama")]).frequencies == (0,)
    assert agency.search([ask("kaulimbiu")]).ids == ("a.txt#0",)
    assert agency.fetch(["a.txt#2"]) == [None]
    assert agency.terms("term", "idara") == [("idara", 1)]
    assert agency.count([], None, "kind") == {"dira": 1, "idara": 1}
    assert agency.statistics().entries == 3
    assert agency.statistics().documents == 2


def test_an_update_that_fails_changes_nothing(agency):
    """If reading the corpus breaks in the middle, the index is as before."""

    def broken():
        yield entry("c.txt#0", "sheria")
        raise RuntimeError("the corpus is gone")

    with pytest.raises(RuntimeError, match="gone"):
        agency.apply(["a.txt"], broken())
    assert agency.documents() == ["a.txt", "b.txt"]
    agency.apply(["a.txt"], [])
    assert agency.documents() == ["b.txt"]


def test_an_empty_index_answers(engine):
    """A corpus without documents is no error."""
    assert engine.search([ask("dira")]).total == 0
    assert engine.search([]).total == 0
    assert engine.count([], None, "kind") == {}
    assert engine.terms("term") == []
    assert engine.documents() == []
    engine.compact()
    assert engine.statistics().entries == 0


def test_compacting_changes_no_answer(agency):
    """Merging takes deleted entries off the disk, and nobody who searches can tell."""
    agency.apply(["b.txt"], [entry("d.txt#0", "idara sheria")])
    before = agency.search([ask("idara"), ask("sheria")])
    agency.compact()
    assert agency.search([ask("idara"), ask("sheria")]) == before
    assert agency.statistics().deleted == 0
    agency.close()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    strategies.batches(),
    strategies.clauses,
    strategies.filters,
    st.integers(0, 3),
    st.integers(0, 8),
)
@pytest.mark.parametrize("name", [name for name in ENGINES if name != "plain"])
def test_every_engine_answers_as_the_plain_one(name, batches, clauses, filters, offset, limit):
    """Whatever is indexed and asked: the same entries, totals and counts, the same clear order."""
    plain = PlainEngine()
    with tempfile.TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder))
        try:
            for deleted, added in batches:
                plain.apply(deleted, added)
                engine.apply(deleted, added)
            _same_answers(engine, plain, clauses, filters, offset, limit)
        finally:
            engine.close()


def _same_answers(engine, plain, clauses, filters, offset, limit):
    everything = engine.search(clauses, filters, limit=1000)
    expected = plain.search(clauses, filters, limit=1000)
    assert set(everything.ids) == set(expected.ids)
    assert everything.total == expected.total
    assert everything.frequencies == expected.frequencies
    scores = dict(zip(expected.ids, expected.scores))
    for better, worse in pairwise(everything.ids):
        assert scores[better] * CLEAR >= scores[worse]
    page = engine.search(clauses, filters, offset=offset, limit=limit)
    assert page.ids == everything.ids[offset : offset + limit]
    reading = engine.search(clauses, filters, "reading", offset, limit)
    assert reading.ids == plain.search(clauses, filters, "reading", offset, limit).ids
    for facet in ("kind", "document"):
        for above in (0, 1):
            counted = engine.count(clauses, filters, facet, above=above)
            assert counted == plain.count(clauses, filters, facet, above=above)
    for prefix in ("", "id"):
        assert engine.terms("term", prefix, 3) == plain.terms("term", prefix, 3)
    assert engine.documents() == plain.documents()
    for document in plain.documents():
        assert engine.document(document) == plain.document(document)
    assert engine.fetch(expected.ids) == plain.fetch(expected.ids)
