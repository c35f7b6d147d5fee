"""The engine query of a question: BoundQuestion ─► clauses.

Every word is a ``should`` clause. Phrases and required words are ``must`` clauses; a
rewrite also satisfies a required word. Rewrites are further ``should`` clauses, of
less weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kb.engines.base import AnyOf, Clause, Either, InOrder, TermPrefix
from kb.query.question import BoundQuestion, Demand, Rewrite
from kb.query.terms import QueryTerm

__all__ = ["clauses", "families", "is_of_several", "parted"]

_Ask = AnyOf | InOrder | TermPrefix

_MAX_AROUND = 50_000
"""A word around more passages than these costs more than it tells."""


def clauses(question: BoundQuestion) -> list[Clause]:
    """Return the clauses of the typed words and of their rewrites; any of them may match."""
    return [
        *_required(question),
        *(
            Clause(_any_of([*_asks(demand), *_around(demand, question)]))
            for demand in _optional(question)
        ),
        *(
            Clause(_any_of(_rewrite_asks(rewrite)), weight=rewrite.weight, expansion=True)
            for rewrite in question.rewrites
        ),
    ]


def is_of_several(question: BoundQuestion) -> bool:
    """Tell whether a passage may contain some words of a question and lack others."""
    return len(_optional(question)) > 1


def families(question: BoundQuestion) -> list[Clause]:
    """Return clauses that match the families of the words, used where the words are too rare."""
    words = [question.question.words[edge.first] for edge in question.typed]
    related = [tuple(sorted(word.related)) for word in words if word.related and word.field is None]
    return [Clause(Either((AnyOf("term", one), AnyOf("family", one)))) for one in related]


def parted(question: BoundQuestion) -> list[Clause]:
    """Return clauses for single words of the glosses, used where they never occur together."""
    glosses = (rewrite for rewrite in question.rewrites if rewrite.reason == "gloss")
    return [Clause(AnyOf("term", (term,))) for gloss in glosses for term in gloss.sequence]


def _required(question: BoundQuestion) -> list[Clause]:
    required = []
    for demand in question.question.demands:
        if demand.need == "not":
            required.append(Clause(_any_of(_asks(demand)), "not"))
        elif demand.need == "must":
            also = (
                ask
                for rewrite in question.rewrites
                if _satisfies(rewrite, demand)
                for ask in _rewrite_asks(rewrite)
            )
            required.append(Clause(_any_of([*_asks(demand), *also]), "must"))
    return required


def _satisfies(rewrite: Rewrite, demand: Demand) -> bool:
    """Tell whether a rewrite satisfies a required word: *dira* satisfies +vision.

    Other words never satisfy a phrase: its quotes require these words.
    """
    if demand.first == demand.end or any(option.sequence for option in demand.options):
        return False
    if len(demand.options) > 1:  # of alternatives one is enough
        return demand.first <= rewrite.first and rewrite.last < demand.end
    return rewrite.first <= demand.first and demand.end <= rewrite.last + 1


def _optional(question: BoundQuestion) -> list[Demand]:
    """Return the demands that a passage may lack, without those of words that are idle."""
    there = {edge.first for edge in question.typed}
    return [
        demand
        for demand in question.question.demands
        if demand.need == "want"
        and (demand.first in there or demand.first == demand.end or len(demand.options) > 1)
    ]


def _around(demand: Demand, question: BoundQuestion) -> list[_Ask]:
    """Return the query of a word around passages: a name in the file's name, for instance."""
    if demand.end - demand.first != 1 or len(demand.options) > 1 or demand.options[0].field:
        return []
    return [
        AnyOf("context", tuple(sorted(term.terms)))
        for edge in question.typed
        for term in edge.terms
        if edge.first == demand.first and 0 < term.context_frequency <= _MAX_AROUND
    ]


def _any_of(asks: Sequence[_Ask]) -> _Ask | Either:
    return asks[0] if len(asks) == 1 else Either(tuple(asks))


def _asks(demand: Demand) -> list[_Ask]:
    return [_ask(option) for option in demand.options]


def _ask(term: QueryTerm) -> _Ask:
    """Return the engine query of a word, a prefix or a phrase."""
    if term.sequence:
        return _phrase(term)
    if term.prefix:
        return TermPrefix(term.field or "surface", term.prefix)
    if term.field is not None:
        return AnyOf(term.field, tuple(sorted({*term.terms, term.surface})))
    if term.function:
        return AnyOf("surface", (term.surface,))
    return AnyOf("term", tuple(sorted(term.terms)))


def _phrase(phrase: QueryTerm) -> _Ask:
    """Return the engine query of a phrase: its forms, or the terms of its content words."""
    content = [(i, word) for i, word in enumerate(phrase.sequence) if not word.function]
    if phrase.exact or not content:
        steps = [(i, (word.surface,)) for i, word in enumerate(phrase.sequence)]
        return _in_order(phrase.field or "surface", steps)
    return _in_order(
        phrase.field or "term", [(i, tuple(sorted(word.terms))) for i, word in content]
    )


def _in_order(field: str, steps: Sequence[tuple[int, tuple[str, ...]]]) -> _Ask:
    if len(steps) == 1:
        return AnyOf(field, steps[0][1])
    gaps = tuple(after - before for (before, _), (after, _) in pairwise(steps))
    return InOrder(field, tuple(terms for _, terms in steps), gaps)


def _rewrite_asks(rewrite: Rewrite) -> list[_Ask]:
    """Return the engine queries of a rewrite: a word, or a phrase in each layout."""
    steps = tuple((term,) for term in rewrite.sequence)
    if len(steps) == 1:
        return [AnyOf("term", steps[0])]
    return [InOrder("term", steps, gaps) for gaps in rewrite.layouts]
