"""What the knowledge base gives to a reader: frozen records, without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kb.document import Span

__all__ = [
    "Hit",
    "Newer",
    "Quote",
    "Quoted",
    "Results",
    "ShownDocument",
    "ShownPassage",
    "ShownSection",
    "Window",
]


@dataclass(frozen=True, slots=True)
class Newer:
    """The document that stands in for an older one today: the last of those that say so."""

    document: str
    title: str
    date: str | None


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
