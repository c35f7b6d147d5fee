"""Copies after small changes, and in wide questions: as if all were grouped and read anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings

from kb.engines.fields import decode_place
from kb.engines.tantivy.engine import TantivyEngine
from kb.engines.tantivy.grouping import regroup_copies
from kb.engines.tantivy.reader import IndexView
from kb.engines.tantivy.state import IndexState
from kb.index.copies import connected_passages
from kb.index.schema import Entry
from kb.index.sketch import Sketch
from tests.kb.engines import strategies


def groups(folder: Path) -> set[tuple[tuple[str, ...], bool]]:
    """The ids of each group, and whether its entries are known to be scored alike."""
    index = IndexView(folder)
    alike = set(index.copied.alike)
    named = {
        (tuple(decode_place(index.place(number)).id for number in group), group[0] in alike)
        for group in index.copies.groups()
    }
    index.close()
    return named


@settings(max_examples=60, deadline=None)
@given(strategies.batches())
def test_an_update_gives_the_groups_of_a_new_index(batches):
    """Grouped after each change or all at once, the copies and what is known of them are equal."""
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        engine = TantivyEngine.create(folder)
        for deleted, added in batches:
            engine.apply(deleted, added)
        updated = groups(folder)
        index = IndexView(folder)
        regroup_copies(folder, index, None)
        index.close()
        assert updated == groups(folder)
        engine.close()


@settings(max_examples=60, deadline=None)
@given(strategies.batches(), strategies.requests)
def test_a_wide_question_has_the_answer_of_a_narrow_one(batches, request_):
    """Whether copies are looked for among all matches or in documents with copies alone."""
    with tempfile.TemporaryDirectory() as path:
        engine = TantivyEngine.create(Path(path))
        for deleted, added in batches:
            engine.apply(deleted, added)
        narrow = engine.search(request_)
        from kb.engines.tantivy import matches

        few, matches._FEW = matches._FEW, 0
        try:
            wide = engine.search(request_)
        finally:
            matches._FEW = few
        assert wide == narrow
        assert list(wide.crowded.values()) == [wide.crowded[id] for id in wide.crowded]
        engine.close()


def test_a_change_reaches_what_is_connected_through_others():
    """A passage that goes may part two that shared a key with it, not with one another."""
    sketches = {
        n: Sketch(bytes([n] * 8), bytes([9 + n] * 8), 0, bands, 0).to_bytes()
        for n, bands in enumerate([(1, 0, 0, 0), (1, 2, 0, 0), (0, 2, 0, 0), (0, 0, 7, 0)], 1)
    }

    def having(nth: int, key: bytes) -> list[int]:
        starts = (0, 8, 20, 24, 28, 32)
        return [
            n for n, data in sketches.items() if data[starts[nth] : starts[nth] + len(key)] == key
        ]

    assert connected_passages([sketches[1]], having, sketches.__getitem__) == {1, 2, 3}
    assert connected_passages([sketches[4]], having, sketches.__getitem__) == {4}
    many = (bytes([n // 256, n % 256] * 20) for n in range(1, 1200))
    assert connected_passages(many, having, sketches.__getitem__) is None


def test_deleted_entries_are_kept_as_runs():
    """The entries of a document follow one another: a document takes one pair of numbers."""
    state = IndexState(files={"records-1": 100})
    for numbers in ([10, 11, 12], [50], [13, 9], [99, 0]):
        state = state.without_entries(numbers)
    assert state.deleted == ((0, 1), (9, 5), (50, 1), (99, 1))
    gone = {0, 9, 10, 11, 12, 13, 50, 99}
    assert {n for n in range(100) if state.is_deleted(n)} == gone
    assert (state.deleted_entries, state.entries) == (8, 92)


def test_memory_is_held_whatever_is_indexed(tmp_path):
    """With the least memory that Tantivy takes, an index is the same."""
    entries = [
        Entry(f"a#{n}", "a", n, {"term": ((f"neno{n % 50}",),)}, {}, None, b"", b"")
        for n in range(200)
    ]
    (tmp_path / "least").mkdir()
    (tmp_path / "most").mkdir()
    least = TantivyEngine.create(tmp_path / "least", megabytes=15)
    most = TantivyEngine.create(tmp_path / "most")
    for engine in (least, most):
        engine.apply([], entries)
    assert least.terms("term", limit=99) == most.terms("term", limit=99)
    least.close()
    most.close()
