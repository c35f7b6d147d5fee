"""The newest documents first: every match is listed once, and a filter's other values are counted."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.engines.base import AnyOf, Clause, SearchRequest
from kb.index.schema import Entry
from kb.search.newest import by_date
from tests.kb.engines.plain import PlainEngine
from tests.kb.library import Library

FRONT = "---\nkichwa: Tangazo {n}\ntaasisi: Wizara ya {of}\n{date}---\n\n# Leseni\n\n{text}\n"
DATES = ("2019-04-01", "2024", "", "2021-12", "2021-02-03", "2012")


@pytest.fixture
def notices(library) -> Library:
    """Six notices on licences of two ministries, five with a date; one lacks a word."""
    texts = ["Ada ya leseni ni shilingi elfu {n}."] * 5 + ["Leseni hutolewa na halmashauri {n}."]
    return library(
        {
            f"tangazo-{n}.md": FRONT.format(
                n=n,
                of=("Maji", "Fedha")[n % 2],
                date=f"tarehe: {date}\n" if date else "",
                text=text.format(n=n),
            )
            for n, (date, text) in enumerate(zip(DATES, texts, strict=True))
        }
    )


def test_the_newest_documents_come_first(notices):
    """A year alone is before its months; a document without a date is last."""
    with notices.open() as base:
        results = base.search("leseni", newest=True)
    assert [hit.date for hit in results.hits] == [
        "2024", "2021-12", "2021-02-03", "2019-04-01", "2012", None,
    ]  # fmt: skip


def test_passages_with_all_words_come_before_those_with_some(notices):
    """A newer document with one common word does not hide what was asked for."""
    with notices.open() as base:
        results = base.search("ada halmashauri leseni 5", newest=True)
        assert results.total == base.search("ada halmashauri leseni 5").total
        both = base.search("leseni halmashauri", newest=True)
    assert both.hits[0].date == "2012", "the only one with both words"
    assert [hit.date for hit in both.hits[1:]] == [
        "2024",
        "2021-12",
        "2021-02-03",
        "2019-04-01",
        None,
    ]


def test_the_order_changes_nothing_but_the_order(shelf):
    """Both orders list the same passages over all pages, with the same totals and facets."""
    for line in ("maji", "barabara wakala roads", "aina:dira", "wakala -maji"):
        best, newest = (
            [
                shelf.search(line, limit=2, page=n, newest=order, facets=("year",))
                for n in range(1, 9)
            ]
            for order in (False, True)
        )
        assert [page.total for page in best] == [page.total for page in newest]
        assert best[0].facets == newest[0].facets
        ids = [sorted(hit.id for page in pages for hit in page.hits) for pages in (best, newest)]
        assert ids[0] == ids[1], line


dates = st.one_of(
    st.none(), st.dates(dt.date(1900, 1, 1), dt.date(2099, 1, 1)).map(dt.date.isoformat)
)


@settings(max_examples=50)
@given(st.lists(dates, min_size=1, max_size=12))
def test_any_dates_are_in_order(documents):
    """Later before earlier, dated before undated, and each match once."""
    engine = PlainEngine()
    engine.apply(
        (),
        [
            Entry(f"d{n:02}#a.1", f"d{n:02}", 0, {"term": (("ada",),)}, {}, date, b"")
            for n, date in enumerate(documents)
        ],
    )
    by_id = {f"d{n:02}": date for n, date in enumerate(documents)}
    ranked = by_date(engine, SearchRequest((Clause(AnyOf("term", ("ada",))),)), (), by_id.get)
    shown = [by_id[one.id.partition("#")[0]] or "" for one in ranked]
    assert shown == sorted(shown, reverse=True)
    assert sorted(one.id for one in ranked) == [f"{id}#a.1" for id in sorted(by_id)]


def test_a_chosen_value_does_not_hide_the_others(notices):
    """With one ministry chosen the other keeps its number, which both chosen together add up to."""
    maji, fedha = "Wizara ya Maji", "Wizara ya Fedha"
    with notices.open() as base:
        one = base.search("leseni", filters={"institution": [maji]}, facets=("institution", "year"))
        both = base.search("leseni", filters={"institution": [maji, fedha]})
        typed = base.search("leseni taasisi:maji", facets=("institution",))
    assert one.facets["institution"] == {maji: 3, fedha: 3}
    assert (one.total, both.total) == (3, 6)
    assert sum(one.facets["year"].values()) == 2, "other facets are counted with the filter"
    assert typed.facets["institution"] == {maji: 3}, "a filter in the question stays"


def test_exact_searches_what_was_typed(notices):
    """No corrected line is searched instead, and no English word is looked up."""
    with notices.open() as base:
        assert base.search("harmashauri").corrected
        exact = base.search("harmashauri", exact=True)
        assert (exact.total, exact.corrected) == (0, False)
        assert base.search("licence").widened
        assert base.search("licence", exact=True).widened == ()


def test_nothing_found_names_the_nearest_words(notices):
    """A word of the index keeps its number; one that is missing is answered by its likes."""
    with notices.open() as base:
        assert ("leseni", 6) in base.nearest_words("leseni xylofonium")
        assert [word for word, _ in base.nearest_words("halmaxxauri")] == ["halmashauri"]
        assert base.nearest_words("xylofonium") == []
        assert base.nearest_words("-leseni") == []
        for word, count in base.nearest_words("halmaxxauri ada"):
            assert base.search(word).total >= 1
            assert count >= 1


def test_a_sure_answer_is_one_to_a_question(notices):
    """Words alone ask for a list; a question whose words are all in one sentence has an answer."""
    with notices.open() as base:
        assert base.sure_answers("leseni") == ()
        answers = base.sure_answers("ada ya leseni ni shilingi ngapi?")
        assert {answer.institution for answer in answers} == {"Wizara ya Maji", "Wizara ya Fedha"}
        assert all(one.text.startswith("Ada ya leseni ni shilingi elfu") for one in answers)
        assert base.sure_answers("ada ya mbuga ya wanyama ni shilingi ngapi?") == ()
