"""Tell from its words what kind of answer a question expects.

*Lini* expects a date, *ngapi* a number of what is before it, *nani* a person, *wapi* a place,
*kwa nini* a reason, *ni nini* a definition. Before *gani* and *-pi* the noun decides: *mwaka
gani*, *mji upi* (``asked_nouns.tsv``). Without a question word the first noun does: *bei ya maji*
(``asked_heads.tsv``). Whether a sentence contains it: kb.search.evidence
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from kb.query.terms import QueryTerm
from kb.search.asked_nouns import (
    COPULAS,
    SUMS,
    Expected,
    asked_noun,
    is_money,
    kind_of_head,
    kind_of_noun,
)
from kb.search.evidence_words import evidence_words, units_of

__all__ = [
    "LOCATIVES",
    "QUESTION_TERMS",
    "WHICH",
    "ExpectedAnswer",
    "expected_answer",
]

WHICH: AbstractSet[str] = frozenset({"gani", "pi", "upi", "kipi", "kupi", "ngapi"})
"""Terms of the question words that follow a noun: mwaka *gani*, mji *upi*."""

QUESTION_TERMS: AbstractSet[str] = WHICH | {"nani", "nini", "wapi", "lini"}
"""Terms of question words; no answer repeats them."""

_LASTING = frozenset({"chukua", "tumia", "dumu", "hudumu"})
"""Verbs that ask how long: huchukua siku ngapi."""

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
_SUMS_OF_MONEY = frozenset({"kiasi", "jumla"})  # mkopo wa kiasi gani, but asilimia ngapi ya mkopo
_ORDINALS = frozenset({"ya", "wa", "cha", "la"})  # ibara ya ngapi
_DAY_NUMBER = "tarehe"
_MONEY: Expected = "amount"
_TIME: Expected = "hours"
_HOUR = "saa"  # saa ngapi: what time; masaa mangapi: how many hours
_OF_A_POST = frozenset(
    {"jukumu", "kazi", "sifa", "wajibu", "mamlaka", "mshahara", "uteuzi", "kigezo", "ofisi"}
)
"""Nouns with which a line that begins with a post does not ask who has it."""
_DAY = "d:"  # the beginning of a term for a day or a month
_AFTER = frozenset({"baada", "ndani"})  # baada ya siku ngapi
_DURATION = "muda"
_INFINITIVE = ("ku", "kw")
_PAST = "li"  # alipata elimu wapi asks for a place, anapata fomu wapi for an office


class ExpectedAnswer(NamedTuple):
    """The kind of answer, and the noun it is about: of *wajumbe wangapi* the terms of *wajumbe*."""

    kind: Expected
    noun: AbstractSet[str] = frozenset()
    counts: bool = False  # the question says ngapi
    located: bool = False  # the question says iko wapi, ziko wapi
    focus: str = ""  # the surface of the word that the question word asks about: lilianzishwa lini


_NOTHING_ASKED = ExpectedAnswer("")
_NO_WORD = QueryTerm("")


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
    return _asked_by_head(words)


def _asked_by_head(words: Sequence[QueryTerm]) -> ExpectedAnswer:
    """Return what a line without a question word asks for by its first noun.

    *Idadi ya watu* asks for a number of the next noun, *bei ya maji* for an amount.
    """
    content = [word for word in words if not word.function]
    if len(content) < 2:
        return _NOTHING_ASKED
    head = content[0]
    if head.surface in SUMS:
        return ExpectedAnswer("number", content[1].terms, counts=True, focus=content[1].surface)
    if head.terms and any(term[:1].isdigit() or term[:2] == _DAY for term in content[1].terms):
        return _NOTHING_ASKED  # tarehe 1 Aprili, simu 0754 …: the answer is in the line
    kind = kind_of_head(head, content)
    if not kind:
        head = next((word for word in _later_heads(words) if _asks_a_figure(word)), head)
        kind = kind_of_head(head, content)
    if kind == "called" and not all(_OF_A_POST.isdisjoint(word.terms) for word in content):
        return _NOTHING_ASKED
    return ExpectedAnswer(kind, head.terms, focus=head.surface) if kind else _NOTHING_ASKED


def _asks_a_figure(noun: QueryTerm) -> bool:
    """Tell whether a noun asks for a figure; a post behind another noun may be an adjective: soko kuu."""
    return kind_of_head(noun, ()) not in ("", "called")


def _later_heads(words: Sequence[QueryTerm]) -> Iterator[QueryTerm]:
    """Yield the nouns after the first that may be what is asked for: *mita ya maji bei*.

    A noun after a connective belongs to the noun before it, a noun after an infinitive to that.
    """
    for before, word in pairwise(words):
        if not (word.function or before.function or before.surface.startswith(_INFINITIVE)):
            yield word


def _asked_at(words: Sequence[QueryTerm], i: int) -> ExpectedAnswer | None:
    """Return what the word at a place asks for; None if it asks nothing."""
    word, before = words[i], words[i - 1] if i else _NO_WORD
    if word.surface == "nini" and before.surface == "kwa":
        return ExpectedAnswer("reason")
    if not WHICH.isdisjoint(word.terms) or word.surface in WHICH:
        return _which(words, i)
    if word.surface.endswith("itwaje") or (word.surface == "aje" and "ita" in before.terms):
        return ExpectedAnswer("name")
    if word.surface == "nani" and (before.surface in COPULAS - {"wa"} or "ita" in before.terms):
        return ExpectedAnswer("called")
    for term in (word.surface, *word.terms):
        if term in _BY_WORD:
            kind, located = _BY_WORD[term], before.surface in LOCATIVES
            if kind == "place" and not located and _is_errand(words):
                kind = "office"
            return ExpectedAnswer(kind, located=located)
    if word.surface == "nini" and before.surface in ("ni", "maana", ""):
        return ExpectedAnswer("definition")
    return ExpectedAnswer("definition") if word.surface == "maana" else None


def _is_errand(words: Iterable[QueryTerm]) -> bool:
    """Tell whether a question asks where one has to go, or where something is got: *nilipe wapi*."""
    verbs = evidence_words("errand")
    return any(
        term in verbs and not _is_past(word.surface, term) for word in words for term in word.terms
    )


def _is_past(form: str, verb: str) -> bool:
    """Tell whether a form has -li- after its subject; *nilipie* has it of *lipa*."""
    return any(form[at : at + 2] == _PAST and not form[at:].startswith(verb[:3]) for at in (1, 2))


def _focus(words: Sequence[QueryTerm], i: int) -> str:
    """Return the word that a question word is next to: lilianzishwa lini, nani alianzisha.

    A noun that only says what is asked is passed over: lilianzishwa mwaka gani. After a copula
    it is the first word: mji mkuu wa Kenya ni upi; so it is before *anaitwa nani*.
    """
    content = [k for k, word in enumerate(words) if not word.function and k != i]
    before, after = [k for k in content if k < i], [k for k in content if k > i]
    link = words[i - 1] if i else _NO_WORD
    if not before or (link.surface in COPULAS and "ita" not in words[i].terms):
        near = before[:1] or after[:1]
    elif "ita" in words[i].terms or "ita" in link.terms:
        near = before[:1]
    else:
        near = before[-1:]
    return words[near[0]].surface if near else ""


def _which(words: Sequence[QueryTerm], i: int) -> ExpectedAnswer:
    """Return what *gani*, *-pi* or *ngapi* at a place asks for."""
    noun, counts = asked_noun(words, i), "ngapi" in words[i].terms
    kind = kind_of_noun(noun, words)
    if kind == _TIME and (noun.surface != _HOUR or _lasts(words, noun)):
        kind = "number"
    if counts and kind != "phone":
        ordinal = noun.surface == _DAY_NUMBER or (i and words[i - 1].surface in _ORDINALS)
        if not (ordinal and kind in ("date", "law")) and kind not in (_MONEY, _TIME):
            kind = "number"  # miaka mingapi counts; tarehe ngapi and ibara ya ngapi do not
    if kind == "number" and not _SUMS_OF_MONEY.isdisjoint(noun.terms) and is_money(words):
        kind = _MONEY
    if kind == "number" and _lasts(words, noun):
        return ExpectedAnswer(kind, noun.terms | {_DURATION}, counts)
    return ExpectedAnswer(kind, noun.terms, counts)


def _lasts(words: Sequence[QueryTerm], noun: QueryTerm) -> bool:
    """Tell whether days or weeks are asked for as a length of time: *baada ya siku ngapi*.

    Wiki mbili answer it too.
    """
    lasting = any(word.surface in _AFTER or not _LASTING.isdisjoint(word.terms) for word in words)
    return lasting and not units_of({_DURATION}).isdisjoint(noun.terms)
