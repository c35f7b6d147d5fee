"""Find what of a question is above a sentence: in the title, the headings, the header of its table."""

from __future__ import annotations

from collections.abc import Sequence

from kb.answers.listed import is_labelled
from kb.answers.read_passage import ReadPassage
from kb.answers.sentences import Sentence, announces_list
from kb.document import Span

__all__ = ["named_above"]


def named_above(passage: ReadPassage, sentence: Sentence) -> set[int]:
    """Return the query terms in the title, the headings, and what is above a row.

    That is its header, and the text before its table, which says what the table is about; but
    not by a word that rows have: *Mwenyekiti huteuliwa na Rais* is above no row of a *Katibu*.
    So is what announces a list of labels: *kila chombo hulipa kwa siku*.
    """
    named = set(passage.above)
    last_end = 0
    for (start, end), header in passage.headers:
        if start <= sentence.start < end:
            named -= _said_within(passage, [(start, end)])
            named |= header
            before = {int(m.label) for m in passage.marked if last_end <= m.start < start}
            named |= before - _said_within(passage, [(start, end)])
        last_end = end
    if is_labelled(passage, sentence):
        named |= _announced_by(passage, sentence)
        named -= _said_within(passage, passage.labelled)
    return named


def _announced_by(passage: ReadPassage, sentence: Sentence) -> set[int]:
    """Return the query terms of the sentence that announces the list of a labelled line."""
    labelled = frozenset(passage.labelled)
    before = [span for span in passage.spans if span[0] < sentence.start]
    start, end = next((span for span in reversed(before) if span not in labelled), (0, 0))
    if not announces_list(passage.stored.text[start:end]):
        return set()
    return {int(mark.label) for mark in passage.marked if start <= mark.start < end}


def _said_within(passage: ReadPassage, spans: Sequence[Span]) -> set[int]:
    """Return the query terms by which rows or labels differ, though the title may have them too."""
    within = (m for m in passage.marked if any(start <= m.start < end for start, end in spans))
    return {int(mark.label) for mark in within} - passage.headed
