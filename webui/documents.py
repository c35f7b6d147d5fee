"""Make a document's page: a ShownDocument comes in, a DocumentPage goes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count
from urllib.parse import urlsplit

from kb.messages import Message
from kb.present.cells import safe_line
from kb.results import ShownDocument, ShownPassage, ShownSection
from webui.citation import Citation, as_bibtex, as_text, form
from webui.contents import contents, mark_count
from webui.layout import attached_link, percentage, replacement
from webui.links import Links, fragment
from webui.params import DocumentParams, SearchParams
from webui.parts import Parts, depth_of
from webui.text_layout import TableBlock, blocks, max_line_length, pieces, prose
from webui.view_models import (
    DocumentPage,
    Layout,
    Link,
    MarkLinks,
    PartLinks,
    PassageView,
    SectionView,
)

__all__ = ["View", "document_page"]


@dataclass(frozen=True, slots=True)
class View:
    """What one page shows of a document."""

    document: ShownDocument  # with the marks of the question
    parts: Parts
    number: int | None  # of the part on the page, from 0; None: the whole document
    params: DocumentParams
    moved: Message | None = None  # the address was an old one

    @property
    def sections(self) -> tuple[ShownSection, ...]:
        """The sections on the page."""
        if self.number is None:
            return self.document.sections
        return self.parts[self.number].sections

    @property
    def own_section(self) -> str:
        """The anchor that the page's own address names; "" where it needs none.

        With a question an address without one leads to the first mark.
        """
        if self.number is None or (self.number == 0 and not self.params.question):
            return ""
        return self.parts[self.number].anchor

    @property
    def continues(self) -> bool:
        """Whether the first section on the page began in an earlier part."""
        return self.number is not None and self.parts[self.number].continued

    @property
    def whole(self) -> bool:
        """Whether the address must say that a long document is wanted on one page."""
        return self.number is None and len(self.parts) > 1


def document_page(view: View, layout: Layout, generation: str, site: str | None) -> DocumentPage:
    """Return the page that shows *view*.

    Args:
        view: what to show.
        layout: the frame of the page.
        generation: of the index, for print.
        site: "https://kisima.example", before the address of a citation; None: it has none.
    """
    document, question = view.document, view.params.question
    links = layout.links
    here = frozenset(section.anchor for section in view.sections)
    ids = frozenset(section.anchor for section in view.sections[view.continues :])

    def address(anchor: str) -> str:
        if anchor in ids:
            return f"#{anchor}"
        return links.document(document.id, question, anchor)

    replaces = document.replaces
    citation = _citation(view, links, layout, site)
    paged = any(p.page is not None for s in view.sections for p in s.passages)
    blank = form(citation, paged=paged)
    return DocumentPage(
        layout=layout,
        id=safe_line(document.id),
        title=safe_line(document.title),
        href=links.document(document.id).partition("?")[0],
        generation=generation,
        lang=document.language if document.language != layout.language else None,
        institution=document.institution,
        date=document.date,
        source=document.source,
        source_href=_web_address(document.source),
        replaces=Link(replaces, links.document(replaces)) if replaces else None,
        replacement=replacement(document.newer, document.date, links, question),
        comparison=_comparison(document, links),
        attached_to=attached_link(document.attached_to, links, question),
        attachments=tuple(
            Link(one.title, links.document(one.document, question)) for one in document.attachments
        ),
        ocr_share=percentage(document.ocr),
        moved=view.moved,
        marks=_marks(view, links) if question else None,
        contents=contents(document, here, ids, address),
        part=_part_links(view, links),
        parts=links.document(document.id, question) if view.whole else None,
        whole=links.document(document.id, question, whole=len(view.parts) > 1),
        citation=as_text(citation, layout.language),
        bibtex=as_bibtex(citation),
        citation_form=as_text(blank, layout.language),
        bibtex_form=as_bibtex(blank),
        sections=tuple(_sections(view, links)),
    )


def _web_address(source: str | None) -> str | None:
    """Return *source* if a browser can follow it; "javascript:" and the like are no web address."""
    if source is None or any(character.isspace() for character in source):
        return None
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    return source if parts.scheme in {"http", "https"} and parts.netloc else None


def _comparison(document: ShownDocument, links: Links) -> str | None:
    if document.newer is not None:
        return links.comparison(document.newer.document, document.id)
    return links.comparison(document.id, document.older.document) if document.older else None


def _citation(view: View, links: Links, layout: Layout, site: str | None) -> Citation:
    """Return the citation of what is on the page: the document, or the part's first section."""
    document = view.document
    part = None if view.number is None or len(view.parts) == 1 else view.parts[view.number]
    anchor = part.anchor if part and view.number else ""
    pages = (p.page for section in part.sections for p in section.passages) if part else iter(())
    return Citation(
        title=safe_line(document.title),
        section=part.heading if part and view.number else None,
        institution=document.institution,
        date=document.date,
        source=document.source,
        pdf_page=str(page) if view.number and (page := next(pages, None)) else None,
        permalink=None if site is None else site + links.document(document.id, "", anchor),
        retrieval_date=layout.retrieval_date,
    )


