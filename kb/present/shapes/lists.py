"""Lists that come in parts: documents, sections, values of facets, changes, completions."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from kb.present.shapes.documents import (
    ShownPassageJson,
)
from kb.present.shapes.parts import (
    AnsweringGeneration,
    Date,
    HeadingKind,
    HeadingPath,
    NewerJson,
    SchemaVersion,
    SpanJson,
)

__all__ = [
    "ChangeJson",
    "ChangesJson",
    "DocumentsJson",
    "FacetJson",
    "FacetValueJson",
    "FacetsJson",
    "ListTotal",
    "NextCursor",
    "OneFacetJson",
    "RecordJson",
    "SectionEntryJson",
    "SectionTextJson",
    "SectionsJson",
    "SinceJson",
    "SuggestionsJson",
]

NextCursor = Annotated[
    str | None, "the cursor of the next part of the list; null: this is the last"
]
ListTotal = Annotated[int, "items in the whole list"]


class RecordJson(TypedDict):
    """What is known of a document."""

    id: str
    title: str
    institution: str | None
    date: Date
    language: str
    format: str
    passages: Annotated[int, "how many it has"]
    replaced_by: Annotated[str | None, "the id of the newer document that is in force instead"]
    source: Annotated[str | None, "where the text comes from: an address or a citation"]
    attached_to: Annotated[str | None, "the id of the document that it came with"]


class DocumentsJson(TypedDict):
    """Documents, in the order of their ids."""

    schema_version: SchemaVersion
    generation: AnsweringGeneration
    total: ListTotal
    limit: int
    notes: Annotated[list[str], "filter values that name nothing"]
    documents: list[RecordJson]
    next: NextCursor


class SectionEntryJson(TypedDict):
    """A section in the table of contents of its document."""

    heading: Annotated[str | None, "null: the text before the first heading"]
    level: int
    path: HeadingPath
    kind: HeadingKind
    anchor: str
    passages: Annotated[int, "how many it has; 0: a heading without a text of its own"]


class SectionsJson(TypedDict):
    """The sections of a document, in reading order."""

    schema_version: SchemaVersion
    generation: AnsweringGeneration
    document: str
    title: str
    total: ListTotal
    limit: int
    sections: list[SectionEntryJson]
    next: NextCursor


class SectionTextJson(TypedDict):
    """One section with its text, and what a citation of it needs."""

    schema_version: SchemaVersion
    generation: AnsweringGeneration
    document: str
    title: str
    institution: str | None
    date: Date
    language: str
    source: str | None
    newer: NewerJson | None
    heading: str | None
    heading_spans: list[SpanJson]
    level: int
    path: HeadingPath
    kind: HeadingKind
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

    schema_version: SchemaVersion
    generation: AnsweringGeneration
    query: Annotated[str, "empty: the passages of the whole collection are counted"]
    total: Annotated[int | None, "passages that match the question; null: there is no question"]
    facets: list[FacetJson]


class OneFacetJson(TypedDict):
    """The values of one facet."""

    schema_version: SchemaVersion
    generation: AnsweringGeneration
    query: str
    total: Annotated[int, "values of the facet"]
    limit: int
    name: str
    parameters: list[str]
    label: str
    values: list[FacetValueJson]
    next: NextCursor


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
    date: Date


class ChangesJson(TypedDict):
    """The documents that differ between two generations, in the order of their ids."""

    schema_version: SchemaVersion
    generation: AnsweringGeneration
    since: SinceJson
    until: SinceJson
    total: ListTotal
    limit: int
    changes: list[ChangeJson]
    next: NextCursor


class SuggestionsJson(TypedDict):
    """Whole questions that begin with what was typed. Each of them has results."""

    schema_version: SchemaVersion
    query: str
    completions: list[str]
