"""Bind a question to an index: Question ─► BoundQuestion.

Everything that an answer needs from the index is looked up here, once: rewrites of
the words (kb.expansion) and the document frequency of each word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kb.expansion import JOINTS, corrections, expand
from kb.expansion.statistics import TermStatistics
from kb.index.zones import NUMBERED
from kb.query.question import BoundQuestion, BoundTerm, Edge, Question, Rewrite
from kb.query.terms import QueryTerm
from kb.search.section_kinds import named_kinds
from kb.swahili.english import FUNCTION_WORDS

__all__ = ["MAX_FORMS", "bind", "suggest"]

MAX_FORMS = 200
"""Forms that a prefix matches, the most frequent ones."""

_PART_OF_DAY = 0.3
"""Weight of a month and a year, relative to the day, where the day occurs."""

_DAY = re.compile(r"d:\d{4}-\d\d-\d\d")  # as kb.normalization writes it
_FROM_ENGLISH = frozenset({"gloss", "acronym"})


def bind(
    question: Question,
    statistics: TermStatistics,
    *,
    glosses: bool = True,
    synonyms: tuple[tuple[str, ...], ...] = (),
) -> BoundQuestion:
    """Return a question with the rewrites of its words and all document frequencies.

    Args:
        question: what the line asks for.
        statistics: of the index.
        glosses: whether English words are looked up.
        synonyms: names that mean the same in this corpus, in groups.
    """
    words = question.words
    statistics.frequencies("term", (t for word in words for t in word.terms | word.related))
    kinds = named_kinds(question.typed)
    around = [*(t for word in words for t in word.terms), *kinds.values()]
    statistics.frequencies("context", around)
    rewrites: tuple[Rewrite, ...] = ()
    if not question.by_form:
        rewrites = expand(words, statistics, glosses=glosses, own=synonyms)
        rewrites += corrections(words, rewrites, statistics)
    rewritten = [rewrite.words() for rewrite in rewrites]
    _look_up(words, [word for run in rewritten for word in run], statistics)
    idle = _idle(words, rewrites)
    days = _days([*words, *(word for run in rewritten for word in run)], statistics)
    bare = _bare(question.typed)
    edges = [
        Edge(
            i,
            i,
            (_typed_term(word, statistics, days, bare=word in bare, kind=kinds.get(word, "")),),
        )
        for i, word in enumerate(words)
        if i not in idle
    ]
    for rewrite, run in zip(rewrites, rewritten, strict=True):
        # All its words together count as much as the words they replace.
        share = min(1.0, (rewrite.last - rewrite.first + 1) / len(run))
        terms = (_rewritten_term(word, statistics, rewrite.weight * share) for word in run)
        edges.append(Edge(rewrite.first, rewrite.last, tuple(terms), rewrite))
    return BoundQuestion(question, tuple(edges))


def suggest(question: BoundQuestion, statistics: TermStatistics, line: str) -> str | None:
    """Return the line as it was probably meant, if a word of it does not occur.

    A word that a rewrite explains is no slip, unless the rewrite is its correction.

    Args:
        question: what the line asks for.
        statistics: of the same index.
        line: the question as typed; its signs and filters stay.
    """
    explained = {
        place
        for rewrite in question.rewrites
        if rewrite.reason != "slip"
        for place in range(rewrite.first, rewrite.last + 1)
    }
    words = question.question.words
    kept = {edge.first for edge in question.typed}
    alone = [
        words[start]
        for start, end in question.question.groups
        if start in kept and end - start == 1 and start not in explained
    ]
    terms = [term for word in alone if not word.prefix and not word.exact for term in word.terms]
    inside, around = (statistics.frequencies(field, terms) for field in ("term", "context"))
    if all(map(max, inside, around)):
        return None
    from kb.expansion.spelling import did_you_mean  # most questions need none

    typed = [words[edge.first] for edge in question.typed]
    meant = did_you_mean(typed, statistics, line)
    return meant.line if meant is not None else None


def _look_up(
    typed: Sequence[QueryTerm], rewritten: Sequence[QueryTerm], statistics: TermStatistics
) -> None:
    """Look up all frequencies that are needed, with one call for each field."""
    words = [*typed, *rewritten]
    terms = [term for word in words for term in (*word.terms, *word.related)]
    statistics.frequencies("term", terms)
    statistics.frequencies("family", (term for word in words for term in word.related))
    statistics.frequencies("surface", (word.surface for word in typed if not word.prefix))


def _idle(words: Sequence[QueryTerm], rewrites: Sequence[Rewrite]) -> set[int]:
    """Return the English words that have no Swahili counterpart: *of* in "board of directors"."""
    if not any(rewrite.reason in _FROM_ENGLISH for rewrite in rewrites):
        return set()
    idle = {i for i, word in enumerate(words) if word.surface in FUNCTION_WORDS | JOINTS}
    return idle if len(idle) < len(words) else set()


def _typed_term(
    word: QueryTerm, statistics: TermStatistics, days: Sequence[str], *, bare: bool, kind: str
) -> BoundTerm:
    around = 0 if word.prefix or word.exact else _around(word, statistics)
    of_kind = statistics.frequency("context", kind) if kind else 0
    term = _bound(word, statistics)._replace(
        bare=bare,
        context_frequency=around,
        kind=kind,
        kind_frequency=of_kind,
    )
    partial = any(_is_part(word, day) for day in days)
    return term._replace(weight=_PART_OF_DAY) if partial else term


def _rewritten_term(word: QueryTerm, statistics: TermStatistics, weight: float) -> BoundTerm:
    """Return a word of a rewrite. Nobody typed its form, so only its terms are looked up."""
    (frequency,) = statistics.frequencies("term", word.terms)
    kin = _family_frequency(word, statistics)
    return BoundTerm(
        word.label,
        word.terms,
        word.surface,
        word.related,
        frequency,
        frequency,
        kin,
        weight=weight,
    )


def _around(word: QueryTerm, statistics: TermStatistics) -> int:
    """Return around how many passages a word occurs."""
    return max(statistics.frequencies("context", sorted(word.terms)), default=0)


def _bound(word: QueryTerm, statistics: TermStatistics) -> BoundTerm:
    """Return one word with its frequencies."""
    if word.prefix:
        forms = dict(statistics.terms("surface", word.prefix, MAX_FORMS))
        frequency = sum(forms.values())
        return BoundTerm(
            word.label,
            frozenset(),
            word.prefix,
            frozenset(),
            frequency,
            frequency,
            0,
            frozenset(forms),
        )
    frequency = statistics.frequency("surface", word.surface)
    if word.exact:
        form = frozenset({word.surface})
        return BoundTerm(
            word.label, frozenset(), word.surface, frozenset(), frequency, frequency, 0, form
        )
    return BoundTerm(
        word.label,
        word.terms,
        word.surface,
        word.related,
        max(statistics.frequencies("term", sorted(word.terms)), default=0),
        frequency,
        _family_frequency(word, statistics),
    )


def _family_frequency(word: QueryTerm, statistics: TermStatistics) -> int:
    """Return in how many passages the commonest relative of a word occurs, or is a relative."""
    related = sorted(word.related)
    kin = zip(statistics.frequencies("term", related), statistics.frequencies("family", related))
    return max(map(sum, kin), default=0)


def _days(words: Sequence[QueryTerm], statistics: TermStatistics) -> list[str]:
    """Return the days of a question that occur in the index."""
    days = sorted({t for word in words for t in word.terms | word.related if _DAY.fullmatch(t)})
    return [day for day in days if statistics.frequency("term", day)]


def _is_part(word: QueryTerm, day: str) -> bool:
    """Tell whether a word is the month or the year of a day: *Julai* or *2012* of 13/7/2012."""
    month, year = day.rpartition("-")[0], day[2:6]
    return month in word.terms or year in word.terms


def _bare(typed: Sequence[QueryTerm]) -> set[QueryTerm]:
    """Return the numbers of a question that count something: *miaka 18*, not *ibara ya 18*."""
    numbers = set()
    heading_terms: frozenset[str] = frozenset()  # terms of the last content word before
    for before, word in pairwise(typed):
        heading_terms = heading_terms if before.function else before.terms
        is_number = bool(word.terms) and all(term.isdigit() for term in word.terms)
        if is_number and NUMBERED.isdisjoint(heading_terms):
            numbers.add(word)
    return numbers
