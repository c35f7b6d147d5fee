"""Let browsers keep a page for as long as it would be made again just so.

A page is decided by its address, the index's generation, the day (it says when
it was retrieved) and the running program, which a restart may have changed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

__all__ = ["Cache"]


class Cache:
    """Gives each answer an ETag, and answers 304 without making the page."""

    def __init__(self) -> None:
        self._program = secrets.token_hex(8)

    def answer(
        self, request: Request, generation: str, today: date, make: Callable[[], Response]
    ) -> Response:
        """Return what *make* returns, or 304 where the client has it already."""
        decided_by = (request.url.path, request.url.query, request.headers.get("host", ""))
        text = "\0".join((*decided_by, generation, today.isoformat(), self._program))
        tag = f'W/"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        known = request.headers.get("if-none-match", "")
        if tag in {one.strip() for one in known.split(",")}:
            return Response(status_code=304, headers=headers)
        response = make()
        if response.status_code == 200:
            response.headers.update(headers)
        return response
