"""Postings go into a block and come out of it as they were, however large their numbers."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.engines.whoosh.postings import (
    count_positions,
    decode_positions,
    encode_positions,
    encode_postings,
    positions_by_term,
    posting_blocks,
)
from kb.errors import IndexDamaged
from kb.index.schema import Entry
from tests.kb.engines.whoosh.test_engine import ask, engine, entry, search

__all__ = ["engine"]  # the fixture

Posting = tuple[int, int, bytes]


def written(postings: list[Posting]) -> bytes:
    """The bytes of one term's postings."""
    return encode_postings([one[0] for one in postings], [one[2] for one in postings])


def read(data: bytes, base: int = 0) -> list[Posting]:
    """All postings, and how they were stored."""
    found = []
    for block in posting_blocks(data):
        weights = block.weights() or [1] * block.count
        values = block.values() or [b""] * block.count
        assert block.greatest == max(weights)
        found += zip(block.numbers(base), weights, values, strict=True)
    return found


NUMBERS = st.sets(st.integers(0, 2**32 - 1), min_size=1, max_size=50).map(sorted)


@given(numbers=NUMBERS, chance=st.randoms(use_true_random=False), stored=st.booleans())
def test_postings_come_back_as_they_were(numbers, chance, stored):
    """Whatever the numbers, counts and positions: none is lost to a narrow field."""
    postings = []
    for number in numbers:
        places = sorted(chance.sample(range(70_000), chance.choice([1, 1, 2, 200, 300])))
        value = encode_positions(places) if stored else b""
        postings.append((number, len(places) if stored else 1, value))
    assert read(written(postings)) == postings


def test_long_lists_are_cut_and_read_whole(monkeypatch):
    """Merging holds one block at a time, and a search misses none."""
    monkeypatch.setattr("kb.engines.whoosh.postings.MAX_BLOCK", 7)
    postings = [(3 * n, 1 + n % 2, b"\0\0" * (1 + n % 2)) for n in range(100)]
    data = written(postings)
    assert len(list(posting_blocks(data))) == 15
    assert read(data, base=1000) == [(1000 + n, weight, value) for n, weight, value in postings]


@given(
    stacks=st.lists(st.lists(st.sampled_from("abc"), max_size=3), max_size=30), far=st.booleans()
)
def test_every_position_of_a_term_is_kept(stacks, far):
    """In a short field, where positions are ready, and in a long one, where they are not."""
    stacks = [[]] * (70_000 if far else 0) + stacks
    expected = {}
    for place, terms in enumerate(stacks):
        for term in terms:
            expected.setdefault(term, []).append(place)
    found = positions_by_term(stacks)
    assert {term: list(decode_positions(data)) for term, data in found.items()} == expected
    assert {term: count_positions(data) for term, data in found.items()} == {
        term: len(places) for term, places in expected.items()
    }


@pytest.mark.parametrize("places", [[0], [0, 1, 7], [65_535], [3, 65_536], [10, 4_000_000_000]])
def test_positions_come_back_as_they_were(places):
    """A word late in an endless heading has its place, too."""
    assert list(decode_positions(encode_positions(places))) == places


def test_what_are_no_postings_is_told_as_damage(engine, tmp_path):
    """A file of something else is not taken for an answer."""
    engine.apply([], [entry("a.txt", 0, ["dira"])])
    path = next(tmp_path.glob("*.pst"))
    engine.close()
    path.write_bytes(bytes(path.stat().st_size))
    reopened = type(engine).open(tmp_path)
    with pytest.raises(IndexDamaged, match="no postings"):
        search(reopened, ask("dira"))
    reopened.close()


# ---- What a question with frequent words asks of them --------------------------------------


def of_words(chance: random.Random, number: int) -> Entry:
    """An entry with frequent and rare words."""
    words = ["mara"] * chance.randint(0, 3) + ["kila"] * chance.randint(0, 2)
    words += [f"neno{chance.randint(0, 300)}" for _ in range(chance.randint(1, 6))]
    return entry(f"{number % 7}.txt", number, words)


@pytest.mark.parametrize("limit", [1, 10, 100])
def test_what_is_passed_over_is_worth_less(engine, limit):
    """Frequent words are not scored everywhere; the list is that of scoring everything."""
    chance = random.Random(3)
    engine.apply([], [of_words(chance, number) for number in range(2000)])
    for question in (["mara", "kila"], ["mara", "neno7"], ["neno7", "neno8", "mara", "kila"]):
        clauses = [clause for word in question for clause in ask(word)]
        everything = search(engine, clauses, limit=5000)
        assert len(everything.hits) == everything.total
        found = search(engine, clauses, limit=limit)
        assert found.total == everything.total
        best = everything.hits[:limit]
        assert [hit.id for hit in found.hits] == [hit.id for hit in best]
        assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in best])
