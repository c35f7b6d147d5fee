"""Tell from its words what kind of answer a question expects.

*Lini* expects a date, *ngapi* a number, *nani* a name, *wapi* a place, *kwa nini* a
reason; *ni nini* a definition. Whether a sentence contains it:
kb.answers.evidence
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Literal

from kb.query.terms import QueryTerm

__all__ = ["QUESTION_TERMS", "WHICH", "Expected", "expected"]

Expected = Literal["", "date", "number", "law", "name", "place", "reason", "definition"]

WHICH: AbstractSet[str] = frozenset({"gani", "pi", "ngapi"})
"""Terms of the question words that follow a noun: mwaka *gani*, mji *upi*."""

QUESTION_TERMS: AbstractSet[str] = WHICH | {"nani", "nini", "wapi", "lini"}
"""Terms of question words; no answer repeats them."""

_TIMES = frozenset({"mwaka", "tarehe", "siku", "mwezi", "karne", "wakati"})
_LAWS = frozenset({"sheria", "kanuni", "ibara", "kifungu", "tangazo", "waraka"})
_SIZES = frozenset(
    {"kiasi", "idadi", "muda", "urefu", "umri", "ukubwa", "uzito", "upana", "asilimia"}
)
_PLACES = frozenset(
    {"nchi", "mji", "mkoa", "jiji", "wilaya", "bara", "kisiwa", "jimbo", "eneo", "mahali", "kijiji"}
)
_BY_WORD: Mapping[str, Expected] = {
    "lini": "date",
    "nani": "name",
    "wapi": "place",
    "kwanini": "reason",
    "mbona": "reason",
    "ngapi": "number",
}


def expected(query_terms: Iterable[QueryTerm]) -> Expected:
    """Return the kind of answer a question expects; "" where its words do not tell.

    >>> words = "mkurugenzi aliteuliwa mwaka gani".split()
    >>> expected(QueryTerm(word, frozenset({word}), surface=word) for word in words)
    'date'
    """
    words = [step for one in query_terms for step in (one.sequence or (one,))]
    for before, word in pairwise([QueryTerm(""), *words]):
        if word.surface == "nini" and before.surface == "kwa":
            return "reason"
        if not WHICH.isdisjoint(word.terms):
            if not _TIMES.isdisjoint(before.terms) and "ngapi" not in word.terms:
                return "date"
            if before.surface == "tarehe":
                return "date"
            if not _PLACES.isdisjoint(before.terms):
                return "place"
            if not _SIZES.isdisjoint(before.terms):
                return "number"
            if not _LAWS.isdisjoint(before.terms):
                return "law"
            if before.surface == "sababu":
                return "reason"
        for term in (word.surface, *word.terms):
            if term in _BY_WORD:
                return _BY_WORD[term]
        if word.surface == "nini" and before.surface in ("ni", "maana", ""):
            return "definition"
        if word.surface == "maana":
            return "definition"
    return ""
