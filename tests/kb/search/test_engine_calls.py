"""What one request costs the engine: few calls, and nothing asked or decoded twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kb.index import payload as payload_module
from kb.index.passage_terms import PassageTerms
from tests.kb.counting_engine import CountingEngine

PLAIN = ["dira", "mkurugenzi bodi", "majukumu ya wakurugenzi wa idara", "bodi ina wajumbe wangapi"]
REWRITTEN = ["vision", "core values", "+vision kijiji", "wakurugensi wa idara"]
RELAXED = ["ubaguzi", "hati:barabara.md mkurugenzi", "board members"]
MISSPELT = ["wakurugensi", "barabra nzuri", "mkurugnzi wa idra"]


@pytest.fixture
def counted(shelf):
    """Runs something with the library's engine counted; gives the counts."""

    @contextmanager
    def counted() -> Iterator[CountingEngine]:
        with shelf._pool.reading() as reader:
            real, counting = reader.engine, CountingEngine(reader.engine)
            reader.engine = counting
            try:
                yield counting
            finally:
                reader.engine = real

    return counted


@pytest.mark.parametrize("line", PLAIN)
@pytest.mark.parametrize("facets", [(), ("kind", "document", "institution")], ids=len)
def test_facets_and_collapsing_cost_no_further_request(shelf, counted, line, facets):
    """One request holds the hits, the total, the facets and the crowded documents."""
    with counted() as engine:
        assert shelf.search(line, facets=facets).total
    assert engine.calls["search"] <= 2  # the library is small: few matches are relaxed once
    assert engine.calls.total() - engine.calls["search"] <= 7


def test_a_search_with_enough_matches_is_eight_calls_at_most(library):
    """Where nothing has to be relaxed there is one search, and the rest is statistics."""
    pages = {
        f"sera-{n}.md": f"# Dira {n}\n\nMkurugenzi wa idara anasimamia bodi namba {n}.\n"
        for n in range(12)
    }
    with library(pages).open() as base:
        for line in PLAIN:
            with base._pool.reading() as reader:
                reader.engine = engine = CountingEngine(reader.engine)
                assert base.search(line, facets=("kind",)).total >= 10
                reader.engine = engine._engine
            assert engine.calls["search"] == 1
            assert engine.calls.total() <= 8


@pytest.mark.parametrize("line", PLAIN + REWRITTEN + RELAXED + MISSPELT)
@pytest.mark.parametrize("ask", ["search", "answer"])
def test_a_line_takes_three_searches_at_most(shelf, counted, line, ask):
    """Families, parted glosses and the check of one document never all come together."""
    with counted() as engine:
        getattr(shelf, ask)(line)
    # Where no word of a line occurs, the line is corrected without a search of its own.
    assert engine.calls["search"] <= 3


@pytest.mark.parametrize("line", PLAIN + REWRITTEN + RELAXED + MISSPELT)
@pytest.mark.parametrize("ask", ["search", "answer"])
def test_no_term_is_asked_for_twice(shelf, counted, line, ask):
    """Expansion, spelling, ranking and the corrected line share what was learnt."""
    with counted() as engine:
        getattr(shelf, ask)(line)
    assert [term for term, times in engine.terms_asked.items() if times > 1] == []


@pytest.mark.parametrize("line", PLAIN + REWRITTEN)
@pytest.mark.parametrize("options", [{}, {"explain": True}], ids=["plain", "explain"])
def test_no_payload_is_fetched_or_decoded_twice(shelf, counted, monkeypatch, line, options):
    """The words of a candidate are those of its hit, and an explanation reads nothing anew."""
    decoded: Counter[bytes] = Counter()
    words = PassageTerms

    def counting(packed: bytes) -> object:
        decoded[packed] += 1
        return words(packed)

    monkeypatch.setattr(payload_module, "PassageTerms", counting)
    with counted() as engine:
        assert shelf.search(line, **options).total
    assert max(engine.payloads_read.values()) == 1
    assert decoded
    assert max(decoded.values()) == 1
    assert engine.calls["fetch"] == 0


def test_a_word_is_corrected_once(shelf, monkeypatch):
    """A slip is looked for by expansion and by the suggestion; the work is done once."""
    from kb.expansion import spelling

    corrected: Counter[str] = Counter()
    correct = spelling.correct

    def counting(word, index):
        corrected[word] += 1
        return correct(word, index)

    monkeypatch.setattr(spelling, "correct", counting)
    assert shelf.search("wakurugensi wa idara").widened == ("wakurugensi → wakurugenzi",)
    assert corrected["wakurugensi"] == 1
    assert max(corrected.values()) == 1
