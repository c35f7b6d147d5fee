"""What the contract does not say of the OpenSearch engine: bounds, shards, states, copies, failures."""

from __future__ import annotations

import json
import random
import threading
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings

from kb.engines.base import AnyOf, Clause, InOrder, Preference, SearchRequest
from kb.engines.fields import FIELDS
from kb.engines.opensearch.clauses import Plan
from kb.engines.opensearch.engine import POINTER_FILE, OpenSearchFactory
from kb.engines.opensearch.mapping import WHOLE, parts_scored
from kb.engines.opensearch.matches import ClusterMatches
from kb.engines.opensearch.view import ClusterView
from kb.errors import (
    ClusterFailed,
    ClusterInterrupted,
    IndexDamaged,
    IndexMissing,
    IndexOutOfDate,
)
from kb.index.schema import Entry
from kb.index.sketch import Sketch
from kb.messages import translate
from tests.cluster.nodes import ask_node
from tests.kb.engines import strategies
from tests.kb.engines.plain import PlainEngine

WORDS = ("dira", "idara", "mtandao", "sera", "huduma")
QUESTION = SearchRequest((Clause(AnyOf("term", ("dira", "idara"))), Clause(AnyOf("term", ("3",)))))


def entry(document: str, n: int, *stacks: tuple[str, ...], sketch: bytes = b"") -> Entry:
    return Entry(
        id=f"{document}#{n}",
        document=document,
        ordinal=n,
        fields={"term": stacks or ((WORDS[n % 3], str(n)), (WORDS[n % 2],))},
        facets={"kind": "dira"},
        date=None,
        payload=f"{document} {n}".encode(),
        sketch=sketch,
    )


def entries(document: str, count: int = 5) -> list[Entry]:
    return [entry(document, n) for n in range(count)]


@pytest.fixture
def factory(cluster_settings):
    return OpenSearchFactory(cluster_settings)


@pytest.fixture
def engine(factory, cluster_settings):
    opened = factory.create_index(f"{cluster_settings.cluster_index}-a", recipe="mapishi")
    opened.apply([], [*entries("a.txt"), *entries("b.txt")])
    yield opened
    opened.close()


def ids(response) -> list[str]:
    return [hit.id for hit in response.hits]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(strategies.batches(), strategies.requests)
def test_a_bound_is_never_lower_than_the_score(cluster_settings, batches, request_):
    """The server's order may be cut off, because no score exceeds its bound: in several shards too."""
    two = OpenSearchFactory(cluster_settings.replace(cluster_shards=2))
    name = f"{cluster_settings.cluster_index}-bounds"
    engine = two.create_index(name)
    try:
        for deleted, added in batches:
            engine.apply(deleted, added)
        view = ClusterView(engine.index)
        for clause in request_.clauses:
            matches = ClusterMatches(view, SearchRequest((clause._replace(need="should"),)))
            (one,) = matches.clauses
            for hit in view.matching(one.match, parts=parts_scored(FIELDS)):
                body = {
                    "query": {"bool": {"must": [one.bound], "filter": [{"term": {"id": hit.id}}]}}
                }
                (bounded,) = view.search(body, scored=True)["hits"]["hits"]
                assert one.score(hit.record) <= bounded["_score"] * (1 + 1e-6)
        view.close()
    finally:
        engine.close()
        two.delete_index(name)


def test_several_shards_answer_as_one(factory, cluster_settings):
    """Scores, ties, counts and terms do not depend on how an index is divided, nor on its past."""
    name = cluster_settings.cluster_index
    dealt = random.Random(1)
    documents = {
        f"{n}.txt": [
            entry(f"{n}.txt", i, *[(dealt.choice(WORDS),) for _ in range(dealt.randrange(2, 9))])
            for i in range(dealt.randrange(1, 5))
        ]
        for n in range(40)
    }
    one = factory.create_index(f"{name}-one")
    one.apply([], [e for some in documents.values() for e in some])
    three = OpenSearchFactory(cluster_settings.replace(cluster_shards=3)).create_index(f"{name}-3")
    for names in (list(documents)[:25], list(documents)[10:]):
        three.apply(names, [e for document in names for e in documents[document]])
    for clauses in (
        (Clause(AnyOf("term", ("dira", "sera"))), Clause(AnyOf("term", ("huduma",)), weight=0.3)),
        (Clause(InOrder("term", (("dira",), ("idara", "sera")), (1,), 1)),),
    ):
        request = SearchRequest(clauses, facets=("document",), crowded_above=1, all_first=True)
        assert three.search(request) == one.search(request)
    assert three.terms("term", "", 4) == one.terms("term", "", 4)
    assert three.statistics().documents == one.statistics().documents == 40
    assert all(three.document(d) == one.document(d) for d in ("3.txt", "30.txt"))
    for opened in (one, three):
        opened.close()


