"""What each template is given: one frozen record a template, everything ready to be shown.

Text is plain text, addresses are written, words are in the page's language;
a template only decides where things stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from webui.text_layout import Line, Paragraph

__all__ = [
    "Choice",
    "ContentsEntry",
    "DocumentPage",
    "ErrorPage",
    "FilterGroup",
    "Frame",
    "HomePage",
    "Link",
    "OpenSearch",
    "Page",
    "PageLink",
    "Pagination",
    "Reason",
    "Replaced",
    "ResultsPage",
    "ShownHit",
    "TextOfPassage",
    "TextOfSection",
]


class Page(Protocol):
    """Anything a template can be filled in from."""

    template: ClassVar[str]

    @property
    def language(self) -> str:
        """The language the page's own words are in."""


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads somewhere."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page."""

    language: str
    title: str  # of the window, without the site's name
    home: str
    switch: Link  # the same page in the other language
    question: str  # as it stands in the search field
    address: str  # where the page is, in full, for print and robots
    retrieved: str
    indexed: bool  # search engines may list it
    json: str | None = None


@dataclass(frozen=True, slots=True)
class HomePage:
    """The search page."""

    template: ClassVar[str] = "home.html"
    frame: Frame
    holds: str
    examples: tuple[Link, ...]
    how: tuple[tuple[Link, str], ...]  # a way to ask, and what it means

    @property
    def language(self) -> str:
        """The language the page's own words are in."""
        return self.frame.language


@dataclass(frozen=True, slots=True)
class Replaced:
    """What stands in for an older document today."""

    older: tuple[str, str] | None  # the older one's own date: ISO, and as people write it
    document: Link
    date: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class ShownHit:
    """One answer."""

    heading: Line
    href: str
    path: tuple[str, ...]  # from the document's title to the heading above its own
    lang: str | None  # of the document, where it is not the page's
    window: tuple[Line, ...]
    cut: tuple[bool, bool]  # the passage goes on before, after the window
    kind: str | None
    institution: str | None
    date: tuple[str, str] | None  # ISO, and as people write it
    on_page: str | None  # of a PDF: what to cite
    missing: str
    children: tuple[Link, ...]
    permalink: Link
    more: Link | None  # to what is folded below it, of its document
    newer: Replaced | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter. Its link chooses it, or lets go of it."""

    name: str
    count: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """The values of one filter."""

    heading: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of results; None for pages left out."""

    number: int | None
    href: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    """The way to the other pages of results."""

    previous: str | None
    next: str | None
    pages: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The answers to a question, or that there are none."""

    template: ClassVar[str] = "results.html"
    frame: Frame
    count: str
    first: int  # the number of the first hit
    notes: tuple[str, ...]
    meant: Link | None
    hits: tuple[ShownHit, ...]
    filters: tuple[FilterGroup, ...]
    unfiltered: str | None  # the same question without filters, where there are any
    pagination: Pagination | None

    @property
    def language(self) -> str:
        """The language the page's own words are in."""
        return self.frame.language


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of a document's contents."""

    text: str
    href: str
    marks: str  # how many marks stand there, in words; empty for none
    below: tuple[ContentsEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class TextOfPassage:
    """One passage on a document's page."""

    id: str | None  # None where the section's own anchor stands for it
    paragraphs: tuple[Paragraph, ...]
    continues: bool  # the passage before it ended inside a paragraph


@dataclass(frozen=True, slots=True)
class TextOfSection:
    """One section on a document's page."""

    anchor: str
    heading: Line  # empty: none, or it says what the page's title says
    name: str  # the heading as plain text
    rank: int  # of the HTML heading: 2 to 6
    permalink: str
    passages: tuple[TextOfPassage, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A whole document."""

    template: ClassVar[str] = "document.html"
    frame: Frame
    title: str
    lang: str | None
    institution: str | None
    date: tuple[str, str] | None
    source: str | None
    source_href: str | None  # where the source is an address on the web
    replaces: Link | None
    newer: Replaced | None
    marked: str  # how many marks there are; empty where nothing was asked
    results: str | None
    unmarked: str
    contents: tuple[ContentsEntry, ...]
    sections: tuple[TextOfSection, ...]

    @property
    def language(self) -> str:
        """The language the page's own words are in."""
        return self.frame.language


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no answer, in one language."""

    language: str
    what: str
    do: str


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Why there is no answer, in both languages, and what mends it."""

    template: ClassVar[str] = "error.html"
    status: int
    reasons: tuple[Reason, ...]
    command: str
    language: str = "sw"


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """What a browser needs to offer this search in its address bar."""

    template: ClassVar[str] = "opensearch.xml"
    results: str  # the address of the results, without the question
    language: str
