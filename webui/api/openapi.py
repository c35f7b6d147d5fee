"""Describe the API in OpenAPI 3.1: made from its tables and from the shapes of its JSON.

There is one description for each language. It declares the parameters by their names in
that language, so that a program made from it asks in that language too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from kb import __version__
from kb.messages import LANGUAGES, Message, translate
from webui.api.json_schema import Schemas
from webui.api.operations import OPERATIONS, ROOT, Operation
from webui.api.parameters import ApiParameter
from webui.errors import ProblemJson

__all__ = ["openapi"]

_PROBLEMS: Mapping[int, Message] = {
    400: Message("A parameter is missing, unknown or repeated, or its value is not accepted."),
    404: Message("There is no such document, section or facet."),
    410: Message("The cursor or the generation is too old. Begin the list again."),
    414: Message("The address is too long."),
    429: Message("Too many requests. Retry-After says how many seconds to wait."),
    500: Message("A fault of the server."),
    503: Message("Nothing has been indexed yet, or the index cannot be used."),
}
_HEADERS: Mapping[str, Message] = {
    "ETag": Message("A strong validator: equal bytes, in every process of the server."),
    "RateLimit": Message("What is left: r requests, all again after t seconds."),
    "RateLimit-Policy": Message("The rate of one client: q requests in w seconds."),
    "Retry-After": Message("Seconds to wait."),
}
_OF_RATES = ("RateLimit", "RateLimit-Policy")


@cache
def openapi(language: str) -> dict[str, Any]:
    """Return the description in one language; nobody changes it."""
    schemas = Schemas()
    problem = schemas.reference(ProblemJson)
    paths = {}
    for operation in OPERATIONS:
        paths[ROOT + operation.path] = {"get": _operation(operation, schemas, language)}
        for path in operation.aliases:
            older = _operation(operation, schemas, language, path=path)
            paths[ROOT + path] = {"get": older}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kisima",
            "version": __version__,
            "description": translate(
                Message(
                    "Search documents in Swahili. Reading only. Text is plain text; marks are "
                    "pairs of code points. Every parameter has a Swahili and an English name; "
                    "this description has one of them, the other is as good."
                ),
                language,
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "responses": {
                str(status): {
                    "description": translate(text, language),
                    "headers": _headers(("Retry-After",) if status in (429, 503) else ()),
                    "content": {"application/problem+json": {"schema": problem}},
                }
                for status, text in _PROBLEMS.items()
            },
            "headers": {
                name: {"description": translate(text, language), "schema": {"type": "string"}}
                for name, text in _HEADERS.items()
            },
        },
    }


def _operation(
    operation: Operation, schemas: Schemas, language: str, path: str = ""
) -> dict[str, Any]:
    """Return the description of one address; an older path of it is marked as deprecated."""
    statuses = [status for status in _PROBLEMS if _can_answer(operation, status)]
    described: dict[str, Any] = {
        "operationId": operation.name + (path.replace("/", "_") if path else ""),
        "summary": translate(operation.summary, language),
        "parameters": [
            *_places(operation, language),
            *(_parameter(row, language) for row in operation.parameters),
        ],
        "responses": {
            "200": {
                "description": (operation.result.__doc__ or "").replace("``", ""),
                "headers": _headers(("ETag", *_OF_RATES)),
                "content": {"application/json": {"schema": schemas.reference(operation.result)}},
            },
            "304": {
                "description": translate(
                    Message("Unchanged: the client has the answer (If-None-Match)."), language
                ),
                "headers": _headers(("ETag", *_OF_RATES)),
            },
            **{str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses},
        },
    }
    if path:
        described["deprecated"] = True
    return described


def _can_answer(operation: Operation, status: int) -> bool:
    return {404: operation.can_miss, 410: operation.can_be_gone}.get(status, True)


def _headers(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _places(operation: Operation, language: str) -> list[dict[str, Any]]:
    place = operation.place
    if place is None:
        return []
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    if place.choices:
        schema["enum"] = list(place.choices)
    return [
        {
            "name": place.name,
            "in": "path",
            "required": True,
            "description": translate(place.help, language),
            "schema": schema,
        }
    ]


def _parameter(row: ApiParameter, language: str) -> dict[str, Any]:
    """Return one parameter by its name in *language*; ``x-other-name`` is the other one."""
    here = LANGUAGES.index(language)
    return {
        "name": row.names[here],
        "in": "query",
        "required": row.required,
        "description": translate(row.help, language),
        "schema": _value_schema(row),
        "x-other-name": row.names[1 - here],
    }


def _value_schema(row: ApiParameter) -> dict[str, Any]:
    """Return what the value of a parameter looks like."""
    if row.max_values > 1:
        return {"type": "array", "items": {"type": "string"}, "maxItems": row.max_values}
    if row.maximum is not None:
        return {"type": "integer", "minimum": 1, "maximum": row.maximum}
    if row.choices:
        return {"type": "string", "enum": list(row.choices)}
    return {"type": "string", **({"pattern": f"^({row.pattern})$"} if row.pattern else {})}
