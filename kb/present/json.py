"""Turn answers into the JSON that the command line and the API share.

Records come in, plain dicts for ``json.dumps`` go out. Every key is written here by
hand, so that a change of an internal record changes no public shape. Text stays text:
marks are ``[start, end]`` pairs of code points, never HTML. Notes and reasons are in
one language. Keys are only ever added; one that goes or changes its meaning raises
SCHEMA_VERSION. The shapes are in ``kb.present.shapes``. Lists for the API are in
``kb.present.lists_json``; what keepers of an index ask for: ``kb.present.upkeep_json``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.answers.parties import fitting_institutions
from kb.index.schema import StoredPassage
from kb.present.notes import notes
from kb.present.reasons import because, raised
from kb.present.sms import as_sms
from kb.results import (
    Answer,
    AnswerResult,
    Hit,
    Linked,
    Location,
    Newer,
    Results,
    ShownDocument,
    ShownSection,
)
from kb.tables import Cell, TablePart, read_grid

if TYPE_CHECKING:  # a search reads no Document, and needs no types when it runs
    from kb.document import Span
    from kb.present.shapes.answers import (
        AnswerJson,
        HitJson,
        MoreJson,
        QuotedJson,
        ResultsJson,
    )
    from kb.present.shapes.documents import (
        DocumentJson,
        PassageJson,
        SectionJson,
    )
    from kb.present.shapes.parts import (
        AttachedJson,
        CellJson,
        ChildJson,
        CopyJson,
        LocationJson,
        NewerJson,
        SpanJson,
        TableJson,
    )

__all__ = [
    "SCHEMA_VERSION",
    "document_json",
    "linked_json",
    "newer_json",
    "passage_json",
    "quoted_json",
    "results_json",
    "section_json",
]

SCHEMA_VERSION = 4
"""3: an error of the API is application/problem+json, and the API sends no ``took_ms``."""


def results_json(results: Results, *, language: str = "sw", explain: bool = False) -> ResultsJson:
    """Return a page of hits.

    Args:
        results: the answer to a question.
        language: of the notes and the reasons, "sw" or "en".
        explain: whether each hit says how its marked words were read, as ``because``,
            and which features raised it.

    >>> results_json(Results("dira", 0, (), 1.25))["total"]
    0
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "query": results.query,
        "total": results.total + results.copies,
        "copy_count": results.copies,
        "listed": results.total - results.collapsed,
        "took_ms": round(results.took_ms, 3),
        "page": results.page,
        "limit": results.limit,
        "generation": results.generation,
        "notes": notes(results, language),
        "widened": list(results.widened),
        "suggestion": results.suggestion,
        "corrected": results.corrected,
        "fitting_institutions": list(fitting_institutions(results)),
        "facets": {name: dict(counts) for name, counts in results.facets.items()},
        "hits": [
            _explained(_hit(hit, results), hit, language) if explain else _hit(hit, results)
            for hit in results.hits
        ],
    }


def _answer(quote: Answer) -> AnswerJson:
    """Return one short answer."""
    return {
        "text": quote.text,
        "spans": _spans(quote.spans),
        "tables": _tables(quote.text, quote.spans, quote.tables),
        "start": quote.start,
        "cut": list(quote.cut),
        **_location(quote),
        "support": round(quote.support, 4),
        "fact": _spans((quote.fact,))[0] if quote.fact else None,
        "items": list(quote.items),
        "stated": quote.stated,
        "listed": quote.listed,
    }


def quoted_json(quoted: AnswerResult, *, language: str = "sw") -> QuotedJson:
    """Return a short answer; ``answer`` is None where there is none.

    >>> quoted_json(AnswerResult("fomu", None, 1.25))["answer"] is None
    True
    """
    quote = quoted.answer
    return {
        "schema_version": SCHEMA_VERSION,
        "query": quoted.query,
        "total": quoted.total,
        "took_ms": round(quoted.took_ms, 3),
        "generation": quoted.generation,
        "notes": notes(quoted, language),
        "widened": list(quoted.widened),
        "suggestion": quoted.suggestion,
        "corrected": quoted.corrected,
        "answer": None if quote is None else _answer(quote),
        "others": [_answer(other) for other in quoted.others],
        "sms": None if quote is None else as_sms(quote, quoted.others),
    }


def passage_json(passage: StoredPassage) -> PassageJson:
    """Return one passage with the keys of a hit; those of a search, such as score, are left out."""
    return {
        "schema_version": SCHEMA_VERSION,
        **_location(passage),
        "format": passage.format,
        "source": passage.source,
        "replaces": passage.replaces,
        "text": passage.text,
        "tables": _tables(passage.text, (), passage.tables),
        "start": passage.start,
        "children": _children(passage.children),
    }


