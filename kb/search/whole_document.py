"""Show a whole document: its stored passages and a question ─► ShownDocument."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kb.highlight import marks
from kb.index.schema import StoredPassage
from kb.query.terms import QueryTerm
from kb.results import Newer, ShownDocument, ShownPassage, ShownSection

__all__ = ["show_document"]


def show_document(
    passages: Sequence[StoredPassage], marked: Sequence[QueryTerm], newer: Newer | None
) -> ShownDocument:
    """Return a document with the marks of a question.

    Args:
        passages: all of the document, in order; at least one.
        marked: what the question asks for.
        newer: what is in force instead of the document.
    """
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
        newer=newer,
    )


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
            ShownPassage(p.id, p.text, p.start, marks(p.body, marked))
            for p in passages
            if not p.bare
        ),
        heading_spans=marks(first.heading_tokens, marked, field="heading"),
    )
