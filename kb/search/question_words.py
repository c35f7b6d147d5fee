"""Remove question words from a question: its tokens come in, fewer content words go out.

*Bodi ina wajumbe wangapi* is about a board and its members; *wangapi* asks how many.
Question words become function words, because no answer repeats them. The same happens
to the words around a number (*namba 27*) and, once it is parsed, to the words of a
spelled number (*elfu moja mia tisa*).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from kb.normalization import mentions
from kb.query.terms import QueryTerm
from kb.search.expected_answer import LOCATIVES, QUESTION_TERMS, WHICH
from kb.swahili import Token

__all__ = ["is_question", "remove_question_words"]

_ASKING = QUESTION_TERMS | {"je", "vipi", "mbona", "kwanini"}
_TIMES = frozenset({"mwaka", "tarehe", "mwezi", "wakati", "karne"})
_CALLED = "ita"  # anaitwa nani, inaitwaje: no answer repeats the verb
_HOW = "aje"  # anaitwa aje; elsewhere it is "let him come"
_PEOPLE = frozenset({"akina", "kina"})  # akina nani: who, of several
_PLACES = WHICH | {"wapi"}  # kituo kiko wapi, vituo vingapi viko wilayani: kiko is no pipe
_NUMBERED = frozenset({"namba", "nambari"})
_DAY = "d:"  # the beginning of a term for a day or a month


def is_question(query_terms: Iterable[QueryTerm]) -> bool:
    """Tell whether a line asks for a fact; else it names a topic.

    >>> [is_question([QueryTerm(w, frozenset({w}), surface=w)]) for w in ("lini", "inaitwaje", "dira")]
    [True, True, False]
    """
    words = [word for one in query_terms for word in (one.sequence or (one,))]
    return any(
        word.surface in _ASKING or not _ASKING.isdisjoint(word.terms) or _asks_how(word.surface)
        for word in words
    ) or any(after.surface == _HOW and _CALLED in word.terms for word, after in pairwise(words))


def _asks_how(form: str) -> bool:
    return form.endswith("itwaje")


def remove_question_words(tokens: Sequence[Token], text: str) -> list[Token]:
    """Return the tokens of a question; its question words become function words.

    A question without other words stays as it is.

    Args:
        tokens: of neighbouring words, in order.
        text: their source.

    >>> from kb.analysis import SwahiliAnalyser
    >>> read = SwahiliAnalyser().tokens("bodi ina wajumbe wangapi")
    >>> [token.normal for token in remove_question_words(read, "bodi ina wajumbe wangapi") if not token.function]
    ['bodi', 'wajumbe']
    """
    idle = _question_words(tokens)
    changed = list(tokens)
    spelled = _numbers(tokens, text)
    for first, last in spelled:
        head = changed[first]  # the 3.5 of 3.5 milioni is no three and a half
        figures = tuple(term for term in head.terms if term[-1:].isdigit() and term != head.normal)
        changed[first] = head._replace(terms=figures or head.terms)
        idle.update(range(first + 1, last + 1))
    heads = {first for first, _ in spelled}
    idle |= {
        i
        for i, token in enumerate(tokens[:-1])
        if not _NUMBERED.isdisjoint(token.terms)
        and (tokens[i + 1].kind == "number" or i + 1 in heads)
    }
    for i, token in enumerate(tokens):
        days = tuple(term for term in token.terms if term.startswith(_DAY))
        if days and token.normal.isdigit():  # the 7 of 13/7/2012 is no seven
            changed[i] = token._replace(terms=days)
    if not any(i not in idle and not token.function for i, token in enumerate(changed)):
        return list(tokens)
    return [
        token._replace(function=True, related=()) if i in idle else token
        for i, token in enumerate(changed)
    ]


def _question_words(tokens: Sequence[Token]) -> set[int]:
    """Return the places of question words, and of the words that only introduce them."""
    asking = {
        i
        for i, token in enumerate(tokens)
        if not WHICH.isdisjoint(token.terms) or _asks_how(token.normal)
    }
    for i, (word, after) in enumerate(pairwise(tokens)):
        if _introduces(word, after):
            asking.add(i)
            if after.normal == _HOW:
                asking.add(i + 1)
    if any(not _PLACES.isdisjoint((token.normal, *token.terms)) for token in tokens):
        asking |= {i for i, token in enumerate(tokens) if token.normal in LOCATIVES}
    return asking


def _introduces(token: Token, question: Token) -> bool:
    """Tell whether a word only introduces the question word after it: *mwaka* gani, *anaitwa* nani."""
    if token.normal in _PEOPLE:
        return question.normal == "nani"
    if _CALLED in token.terms:
        return question.normal == _HOW or not _ASKING.isdisjoint((question.normal, *question.terms))
    # miaka mingapi asks how many years: the noun counts
    which = not WHICH.isdisjoint(question.terms) and "ngapi" not in question.terms
    return which and not _TIMES.isdisjoint(token.terms)


def _numbers(tokens: Sequence[Token], text: str) -> list[tuple[int, int]]:
    """Return the first and last word of each number that is spelled in several words."""
    if sum(token.kind == "number" for token in tokens) <= 1:
        return []
    spelled = mentions(
        [token.normal for token in tokens],
        [token.start for token in tokens],
        [token.end for token in tokens],
        text,
    )
    return [
        (one.first, one.last) for one in spelled if one.kind == "number" and one.last > one.first
    ]
