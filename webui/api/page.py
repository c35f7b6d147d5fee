"""The description of the API as a page, in both languages, without outside assets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kb.messages import Message
from webui.api.operations import OPERATIONS, ROOT, Operation
from webui.errors import ERROR_KINDS, ErrorKind
from webui.language import page_language
from webui.layout import page_layout
from webui.links import Links
from webui.rendering import render
from webui.view_models import Link, PageInLayout

__all__ = ["ApiPage", "ApiPages"]

_EXAMPLES: Mapping[str, str] = {
    "search": "/search?q=wakurugenzi&idadi=3",
    "answer": "/answer?q=dira",
    "suggest": "/suggest?q=misi",
    "documents": "/documents?idadi=5",
    "facets": "/facets",
    "facet": "/facets/taasisi",
    "changes": "/changes",
}


@dataclass(frozen=True, slots=True)
class ApiPage(PageInLayout):
    """The page of the API."""

    template: ClassVar[str] = "api.html"
    root: str
    operations: tuple[tuple[Operation, Link | None], ...]  # each with an example to try
    problems: tuple[tuple[str, ErrorKind], ...]
    description: str  # the address of the OpenAPI description


class ApiPages:
    """The endpoints of the API's page."""

    def description(self, request: Request) -> Response:
        """Return the page: every address with its parameters, and every kind of problem."""
        language = page_language(request)
        today = datetime.now(UTC).astimezone().date()
        page = ApiPage(
            layout=page_layout(request, today, Message("API"), Links.api, indexable=True),
            root=ROOT,
            operations=tuple((one, _example(one)) for one in OPERATIONS),
            problems=tuple(ERROR_KINDS.items()),
            description=f"{ROOT}/openapi.json?lugha={language}",
        )
        return HTMLResponse(render(page), headers={"Cache-Control": "no-cache"})

    def redirection(self, _: Request) -> Response:
        """Lead /api to the page of its newest version."""
        return RedirectResponse(f"{ROOT}/", 307)


def _example(operation: Operation) -> Link | None:
    path = _EXAMPLES.get(operation.name)
    return None if path is None else Link(ROOT + path, ROOT + path)
