"""Ask for what a question also means: acronyms, English words, joined and split words.

What kb.expansion proposes joins the question as further clauses, none required,
and as words that count for less. Each is shown to the reader ("vision → dira").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.engines.base import AnyOf, Clause, InOrder
from kb.expansion import JOINTS, Expansion, expand
from kb.model import Wanted
from kb.searching.asking import Asked, Extra
from kb.vocabulary import Index

__all__ = ["widen"]


_ANY_FUNCTION_WORD = Wanted("", function=True)
"""Keeps the place of a word between two steps of a phrase: shirika *la* kimataifa."""


def widen(asked: Asked, index: Index, *, glosses: bool = True) -> tuple[str, ...]:
    """Add to *asked* what its words also mean in this index; return that in words.

    Args:
        asked: a question; it is added to.
        index: says which words there are.
        glosses: whether English words are looked up.
    """
    if asked.by_form:
        return ()
    words = asked.words
    found = expand(words, index, glosses=glosses)
    for expansion in found:
        _add(asked, words, expansion)
    if any(expansion.why == "gloss" for expansion in found):
        # "of" in "board of directors" is no word that a Swahili passage could lack.
        asked.wants = [want for want in asked.wants if want[0].surface not in JOINTS]
    return tuple(expansion.shown for expansion in found)


def _add(asked: Asked, words: Sequence[Wanted], expansion: Expansion) -> None:
    steps = tuple((term,) for term in expansion.sequence)
    ask = AnyOf("term", steps[0]) if len(steps) == 1 else InOrder("term", steps, expansion.gaps)
    asked.also.append(Clause(ask, weight=expansion.weight))
    singles = [
        Wanted(term, terms=frozenset({term}), related=frozenset({term}), surface=term)
        for term in expansion.sequence
    ]
    whole = singles[0]
    if len(singles) > 1:
        places = [singles[0]]
        for gap, word in zip(expansion.gaps, singles[1:], strict=True):
            places += [_ANY_FUNCTION_WORD] * (gap - 1) + [word]
        whole = Wanted(expansion.label, sequence=tuple(places))
    asked.wanted.append(replace(whole, label=expansion.label))
    asked.extras.extend(Extra(word, expansion.weight / len(singles)) for word in singles)
    covered = set(words[expansion.first : expansion.last + 1])
    asked.wants = [(*want, whole) if covered.intersection(want) else want for want in asked.wants]
