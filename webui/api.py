"""The endpoints for programs: the command line's JSON over HTTP, for reading only."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kb.knowledge_base import KnowledgeBase
from kb.present.json import SCHEMA_VERSION, document_json, quoted_json, results_json
from webui.kb_provider import KnowledgeBaseProvider
from webui.language import page_language
from webui.params import RequestError, SearchParams, search_params
from webui.responder import Responder

__all__ = ["COMPLETE", "MAX_COMPLETIONS", "Api"]

COMPLETE = "/api/v1/complete"
"""The address of completions: they have a rate of their own."""

MAX_COMPLETIONS = 8
_COMPLETIONS_MAX_AGE = 60
"""Seconds. After a deleted letter a reader needs the same completions again."""

Json = Mapping[str, object]


class Api:
    """The endpoints under /api/v1/, and /healthz. Each runs in a thread of its own."""

    def __init__(self, provider: KnowledgeBaseProvider, responder: Responder) -> None:
        self._provider, self._responder = provider, responder

    def search(self, request: Request) -> Response:
        """Return the results of a question, as ``kisima search --json`` prints them."""
        language = page_language(request)
        explain = request.query_params.get("eleza") == "1"

        def make(base: KnowledgeBase, search: SearchParams) -> Json:
            results = base.search(
                search.question,
                limit=search.limit,
                page=search.page,
                filters=search.filters,
                explain=explain,
                newest=search.newest,
                exact=search.exact,
            )
            return results_json(results, language=language, explain=explain)

        return self._answer_question(request, make)

    def answer(self, request: Request) -> Response:
        """Return the short answer to a question, as ``kisima jibu --json`` prints it."""
        language = page_language(request)

        def make(base: KnowledgeBase, search: SearchParams) -> Json:
            quoted = base.answer(search.question, filters=search.filters)
            return quoted_json(quoted, language=language)

        return self._answer_question(request, make)

    def complete(self, request: Request) -> Response:
        """Return whole questions that start with what was typed. Each of them has results."""

        def make(base: KnowledgeBase, search: SearchParams) -> Json:
            limit = min(search.limit or MAX_COMPLETIONS, MAX_COMPLETIONS)
            return {
                "schema_version": SCHEMA_VERSION,
                "query": search.question,
                "completions": base.complete(search.question, limit=limit),
            }

        response = self._answer_question(request, make)
        response.headers["Cache-Control"] = f"private, max-age={_COMPLETIONS_MAX_AGE}"
        return response

    def document(self, request: Request) -> Response:
        """Return a document as the index has it, with the marks of a question if one is given."""
        id = unicodedata.normalize("NFC", request.path_params["id"])
        question = request.query_params.get("q") or None
        return self._responder.respond(
            request, lambda base: _JsonResponse(document_json(base.document(id, question)))
        )

    def health(self, request: Request) -> Response:
        """Return that the site can answer, and its generation; 503 where it cannot."""
        base = self._provider.current()
        status = "degraded" if base.notice else "ok"  # degraded: an older generation answers
        return JSONResponse(
            {"status": status, "generation": base.generation}, headers={"Cache-Control": "no-store"}
        )

    def _answer_question(
        self, request: Request, make: Callable[[KnowledgeBase, SearchParams], Json]
    ) -> Response:
        """Return as JSON what *make* returns for the search that *request* asks for.

        Raises:
            RequestError: there is no question, or a parameter has a value that is not accepted.
        """
        search = search_params(request)
        if "q" not in request.query_params:
            raise RequestError("question")
        return self._responder.respond(request, lambda base: _JsonResponse(make(base, search)))


class _JsonResponse(JSONResponse):
    """JSON with letters as they are: ’ and é can be read in any terminal today."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
