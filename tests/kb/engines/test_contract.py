"""The contract of kb.engines.base, run over every engine beside the plain one.

To add an engine, add a row to ENGINES.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kb.engines.base import (
    AnyOf,
    Clause,
    Copies,
    Either,
    Engine,
    InOrder,
    Need,
    Preference,
    SearchRequest,
    SearchResponse,
    TermPrefix,
)
from kb.engines.opensearch.engine import OpenSearchFactory
from kb.engines.tantivy.engine import TantivyEngine
from kb.engines.whoosh.engine import WhooshEngine
from kb.index.schema import Entry
from kb.index.sketch import Sketch
from tests.kb.engines import strategies
from tests.kb.engines.contents import document_ids
from tests.kb.engines.plain import PlainEngine

ENGINES: dict[str, Callable[[Path, pytest.FixtureRequest], Engine]] = {
    "plain": lambda folder, request: PlainEngine(),
    "whoosh": lambda folder, request: WhooshEngine.create(folder),
    "tantivy": lambda folder, request: TantivyEngine.create(folder),
    "opensearch": lambda folder, request: OpenSearchFactory(
        request.getfixturevalue("cluster_settings")
    ).create(folder),
}
PARAMETERS = [
    pytest.param(name, marks=[pytest.mark.cluster] if name == "opensearch" else [])
    for name in ENGINES
]

CLEAR = 1.15
"""Scores this far apart must stand in the same order in every engine: lengths are rounded in some."""


@pytest.fixture(params=PARAMETERS)
def engine(request, tmp_path):
    opened = ENGINES[request.param](tmp_path, request)
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


def ask(*words: str, need: Need = "should") -> Clause:
    return Clause(AnyOf("term", words), need)


def search(engine: Engine, clauses=(), filters=None, **rest) -> SearchResponse:
    return engine.search(SearchRequest(tuple(clauses), filters or {}, **rest))


def ids(response: SearchResponse) -> tuple[str, ...]:
    return tuple(hit.id for hit in response.hits)


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
        ([ask("idara", need="not")], {"a.txt#1", "b.txt#0"}),
        ([ask("·")], set()),
        ([ask()], set()),
        ([ask("bodi", "serikali")], {"a.txt#1", "b.txt#0"}),
        ([ask("kurugenzi")], {"a.txt#0"}),
        ([Clause(TermPrefix("term", "mt"))], {"b.txt#0", "b.txt#1"}),
        ([Clause(TermPrefix("term", "mt", 1))], {"b.txt#0"}),
        ([Clause(Either((AnyOf("term", ("bodi",)), TermPrefix("surface", "was"))))], {"a.txt#1"}),
        ([], {e.id for e in AGENCY}),
    ],
    ids=lambda value: str(sorted(value)) if isinstance(value, set) else str(value),
)
def test_a_question_finds_the_entries_that_answer_it(agency, clauses, expected):
    """What must be there is there, what must not is not, and the total counts them all."""
    found = search(agency, clauses)
    assert set(ids(found)) == expected
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
    assert set(ids(search(agency, [Clause(phrase)]))) == expected


def test_frequencies_count_every_entry_that_answers_a_clause(agency):
    """What is said of a word's rarity does not depend on filters or on the other words."""
    clauses = [ask("idara", "bodi"), ask("mtu", need="must"), ask("dira", need="not")]
    found = search(agency, clauses, {"kind": ["bodi"]})
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
    plain = search(agency, [ask("idara")])
    found = search(agency, [ask("idara")], filters)
    assert set(ids(found)) == expected
    assert found.total == len(expected)
    scores = {hit.id: hit.score for hit in plain.hits}
    assert {hit.id: hit.score for hit in found.hits} == {id: scores[id] for id in ids(found)}


def test_equal_scores_stand_in_reading_order(engine):
    """The same question gives the same list every time, document by document."""
    for id in ["b.txt#0", "a.txt#10", "a.txt#9", "a b.txt#0", "c.txt#0"]:
        engine.apply([], [entry(id, "dira")])
    expected = ("a b.txt#0", "a.txt#9", "a.txt#10", "b.txt#0", "c.txt#0")
    assert ids(search(engine, [ask("dira")])) == expected
    assert ids(search(engine, [ask("dira")], offset=1, limit=2)) == expected[1:3]
    assert ids(search(engine, [ask("dira")], offset=9)) == ()
    assert search(engine, [ask("dira")], limit=0).total == 5


