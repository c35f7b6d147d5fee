"""Make the entries of lists: records of the catalogue come in, records of a page go out."""

from __future__ import annotations

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.sections import OwnedSections
from kb.catalogue.structure import Structure, Unit
from kb.catalogue.timeline import MentionedDate
from kb.index.schema import StoredPassage
from kb.store.documents import DocumentRecord
from webui.browse_links import BrowseLinks, BrowseParams
from webui.browse_models import (
    ComparedOwner,
    DateEntry,
    DocumentEntry,
    QuotedDate,
    SectionEntry,
    UnitEntry,
)
from webui.language import date_in_words
from webui.links import Links, fragment
from webui.params import SearchParams
from webui.text_layout import pieces
from webui.view_models import Link

__all__ = ["compared_owner", "date_entry", "document_entry", "drawn_units", "section_entry"]

MAX_SECTIONS = 3
"""Sections of one institution that a comparison shows."""
MAX_CHILDREN = 12
MAX_TEXT = 500


def document_entry(record: DocumentRecord, links: Links) -> DocumentEntry:
    """Return a document as a list shows it."""
    return DocumentEntry(
        title=record.title,
        href=links.document(record.id),
        institution=record.institution,
        date=record.date,
        older=record.replaced_by is not None,
        lang=record.language if record.language != links.language else None,
    )


def section_entry(passage: StoredPassage, links: Links, max_length: int = MAX_TEXT) -> SectionEntry:
    """Return a section as a list shows it: its heading, and the beginning of its text."""
    text = "" if passage.bare else " ".join(passage.text.split())
    shown = _beginning(text, max_length)
    path = passage.path[:-1]
    return SectionEntry(
        heading=passage.heading or passage.title,
        href=links.document(passage.document, "", fragment(passage.id)),
        title=passage.title,
        path=path[1:] if path[:1] == (passage.title,) else path,
        institution=passage.institution,
        date=passage.date,
        text=shown,
        cut=shown != text,
        children=tuple(
            Link(heading, links.document(passage.document, "", anchor))
            for heading, anchor in passage.children[:MAX_CHILDREN]
        ),
        lang=passage.language if passage.language != links.language else None,
        older=passage.newer is not None,
    )


def _beginning(text: str, max_length: int) -> str:
    """Return whole words from the beginning of a text.

    >>> _beginning("Kuwa kinara wa huduma", 12), _beginning("Dira", 12)
    ('Kuwa kinara', 'Dira')
    """
    if len(text) <= max_length:
        return text
    cut = text[: max_length + 1].rpartition(" ")[0]
    return cut or text[:max_length]


def compared_owner(
    catalogue: Catalogue, owned: OwnedSections, kind: str, to: BrowseLinks
) -> ComparedOwner:
    """Return a row of a comparison."""
    shown = catalogue.passages(owned.sections[:MAX_SECTIONS])
    name, href = _owner(catalogue, owned.owner, owned.sections[0].document, to)
    return ComparedOwner(
        name=name,
        href=href,
        sections=tuple(section_entry(passage, to.links) for passage in shown),
        more=len(owned.sections) - len(shown),
        more_href=to.sections(BrowseParams(kind=kind, institution=owned.owner)),
    )


def _owner(catalogue: Catalogue, owner: str, document: str, to: BrowseLinks) -> tuple[str, str]:
    """Return the name of an owner, and the address of its documents, or of its one document."""
    if owner != document:
        return owner, to.documents(BrowseParams(institution=owner))
    titles = [record.title for record in catalogue.records([owner])]
    return (titles[0] if titles else owner), to.links.document(owner)


def drawn_units(
    catalogue: Catalogue, structure: Structure, to: BrowseLinks
) -> tuple[str, str, UnitEntry]:
    """Return the name of an owner, the address of its documents, and its units below it."""
    known = structure.owner if catalogue.records([structure.owner]) else ""
    name, documents = _owner(catalogue, structure.owner, known, to)
    units = tuple(_unit(unit, to.links) for unit in structure.units)
    return name, documents, UnitEntry(name, documents, units)


def _unit(unit: Unit, links: Links) -> UnitEntry:
    return UnitEntry(
        unit.heading,
        links.document(unit.document, "", fragment(unit.passage)),
        tuple(_unit(below, links) for below in unit.below),
    )


def date_entry(mentioned: MentionedDate, links: Links, institution: str = "") -> DateEntry:
    """Return a date with the sentences that mention it; all others are a search away."""
    filters = {"institution": (institution,)} if institution else {}
    in_words = date_in_words(mentioned.date, "sw")
    return DateEntry(
        date=mentioned.date,
        quoted=tuple(
            QuotedDate(
                pieces(one.quoted, [one.span] if one.span[1] else []),
                one.passage.title,
                links.document(one.passage.document, in_words, fragment(one.passage.id)),
                one.passage.language if one.passage.language != links.language else None,
            )
            for one in mentioned.passages
        ),
        more=max(0, mentioned.total - len(mentioned.passages)),
        more_href=links.results(SearchParams(f'"{in_words}"', filters=filters)),
    )
