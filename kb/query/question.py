"""A question as one value: a token graph over the words that were typed.

    line ─► Query (parse) ─► Question (interpret) ─► BoundQuestion (bind)

The nodes of the graph are the places between the words. Each word is an edge of
length one. Each expansion or correction is an edge over a range of words, with a
weight and a reason: a Rewrite. All records are frozen. The engine query,
the marks, the missing words of a passage and the scores are functions of the
BoundQuestion; nothing is looked up again.

    "core values za wakala"      0 ─core─ 1 ─values─ 2 ─wakala─ 3
                                 0 ─── misingi mikuu ─── 2        (gloss, 0.9)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kb.query.nodes import Need
from kb.query.terms import QueryTerm

__all__ = [
    "AnswerKind",
    "BoundQuestion",
    "BoundTerm",
    "Demand",
    "Edge",
    "Question",
    "Reason",
    "Rewrite",
]

AnswerKind = Literal["topic", "fact", "date", "number", "definition"]
"""The kind of answer: a topic, for most questions, or a fact of some kind."""

Reason = Literal["acronym", "gloss", "compound", "slip", "synonym"]

_NEIGHBOURS, _PARTED = (1,), (2,)
"""Gaps of *naibu spika* and of *naibu wa spika*: a connective may be between."""

_ANY_FUNCTION_WORD = QueryTerm("", function=True)
"""Takes the place of a word between two steps of a phrase: shirika *la* kimataifa."""


class Demand(NamedTuple):
    """One item of the line as a condition on passages: any of its options matches.

    It ranks ``words[first:end]`` of the question; an excluded item ranks none.
    """

    options: tuple[QueryTerm, ...]  # words, prefixes or phrases
    need: Need
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A line as terms. No index has been looked up yet."""

    words: tuple[QueryTerm, ...] = ()  # ranked ones: content words and prefixes, as typed
    groups: tuple[tuple[int, int], ...] = ()  # words[start:end]; one word of each group is enough
    demands: tuple[Demand, ...] = ()
    typed: tuple[
        QueryTerm, ...
    ] = ()  # everything that may be marked, with function words and phrases
    kind: AnswerKind = "topic"
    by_form: bool = False  # it has function words only; they match by their form
    counted: frozenset[str] = frozenset()  # what a number that answers is beside: a noun, its units

    @property
    def is_empty(self) -> bool:
        """Whether no item of it can match."""
        return all(demand.need == "not" for demand in self.demands)


class Rewrite(NamedTuple):
    """Other words for ``words[first : last + 1]`` of a question: an edge over these words.

    ``sequence`` has the terms to search for, in order; step i + 1 is ``gaps[i]`` positions
    behind step i.
    """

    first: int
    last: int
    typed: str  # "core values"
    text: str  # "misingi mikuu"
    sequence: tuple[str, ...]
    gaps: tuple[int, ...]
    weight: float  # relative to the words themselves, 0 to 1
    reason: Reason

    @property
    def shown(self) -> str:
        """The rewrite as a reader sees it: "core values → misingi mikuu"."""
        return f"{self.typed} → {self.text}"

    @property
    def layouts(self) -> tuple[tuple[int, ...], ...]:
        """The gaps at which the steps may occur."""
        if self.reason == "compound" and self.gaps == _NEIGHBOURS:
            return self.gaps, _PARTED
        return (self.gaps,)

    def words(self) -> tuple[QueryTerm, ...]:
        """Return the steps as words."""
        return tuple(
            QueryTerm(term, terms=frozenset({term}), related=frozenset({term}), surface=term)
            for term in self.sequence
        )

    def phrases(self) -> tuple[QueryTerm, ...]:
        """Return the query terms to mark: one word, or a phrase for each layout.

        >>> Rewrite(0, 0, "vision", "dira", ("dira",), (), 0.7, "gloss").phrases()[0].label
        'vision'
        """
        return tuple(_phrase(self.words(), gaps, self.typed) for gaps in self.layouts)