def test_reading_order_ignores_scores(agency):
    """Sorted for reading, passages come as they stand in their documents."""
    found = search(agency, [ask("idara"), ask("tehama")], sort="reading")
    assert ids(found) == ("a.txt#0", "a.txt#2", "b.txt#1")


def test_matches_of_every_word_come_first(engine):
    """An entry with all words of a question precedes one that has a rare word very often."""
    engine.apply(
        [],
        [
            entry("a.txt#0", "tehama tehama tehama"),
            entry("b.txt#0", "idara · · · · · · tehama"),
            entry("c.txt#0", "idara"),
            entry("d.txt#0", "idara bodi"),
            entry("e.txt#0", "idara sera"),
        ],
    )
    words = [ask("idara"), ask("tehama")]
    assert ids(search(engine, words, limit=2)) == ("a.txt#0", "b.txt#0")
    first = search(engine, words, all_first=True, limit=2)
    assert ids(first) == ("b.txt#0", "a.txt#0")
    scores = {hit.id: hit.score for hit in search(engine, words).hits}
    assert {hit.id: hit.score for hit in first.hits} == {id: scores[id] for id in ids(first)}


def test_an_expansion_is_not_among_the_words_that_come_first(engine):
    """A word that was added to the question makes matches, but is not asked of the first ones."""
    engine.apply(
        [], [entry("a.txt#0", "idara · bodi"), entry("b.txt#0", "sera sera"), entry("c.txt#0", "x")]
    )
    words = [ask("idara"), ask("bodi"), Clause(AnyOf("term", ("sera",)), expansion=True)]
    assert ids(search(engine, words, all_first=True)) == ("a.txt#0", "b.txt#0")
    only_expansions = [clause._replace(expansion=True) for clause in words]
    plain = search(engine, only_expansions)
    assert search(engine, only_expansions, all_first=True) == plain


def test_facets_are_counted_over_every_match(agency):
    """The numbers next to the filters count all matches, the most frequent value first."""

    def kinds(clauses=(), filters=None):
        return search(agency, clauses, filters, facets=("kind",), limit=1).facets["kind"]

    assert kinds([ask("idara"), ask("bodi")]) == {"idara": 3, "bodi": 1}
    assert list(kinds()) == ["idara", "bodi", "dira"]
    assert kinds(filters={"year": ["2012"]}) == {"dira": 1, "idara": 1}
    both = search(agency, [ask("mtu")], facets=("language", "year")).facets
    assert both == {"language": {}, "year": {"2012": 1}}
    assert search(agency, [ask("mtu")]).facets == {}


def test_documents_with_many_matches_are_counted(agency):
    """To collapse a long document's hits, a page learns how many matches it has."""
    words = [ask("idara"), ask("wakala")]
    assert search(agency, words, crowded_above=0).crowded == {"a.txt": 2, "b.txt": 2}
    assert search(agency, [ask("idara")], crowded_above=1, limit=0).crowded == {"a.txt": 2}
    assert search(agency, words, {"kind": ["idara"]}, crowded_above=1).crowded == {"a.txt": 2}
    assert search(agency, words, crowded_above=2).crowded == {}
    assert search(agency, words).crowded == {}


def test_a_hit_leads_to_its_payload(agency):
    """The passages of one page are read by their hits, without looking their ids up."""
    found = search(agency, [ask("idara")])
    assert agency.payloads(found.hits[1:]) == [b"a.txt#0\0payload", b"b.txt#1\0payload"]
    assert [(hit.document, hit.ordinal) for hit in found.hits] == [
        ("a.txt", 2), ("a.txt", 0), ("b.txt", 1),
    ]  # fmt: skip
    assert agency.payloads(()) == []


