"""Ask for what a question also means: acronyms, English words, joined and split words, slips.

What kb.expansion proposes joins the question as further clauses, none required,
and as words that count for less. Each is shown to the reader ("vision → dira").
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.engines.base import AnyOf, Clause, Either, InOrder
from kb.expansion import JOINTS, Expansion, expand
from kb.expansion.records import read_phrase
from kb.expansion.vocabulary import Index
from kb.query.terms import QueryTerm
from kb.search.interpret import Asked, Instead
from kb.swahili.english import FUNCTION_WORDS

__all__ = ["widen"]


SLIP_WEIGHT = 0.8
"""What a word is worth that another was probably meant to be."""

_FROM_ENGLISH = frozenset({"gloss", "acronym"})
_NEIGHBOURS, _PARTED = (1,), (2,)
"""naibuspika is *naibu spika*, or *naibu wa spika*: a connective does not decide."""

_ANY_FUNCTION_WORD = QueryTerm("", function=True)
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
    found += _slips(words, found, index)
    for expansion in found:
        _add(asked, words, expansion)
    if any(expansion.why in _FROM_ENGLISH for expansion in found):
        # "of" in "board of directors" is no word that a Swahili passage could lack.
        asked.leave_out(FUNCTION_WORDS | JOINTS)
    return tuple(expansion.shown for expansion in found)


def _slips(
    words: Sequence[QueryTerm], found: Sequence[Expansion], index: Index
) -> tuple[Expansion, ...]:
    """Return what words were probably meant to be that stand nowhere, beside others that do."""
    explained = {i for one in found for i in range(one.first, one.last + 1)}
    terms = sorted({term for word in words for term in word.terms})
    standing = {
        term for term, often in zip(terms, index.frequencies("term", terms), strict=True) if often
    }
    there = [word.prefix != "" or not standing.isdisjoint(word.terms) for word in words]
    missing = [
        i
        for i, word in enumerate(words)
        if not there[i] and i not in explained and word.terms and not (word.exact or word.prefix)
    ]
    # Where none of the words stands anywhere, the reader is given the corrected question whole.
    if not missing or not (any(there) or explained):
        return ()
    from kb.expansion.spelling import correct

    meant = {i: correct(words[i].label, index) for i in missing}
    return tuple(
        Expansion(
            words[i].label,
            i,
            i,
            phrase.sequence,
            phrase.gaps,
            SLIP_WEIGHT,
            "slip",
            f"{words[i].label} → {meaning}",
        )
        for i, meaning in meant.items()
        if meaning is not None and (phrase := read_phrase(meaning)).sequence
    )


def _add(asked: Asked, words: Sequence[QueryTerm], expansion: Expansion) -> None:
    steps = tuple((term,) for term in expansion.sequence)
    gaps = [expansion.gaps]
    if expansion.why == "compound" and expansion.gaps == _NEIGHBOURS:
        gaps.append(_PARTED)
    asks = [
        InOrder("term", steps, gap) if len(steps) > 1 else AnyOf("term", steps[0]) for gap in gaps
    ]
    ask = asks[0] if len(asks) == 1 else Either(tuple(asks))
    asked.also.append(Clause(ask, weight=expansion.weight))
    singles = [
        QueryTerm(term, terms=frozenset({term}), related=frozenset({term}), surface=term)
        for term in expansion.sequence
    ]
    wholes = tuple(_whole(singles, gap)._replace(label=expansion.label) for gap in gaps)
    asked.wanted.extend(wholes)
    # In all as much as the words it stands for, however many it has.
    share = (expansion.last - expansion.first + 1) / len(singles)
    weight = expansion.weight * min(1.0, share)
    asked.instead.append(
        Instead(expansion.first, expansion.last, tuple(singles), weight, expansion.why == "gloss")
    )
    if expansion.why == "slip":
        asked.slips.add(expansion.label)
    covered = set(words[expansion.first : expansion.last + 1])
    asked.wants = [(*want, *wholes) if covered.intersection(want) else want for want in asked.wants]


def _whole(singles: Sequence[QueryTerm], gaps: Sequence[int]) -> QueryTerm:
    """Return what is marked: one word, or a phrase with places kept for what stands between."""
    if len(singles) == 1:
        return singles[0]
    places = [singles[0]]
    for gap, word in zip(gaps, singles[1:], strict=True):
        places += [_ANY_FUNCTION_WORD] * (gap - 1) + [word]
    return QueryTerm("", sequence=tuple(places))
