"""Offer how a question goes on while it is typed: for the search field, and for programs."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kb.present.json import SCHEMA_VERSION
from kb.settings import Settings
from webui.caching import Cache
from webui.errors import Refused
from webui.kb_provider import Holding
from webui.params import asked

__all__ = ["COMPLETE", "MOST", "Completions"]

COMPLETE = "/api/v1/complete"
MOST = 8
_KEPT_SECONDS = 60
"""A list may be this much older than the index: whoever deletes a letter asks again for the same."""


class Completions:
    """The endpoint. It runs in a thread of its own."""

    def __init__(self, settings: Settings, holding: Holding, cache: Cache) -> None:
        self._settings, self._holding, self._cache = settings, holding, cache

    def complete(self, request: Request) -> Response:
        """Return whole questions that go on from ``q``, each of which finds something."""
        wanted = asked(request, self._settings)
        if wanted.question is None:
            raise Refused("question")
        typed = wanted.question
        base = self._holding.current()

        def make() -> Response:
            found = base.complete(typed, limit=min(wanted.limit, MOST))
            return JSONResponse(
                {"schema_version": SCHEMA_VERSION, "query": typed, "completions": found}
            )

        answer = self._cache.answer(request, base.generation, date.min, make)
        answer.headers["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}"
        return answer
