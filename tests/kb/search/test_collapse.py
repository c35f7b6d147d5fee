"""The list a reader turns the pages of: nothing is lost on the way, and the newer comes first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.engines.base import AnyOf, Clause, SearchRequest
from kb.index.schema import Entry
from kb.ranking.scorer import Ranked
from kb.search.collapse import MAX_OF_ONE, Collapsed, MatchList, collapse
from kb.search.superseded import newer_ones
from tests.kb.engines.plain import PlainEngine

unhurried = settings(deadline=None, max_examples=60)
"""The plain engine looks at everything, and the machine has other work."""

ASKED = SearchRequest((Clause(AnyOf("term", ("leseni",))),), limit=1000, crowded_above=MAX_OF_ONE)


class Library(NamedTuple):
    """Documents by letter, matched by a question, with their first hits in any order."""

    matches: MatchList
    replaced: dict[str, str]

    def page(self, number: int, limit: int, *, grouped: bool = True) -> Collapsed:
        """One page of the list."""
        matches = self.matches if grouped else self.matches._replace(crowded={})
        offset = (number - 1) * limit
        return collapse(matches, offset=offset, limit=limit, replaced=self.replaced)

    def whole(self, *, grouped: bool) -> list[str]:
        """The ids of the list, from one page that holds it all."""
        return [place.id for place in self.page(1, 1000, grouped=grouped).ranked]

    @property
    def counts(self) -> Counter[str]:
        """How many passages of each document match."""
        hits = self.matches.engine.search(ASKED).hits
        return Counter(hit.document for hit in hits)


def document_of(id: str) -> str:
    """The document of a passage."""
    return id.partition("#")[0]


def entry(document: str, section: int, ordinal: int, often: int) -> Entry:
    """A passage that says "leseni" so often; every other passage is of the section before."""
    return Entry(
        id=f"{document}#s{section}.{ordinal % 2 + 1}",
        document=document,
        ordinal=ordinal,
        fields={"term": (("leseni",),) * often + (("mengine",),)},
        facets={"document": document},
        date=None,
        payload=b"",
    )


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Up to six documents, of which some replace the one before, and any ranked head."""
    names = "abcdef"[: draw(st.integers(1, 6))]
    engine = PlainEngine()
    for name in names:
        often = draw(st.lists(st.integers(0, 4), min_size=1, max_size=9))
        engine.apply((), [entry(name, i // 2, i, count) for i, count in enumerate(often)])
    results = engine.search(ASKED)
    ids = [hit.id for hit in results.hits]
    head = draw(st.permutations(ids[: draw(st.integers(0, results.total))]))
    ranked = [Ranked(id, float(len(head) - place)) for place, id in enumerate(head)]
    replaced = {older: newer for older, newer in pairwise(names) if draw(st.booleans())}
    return Library(MatchList(engine, ASKED, ranked, results.total, results.crowded), replaced)


@unhurried
@given(libraries(), st.integers(1, 7), st.booleans())
def test_pages_never_repeat_or_lose_a_hit(library, limit, grouped):
    """Turned one by one, the pages hold the list that one long page holds."""
    whole = library.whole(grouped=grouped)
    pages = [library.page(n, limit, grouped=grouped) for n in range(1, len(whole) // limit + 2)]
    turned = [place.id for page in pages for place in page.ranked]
    assert turned == whole
    assert len(set(turned)) == len(turned)
    assert len(turned) == library.matches.total - pages[0].collapsed
    assert {page.collapsed for page in pages} == {pages[0].collapsed}


@unhurried
@given(libraries())
def test_every_match_is_listed_or_counted_below_one_that_is(library):
    """At most three of a document, and its "N more" is exactly the rest of its matches."""
    page = library.page(1, 1000)
    shown = Counter(document_of(place.id) for place in page.ranked)
    if len(library.counts) < 2:
        assert (shown, page.more) == (library.counts, {})
        return
    assert max(shown.values()) <= MAX_OF_ONE
    more = {document_of(id): count for id, count in page.more.items()}
    assert {d: shown[d] + more.get(d, 0) for d in shown} == library.counts
    for id in page.more:
        places = [place.id for place in page.ranked if document_of(place.id) == document_of(id)]
        assert (len(places), places[-1]) == (MAX_OF_ONE, id)


@unhurried
@given(libraries())
def test_what_more_leads_to_is_every_match_of_the_document(library):
    """The same question with that document alone is never collapsed."""
    for document, count in library.counts.items():
        request = replace(ASKED, filters={"document": [document]})
        results = library.matches.engine.search(request)
        ids = {hit.id for hit in results.hits}
        alone = library.matches._replace(
            request=request,
            ranked=[place for place in library.matches.ranked if place.id in ids],
            total=results.total,
            crowded=results.crowded,
        )
        page = collapse(alone, offset=0, limit=1000, replaced=library.replaced)
        assert {place.id for place in page.ranked} == ids
        assert (len(page.ranked), page.more, page.collapsed) == (count, {}, 0)


@unhurried
@given(libraries(), st.booleans())
def test_no_older_passage_stands_before_the_best_of_what_replaced_it(library, grouped):
    """Whoever reads from the top meets what is in force first, however far down it was ranked."""
    whole = library.whole(grouped=grouped)
    matching = [place.id for place in library.matches.places(1)]
    for older in library.replaced:
        for newer in newer_ones(older, library.replaced):
            best = next((id for id in matching if document_of(id) == newer), None)
            hits = [whole.index(id) for id in whole if document_of(id) == older]
            if best is not None and hits:
                assert whole.index(best) < min(hits)


@unhurried
@given(libraries())
def test_no_older_passage_stands_before_the_same_section_of_what_replaced_it(library):
    """The old fee is never read before the new one, where both are among the ranked."""
    whole = library.whole(grouped=False)
    sections = {}
    for place in library.matches.ranked:
        sections.setdefault(place.id.partition(".")[0], place.id)
    for id in whole:
        document, _, section = id.partition(".")[0].partition("#")
        for newer in newer_ones(document, library.replaced):
            same = sections.get(f"{newer}#{section}")
            assert same is None or whole.index(same) < whole.index(id)


@unhurried
@given(libraries())
def test_documents_that_nothing_replaces_keep_their_order(library):
    """Raising one document moves no two others past each other."""
    moved = {*library.replaced, *library.replaced.values()}
    others = [p.id for p in library.matches.places(1) if document_of(p.id) not in moved]
    assert [id for id in library.whole(grouped=False) if id in set(others)] == others


@unhurried
@given(libraries())
def test_without_replacements_the_ranked_come_first_then_the_engine_s(library):
    """The list is the order of ranking, and nothing is done to it."""
    plain = library._replace(replaced={})
    ranked = [place.id for place in library.matches.ranked]
    hits = library.matches.engine.search(ASKED).hits
    rest = [hit.id for hit in hits if hit.id not in ranked]
    assert plain.whole(grouped=False) == ranked + rest


def test_a_long_row_of_editions_costs_little():
    """Twenty editions are looked at, the newest; a thousand would each be asked for."""
    replaced = {f"{n}": f"{n + 1}" for n in range(1000)}
    assert newer_ones("0", replaced) == [f"{n}" for n in range(1000, 980, -1)]


@pytest.mark.parametrize("replaced", [{"a": "a"}, {"a": "b", "b": "a"}], ids=str)
def test_a_circle_ends(replaced):
    """A manifest that says what no update writes is still answered, with every match."""
    engine = PlainEngine()
    engine.apply((), [entry(name, i // 2, i, i + 1) for name in "ab" for i in range(3)])
    ids = [hit.id for hit in engine.search(ASKED).hits]
    ranked = [Ranked(id, 1.0) for id in ids]
    matches = MatchList(engine, ASKED, ranked, len(ids))
    page = collapse(matches, offset=0, limit=10, replaced=replaced)
    assert {place.id for place in page.ranked} == set(ids)
