"""The answers to a question: hits, and the short answer."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from kb.present.shapes.parts import (
    AnsweringGeneration,
    ChildJson,
    CutEnds,
    LocationJson,
    SchemaVersion,
    SpanJson,
    TableJson,
)

__all__ = [
    "AnswerJson",
    "FeatureJson",
    "HitJson",
    "MoreJson",
    "QuotedJson",
    "ReasonJson",
    "ResultsJson",
]


class MoreJson(TypedDict):
    """The matches of a document that are not listed, and the search that lists them."""

    count: int
    query: str
    filters: dict[str, list[str]]


class ReasonJson(TypedDict):
    """How a marked word was read."""

    word: str
    why: str


class FeatureJson(TypedDict):
    """What raised a hit."""

    name: str
    share: Annotated[float, "of its score"]
    text: str


class HitJson(LocationJson):
    """A passage that matches."""

    heading_spans: list[SpanJson]
    score: float
    text: str
    start: Annotated[int, "of the text in the document, in code points"]
    spans: list[SpanJson]
    tables: list[TableJson]
    cut: CutEnds
    missing: Annotated[list[str], "words of the question that the passage lacks"]
    children: list[ChildJson]
    more: MoreJson | None
    because: NotRequired[list[ReasonJson]]
    features: NotRequired[list[FeatureJson]]


class ResultsJson(TypedDict):
    """A page of hits, best first."""

    schema_version: SchemaVersion
    query: str
    total: Annotated[int, "every match, copies included"]
    copy_count: int
    listed: Annotated[int, "the hits of all pages"]
    took_ms: NotRequired[Annotated[float, "of the command line; the API sends Server-Timing"]]
    page: int
    limit: int
    generation: AnsweringGeneration
    notes: Annotated[list[str], "what was ignored or read otherwise"]
    widened: Annotated[list[str], "what was searched too"]
    suggestion: Annotated[str | None, "the question as it was probably meant"]
    corrected: Annotated[bool, "the hits are those of the suggestion"]
    fitting_institutions: Annotated[
        list[str], "the question fits each of these, where there are several; each is a filter"
    ]
    facets: dict[str, dict[str, int]]
    hits: list[HitJson]


class AnswerJson(LocationJson):
    """The sentence or two that answer best, with their source."""

    text: str
    spans: list[SpanJson]
    tables: list[TableJson]
    start: Annotated[int | None, "of the text in the document; null: headings are joined to it"]
    cut: CutEnds
    support: Annotated[float, "how sure it is: the share of such answers that are right, 0 to 1"]
    fact: Annotated[SpanJson | None, "the date, number, name that was asked for, in ``text``"]
    items: Annotated[list[str], "the names of the list that the text announces, all of them"]
    stated: Annotated[int | None, "how many there are by the text, where the question asks"]
    listed: Annotated[int | None, "how many of them the list has"]


class QuotedJson(TypedDict):
    """A short answer; ``answer`` is null where nothing answers well."""

    schema_version: SchemaVersion
    query: str
    total: int
    took_ms: NotRequired[Annotated[float, "of the command line; the API sends Server-Timing"]]
    generation: AnsweringGeneration
    notes: list[str]
    widened: list[str]
    suggestion: str | None
    corrected: bool
    answer: AnswerJson | None
    others: Annotated[list[AnswerJson], "what other institutions, or older documents, say"]
    sms: Annotated[str | None, "the answer in one text message: 160 characters of GSM 7-bit"]
