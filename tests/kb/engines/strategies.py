"""Random entries and clauses for property tests: few words, so that much coincides."""

from __future__ import annotations

from hypothesis import strategies as st

from kb.engines.base import (
    AnyOf,
    Clause,
    Either,
    InOrder,
    Preference,
    SearchRequest,
    TermPrefix,
)
from kb.index.schema import FILLER, Entry
from kb.index.sketch import Sketch

__all__ = ["batches", "entries", "requests"]

WORDS = ("dira", "dhamira", "idara", "ida", "ng'ombe", "tehama", "ümlaut", "水", "🐄")
FIELDS = ("term", "surface", "heading")
KINDS = ("dira", "idara")

words = st.sampled_from(WORDS)
stacks = st.one_of(
    words.map(lambda word: (word,)),
    st.just((FILLER,)),
    st.lists(words, min_size=2, max_size=3, unique=True).map(tuple),
)
positions = st.lists(stacks, max_size=6).map(tuple)


sketches = st.one_of(
    st.just(b""),
    st.builds(
        Sketch,
        exact=st.sampled_from([b"maneno%02d" % n for n in range(4)]),
        core=st.sampled_from([b"kiini%03d" % n for n in range(4)]),
        labels=st.integers(0, 2),
        bands=st.just((0, 0, 0, 0)),  # near copies are compared by their texts: not here
        date=st.sampled_from([0, 20120401, 20190000]),
    ).map(Sketch.to_bytes),
)


@st.composite
def entries(draw, document: str) -> list[Entry]:
    """The entries of one document."""
    count = draw(st.integers(1, 4))
    return [
        Entry(
            id=f"{document}#a.{ordinal}",
            document=document,
            ordinal=ordinal,
            fields={field: draw(positions) for field in FIELDS},
            facets=draw(
                st.fixed_dictionaries(
                    {"document": st.just(document)}, optional={"kind": st.sampled_from(KINDS)}
                )
            ),
            date=None,
            payload=f"{document} {ordinal}".encode(),
            sketch=draw(sketches),
        )
        for ordinal in range(count)
    ]


@st.composite
def batches(draw) -> list[tuple[list[str], list[Entry]]]:
    """What to give ``apply``, one batch after the other."""
    made = []
    for names in draw(
        st.lists(
            st.lists(st.sampled_from("abcdef"), unique=True, max_size=4), min_size=1, max_size=5
        )
    ):
        documents = [f"{name}/{name}.txt" for name in names]
        added = draw(st.lists(st.booleans(), min_size=len(names), max_size=len(names)))
        made.append(
            (
                documents,
                [
                    entry
                    for document, stays in zip(documents, added)
                    if stays
                    for entry in draw(entries(document))
                ],
            )
        )
    return made


@st.composite
def in_order(draw) -> InOrder:
    steps = draw(
        st.lists(st.lists(words, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3)
    )
    gaps = tuple(draw(st.integers(1, 2)) for _ in steps[1:])
    return InOrder(draw(st.sampled_from(FIELDS)), tuple(steps), gaps, draw(st.integers(0, 2)))


any_of = st.builds(AnyOf, st.sampled_from(FIELDS), st.lists(words, max_size=3).map(tuple))
prefixes = st.builds(
    TermPrefix,
    st.sampled_from(FIELDS),
    st.sampled_from(["", "d", "ida", "水", "x"]),
    st.integers(1, 5),
)
asks = st.one_of(any_of, in_order(), prefixes)
clauses = st.lists(
    st.builds(
        Clause,
        st.one_of(asks, st.builds(Either, st.lists(asks, min_size=1, max_size=3).map(tuple))),
        st.sampled_from(["must", "should", "should", "not"]),
        st.sampled_from([1.0, 0.3]),
        st.sampled_from([False, False, True]),
    ),
    max_size=4,
)
filters = st.dictionaries(
    st.sampled_from(["kind", "document"]),
    st.lists(st.sampled_from([*KINDS, "a/a.txt", "b/b.txt"]), max_size=2),
    max_size=2,
)
requests = st.builds(
    SearchRequest,
    clauses=clauses.map(tuple),
    filters=filters,
    sort=st.sampled_from(["score", "score", "reading"]),
    offset=st.integers(0, 3),
    limit=st.integers(0, 8),
    all_first=st.booleans(),
    facets=st.sampled_from([(), ("kind",), ("kind", "document", "year")]),
    crowded_above=st.sampled_from([None, 0, 1, 2]),
    one_of_copies=st.sampled_from(
        [
            None,
            Preference(),
            Preference(first=frozenset({"a/a.txt"}), last=frozenset({"b/b.txt"})),
        ]
    ),
)