def copy(id: str, term: str, text: str = "tangazo0", date: int = 0, **facets: str) -> Entry:
    """An entry whose text is known by a word of eight letters."""
    made = Sketch(text.encode(), text.encode(), 0, (0, 0, 0, 0), date)
    return entry(id, term, **facets)._replace(sketch=made.to_bytes())


NOTICES = [
    copy("a.txt#0", "leseni ada", kind="dira"),
    copy("b.txt#0", "leseni ada", kind="idara", date=20190501),
    copy("c.txt#0", "leseni · · ada ada", kind="idara"),
    copy("d.txt#0", "leseni", "tangazo1", kind="idara"),
    entry("e.txt#0", "leseni", kind="idara"),
]


@pytest.fixture
def notices(engine):
    engine.apply([], NOTICES)
    return engine


def one_of_copies(engine: Engine, *clauses: Clause, first=(), last=(), **rest) -> SearchResponse:
    preference = Preference(frozenset(first), frozenset(last))
    return search(engine, clauses, one_of_copies=preference, **rest)


def test_of_copies_the_best_match_counts(notices):
    """Five passages match, three of them copies: three hits, and the best of the copies."""
    found = one_of_copies(notices, ask("ada"), ask("leseni"), crowded_above=0)
    assert (found.total, found.copies, found.entries) == (3, 2, 5)
    assert set(ids(found)) == {"c.txt#0", "d.txt#0", "e.txt#0"}
    assert found.crowded == {"c.txt": 1, "d.txt": 1, "e.txt": 1}
    assert {hit.id: hit.copies for hit in found.hits} == {"c.txt#0": 2, "d.txt#0": 0, "e.txt#0": 0}
    assert search(notices, [ask("leseni")]).total == 5


def test_of_equal_copies_the_newest_is_chosen(notices):
    """With equal scores the date decides; a preferred document goes before score and date."""
    found = one_of_copies(notices, sort="reading")
    assert ids(found) == ("b.txt#0", "d.txt#0", "e.txt#0")
    assert ids(one_of_copies(notices, ask("ada"), first=["a.txt"])) == ("a.txt#0",)
    assert ids(one_of_copies(notices, ask("ada"), last=["b.txt", "c.txt"])) == ("a.txt#0",)


def test_filters_come_before_the_choice(notices):
    """A filter finds the copy that it names, though another one would be chosen without it."""
    found = one_of_copies(notices, ask("ada"), filters={"kind": ["dira"]})
    assert (ids(found), found.total, found.copies) == (("a.txt#0",), 1, 0)
    assert found.hits[0].copies == 2


def test_a_facet_counts_what_its_filter_would_leave(notices):
    """The numbers beside the filters are the totals that a reader gets by choosing them."""
    counts = one_of_copies(notices, ask("leseni"), facets=("kind",)).facets["kind"]
    assert counts == {"idara": 3, "dira": 1}
    for kind, count in counts.items():
        assert one_of_copies(notices, ask("leseni"), filters={"kind": [kind]}).total == count


def test_copies_are_listed_in_the_order_of_their_group(notices):
    """The newest first, then the shortest id, without the entry itself."""
    asked = ["a.txt#0", "d.txt#0", "nobody#1"]
    found = notices.copies(asked, 1)
    assert [(copies.total, [one.id for one in copies.first]) for copies in found] == [
        (2, ["b.txt#0"]), (0, []), (0, []),
    ]  # fmt: skip
    assert [one.id for one in notices.copies(["b.txt#0"], 9)[0].first] == ["a.txt#0", "c.txt#0"]


def test_copies_are_grouped_anew_by_every_change(notices):
    """What is removed is a copy of nothing; what is added later is one of the old."""
    notices.apply(["b.txt", "c.txt"], [])
    assert notices.copies(["a.txt#0"], 9) == [Copies(0, ())]
    notices.apply([], [copy("f.txt#0", "ada")])
    notices.compact()
    assert [one.id for one in notices.copies(["a.txt#0"], 9)[0].first] == ["f.txt#0"]
    assert one_of_copies(notices, ask("ada")).copies == 1


