"""Make the results page: Results come in, a ResultsPage goes out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kb.messages import Listed, Message
from kb.present.labels import two_counts
from kb.present.notes import is_searched_too, rewrites_line
from kb.results import Answer, Copy, Hit, Results
from kb.search.page import MAX_PAGES
from webui.filters import chips, filter_groups, value_name
from webui.layout import attached_link, kind_name, percentage, replacement
from webui.links import Links, fragment
from webui.params import SearchParams
from webui.text_layout import (
    Block,
    Line,
    TableBlock,
    beginning,
    blocks,
    max_line_length,
    pieces,
    prose,
    stretch,
)
from webui.view_models import (
    AnswerView,
    CopyLink,
    Further,
    HitView,
    Layout,
    Link,
    PageLink,
    Pagination,
    ResultsPage,
    Said,
    Source,
)

__all__ = ["last_page", "results_page", "window_title"]

_MAX_SHOWN = 80
"""Characters of a question in headings, titles and sentences; the field has all of it."""

_MAX_CHILDREN = 3
_MAX_STEPS = 3
_STEP_LENGTH = 60
_FURTHER_LENGTH = 160


def last_page(results: Results) -> int:
    """Return the number of the last page that exists.

    >>> last_page(Results("dira", 41, (), 1.0, limit=10))
    5
    """
    return max(1, min(math.ceil(_listed(results) / results.limit), MAX_PAGES))


def _listed(results: Results) -> int:
    return results.total - results.collapsed


def _documents(results: Results, search: SearchParams) -> int:
    """Return how many documents have results; a filter's own values are counted without it."""
    counts = results.facets.get("document", {})
    chosen = search.filters.get("document")
    return sum(1 for id, count in counts.items() if count and (not chosen or id in chosen))


def window_title(results: Results, question: str) -> Message:
    """Return the window's title, with the page's number if there are several.

    >>> str(window_title(Results("dira", 41, (), 1.0, page=2), "dira"))
    'dira – Results (page 2 of 5)'
    """
    pages, shown = last_page(results), beginning(question, _MAX_SHOWN)
    if pages > 1:
        return Message(
            "{question} – Results (page {page} of {pages})",
            question=shown,
            page=results.page,
            pages=pages,
        )
    if results.total:
        return Message("{question} – Results", question=shown)
    return Message("{question} – No results", question=shown)


def results_page(
    results: Results,
    search: SearchParams,
    titles: Mapping[str, str],
    layout: Layout,
    *,
    answers: Sequence[Answer] = (),
    institutions: Sequence[str] = (),
    nearest: Sequence[tuple[str, int]] = (),
) -> ResultsPage:
    """Return the page that shows *results*.

    Args:
        results: the answer to *search*.
        search: the search that was sent; every link of the page is derived from it.
        titles: of the documents that the filters list, by id.
        layout: the frame of the page.
        answers: the short answers, where they are sure: one for each institution.
        institutions: that the question fits, where there are several.
        nearest: words that the collection has, with their passages, where nothing matches.
    """
    links, pages = layout.links, last_page(results)
    return ResultsPage(
        layout=layout,
        question=beginning(search.question, _MAX_SHOWN),
        total=results.total,
        documents=_documents(results, search),
        copies=results.copies,
        listed=_listed(results),
        page=results.page,
        last_page=pages,
        first=(results.page - 1) * results.limit + 1,
        newest=search.newest,
        other_order=links.results(replace(search, newest=not search.newest, page=1)),
        said=tuple(_said(results, search, links)),
        answers=tuple(_answer(answer, search, links) for answer in answers),
        institutions=tuple(
            Link(name, links.results(_of_institution(search, name))) for name in institutions
        ),
        hits=tuple(_hits(results.hits, search, links)),
        chips=tuple(chips(search, titles, links)),
        filters=tuple(filter_groups(results, search, titles, links)),
        without_filters=links.results(_without_filters(search, search.question))
        if search.filters
        else None,
        nearest=tuple(
            (Link(word, links.results(_without_filters(search, word))), count)
            for word, count in nearest
        ),
        pagination=_pagination(results.page, pages, search, links),
    )


def _without_filters(search: SearchParams, question: str) -> SearchParams:
    return replace(search, question=question, filters={}, page=1, exact=False)


# ---- What is said of the question ---------------------------------------------------------


def _said(results: Results, search: SearchParams, links: Links) -> Iterator[Said]:
    """Yield what was dropped, added or corrected, each with the way to what was typed."""
    for note in results.notes:
        yield _note(note, search, links)
    typed = beginning(search.question, _MAX_SHOWN)
    as_typed = links.results(replace(search, exact=True, page=1))
    if search.exact:
        as_usual = links.results(replace(search, exact=False, page=1))
        yield Said(Message("Searched exactly as typed."), (Message("Search as usual"), as_usual))
    elif results.corrected and results.suggestion:
        yield Said(
            Message(
                "Showing results for “{meant}”;", meant=beginning(results.suggestion, _MAX_SHOWN)
            ),
            (Message("search for “{typed}” instead", typed=typed), as_typed),
        )
    elif results.widened:
        yield Said(
            Message("Also searched: {rewrites};", rewrites=rewrites_line(results.widened)),
            (Message("search for “{typed}” only", typed=typed), as_typed),
        )
    if results.suggestion and not results.corrected and not is_searched_too(results):
        meant = _without_filters(search, results.suggestion)
        yield Said(
            Message("Did you mean:"),
            (beginning(results.suggestion, _MAX_SHOWN), links.results(meant)),
        )


