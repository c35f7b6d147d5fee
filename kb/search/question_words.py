"""Tell the words a question is about from those it only asks with.

*Bodi ina wajumbe wangapi* is about a board and its members; *wangapi* asks how many.
The latter leave the question, as function words do: no answer repeats them, and where
they do stand they say nothing. So do the words around a number (*namba 27*), and the
words of one that is spelled (*elfu moja mia tisa*), once it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from kb import normalization as calendar
from kb.query.terms import QueryTerm
from kb.search.expected_answer import QUESTION_TERMS, WHICH
from kb.swahili import Token

__all__ = ["is_question", "remove_question_words"]

_ASKING = QUESTION_TERMS | {"je", "vipi", "mbona", "kwanini"}
_TIMES = frozenset({"mwaka", "tarehe", "mwezi", "wakati", "karne"})
_CALLED = "ita"  # anaitwa nani, inaitwaje: no answer says that it is called so
_NUMBERED = frozenset({"namba", "nambari"})
_DAY = "d:"  # what a term that stands for a day or a month begins with


def is_question(wanted: Iterable[QueryTerm]) -> bool:
    """Tell whether a line asks for a fact, and does not merely name a topic.

    >>> [is_question([QueryTerm(w, frozenset({w}), surface=w)]) for w in ("lini", "inaitwaje", "dira")]
    [True, True, False]
    """
    return any(
        word.surface in _ASKING or not _ASKING.isdisjoint(word.terms) or _asks_how(word.surface)
        for one in wanted
        for word in (one.sequence or (one,))
    )


def _asks_how(form: str) -> bool:
    return form.endswith("itwaje")


def remove_question_words(tokens: Sequence[Token], text: str) -> list[Token]:
    """Return the tokens of a question, those it only asks with made function words.

    A question of nothing else stays as it is.

    Args:
        tokens: of neighbouring words, in order.
        text: what they were read from.

    >>> from kb.analysis import SwahiliAnalyser
    >>> read = SwahiliAnalyser().tokens("bodi ina wajumbe wangapi")
    >>> [token.normal for token in remove_question_words(read, "bodi ina wajumbe wangapi") if not token.function]
    ['bodi', 'wajumbe']
    """
    idle = _asked_with(tokens)
    found = list(tokens)
    spelled = _numbers(tokens, text)
    for first, last in spelled:
        figures = tuple(term for term in found[first].terms if term[-1:].isdigit())
        found[first] = found[first]._replace(terms=figures or found[first].terms)
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
            found[i] = token._replace(terms=days)
    if not any(i not in idle and not token.function for i, token in enumerate(found)):
        return list(tokens)
    return [
        token._replace(function=True, related=()) if i in idle else token
        for i, token in enumerate(found)
    ]


def _asked_with(tokens: Sequence[Token]) -> set[int]:
    """Return the places of question words, and of what only carries them."""
    asking = {
        i
        for i, token in enumerate(tokens)
        if not WHICH.isdisjoint(token.terms) or _asks_how(token.normal)
    }
    return asking | {i for i, (word, after) in enumerate(pairwise(tokens)) if _carries(word, after)}


def _carries(token: Token, question: Token) -> bool:
    """Tell whether a word only carries the question word behind it: *mwaka* gani, *anaitwa* nani."""
    if _CALLED in token.terms:
        return not _ASKING.isdisjoint((question.normal, *question.terms))
    # miaka mingapi asks how many, and years are what is counted
    which = not WHICH.isdisjoint(question.terms) and "ngapi" not in question.terms
    return which and not _TIMES.isdisjoint(token.terms)


def _numbers(tokens: Sequence[Token], text: str) -> list[tuple[int, int]]:
    """Return the first and last word of each number that is spelled in several words."""
    if sum(token.kind == "number" for token in tokens) <= 1:
        return []
    found = calendar.mentions(
        [token.normal for token in tokens],
        [token.start for token in tokens],
        [token.end for token in tokens],
        text,
    )
    return [(one.first, one.last) for one in found if one.kind == "number" and one.last > one.first]
