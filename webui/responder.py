"""Answer a request from the newest sound generation, or by 304 if the client has the answer.

An answer depends on its address and language, the index's generation, the program, the settings that
decide what is shown and, on pages, the day of retrieval. The ETag is a hash of these, so a
conditional request (RFC 9110, section 13) is decided before any search. All processes that
run one version with the same settings make the same ETags.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kb.errors import DocumentNotFound, SearchTimedOut
from kb.knowledge_base import KnowledgeBase
from webui.kb_provider import KnowledgeBaseProvider
from webui.language import page_language

__all__ = ["Responder", "accepts_gzip"]


class Responder:
    """Makes responses with an ETag. Safe to use from several threads."""

    def __init__(self, provider: KnowledgeBaseProvider) -> None:
        self._provider = provider
        self._program = f"{_program()} {provider.answer_settings}"

    def respond(
        self,
        request: Request,
        make: Callable[[KnowledgeBase], Response],
        day: date | None = None,
        *,
        strong: bool = False,
    ) -> Response:
        """Return what *make* returns, or 304 without calling it.

        Args:
            request: the request to answer.
            make: makes the response from the knowledge base.
            day: today, where the response contains it.
            strong: every byte of the response follows from what the ETag is made of.

        Raises:
            IndexUnusable: nothing is indexed, or the index cannot be used.
        """
        base = self._provider.current()
        generation = base.generation
        try:
            return self._respond(request, base, make, day, strong=strong)
        except (DocumentNotFound, SearchTimedOut):
            raise
        except Exception as fault:
            if not self._provider.fall_back(base, generation, fault):
                raise
        return self._respond(request, base, make, day, strong=strong)

    def _respond(
        self,
        request: Request,
        base: KnowledgeBase,
        make: Callable[[KnowledgeBase], Response],
        day: date | None,
        *,
        strong: bool,
    ) -> Response:
        generation, is_older = base.generation, base.is_older
        request.state.generation = generation  # for webui.observing
        request.state.is_older = is_older  # for webui.layout
        etag = self._etag(request, f"{generation}{'-' if is_older else ''}", day, strong=strong)
        headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
        known = request.headers.get("if-none-match", "")
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}  # a weak comparison
        if etag.removeprefix("W/") in tags or "*" in tags:
            return Response(status_code=304, headers=headers)
        response = make(base)
        if response.status_code == 200:
            response.headers.update(headers)
        return response

    def _etag(self, request: Request, generation: str, day: date | None, *, strong: bool) -> str:
        address = (
            request.url.path,
            request.url.query,
            request.headers.get("host", ""),
            page_language(request),
        )
        text = "\0".join((*address, generation, day.isoformat() if day else "", self._program))
        digest = hashlib.sha256(text.encode()).hexdigest()[:20]
        if not strong:
            return f'W/"{digest}"'
        # The packed bytes are others than the plain ones: RFC 9110, section 8.8.3.3.
        return f'"{digest}-gzip"' if accepts_gzip(request) else f'"{digest}"'


def accepts_gzip(request: Request) -> bool:
    """Say whether the response may be packed; the middleware for gzip asks the same."""
    return "gzip" in request.headers.get("accept-encoding", "")


@cache
def _program() -> str:
    """Return a hash of what makes the answers: our code, templates and messages."""
    digest = hashlib.sha256()
    webui = Path(__file__).parent
    for folder in (webui, webui.parent / "kb"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".html", ".css", ".js", ".svg", ".mo", ".tsv"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()
