"""Tell from its words what kind of answer a question expects.

*Lini* expects a date, *ngapi* a number of what is before it, *nani* a person, *wapi* a place,
*kwa nini* a reason, *ni nini* a definition. Before *gani* and *-pi* the noun decides: *mwaka
gani*, *mji upi* (``asked_nouns.tsv``). Whether a sentence contains it: kb.search.evidence
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from kb.query.terms import QueryTerm

__all__ = ["LOCATIVES", "QUESTION_TERMS", "WHICH", "Expected", "ExpectedAnswer", "expected_answer"]

Expected = Literal[
    "", "date", "number", "amount", "law", "person", "called", "name", "place", "region", "reason",
    "colour", "definition",
]  # fmt: skip

WHICH: AbstractSet[str] = frozenset({"gani", "pi", "upi", "kipi", "kupi", "ngapi"})
"""Terms of the question words that follow a noun: mwaka *gani*, mji *upi*."""

QUESTION_TERMS: AbstractSet[str] = WHICH | {"nani", "nini", "wapi", "lini"}
"""Terms of question words; no answer repeats them."""

_SUBJECTS = ("a", "wa", "u", "i", "li", "ya", "ki", "vi", "zi", "ku", "pa", "yu")

LOCATIVES: AbstractSet[str] = frozenset(
    subject + place for subject in _SUBJECTS for place in ("ko", "po", "mo")
)
"""Forms of being at a place: iko, yapo, zimo."""

_BY_WORD: Mapping[str, Expected] = {
    "lini": "date",
    "nani": "person",
    "wapi": "place",
    "kupi": "place",
    "kwanini": "reason",
    "mbona": "reason",
}
_COPULAS = frozenset({"ni", "ndiyo", "ndio", "kuwa", "wa"})  # bei ni gani: the noun is before it
_SUMS = frozenset({"idadi", "jumla"})
_SUMS_OF_MONEY = frozenset({"kiasi", "jumla"})  # mkopo wa kiasi gani, but asilimia ngapi ya mkopo
_ORDINALS = frozenset({"ya", "wa", "cha", "la"})  # ibara ya ngapi
_CONCORDS: Mapping[str, tuple[str, ...]] = {
    "wangapi": ("wa",),
    "mingapi": ("mi",),
    "vingapi": ("vi", "vy"),
    "mangapi": ("ma", "me"),
}
_DAY_NUMBER = "tarehe"
_MONEY: Expected = "amount"


class ExpectedAnswer(NamedTuple):
    """The kind of answer, and the noun it is about: of *wajumbe wangapi* the terms of *wajumbe*."""

    kind: Expected
    noun: AbstractSet[str] = frozenset()
    counts: bool = False  # the question says ngapi
    located: bool = False  # the question says iko wapi, ziko wapi
    focus: str = ""  # the surface of the word that the question word asks about: lilianzishwa lini


_NOTHING_ASKED = ExpectedAnswer("")
_NO_WORD = QueryTerm("")


@cache
def _nouns() -> Mapping[str, Expected]:
    text = Path(__file__).with_name("asked_nouns.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {noun: kind for noun, kind, _ in rows[1:]}  # type: ignore[misc]  # the test reads them


def expected_answer(query_terms: Iterable[QueryTerm]) -> ExpectedAnswer:
    """Return the kind of answer a question expects; "" where its words do not tell.

    >>> words = "mkurugenzi aliteuliwa mwaka gani".split()
    >>> expected_answer(QueryTerm(word, frozenset({word}), surface=word) for word in words).kind
    'date'
    """
    words = [step for one in query_terms for step in (one.sequence or (one,))]
    for i in range(len(words)):
        answer = _asked_at(words, i)
        if answer is not None:
            return answer._replace(focus=_focus(words, i))
    return _asked_sum(words)


def _asked_sum(words: Sequence[QueryTerm]) -> ExpectedAnswer:
    """Return what a line that begins with *idadi ya* asks for: a number of the next noun."""
    content = [word for word in words if not word.function]
    if len(content) > 1 and content[0].surface in _SUMS:
        return ExpectedAnswer("number", content[1].terms, counts=True, focus=content[1].surface)
    return _NOTHING_ASKED


def _asked_at(words: Sequence[QueryTerm], i: int) -> ExpectedAnswer | None:
    """Return what the word at a place asks for; None if it asks nothing."""
    word, before = words[i], words[i - 1] if i else _NO_WORD
    if word.surface == "nini" and before.surface == "kwa":
        return ExpectedAnswer("reason")
    if not WHICH.isdisjoint(word.terms) or word.surface in WHICH:
        return _which(words, i)
    if word.surface.endswith("itwaje") or (word.surface == "aje" and "ita" in before.terms):
        return ExpectedAnswer("name")
    if word.surface == "nani" and (before.surface in _COPULAS - {"wa"} or "ita" in before.terms):
        return ExpectedAnswer("called")
    for term in (word.surface, *word.terms):
        if term in _BY_WORD:
            return ExpectedAnswer(_BY_WORD[term], located=before.surface in LOCATIVES)
    if word.surface == "nini" and before.surface in ("ni", "maana", ""):
        return ExpectedAnswer("definition")
    return ExpectedAnswer("definition") if word.surface == "maana" else None


def _focus(words: Sequence[QueryTerm], i: int) -> str:
    """Return the word that a question word is next to: lilianzishwa lini, nani alianzisha.

    A noun that only says what is asked is passed over: lilianzishwa mwaka gani. After a copula
    it is the first word: mji mkuu wa Kenya ni upi.
    """
    content = [k for k, word in enumerate(words) if not word.function and k != i]
    before, after = [k for k in content if k < i], [k for k in content if k > i]
    if not before or (i and words[i - 1].surface in _COPULAS and "ita" not in words[i].terms):
        near = before[:1] or after[:1]
    elif "ita" in words[i].terms:
        near = before[:1]
    else:
        near = before[-1:]
    return words[near[0]].surface if near else ""


def _which(words: Sequence[QueryTerm], i: int) -> ExpectedAnswer:
    """Return what *gani*, *-pi* or *ngapi* at a place asks for."""
    noun, counts = _noun(words, i), "ngapi" in words[i].terms
    nothing: Expected = ""
    kind = next((_nouns()[term] for term in noun.terms if term in _nouns()), nothing)
    if counts:
        ordinal = noun.surface == _DAY_NUMBER or (i and words[i - 1].surface in _ORDINALS)
        if not (ordinal and kind in ("date", "law")) and kind != _MONEY:
            kind = "number"  # miaka mingapi counts; tarehe ngapi and ibara ya ngapi do not
    if kind == "number" and not _SUMS_OF_MONEY.isdisjoint(noun.terms) and _is_money(words):
        kind = _MONEY
    return ExpectedAnswer(kind, noun.terms, counts)


def _noun(words: Sequence[QueryTerm], i: int) -> QueryTerm:
    """Return the noun that a question word is about: before it, or before *ni*."""
    before = words[i - 1] if i else _NO_WORD
    content = [k for k, word in enumerate(words) if not word.function and k != i]
    is_noun = not before.function or not _nouns().keys().isdisjoint(before.terms)
    if before.surface in _COPULAS or not is_noun:
        # Mji mkuu wa Kenya ni upi: the head of the phrase is its first noun.
        before = words[content[0]] if content else _NO_WORD
    concord = _CONCORDS.get(words[i].surface)
    if concord and not before.surface.startswith(concord):
        # Watumishi wa visima wangapi counts the watumishi.
        agreeing = (words[k] for k in content if k < i and words[k].surface.startswith(concord))
        before = next(agreeing, before)
    if before.surface in _SUMS:  # idadi ya watu ni ngapi counts people
        others = [k for k in content if words[k].surface not in _SUMS]
        at = words.index(before)
        return words[next((k for k in others if k > at), others[0])] if others else before
    return before


def _is_money(words: Iterable[QueryTerm]) -> bool:
    nouns = _nouns()
    return any(nouns.get(term) == _MONEY for word in words for term in word.terms)
