"""Short answers: the sentence or two of a passage that answer a question.

A line comes in, an AnswerResult goes out (``service``):

    sentence_query   a question ─► its words, their worth, what is expected
    read_passage     a ranked passage ─► its ``sentences``, and what the question has in it
    candidates       the sentences that may answer, each with its score
        features     a sentence ─► numbers from 0 to 1
        word_places  where the words of the question are: in it, ``above``, ``referring`` to, around
        stated, counted_list, listed, row_figures, verb_forms   what a sentence says, by its shape
        weights      those numbers ─► a score; the best score ─► how sure it is
    surest           the best of several sentences, and how sure it is (``page_support``)
    parties          which institutions a question fits, and which one it names
    extract          the best sentence of each institution, or none
    quote            a sentence ─► Answer
"""

from __future__ import annotations

__all__: list[str] = []
