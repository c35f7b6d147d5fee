"""Whatever is typed, over the shipped documents: an answer, within the limits, never an exception."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.query import Or, Phrase, PrefixWord, Query, Word, parse
from kb.query.notes import MAX_CHARACTERS, MAX_IN_WORD, MAX_PREFIXES, MAX_TERMS
from kb.results import Results
from kb.settings import load
from tests.reliability.versions import settings_of

PIECES = st.sampled_from(
    [
        *(
            "dira",
            "wakurugenzi",
            "ng'ombe",
            "ng’ombe",
            "aliyeteuliwa",
            "kwa",
            "wa",
            "2012",
            "17/12",
        ),
        *('"', "(", ")", "-", "+", "*", ":", "~", "^", "[", "]", "{", "}", "\\", "/", "|", "&"),
        *("AU", "NA", "SIO", "OR", "AND", "NOT", "TO", "kichwa:", "aina:", "hati:", "mwaka:"),
        *("taasisi:", "lugha:", "halisi:", "jina:", "php:", "mwanz*", "*", "a*", "*zi", "m*z*"),
        *("\0", "\x1b[31m", "\u202e", "\ufeff", "\u0301", "😀", "é", "e\u0301", "ß", "ﬁ", "١٢"),
        *("<script>", "{{7*7}}", "%s", "' OR 1=1 --", "../../etc/passwd", "\ud800", "\n", "\t"),
    ]
)
"""Words, operators in both languages, and what others used to break such systems with."""

GRAMMAR = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " ", "  "])), max_size=60).map(
    lambda pieces: "".join(piece + space for piece, space in pieces)
)
LONG = st.tuples(PIECES, st.integers(1, 4000)).map(lambda pair: pair[0] * pair[1])
TYPED = st.one_of(GRAMMAR, GRAMMAR, st.text(max_size=400), LONG)


@pytest.fixture(scope="module")
def base(tmp_path_factory, engine):
    """The shipped documents, open for questions."""
    from tests.conftest import PROJECT

    index = tmp_path_factory.mktemp("index")
    update(PROJECT / "corpus", index, settings_of(engine))
    with KnowledgeBase.open(index, load(environ={})) as opened:
        yield opened


def terms(query: Query) -> list[Word | Phrase | PrefixWord]:
    return [
        term for item in query.items for term in (item.options if isinstance(item, Or) else [item])
    ]


def within_limits(query: Query, found: Results) -> None:
    """The limits that keep the work of one question small."""
    assert len(query.line) <= MAX_CHARACTERS
    asked = terms(query)
    assert sum(len(t.words) if isinstance(t, Phrase) else 1 for t in asked) <= MAX_TERMS
    prefixes = [term for term in asked if isinstance(term, PrefixWord)]
    assert len(prefixes) <= MAX_PREFIXES
    assert all(len(prefix.text) >= 3 for prefix in prefixes)
    assert all(len(t.text) <= MAX_IN_WORD for t in asked if not isinstance(t, Phrase))
    assert len(found.hits) <= found.limit == 10
    assert len(found.hits) == min(found.total - found.collapsed, 10)
    for hit in found.hits:
        assert all(0 <= start < end <= len(hit.text) for start, end in hit.spans)


def answered(base: KnowledgeBase, line: str) -> None:
    within_limits(parse(line), base.search(line, facets=("kind",)))


@pytest.mark.slow
@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(line=TYPED)
def test_whatever_is_typed_is_answered(base, line):
    """A thousand questions that nobody would ask, and some that people do."""
    answered(base, line)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@settings(max_examples=50_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(line=TYPED)
def test_whatever_is_typed_is_answered_for_long(base, line):
    """The same, fifty thousand times."""
    answered(base, line)
