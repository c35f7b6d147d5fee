"""What the shapes share: marks, tables, copies, and where a passage stands."""

from __future__ import annotations

from typing import Annotated, TypedDict

__all__ = [
    "AnsweringGeneration",
    "AttachedJson",
    "CellJson",
    "ChildJson",
    "CopyJson",
    "CutEnds",
    "Date",
    "HeadingKind",
    "HeadingPath",
    "LocationJson",
    "NewerJson",
    "OcrCertainty",
    "SchemaVersion",
    "SpanJson",
    "TableJson",
]

SpanJson = Annotated[list[int], "[start, end]: code points in the text, end exclusive"]
CutEnds = Annotated[list[bool], "whether the text goes on before and after"]
SchemaVersion = Annotated[int, "goes up when a key goes or changes its meaning"]
AnsweringGeneration = Annotated[str, "the generation of the index that answered"]
Date = Annotated[str | None, "ISO 8601: a year, a month or a day"]
OcrCertainty = Annotated[
    float | None, "how sure OCR was of the text, 0 to 1; null: not read by OCR"
]
HeadingKind = Annotated[str | None, "of the heading: dira, idara, ..."]
HeadingPath = Annotated[list[str], "headings, the outermost first"]


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
    date: Date
    format: str
    page: int | None


class NewerJson(TypedDict):
    """The document that is in force instead."""

    document: str
    title: str
    date: Date


class AttachedJson(TypedDict):
    """A document that another one leads to."""

    document: str
    title: str


class ChildJson(TypedDict):
    """A heading below another one."""

    heading: str
    anchor: str


class LocationJson(TypedDict):
    """Where a passage stands: its document, its section, and where else it is."""

    id: Annotated[str, "of the passage"]
    document: Annotated[str, "the id of its document"]
    title: Annotated[str, "of the document"]
    institution: str | None
    date: Date
    path: HeadingPath
    heading: str | None
    kind: HeadingKind
    page: Annotated[int | None, "of a paged format, from 1"]
    ocr: OcrCertainty
    anchor: Annotated[str, "of the section in its document"]
    language: str
    newer: NewerJson | None
    attached_to: AttachedJson | None
    copies: Annotated[list[CopyJson], "ten at most"]
    copy_count: int
