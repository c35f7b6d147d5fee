"""What each template is filled in from: one frozen record a template.

Texts of documents are plain text, addresses are complete, dates are ISO, and what Kisima
says is a Message. The template puts messages and dates into the page's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from kb.messages import Message
from webui.branding import Brand
from webui.comparison import Change, Run
from webui.links import Links
from webui.text_layout import Block, Line

__all__ = [
    "AnswerView",
    "Bar",
    "Chip",
    "ComparedSection",
    "ComparisonPage",
    "ContentsEntry",
    "CopyLink",
    "DocumentPage",
    "ErrorPage",
    "FilterChoice",
    "FilterGroup",
    "Further",
    "Histogram",
    "HitView",
    "HomePage",
    "Layout",
    "Link",
    "MarkLinks",
    "OpenSearch",
    "Page",
    "PageInLayout",
    "PageLink",
    "Pagination",
    "PartLinks",
    "PassageView",
    "Replacement",
    "ResultsPage",
    "Said",
    "SectionView",
    "Source",
]


class Page(Protocol):
    """Anything a template can be filled in from."""

    template: ClassVar[str]

    @property
    def language(self) -> str:
        """The language of the page's own words."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text and an address."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What every page has around its content."""

    language: str
    links: Links  # the addresses of the site in that language
    brand: Brand
    title: Message | str  # of the window, without the site's name
    home: str
    switch: Link  # to the same page in the other language
    question: str  # in the search field
    limit: int | None  # hits on a page, where the address says it; the search field sends it on
    address: str  # of the page, complete, for print and robots
    retrieval_date: str
    indexable: bool  # search engines may list the page
    json: str | None = None  # the address of the same as JSON
    notice: Message | None = None  # what a reader of any page should know
    feed: str | None = None  # the address of the feed that says when it changes
    lists: tuple[tuple[Message, str], ...] = ()  # the pages that list the collection


@dataclass(frozen=True, slots=True)
class PageInLayout:
    """A page with the common layout."""

    layout: Layout

    @property
    def language(self) -> str:
        """The language of the page's own words."""
        return self.layout.language


@dataclass(frozen=True, slots=True)
class HomePage(PageInLayout):
    """The search page."""

    template: ClassVar[str] = "home.html"
    document_count: int
    examples: tuple[Link, ...]
    syntax: tuple[tuple[Link, Message], ...]  # an example of the query language, and its meaning


@dataclass(frozen=True, slots=True)
class Replacement:
    """The document that replaces an older one."""

    older_date: str | None
    document: Link
    date: str | None


@dataclass(frozen=True, slots=True)
class CopyLink:
    """A document that has the same passage as a hit."""

    document: Link
    pdf_page: int | None
    institution: str | None  # where it is not the hit's


@dataclass(frozen=True, slots=True)
class Source:
    """Where a passage is from: one line above its heading."""

    institution: str | None
    path: tuple[str, ...]  # from the document's title to the heading above its own
    opening: bool  # the text before the document's first heading: it has no path
    date: str | None
    lang: str | None  # of the document, where it is not the page's


@dataclass(frozen=True, slots=True)
class Further:
    """Another passage of the section that a hit shows."""

    line: Line
    href: str


