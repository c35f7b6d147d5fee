"""Choose the best of several sentences, and estimate how sure it is.

Sentences that differ in figures alone, such as the fees of two years, are versions of one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from kb.answers.candidates import ScoredSentence
from kb.answers.features import FIGURES
from kb.answers.sentences import Sentence
from kb.answers.weights import STATED, support_of
from kb.query.terms import QueryTerm
from kb.search.expected_answer import ExpectedAnswer, expected_answer

__all__ = ["older_versions", "said", "surest"]

_MIN_SAID = 0.25
"""The share of the question's words that a sentence itself must have, so that its page makes it surer."""

_MIN_RANK = 0.5
"""How near its passage must be to the best, where only relatives of the words are said."""

_MUCH = 0.3
"""The share of a line's words, by their rarity, without which a page is about something else."""

_MIN_REASON = 0.5
"""The share of the question's words that the sentence with a reason must have."""


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
    versions = [one for one in group if _without_figures(one) == _without_figures(first)]
    newest = max(_date(one) for one in versions)
    best = max((one for one in versions if _date(one) == newest), key=lambda one: one.score)
    outside = [one for one in group if one not in versions]
    if _is_whole_row(best):  # rows are alike; one that lacks a word is of something else
        outside = [one for one in outside if _has_all(one)]
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
    published = best.passage.stored.institution is not None
    return best, support_of(
        first.score,
        lead,
        inner_lead,
        kind,
        whole=published and _has_all(best) and _says_it(best, kind, expected),
        lacking=_is_of_another_topic(best)
        if kind == "topic"
        else published and (_lacks(best, kind) or _is_of_another_post(best, kind)),
    )


def _lacks(one: ScoredSentence, kind: str) -> bool:
    """Tell whether a word is nowhere; a reason is of what its own sentence says."""
    if kind == "reason":
        return one.features.words + one.features.kin < _MIN_REASON
    return one.features.lacking > 0 or _is_other_row(one)


def _is_other_row(one: ScoredSentence) -> bool:
    """Tell whether a word of the question is in other rows of a table, but not in this one."""
    return _is_row(one) and one.features.around > 0


def _same_figures(one: ScoredSentence, other: ScoredSentence) -> bool:
    """Tell whether all dates or numbers of one sentence are in the other: they say the same."""
    these, those = _figures(one), _figures(other)
    return bool(these and those) and (these <= those or those <= these)


def _figures(one: ScoredSentence) -> AbstractSet[str]:
    terms = (term for i in one.facts for term in one.passage.stored.body.terms[i])
    return {term for term in terms if term[-1:].isdigit()}


def _is_of_another_topic(one: ScoredSentence) -> bool:
    """Tell whether a page lacks much of what a line is about: passports, in the fees of a port."""
    features = one.features
    if _is_other_row(one):
        return True
    return 1 - features.words - features.kin - features.above - features.around > _MUCH


def _is_of_another_post(one: ScoredSentence, kind: str) -> bool:
    """Tell whether only a relative of the post that was asked about is there: kurugenzi, for mkurugenzi."""
    return kind == "called" and 0 < one.features.focus < 1


def _says_it(one: ScoredSentence, kind: str, expected: ExpectedAnswer) -> bool:
    """Tell whether a sentence itself has some of the question, and states who or where plainly.

    The first sentence below a heading that is a question need not repeat it. Where something
    happens is said by the verb: *zabuni zitafunguliwa katika …*.
    """
    if _answers_heading(one, expected):
        return True
    features = one.features
    happens = expected.kind in ("place", "office") and not expected.located
    plainly = features.stated or (happens and features.focus > 0)
    if not plainly and (expected.kind in STATED or (kind == "topic" and not expected.kind)):
        return False
    in_other_words = features.kin * (features.rank >= _MIN_RANK)
    said = features.words + in_other_words >= _MIN_SAID
    counted = expected.kind == "number" and _is_row(one)  # its column is named by the header
    return (said or counted) and not _is_apart(one)


def _answers_heading(one: ScoredSentence, expected: ExpectedAnswer) -> bool:
    """Tell whether a sentence is the first below a heading that asks for the same kind of answer."""
    columns = one.passage.stored.heading_tokens
    if not one.sentence.opens or one.passage.stored.ordinal != 1 or not expected.kind:
        return False
    asked = expected_answer(
        QueryTerm(surface, frozenset(terms), surface=surface, function=function)
        for surface, terms, function in zip(
            columns.surfaces, columns.terms, columns.functions, strict=True
        )
    )
    return asked.kind == expected.kind


def _is_apart(one: ScoredSentence) -> bool:
    """Tell whether most of the question is in another sentence of a quotation than the answer."""
    if not one.facts or not one.sentence.further or one.features.stated:
        return False
    first, last = one.sentence.tokens
    starts = [start for start, _ in one.passage.spans]
    columns = one.passage.stored.body
    fact_span = bisect_right(starts, columns.starts[one.facts[0]])
    inside = [mark for mark in one.passage.marked if first <= mark.first < last]
    beside = {mark.label for mark in inside if bisect_right(starts, mark.start) == fact_span}
    return 2 * len(beside) < len({mark.label for mark in inside})


def _is_whole_row(one: ScoredSentence) -> bool:
    """Tell whether a sentence is a row of a table that has every word, with its header."""
    return _has_all(one) and _is_row(one)


def _is_row(one: ScoredSentence) -> bool:
    start = one.sentence.start
    return any(first <= start < end for first, end in one.passage.rows)


def _has_all(one: ScoredSentence) -> bool:
    return not one.features.around and not one.features.lacking


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
