"""What is always true of marks and windows, whatever the text and the question."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.highlight import marks, window
from kb.index.schema import TokenColumns
from kb.query.terms import QueryTerm
from tests.kb.highlight.asking import columns_of, phrase, word, written

WORDS = [
    "bodi",
    "wakurugenzi",
    "mkurugenzi",
    "majukumu",
    "jukumu",
    "na",
    "ya",
    "wa",
    "sisi",
    "nani",
    "dira",
    "ng'ombe",
    "Na.7",
]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from([*WORDS, *WORDS, ". ", ", ", "\n", "👍", "漢字", "e\u0301", "-", "…"]),
        max_size=80,
    ).map(" ".join),
    st.lists(st.sampled_from([*WORDS, ".", " ", "-", "漢"]), max_size=60).map("".join),
)
SINGLES = st.one_of(
    st.sampled_from(WORDS).map(word),
    st.sampled_from(WORDS).map(lambda w: word(w, exact=True)),
    st.sampled_from(WORDS).map(lambda w: word(w, need="not")),
    st.just(QueryTerm("bo*", prefix="bo")),
)
PHRASES = st.builds(
    lambda words, exact: phrase(" ".join(words))._replace(exact=exact),
    st.lists(st.sampled_from(WORDS[:-2]), min_size=1, max_size=4),
    st.booleans(),
)
QUESTIONS = st.lists(st.one_of(SINGLES, PHRASES), max_size=5)


def matches(wanted: QueryTerm, columns: TokenColumns, i: int) -> bool:
    """Tell, word by word and as plainly as can be, whether token *i* answers *wanted*."""
    if wanted.need == "not":
        return False
    if wanted.sequence:
        # Connectives may differ, so whatever stands in their place is inside the mark.
        gap = not wanted.exact and any(step.function for step in wanted.sequence)
        return gap or any(matches(step, columns, i) for step in wanted.sequence)
    surface = columns.surfaces[i]
    if wanted.prefix:
        return surface.startswith(wanted.prefix)
    shares = not wanted.exact and bool(wanted.terms & set(columns.terms[i]))
    return surface == wanted.surface or shares


def check(text: str, columns: TokenColumns, wanted, spans) -> None:
    """Assert that spans are sorted, apart, whole tokens, and that every one was asked for."""
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end for before, (start, end) in zip(ends, spans, strict=False))
    assert all(end <= len(text) for _, end in spans)
    for start, end in spans:
        inside = [i for i, at in enumerate(columns.starts) if start <= at < end]
        assert inside
        assert start == columns.starts[inside[0]]
        assert all(any(matches(w, columns, i) for w in wanted) for i in inside)


@settings(max_examples=400, deadline=None)
@given(TEXTS, QUESTIONS)
def test_every_mark_was_asked_for(text, wanted):
    """Taking the marks away gives the text back, and each stands on words that match."""
    columns = columns_of(text)
    spans = marks(columns, wanted)
    check(text, columns, wanted, spans)
    assert {end for _, end in spans} <= set(columns.ends)
    pieces = [text[start:end] for start, end in spans]
    assert all(piece in written(text, spans) for piece in pieces)
    assert len(written(text, spans)) == len(text) + 2 * len(spans)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.lists(SINGLES, max_size=4))
def test_no_word_that_matches_is_missed(text, wanted):
    """A hit without marks makes a reader doubt the search."""
    columns = columns_of(text)
    content = [w for w in wanted if not w.function]
    expected = tuple(
        (columns.starts[i], columns.ends[i])
        for i in range(len(columns.starts))
        if any(matches(w, columns, i) for w in content)
    )
    assert expected == marks(columns, content)


@settings(max_examples=800, deadline=None)
@given(TEXTS, QUESTIONS, st.integers(10, 120))
def test_a_window_is_a_slice_between_words(text, wanted, most):
    """What is shown is the document's own text, in whole words, with marks inside it."""
    columns = columns_of(text)
    shown = window(text, columns, wanted, max_length=most)
    end = shown.start + len(shown.text)
    assert shown.text == text[shown.start : end]
    assert len(shown.text) <= most
    if len(text) <= most:
        assert (shown.start, shown.text) == (0, text)
    assert all(0 <= s < e <= len(shown.text) for s, e in shown.spans)
    for first, last in zip(columns.starts, columns.ends, strict=True):
        if last - first <= most:
            assert not first < shown.start < last
            assert not first < end < last
    moved = tuple((s + shown.start, e + shown.start) for s, e in shown.spans)
    check(text, columns, wanted, moved)
    if marks(columns, wanted):
        assert shown.spans
