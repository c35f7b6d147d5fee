"""The records that travel through Kisima: frozen, without behaviour.

    file ─► Document ─► Section ─► Passage ─► Entry ─► engine
    question ─► Wanted… ─► StoredPassage ─► Window ─► Hit ─► Results

Every offset counts code points in ``Document.text``, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = [
    "Document",
    "Entry",
    "Heading",
    "Hit",
    "Newer",
    "Outline",
    "Overruling",
    "Passage",
    "Quote",
    "Quoted",
    "Results",
    "Section",
    "ShownDocument",
    "ShownPassage",
    "ShownSection",
    "Span",
    "StoredPassage",
    "TokenColumns",
    "Wanted",
    "Window",
]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that heads what follows it: ``document.text[start:end] == text``."""

    text: str
    level: int  # 1 is outermost
    start: int
    end: int
    found: str  # how it was found: "markup", or the rule of the plain-text finder that saw it


@dataclass(frozen=True, slots=True)
class Overruling:
    """What a person says about one line, against what was found: see kb.documents.sidecar."""

    line: str  # as it stands in the text
    nth: int = 1  # which of several such lines
    level: int | None = None  # makes the line a heading, or moves it to this level
    name: str | None = None  # what the heading is called instead
    drop: bool = False  # it is no heading


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus, read: plain text, and what is known about it."""

    id: str  # its NFC path in the corpus, with the extension
    text: str
    format: str  # text, markdown, html …: the reader's name
    title: str | None = None  # None: none was given; the outline may find one
    headings: tuple[Heading, ...] | None = None  # None: the format marks none; find them by shape
    language: str = "sw"
    institution: str | None = None
    date: str | None = None  # ISO, as precise as it is known: 2012, 2012-04, 2012-04-01
    source: str | None = None  # where the text comes from: a URL or a citation
    replaces: str | None = None  # id of the older document this one stands in for
    warnings: tuple[str, ...] = ()  # what of its metadata could not be read, for the clerk
    pages: tuple[int, ...] | None = None  # where each page starts; None: the format has none
    overruled: tuple[Overruling, ...] = ()


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
    found: str = "markup"


class Outline(NamedTuple):
    """A document's title and its sections in reading order."""

    title: str
    sections: tuple[Section, ...]


class Passage(NamedTuple):
    """A stretch of one section: what is indexed, ranked and shown.

    Of a section without text of its own it is the heading line.
    """

    id: str  # "sera/tehama.md#dira.1": document, anchor, nth passage of the section
    document: str
    anchor: str
    ordinal: int  # from 1
    text: str
    start: int
    end: int


class Entry(NamedTuple):
    """What an engine is given for one passage. It knows no Swahili and no files."""

    id: str
    document: str
    ordinal: int  # place of the passage in its document, from 0
    fields: Mapping[str, tuple[tuple[str, ...], ...]]  # name: the terms stacked at each position
    facets: Mapping[str, str]  # kind, document, institution, language, year, format, where known
    date: str | None
    payload: bytes  # stored and given back; kb.entries packs and unpacks it