@pytest.mark.parametrize("name", PARAMETERS[1:])
@pytest.mark.parametrize(
    "request_",
    [
        SearchRequest((Clause(AnyOf("nothing", ("dira",))),)),
        SearchRequest(filters={"nothing": ["dira"]}),
        SearchRequest(facets=("nothing",)),
        SearchRequest((Clause(InOrder("term", (("dira",), ("idara",)), ())),)),
    ],
    ids=["field", "filter", "facet", "gaps"],
)
def test_a_request_that_cannot_be_meant_is_refused(request, name, tmp_path, request_):
    """A misspelt field is the caller's mistake, and must not read as "no matches"."""
    engine = ENGINES[name](tmp_path, request)
    with pytest.raises(ValueError, match=r"is none of|gaps"):
        engine.search(request_)
    with pytest.raises(ValueError, match="is none of"):
        engine.terms("nothing")
    engine.close()


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
    assert document_ids(agency) == ["a.txt", "b.txt"]


def test_terms_come_with_the_entries_they_stand_in(agency):
    """Completion offers the most frequent words first; the filler is no word."""
    assert agency.terms("term", "", 3) == [("idara", 3), ("bodi", 1), ("kurugenzi", 1)]
    assert agency.terms("term", "m") == [
        ("mkurugenzi", 1), ("mtandao", 1), ("mtu", 1),
    ]  # fmt: skip
    assert agency.terms("term", "·") == []
    prefixes = ["m", "", "zz", "m"]
    several = [agency.terms("term", prefix, 2) for prefix in prefixes]
    assert agency.terms_by_prefix("term", prefixes, 2) == several
    assert agency.frequencies("term", ["idara", "sura", "bodi"]) == [3, 0, 1]


def test_a_changed_document_is_found_by_its_new_words_only(agency):
    """After an update the old words of a document find nothing."""
    agency.apply(["a.txt", "nobody.txt"], [entry("a.txt#0", "kaulimbiu")])
    assert search(agency, [ask("tehama")]).total == 0
    assert search(agency, [ask("tehama")]).frequencies == (0,)
    assert ids(search(agency, [ask("kaulimbiu")])) == ("a.txt#0",)
    assert agency.fetch(["a.txt#2"]) == [None]
    assert agency.terms("term", "idara") == [("idara", 1)]
    assert search(agency, facets=("kind",)).facets == {"kind": {"dira": 1, "idara": 1}}
    assert agency.statistics().entries == 3
    assert agency.statistics().documents == 2


def test_an_update_that_fails_changes_nothing(agency):
    """If reading the corpus breaks in the middle, the index is as before."""

    def broken():
        yield entry("c.txt#0", "sheria")
        raise RuntimeError("the corpus is gone")

    with pytest.raises(RuntimeError, match="gone"):
        agency.apply(["a.txt"], broken())
    assert document_ids(agency) == ["a.txt", "b.txt"]
    agency.apply(["a.txt"], [])
    assert document_ids(agency) == ["b.txt"]


def test_an_empty_index_answers(engine):
    """A corpus without documents is no error."""
    assert search(engine, [ask("dira")]).total == 0
    assert search(engine, []) == SearchResponse((), 0, (), {}, {}, 0)
    assert search(engine, facets=("kind",), crowded_above=0).facets == {"kind": {}}
    assert engine.terms("term") == []
    assert document_ids(engine) == []
    engine.compact()
    assert engine.statistics().entries == 0


def test_compacting_changes_no_answer(agency):
    """Merging takes deleted entries off the disk, and nobody who searches can tell."""
    agency.apply(["b.txt"], [entry("d.txt#0", "idara sheria")])
    before = search(agency, [ask("idara"), ask("sheria")])
    agency.compact()
    after = search(agency, [ask("idara"), ask("sheria")])
    assert (after.total, after.frequencies) == (before.total, before.frequencies)
    scores = [(hit.id, hit.score) for hit in after.hits]
    assert scores == [(hit.id, hit.score) for hit in before.hits]
    assert agency.statistics().deleted == 0
    agency.close()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(strategies.batches(), strategies.requests)
