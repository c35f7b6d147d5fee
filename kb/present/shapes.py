"""The shapes of the JSON that programs read: one TypedDict for each record.

``kb.present.json`` returns them, and mypy holds it to them. The API's description
(``webui.api.openapi``) is made from them, so the two cannot differ. Nothing else imports
this module: a search from the command line does not load it.

The docstring of a shape describes it in the API's description. ``Annotated`` gives a field
that its name does not explain one more sentence.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

__all__ = [
    "AnswerJson",
    "AttachedJson",
    "CellJson",
    "ChangeJson",
    "ChangesJson",
    "ChildJson",
    "CopyJson",
    "DocumentJson",
    "DocumentsJson",
    "FacetJson",
    "FacetValueJson",
    "FacetsJson",
    "FeatureJson",
    "HitJson",
    "MoreJson",
    "NewerJson",
    "OneFacetJson",
    "PassageJson",
    "QuotedJson",
    "ReasonJson",
    "RecordJson",
    "ResultsJson",
    "SectionEntryJson",
    "SectionJson",
    "SectionTextJson",
    "SectionsJson",
    "ShownPassageJson",
    "SinceJson",
    "SpanJson",
    "SuggestionsJson",
    "TableJson",
]

SpanJson = Annotated[list[int], "[start, end]: code points in the text, end exclusive"]
_Pair = Annotated[list[bool], "whether the text goes on before and after"]
_Version = Annotated[int, "goes up when a key goes or changes its meaning"]
_Generation = Annotated[str, "the generation of the index that answered"]
_Next = Annotated[str | None, "the cursor of the next part of the list; null: this is the last"]
_Total = Annotated[int, "items in the whole list"]
_Date = Annotated[str | None, "ISO 8601: a year, a month or a day"]
_Ocr = Annotated[float | None, "how sure OCR was of the text, 0 to 1; null: not read by OCR"]
_Kind = Annotated[str | None, "of the heading: dira, idara, ..."]
_Path = Annotated[list[str], "headings, the outermost first"]


class CellJson(TypedDict):
    """A cell of a table."""

    text: str
    spans: list[SpanJson]


class TableJson(TypedDict):
    """Rows of a table in a text."""

    start: int
    end: int
    repeated: Annotated[bool, "the header is from an earlier passage"]
    header: list[list[CellJson]]
    rows: list[list[CellJson]]


class CopyJson(TypedDict):
    """The same passage in another document."""

    id: str
    document: str
    title: str
    anchor: str
    institution: str | None
    date: _Date
    format: str
    page: int | None


class NewerJson(TypedDict):
    """The document that is in force instead."""

    document: str
    title: str
    date: _Date


class AttachedJson(TypedDict):
    """A document that another one leads to."""

    document: str
    title: str


class ChildJson(TypedDict):
    """A heading below another one."""

    heading: str
    anchor: str


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


class HitJson(TypedDict):
    """A passage that matches."""

    id: Annotated[str, "of the passage"]
    document: Annotated[str, "the id of its document"]
    title: Annotated[str, "of the document"]
    institution: str | None
    date: _Date
    path: _Path
    heading: str | None
    heading_spans: list[SpanJson]
    kind: _Kind
    page: Annotated[int | None, "of a paged format, from 1"]
    ocr: _Ocr
    anchor: Annotated[str, "of the section in its document"]
    language: str
    score: float
    text: str
    start: Annotated[int, "of the text in the document, in code points"]
    spans: list[SpanJson]
    tables: list[TableJson]
    cut: _Pair
    missing: Annotated[list[str], "words of the question that the passage lacks"]
    children: list[ChildJson]
    more: MoreJson | None
    newer: NewerJson | None
    attached_to: AttachedJson | None
    copies: Annotated[list[CopyJson], "ten at most"]
    copy_count: int
    because: NotRequired[list[ReasonJson]]
    features: NotRequired[list[FeatureJson]]


class ResultsJson(TypedDict):
    """A page of hits, best first."""

    schema_version: _Version
    query: str
    total: Annotated[int, "every match, copies included"]
    copy_count: int
    listed: Annotated[int, "the hits of all pages"]
    took_ms: NotRequired[Annotated[float, "of the command line; the API sends Server-Timing"]]
    page: int
    limit: int
    generation: _Generation
    notes: Annotated[list[str], "what was ignored or read otherwise"]
    widened: Annotated[list[str], "what was searched too"]
    suggestion: Annotated[str | None, "the question as it was probably meant"]
    corrected: Annotated[bool, "the hits are those of the suggestion"]
    fitting_institutions: Annotated[
        list[str], "the question fits each of these, where there are several; each is a filter"
    ]
    facets: dict[str, dict[str, int]]
    hits: list[HitJson]


class AnswerJson(TypedDict):
    """The sentence or two that answer best, with their source."""

    text: str
    spans: list[SpanJson]
    tables: list[TableJson]
    start: Annotated[int | None, "of the text in the document; null: headings are joined to it"]
    cut: _Pair
    id: Annotated[str, "of the passage"]
    document: str
    title: str
    path: _Path
    heading: str | None
    kind: _Kind
    anchor: str
    institution: str | None
    date: _Date
    page: int | None
    ocr: _Ocr
    language: str
    support: Annotated[float, "how sure it is: the share of such answers that are right, 0 to 1"]
    fact: Annotated[SpanJson | None, "the date, number, name that was asked for, in ``text``"]
    items: Annotated[list[str], "the names of the list that the text announces, all of them"]
    stated: Annotated[int | None, "how many there are by the text, where the question asks"]
    listed: Annotated[int | None, "how many of them the list has"]
    newer: NewerJson | None
    copies: list[CopyJson]
    copy_count: int
    attached_to: AttachedJson | None


class QuotedJson(TypedDict):
    """A short answer; ``answer`` is null where nothing answers well."""

    schema_version: _Version
    query: str
    total: int
    took_ms: NotRequired[Annotated[float, "of the command line; the API sends Server-Timing"]]
    generation: _Generation
    notes: list[str]
    widened: list[str]
    suggestion: str | None
    corrected: bool
    answer: AnswerJson | None
    others: Annotated[list[AnswerJson], "what other institutions, or older documents, say"]
    sms: Annotated[str | None, "the answer in one text message: 160 characters of GSM 7-bit"]


class PassageJson(TypedDict):
    """One passage, with the keys of a hit."""

    schema_version: _Version
    id: str
    document: str
    title: str
    institution: str | None
    date: _Date
    path: _Path
    heading: str | None
    kind: _Kind
    page: int | None
    ocr: _Ocr
    anchor: str
    language: str
    format: str
    source: str | None
    replaces: str | None
    text: str
    tables: list[TableJson]
    start: int
    children: list[ChildJson]
    newer: NewerJson | None
    copies: list[CopyJson]
    copy_count: int
    attached_to: AttachedJson | None


class ShownPassageJson(TypedDict):
    """A passage of a document, with the marks of a question."""

    id: str
    text: str
    start: Annotated[int, "in the document, in code points"]
    spans: list[SpanJson]
    tables: list[TableJson]


class SectionJson(TypedDict):
    """A section of a document: its heading and its own text, without that of sections below."""

    heading: Annotated[str | None, "null: the text before the first heading"]
    heading_spans: list[SpanJson]
    level: int
    path: _Path
    kind: _Kind
    anchor: str
    passages: list[ShownPassageJson]


class DocumentJson(TypedDict):
    """A whole document: its sections in reading order."""

    schema_version: _Version
    id: str
    title: str
    institution: str | None
    date: _Date
    language: str
    format: str
    source: Annotated[str | None, "where the text comes from: an address or a citation"]
    replaces: str | None
    sections: list[SectionJson]
    newer: NewerJson | None
    attached_to: AttachedJson | None
    attachments: list[AttachedJson]


class RecordJson(TypedDict):
    """What is known of a document."""

    id: str
    title: str
    institution: str | None
    date: _Date
    language: str
    format: str
    passages: Annotated[int, "how many it has"]
    replaced_by: Annotated[str | None, "the id of the newer document that is in force instead"]
    source: Annotated[str | None, "where the text comes from: an address or a citation"]
    attached_to: Annotated[str | None, "the id of the document that it came with"]


class DocumentsJson(TypedDict):
    """Documents, in the order of their ids."""

    schema_version: _Version
    generation: _Generation
    total: _Total
    limit: int
    notes: Annotated[list[str], "filter values that name nothing"]
    documents: list[RecordJson]
    next: _Next


class SectionEntryJson(TypedDict):
    """A section in the table of contents of its document."""

    heading: Annotated[str | None, "null: the text before the first heading"]
    level: int
    path: _Path
    kind: _Kind
    anchor: str
    passages: Annotated[int, "how many it has; 0: a heading without a text of its own"]


class SectionsJson(TypedDict):
    """The sections of a document, in reading order."""

    schema_version: _Version
    generation: _Generation
    document: str
    title: str
    total: _Total
    limit: int
    sections: list[SectionEntryJson]
    next: _Next


class SectionTextJson(TypedDict):
    """One section with its text, and what a citation of it needs."""

    schema_version: _Version
    generation: _Generation
    document: str
    title: str
    institution: str | None
    date: _Date
    language: str
    source: str | None
    newer: NewerJson | None
    heading: str | None
    heading_spans: list[SpanJson]
    level: int
    path: _Path
    kind: _Kind
    anchor: str
    text: Annotated[str, "its passages, an empty line between two"]
    passages: list[ShownPassageJson]


class FacetValueJson(TypedDict):
    """A value of a facet, and how many passages have it."""

    value: str
    count: int


class FacetJson(TypedDict):
    """A facet: its name, its parameters, its most frequent values."""

    name: str
    parameters: Annotated[list[str], "the names of its parameter: Swahili, English"]
    label: str
    value_count: Annotated[int, "all its values"]
    values: Annotated[list[FacetValueJson], "the most frequent first"]


class FacetsJson(TypedDict):
    """Every facet with its most frequent values."""

    schema_version: _Version
    generation: _Generation
    query: Annotated[str, "empty: the passages of the whole collection are counted"]
    total: Annotated[int | None, "passages that match the question; null: there is no question"]
    facets: list[FacetJson]


class OneFacetJson(TypedDict):
    """The values of one facet."""

    schema_version: _Version
    generation: _Generation
    query: str
    total: Annotated[int, "values of the facet"]
    limit: int
    name: str
    parameters: list[str]
    label: str
    values: list[FacetValueJson]
    next: _Next


class SinceJson(TypedDict):
    """A generation, and when it was published."""

    generation: str
    built: Annotated[str, "ISO 8601, UTC"]


class ChangeJson(TypedDict):
    """What became of one document."""

    at: Annotated[str, "when it was noticed: ISO 8601, UTC"]
    change: Literal["added", "changed", "renamed", "removed"]
    id: str
    was: Annotated[str | None, "its earlier id, where it was renamed"]
    title: str
    institution: str | None
    date: _Date


class ChangesJson(TypedDict):
    """The documents that differ between two generations, in the order of their ids."""

    schema_version: _Version
    generation: _Generation
    since: SinceJson
    until: SinceJson
    total: _Total
    limit: int
    changes: list[ChangeJson]
    next: _Next


class SuggestionsJson(TypedDict):
    """Whole questions that begin with what was typed. Each of them has results."""

    schema_version: _Version
    query: str
    completions: list[str]
