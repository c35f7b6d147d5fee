"""Records: what was written of an entry is read again, term by term."""

from __future__ import annotations

import mmap

from hypothesis import given
from hypothesis import strategies as st

from kb.engines.fields import FIELDS, decode_place, round_length
from kb.engines.record import Record, encode_record, field_key
from kb.index.schema import FILLER, Entry

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5).filter(
    lambda word: word != FILLER
)
stacks = st.one_of(
    st.just((FILLER,)), st.lists(words, min_size=1, max_size=3, unique=True).map(tuple)
)


def mapped(data: bytes) -> mmap.mmap:
    memory = mmap.mmap(-1, len(data))
    memory.write(data)
    return memory


def entry(**fields) -> Entry:
    return Entry("a.txt#b.1", "a.txt", 7, fields, {"kind": "dira"}, None, b"shown\xff", b"sketch")


@given(st.dictionaries(st.sampled_from(FIELDS), st.lists(stacks, max_size=6).map(tuple)))
def test_every_term_is_where_it_was_written(fields):
    """Whatever the words are, a record gives their positions, and the entry it was made of."""
    record = Record(mapped(encode_record(entry(**fields))), 0)
    assert decode_place(record.place) == ("a.txt", 7, "a.txt#b.1")
    assert (record.payload, record.sketch) == (b"shown\xff", b"sketch")
    assert record.facets == {"kind": "dira"}
    for name, positions in fields.items():
        terms = {term for stack in positions for term in stack} - {FILLER}
        for term in terms:
            where = [ord(one) for one in record.positions(name, field_key(term))]
            assert where == [n for n, stack in enumerate(positions) if term in stack]
        assert record.positions(name, field_key("dira·")) == ""
    made = record.entry().fields
    for name, positions in fields.items():
        ends = [n for n, stack in enumerate(positions) if stack != (FILLER,)]
        known = [set(stack) for stack in positions[: max(ends, default=-1) + 1]]
        assert [set(stack) for stack in made.get(name, ())] == known


def test_a_position_may_be_any_number():
    """The positions of a very long passage are not mistaken for halves of characters."""
    positions = (*((FILLER,) for _ in range(0xD805)), ("mwisho",))
    record = Record(mapped(encode_record(entry(term=positions))), 0)
    assert ord(record.positions("term", field_key("mwisho"))) == 0xD805
    assert record.length("term") == 1


@given(st.integers(0, 5000))
def test_a_length_is_rounded_down_and_by_an_eighth_at_most(length):
    """Short fields count exactly; a long one is never taken for longer than it is."""
    rounded = round_length(length)
    assert rounded == length if length <= 40 else rounded <= length < rounded * 9 / 8 + 1
    assert round_length(rounded) == rounded
