"""Load a document or a passage by its id, and show it with the marks of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from kb.errors import DocumentNotFound
from kb.highlight import marked_tables, marks
from kb.index.payload import decode_passage
from kb.index.schema import StoredPassage
from kb.query.terms import QueryTerm
from kb.results import Linked, ShownDocument, ShownPassage, ShownSection
from kb.search.attached import attached_to, attachments_of
from kb.search.copies import CopyList, copies_of
from kb.search.superseded import newest
from kb.store import IndexReader

__all__ = ["load_document", "load_passage"]


def load_passage(reader: IndexReader, id: str) -> StoredPassage:
    """Return one passage by its id, or by an id it had before.

    Raises:
        DocumentNotFound: there is no such passage.
    """
    document, _, rest = id.rpartition("#")
    now = f"{reader.manifest.aliases.get(document, document)}#{rest}"
    for stored in filter(None, reader.engine.fetch([id, now])):
        passage = decode_passage(stored.payload)
        copies = copies_of(reader.engine, [passage.id]).get(passage.id, CopyList())
        return replace(
            passage,
            newer=newest(reader, passage.document),
            attached_to=attached_to(reader, passage.document),
            copies=copies.listed,
            copy_count=copies.count,
        )
    raise DocumentNotFound(id)


def load_document(reader: IndexReader, id: str, marked: Sequence[QueryTerm]) -> ShownDocument:
    """Return a whole document by its id, or by an id it had before.

    Args:
        reader: the generation that answers.
        id: of the document.
        marked: the query terms; empty where there is no question.

    Raises:
        DocumentNotFound: there is no such document.
    """
    stored = reader.engine.document(id) or reader.engine.document(
        reader.manifest.aliases.get(id, id)
    )
    if not stored:
        raise DocumentNotFound(id)
    passages = [decode_passage(entry.payload) for entry in stored]
    first = passages[0]
    return ShownDocument(
        id=first.document,
        title=first.title,
        institution=first.institution,
        date=first.date,
        language=first.language,
        format=first.format,
        source=first.source,
        replaces=first.replaces,
        sections=tuple(
            _section(list(group), marked)
            for _, group in groupby(passages, key=lambda passage: passage.anchor)
        ),
        newer=newest(reader, first.document),
        older=_older(reader, first),
        attached_to=attached_to(reader, first.document),
        attachments=attachments_of(reader, first.document),
        ocr=_confidence(passages),
    )


def _older(reader: IndexReader, first: StoredPassage) -> Linked | None:
    """Return the document that one replaced, if its declaration holds; see 0007-in-force.md."""
    declared = first.replaces or ""
    id = reader.manifest.aliases.get(declared, declared)
    record = reader.documents.get(id)
    if record is None or reader.manifest.replaced.get(id) != first.document:
        return None
    return Linked(id, record.title)


def _confidence(passages: Sequence[StoredPassage]) -> float | None:
    """Return how sure OCR was of the passages that it read, on average; None if there are none."""
    read = [(passage.ocr, len(passage.text)) for passage in passages if passage.ocr is not None]
    letters = sum(length for _, length in read)
    return sum(sure * length for sure, length in read) / letters if letters else None


def _section(passages: Sequence[StoredPassage], marked: Sequence[QueryTerm]) -> ShownSection:
    """Return one section; a heading without text has no passages."""
    first = passages[0]
    return ShownSection(
        heading=first.heading,
        level=len(first.path),
        path=first.path,
        kind=first.kind,
        anchor=first.anchor,
        passages=tuple(
            ShownPassage(
                id=p.id,
                text=p.text,
                start=p.start,
                spans=marks(p.body, marked),
                tables=marked_tables(p, marked),
                page=p.page,
                page_breaks=p.page_breaks,
            )
            for p in passages
            if not p.bare
        ),
        heading_spans=marks(first.heading_tokens, marked, field="heading"),
    )
