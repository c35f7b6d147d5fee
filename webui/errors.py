"""Return errors: as a page, or as problem details (RFC 9457) under /api/.

One table has the status, the reason and the remedy of each kind of error. A page shows
nothing of the request; a problem names the path that was asked, for the log of a program.
Neither shows anything of the server: the messages of ``kb.errors`` contain paths, and are
for its operator.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, NotRequired, TypedDict
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ExceptionHandler

from kb.errors import (
    ClusterFailed,
    DocumentNotFound,
    GenerationMissing,
    IndexMissing,
    IndexUnusable,
    SearchTimedOut,
)
from kb.messages import Message, translate
from kb.present.json import SCHEMA_VERSION
from webui.branding import brand_of
from webui.language import LANGUAGE_NAMES, LANGUAGE_PARAMETERS, other_language, page_language
from webui.layout import page_links
from webui.params import RequestError
from webui.rendering import render
from webui.view_models import ErrorPage, Link

__all__ = ["ERROR_KINDS", "HANDLERS", "PROBLEM_TYPES", "ErrorKind", "ProblemJson", "error_response"]

_log = logging.getLogger(__name__)

_MAX_INSTANCE = 200
_RETRY_LATER: Mapping[str, str] = {"Retry-After": "60"}


PROBLEM_TYPES = "/api/v1/#problem-"
"""The type of a problem is the place on the API's page that describes it: this and the kind."""


