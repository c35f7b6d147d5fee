"""Turn a question into what sentences are compared with: its words, their worth, what is expected.

Words that only say what is asked are left out, because no answer repeats them: *shilingi* ngapi,
*huchukua* siku ngapi, *iko* wapi, *inatakiwa*. Verbs of the same event count as relatives
(``same_events.tsv``). Words that name the kind of answer are shown by it: *bei* by an amount.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kb.query.question import BoundQuestion, Rewrite
from kb.query.terms import QueryTerm
from kb.search.evidence_amounts import CURRENCIES
from kb.search.evidence_words import evidence_words
from kb.search.expected_answer import (
    LOCATIVES,
    QUESTION_TERMS,
    ExpectedAnswer,
    expected_answer,
)

__all__ = ["SentenceQuery", "sentence_query"]

_ONLY_MEASURES = frozenset({"kiasi", "idadi"})
_ASKED_AMOUNTS = CURRENCIES | _ONLY_MEASURES | {"pesa", "hela"}
_TIMES = frozenset(
    {"siku", "wiki", "juma", "mwezi", "miezi", "mwaka", "miaka", "saa", "dakika", "muda"}
)
_SPANS = frozenset({"baada", "ndani", "muda", "kipindi"})
"""Words that only introduce a length of time: baada ya siku ngapi."""

_IDLE = frozenset(
    {"taka", "paswa", "weza", "bidi", "lazimu", "wa", "ajili", "sasa", "hivi", "tafadhali"}
)
"""Terms that say nothing of what is asked: anatakiwa awe nani, kwa ajili ya, sasa hivi."""

_GOING = frozenset({"enda", "fika", "fanya"})
_I = ("ni", "na", "nta", "tu")
"""Beginnings of verbs of which the asker is the subject: niende wapi, nikifika, nifanye nini."""

_SHOWN_BY: Mapping[str, AbstractSet[str]] = {
    "amount": frozenset(
        {
            "bei",
            "ada",
            "gharama",
            "lipo",
            "tozo",
            "fee",
            "fees",
            "price",
            "cost",
            "lipa",
            "lipia",
            "uza",
            "nunua",
            "gharimu",
            "toza",
        }
    ),
    "date": frozenset({"siku"}),
    "number": frozenset({"chukua", "tumia"}),
    "law": frozenset({"sheria", "sharia", "kanuni"}),
    "phone": frozenset({"simu", "namba", "nambari", "phone", "contact", "contacts", "whatsapp"}),
    "email": frozenset({"barua", "pepe", "baruapepe", "email"}),
    "hours": frozenset({"saa", "muda", "hours", "opening", "fungua", "funga", "anza"}),
    "office": evidence_words("errand"),
}
"""Words that name a kind of answer, which shows them: 0762 … is a number of a telephone."""


class SentenceQuery(NamedTuple):
    """The question as sentences are compared with it."""

    words: Sequence[QueryTerm]  # labelled with the number of the query term
    plain: Sequence[QueryTerm]  # of these the words themselves: no relatives, no synonyms
    worth: Sequence[float]  # of each query term; together 1
    expected: ExpectedAnswer
    surfaces: AbstractSet[str]
    focus: AbstractSet[int]  # the query terms next to the question word
    events: AbstractSet[str]  # the terms that may be events
    shown: AbstractSet[int]  # the query terms that name the kind of answer, which shows them
    marked: Sequence[QueryTerm]  # what is marked in the answer


@cache
def _same_events() -> Mapping[str, AbstractSet[str]]:
    """Return for the term of a verb those that tell the same event."""
    text = Path(__file__).with_name("same_events.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
    same: dict[str, set[str]] = {}
    for verbs, _ in rows[1:]:
        for verb in verbs.split():
            same.setdefault(verb, set()).update(verbs.split())
    return same


def _in_swahili(question: BoundQuestion) -> list[QueryTerm]:
    """Return the words of a question, English ones in Swahili.

    The head of an English phrase is its last noun, of a Swahili one the first: *board chairman*
    is *mwenyekiti bodi*.
    """
    best: dict[int, Rewrite] = {}
    for rewrite in question.rewrites:
        if rewrite.reason == "gloss":
            best.setdefault(rewrite.first, rewrite)
    words = question.question.words
    spoken: list[QueryTerm] = []
    run = at = 0  # where the English phrase begins in *spoken*; the next word to be read
    for typed in question.question.typed:
        if at < len(words) and typed == words[at] and at in best:
            spoken[run:run] = best[at].words()
            at = best[at].last + 1
        elif typed not in words[:at]:
            at += at < len(words) and typed == words[at]
            spoken.append(typed)
            run = len(spoken)
    return spoken


def _expected(question: BoundQuestion) -> ExpectedAnswer:
    """Return what a question expects, by its words as typed, or else by those in Swahili."""
    expected = expected_answer(question.question.typed)
    return expected if expected.kind else expected_answer(_in_swahili(question))


def _only_asks(word: QueryTerm, expected: ExpectedAnswer) -> bool:
    """Tell whether a word says what is asked, and an answer need not have it: shilingi ngapi."""
    if expected.kind == "amount" and word.surface in _ASKED_AMOUNTS:
        return True
    if (expected.located or expected.counts) and word.surface in LOCATIVES:
        return True
    if expected.kind == "number" and word.surface in _ONLY_MEASURES:
        return True
    idle = QUESTION_TERMS | _IDLE
    if expected.kind == "number" and not _TIMES.isdisjoint(expected.noun):
        idle |= _SPANS
    if word.surface.startswith(_I):
        idle |= _GOING
    return bool(word.terms) and word.terms <= idle


def sentence_query(question: BoundQuestion, weights: Mapping[str, float]) -> SentenceQuery:
    """Return a question as sentences are compared with it.

    Args:
        question: bound to an index.
        weights: how much each word counts, by its label.
    """
    synonyms = {
        phrase
        for rewrite in question.rewrites
        if rewrite.reason == "synonym"
        for phrase in rewrite.phrases()
    }
    expected = _expected(question)
    things = [
        options
        for options in question.alternatives()
        if not all(_only_asks(word, expected) for word in options if word not in synonyms)
    ]
    worth = [
        max((weights.get(word.label, 0.0) for word in options), default=0.0) or 1.0
        for options in things
    ]
    total = sum(worth) or 1.0
    words = [
        word._replace(
            label=str(k),
            need="want",
            field=None,
            related=word.related.union(*(_same_events().get(term, ()) for term in word.terms)),
        )
        for k, options in enumerate(things)
        for word in options
    ]
    plain = [
        word._replace(label=str(k), need="want", field=None, related=frozenset())
        for k, options in enumerate(things)
        for word in options
        if word not in synonyms
    ]
    shown_by = _SHOWN_BY.get(expected.kind, frozenset())
    return SentenceQuery(
        words,
        plain,
        [one / total for one in worth],
        expected,
        {word.surface for word in words},
        {int(word.label) for word in words if word.surface == expected.focus},
        frozenset(term for word in words for term in (*word.terms, *word.related)),
        {int(w.label) for w in words if not shown_by.isdisjoint((w.surface, *w.terms))},
        question.marked(),
    )