@dataclass(frozen=True, slots=True)
class TokenColumns:
    """The tokens of one text, a column for each property, all of one length."""

    surfaces: tuple[str, ...]  # normalised: lower case, one apostrophe
    terms: tuple[tuple[str, ...], ...]
    related: tuple[tuple[str, ...], ...]
    functions: tuple[bool, ...]  # a word that carries grammar, not content
    starts: tuple[int, ...]  # offsets in the text they were read from
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Newer:
    """The document that stands in for an older one today: the last of those that say so."""

    document: str
    title: str
    date: str | None


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as it comes back from the engine: all that is needed to rank and show it."""

    id: str
    document: str
    title: str
    path: tuple[str, ...]
    heading: str | None
    kind: str | None
    anchor: str
    ordinal: int
    children: tuple[tuple[str, str], ...]
    institution: str | None
    date: str | None
    language: str
    format: str
    source: str | None
    replaces: str | None
    start: int  # offset of text in the document
    text: str
    body: TokenColumns  # tokens of text; offsets count in text
    heading_tokens: TokenColumns  # tokens of heading; none where heading is None
    bare: bool = False  # the section has no text of its own: text is its heading line
    page: int | None = None  # of a paged format, from 1: where the text starts
    page_breaks: tuple[int, ...] = ()  # offsets in text where the next pages start
    newer: Newer | None = None  # its document has been replaced


class Wanted(NamedTuple):
    """One thing a question asks for, resolved to terms.

    A single word has ``terms``; a phrase has ``sequence``, one Wanted a word; a
    prefix has ``prefix``. ``exact`` compares surfaces only.
    """

    label: str  # as the reader typed it
    terms: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()
    surface: str = ""
    function: bool = False
    prefix: str = ""
    exact: bool = False
    field: str | None = None  # None, "heading" or "title"
    need: str = "want"  # want, must or not
    sequence: tuple[Wanted, ...] = ()


class Window(NamedTuple):
    """The stretch of a passage that is shown, and the marks in it."""

    start: int  # offset in the passage's text
    text: str
    spans: tuple[Span, ...]  # sorted, apart, counted in ``text``


class Hit(NamedTuple):
    """One answer: where it stands, the text that is shown, the marks in it."""

    id: str
    document: str
    title: str
    institution: str | None
    date: str | None
    path: tuple[str, ...]
    heading: str | None
    kind: str | None
    anchor: str
    language: str
    score: float
    text: str
    start: int  # offset of text in the document
    spans: tuple[Span, ...]
    missing: tuple[str, ...]  # content words of the question this passage lacks
    children: tuple[tuple[str, str], ...] = ()
    heading_spans: tuple[Span, ...] = ()  # marks in ``heading``
    cut: tuple[bool, bool] = (False, False)  # the passage goes on before, after the window
    page: int | None = None  # of a paged format, from 1: where the first mark stands
    more: int = 0  # matches of its document that are not listed, below the last that is
    newer: Newer | None = None  # its document has been replaced
    features: tuple[tuple[str, float], ...] = ()  # what raised it, and by which share of its score


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one question."""

    query: str
    total: int  # every match, not only the hits listed
    hits: tuple[Hit, ...]
    took_ms: float
    page: int = 1
    limit: int = 10
    dropped: tuple[str, ...] = ()  # what was ignored, in words for the reader, in Swahili
    suggestion: str | None = None
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    generation: str = ""
    dropped_english: tuple[str, ...] = ()  # the same as ``dropped``, one for one
    widened: tuple[str, ...] = ()  # what was searched besides: "vision → dira"
    corrected: bool = False  # nothing matched; the hits are those of ``suggestion``
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # given beside the line
    folded: int = 0  # matches on no page: some hit's ``more`` leads to them


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence or two that answer a question, and where they stand."""

    text: str
    spans: tuple[Span, ...]  # marks in ``text``
    start: int | None  # offset of text in the document; None: headings are joined to it
    cut: tuple[bool, bool]  # the sentence goes on before, after the text
    id: str  # of the passage
    document: str
    title: str
    path: tuple[str, ...]
    heading: str | None
    kind: str | None
    anchor: str
    institution: str | None
    date: str | None
    page: int | None  # of a paged format, from 1
    language: str
    support: float  # the share of the question's words that stand in it, above or around it
    newer: Newer | None = None  # its document has been replaced


class Quoted(NamedTuple):
    """The short answer to one question."""

    query: str
    quote: Quote | None  # None: nothing that was found answers well enough
    took_ms: float
    total: int = 0  # matches of the search it was taken from
    dropped: tuple[str, ...] = ()  # these five: see Results
    dropped_english: tuple[str, ...] = ()
    suggestion: str | None = None
    widened: tuple[str, ...] = ()
    corrected: bool = False
    generation: str = ""


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage on a document's page, with the marks of the question that led there."""

    id: str
    text: str
    start: int  # offset in the document
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section on a document's page."""

    heading: str | None
    level: int
    path: tuple[str, ...]
    kind: str | None
    anchor: str
    passages: tuple[ShownPassage, ...]  # none where the heading has no text of its own
    heading_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A whole document as the index holds it."""

    id: str
    title: str
    institution: str | None
    date: str | None
    language: str
    format: str
    source: str | None
    replaces: str | None
    sections: tuple[ShownSection, ...]
    newer: Newer | None = None  # it has been replaced
