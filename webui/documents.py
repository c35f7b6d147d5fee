"""Make a document's page: kb's ShownDocument in, a DocumentPage out."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from kb.results import ShownDocument, ShownPassage, ShownSection
from webui.layout import dated, replaced_by
from webui.links import Links, fragment
from webui.messages import counted, say
from webui.text_layout import paragraphs, pieces, widest
from webui.view_models import (
    ContentsEntry,
    DocumentPage,
    Frame,
    Link,
    TextOfPassage,
    TextOfSection,
)

__all__ = ["document_page"]


def document_page(document: ShownDocument, question: str, frame: Frame) -> DocumentPage:
    """Return the page that shows *document*, where the words of *question* are marked."""
    language = frame.language
    links = Links(language)
    width = widest([p.text for section in document.sections for p in section.passages])
    replaces = document.replaces
    return DocumentPage(
        frame=frame,
        title=document.title,
        lang=document.language if document.language != language else None,
        institution=document.institution,
        date=dated(document.date, language),
        source=document.source,
        source_href=_web_address(document.source),
        replaces=Link(replaces, links.document(replaces)) if replaces else None,
        newer=replaced_by(document.newer, document.date, links, question),
        marked=_marked(document, question, language) if question else "",
        results=links.results(question) if question else None,
        unmarked=links.document(document.id),
        contents=_contents(document, language),
        sections=tuple(
            _section(section, document, width, language) for section in document.sections
        ),
    )


def _web_address(source: str | None) -> str | None:
    """Return *source* if it can be followed; "javascript:" and the like cannot."""
    if source is None or any(character.isspace() for character in source):
        return None
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    return source if parts.scheme in {"http", "https"} and parts.netloc else None


def _depth(section: ShownSection, document: ShownDocument) -> int:
    """Return how deep a section stands below the page's title; 0 where it is the title's own."""
    return len(section.path) - (section.path[:1] == (document.title,))


def _marks(section: ShownSection) -> int:
    return len(section.heading_spans) + sum(len(passage.spans) for passage in section.passages)


def _marked(document: ShownDocument, question: str, language: str) -> str:
    count = sum(_marks(section) for section in document.sections)
    if not count:
        return say("marked.none", language, question=question)
    return counted("marked", language, count, question=question)


def _contents(document: ShownDocument, language: str) -> tuple[ContentsEntry, ...]:
    """Return the headings as a tree; none where there is nothing to choose between."""
    listed = [
        section for section in document.sections if _depth(section, document) or _marks(section)
    ]
    if len(document.sections) < 2:
        return ()
    entries, rest = _below(listed, 0, 0, document, language)
    assert rest == len(listed)
    return entries


def _below(
    sections: Sequence[ShownSection], at: int, depth: int, document: ShownDocument, language: str
) -> tuple[tuple[ContentsEntry, ...], int]:
    """Return the entries from sections[at] on that stand deeper than *depth*, and where they end."""
    found: list[ContentsEntry] = []
    while at < len(sections):
        section = sections[at]
        own = max(1, _depth(section, document))
        if own <= depth:
            break
        below, at = _below(sections, at + 1, own, document, language)
        marks = _marks(section)
        found.append(
            ContentsEntry(
                text=section.heading or say("opening", language),
                href=f"#{section.anchor}",
                marks=counted("marks.in", language, marks) if marks else "",
                below=below,
            )
        )
    return tuple(found), at


def _section(
    section: ShownSection, document: ShownDocument, width: int, language: str
) -> TextOfSection:
    depth = _depth(section, document)
    titled = bool(section.heading) and depth > 0
    return TextOfSection(
        anchor=section.anchor,
        heading=pieces(section.heading or "", section.heading_spans) if titled else (),
        name=section.heading or say("opening", language),
        rank=min(depth + 1, 6),
        permalink=Links(language).document(document.id, "", section.anchor),
        passages=tuple(
            _passage(passage, before, section.anchor, width)
            for before, passage in zip((None, *section.passages), section.passages)
        ),
    )


def _passage(
    passage: ShownPassage, before: ShownPassage | None, anchor: str, width: int
) -> TextOfPassage:
    place = fragment(passage.id)
    return TextOfPassage(
        id=None if place == anchor else place,
        paragraphs=paragraphs(passage.text, passage.spans, width),
        # One character or none lies between sentences of a paragraph, two or more between paragraphs
        continues=before is not None and passage.start - before.start - len(before.text) < 2,
    )