@pytest.mark.parametrize("name", PARAMETERS[1:])
def test_every_engine_answers_as_the_plain_one(request, name, batches, request_):
    """Whatever is indexed and asked: the same entries, totals and counts, the same clear order."""
    plain = PlainEngine()
    with tempfile.TemporaryDirectory() as folder:
        engine = ENGINES[name](Path(folder), request)
        try:
            for deleted, added in batches:
                plain.apply(deleted, added)
                engine.apply(deleted, added)
            _same_matches(engine, plain, request_)
            _same_page(engine, plain, request_)
            _same_stored(engine, plain)
        finally:
            engine.close()


def _same_matches(engine, plain, request_):
    """All matches, in whatever order is asked for, are those of the oracle."""
    whole = replace(request_, offset=0, limit=1000)
    found, expected = engine.search(whole), plain.search(whole)
    if request_.one_of_copies is not None:
        _same_copies(engine, plain, whole)
        # Lengths are rounded, so of two copies with nearly one score another may be chosen.
        chosen = tuple(plain.entries[id] for id in ids(found))
        expected = plain.search(replace(whole, one_of_copies=None))
        expected = replace(
            expected,
            hits=tuple(hit for hit in expected.hits if hit.id in ids(found)),
            facets=plain.search(whole).facets,
            crowded=plain.crowded(chosen, whole),
            total=len(chosen),
        )
    assert set(ids(found)) == set(ids(expected))
    for name in ("total", "frequencies", "facets", "crowded", "entries"):
        assert getattr(found, name) == getattr(expected, name)
    for facet, counts in expected.facets.items():
        assert list(found.facets[facet]) == list(counts)
    assert list(found.crowded) == list(expected.crowded)
    assert engine.payloads(found.hits) == [plain.entries[id].payload for id in ids(found)]
    if request_.sort == "reading":
        assert ids(found) == ids(expected)
        return
    scores = {hit.id: hit.score for hit in expected.hits}
    if not request_.all_first:
        for better, worse in pairwise(ids(found)):
            assert scores[better] * CLEAR >= scores[worse]


def _same_copies(engine, plain, request_):
    """One match of each group is chosen, of the preferred documents first."""
    found, every = engine.search(request_), plain.search(replace(request_, one_of_copies=None))
    assert found.copies == every.total - found.total
    assert found.copies == plain.search(request_).copies
    groups = [set(group) & set(ids(every)) for group in plain.groups()]
    for group in filter(None, groups):
        (chosen,) = group & set(ids(found))
        rank = request_.one_of_copies.rank
        assert rank(plain.entries[chosen].document) == min(
            rank(plain.entries[id].document) for id in group
        )
    assert {hit.id: hit.copies for hit in found.hits} == {
        id: copies.total for id, copies in zip(ids(found), plain.copies(ids(found), 0))
    }


def _same_page(engine, plain, request_):
    """A page is a stretch of the whole list; what has every word is in front, by its own score."""
    whole = replace(request_, offset=0, limit=1000)
    listed = ids(engine.search(whole))
    end = request_.offset + request_.limit
    assert ids(engine.search(request_)) == listed[request_.offset : end]
    own = tuple(clause for clause in request_.clauses if not clause.expansion)
    if request_.all_first and request_.sort == "score" and any(c.need == "should" for c in own):
        every = tuple(c._replace(need="must" if c.need == "should" else c.need) for c in own)
        first = ids(engine.search(replace(whole, clauses=every, all_first=False)))
        rest = ids(engine.search(replace(whole, all_first=False)))
        # A match of its own words need not be one: an expansion may be required.
        first = tuple(id for id in first if id in rest)
        assert listed == tuple(dict.fromkeys(first + rest))
        expected = plain.search(replace(whole, clauses=every)), plain.search(whole)
        assert set(first) == set.intersection(*map(set, map(ids, expected)))


def _same_stored(engine, plain):
    for prefix in ("", "id"):
        assert engine.terms("term", prefix, 3) == plain.terms("term", prefix, 3)
    assert document_ids(engine) == document_ids(plain)
    for document in document_ids(plain):
        assert engine.document(document) == plain.document(document)
    assert engine.fetch(list(plain.entries)) == plain.fetch(list(plain.entries))
    for limit in (0, 1, 9):
        asked = [*plain.entries, "nobody#1"]
        assert engine.copies(asked, limit) == plain.copies(asked, limit)
