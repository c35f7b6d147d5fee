"""Answer a request from the newest generation, or by 304 if the client has the answer.

An answer depends on its address and language, the index's generation, the running program (a restart
may have changed it) and, on pages, the day of retrieval. The ETag is a hash of these, so a
conditional request (RFC 9110, section 13) is decided before any search.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from kb.knowledge_base import KnowledgeBase
from webui.kb_provider import KnowledgeBaseProvider
from webui.language import page_language

__all__ = ["Responder"]


class Responder:
    """Makes responses with an ETag. Safe to use from several threads."""

    def __init__(self, provider: KnowledgeBaseProvider) -> None:
        self._provider = provider
        self._program = secrets.token_hex(8)

    def respond(
        self,
        request: Request,
        make: Callable[[KnowledgeBase], Response],
        day: date | None = None,
    ) -> Response:
        """Return what *make* returns, or 304 without calling it.

        Args:
            request: the request to answer.
            make: makes the response from the knowledge base.
            day: today, where the response contains it.

        Raises:
            IndexUnusable: nothing is indexed, or the index cannot be used.
        """
        base = self._provider.current()
        etag = self._etag(request, base.generation, day)
        headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
        known = request.headers.get("if-none-match", "")
        if etag in {tag.strip() for tag in known.split(",")}:
            return Response(status_code=304, headers=headers)
        response = make(base)
        if response.status_code == 200:
            response.headers.update(headers)
        return response

    def _etag(self, request: Request, generation: str, day: date | None) -> str:
        address = (
            request.url.path,
            request.url.query,
            request.headers.get("host", ""),
            page_language(request),
        )
        text = "\0".join((*address, generation, day.isoformat() if day else "", self._program))
        return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'
