"""Tell whether a list is what a question counts: *misingi mikuu ni mingapi*."""

from __future__ import annotations

from kb.answers.read_passage import ReadPassage
from kb.answers.sentence_query import SentenceQuery
from kb.answers.sentences import Sentence, items, list_intro

__all__ = ["counts_list"]


def counts_list(passage: ReadPassage, sentence: Sentence, query: SentenceQuery) -> bool:
    """Tell whether the list that a sentence announces, or the sections below it, are counted.

    *Misingi mikuu ni mingapi* asks for the sections below *Misingi Mikuu*; *wajumbe ni wangapi*
    for the items below *Wajumbe ni wafuatao*.
    """
    noun, stored = query.expected.noun, passage.stored
    if query.expected.kind != "number" or not noun:
        return False
    intro = list_intro(stored.text[sentence.start : sentence.end])
    if intro and len(items(stored.text, sentence.start + len(intro))) > 1:
        first, last = sentence.tokens
        inside = {term for terms in stored.body.terms[first:last] for term in terms}
        return not noun.isdisjoint(inside)
    if len(stored.children) < 2 or not sentence.opens or stored.ordinal != 1:
        return False
    heads = (
        terms
        for terms, function in zip(
            stored.heading_tokens.terms, stored.heading_tokens.functions, strict=True
        )
        if not function
    )
    return not noun.isdisjoint(next(heads, ()))
