"""The parameters of the API: one row each, and how those of a request are read.

The names are in ``webui.params.PARAMETERS``: Swahili and English, equal everywhere. A
program that writes ``taasis=`` must not get the answers of another institution, so what is
not in the table of an address is refused, and so is a value that does not fit its row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from kb.catalogue.changes import SINCE_FORM
from kb.facets import FACET_BY_NAME, FACETS
from kb.knowledge_base import MAX_HITS
from kb.messages import LANGUAGES, Message
from kb.present.cells import safe
from kb.search.page import MAX_PAGES
from webui.language import page_language
from webui.params import BEST, MAX_FILTER_VALUES, NEWEST, PARAMETERS, RequestError

__all__ = [
    "CURSOR",
    "DOCUMENT",
    "EXACT",
    "EXPLAIN",
    "FILTERS",
    "LANGUAGE",
    "LIMIT",
    "LIST_LIMIT",
    "MARKED",
    "OPTIONAL_QUESTION",
    "PAGE",
    "QUESTION",
    "RECORD_FILTERS",
    "SECTION",
    "SINCE",
    "SORT",
    "SUGGESTION_LIMIT",
    "VALUE_LIMIT",
    "ApiParameter",
    "ApiQuery",
    "read_parameters",
]


@dataclass(frozen=True, slots=True)
class ApiParameter:
    """One row: a parameter, and the values that it takes."""

    name: str  # of its row in PARAMETERS
    help: Message
    required: bool = False
    max_values: int = 1
    maximum: int | None = None  # a whole number from 1 to this
    choices: tuple[str, ...] = ()
    pattern: str = ""  # what the whole value looks like
    expected: Message | None = None  # the pattern in words

    @property
    def names(self) -> tuple[str, str]:
        """The Swahili and the English name."""
        return PARAMETERS[self.name]


QUESTION = ApiParameter("question", Message("The question, as a person types it."), required=True)
OPTIONAL_QUESTION = ApiParameter(
    "question", Message("Count what matches this question. Without it: the whole collection.")
)
MARKED = ApiParameter("question", Message("The words to mark."))
PAGE = ApiParameter("page", Message("The page of results."), maximum=MAX_PAGES)
LIMIT = ApiParameter("limit", Message("Hits on a page."), maximum=MAX_HITS)
SUGGESTION_LIMIT = ApiParameter(
    "limit", Message("How many questions; 8 at most are returned."), maximum=MAX_HITS
)

LIST_LIMIT = ApiParameter(
    "limit", Message("Items in one part of the list; 100 if left out."), maximum=1000
)
VALUE_LIMIT = ApiParameter(
    "limit", Message("Values of each facet; 10 if left out."), maximum=MAX_HITS
)
CURSOR = ApiParameter(
    "cursor",
    Message("Where the list goes on: the value of next in the part before."),
    pattern="[A-Za-z0-9_-]{1,120}",
    expected=Message("the value of next in the part before"),
)
EXPLAIN = ApiParameter(
    "explain",
    Message("1: each hit says how its words were read, and what raised it."),
    choices=("0", "1"),
)
EXACT = ApiParameter(
    "exact",
    Message("1: search exactly what was typed, without corrections and added words."),
    choices=("0", "1"),
)
SORT = ApiParameter(
    "sort",
    Message("The order of the hits: the best first, or the newest documents first."),
    choices=(*BEST, *NEWEST),
)
DOCUMENT = ApiParameter("document", Message("The id of the document."), required=True)
SECTION = ApiParameter("section", Message("The anchor of the section."), required=True)
SINCE = ApiParameter(
    "since",
    Message(
        "A generation (000012) or a day (2026-11-30). Without it: the oldest generation that is "
        "kept."
    ),
    pattern=SINCE_FORM,
    expected=Message("a generation such as 000012, or a day such as 2026-11-30"),
)
LANGUAGE = ApiParameter(
    "page_language", Message("The language of notes, reasons and problems."), choices=LANGUAGES
)
FILTERS = tuple(
    ApiParameter(facet.name, facet.label, max_values=MAX_FILTER_VALUES) for facet in FACETS
)
RECORD_FILTERS = tuple(
    row for row in FILTERS if row.name in {"institution", "language", "year", "format"}
)
"""What is known of a whole document."""


@dataclass(frozen=True, slots=True)
class ApiQuery:
    """The parameters of one request, by the name of their row. Each value fits its row."""

    values: Mapping[str, tuple[str, ...]]
    path: Mapping[str, str]  # what the address has in the places of the operation's path
    language: str
    scope: str  # what decides a list: a cursor is good for no other

    def text(self, name: str) -> str:
        """Return the value of a parameter; "" where it is left out."""
        return next(iter(self.values.get(name, ())), "")

    def number(self, name: str) -> int | None:
        """Return the value of a parameter as a number; None where it is left out."""
        text = self.text(name)
        return int(text) if text else None

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """The filters, without empty values: a form sends those too."""
        given = {
            name: tuple(safe(value)[0] for value in values if value)
            for name, values in self.values.items()
            if name in FACET_BY_NAME
        }
        return {name: values for name, values in given.items() if values}


def read_parameters(request: Request, known: Sequence[ApiParameter]) -> ApiQuery:
    """Return the parameters of a request to an address.

    Args:
        request: the request.
        known: the parameters of the address.

    Raises:
        RequestError: a parameter is unknown, missing, repeated, or has a value that does not
            fit.
    """
    given = request.query_params.multi_items()
    row_of = {name: row for row in known for name in row.names}
    if not all(name in row_of for name, _ in given):
        raise RequestError("unknown", names=", ".join(_both(row) for row in known))
    values: dict[str, tuple[str, ...]] = {}
    for name, value in given:
        row = row_of[name]
        values[row.name] = (*values.get(row.name, ()), value)
    for row in known:
        _check(row, values.get(row.name, ()))
    decisive = sorted((k, v) for k, v in values.items() if k not in _OF_NO_LIST)
    return ApiQuery(
        values={name: tuple(dict.fromkeys(many)) for name, many in values.items()},
        path={
            name: unicodedata.normalize("NFC", value) for name, value in request.path_params.items()
        },
        language=page_language(request),
        scope=repr((request.url.path, decisive)),
    )


_OF_NO_LIST = frozenset({"cursor", "limit", "page_language"})


def _both(row: ApiParameter) -> str:
    return " / ".join(row.names)


def _check(row: ApiParameter, values: tuple[str, ...]) -> None:
    """Refuse values that do not fit their row."""
    if row.required and not values:
        if row.name == "question":
            raise RequestError("question")
        raise RequestError("parameter", name=_both(row))
    if len(values) > row.max_values:
        if row.max_values == 1:
            raise RequestError("repeated", name=_both(row))
        raise RequestError("values", name=_both(row), max=row.max_values)
    for value in values:
        if row.maximum is not None and not _is_number(value, row.maximum):
            raise RequestError("number", name=_both(row), min=1, max=row.maximum)
        if row.choices and value not in row.choices:
            raise RequestError("value", name=_both(row), expected=", ".join(row.choices))
        if row.pattern and not re.fullmatch(row.pattern, value):
            raise RequestError("value", name=_both(row), expected=row.expected)


def _is_number(text: str, maximum: int) -> bool:
    """Say whether a text is a whole number from 1 to *maximum*.

    >>> _is_number("7", 50), _is_number("٣", 50), _is_number("51", 50)
    (True, False, False)
    """
    # isdecimal alone accepts the digits of every script, and int() thousands of digits.
    return text.isascii() and text.isdecimal() and len(text) <= 9 and 1 <= int(text) <= maximum
