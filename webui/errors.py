"""Return errors: as a page, or as JSON under /api/.

One table has the status, the reason and the remedy of each kind of error. Nothing of the
request is ever shown, and nothing of the server: the messages of ``kb.errors`` contain
paths, and are for its operator.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ExceptionHandler

from kb.errors import ClusterFailed, DocumentNotFound, IndexMissing, IndexUnusable
from kb.messages import LANGUAGES, Message, translate
from kb.present.json import SCHEMA_VERSION
from webui.branding import brand_of
from webui.language import LANGUAGE_NAMES, LANGUAGE_PARAMETERS, other_language, page_language
from webui.layout import page_links
from webui.params import RequestError
from webui.rendering import render
from webui.view_models import ErrorPage, Link

__all__ = ["HANDLERS", "error_response"]

_log = logging.getLogger(__name__)

_RETRY_LATER: Mapping[str, str] = {"Retry-After": "60"}


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of error: its cause, and the remedy."""

    status: int
    reason: Message
    remedy: Message  # its placeholders get the facts of one error
    command: str = ""  # what the operator runs
    headers: Mapping[str, str] | None = None


_KINDS: Mapping[str, _Kind] = {
    "bad": _Kind(
        400,
        Message("The request cannot be understood"),
        Message("The address has a value that is not accepted. Start again from the search page."),
    ),
    "number": _Kind(
        400,
        Message("A number is not accepted"),
        Message("{name} must be a whole number from {min} to {max}."),
    ),
    "question": _Kind(
        400,
        Message("The question is missing"),
        Message("Give the question in the parameter q."),
    ),
    "host": _Kind(
        400,
        Message("The server does not answer to this name"),
        Message("Its operator adds the name to KISIMA_HOSTS."),
    ),
    "missing": _Kind(
        404,
        Message("There is no such page"),
        Message(
            "The document may have been removed, or the address mistyped. Try to search for it."
        ),
    ),
    "method": _Kind(
        405,
        Message("This method is not allowed"),
        Message("Kisima can only be read: use GET."),
    ),
    "long": _Kind(
        414,
        Message("The address is too long"),
        Message("Shorten the question."),
    ),
    "often": _Kind(
        429,
        Message("Too many requests"),
        Message("Wait {seconds} s, then try again."),
    ),
    "broken": _Kind(
        500,
        Message("Something is wrong on our side"),
        Message("Try again later. The details are in the server's log."),
    ),
    "empty": _Kind(
        503,
        Message("Nothing has been indexed yet"),
        Message(
            "The operator builds the index with this command; "
            "the page then opens without a restart:"
        ),
        "kisima index",
        _RETRY_LATER,
    ),
    "away": _Kind(
        503,
        Message("The search service does not answer"),
        Message("Try again in a moment. The details are in the server's log."),
        headers=_RETRY_LATER,
    ),
    "damaged": _Kind(
        503,
        Message("The index cannot be used"),
        Message("The operator builds it anew with this command:"),
        "kisima index --full",
        _RETRY_LATER,
    ),
}
_KIND_OF_STATUS: Mapping[int, str] = {404: "missing", 405: "method", 414: "long"}


def error_response(
    request: Request, kind: str, headers: Mapping[str, str] | None = None, **facts: object
) -> Response:
    """Return the response to a request that cannot be answered.

    Args:
        request: its path decides between JSON and a page, its address the page's language.
        kind: a row of the table.
        headers: headers of the response.
        facts: what fills the places of the row's remedy.
    """
    row = _KINDS[kind]
    remedy = Message(row.remedy.text, **facts)
    extra = {
        **(row.headers or {}),
        **(headers or {}),
        "Cache-Control": "no-store",
        "Vary": "Accept-Language",
    }
    if request.scope["path"].startswith(("/api/", "/healthz")):
        return JSONResponse(_as_json(kind, row, remedy), row.status, extra)
    language = page_language(request)
    other = other_language(language)
    page = ErrorPage(
        status=row.status,
        reason=row.reason,
        remedy=remedy,
        command=row.command,
        language=language,
        brand=brand_of(request),
        # Relative: the same path in the other language, and no part of the request is repeated.
        switch=Link(LANGUAGE_NAMES[other], f"?{LANGUAGE_PARAMETERS[0]}={other}"),
        home=page_links(request).home(),
    )
    return HTMLResponse(render(page), row.status, extra)


def _as_json(kind: str, row: _Kind, remedy: Message) -> dict[str, object]:
    """Return an error for programs, in both languages: a program chooses the one that it shows."""
    texts = {
        language: f"{translate(row.reason, language)}. {translate(remedy, language)}"
        for language in LANGUAGES
    }
    command = {"command": row.command} if row.command else {}
    return {
        "schema_version": SCHEMA_VERSION,
        "error": {"status": row.status, "kind": kind, **texts, **command},
    }


def _request_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)
    return error_response(request, error.kind, None, **error.facts)


def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return error_response(request, _KIND_OF_STATUS.get(error.status_code, "bad"), error.headers)


def _document_not_found(request: Request, _: Exception) -> Response:
    return error_response(request, "missing")


def _index_unusable(request: Request, error: Exception) -> Response:
    return error_response(request, "empty" if isinstance(error, IndexMissing) else "damaged")


def _cluster_failed(request: Request, error: Exception) -> Response:
    _log.error("%s", error)
    return error_response(request, "away")


HANDLERS: Mapping[type[Exception], ExceptionHandler] = {
    RequestError: _request_error,
    HTTPException: _http_exception,
    ClusterFailed: _cluster_failed,
    DocumentNotFound: _document_not_found,
    IndexUnusable: _index_unusable,
}
"""How Starlette answers each error that a page raises on purpose."""
