"""The three rankings that are compared: each takes a question and returns units with scores.

    plain-bm25    any of the lower-cased words, in the order of the engine
    swahili-bm25  any of the terms of our analyser, in the order of the engine
    kisima        the results of kisima search, page by page, without collapsing by document

A unit scores as its best passage; at most MAX_UNITS units are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from kb.analysis import Analyser
from kb.engines.base import AnyOf, Clause, SearchRequest
from kb.evaluation.records import Run
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.store import open_store

__all__ = ["MAX_UNITS", "Ask", "ask_bm25", "ask_kisima", "unit_of"]

MAX_UNITS = 100
"""Units that are read for one question."""

_PAGE = 100

Ask = Callable[[str], Run]


def unit_of(passage: str, *, sections: bool) -> str:
    """Return the section or the document of a passage's id.

    >>> unit_of("sera.md#dira.1", sections=True), unit_of("sera.md#dira.1", sections=False)
    ('sera.md#dira', 'sera.md')
    """
    return passage.rpartition("." if sections else "#")[0]


@contextmanager
def ask_kisima(index: Path, settings: Settings, *, sections: bool) -> Iterator[Ask]:
    """Yield a function that searches as a user does, for up to MAX_UNITS units."""

    def ask(line: str) -> Run:
        units: dict[str, None] = {}
        page = 1
        while len(units) < MAX_UNITS:
            results = base.search(line, limit=_PAGE, page=page, grouped=False)
            units.update(dict.fromkeys(unit_of(hit.id, sections=sections) for hit in results.hits))
            if page * _PAGE >= results.total or not results.hits:
                break
            page += 1
        # The rank counts, not the score: after the candidates the scores are the engine's.
        return {unit: -float(place) for place, unit in enumerate(units)}

    with KnowledgeBase.open(index, settings) as base:
        yield ask


@contextmanager
def ask_bm25(
    index: Path, settings: Settings, analyser: Analyser, *, sections: bool
) -> Iterator[Ask]:
    """Yield a function that searches the engine for any of the words, and keeps its order."""

    def ask(line: str) -> Run:
        words = dict.fromkeys(token.terms for token in analyser.tokens(line) if not token.function)
        clauses = tuple(Clause(AnyOf("term", terms)) for terms in words)
        if not clauses:
            return {}
        request = SearchRequest(tuple(clauses), limit=10 * MAX_UNITS)
        best: Run = {}
        for hit in reader.engine.search(request).hits:
            best.setdefault(unit_of(hit.id, sections=sections), hit.score)
        return dict(islice(best.items(), MAX_UNITS))

    with open_store(index, settings).reader() as reader:
        yield ask
