"""Answer what cannot be answered: one table of reasons, as a page or as JSON, in both languages.

Nothing of the request is ever shown in an error, and nothing of the server:
the paths in kb's own messages are for its operator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ExceptionHandler

from kb.errors import DocumentNotFound, IndexMissing, IndexUnusable
from kb.present.json import SCHEMA_VERSION
from webui.messages import LANGUAGES, say
from webui.rendering import render
from webui.view_models import ErrorPage, Reason

__all__ = ["HANDLERS", "Refused", "refusal"]


@dataclass(frozen=True, slots=True)
class _Kind:
    status: int
    command: str = ""
    headers: Mapping[str, str] | None = None


_KINDS: Mapping[str, _Kind] = {
    "bad": _Kind(400),
    "number": _Kind(400),
    "question": _Kind(400),
    "host": _Kind(400),
    "missing": _Kind(404),
    "method": _Kind(405),
    "long": _Kind(414),
    "often": _Kind(429),
    "broken": _Kind(500),
    "empty": _Kind(503, "kisima index", {"Retry-After": "60"}),
    "damaged": _Kind(503, "kisima index --full", {"Retry-After": "60"}),
}
_OF_STATUS = {404: "missing", 405: "method", 414: "long"}


class Refused(Exception):
    """A request is refused; *kind* names the reason in the table."""

    def __init__(self, kind: str, **values: object) -> None:
        super().__init__(kind)
        self.kind, self.values = kind, values


def refusal(
    request: Request, kind: str, headers: Mapping[str, str] | None = None, **values: object
) -> Response:
    """Return the answer to a request that is refused: JSON under /api/, else a page.

    Args:
        kind: the reason, a row of the table.
        headers: what the answer has to carry.
        values: what the reason's messages name.
    """
    of = _KINDS[kind]
    reasons = tuple(
        Reason(
            language,
            what=say(f"error.{kind}", language),
            do=say(f"error.{kind}.do", language, **values),
        )
        for language in LANGUAGES
    )
    extra = {**(of.headers or {}), **(headers or {}), "Cache-Control": "no-store"}
    if request.scope["path"].startswith(("/api/", "/healthz")):
        return JSONResponse(_as_json(of, kind, reasons), of.status, extra)
    page = ErrorPage(status=of.status, reasons=reasons, command=of.command)
    return HTMLResponse(render(page), of.status, extra)


def _as_json(of: _Kind, kind: str, reasons: tuple[Reason, ...]) -> dict[str, object]:
    texts = {reason.language: f"{reason.what}. {reason.do}" for reason in reasons}
    command = {"command": of.command} if of.command else {}
    return {
        "schema_version": SCHEMA_VERSION,
        "error": {"status": of.status, "kind": kind, **texts, **command},
    }


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return refusal(request, error.kind, None, **error.values)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refusal(request, _OF_STATUS.get(error.status_code, "bad"), error.headers)


def _not_found(request: Request, _: Exception) -> Response:
    return refusal(request, "missing")


def _unusable(request: Request, error: Exception) -> Response:
    return refusal(request, "empty" if isinstance(error, IndexMissing) else "damaged")


HANDLERS: Mapping[type[Exception], ExceptionHandler] = {
    Refused: _refused,
    HTTPException: _http,
    DocumentNotFound: _not_found,
    IndexUnusable: _unusable,
}
"""How Starlette answers each error that a page raises on purpose."""
