"""Tell whether a sentence answers for sure on the page of an institution, or tells of another thing.

An agency says a thing once, below a heading: every word of the question is in the sentence or
above it, and the kind of answer is plainly there. What lacks a word is of another office, fee or
person.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from kb.answers.candidates import ScoredSentence
from kb.answers.features import FIGURES
from kb.answers.listed import is_labelled, is_other_row, is_row
from kb.answers.weights import STATED
from kb.search.evidence_amounts import RATES
from kb.search.expected_answer import ExpectedAnswer

__all__ = ["has_all", "is_of_another_thing", "says_all"]

_MIN_SAID = 0.25
"""The share of the question's words that a sentence itself must have, so that its page makes it surer."""

_MIN_IN_OTHER_WORDS = 0.5
"""The share where relatives count too, and how near its passage must be to the best then."""

_MUCH = 0.3
"""The share of a line's words, by their rarity, without which a page is about something else."""

_CONTACTS = frozenset({"phone", "email"})
_OF_ONE: AbstractSet[str] = _CONTACTS | {"amount"}
"""A fee is that of one thing, a telephone number that of one office."""

_MOST = 0.5
"""The share of a line's words that are elsewhere in the passage, so that another office is called."""

_MIN_REASON = 0.5
"""The share of the question's words that the sentence with a reason must have."""


def says_all(one: ScoredSentence, kind: str, expected: ExpectedAnswer) -> bool:
    """Tell whether a sentence of an institution has every word, and plainly says what was asked.

    Args:
        one: the sentence.
        kind: of the answer, as the confidence has it; "topic" where the line asks nothing.
        expected: what the line expects.
    """
    return (
        one.passage.stored.institution is not None
        and has_all(one)
        and _says_it(one, kind, expected)
    )


def is_of_another_thing(one: ScoredSentence, kind: str, expected: ExpectedAnswer) -> bool:
    """Tell whether a sentence lacks so much that it tells of another thing.

    A fee, a person or a place lacks no word, nor does a row or a label that has a figure. A reason
    is of what its own sentence says, and a name is said to be that of the post. A topic may lack a
    little, on any page.
    """
    features = one.features
    if kind == "topic" and _is_of_another_topic(one):
        return True
    if _is_rate_of_another(one, expected):
        return True
    if one.passage.stored.institution is None:
        return False
    row = is_row(one.passage, one.sentence)  # its header says whose name it has
    stated = features.stated or (row and has_all(one))
    if expected.kind == "called" and (0 < features.focus < 1 or not stated):
        return True
    if expected.kind == "reason":
        return features.words + features.kin < _MIN_REASON
    if expected.kind in _CONTACTS and features.around > _MOST:
        return True
    listed = row or is_labelled(one.passage, one.sentence)
    if expected.kind in STATED or expected.kind in _OF_ONE or (expected.kind in FIGURES and listed):
        return features.lacking > 0 or is_other_row(one.passage, one.sentence, one.features.around)
    return False


def _is_rate_of_another(one: ScoredSentence, expected: ExpectedAnswer) -> bool:
    """Tell whether a sentence has an amount, and another of its passage the rate: riba, ushuru."""
    asked = expected.kind == "amount" and not RATES.isdisjoint(expected.noun)
    return asked and not one.features.focus and one.features.around > 0


def _is_of_another_topic(one: ScoredSentence) -> bool:
    """Tell whether a page lacks much of what a line is about: passports, in the fees of a port."""
    features = one.features
    if is_other_row(one.passage, one.sentence, one.features.around):
        return True
    return 1 - features.words - features.kin - features.above - features.around > _MUCH


def _says_it(one: ScoredSentence, kind: str, expected: ExpectedAnswer) -> bool:
    """Tell whether a sentence itself has some of the question, and states who or where plainly.

    The first sentence below a heading that is a question need not repeat it. Where something
    happens is said by the verb: *zabuni zitafunguliwa katika …*. Whose name a row has is said by
    its header, *Mkuu*.
    """
    features = one.features
    if features.asked:
        return True
    happens = expected.kind in ("place", "office") and not expected.located
    headed = expected.kind == "called" and is_row(one.passage, one.sentence) and has_all(one)
    plainly = (
        features.stated or headed or (happens and (features.focus > 0 or expected.kind == "office"))
    )
    if not plainly and (expected.kind in STATED or (kind == "topic" and not expected.kind)):
        return False
    in_other_words = (
        features.rank >= _MIN_IN_OTHER_WORDS
        and features.words + features.kin >= _MIN_IN_OTHER_WORDS
    )
    said = features.words >= _MIN_SAID or in_other_words
    # The header names the column of a figure in a row.
    counted = expected.kind == "number" and is_row(one.passage, one.sentence)
    return (said or counted) and not _is_apart(one)


def _is_apart(one: ScoredSentence) -> bool:
    """Tell whether most of the question is in another sentence of a quotation than the answer."""
    if not one.facts or not one.sentence.further or one.features.stated:
        return False
    first, last = one.sentence.tokens
    place_of, columns = one.passage.place_of, one.passage.stored.body
    fact_place = place_of(columns.starts[one.facts[0]])
    inside = [mark for mark in one.passage.marked if first <= mark.first < last]
    beside = {mark.label for mark in inside if place_of(mark.start) == fact_place}
    return 2 * len(beside) < len({mark.label for mark in inside})


def has_all(one: ScoredSentence) -> bool:
    """Tell whether no word is missing; one may be earlier in the paragraph."""
    features = one.features
    return not features.lacking and (not features.around or _is_said_before(one))


def _is_said_before(one: ScoredSentence) -> bool:
    """Tell whether what of the question is around a sentence is before it in its paragraph."""
    passage, (first, last) = one.passage, one.sentence.tokens
    if is_row(one.passage, one.sentence):
        return False
    begins = passage.stored.text.rfind("\n\n", 0, one.sentence.start) + 1
    inside = {mark.label for mark in passage.marked if first <= mark.first < last}
    before = {m.label for m in passage.marked if begins <= m.start < one.sentence.start}
    above = {str(k) for k in passage.above}
    return {mark.label for mark in passage.marked} <= inside | before | above
