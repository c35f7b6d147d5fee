"""Describe a sentence as an answer: what of the question it has, and what it should have.

A passage that was read and one of its sentences come in; numbers from 0 to 1 go out. What
they weigh: kb.answers.weights
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from kb.answers.counted_list import counts_list
from kb.answers.listed import is_row
from kb.answers.read_passage import ReadPassage
from kb.answers.row_figures import row_figures
from kb.answers.sentence_query import SentenceQuery
from kb.answers.sentences import Sentence, list_end, list_intro
from kb.answers.stated import has_label, is_of_other_thing, states
from kb.answers.word_places import word_places
from kb.document import Span
from kb.highlight import Mark
from kb.index.schema import TokenColumns
from kb.search.asked_nouns import Expected
from kb.search.evidence import evidence
from kb.search.evidence_numbers import is_other_event
from kb.search.evidence_words import shows
from kb.search.expected_answer import LOCATIVES

__all__ = ["FIGURES", "Features", "sentence_features"]


FIGURES: AbstractSet[str] = frozenset({"date", "number", "amount", "law", "phone", "hours"})
"""Kinds of answer that are figures."""

_NAMES = frozenset({"person", "called", "name", "region", "colour", "reason"})


class Features(NamedTuple):
    """What a sentence has, each from 0 to 1; all words of the question together count 1."""

    words: float  # words of the question in the sentence, in any inflected form
    kin: float  # words of which only a relative, a synonym or their kind is there: kuanzisha for ulianza
    above: float  # words that only the title, the headings, the header of the table or a sentence have, to which it refers
    around: float  # words that only the rest of the passage has
    lacking: float  # the rarest word that is nowhere
    rank: float  # the passage's score, relative to the best
    subject: float  # the share of the title's or heading's words that the question has
    pairs: float  # neighbours of the question that are neighbours in the sentence
    near: float  # how near the expected kind of answer is to a word of the question
    many: float  # one sentence has more than one of the expected kind
    focus: float  # the word next to the question word: lilianzishwa lini
    told: float  # a date or number is near that word
    named: float  # a name or a person is near that word
    placed: float  # a place is near that word
    stated: float  # only a copula, a sign or a title is between what was asked and the answer
    event: float  # the date is of another event: alizaliwa 1901, for alifariki lini; the place of another thing
    opening: float  # it opens its passage, or is a row, which is read by itself
    asked: float  # it opens the section of a heading that asks for the same kind of answer
    further: float  # a second sentence is quoted
    length: float  # of the quotation, relative to the longest


def sentence_features(
    passage: ReadPassage,
    sentence: Sentence,
    query: SentenceQuery,
    max_length: int,
) -> tuple[Features, list[int]]:
    """Return the features of a sentence, and the tokens of the expected kind.

    Args:
        passage: the sentence's.
        sentence: a stretch of it.
        query: the question.
        max_length: of a quotation, in characters.
    """
    stored, kind = passage.stored, query.expected.kind
    worth, first = query.worth, sentence.tokens[0]
    in_table = is_row(passage, sentence)
    facts = _facts(passage, sentence, query)
    places = word_places(passage, sentence, query, shown=query.shown if facts else frozenset())
    marked, inside, plain = places.marked, places.inside, places.plain
    focus = {mark.first for mark in marked if int(mark.label) in query.focus}
    asked = focus & {mark.first for mark in passage.plain}  # mkurugenzi, but not kurugenzi
    if query.expected.located:
        focus = asked = {
            i for i in range(*sentence.tokens) if _locates(stored.text, stored.body, i)
        }
    told = _nearness(facts, sorted(focus))
    near = 1.0 if counts_list(passage, sentence, query) else _nearness(facts, places.firsts)
    features = Features(
        words=sum(worth[k] for k in plain),
        kin=sum(worth[k] for k in (inside - plain) | places.shown),
        above=sum(worth[k] for k in places.above - inside),
        around=sum(worth[k] for k in places.around),
        lacking=max((worth[k] for k in places.nowhere), default=0.0),
        rank=passage.share,
        subject=passage.subject,
        pairs=_pairs(marked, len(worth)),
        near=near,
        many=float(len(facts) > 1 and not sentence.further),
        focus=1.0 if query.focus & plain else 0.5 if query.focus & inside else 0.0,
        told=told * (kind in FIGURES),
        named=told * (kind in _NAMES),
        placed=told * (kind in ("place", "office")),
        stated=float(
            _is_stated(stored.text, stored.body, sentence.tokens, marked, asked, facts, query)
        ),
        event=float(_is_of_other(stored.body, first, facts, marked, query)),
        opening=float(sentence.opens or in_table),
        asked=float(
            not (places.around or places.nowhere or in_table)
            and _answers_heading(passage, sentence, kind)
        ),  # of a table no row answers before the others
        further=float(sentence.further),
        length=min(1.0, (sentence.end - sentence.start) / max_length),
    )
    ordered = [focus, set(places.firsts)]
    return features, _best_first(facts, ordered, _labels_by_fact(passage, marked, facts), query)


def _facts(passage: ReadPassage, sentence: Sentence, query: SentenceQuery) -> list[int]:
    """Return the tokens of a sentence that are of the expected kind."""
    stored, expected = passage.stored, query.expected
    scope = sentence.tokens[0], _last_token(passage, sentence)
    tokens = evidence(expected, stored.text, stored.body, scope, query.surfaces)
    if expected.kind == "called":  # an institution is no person
        tokens = [i for i in tokens if passage.known.isdisjoint(stored.body.terms[i])]
    if expected.kind in ("amount", "number") and is_row(passage, sentence):
        row = (sentence.start, sentence.end)
        tokens = row_figures(passage, row, sentence.tokens, expected, tokens)
    return tokens


def _answers_heading(passage: ReadPassage, sentence: Sentence, kind: Expected) -> bool:
    """Tell whether a sentence is the first below a heading that asks for the same kind of answer."""
    return kind != "" and passage.asks == kind and sentence.opens and passage.stored.ordinal == 1


def _last_token(passage: ReadPassage, sentence: Sentence) -> int:
    """Return the token after the last of a sentence, with the list that it announces.

    Of a list of labels each item has a figure, a name or a place of its own.
    """
    stored, last = passage.stored, sentence.tokens[1]
    intro = list_intro(stored.text[sentence.start : sentence.end])
    if not intro:
        return last
    end = list_end(stored.text, sentence.start + len(intro))
    if any(sentence.end <= start < end for start, _ in passage.labelled):
        return last
    return max(last, bisect_left(stored.body.starts, end))


def _locates(text: str, columns: TokenColumns, i: int) -> bool:
    """Tell whether a word says that a place follows: *ipo*, *Mahali:*."""
    if columns.surfaces[i] in LOCATIVES:
        return True
    return shows("address", columns, i) and text[columns.ends[i] : columns.ends[i] + 1] == ":"


def _is_of_other(
    columns: TokenColumns,
    first: int,
    facts: Sequence[int],
    marked: Sequence[Mark],
    query: SentenceQuery,
) -> bool:
    """Tell whether the dates of a sentence are of another event, or its places of another thing."""
    kind = query.expected.kind
    if kind == "date":
        return is_other_event(columns, facts, first, query.events)
    if kind in ("place", "region"):
        return is_of_other_thing(columns, facts, first, {mark.first for mark in marked})
    return False


def _is_stated(
    text: str,
    columns: TokenColumns,
    sentence: Span,
    marked: Sequence[Mark],
    asked: AbstractSet[int],
    facts: Sequence[int],
    query: SentenceQuery,
) -> bool:
    """Tell whether a sentence states plainly what was asked, or labels it."""
    places = {i for mark in marked for i in range(mark.first, mark.last + 1)}
    if query.expected.kind in (
        "",
        "place",
        "phone",
        "email",
        "hours",
        "amount",
        "date",
    ) and has_label(text, columns, sentence, places):
        return True
    return states(text, columns, sorted(asked), facts, places, query.expected.kind)


def _best_first(
    tokens: Sequence[int],
    places: Sequence[AbstractSet[int]],
    by_fact: Mapping[int, AbstractSet[int]],
    query: SentenceQuery,
) -> list[int]:
    """Return the facts of a candidate, those of the sentence with most of the question first.

    The focus counts double. Those of one sentence are in the order of their distance to the first
    places, then to the next.
    """

    def distances(i: int) -> list[int]:
        return [min((abs(i - place) for place in some), default=0) for some in places]

    def worth(i: int) -> float:
        return sum(query.worth[k] * (1 + (k in query.focus)) for k in by_fact[i])

    return sorted(tokens, key=lambda i: (-worth(i), distances(i)))


def _labels_by_fact(
    passage: ReadPassage, marked: Sequence[Mark], tokens: Sequence[int]
) -> Mapping[int, AbstractSet[int]]:
    """Return for each token the query terms that its sentence has."""
    labels: dict[int, set[int]] = {}
    for mark in marked:
        labels.setdefault(passage.place_of(mark.start), set()).add(int(mark.label))
    at = passage.stored.body.starts
    return {i: labels.get(passage.place_of(at[i]), set()) for i in tokens}


def _pairs(marked: Sequence[Mark], count: int) -> float:
    """Return the share of the question's neighbours that are at most one word apart."""
    if count < 2:
        return 0.0
    joined = set()
    for i, mark in enumerate(marked):
        for other in marked[i + 1 : i + 4]:
            if other.first - mark.last > 2:
                break
            if abs(int(other.label) - int(mark.label)) == 1:
                joined.add(min(int(other.label), int(mark.label)))
    return len(joined) / (count - 1)


def _nearness(tokens: Sequence[int], places: Sequence[int]) -> float:
    """Return 1 where a token of the expected kind is beside a place, less further away."""
    if not tokens or not places:
        return 0.0
    least = min(abs(place - token) for token in tokens for place in places)
    return 1.0 / math.sqrt(max(1, least))
