"""Documents and their parts, as read from the corpus: frozen records.

    file ─► Document ─► Outline of Sections ─► Passages

Every offset counts code points in ``Document.text``, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kb.messages import Message

__all__ = [
    "Document",
    "Heading",
    "HeadingOverride",
    "Outline",
    "Passage",
    "Recognized",
    "Section",
    "Span",
    "Table",
]


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that heads what follows it: ``document.text[start:end] == text``."""

    text: str
    level: int  # 1 is outermost
    start: int
    end: int
    rule: str  # the rule that marked it: "markup", or a sign such as "size"; docs/documents.md


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the text: one row a line, its cells joined by " | "."""

    start: int
    end: int
    header: int  # text[start:header] are the rows that name the columns; start: it has none


@dataclass(frozen=True, slots=True)
class Recognized:
    """A stretch of the text that was read by OCR."""

    start: int
    end: int
    confidence: float  # 0 to 1: the mean over its words


@dataclass(frozen=True, slots=True)
class HeadingOverride:
    """What a person decided about one line, against the rules: see kb.metadata.sidecar."""

    line: str  # as it occurs in the text
    nth: int = 1  # which of several equal lines
    level: int | None = None  # makes the line a heading, or moves it to this level
    name: str | None = None  # the name of the heading instead
    drop: bool = False  # it is no heading


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus as plain text, with its metadata."""

    id: str  # its NFC path in the corpus, with the extension
    text: str
    format: str  # text, markdown, html …: the reader's name
    title: str | None = None  # None: the metadata have none; the outline may find one
    headings: tuple[Heading, ...] | None = None  # None: the format marks none; find them by shape
    language: str = "sw"
    institution: str | None = None
    date: str | None = None  # ISO, as precise as known: 2012, 2012-04, 2012-04-01
    source: str | None = None  # where the text comes from: a URL or a citation
    replaces: str | None = None  # id of the older document that this one replaces
    warnings: tuple[Message, ...] = ()  # what could not be read, for the clerk
    pages: tuple[int, ...] | None = None  # where each page starts; None: the format has none
    overrides: tuple[HeadingOverride, ...] = ()
    tables: tuple[Table, ...] = ()  # in reading order, apart
    recognized: tuple[Recognized, ...] = ()  # in reading order, apart
    attachments: tuple[str, ...] = ()  # names of the documents in it; kb.indexing.attachments
    depends_on_ocr: bool = False  # another version of OCR, or OCR at all, gives another text


class Section(NamedTuple):
    """A heading and its own text, its children's excluded."""

    heading: str | None  # None: the text before the first heading
    level: int  # 1 is outermost; 0 where heading is None
    path: tuple[str, ...]  # headings from the outermost to its own
    kind: str | None  # dira, dhamira, idara …; None where no kind is known
    anchor: str  # unique in the document, stable while the headings stay
    start: int
    end: int  # text[start:end] is the heading line and its own text
    body: int  # where its own text starts; body == end where it has none
    children: tuple[tuple[str, str], ...] = ()  # (heading, anchor) of each direct child
    rule: str = "markup"  # that of its heading


class Outline(NamedTuple):
    """A document's title and its sections in reading order."""

    title: str
    sections: tuple[Section, ...]
    named_by_file: bool = False  # nothing in the document gives a title but the file's name
    institution: str | None = None  # what the document says, or else its title


class Passage(NamedTuple):
    """A stretch of one section: what is indexed, ranked and shown.

    The passage of a section without text is its heading line.
    """

    id: str  # "sera/tehama.md#dira.1": document, anchor, nth passage of the section
    document: str
    anchor: str
    ordinal: int  # from 1
    text: str
    start: int
    end: int
