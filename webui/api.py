"""The pages for programs: the command line's JSON, over HTTP, for reading only."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kb.present.json import document_json, quoted_json, results_json
from kb.settings import Settings
from webui.caching import Cache
from webui.errors import Refused
from webui.kb_provider import Holding
from webui.params import asked

__all__ = ["Api"]


class Api:
    """The endpoints under /api/v1/, and /healthz. Each runs in a thread of its own."""

    def __init__(self, settings: Settings, holding: Holding, cache: Cache) -> None:
        self._settings, self._holding, self._cache = settings, holding, cache

    def search(self, request: Request) -> Response:
        """Return the results of a question, as ``kisima search --json`` prints them."""
        wanted = asked(request, self._settings)
        if wanted.question is None:
            raise Refused("question")
        line = wanted.question
        base = self._holding.current()

        def make() -> Response:
            explain = request.query_params.get("eleza") == "1"
            results = base.search(
                line,
                limit=wanted.limit,
                page=wanted.page,
                filters=wanted.filters,
                explain=explain,
            )
            return _Json(results_json(results, explain=explain))

        return self._cache.answer(request, base.generation, date.min, make)

    def quote(self, request: Request) -> Response:
        """Return the short answer to a question, as ``kisima jibu --json`` prints it."""
        wanted = asked(request, self._settings)
        if wanted.question is None:
            raise Refused("question")
        line = wanted.question
        base = self._holding.current()

        def make() -> Response:
            return _Json(quoted_json(base.quote(line, filters=wanted.filters)))

        return self._cache.answer(request, base.generation, date.min, make)

    def document(self, request: Request) -> Response:
        """Return a document as the index holds it, with the marks of a question if one is given."""
        id = unicodedata.normalize("NFC", request.path_params["id"])
        question = request.query_params.get("q")
        base = self._holding.current()

        def make() -> Response:
            return _Json(document_json(base.document(id, question or None)))

        return self._cache.answer(request, base.generation, date.min, make)

    def health(self, request: Request) -> Response:
        """Say that the site can answer, and from which generation; 503 where it cannot."""
        base = self._holding.current()
        status = "degraded" if base.notice else "ok"  # degraded: an older generation answers
        return JSONResponse(
            {"status": status, "generation": base.generation}, headers={"Cache-Control": "no-store"}
        )


class _Json(JSONResponse):
    """JSON with letters as they are: ’ and é are readable in any terminal today."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