@dataclass(frozen=True, slots=True)
class HitView:
    """One hit on the results page: a section of a document."""

    heading: Line
    href: str
    source: Source
    snippet: tuple[Block, ...]
    cut: tuple[bool, bool]  # the passage goes on before, after the snippet
    kind: str | None
    pdf_page: int | None
    ocr_share: str  # how sure OCR was of its text; "": not read by OCR
    missing: str  # the question's words that the passage lacks
    children: tuple[Link, ...]  # the first headings below its own
    further_children: int  # those besides
    further: tuple[Further, ...]  # other passages of its section that match
    collapsed: int  # matches of its document that are not listed
    collapsed_href: str  # the search that lists them
    replacement: Replacement | None
    copies: tuple[CopyLink, ...]  # other documents that have the passage
    unlisted_copies: int  # those besides
    attached_to: Link | None  # the mail that its document came with


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The short answer to a question, with its source."""

    text: tuple[Block, ...]
    cut: tuple[bool, bool]  # the sentence goes on before, after the text
    heading: str
    href: str
    source: Source
    counts: Message | None  # that the text and its list give two numbers


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of a question: what was searched otherwise, and the way back."""

    text: Message
    link: tuple[Message | str, str] | None = None  # its words and its address
    values: tuple[Link, ...] = ()  # what there is, where the text says that something is not


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One value of a filter. Its link adds it to the search, or removes it."""

    name: str
    count: int | None
    href: str
    chosen: bool
    lang: str | None = None  # of the name, where it is not the page's


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of the histogram: its place and height, in units of the drawing."""

    x: float
    height: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many results each year has, as a drawing with a sentence that says the same."""

    bars: tuple[Bar, ...]
    width: float  # of a bar
    first: str
    last: str
    peak: str  # the year with the most
    peak_count: int


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """The values of one filter."""

    heading: Message
    choices: tuple[FilterChoice, ...]
    further: tuple[FilterChoice, ...] = ()  # shown when asked for
    histogram: Histogram | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter at the top of the results; its link removes it."""

    group: Message
    name: str
    href: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of results; None where pages are left out."""

    number: int | None
    href: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pagination:
    """Links to the other pages of results."""

    previous: str | None
    next: str | None
    pages: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class ResultsPage(PageInLayout):
    """The results of a question, or that there are none."""

    template: ClassVar[str] = "results.html"
    question: str  # as it is shown: a long one is cut
    total: int
    documents: int  # that have results
    copies: int  # further matches, each a copy of one of them
    listed: int  # results on all pages together
    page: int
    last_page: int
    first: int  # the number of the first hit
    newest: bool  # the newest come first
    other_order: str  # the address of the same results in the other order
    said: tuple[Said, ...]
    answers: tuple[AnswerView, ...]  # one for each institution
    institutions: tuple[Link, ...]  # that the question fits, where there are several
    hits: tuple[HitView, ...]
    chips: tuple[Chip, ...]
    filters: tuple[FilterGroup, ...]
    without_filters: str | None  # the same question without its filters
    nearest: tuple[tuple[Link, int], ...]  # words that the collection has, where nothing matches
    pagination: Pagination | None


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of a document's contents."""

    heading: str | None  # None: the text before the first heading
    href: str
    mark_count: int  # in the section and in those below that are not listed
    id: str | None  # the section's anchor, where the section is on another page
    below: tuple[ContentsEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageView:
    """One passage on a document's page."""

    id: str | None  # None: the section's own anchor is the passage's
    blocks: tuple[Block, ...]
    continues: bool  # the passage before it ended inside a paragraph


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section on a document's page."""

    anchor: str
    heading: Line  # empty: there is none, or it repeats the page's title
    name: str  # the heading as plain text
    rank: int  # of the HTML heading: 2 to 6
    permalink: str
    passages: tuple[PassageView, ...]
    continued: bool = False  # it began in an earlier part


@dataclass(frozen=True, slots=True)
class MarkLinks:
    """The marks of a document, numbered from 1, and the way from one to the next."""

    count: int
    first: int  # the first on this page; last < first: this page has none
    last: int
    before: str | None  # the mark before the first here, in an earlier part
    after: str | None  # the mark after the last here, in a later part
    start: str  # the first of all
    results: str
    without: str  # the same page without marks


@dataclass(frozen=True, slots=True)
class PartLinks:
    """Where a part is in its document, and the way to the others."""

    number: int  # from 1
    count: int
    heading: str | None  # of the first section; None: the text before the first heading
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class DocumentPage(PageInLayout):
    """A document, or a part of a long one."""

    template: ClassVar[str] = "document.html"
    id: str  # the name of its file, safe to show
    title: str
    href: str  # where the field that searches in it sends its question
    generation: str
    lang: str | None  # of the document, where it is not the page's
    institution: str | None
    date: str | None
    source: str | None
    source_href: str | None  # where the source is an address on the web
    replaces: Link | None
    replacement: Replacement | None
    comparison: str | None  # what changed, from an older version or to a newer one
    attached_to: Link | None  # the mail that it came with
    attachments: tuple[Link, ...]
    ocr_share: str  # how sure OCR was of what it read; "": it read nothing
    moved: Message | None  # the address was an old one
    marks: MarkLinks | None  # None: there is no question
    contents: tuple[ContentsEntry, ...]
    part: PartLinks | None  # None: the whole document is on the page
    parts: str | None  # the same by parts, where a long document is on one page
    whole: str  # the whole document on one page
    citation: str
    bibtex: str
    citation_form: str  # with places for a section, its page and its address
    bibtex_form: str
    sections: tuple[SectionView, ...]


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """What became of one section."""

    change: Change
    heading: str | None
    former: str | None  # the heading it had, where it is another
    href: str
    lines: tuple[tuple[Run, ...], ...]  # of the text, with what was taken out and put in
    left_out: bool  # its text is too long for this page


@dataclass(frozen=True, slots=True)
class ComparisonPage(PageInLayout):
    """What changed from one document to the one that replaces it."""

    template: ClassVar[str] = "comparison.html"
    older: Link
    older_date: str | None
    newer: Link
    newer_date: str | None
    lang: str | None
    counts: tuple[Message, ...]
    sections: tuple[ComparedSection, ...]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Why there is no answer, and what to do."""

    template: ClassVar[str] = "error.html"
    status: int
    reason: Message
    remedy: Message
    command: str
    language: str
    brand: Brand
    switch: Link
    home: str
    existing: tuple[Link, ...] = ()  # what there is instead


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """What a browser needs to offer this search in its address bar."""

    template: ClassVar[str] = "opensearch.xml"
    name: str  # of the site
    results: str  # the address of the results, without the question
    language: str
