"""Tell whether the heading of a section matches the question, so that its opening is shown.

*Dira ya wakala* asks for the section Dira of the agency's page: its first sentences are the
vision, even if the word occurs again below. *Dira ya bodi* on the same page asks for the
sentences about the board.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.highlight import Mark, find_marks
from kb.index.packed_columns import zone_columns
from kb.index.passage_terms import PassageTerms
from kb.index.schema import StoredPassage, TokenColumns
from kb.query.terms import QueryTerm

__all__ = ["covers", "heading_matches"]


def covers(columns: TokenColumns, marks: Sequence[Mark]) -> bool:
    """Tell whether a text has marks, and all its content words are marked."""
    marked = {i for mark in marks for i in range(mark.first, mark.last + 1)}
    content = {i for i, function in enumerate(columns.functions) if not function}
    return bool(marked) and content <= marked


def heading_matches(
    passage: StoredPassage, words: PassageTerms, marked: Sequence[QueryTerm]
) -> bool:
    """Tell whether a passage opens a section whose heading has no words but the question's.

    It is False where the text contains words of the question that are missing above it.

    Args:
        passage: the passage.
        words: of the passage, its title and its headings.
        marked: what the question asks for.
    """
    if passage.ordinal != 1 or passage.bare or not len(passage.heading_tokens):
        return False
    heading = find_marks(passage.heading_tokens, marked, "heading")
    if not covers(passage.heading_tokens, heading):
        return False
    inside = {mark.label for mark in find_marks(passage.body, marked, None)}
    inside -= {mark.label for mark in heading}
    if not inside:
        return True
    for name in ("title", "path"):
        inside -= {mark.label for mark in find_marks(zone_columns(words, name), marked, None)}
    return not inside
