"""Tell whether a sentence is a row of a table or a line of a list of labels, and of which thing.

Of *Mwanzugi | Biashara | 6,000* and *Kisasida | Makazi | 2,800* each says what it is of; a word
of the question that only another row has asks for that one.
"""

from __future__ import annotations

from kb.answers.read_passage import ReadPassage
from kb.answers.sentences import Sentence

__all__ = ["is_labelled", "is_other_row", "is_row"]

_SOME = 0.1
"""The share of a line's words that another row must have, so that it is the one asked about."""


def is_row(passage: ReadPassage, sentence: Sentence) -> bool:
    """Tell whether a sentence is a row of a table."""
    return any(start <= sentence.start < end for start, end in passage.rows)


def is_labelled(passage: ReadPassage, sentence: Sentence) -> bool:
    """Tell whether a sentence is of a list of labels: *Kliniki ya macho: Jumanne*."""
    return any(start <= sentence.start < end for start, end in passage.labelled)


def is_other_row(passage: ReadPassage, sentence: Sentence, around: float) -> bool:
    """Tell whether a word of the question is in other rows or labels, but not in this one.

    Args:
        passage: the sentence's.
        sentence: a stretch of it.
        around: the share of the question's words that only the rest of the passage has.
    """
    listed = is_row(passage, sentence) or is_labelled(passage, sentence)
    return listed and around > _SOME
