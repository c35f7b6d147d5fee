"""Make a document's page: a ShownDocument comes in, a DocumentPage goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from kb.results import ShownDocument, ShownPassage, ShownSection
from webui.layout import attached_link, percentage, replacement
from webui.links import Links, fragment
from webui.params import SearchParams
from webui.text_layout import TableBlock, blocks, max_line_length, pieces, prose
from webui.view_models import (
    ContentsEntry,
    DocumentPage,
    Layout,
    Link,
    PassageView,
    SectionView,
)

__all__ = ["document_page"]


def document_page(document: ShownDocument, layout: Layout) -> DocumentPage:
    """Return the page that shows *document*, with the words of the layout's question marked."""
    question, links = layout.question, layout.links
    line_length = max_line_length(
        part for s in document.sections for p in s.passages for part in prose(p.text, p.tables)
    )
    replaces = document.replaces
    return DocumentPage(
        layout=layout,
        title=document.title,
        lang=document.language if document.language != layout.language else None,
        institution=document.institution,
        date=document.date,
        source=document.source,
        source_href=_web_address(document.source),
        replaces=Link(replaces, links.document(replaces)) if replaces else None,
        replacement=replacement(document.newer, document.date, links, question),
        attached_to=attached_link(document.attached_to, links, question),
        attachments=tuple(
            Link(one.title, links.document(one.document, question)) for one in document.attachments
        ),
        ocr_share=percentage(document.ocr),
        mark_count=sum(map(_mark_count, document.sections)) if question else None,
        results=links.results(SearchParams(question)) if question else None,
        without_marks=links.document(document.id),
        contents=_contents(document),
        sections=tuple(
            _section(section, document, line_length, links) for section in document.sections
        ),
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


def _depth(section: ShownSection, document: ShownDocument) -> int:
    """Return how deep a section is below the page's title; 0 where its heading is the title."""
    return len(section.path) - (section.path[:1] == (document.title,))


def _mark_count(section: ShownSection) -> int:
    return len(section.heading_spans) + sum(len(passage.spans) for passage in section.passages)


def _contents(document: ShownDocument) -> tuple[ContentsEntry, ...]:
    """Return the headings as a tree; nothing where there is only one section."""
    if len(document.sections) < 2:
        return ()
    listed = [
        section
        for section in document.sections
        if _depth(section, document) or _mark_count(section)
    ]
    entries, rest = _entries_below(listed, 0, 0, document)
    assert rest == len(listed)
    return entries


def _entries_below(
    sections: Sequence[ShownSection], at: int, depth: int, document: ShownDocument
) -> tuple[tuple[ContentsEntry, ...], int]:
    """Return the entries from sections[at] on that are deeper than *depth*, and where they end."""
    entries: list[ContentsEntry] = []
    while at < len(sections):
        section = sections[at]
        own_depth = max(1, _depth(section, document))
        if own_depth <= depth:
            break
        below, at = _entries_below(sections, at + 1, own_depth, document)
        entries.append(
            ContentsEntry(section.heading, f"#{section.anchor}", _mark_count(section), below)
        )
    return tuple(entries), at


def _section(
    section: ShownSection, document: ShownDocument, line_length: int, links: Links
) -> SectionView:
    depth = _depth(section, document)
    heading = section.heading if depth > 0 else None
    return SectionView(
        anchor=section.anchor,
        heading=pieces(heading, section.heading_spans) if heading else (),
        name=heading or "",
        rank=min(depth + 1, 6),
        permalink=links.document(document.id, "", section.anchor),
        passages=tuple(_passages(section, line_length)),
    )


def _passages(section: ShownSection, line_length: int) -> list[PassageView]:
    """Return the passages of a section; a table that several of them contain is one table."""
    views: list[PassageView] = []
    for previous, passage in zip((None, *section.passages), section.passages):
        view = _passage(passage, previous, section.anchor, line_length)
        last = views[-1].blocks[-1] if views and views[-1].blocks else None
        if view.continues and isinstance(last, TableBlock) and passage.tables:
            first, *rest = view.blocks
            if isinstance(first, TableBlock) and first.columns == last.columns:
                bodies = (*last.bodies, replace(first.bodies[0], id=view.id))
                joined = replace(last, bodies=bodies)
                views[-1] = replace(views[-1], blocks=(*views[-1].blocks[:-1], joined))
                view = replace(view, id=None, blocks=tuple(rest), continues=False)
        if view.blocks:
            views.append(view)
    return views


def _passage(
    passage: ShownPassage, previous: ShownPassage | None, section_anchor: str, line_length: int
) -> PassageView:
    anchor = fragment(passage.id)
    return PassageView(
        id=None if anchor == section_anchor else anchor,
        blocks=tuple(blocks(passage.text, passage.spans, passage.tables, line_length)),
        # Between sentences of a paragraph there is at most one character, between paragraphs more.
        continues=previous is not None and passage.start - previous.start - len(previous.text) < 2,
    )
