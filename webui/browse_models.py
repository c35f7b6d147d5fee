"""What the templates of the lists are filled in from; see webui.view_models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kb.messages import Message
from webui.charts import Bars, Chart
from webui.text_layout import Line
from webui.view_models import Link, PageInLayout

__all__ = [
    "ChangeEntry",
    "ChangesPage",
    "ComparePage",
    "ComparedOwner",
    "DateEntry",
    "DocumentEntry",
    "DocumentsPage",
    "Feed",
    "FeedEntry",
    "InstitutionsPage",
    "ListChoice",
    "ListPages",
    "OverviewPage",
    "QuotedDate",
    "SectionEntry",
    "SectionsPage",
    "StructurePage",
    "TimelinePage",
    "UnitEntry",
]


@dataclass(frozen=True, slots=True)
class ListChoice:
    """One value that a list can be cut by."""

    name: str | Message
    href: str
    count: int
    chosen: bool = False
    code: str = ""  # how a form sends it


@dataclass(frozen=True, slots=True)
class ListPages:
    """Where a reader is in a list of several pages."""

    page: int
    last: int
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class OverviewPage(PageInLayout):
    """Where all lists start."""

    template: ClassVar[str] = "browse.html"
    document_count: int
    letters: tuple[ListChoice, ...]
    institutions: tuple[ListChoice, ...]
    all_institutions: str | None  # where there are more
    kinds: tuple[ListChoice, ...]
    years: tuple[ListChoice, ...]


@dataclass(frozen=True, slots=True)
class InstitutionsPage(PageInLayout):
    """The institutions, A to Z."""

    template: ClassVar[str] = "browse_institutions.html"
    institutions: tuple[ListChoice, ...]
    pages: ListPages
    up: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """One document in a list."""

    title: str
    href: str
    institution: str | None
    date: str | None
    older: bool  # another document replaces it
    lang: str | None  # where it is not the page's


@dataclass(frozen=True, slots=True)
class DocumentsPage(PageInLayout):
    """Documents, A to Z."""

    template: ClassVar[str] = "browse_documents.html"
    heading: Message | str
    total: int
    letters: tuple[ListChoice, ...]
    all_letters: str | None  # where a letter is chosen
    without: tuple[Link, ...]  # chosen values; the link lists without it
    structure: str | None  # the chart of the chosen institution
    documents: tuple[DocumentEntry, ...]
    pages: ListPages
    up: str


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """One section in a list or a comparison."""

    heading: str
    href: str
    title: str  # of the document
    path: tuple[str, ...]  # headings between the title and its own
    institution: str | None
    date: str | None
    text: str
    cut: bool  # the section goes on
    children: tuple[Link, ...]
    lang: str | None
    older: bool = False


@dataclass(frozen=True, slots=True)
class SectionsPage(PageInLayout):
    """Every section of one kind."""

    template: ClassVar[str] = "browse_sections.html"
    kind: str
    total: int
    compare: str | None  # the same kind over all institutions
    sections: tuple[SectionEntry, ...]
    pages: ListPages
    up: str


@dataclass(frozen=True, slots=True)
class ComparedOwner:
    """One row of a comparison."""

    name: str
    href: str
    sections: tuple[SectionEntry, ...]
    more: int  # sections that are not shown
    more_href: str


@dataclass(frozen=True, slots=True)
class ComparePage(PageInLayout):
    """One kind of section over all institutions."""

    template: ClassVar[str] = "compare.html"
    kind: str  # in words
    kinds: tuple[ListChoice, ...]
    total: int  # institutions
    owners: tuple[ComparedOwner, ...]
    pages: ListPages
    up: str


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """One unit of an institution, and those below it."""

    label: str
    address: str
    nodes: tuple[UnitEntry, ...]


@dataclass(frozen=True, slots=True)
class StructurePage(PageInLayout):
    """The units of an institution, as a picture and as a list."""

    template: ClassVar[str] = "structure.html"
    owner: str
    chart: Chart | None
    units: tuple[UnitEntry, ...]
    is_cut: bool
    documents: str


@dataclass(frozen=True, slots=True)
class QuotedDate:
    """A sentence that mentions a date."""

    line: Line
    title: str
    href: str
    lang: str | None


@dataclass(frozen=True, slots=True)
class DateEntry:
    """A day or a month, and who mentions it."""

    date: str
    quoted: tuple[QuotedDate, ...]
    more: int
    more_href: str


@dataclass(frozen=True, slots=True)
class TimelinePage(PageInLayout):
    """The dates that documents mention: the years, or the dates of one."""

    template: ClassVar[str] = "timeline.html"
    year: str
    bars: Bars | None
    years: tuple[ListChoice, ...]
    dates: tuple[DateEntry, ...]
    pages: ListPages
    up: str
    institution: str  # whose documents mention them; "": of all
    institutions: tuple[ListChoice, ...]


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What happened to one document."""

    kind: Message
    title: str
    href: str | None  # None: it is gone
    institution: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class ChangesPage(PageInLayout):
    """What changed lately, by day."""

    template: ClassVar[str] = "changes.html"
    days: tuple[tuple[str, tuple[ChangeEntry, ...]], ...]
    feed: str
    pages: ListPages


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A document in a feed."""

    id: str  # lasts as long as the document has its address
    title: str
    href: str
    updated: str
    published: str | None
    author: str
    summary: str
    language: str


@dataclass(frozen=True, slots=True)
class Feed:
    """An Atom feed (RFC 4287)."""

    template: ClassVar[str] = "changes.atom"
    language: str
    id: str
    title: Message
    author: str  # the name of the site
    self: str
    page: str
    updated: str
    entries: tuple[FeedEntry, ...]
