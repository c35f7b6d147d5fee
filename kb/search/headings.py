"""Tell whether the heading of a section is what was asked, so that its opening is the answer.

*Dira ya wakala* asks for the section Dira of the agency's page: what it says first is the
vision, wherever the word comes up again. *Dira ya bodi* on the same page asks for where the
text speaks of the board.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.highlight import Mark, found
from kb.index.payload import decode_terms
from kb.index.schema import StoredPassage, TokenColumns
from kb.query.terms import QueryTerm

__all__ = ["covers", "is_heading_asked"]


def covers(columns: TokenColumns, marked: Sequence[Mark]) -> bool:
    """Tell whether all content words of a text are marked, and anything is."""
    covered = {i for mark in marked for i in range(mark.first, mark.last + 1)}
    content = {i for i, function in enumerate(columns.functions) if not function}
    return bool(covered) and content <= covered


def is_heading_asked(passage: StoredPassage, payload: bytes, wanted: Sequence[QueryTerm]) -> bool:
    """Tell whether a passage opens a section whose heading says nothing but what was asked.

    It is not where the text has words of the question that do not stand above it.

    Args:
        passage: the passage.
        payload: what it was read from: the words of its title are there.
        wanted: what the question asks for.
    """
    if passage.ordinal != 1 or passage.bare or not passage.heading_tokens.starts:
        return False
    heading = found(passage.heading_tokens, wanted, "heading")
    if not covers(passage.heading_tokens, heading):
        return False
    inside = {mark.label for mark in found(passage.body, wanted, None)}
    inside -= {mark.label for mark in heading}
    if not inside:
        return True
    words = decode_terms(payload)
    for name in ("title", "path"):
        nowhere = (0,) * words.length(name)
        inside -= {
            mark.label for mark in found(words.columns(name, nowhere, nowhere), wanted, None)
        }
    return not inside
