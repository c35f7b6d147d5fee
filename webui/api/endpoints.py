"""Answer the API's operations: the command line's JSON over HTTP, for reading only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kb.errors import DocumentNotFound
from kb.facets import FACET_BY_FIELD, FACETS
from kb.knowledge_base import KnowledgeBase
from kb.present import lists_json
from kb.present.json import document_json, quoted_json, results_json
from webui.api.cursors import part_of
from webui.api.openapi import openapi
from webui.api.operations import OPERATIONS, ROOT, Operation
from webui.api.parameters import LANGUAGE, ApiQuery, read_parameters
from webui.kb_provider import KnowledgeBaseProvider
from webui.params import NEWEST
from webui.responder import Responder

__all__ = ["MAX_COMPLETIONS", "Api"]

MAX_COMPLETIONS = 8
_SUGGESTIONS_MAX_AGE = 60
"""Seconds. After a deleted letter a reader needs the same completions again."""

_ITEMS, _VALUES = 100, 10
"""What a list has in a part, and a facet in the list of facets, where no limit is given."""

Json = Mapping[str, object]
Value = TypeVar("Value")


class Api:
    """The endpoints under /api/v1/. Each runs in a thread of its own."""

    def __init__(self, provider: KnowledgeBaseProvider, responder: Responder) -> None:
        self._provider, self._responder = provider, responder

    def routes(self) -> Iterator[Route]:
        """Yield the route of every address, older ones too."""
        for operation in OPERATIONS:
            endpoint = self._endpoint(operation)
            for path in (operation.path, *operation.aliases):
                yield Route(operation.route(path), endpoint)
        yield Route(f"{ROOT}/openapi.json", self.description)

    def _endpoint(self, operation: Operation) -> Callable[[Request], Response]:
        make: Callable[[KnowledgeBase, ApiQuery], Json] = getattr(self, operation.name)

        def endpoint(request: Request) -> Response:
            query = read_parameters(request, operation.parameters)
            response = self._responder.respond(
                request, lambda base: _json_response(make(base, query)), strong=True
            )
            if operation.name == "suggest":
                response.headers["Cache-Control"] = f"private, max-age={_SUGGESTIONS_MAX_AGE}"
            return response

        return endpoint

    def description(self, request: Request) -> Response:
        """Return the description of the API: OpenAPI 3.1, in one language."""
        query = read_parameters(request, (LANGUAGE,))
        return JSONResponse(openapi(query.language), headers={"Cache-Control": "no-cache"})

    def search(self, base: KnowledgeBase, query: ApiQuery) -> Json:
        """Return the results of a question, as ``kisima search --json`` prints them."""
        explain = query.text("explain") == "1"
        results = base.search(
            query.text("question"),
            limit=query.number("limit"),
            page=query.number("page") or 1,
            filters=query.filters,
            explain=explain,
            newest=query.text("sort") in NEWEST,
            exact=query.text("exact") == "1",
        )
        return results_json(results, language=query.language, explain=explain)

    def answer(self, base: KnowledgeBase, query: ApiQuery) -> Json:
        """Return the short answer to a question, as ``kisima jibu --json`` prints it."""
        quoted = base.answer(query.text("question"), filters=query.filters)
        return quoted_json(quoted, language=query.language)

    def suggest(self, base: KnowledgeBase, query: ApiQuery) -> Json:
        """Return whole questions that start with what was typed."""
        typed = query.text("question")
        limit = min(query.number("limit") or MAX_COMPLETIONS, MAX_COMPLETIONS)
        return lists_json.suggestions_json(typed, base.complete(typed, limit=limit))

    def documents(self, base: KnowledgeBase, query: ApiQuery) -> Json:
        """Return a part of the list of documents."""
        generation, listed = _steady(base, lambda: base.list_documents(query.filters))
        items, part = _part(listed.documents, generation, query)
        return lists_json.documents_json(items, part, listed.notes, language=query.language)

    def document(self, base: KnowledgeBase, query: ApiQuery) -> Json:
        """Return a document as the index has it, with the marks of a question if one is given."""
        return document_json(base.document(query.path["id"], query.text("question") or None))

    def sections(self, base: KnowledgeBase, query: ApiQuery) -> Json:
        """Return a part of the list of a document's sections."""
        generation, document = _steady(base, lambda: base.document(query.text("document")))
        items, part = _part(document.sections, generation, query)
        return lists_json.sections_json(document, items, part)

    def section(self, base: KnowledgeBase, query: ApiQuery) -> Json:
        """Return one section of a document.

        Raises:
            DocumentNotFound: there is no such document, or it has no such section.
        """
        id, anchor = query.text("document"), query.text("section")
        marked = query.text("question") or None
        generation, document = _steady(base, lambda: base.document(id, marked))
        for section in document.sections:
            if section.anchor == anchor:
                return lists_json.section_text_json(document, section, generation)
        raise DocumentNotFound(f"{id}#{anchor}")

    def facets(self, base: KnowledgeBase, query: ApiQuery) -> Json:
        """Return every facet with its most frequent values."""
        names = [facet.name for facet in FACETS]
        generation, total, counts = _counted(base, query, names)
        return lists_json.facets_json(
            {facet: counts.get(facet.name, {}) for facet in FACETS},
            limit=query.number("limit") or _VALUES,
            generation=generation,
            query=query.text("question"),
            total=total,
            language=query.language,
        )

    def facet(self, base: KnowledgeBase, query: ApiQuery) -> Json:
        """Return a part of the values of one facet.

        Raises:
            DocumentNotFound: there is no such facet.
        """
        facet = FACET_BY_FIELD.get(query.path["name"])
        if facet is None:
            raise DocumentNotFound(query.path["name"])
        generation, _, counts = _counted(base, query, [facet.name])
        items, part = _part(tuple(counts.get(facet.name, {}).items()), generation, query)
        return lists_json.one_facet_json(
            facet, items, part, query=query.text("question"), language=query.language
        )

    def changes(self, base: KnowledgeBase, query: ApiQuery) -> Json:
        """Return a part of the list of documents that changed."""
        changed = base.changes(query.text("since") or None)
        by_id = sorted(changed.changes, key=lambda change: change.id)
        items, part = _part(by_id, changed.until.generation, query)
        return lists_json.changes_json(items, changed.since, changed.until, part)


