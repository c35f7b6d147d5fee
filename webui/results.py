"""Make the results page: kb's Results in, a ResultsPage out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kb.facets import FACETS
from kb.messages import translate
from kb.results import Hit, Results
from webui.layout import dated, kind_name, replaced_by
from webui.links import Filters, Links, fragment
from webui.messages import counted, say
from webui.params import MOST_PAGES
from webui.text_layout import Line, paragraphs, pieces, widest
from webui.view_models import (
    Choice,
    FilterGroup,
    Frame,
    Link,
    PageLink,
    Pagination,
    ResultsPage,
    ShownHit,
)

__all__ = ["MOST_CHOICES", "Search", "last_page", "results_page", "window_title"]

MOST_CHOICES = 8
"""Values of a filter that are listed; the fewer, the more are read."""


@dataclass(frozen=True, slots=True)
class Search:
    """One search of one reader: what leads to it again."""

    links: Links
    question: str
    filters: Filters
    titles: Mapping[str, str] = field(default_factory=dict)  # of the documents filters list

    def to(self, page: int = 1) -> str:
        """Return the address of a page of its results."""
        return self.links.results(self.question, self.filters, page)


def last_page(results: Results) -> int:
    """Return the number of the last page that can be turned to.

    >>> last_page(Results("dira", 41, (), 1.0, limit=10))
    5
    """
    listed = results.total - results.folded
    return max(1, min(math.ceil(listed / results.limit), MOST_PAGES))


def window_title(results: Results, question: str, language: str) -> str:
    """Return the window's title, with the page in it where there are several.

    >>> window_title(Results("dira", 41, (), 1.0, page=2), "dira", "sw")
    'dira – Matokeo (ukurasa 2 wa 5)'
    """
    pages = last_page(results)
    if pages == 1:
        name = "results.title" if results.total else "results.title.none"
        return say(name, language, question=question)
    return say("results.title.page", language, question=question, page=results.page, pages=pages)


def results_page(results: Results, search: Search, frame: Frame) -> ResultsPage:
    """Return the page that shows *results*."""
    language = frame.language
    pages = last_page(results)
    count = counted("results", language, results.total)
    if pages > 1:
        count += ", " + say("results.page", language, page=results.page, pages=pages)
    meant = results.suggestion
    return ResultsPage(
        frame=frame,
        count=count,
        first=(results.page - 1) * results.limit + 1,
        notes=_notes(results, language),
        meant=Link(meant, search.links.results(meant)) if meant else None,
        hits=tuple(_hit(hit, search, language) for hit in results.hits),
        filters=tuple(_groups(results, search, language)),
        unfiltered=search.links.results(search.question) if search.filters else None,
        pagination=_pagination(results.page, pages, search),
    )


def _notes(results: Results, language: str) -> tuple[str, ...]:
    """Return what a reader should know of the answer: what was ignored, added or corrected."""
    dropped = results.dropped_english if language == "en" else results.dropped
    widened = tuple(say("widened", language, shown=shown) for shown in results.widened)
    corrected = (say("corrected", language),) if results.corrected else ()
    return (*dropped, *widened, *corrected)


def _hit(hit: Hit, search: Search, language: str) -> ShownHit:
    def at(anchor: str, question: str = search.question) -> str:
        return search.links.document(hit.document, question, anchor)

    # A heading without text of its own has its line for text: it is shown once.
    bare = hit.heading is not None and hit.text == hit.heading
    heading = hit.heading or hit.title
    spans = hit.spans if bare and not hit.heading_spans else hit.heading_spans
    anchor = fragment(hit.id)
    return ShownHit(
        heading=pieces(heading, spans if hit.heading else ()),
        href=at(anchor),
        path=_path(hit, language),
        lang=hit.language if hit.language != language else None,
        window=() if bare else _window(hit),
        cut=hit.cut,
        kind=kind_name(hit.kind, language) if hit.kind else None,
        institution=hit.institution,
        date=dated(hit.date, language),
        on_page=say("on_page", language, number=hit.page) if hit.page else None,
        missing=", ".join(hit.missing),
        children=tuple(Link(text, at(child)) for text, child in hit.children),
        permalink=Link(f"{hit.document}#{anchor}", at(anchor, "")),
        more=_more(hit, search, language) if hit.more else None,
        newer=replaced_by(hit.newer, hit.date, search.links, search.question),
    )


def _more(hit: Hit, search: Search, language: str) -> Link:
    """Return the way to all matches of one document: the same question, that document alone."""
    only = {**search.filters, "document": (hit.document,)}
    text = counted("more", language, hit.more)
    return Link(text, search.links.results(search.question, only))


def _window(hit: Hit) -> tuple[Line, ...]:
    laid_out = paragraphs(hit.text, hit.spans, widest([hit.text]), begun=hit.cut[0])
    return tuple(line for paragraph in laid_out for line in paragraph)


def _path(hit: Hit, language: str) -> tuple[str, ...]:
    """Return where a hit stands, without saying its heading or a title twice."""
    if hit.heading is None:
        return (say("opening", language),)
    above = hit.path[:-1]
    if hit.title in hit.path[:1]:
        return above
    return (hit.title, *above)


def _groups(results: Results, search: Search, language: str) -> Iterator[FilterGroup]:
    """Yield the filters that would change anything, or that are in force."""
    for row in FACETS:
        facet = row.name
        counts = results.facets.get(facet, {})
        chosen = search.filters.get(facet, ())
        if (len(counts) < 2 or not row.listed) and not chosen:
            continue
        values = [*chosen, *(value for value in counts if value not in chosen)]
        choices = []
        for value in values[: max(MOST_CHOICES, len(chosen))]:
            name = kind_name(value, language) if facet == "kind" else value
            if facet == "document":
                name = search.titles.get(value, value)
            count = f"{counts[value]:,}" if value in counts else ""
            href = _toggled(search, facet, value)
            choices.append(Choice(name, count, href, chosen=value in chosen))
        yield FilterGroup(translate(row.label, language), tuple(choices))


def _toggled(search: Search, facet: str, value: str) -> str:
    """Return the address of the same question with one filter more, or one less."""
    chosen = search.filters.get(facet, ())
    kept = tuple(one for one in chosen if one != value)
    changed: Mapping[str, tuple[str, ...]] = {
        **search.filters,
        facet: kept if value in chosen else (*kept, value),
    }
    return search.links.results(search.question, changed)


def _pagination(page: int, last: int, search: Search) -> Pagination | None:
    if last == 1:
        return None
    near = {1, page - 1, page, page + 1, last} & set(range(1, last + 1))
    listed: list[PageLink] = []
    before = 0
    for number in sorted(near):
        if number - before > 1:
            listed.append(PageLink(None))
        listed.append(PageLink(number, search.to(number), current=number == page))
        before = number
    return Pagination(
        previous=search.to(page - 1) if page > 1 else None,
        next=search.to(page + 1) if page < last else None,
        pages=tuple(listed),
    )