def test_a_question_takes_few_round_trips(engine):
    """Once the words of a question are known, one request brings the page, and one its payloads."""
    first = engine.search(QUESTION)
    connection = engine.index.connection
    before = connection.requests
    assert engine.search(QUESTION) == first
    assert connection.requests == before + 1
    for _ in range(2):  # they are remembered
        assert len(engine.payloads(first.hits)) == len(first.hits)
        assert connection.requests == before + 2
    engine.search(SearchRequest((Clause(AnyOf("term", ("mtandao",))),)))
    assert connection.requests == before + 4


def test_a_search_reads_what_it_scores_and_no_more(engine):
    """Of more candidates than are shown: where the terms of the fields asked for occur."""
    view = ClusterView(engine.index)
    page = ClusterMatches(view, QUESTION).page()
    assert all(hit.record.packed("term") and hit.record.length("term") for hit in page)
    assert not any(hit.record.payload or hit.record.packed("surface") for hit in page)
    (whole,) = view.having([page[0].id], WHOLE)
    one = next(one for one in [*entries("a.txt"), *entries("b.txt")] if one.id == whole.id)
    assert whole.record.entry() == one
    view.close()


def test_a_part_that_is_not_what_was_written_is_named(engine, factory, cluster_url):
    """What somebody else wrote into the index is damage, and no trace of a library."""
    path = f"{cluster_url}/{engine.index.name}/_doc/x?refresh=true"
    row = {"id": "x", "ordinal": 0, "facet_document": "x.txt", "payload": "AAAA", "term": "dira"}
    assert ask_node(path, "POST", row)[0] == 201
    with pytest.raises(IndexDamaged, match="cannot be read"):
        factory.open_index(engine.index.name).fetch(["x"])


def test_a_page_that_the_bounds_do_not_decide_is_read_further(engine):
    """Where many matches are equally good by the server, the exact order still holds."""
    many = [entry("m.txt", n, *[("sawa", "sare")] * (1 + n % 3)) for n in range(120)]
    engine.apply([], many)
    plain = PlainEngine()
    plain.apply([], [*entries("a.txt"), *entries("b.txt"), *many])
    request = SearchRequest((Clause(AnyOf("term", ("sawa", "sare"))),), limit=3)
    assert ids(engine.search(request)) == ids(plain.search(request))


def test_a_reader_keeps_its_state_and_an_update_is_seen_when_it_is_whole(engine, factory):
    """Who reads an index while it is changed sees all of a change, or nothing of it."""
    reader = factory.open_index(engine.index.name)
    before = reader.search(QUESTION)
    engine.apply(["a.txt"], entries("c.txt"))
    assert reader.search(QUESTION) == before
    assert reader.document("a.txt") != []
    other = factory.open_index(engine.index.name)
    assert other.document("a.txt") == []
    assert ids(other.search(QUESTION)) == ids(engine.search(QUESTION))
    for opened in (reader, other):
        opened.close()


def test_a_state_that_the_server_no_longer_keeps_is_taken_anew(engine, cluster_url):
    """A page that is left open over night answers, from the index as it is now."""
    before = engine.search(QUESTION)
    assert ask_node(f"{cluster_url}/_search/point_in_time/_all", "DELETE")[0] == 200
    assert engine.search(QUESTION) == before
    assert ask_node(f"{cluster_url}/_search/point_in_time/_all", "DELETE")[0] == 200
    assert engine.payloads(before.hits) != []
    assert engine.fetch(["a.txt#0"])[0].payload == b"a.txt 0"


def test_several_threads_search_at_once(engine):
    """One open index serves the threads of a web page, also while its state is lost."""
    expected = engine.search(QUESTION)
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(engine.search(QUESTION))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8


def test_an_unknown_field_is_refused_by_the_server(engine, cluster_url):
    """Nothing gets into an index that the mapping does not name."""
    status, answer = ask_node(
        f"{cluster_url}/{engine.index.name}/_doc/x", "POST", {"id": "x", "jina": "y"}
    )
    assert (status, answer["error"]["type"]) == (400, "strict_dynamic_mapping_exception")


def test_an_index_of_another_recipe_or_layout_is_refused(engine, factory, cluster_url):
    """It would answer without complaint, and wrongly; the message names the command."""
    name = engine.index.name
    factory.open_index(name, recipe="mapishi").close()
    with pytest.raises(IndexOutOfDate, match=r"mapishi.*mengine.*kisima index") as caught:
        factory.open_index(name, recipe="mengine")
    assert translate(caught.value.message, "sw") != translate(caught.value.message, "en")
    ask_node(f"{cluster_url}/{name}/_mapping", "PUT", {"_meta": {"kisima": {"layout": 0}}})
    with pytest.raises(IndexOutOfDate, match="opensearch 0"):
        factory.open_index(name)


