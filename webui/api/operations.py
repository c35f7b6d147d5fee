"""The table of the API's addresses. Routes, description and page are made from it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.facets import FACET_BY_FIELD
from kb.messages import Message
from kb.present.shapes import answers, documents, lists
from webui.api.parameters import (
    CURSOR,
    DOCUMENT,
    EXACT,
    EXPLAIN,
    FILTERS,
    LANGUAGE,
    LIMIT,
    LIST_LIMIT,
    MARKED,
    OPTIONAL_QUESTION,
    PAGE,
    QUESTION,
    RECORD_FILTERS,
    SECTION,
    SINCE,
    SORT,
    SUGGESTION_LIMIT,
    VALUE_LIMIT,
    ApiParameter,
)

__all__ = ["COMPLETIONS", "OPERATIONS", "ROOT", "Operation", "Place"]

ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a path that the client fills in."""

    name: str
    help: Message
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: what it takes, what it returns."""

    name: str  # of the method of Api that answers
    path: str  # below ROOT
    summary: Message
    result: type  # a TypedDict of kb.present.shapes
    parameters: tuple[ApiParameter, ...]
    place: Place | None = None
    can_miss: bool = False  # 404: what it names may not exist
    aliases: tuple[str, ...] = ()  # older paths, which stay

    @property
    def can_be_gone(self) -> bool:
        """Whether a cursor or a generation may be too old (410)."""
        return CURSOR in self.parameters or SINCE in self.parameters

    def route(self, path: str) -> str:
        """Return a path of the operation as Starlette writes it: an id may contain slashes."""
        return ROOT + path.replace("{id}", "{id:path}")


_PART = (LIST_LIMIT, CURSOR, LANGUAGE)

OPERATIONS = (
    Operation(
        "search",
        "/search",
        Message("The passages that match a question, best first."),
        answers.ResultsJson,
        (QUESTION, *FILTERS, SORT, EXACT, PAGE, LIMIT, EXPLAIN, LANGUAGE),
    ),
    Operation(
        "answer",
        "/answer",
        Message("The sentence or two that answer a question, with their source."),
        answers.QuotedJson,
        (QUESTION, *FILTERS, LANGUAGE),
        aliases=("/jibu",),
    ),
    Operation(
        "suggest",
        "/suggest",
        Message("Whole questions that begin with what was typed. Each has results."),
        lists.SuggestionsJson,
        (QUESTION, SUGGESTION_LIMIT, LANGUAGE),
        aliases=("/complete",),
    ),
    Operation(
        "documents",
        "/documents",
        Message("The documents, in the order of their ids."),
        lists.DocumentsJson,
        (*RECORD_FILTERS, *_PART),
    ),
    Operation(
        "document",
        "/documents/{id}",
        Message("One document, whole."),
        documents.DocumentJson,
        (MARKED, LANGUAGE),
        place=Place("id", Message("The id of the document; a slash in it may stay as it is.")),
        can_miss=True,
    ),
    Operation(
        "sections",
        "/sections",
        Message("The sections of a document, without their text."),
        lists.SectionsJson,
        (DOCUMENT, *_PART),
        can_miss=True,
    ),
    Operation(
        "section",
        "/section",
        Message("One section of a document, with its text and its source."),
        lists.SectionTextJson,
        (DOCUMENT, SECTION, MARKED, LANGUAGE),
        can_miss=True,
    ),
    Operation(
        "facets",
        "/facets",
        Message("The facets, each with its most frequent values and their counts."),
        lists.FacetsJson,
        (OPTIONAL_QUESTION, *FILTERS, VALUE_LIMIT, LANGUAGE),
    ),
    Operation(
        "facet",
        "/facets/{name}",
        Message("All values of one facet, the most frequent first."),
        lists.OneFacetJson,
        (OPTIONAL_QUESTION, *FILTERS, *_PART),
        place=Place(
            "name", Message("The Swahili or the English name of the facet."), tuple(FACET_BY_FIELD)
        ),
        can_miss=True,
    ),
    Operation(
        "changes",
        "/changes",
        Message("The documents that were added, changed, renamed or removed."),
        lists.ChangesJson,
        (SINCE, *_PART),
    ),
)

COMPLETIONS = tuple(
    ROOT + path
    for operation in OPERATIONS
    if operation.name == "suggest"
    for path in (operation.path, *operation.aliases)
)
"""The addresses of completions: they have a rate of their own."""
