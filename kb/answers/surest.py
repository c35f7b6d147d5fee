"""Choose the best of several sentences, and estimate how sure it is.

Sentences that differ in figures alone, such as the fees of two years, are versions of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from kb.answers.candidates import ScoredSentence
from kb.answers.features import FIGURES
from kb.answers.listed import is_row
from kb.answers.page_support import has_all, is_of_another_thing, says_all
from kb.answers.sentences import Sentence
from kb.answers.weights import STATED, support_of
from kb.search.expected_answer import ExpectedAnswer

__all__ = ["older_versions", "said", "surest"]

_NEARLY = 1.0
"""How much less than the best a sentence may score that states plainly who, where, when or how much."""


def surest(
    group: Sequence[ScoredSentence], kind: str, expected: ExpectedAnswer
) -> tuple[ScoredSentence, float]:
    """Return the best of several sentences, and how sure it is.

    Of sentences that differ in figures alone, such as the fees of two years, the newest is taken.
    They do not make each other less sure. Nor does another passage that states the same figures.

    Args:
        group: of one institution.
        kind: of the answer, as the confidence has it; "topic" where the line asks nothing.
        expected: what the line expects.
    """
    first = max(group, key=lambda one: one.score)
    plain = [one for one in group if one.features.stated and one.score > first.score - _NEARLY]
    if kind in STATED | FIGURES and plain and first.passage.stored.institution is not None:
        first = max(plain, key=lambda one: one.score)
    versions = [one for one in group if _without_figures(one) == _without_figures(first)]
    newest = max(_date(one) for one in versions)
    best = max((one for one in versions if _date(one) == newest), key=lambda one: one.score)
    outside = [one for one in group if one not in versions]
    # Rows are alike; one that lacks a word is of something else.
    if is_row(best.passage, best.sentence) and has_all(best):
        outside = [one for one in outside if has_all(one)]
    if kind in STATED and best.features.stated:  # the others do not say who or where
        outside = [one for one in outside if one.features.stated]
    others = [
        one.score
        for one in outside
        if not _same_passage(one, best) and not (kind in FIGURES and _same_figures(one, best))
    ]
    inner = [
        one.score
        for one in outside
        if _same_passage(one, best) and not _overlap(one.sentence, best.sentence)
    ]
    nothing = float("-inf")
    lead, inner_lead = (first.score - max(scores, default=nothing) for scores in (others, inner))
    return best, support_of(
        first.score,
        lead,
        inner_lead,
        kind,
        whole=says_all(best, kind, expected),
        lacking=is_of_another_thing(best, kind, expected),
    )


def _same_figures(one: ScoredSentence, other: ScoredSentence) -> bool:
    """Tell whether all dates or numbers of one sentence are in the other: they say the same."""
    these, those = _figures(one), _figures(other)
    return bool(these and those) and (these <= those or those <= these)


def _figures(one: ScoredSentence) -> AbstractSet[str]:
    terms = (term for i in one.facts for term in one.passage.stored.body.terms[i])
    return {term for term in terms if term[-1:].isdigit()}


def older_versions(best: ScoredSentence, group: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Return what the documents of other dates say, in figures alone differently; the newest first."""
    by_date = {_date(best): best}
    for one in sorted(group, key=lambda one: -one.score):
        if _without_figures(one) == _without_figures(best) and said(one) != said(best):
            by_date.setdefault(_date(one), one)
    del by_date[_date(best)]
    return [by_date[date] for date in sorted(filter(None, by_date), reverse=True)]


def _date(one: ScoredSentence) -> str:
    return one.passage.stored.date or ""


def _same_passage(one: ScoredSentence, other: ScoredSentence) -> bool:
    return one.passage is other.passage


def _without_figures(one: ScoredSentence) -> tuple[str, ...]:
    columns, places = one.passage.stored.body, range(*one.sentence.tokens)
    return tuple(
        columns.surfaces[i] for i in places if not any(t[-1:].isdigit() for t in columns.terms[i])
    )


def _overlap(one: Sentence, other: Sentence) -> bool:
    return one.start < other.end and other.start < one.end


def said(one: ScoredSentence) -> str:
    """Return what a sentence says, however it is written."""
    first, last = one.sentence.tokens
    return " ".join(one.passage.stored.body.surfaces[first:last])
