"""Tell whether the heading of a section is what was asked, so that its opening is the answer.

*Dira ya wakala* asks for the section Dira of the agency's page: what it says first is the
vision, wherever the word comes up again. *Dira ya bodi* on the same page asks for where the
text speaks of the board.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.highlight import Mark, find_marks
from kb.index.schema import StoredPassage, TokenColumns
from kb.index.zones import PassageTerms
from kb.query.terms import QueryTerm

__all__ = ["covers", "is_heading_asked"]


def covers(columns: TokenColumns, marks: Sequence[Mark]) -> bool:
    """Tell whether all content words of a text are marked, and anything is."""
    covered = {i for mark in marks for i in range(mark.first, mark.last + 1)}
    content = {i for i, function in enumerate(columns.functions) if not function}
    return bool(covered) and content <= covered


def is_heading_asked(
    passage: StoredPassage, words: PassageTerms, marked: Sequence[QueryTerm]
) -> bool:
    """Tell whether a passage opens a section whose heading says nothing but what was asked.

    It does not where the text has words of the question that are missing above it.

    Args:
        passage: the passage.
        words: its own, of its title and of its headings.
        marked: what the question asks for.
    """
    if passage.ordinal != 1 or passage.bare or not passage.heading_tokens.starts:
        return False
    heading = find_marks(passage.heading_tokens, marked, "heading")
    if not covers(passage.heading_tokens, heading):
        return False
    inside = {mark.label for mark in find_marks(passage.body, marked, None)}
    inside -= {mark.label for mark in heading}
    if not inside:
        return True
    for name in ("title", "path"):
        nowhere = (0,) * words.length(name)
        inside -= {
            mark.label for mark in find_marks(words.columns(name, nowhere, nowhere), marked, None)
        }
    return not inside
