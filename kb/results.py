"""What the knowledge base gives to a reader: frozen records, without behaviour.

Results, Hit           a list of passages
AnswerResult, Answer   a sentence or two
ShownDocument          a whole document
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kb.messages import Message
from kb.tables import TablePart

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = [
    "Answer",
    "AnswerResult",
    "Copy",
    "Hit",
    "Linked",
    "Location",
    "Newer",
    "Results",
    "ShownDocument",
    "ShownPassage",
    "ShownSection",
    "Window",
]


@dataclass(frozen=True, slots=True)
class Newer:
    """The document that is in force instead of an older one: the last of a chain."""

    document: str
    title: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Copy:
    """Another document that has the same passage."""

    id: str  # of the passage there
    document: str
    title: str
    anchor: str
    institution: str | None
    date: str | None
    format: str
    page: int | None


class Linked(NamedTuple):
    """A document that another one leads to."""

    document: str
    title: str


class Window(NamedTuple):
    """The stretch of a passage that is shown, and the marks in it."""

    start: int  # offset in the passage's text
    text: str
    spans: tuple[Span, ...]  # sorted, apart, counted in ``text``
    tables: tuple[TablePart, ...] = ()  # whole rows in ``text``


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a passage is: what every hit, answer and stored passage says of its place."""

    id: str  # of the passage
    document: str
    title: str  # of the document
    path: tuple[str, ...]  # headings, the outermost first; the last is ``heading``
    heading: str | None
    kind: str | None  # of the heading: dira, idara, …
    anchor: str
    institution: str | None
    date: str | None
    language: str
    page: int | None = None  # of a paged format, from 1
    newer: Newer | None = None  # its document has been replaced
    copies: tuple[Copy, ...] = ()  # of the passage in other documents: the first ten
    copy_count: int = 0  # all of them
    attached_to: Linked | None = None  # the mail that its document came with
    ocr: float | None = None  # how sure OCR was of its text, 0 to 1; None: not read by OCR


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit(Location):
    """One passage that matches: the text that is shown, and the marks in it.

    ``page`` is the page of the first mark.
    """

    score: float
    text: str
    start: int  # offset of text in the document
    spans: tuple[Span, ...]
    missing: tuple[str, ...]  # content words of the question this passage lacks
    children: tuple[tuple[str, str], ...] = ()  # (heading, anchor) below its own
    heading_spans: tuple[Span, ...] = ()  # marks in ``heading``
    cut: tuple[bool, bool] = (False, False)  # the passage goes on before, after the window
    more: int = 0  # matches of its document that are not listed, below the last that is
    features: tuple[tuple[str, float], ...] = ()  # what raised it, and by which share of its score
    tables: tuple[TablePart, ...] = ()  # in ``text``


@dataclass(frozen=True, slots=True)
class Results:
    """The passages that match one question."""

    query: str
    total: int  # every match, not only the hits listed; of copies one counts
    hits: tuple[Hit, ...]
    took_ms: float
    page: int = 1
    limit: int = 10
    notes: tuple[Message, ...] = ()  # what was ignored or read otherwise
    suggestion: str | None = None
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    generation: str = ""
    widened: tuple[str, ...] = ()  # what was searched too: "vision → dira"
    corrected: bool = False  # nothing matched; the hits are those of ``suggestion``
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # given besides the line
    collapsed: int = 0  # matches on no page: some hit's ``more`` leads to them
    copies: int = 0  # further matches, each a copy of one that counts
    kind: str = "topic"  # what kind of answer the line asks for: kb.query.question.AnswerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Location):
    """The sentence or two that answer a question. ``page`` is where they begin."""

    text: str
    spans: tuple[Span, ...]  # marks in ``text``
    start: int | None  # offset of text in the document; None: headings are joined to it
    cut: tuple[bool, bool]  # the sentence goes on before, after the text
    support: float  # the share of such answers that are right, 0 to 1 (docs/short-answers.md)
    tables: tuple[TablePart, ...] = ()  # in ``text``: the row that answers
    items: tuple[str, ...] = ()  # the names of the list that the text announces, all of them
    stated: int | None = None  # how many there are, where the question asks: by the text
    listed: int | None = None  # and by the list
    fact: Span | None = None  # the date, number, name … that was asked for, in ``text``


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """The short answer to one question, if there is one."""

    query: str
    answer: Answer | None
    took_ms: float
    others: tuple[Answer, ...] = ()  # what other institutions say
    total: int = 0  # passages that match
    notes: tuple[Message, ...] = ()  # these five: see Results
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
    tables: tuple[TablePart, ...] = ()  # in ``text``
    page: int | None = None  # on which its text starts; None: the format has no pages
    page_breaks: tuple[int, ...] = ()  # offsets in ``text`` where the next pages start


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
    older: Linked | None = None  # the document that it replaced, where the index has it
    attached_to: Linked | None = None  # the mail that it came with
    attachments: tuple[Linked, ...] = ()
    ocr: float | None = None  # how sure OCR was of what it read, 0 to 1; None: it read nothing
