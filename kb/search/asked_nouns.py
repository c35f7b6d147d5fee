"""Tell what a noun of a question asks for, and find the noun that a question word is about.

*Mwaka* gani asks for a date, *bei* ya maji for an amount: ``asked_nouns.tsv`` has the nouns before
*gani*, *-pi* and *ngapi*, ``asked_heads.tsv`` those that begin a line without a question word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from kb.query.terms import QueryTerm
from kb.search.evidence_amounts import CURRENCIES

__all__ = ["COPULAS", "SUMS", "Expected", "asked_noun", "is_money", "kind_of_head", "kind_of_noun"]

Expected = Literal[
    "", "date", "number", "amount", "law", "person", "called", "name", "place", "region", "reason",
    "colour", "definition", "phone", "email", "hours", "office",
]  # fmt: skip

COPULAS = frozenset({"ni", "ndiyo", "ndio", "kuwa", "wa"})  # bei ni gani: the noun is before it
SUMS = frozenset({"idadi", "jumla"})
_CONCORDS: Mapping[str, tuple[str, ...]] = {
    "wangapi": ("wa", "ma"),
    "mingapi": ("mi",),
    "vingapi": ("vi", "vy"),
    "mangapi": ("ma", "me"),
}
_NUMBERS = frozenset({"namba", "nambari"})
_TO_CALL = frozenset({"simu", "piga", "dharura", "ambulance", "ambulansi", "bure", "whatsapp"})
"""Words by which a number is that of a telephone: *namba ya dharura*, *nipige namba gani*."""
_LETTER, _ELECTRONIC = "barua", "pepe"  # barua pepe is e-mail
_NO_NOUNS = frozenset({"taka", "hitajika", "hitaji"}) | _NUMBERS
"""Terms between a noun and its question word: *wanatakiwa wangapi*, *chumba namba ngapi*."""

_TO_BE = "wa"  # ajali zilikuwa ngapi
_NOTHING: Expected = ""
_NO_WORD = QueryTerm("")


@cache
def _kinds(name: str) -> Mapping[str, Expected]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {noun: kind for noun, kind, _ in rows[1:]}  # type: ignore[misc]  # the test reads them


def _nouns() -> Mapping[str, Expected]:
    return _kinds("asked_nouns.tsv")


def kind_of_noun(noun: QueryTerm, words: Sequence[QueryTerm]) -> Expected:
    """Return what a noun before *gani*, *-pi* or *ngapi* asks for; the other words of it may decide.

    >>> kind_of_noun(QueryTerm("bei", frozenset({"bei"}), surface="bei"), ())
    'amount'
    """
    kinds = (_nouns()[term] for term in (noun.surface, *noun.terms) if term in _nouns())
    if noun.surface in CURRENCIES:
        return "amount"
    return _contact(noun, words) or next(kinds, _NOTHING)


def kind_of_head(noun: QueryTerm, words: Sequence[QueryTerm]) -> Expected:
    """Return what a line without a question word asks for, by its first noun: *bei ya maji*."""
    return _contact(noun, words) or _kinds("asked_heads.tsv").get(noun.surface, _NOTHING)


def _contact(noun: QueryTerm, words: Sequence[QueryTerm]) -> Expected:
    """Return whether a noun is a number that is called, or barua pepe; "" if it is neither."""
    if any(not _NUMBERS.isdisjoint(word.terms) for word in (noun, *words)):
        called = any(not _TO_CALL.isdisjoint((word.surface, *word.terms)) for word in words)
        return "phone" if called else ""
    if noun.surface == _LETTER and any(word.surface == _ELECTRONIC for word in words):
        return "email"
    return ""


def asked_noun(words: Sequence[QueryTerm], i: int) -> QueryTerm:
    """Return the noun that a question word is about: before it, or before *ni*."""
    before = words[i - 1] if i else _NO_WORD
    content = [k for k, word in enumerate(words) if not word.function and k != i]
    nouns = [k for k in content if k < i and _NO_NOUNS.isdisjoint(words[k].terms)]
    if nouns and not _NO_NOUNS.isdisjoint(before.terms):
        before = words[nouns[-1]]  # walinzi wanatakiwa wangapi counts the walinzi
    is_noun = not before.function or not _nouns().keys().isdisjoint(before.terms)
    if before.surface in COPULAS or _TO_BE in before.terms or not is_noun:
        # Mji mkuu wa Kenya ni upi: the head of the phrase is its first noun.
        before = words[content[0]] if content else _NO_WORD
    concord = _CONCORDS.get(words[i].surface)
    if concord and not before.surface.startswith(concord):
        # Watumishi wa visima wangapi counts the watumishi, madaktari bingwa wangapi both words.
        agreeing = [k for k in content if k < i and words[k].surface.startswith(concord)]
        if agreeing:
            noun = words[agreeing[0]]
            both = agreeing[0] == i - 2
            before = noun._replace(terms=noun.terms | before.terms) if both else noun
    if before.surface in SUMS:  # idadi ya watu ni ngapi counts people
        others = [k for k in content if words[k].surface not in SUMS]
        at = words.index(before)
        return words[next((k for k in others if k > at), others[0])] if others else before
    return before


def is_money(words: Iterable[QueryTerm]) -> bool:
    """Tell whether a word of a question asks for an amount."""
    nouns = _nouns()
    return any(nouns.get(term) == "amount" for word in words for term in word.terms)