def _phrase(words: Sequence[QueryTerm], gaps: Sequence[int], label: str) -> QueryTerm:
    if len(words) == 1:
        return words[0]._replace(label=label)
    places = [words[0]]
    for gap, word in zip(gaps, words[1:], strict=True):
        places += [_ANY_FUNCTION_WORD] * (gap - 1) + [word]
    return QueryTerm(label, sequence=tuple(places))


class BoundTerm(NamedTuple):
    """One word of a question or of a rewrite, with its document frequencies.

    ``terms`` match it fully, ``family`` matches it weakly. A prefix or a lone function
    word has ``forms`` instead: the forms that match it. A frequency says how many
    passages contain any of them.
    """

    label: str
    terms: frozenset[str]
    surface: str
    family: frozenset[str]
    term_frequency: int
    surface_frequency: int
    family_frequency: int
    forms: frozenset[str] = frozenset()
    weight: float = 1.0  # relative to a typed word
    bare: bool = False  # a number that counts something; it does not match a heading's number
    context_frequency: int = 0  # passages around which it occurs: kb.index.context
    kind: str = ""  # the term of the kind of section that it names: kb.index.context
    kind_frequency: int = 0  # passages of such sections

    @property
    def occurs(self) -> bool:
        """Whether any passage contains it, or a word of its family, or it occurs around one."""
        return any(
            (
                self.term_frequency,
                self.surface_frequency,
                self.family_frequency,
                self.context_frequency,
            )
        )


class Edge(NamedTuple):
    """One reading of the words *first* to *last*: as typed, or rewritten."""

    first: int
    last: int
    terms: tuple[BoundTerm, ...]
    rewrite: Rewrite | None = None  # None: as typed


@dataclass(frozen=True, slots=True)
class BoundQuestion:
    """A question bound to one index: the whole graph, with document frequencies.

    A word that is not searched has no edge: *of* in "board of directors", where
    the English was rewritten.
    """

    question: Question = Question()
    edges: tuple[Edge, ...] = ()

    @classmethod
    def of(cls, question: Question) -> BoundQuestion:
        """Return a question as typed, bound to no index: it has no rewrites, no frequencies.

        Its engine query and its marks are those of the words alone.
        """
        nothing = frozenset[str]()
        edges = (
            Edge(i, i, (BoundTerm(word.label, word.terms, word.surface, nothing, 0, 0, 0),))
            for i, word in enumerate(question.words)
        )
        return cls(question, tuple(edges))

    @property
    def rewrites(self) -> tuple[Rewrite, ...]:
        """What the words also mean, in the order of the words."""
        return tuple(edge.rewrite for edge in self.edges if edge.rewrite is not None)

    @property
    def typed(self) -> tuple[Edge, ...]:
        """The edges of what was typed, in order."""
        return tuple(edge for edge in self.edges if edge.rewrite is None)

    @property
    def can_match(self) -> bool:
        """Whether any passage can match: False where no word occurs."""
        unranked = any(
            demand.first == demand.end and demand.need != "not" for demand in self.question.demands
        )
        return unranked or not self.edges or any(t.occurs for e in self.edges for t in e.terms)

    def marked(self) -> tuple[QueryTerm, ...]:
        """Return all query terms to mark in a passage: the typed ones, then the rewrites."""
        phrases = (phrase for rewrite in self.rewrites for phrase in rewrite.phrases())
        return (*self.question.typed, *phrases)

    def alternatives(self) -> list[tuple[QueryTerm, ...]]:
        """Return for each group of words the words and phrases of which one is enough."""
        present = {edge.first for edge in self.typed}
        alternatives = []
        for start, end in self.question.groups:
            if start in present:
                phrases = (
                    phrase
                    for rewrite in self.rewrites
                    if rewrite.first < end and rewrite.last >= start
                    for phrase in rewrite.phrases()
                )
                alternatives.append((*self.question.words[start:end], *phrases))
        return alternatives