def _steady(base: KnowledgeBase, load: Callable[[], Value]) -> tuple[str, Value]:
    """Return what *load* returns, and the generation it is from.

    Another request may move to a newer generation meanwhile: then it is loaded again.
    """
    while True:
        generation = base.generation
        value = load()
        if base.generation == generation:
            return generation, value


def _part(items: Any, generation: str, query: ApiQuery) -> tuple[Any, lists_json.ListPart]:
    limit = query.number("limit") or _ITEMS
    return part_of(items, generation, query.scope, limit=limit, cursor=query.text("cursor"))


def _counted(
    base: KnowledgeBase, query: ApiQuery, facets: list[str]
) -> tuple[str, int | None, Mapping[str, Mapping[str, int]]]:
    """Return the generation, the number of matches, and the counts of facets."""
    question, filters = query.text("question"), query.filters
    if not question and not filters:
        generation, counts = _steady(base, lambda: base.facet_counts(facets))
        return generation, None, counts
    results = base.search(question, limit=1, filters=filters, facets=facets)
    return results.generation, results.total, results.facets


def _json_response(shape: Json) -> Response:
    """Return a shape as JSON. The time goes into a header: the bytes are equal in all processes.

    Letters stay as they are: ’ and é can be read in any terminal today.
    """
    body = {name: value for name, value in shape.items() if name != "took_ms"}
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    response = Response(content, media_type="application/json")
    if "took_ms" in shape:
        response.headers["Server-Timing"] = f"search;dur={shape['took_ms']}"
    return response
