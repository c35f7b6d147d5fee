"""Answer a line by one page of passages: a Request and a line ─► Results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kb.messages import Message
from kb.ranking.explain import explain_scores
from kb.results import Hit, Results
from kb.search.attached import attached_to
from kb.search.copies import CopyList, copies_of, preference
from kb.search.hits import build_hits, label_weights
from kb.search.request import BoundLine, Request
from kb.search.retrieve import RankedPage, Retrieved, rank_page, retrieve
from kb.search.superseded import newest

__all__ = ["MAX_PAGES", "PageOptions", "search_page"]

MAX_PAGES = 50

_NO_SUCH_PAGE = Message("Only the first {pages} pages are shown.", pages=MAX_PAGES)


class PageOptions(NamedTuple):
    """Which page of the list is shown, and what each hit shows."""

    number: int
    limit: int
    candidates: int  # passages that are ranked
    window: int  # characters of a passage that are shown
    facets: tuple[str, ...] = ()
    grouped: bool = True
    explain: bool = False
    newest: bool = False  # the newest documents first, instead of the best matches
    exact: bool = False  # as typed: no corrected line is searched instead


def search_page(request: Request, line: str, options: PageOptions) -> Results:
    """Return a page of the passages that match; if none does, a page of the corrected line."""
    results = _page(request, request.read(line), options)
    if not results.total and results.suggestion and not options.exact:
        corrected = _page(request, request.read(results.suggestion), options)
        if corrected.total:
            return replace(corrected, query=line, suggestion=results.suggestion, corrected=True)
    return results


def _page(request: Request, reading: BoundLine, options: PageOptions) -> Results:
    """Return a page of the line as typed."""
    question, engine = reading.question, request.engine
    offset = (min(options.number, MAX_PAGES) - 1) * options.limit
    replaced = request.reader.manifest.replaced
    retrieved, page, hits = None, RankedPage(), []
    if not reading.is_void and question.can_match:
        retrieved = retrieve(
            engine,
            question,
            reading.filters,
            limit=offset + options.limit if question.question.is_empty else options.candidates,
            grouped=options.grouped,
            facets=options.facets,
            one_of_copies=preference(replaced) if options.grouped else None,
        )
        request.deadline.check()
        page = rank_page(
            engine,
            retrieved,
            offset=offset,
            limit=options.limit,
            replaced=replaced,
            date_of=_dates(request) if options.newest else None,
        )
        request.deadline.check()
        if options.number <= MAX_PAGES:
            weights = label_weights(question, retrieved.entries)
            hits = build_hits(page, question, weights, max_length=options.window)
    notes = reading.notes if options.number <= MAX_PAGES else (*reading.notes, _NO_SUCH_PAGE)
    if retrieved and retrieved.lost_shards:
        notes = (*notes, _incomplete(retrieved.lost_shards))
    return Results(
        query=reading.line,
        total=retrieved.total if retrieved else 0,
        hits=tuple(
            _completed(request, page, hits, grouped=options.grouped, explained=options.explain)
        ),
        took_ms=0.0,
        page=options.number,
        limit=options.limit,
        notes=notes,
        suggestion=reading.suggestion,
        facets=_facets(request, retrieved),
        generation=request.reader.generation,
        widened=reading.widened,
        collapsed=page.collapsed,
        copies=retrieved.copies if retrieved else 0,
        kind=question.question.kind,
    )


def _incomplete(lost: int) -> Message:
    return Message.counted(
        "{count} part of the index did not answer, so there may be more matches",
        "{count} parts of the index did not answer, so there may be more matches",
        count=lost,
    )


def _dates(request: Request) -> Callable[[str], str | None]:
    """Return the function that gives the date of a document."""
    documents = request.reader.documents

    def date_of(document: str) -> str | None:
        record = documents.get(document)
        return record.date if record else None

    return date_of


def _facets(request: Request, retrieved: Retrieved | None) -> dict[str, dict[str, int]]:
    """Return the values of each facet with their counts.

    A facet with a given filter is counted without that filter. Its other values are then
    counted too, and each number is that of the matches that the value has or would add.
    """
    if retrieved is None or not retrieved.total:
        return {}
    counts = {facet: dict(values) for facet, values in retrieved.facets.items()}
    for facet in counts.keys() & request.given_filters:
        filters = {f: v for f, v in retrieved.request.filters.items() if f != facet}
        if retrieved.question.question.is_empty and not filters:
            continue  # without words and filters nothing is asked for
        others = replace(
            retrieved.request,
            filters=filters,
            facets=(facet,),
            limit=0,
            all_first=False,
            crowded_above=None,
        )
        counts[facet] = dict(request.engine.search(others).facets[facet])
    return counts


def _completed(
    request: Request, page: RankedPage, hits: Sequence[Hit], *, grouped: bool, explained: bool
) -> list[Hit]:
    """Return the hits with the collapsed ones, copies, newer document, mail and features."""
    features: Mapping[str, tuple[tuple[str, float], ...]] = {}
    if explained and page.scorer is not None:
        features = explain_scores(page.scorer.scores, [hit.id for hit in hits])
    superseded = {hit.document for hit in hits} & request.reader.manifest.replaced.keys()
    newer = {document: newest(request.reader, document) for document in superseded}
    copied = [hit.id for hit in hits if hit.id in page.copied] if grouped else []
    lists = copies_of(request.engine, copied)
    completed = []
    for hit in hits:
        others = lists.get(hit.id, CopyList())
        facts: dict[str, object] = {
            "copies": others.listed,
            "copy_count": others.count,
            "more": page.more.get(hit.id, 0),
            "newer": newer.get(hit.document),
            "attached_to": attached_to(request.reader, hit.document),
            "features": features.get(hit.id, ()),
        }
        # Most hits have none of them, and a hit is not copied for nothing.
        known = {name: fact for name, fact in facts.items() if fact}
        completed.append(replace(hit, **known) if known else hit)  # type: ignore[arg-type]
    return completed