def test_an_alias_is_opened_as_the_index_that_it_names(engine, factory, cluster_url):
    """Who has opened an index stays with it when the alias moves."""
    alias = f"{engine.index.name}-alias"
    swing = {"actions": [{"add": {"index": engine.index.name, "alias": alias}}]}
    ask_node(f"{cluster_url}/_aliases", "POST", swing)
    opened = factory.open_index(alias)
    assert opened.index.name == engine.index.name
    opened.close()


def test_a_folder_names_its_index(factory, cluster_settings, tmp_path):
    """The file in a folder is all that is needed to open the index, and damage to it is named."""
    created = factory.create(tmp_path)
    created.apply([], entries("a.txt"))
    assert factory.contents(tmp_path) == (POINTER_FILE,)
    opened = factory.open(tmp_path)
    assert opened.statistics().entries == 5
    with pytest.raises(ValueError, match="reading only"):
        opened.apply([], [])
    assert created.index.name in factory.indexes()
    factory.delete_index(created.index.name)
    factory.delete_index(created.index.name)
    with pytest.raises(IndexMissing, match="kisima index"):
        factory.open(tmp_path)
    (tmp_path / POINTER_FILE).write_text("[]")
    with pytest.raises(IndexDamaged):
        factory.open(tmp_path)
    (tmp_path / POINTER_FILE).unlink()
    with pytest.raises(IndexDamaged, match="missing"):
        factory.open(tmp_path)


@contextmanager
def refusing(engine, cluster_url, kind: str = "index.blocks.write"):
    """An index that refuses to be written to."""
    path = f"{cluster_url}/{engine.index.name}/_settings"
    ask_node(path, "PUT", {kind: True})
    yield
    ask_node(path, "PUT", {kind: None})


def test_an_update_that_breaks_off_is_mended_by_running_it_again(engine, cluster_url):
    """The message names the command; what was half sent is not seen, and is sent again whole."""
    before = engine.search(QUESTION)
    with (
        refusing(engine, cluster_url),
        pytest.raises(ClusterFailed, match="kisima") as caught,
    ):
        engine.apply(["a.txt"], entries("c.txt"))
    assert isinstance(caught.value, ClusterInterrupted)
    assert engine.search(QUESTION) == before
    for _ in range(2):  # idempotent
        engine.apply(["a.txt", "c.txt"], entries("c.txt"))
        assert engine.statistics().entries == 10
        assert engine.document("a.txt") == []


def test_ids_and_terms_of_any_length_are_kept(engine):
    """A path of a thousand letters and a heading of many are no reason to fail."""
    long = "folda/" * 200 + "a.txt"
    term = "neno " * 4000
    made = entry(long, 0, (term, "neno fupi"), ("na\x1ealama",))
    engine.apply([], [made])
    assert engine.fetch([made.id])[0].payload == made.payload
    assert engine.terms("term", "neno f") == [("neno fupi", 1)]
    assert engine.search(SearchRequest((Clause(AnyOf("term", (term,))),))).total == 0
    engine.apply([long], [])
    assert engine.fetch([made.id]) == [None]


COPIES = [(n, Sketch(b"maneno%02d" % n, b"kiini%03d" % n, 0, (0, 0, 0, 0), 0)) for n in range(6)]


def test_copies_are_grouped_as_over_all_entries(engine):
    """Looked up by what changed, over many small updates: the groups of a new index."""
    plain = PlainEngine()
    plain.apply([], [*entries("a.txt"), *entries("b.txt")])
    dealt = random.Random(3)
    for turn in range(12):
        documents = [f"{dealt.randrange(9)}.txt" for _ in range(3)]
        added = []
        for document in dict.fromkeys(documents[: dealt.randrange(1, 4)]):
            for n in range(dealt.randrange(1, 4)):
                exact, core = dealt.choice(COPIES)[1], dealt.choice(COPIES)[1]
                sketch = exact._replace(core=core.core, date=dealt.choice([0, 20190101]))
                added.append(entry(document, n, sketch=sketch.to_bytes()))
        plain.apply(documents, added)
        engine.apply(documents, added)
        asked = [*plain.entries]
        assert engine.copies(asked, 9) == plain.copies(asked, 9), turn
    request = SearchRequest(one_of_copies=Preference(), facets=("kind",), limit=100, sort="reading")
    ours, theirs = engine.search(request), plain.search(request)
    assert (ours.total, ours.copies, ours.facets) == (theirs.total, theirs.copies, theirs.facets)
    assert ids(ours) == ids(theirs)


def test_what_is_unknown_is_asked_for_once(engine):
    """The counts of a term, and what the server scores a field with, are remembered in a state."""
    view = ClusterView(engine.index)
    ClusterMatches(view, QUESTION)
    assert Plan(view, QUESTION.clauses).unknown() == ([], [], [])
    view.close()


def test_the_pointer_has_no_secret(factory, tmp_path):
    """The file in the folder names an index, and nothing else."""
    factory.create(tmp_path).close()
    assert list(json.loads((tmp_path / POINTER_FILE).read_text())) == ["index"]