class ProblemJson(TypedDict):
    """What is wrong with a request, and what mends it: problem details of RFC 9457."""

    type: Annotated[str, "the address of its description, from the root of the site"]
    title: str
    status: int
    detail: Annotated[str, "what mends it, in the language of the request"]
    instance: Annotated[str, "the path of the request"]
    kind: Annotated[str, "the end of the type: number, missing, ..."]
    schema_version: int
    command: NotRequired[Annotated[str, "what the operator runs"]]


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One kind of error: its cause, and the remedy."""

    status: int
    reason: Message
    remedy: Message  # its placeholders get the facts of one error
    command: str = ""  # what the operator runs
    headers: Mapping[str, str] | None = None


ERROR_KINDS: Mapping[str, ErrorKind] = {
    "bad": ErrorKind(
        400,
        Message("The request cannot be understood"),
        Message("The address has a value that is not accepted. Start again from the search page."),
    ),
    "number": ErrorKind(
        400,
        Message("A number is not accepted"),
        Message("{name} must be a whole number from {min} to {max}."),
    ),
    "question": ErrorKind(
        400,
        Message("The question is missing"),
        Message("Give the question in the parameter q."),
    ),
    "parameter": ErrorKind(
        400,
        Message("A parameter is missing"),
        Message("Give a value in the parameter {name}."),
    ),
    "unknown": ErrorKind(
        400,
        Message("A parameter is unknown"),
        Message("This address knows only: {names}."),
    ),
    "repeated": ErrorKind(
        400,
        Message("A parameter is repeated"),
        Message("Give {name} once."),
    ),
    "values": ErrorKind(
        400,
        Message("A parameter has too many values"),
        Message("Give {name} {max} times at most."),
    ),
    "value": ErrorKind(
        400,
        Message("A value is not accepted"),
        Message("{name} must be {expected}."),
    ),
    "host": ErrorKind(
        400,
        Message("The server does not answer to this name"),
        Message("Its operator adds the name to KISIMA_HOSTS."),
    ),
    "missing": ErrorKind(
        404,
        Message("There is no such page"),
        Message(
            "The document may have been removed, or the address mistyped. Try to search for it."
        ),
    ),
    "gone": ErrorKind(
        410,
        Message("The index has changed since"),
        Message(
            "The generation is no longer kept, or the cursor is of another list. Begin the list "
            "again: without a cursor, and without an older generation or day."
        ),
    ),
    "method": ErrorKind(
        405,
        Message("This method is not allowed"),
        Message("Kisima can only be read: use GET."),
    ),
    "long": ErrorKind(
        414,
        Message("The address is too long"),
        Message("Shorten the question."),
    ),
    "often": ErrorKind(
        429,
        Message("Too many requests"),
        Message("Wait {seconds} s, then try again."),
    ),
    "broken": ErrorKind(
        500,
        Message("Something is wrong on our side"),
        Message("Try again later. The details are in the server's log."),
    ),
    "busy": ErrorKind(
        503,
        Message("Too many people are searching at this moment"),
        Message("Wait {seconds} s, then try again."),
    ),
    "slow": ErrorKind(
        503,
        Message("The search took too long"),
        Message("Use fewer words, or fewer words that end in *."),
        headers=_RETRY_LATER,
    ),
    "empty": ErrorKind(
        503,
        Message("Nothing has been indexed yet"),
        Message(
            "The operator builds the index with this command; "
            "the page then opens without a restart:"
        ),
        "kisima index",
        _RETRY_LATER,
    ),
    "away": ErrorKind(
        503,
        Message("The search service does not answer"),
        Message("Try again in a moment. The details are in the server's log."),
        headers=_RETRY_LATER,
    ),
    "damaged": ErrorKind(
        503,
        Message("The index cannot be used"),
        Message("The operator builds it anew with this command:"),
        "kisima index --full",
        _RETRY_LATER,
    ),
}
_KIND_OF_STATUS: Mapping[int, str] = {404: "missing", 405: "method", 414: "long"}


def error_response(
    request: Request,
    kind: str,
    headers: Mapping[str, str] | None = None,
    existing: Iterable[tuple[str, str]] = (),
    **facts: object,
) -> Response:
    """Return the response to a request that cannot be answered.

    Args:
        request: its path decides between JSON and a page, its address the page's language.
        kind: a row of the table.
        headers: headers of the response.
        existing: names and addresses of what there is instead, for a page.
        facts: what fills the places of the row's remedy.
    """
    row = ERROR_KINDS[kind]
    remedy = row.remedy.with_facts(**facts)
    extra = {
        **(row.headers or {}),
        **(headers or {}),
        "Cache-Control": "no-store",
        "Vary": "Accept-Language",
    }
    if request.scope["path"].startswith(("/api/", "/healthz", "/readyz")):
        problem = _problem(request, kind, row, remedy)
        return JSONResponse(problem, row.status, extra, "application/problem+json")
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
        existing=tuple(Link(name, href) for name, href in existing),
    )
    return HTMLResponse(render(page), row.status, extra)


def _problem(request: Request, kind: str, row: ErrorKind, remedy: Message) -> ProblemJson:
    """Return an error for programs, in the language of the request."""
    language = page_language(request)
    problem: ProblemJson = {
        "type": f"{PROBLEM_TYPES}{kind}",
        "title": translate(row.reason, language),
        "status": row.status,
        "detail": translate(remedy, language),
        # Any path at all may have been asked for: as ASCII, and not longer than a line.
        "instance": quote(request.scope["path"])[:_MAX_INSTANCE],
        "kind": kind,
        "schema_version": SCHEMA_VERSION,
    }
    if row.command:
        problem["command"] = row.command
    return problem


def _request_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)
    return error_response(request, error.kind, None, error.existing, **error.facts)


def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return error_response(request, _KIND_OF_STATUS.get(error.status_code, "bad"), error.headers)


def _document_not_found(request: Request, _: Exception) -> Response:
    return error_response(request, "missing")


def _gone(request: Request, _: Exception) -> Response:
    return error_response(request, "gone")


def _search_timed_out(request: Request, _: Exception) -> Response:
    return error_response(request, "slow")


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
    GenerationMissing: _gone,
    SearchTimedOut: _search_timed_out,
    IndexUnusable: _index_unusable,
}
"""How Starlette answers each error that a page raises on purpose."""