def document_json(document: ShownDocument) -> DocumentJson:
    """Return a whole document: its sections in reading order, each with its passages.

    >>> shown = ShownDocument("a.md", "Dira", None, None, "sw", "markdown", None, None, ())
    >>> document_json(shown)["title"]
    'Dira'
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "id": document.id,
        "title": document.title,
        "institution": document.institution,
        "date": document.date,
        "language": document.language,
        "format": document.format,
        "source": document.source,
        "replaces": document.replaces,
        "sections": [section_json(section) for section in document.sections],
        "newer": newer_json(document.newer),
        "attached_to": linked_json(document.attached_to),
        "attachments": [
            {"document": one.document, "title": one.title} for one in document.attachments
        ],
    }


def _hit(hit: Hit, results: Results) -> HitJson:
    return {
        **_location(hit),  # type: ignore[typeddict-item]  # it lacks the keys of explained hits
        "heading_spans": _spans(hit.heading_spans),
        "score": round(hit.score, 6),
        "text": hit.text,
        "start": hit.start,
        "spans": _spans(hit.spans),
        "tables": _tables(hit.text, hit.spans, hit.tables),
        "cut": list(hit.cut),
        "missing": list(hit.missing),
        "children": _children(hit.children),
        "more": _more(hit, results),
    }


def _location(place: Location) -> LocationJson:
    """Return where a passage stands."""
    return {
        "id": place.id,
        "document": place.document,
        "title": place.title,
        "institution": place.institution,
        "date": place.date,
        "path": list(place.path),
        "heading": place.heading,
        "kind": place.kind,
        "page": place.page,
        "ocr": place.ocr,
        "anchor": place.anchor,
        "language": place.language,
        "newer": newer_json(place.newer),
        "attached_to": linked_json(place.attached_to),
        "copies": _copies(place),
        "copy_count": place.copy_count,
    }


def _tables(text: str, spans: Sequence[Span], tables: Sequence[TablePart]) -> list[TableJson]:
    """Return the tables in a text: where they are, their header rows, their rows."""
    shown: list[TableJson] = []
    for part in tables:
        grid = read_grid(text, spans, part)
        shown.append(
            {
                "start": part.start,
                "end": part.end,
                "repeated": bool(part.header),
                "header": _cells(grid.header),
                "rows": _cells(grid.rows),
            }
        )
    return shown


def _cells(rows: Iterable[Iterable[Cell]]) -> list[list[CellJson]]:
    return [[{"text": cell.text, "spans": _spans(cell.spans)} for cell in row] for row in rows]


def _explained(shape: HitJson, hit: Hit, language: str) -> HitJson:
    """Return the shape of a hit with how its marked words were read, and what raised it."""
    return {
        **shape,
        "because": [{"word": one.word, "why": one.text} for one in because(hit, language)],
        "features": [
            {"name": one.name, "share": one.share, "text": one.text}
            for one in raised(hit, language)
        ],
    }


def _more(hit: Hit, results: Results) -> MoreJson | None:
    """Return how many matches of its document are not listed, and the search that lists all."""
    if not hit.more:
        return None
    filters = {name: list(values) for name, values in results.filters.items()}
    filters["document"] = [hit.document]
    return {"count": hit.more, "query": results.query, "filters": filters}


def _copies(place: Location) -> list[CopyJson]:
    """Return where else a passage is: ten places at most."""
    return [
        {
            "id": copy.id,
            "document": copy.document,
            "title": copy.title,
            "anchor": copy.anchor,
            "institution": copy.institution,
            "date": copy.date,
            "format": copy.format,
            "page": copy.page,
        }
        for copy in place.copies
    ]


def section_json(section: ShownSection) -> SectionJson:
    """Return one section with its passages."""
    return {
        "heading": section.heading,
        "heading_spans": _spans(section.heading_spans),
        "level": section.level,
        "path": list(section.path),
        "kind": section.kind,
        "anchor": section.anchor,
        "passages": [
            {
                "id": passage.id,
                "text": passage.text,
                "start": passage.start,
                "spans": _spans(passage.spans),
                "tables": _tables(passage.text, passage.spans, passage.tables),
            }
            for passage in section.passages
        ],
    }


def newer_json(newer: Newer | None) -> NewerJson | None:
    """Return the document that is in force instead; None where there is none."""
    if newer is None:
        return None
    return {"document": newer.document, "title": newer.title, "date": newer.date}


def linked_json(linked: Linked | None) -> AttachedJson | None:
    """Return the document that another one leads to; None where there is none."""
    return None if linked is None else {"document": linked.document, "title": linked.title}


def _children(children: Iterable[tuple[str, str]]) -> list[ChildJson]:
    return [{"heading": heading, "anchor": anchor} for heading, anchor in children]


def _spans(spans: Iterable[Span]) -> list[SpanJson]:
    return [[start, end] for start, end in spans]