def _note(note: Message, search: SearchParams, links: Links) -> Said:
    """Return a note; the values that it lists are links to the search with each of them."""
    values, facet = note.facts.get("values"), note.facts.get("facet")
    if not isinstance(values, Listed) or not values or facet is None:
        return Said(note)
    wrong = note.facts["value"]
    kept = tuple(value for value in search.filters.get(facet, ()) if value != wrong)
    return Said(
        note.with_facts(values=""),
        values=tuple(
            Link(
                value_name(facet, value, {}, links.language),
                links.results(
                    replace(search, filters={**search.filters, facet: (*kept, value)}, page=1)
                ),
            )
            for value in values
        ),
    )


# ---- Hits ---------------------------------------------------------------------------------


def _hits(hits: Sequence[Hit], search: SearchParams, links: Links) -> Iterator[HitView]:
    """Yield one view a section; its other passages on the page are below the best one."""
    sections: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        sections.setdefault((hit.document, _section(hit)), []).append(hit)
    for first, *further in sections.values():
        yield _hit(first, further, search, links)


def _section(hit: Hit) -> str:
    return hit.id.rpartition(".")[0]


def _hit(hit: Hit, further: Sequence[Hit], search: SearchParams, links: Links) -> HitView:
    def at(anchor: str) -> str:
        return links.document(hit.document, search.question, anchor)

    # A heading without text of its own has its line as text: it is shown once.
    bare = hit.heading is not None and hit.text == hit.heading
    spans = hit.spans if bare and not hit.heading_spans else hit.heading_spans
    children = tuple(Link(text, at(child)) for text, child in hit.children)
    # One child more than are shown takes the place that its number would.
    shown = len(children) if len(children) <= _MAX_CHILDREN + 1 else _MAX_CHILDREN
    return HitView(
        heading=pieces(hit.heading or hit.title, spans if hit.heading else ()),
        href=at(fragment(hit.id)),
        source=_source(hit, search, links),
        snippet=() if bare else _snippet(hit),
        cut=hit.cut,
        kind=kind_name(hit.kind, links.language) if hit.kind else None,
        pdf_page=hit.page,
        ocr_share=percentage(hit.ocr),
        missing=", ".join(hit.missing),
        children=children[:shown],
        further_children=len(children) - shown,
        further=tuple(Further(_one_line(one), at(fragment(one.id))) for one in further),
        collapsed=hit.more + sum(one.more for one in further),
        collapsed_href=links.results(_in_document(search, hit.document)),
        replacement=replacement(hit.newer, hit.date, links, search.question),
        copies=tuple(_copy(copy, hit, search, links) for copy in hit.copies),
        unlisted_copies=hit.copy_count - len(hit.copies),
        attached_to=attached_link(hit.attached_to, links, search.question),
    )


def _one_line(hit: Hit) -> Line:
    """Return the part of a passage around its first mark."""
    first, last = stretch(hit.text, hit.spans[0] if hit.spans else (0, 0), _FURTHER_LENGTH)
    return pieces(hit.text, hit.spans, first, last)


def _source(hit: Hit | Answer, search: SearchParams, links: Links) -> Source:
    """Return where a passage is from. In the order by date the whole date is shown."""
    year = hit.date[:4] if hit.date and hit.date[:4].isdecimal() else hit.date
    return Source(
        institution=hit.institution,
        path=_path(hit),
        opening=hit.heading is None,
        date=hit.date if search.newest else year,
        lang=hit.language if hit.language != links.language else None,
    )


def _path(hit: Hit | Answer) -> tuple[str, ...]:
    """Return the headings above a hit, without its own heading and without a repeated title.

    The institution is named before them, so a title that is its name is left out. Of many the first and the last are kept, and of a long one its beginning.
    """
    if hit.heading is None:
        return ()
    above = hit.path[:-1]
    steps = above if hit.title in hit.path[:1] else (hit.title, *above)
    if hit.institution in steps[:1]:
        steps = steps[1:]
    kept = steps if len(steps) <= _MAX_STEPS else (steps[0], "…", steps[-1])
    return tuple(beginning(step, _STEP_LENGTH) for step in kept)


def _copy(copy: Copy, hit: Hit, search: SearchParams, links: Links) -> CopyLink:
    """Return the link to a copy, by the document's file: copies mostly have one title."""
    href = links.document(copy.document, search.question, fragment(copy.id))
    other = copy.institution if copy.institution != hit.institution else None
    return CopyLink(Link(copy.document, href), copy.page, other)


def _in_document(search: SearchParams, document: str) -> SearchParams:
    """Return the same search in one document alone."""
    return replace(search, filters={**search.filters, "document": (document,)}, page=1)


def _of_institution(search: SearchParams, institution: str) -> SearchParams:
    """Return the same search among the documents of one institution."""
    return replace(search, filters={**search.filters, "institution": (institution,)}, page=1)


def _snippet(hit: Hit | Answer) -> tuple[Block, ...]:
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


def _answer(answer: Answer, search: SearchParams, links: Links) -> AnswerView:
    return AnswerView(
        text=_snippet(answer),
        cut=answer.cut,
        heading=answer.heading or answer.title,
        href=links.document(answer.document, search.question, fragment(answer.id)),
        source=_source(answer, search, links),
        counts=two_counts(answer) if answer.stated not in (None, answer.listed) else None,
    )


# ---- Pages --------------------------------------------------------------------------------


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
