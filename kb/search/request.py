"""One request over one generation: a line and its filters ─► a BoundQuestion.

A Request keeps its term statistics. The same request reads a corrected line, so nothing
is looked up twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from kb.analysis import Analyser
from kb.engines.base import Engine, Filters, SearchRequest
from kb.expansion.statistics import TermStatistics
from kb.messages import Message
from kb.query import Query, Word, parse
from kb.query.notes import ONLY_EXCLUDES
from kb.query.question import BoundQuestion, Question
from kb.search.bind import bind, suggest
from kb.search.deadline import Deadline
from kb.search.filters import resolve
from kb.search.interpret import interpret
from kb.store import IndexReader

__all__ = ["BoundLine", "Request"]

_MAX_UNKNOWN = 32
"""Words of unknown filter values that are searched as text."""


@dataclass(frozen=True, slots=True)
class BoundLine:
    """A line bound to the index, with its filters and notes."""

    line: str
    question: BoundQuestion
    filters: Filters
    notes: tuple[Message, ...]
    is_void: bool  # a filter names nothing: nothing can match
    suggestion: str | None  # the line as it was probably meant

    @property
    def widened(self) -> tuple[str, ...]:
        """The rewrites as a reader sees them, each once: "vision → dira"."""
        return tuple(dict.fromkeys(rewrite.shown for rewrite in self.question.rewrites))


class Request:
    """Reads the lines of one request.

    Args:
        reader: the generation that answers.
        analyser: the one that the index was built with.
        filters: facet values that an option or a parameter gave, as typed.
        glosses: whether English words are looked up in the lexicon.
        seconds: how long the request may take; 0: any time.
    """

    def __init__(
        self,
        reader: IndexReader,
        analyser: Analyser,
        filters: Mapping[str, Sequence[str]] | None = None,
        *,
        glosses: bool = True,
        seconds: float = 0,
    ) -> None:
        self.reader = reader
        self.deadline = Deadline(seconds)
        self._analyser, self._given, self._glosses = analyser, filters or {}, glosses
        self._facets: dict[str, Sequence[str]] = {}
        self._typed_filters: AbstractSet[str] = frozenset()

    @property
    def given_filters(self) -> AbstractSet[str]:
        """The facets with a given filter that the line read last does not filter by itself."""
        given = {facet for facet, values in self._given.items() if values}
        return given - self._typed_filters

    @property
    def engine(self) -> Engine:
        """The engine of the generation."""
        return self.reader.engine

    @cached_property
    def statistics(self) -> TermStatistics:
        """The term statistics of this request."""
        return TermStatistics(self.engine, self.deadline.check)

    def read(self, line: str) -> BoundLine:
        """Return a line bound to the index, with its filters.

        Raises:
            SearchTimedOut: the request took longer than it may.
        """
        query = parse(line)
        self._typed_filters = query.filters.keys()
        question, filters, notes, is_void = self._interpreted(query)
        bound = bind(
            question,
            self.statistics,
            glosses=self._glosses,
            synonyms=self.reader.manifest.synonyms,
        )
        suggestion = suggest(bound, self.statistics, line)
        self.deadline.check()
        return BoundLine(line, bound, filters, notes, is_void, suggestion)

    def interpreted(self, query: Query) -> tuple[Question, Filters]:
        """Return the question and the filters of a query; nothing is bound."""
        question, filters, _, _ = self._interpreted(query)
        return question, filters

    def _interpreted(self, query: Query) -> tuple[Question, Filters, tuple[Message, ...], bool]:
        """Return the question of a query, its filters, its notes, and whether nothing can match."""
        resolved = resolve(
            query.filters,
            self._given,
            self._values_of,
            self.reader.manifest.aliases,
            self._analyser,
        )
        words = [Word(word) for value in resolved.text for word in value.split()][:_MAX_UNKNOWN]
        question = interpret(replace(query, items=(*query.items, *words)), self._analyser)
        notes = (*query.notes, *resolved.notes)
        if resolved.filters:
            notes = tuple(note for note in notes if note != ONLY_EXCLUDES)
        return question, resolved.filters, notes, resolved.is_void

    def _values_of(self, facet: str) -> Sequence[str]:
        if facet not in self._facets:
            response = self.engine.search(SearchRequest(limit=0, facets=(facet,)))
            self._facets[facet] = tuple(response.facets[facet])
        return self._facets[facet]