def _part_links(view: View, links: Links) -> PartLinks | None:
    """Return the way to the parts before and after; None where the whole document is shown."""
    parts, number, question = view.parts, view.number, view.params.question
    if number is None or len(parts) == 1:
        return None

    def to(other: int) -> Link | None:
        if not 0 <= other < len(parts):
            return None
        part = parts[other]
        href = links.document(view.document.id, question, part.anchor)
        return Link(part.heading or "", href)

    return PartLinks(
        number=number + 1,
        count=len(parts),
        heading=parts[number].heading,
        previous=to(number - 1),
        next=to(number + 1),
    )


def _marks_of(sections: Sequence[ShownSection], document: ShownDocument) -> int:
    return sum(mark_count(section, document) for section in sections)


def _ends(view: View) -> list[int]:
    """Return the number of the last mark of each part."""
    return list(accumulate(_marks_of(part.sections, view.document) for part in view.parts.parts))


def _marks(view: View, links: Links) -> MarkLinks:
    document, question, number = view.document, view.params.question, view.number
    ends = _ends(view)
    total = ends[-1]
    first = ends[number - 1] + 1 if number else 1
    last = total if number is None else ends[number]

    def to(mark: int) -> str:
        if first <= mark <= last:
            return f"#_m{mark}"
        part = next(part for part, end in zip(view.parts.parts, ends, strict=True) if mark <= end)
        return f"{links.document(document.id, question, section=part.anchor)}#_m{mark}"

    return MarkLinks(
        count=total,
        first=first,
        last=last,
        before=to(first - 1) if first > 1 else None,
        after=to(last + 1) if last < total else None,
        start=to(1) if total else "",
        results=links.results(SearchParams(question)),
        without=links.document(document.id, section=view.own_section, whole=view.whole),
    )


def _sections(view: View, links: Links) -> Iterator[SectionView]:
    document, number = view.document, view.number
    width = max_line_length(
        part for s in document.sections for p in s.passages for part in prose(p.text, p.tables)
    )
    continued = view.continues
    before = _ends(view)[number - 1] if number else 0
    layout = _TextLayout(width, count(before + 1) if view.params.question else None)
    for section in view.sections:
        depth = depth_of(section, document)
        heading = section.heading if depth > 0 else None
        anchor = fragment(section.passages[0].id) if continued else section.anchor
        numbers = None if continued else layout.numbers
        yield SectionView(
            anchor=anchor,
            heading=pieces(heading, section.heading_spans, numbers=numbers) if heading else (),
            name=heading or "",
            rank=min(depth + 1, 6),
            permalink=links.document(document.id, "", section.anchor),
            passages=tuple(layout.passages(section, anchor)),
            continued=continued,
        )
        continued = False


class _TextLayout:
    """Lays out passages one after another: the marks and the pages are counted through."""

    def __init__(self, width: int, numbers: Iterator[int] | None) -> None:
        self.numbers = numbers
        self._width = width  # of the document's longest line
        self._page: int | None = None  # where the text before ended

    def passages(self, section: ShownSection, anchor: str) -> list[PassageView]:
        """Return the passages of a section; a table that several of them contain is one table."""
        views: list[PassageView] = []
        for previous, passage in zip((None, *section.passages), section.passages):
            view = self._passage(passage, previous, anchor)
            last = views[-1].blocks[-1] if views and views[-1].blocks else None
            if view.continues and isinstance(last, TableBlock) and passage.tables:
                first, *rest = view.blocks
                if isinstance(first, TableBlock) and first.columns == last.columns:
                    body, *bodies = first.bodies
                    joined = replace(
                        last, bodies=(*last.bodies, replace(body, id=view.id), *bodies)
                    )
                    views[-1] = replace(views[-1], blocks=(*views[-1].blocks[:-1], joined))
                    view = replace(view, id=None, blocks=tuple(rest), continues=False)
            if view.blocks:
                views.append(view)
        return views

    def _passage(
        self, passage: ShownPassage, previous: ShownPassage | None, section_anchor: str
    ) -> PassageView:
        anchor = fragment(passage.id)
        # A header that is repeated above later rows shows no match of its own.
        tables = [part._replace(header_spans=()) for part in passage.tables]
        return PassageView(
            id=None if anchor == section_anchor else anchor,
            blocks=tuple(
                blocks(
                    passage.text,
                    passage.spans,
                    tables,
                    self._width,
                    numbers=self.numbers,
                    pages=self._pages(passage),
                )
            ),
            # Between sentences of a paragraph there is at most one character, between
            # paragraphs more.
            continues=previous is not None
            and passage.start - previous.start - len(previous.text) < 2,
        )

    def _pages(self, passage: ShownPassage) -> list[tuple[int, int]]:
        """Return the pages that start in a passage: its offset, and the number of the page."""
        if passage.page is None:
            return []
        starts = [] if passage.page == self._page else [(0, passage.page)]
        starts += [(offset, passage.page + n) for n, offset in enumerate(passage.page_breaks, 1)]
        self._page = passage.page + len(passage.page_breaks)
        return starts
