"""The three rankings that are compared: each takes a question, gives units with scores.

    plain-bm25    any of the lower-cased words, in the order of the engine
    swahili-bm25  any of the terms our analyser makes of them, in the order of the engine
    kisima        what a reader gets, page by page, beneath the grouping of the list

A unit scores as its best passage; at most DEEPEST units are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from kb.analysis import Analyser
from kb.engines.base import AnyOf, Clause
from kb.evaluation.records import Run
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.store import Store

__all__ = ["DEEPEST", "Ask", "bm25", "full", "unit_of"]

DEEPEST = 100
"""Units looked at for one question."""

_PAGE = 100

Ask = Callable[[str], Run]


def unit_of(passage: str, *, sections: bool) -> str:
    """Return the section or the document of a passage's id.

    >>> unit_of("sera.md#dira.1", sections=True), unit_of("sera.md#dira.1", sections=False)
    ('sera.md#dira', 'sera.md')
    """
    return passage.rpartition("." if sections else "#")[0]


@contextmanager
def full(index: Path, settings: Settings, *, sections: bool) -> Iterator[Ask]:
    """Give a function that asks as a reader does, until DEEPEST units or no match is left."""

    def ask(line: str) -> Run:
        units: dict[str, None] = {}
        page = 1
        while len(units) < DEEPEST:
            results = base.search(line, limit=_PAGE, page=page, grouped=False)
            units.update(dict.fromkeys(unit_of(hit.id, sections=sections) for hit in results.hits))
            if page * _PAGE >= results.total or not results.hits:
                break
            page += 1
        # The place decides, not the score: beyond the candidates scores are of two kinds.
        return {unit: -float(place) for place, unit in enumerate(units)}

    with KnowledgeBase.open(index, settings) as base:
        yield ask


@contextmanager
def bm25(index: Path, analyser: Analyser, *, sections: bool) -> Iterator[Ask]:
    """Give a function that asks the engine for any of the words, and takes its order."""

    def ask(line: str) -> Run:
        words = dict.fromkeys(token.terms for token in analyser.tokens(line) if not token.function)
        clauses = [Clause(AnyOf("term", terms)) for terms in words]
        if not clauses:
            return {}
        found = reader.engine.search(clauses, limit=10 * DEEPEST)
        best: Run = {}
        for id, score in zip(found.ids, found.scores, strict=True):
            best.setdefault(unit_of(id, sections=sections), score)
        return dict(islice(best.items(), DEEPEST))

    with Store(index).reader() as reader:
        yield ask
