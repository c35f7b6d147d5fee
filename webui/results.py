"""Make the results page: Results come in, a ResultsPage goes out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kb.facets import FACETS
from kb.messages import Message
from kb.results import Copy, Hit, Results
from kb.search.page import MAX_PAGES
from webui.layout import attached_link, kind_name, percentage, replacement
from webui.links import Links, fragment
from webui.params import SearchParams
from webui.text_layout import Block, TableBlock, blocks, max_line_length, pieces, prose
from webui.view_models import (
    CopyLink,
    FilterChoice,
    FilterGroup,
    HitView,
    Layout,
    Link,
    PageLink,
    Pagination,
    ResultsPage,
)

__all__ = ["MAX_CHOICES", "last_page", "listed_documents", "results_page", "window_title"]

MAX_CHOICES = 8
"""The maximum number of values of a filter in the list."""

LISTED_FACETS = tuple(facet.name for facet in FACETS if facet.listed)
"""The facets whose values the page counts and lists."""


def last_page(results: Results) -> int:
    """Return the number of the last page that exists.

    >>> last_page(Results("dira", 41, (), 1.0, limit=10))
    5
    """
    listed = results.total - results.collapsed
    return max(1, min(math.ceil(listed / results.limit), MAX_PAGES))


def listed_documents(results: Results, search: SearchParams) -> list[str]:
    """Return the ids of the documents that the filters list; the page shows their titles."""
    return [value for value, _, _ in _choices("document", results, search)]


def window_title(results: Results, question: str) -> Message:
    """Return the window's title, with the page's number if there are several.

    >>> str(window_title(Results("dira", 41, (), 1.0, page=2), "dira"))
    'dira – Results (page 2 of 5)'
    """
    pages = last_page(results)
    if pages > 1:
        return Message(
            "{question} – Results (page {page} of {pages})",
            question=question,
            page=results.page,
            pages=pages,
        )
    if results.total:
        return Message("{question} – Results", question=question)
    return Message("{question} – No results", question=question)


def results_page(
    results: Results, search: SearchParams, titles: Mapping[str, str], layout: Layout
) -> ResultsPage:
    """Return the page that shows *results*.

    Args:
        results: the answer to *search*.
        search: the search that was sent; every link of the page is derived from it.
        titles: of the documents that the filters list, by id.
        layout: the frame of the page.
    """
    links, pages = Links(layout.language), last_page(results)
    suggestion = results.suggestion
    return ResultsPage(
        layout=layout,
        total=results.total,
        copies=results.copies,
        page=results.page,
        last_page=pages,
        first=(results.page - 1) * results.limit + 1,
        notes=tuple(_notes(results)),
        suggestion=Link(suggestion, links.results(_without_filters(search, suggestion)))
        if suggestion
        else None,
        hits=tuple(_hit(hit, search, links) for hit in results.hits),
        filters=tuple(_filter_groups(results, search, titles, links)),
        without_filters=links.results(_without_filters(search, search.question))
        if search.filters
        else None,
        pagination=_pagination(results.page, pages, search, links),
    )


def _without_filters(search: SearchParams, question: str) -> SearchParams:
    return replace(search, question=question, filters={}, page=1)


def _notes(results: Results) -> Iterator[Message]:
    """Yield notes on the answer: ignored, added and corrected words."""
    yield from results.notes
    for expansion in results.widened:
        yield Message("Also: {expansion}", expansion=expansion)
    if results.corrected:
        yield Message(
            "Nothing was found for those words; these are the answers for words like them."
        )


def _hit(hit: Hit, search: SearchParams, links: Links) -> HitView:
    def at(anchor: str, question: str = search.question) -> str:
        return links.document(hit.document, question, anchor)

    # A heading without text of its own has its line as text: it is shown once.
    bare = hit.heading is not None and hit.text == hit.heading
    spans = hit.spans if bare and not hit.heading_spans else hit.heading_spans
    anchor = fragment(hit.id)
    return HitView(
        heading=pieces(hit.heading or hit.title, spans if hit.heading else ()),
        href=at(anchor),
        path=_path(hit),
        opening=hit.heading is None,
        lang=hit.language if hit.language != links.language else None,
        snippet=() if bare else _snippet(hit),
        cut=hit.cut,
        kind=kind_name(hit.kind, links.language) if hit.kind else None,
        institution=hit.institution,
        date=hit.date,
        pdf_page=hit.page,
        ocr_share=percentage(hit.ocr),
        missing=", ".join(hit.missing),
        children=tuple(Link(text, at(child)) for text, child in hit.children),
        permalink=Link(f"{hit.document}#{anchor}", at(anchor, "")),
        collapsed=hit.more,
        collapsed_href=links.results(_in_document(search, hit.document)),
        replacement=replacement(hit.newer, hit.date, links, search.question),
        copies=tuple(_copy(copy, hit, search, links) for copy in hit.copies),
        unlisted_copies=hit.copy_count - len(hit.copies),
        attached_to=attached_link(hit.attached_to, links, search.question),
    )


def _copy(copy: Copy, hit: Hit, search: SearchParams, links: Links) -> CopyLink:
    """Return the link to a copy, by the document's file: copies mostly have one title."""
    href = links.document(copy.document, search.question, fragment(copy.id))
    other = copy.institution if copy.institution != hit.institution else None
    return CopyLink(Link(copy.document, href), copy.page, other)


