"""Extract the sentence or two that answer a question best.

The best passages of a search come in. One answer for each institution goes out, or none,
because a wrong answer is worse than none. Which sentences may answer: ``candidates``; the best
of them, and how sure it is: ``surest``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.answers.candidates import ScoredSentence, candidates
from kb.answers.parties import named_party
from kb.answers.quote import quote
from kb.answers.read_passage import RankedPassage, ReadPassage, read_passage
from kb.answers.sentence_query import SentenceQuery, sentence_query
from kb.answers.sentences import announces_list
from kb.answers.surest import older_versions, said, surest
from kb.answers.weights import MIN_OTHER_SUPPORT, MIN_SUPPORT, STATED
from kb.query.question import BoundQuestion
from kb.results import Answer
from kb.search.expected_answer import ExpectedAnswer

__all__ = ["MAX_ANSWERS", "MAX_PASSAGES", "confidence_kind", "extract", "read_passages"]

MAX_PASSAGES = 8
"""How many of the best passages are read for an answer."""

MAX_ANSWERS = 3
"""How many answers are given: one for each institution, or one for each date of one."""

_LETTERHEAD = 20
"""Words of a letterhead."""

_EQUALS = 3.0
"""How much less than the best the answer of another institution may score."""


def extract(
    ranked: Sequence[RankedPassage],
    question: BoundQuestion,
    weights: Mapping[str, float],
    *,
    max_length: int,
    line: str = "",
    min_support: float = MIN_SUPPORT,
) -> tuple[Answer, ...]:
    """Return the best answer, then those of other institutions; nothing where none is sure.

    Args:
        ranked: the passages, best first.
        question: bound to the index.
        weights: how much each word counts, by its label.
        max_length: of an answer, in characters.
        line: the question as it was typed; it may name an institution.
        min_support: how sure an answer must be.
    """
    query = sentence_query(question, weights)
    if not query.words:
        return ()
    kind = confidence_kind(question, query.expected)
    passages = read_passages(ranked, query)
    parties: dict[str | None, list[ScoredSentence]] = {}
    for one in candidates(passages, query, max_length):
        if not _is_of_another(one.passage, passages, query):
            parties.setdefault(one.passage.stored.institution, []).append(one)
    surest_of = [surest(group, kind, query.expected) for group in parties.values()]
    if not any(support >= min_support for _, support in surest_of):
        return ()
    enough = min(min_support, MIN_OTHER_SUPPORT)
    sure = [(support, best) for best, support in surest_of if support >= enough]
    # All the words before fewer: an institution whose page lacks one is not the one asked about.
    least = min(one.features.lacking for _, one in sure)
    sure.sort(key=lambda one: (one[1].features.lacking > least, -one[1].score))
    named = named_party([name for name in parties if name], line)
    kept = _kept(sure, named)
    if kept[0][0] < min_support:
        return ()
    if len(kept) == 1:
        support, best = kept[0]
        kept += [
            (support, one) for one in older_versions(best, parties[best.passage.stored.institution])
        ]
    return tuple(
        _quoted(one, parties[one.passage.stored.institution], query, weights, support, max_length)
        for support, one in kept[:MAX_ANSWERS]
    )


def confidence_kind(question: BoundQuestion, expected: ExpectedAnswer) -> str:
    """Return the kind of answer as the confidence has it: "topic" for a line without a question word.

    *Mkurugenzi wa wakala* asks for a name as surely as *ni nani*.
    """
    asks = question.question.kind != "topic" or expected.kind in STATED
    return expected.kind if asks else "topic"


def _quoted(
    one: ScoredSentence,
    group: Sequence[ScoredSentence],
    query: SentenceQuery,
    weights: Mapping[str, float],
    support: float,
    max_length: int,
) -> Answer:
    """Return a sentence as it is shown: with the next one, if that announces the list of it."""
    for longer in group:
        begins_alike = one.passage is longer.passage and longer.sentence.start == one.sentence.start
        text = one.passage.stored.text[longer.sentence.start : longer.sentence.end]
        if begins_alike and longer.sentence.further and announces_list(text):
            one = longer
            break
    return quote(one.passage, one.sentence, one.facts, query, weights, support, max_length)


def read_passages(ranked: Sequence[RankedPassage], query: SentenceQuery) -> list[ReadPassage]:
    """Return the best passages, decoded; what the letterhead of a document says is above all of it."""
    top = ranked[:MAX_PASSAGES]
    passages = [
        read_passage(
            place,
            place.score / top[0].score if top[0].score > 0 else 1.0,
            query.words,
            query.plain,
        )
        for place in top
    ]
    letterheads: dict[str, set[int]] = {}
    for one in passages:
        if _is_letterhead(one):
            said = {int(mark.label) for mark in one.marked}
            letterheads.setdefault(one.stored.document, set()).update(said)
    return [
        one._replace(
            above=one.above | letterheads.get(one.stored.document, set()),
            headed=one.headed | letterheads.get(one.stored.document, set()),
        )
        for one in passages
    ]


def _is_letterhead(one: ReadPassage) -> bool:
    """Tell whether a passage is the lines above the first heading, which name whose page it is."""
    stored = one.stored
    short = len(stored.body) <= _LETTERHEAD and "." not in stored.text.rstrip()[-1:]
    return short and stored.heading is None and stored.institution is not None


def _is_of_another(
    passage: ReadPassage, passages: Sequence[ReadPassage], query: SentenceQuery
) -> bool:
    """Tell whether a question names what only the pages of another institution are called.

    *Ofisi ya MAMWA* is not answered by another authority, though its page has all but the name.
    """
    nowhere = set(range(len(query.worth))) - passage.above
    nowhere -= {int(mark.label) for mark in passage.marked}
    party = passage.stored.institution
    return any(
        not nowhere.isdisjoint(other.titled) and other.stored.institution != party
        for other in passages
    )


def _kept(
    sure: Sequence[tuple[float, ScoredSentence]], named: str | None
) -> list[tuple[float, ScoredSentence]]:
    """Return the best answer and its equals: from other institutions, and saying something else."""
    if named is not None:
        of_named = [one for one in sure if one[1].passage.stored.institution == named]
        if of_named:
            return of_named[:1]
    best = sure[0][1]
    kept = [sure[0]]
    texts = {said(best)}
    for support, one in sure[1:]:
        unnamed = None in (one.passage.stored.institution, best.passage.stored.institution)
        lacks = one.features.lacking > best.features.lacking
        if unnamed or lacks or one.score < best.score - _EQUALS or said(one) in texts:
            continue
        texts.add(said(one))
        kept.append((support, one))
    return kept
