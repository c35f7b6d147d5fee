"""A passage, and a whole document with its sections."""

from __future__ import annotations

from typing import Annotated, TypedDict

from kb.present.shapes.parts import (
    AttachedJson,
    ChildJson,
    Date,
    HeadingKind,
    HeadingPath,
    LocationJson,
    NewerJson,
    SchemaVersion,
    SpanJson,
    TableJson,
)

__all__ = [
    "DocumentJson",
    "PassageJson",
    "SectionJson",
    "ShownPassageJson",
]


class PassageJson(LocationJson):
    """One passage, with the keys of a hit."""

    schema_version: SchemaVersion
    format: str
    source: str | None
    replaces: str | None
    text: str
    tables: list[TableJson]
    start: int
    children: list[ChildJson]


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
    path: HeadingPath
    kind: HeadingKind
    anchor: str
    passages: list[ShownPassageJson]


class DocumentJson(TypedDict):
    """A whole document: its sections in reading order."""

    schema_version: SchemaVersion
    id: str
    title: str
    institution: str | None
    date: Date
    language: str
    format: str
    source: Annotated[str | None, "where the text comes from: an address or a citation"]
    replaces: str | None
    sections: list[SectionJson]
    newer: NewerJson | None
    attached_to: AttachedJson | None
    attachments: list[AttachedJson]