def _in_document(search: SearchParams, document: str) -> SearchParams:
    """Return the same search in one document alone."""
    return replace(search, filters={**search.filters, "document": (document,)}, page=1)


def _snippet(hit: Hit) -> tuple[Block, ...]:
    """Return the window of a hit: each text between tables is one paragraph."""
    width = max_line_length(prose(hit.text, hit.tables))
    shown: list[Block] = []
    for block in blocks(
        hit.text, hit.spans, hit.tables, width, starts_inside_line=hit.cut[0], skipped=True
    ):
        if shown and not isinstance(block, TableBlock) and not isinstance(shown[-1], TableBlock):
            shown[-1] += block
        else:
            shown.append(block)
    return tuple(shown)


def _path(hit: Hit) -> tuple[str, ...]:
    """Return the headings above a hit, without its own heading and without a repeated title."""
    if hit.heading is None:
        return ()
    above = hit.path[:-1]
    return above if hit.title in hit.path[:1] else (hit.title, *above)


def _filter_groups(
    results: Results, search: SearchParams, titles: Mapping[str, str], links: Links
) -> Iterator[FilterGroup]:
    """Yield the filters that would change the results, and those that are chosen."""
    names = _document_names(titles)
    for facet in FACETS:
        choices = tuple(
            FilterChoice(
                name=_value_name(facet.name, value, names, links.language),
                count=count,
                href=links.results(_toggle(search, facet.name, value)),
                chosen=chosen,
            )
            for value, count, chosen in _choices(facet.name, results, search)
        )
        if choices:
            yield FilterGroup(facet.label, choices)


def _document_names(titles: Mapping[str, str]) -> dict[str, str]:
    """Return the title of each document; where several have it, with the name of the file.

    >>> _document_names({"a/sera.pdf": "Sera", "b/sera.docx": "Sera", "dira.md": "Dira"})
    {'a/sera.pdf': 'Sera (sera.pdf)', 'b/sera.docx': 'Sera (sera.docx)', 'dira.md': 'Dira'}
    """
    counts = Counter(titles.values())
    return {
        id: f"{title} ({id.rpartition('/')[2]})" if counts[title] > 1 else title
        for id, title in titles.items()
    }


def _value_name(facet: str, value: str, names: Mapping[str, str], language: str) -> str:
    """Return a value of a facet as a reader knows it: a document by its title."""
    if facet == "document":
        return names.get(value, value)
    return kind_name(value, language) if facet == "kind" else value


def _choices(
    facet: str, results: Results, search: SearchParams
) -> Iterator[tuple[str, int | None, bool]]:
    """Yield the values of a facet that are listed, with their counts; the chosen ones first."""
    counts = results.facets.get(facet, {})
    chosen = search.filters.get(facet, ())
    if len(counts) < 2 and not chosen:
        return
    values = [*chosen, *(value for value in counts if value not in chosen)]
    for value in values[: max(MAX_CHOICES, len(chosen))]:
        yield value, counts.get(value), value in chosen


def _toggle(search: SearchParams, facet: str, value: str) -> SearchParams:
    """Return the search with one filter value more or, where it is chosen, one less."""
    chosen = search.filters.get(facet, ())
    values = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
    return replace(search, filters={**search.filters, facet: values}, page=1)


def _pagination(page: int, last: int, search: SearchParams, links: Links) -> Pagination | None:
    """Return the links to the first, the last and the neighbouring pages."""
    if last == 1:
        return None

    def to(number: int) -> str:
        return links.results(replace(search, page=number))

    listed: list[PageLink] = []
    before = 0
    for number in sorted({1, page - 1, page, page + 1, last} & set(range(1, last + 1))):
        if number - before > 1:
            listed.append(PageLink(None))
        listed.append(PageLink(number, to(number), current=number == page))
        before = number
    return Pagination(
        previous=to(page - 1) if page > 1 else None,
        next=to(page + 1) if page < last else None,
        pages=tuple(listed),
    )
