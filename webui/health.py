"""Say whether the site lives, and whether it can answer: /healthz and /readyz.

    /healthz   the process answers; it looks at nothing else
    /readyz    a small search of the open generation returns what it must

A supervisor restarts what does not live. A proxy sends no reader to what is not ready.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from webui.kb_provider import KnowledgeBaseProvider

__all__ = ["Health"]

_NOT_KEPT: Mapping[str, str] = {"Cache-Control": "no-store"}


class Health:
    """The two endpoints."""

    def __init__(self, provider: KnowledgeBaseProvider) -> None:
        self._provider = provider

    async def alive(self, _: Request) -> Response:
        """Return 200. It takes no thread, so it answers while every thread is at work."""
        return JSONResponse({"status": "ok"}, headers=_NOT_KEPT)

    def ready(self, _: Request) -> Response:
        """Return the generation that answers a search; 503 with the reason where none does.

        ``degraded``: an older generation answers, or words are analysed in another way now.

        Raises:
            IndexUnusable: nothing is indexed, or the index cannot be used.
        """
        base = self._provider.current()
        generation = base.generation
        try:
            base.check()
        except Exception as fault:
            if not self._provider.fall_back(base, generation, fault):
                raise
            base.check()
        status = "degraded" if base.notice else "ok"
        answer = {"status": status, "generation": base.generation}
        return JSONResponse(answer, headers=_NOT_KEPT)
