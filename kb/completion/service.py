"""Complete a question half typed; every completion has at least one match.

Words and headings come from kb.completion. After ``aina:``, ``hati:`` and the like come the
values of the passages that match so far. Where a line contains signs, quotes or fields,
each completion is tried before it is offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from threading import Lock

from kb.analysis import Analyser
from kb.completion import MAX_COMPLETIONS, MAX_TYPED, Completer, complete
from kb.engines.base import SearchRequest
from kb.facets import FACET_BY_FIELD
from kb.query import parse
from kb.query.question import BoundQuestion
from kb.search import engine_query
from kb.search.request import Request
from kb.store import IndexReader

__all__ = ["CompletionService"]

_FIELD = re.compile(
    rf"(?:(?<=\s)|\A)({'|'.join(FACET_BY_FIELD)}):(\"[^\"]*|[^\s\"]*)\Z", re.IGNORECASE
)
_BARE = re.compile(r"[\w./@#+-]+")


class CompletionService:
    """Completes questions over one generation after the other; safe for several threads."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._lock = Lock()
        self._held: tuple[str, Completer] | None = None

    def complete(
        self, reader: IndexReader, typed: str, limit: int, *, once: bool
    ) -> tuple[str, ...]:
        """Return whole questions that complete what was typed.

        Args:
            reader: the generation that answers.
            typed: what was typed so far.
            limit: how many at most.
            once: no other question follows, so only what one answer needs is read.
        """
        limit = min(limit, MAX_COMPLETIONS)
        field = _FIELD.search(typed) if len(typed) <= MAX_TYPED else None
        if field is not None:
            return tuple(islice(self._values(reader, typed[: field.start()], field), limit))

        def finds(line: str) -> bool:
            return self._finds(reader, line)

        completer = None if once else self._completer(reader)
        if completer is None:
            return complete(typed, reader.engine, limit, finds)
        return completer.complete(typed, limit, finds)

    def _completer(self, reader: IndexReader) -> Completer | None:
        """Return the vocabulary of a generation; None while another thread is reading it."""
        held = self._held
        if held is not None and held[0] == reader.generation:
            return held[1]
        if not self._lock.acquire(blocking=False):
            return None
        try:
            completer = Completer.of(reader.engine)
            self._held = (reader.generation, completer)
        finally:
            self._lock.release()
        return completer

    def _finds(self, reader: IndexReader, line: str) -> bool:
        question, filters = Request(reader, self._analyser).interpreted(parse(line))
        if question.is_empty:
            return False
        clauses = tuple(engine_query.clauses(BoundQuestion.of(question)))
        return reader.engine.search(SearchRequest(clauses, filters, limit=0)).total > 0

    def _values(self, reader: IndexReader, head: str, field: re.Match[str]) -> Iterator[str]:
        """Yield the line with each value of a facet that the matches so far have, commonest first."""
        facet, beginning = FACET_BY_FIELD[field[1].lower()].name, field[2].lstrip('"').casefold()
        typed = parse(head)
        question, filters = Request(reader, self._analyser).interpreted(typed)
        others = {name: values for name, values in filters.items() if name != facet}
        clauses = tuple(engine_query.clauses(BoundQuestion.of(question)))
        response = reader.engine.search(SearchRequest(clauses, others, limit=0, facets=(facet,)))
        counts = response.facets[facet]
        for value in sorted(counts, key=lambda value: not value.casefold().startswith(beginning)):
            if not _begins(value.casefold(), beginning) or not value.isprintable():
                continue
            line = f"{head}{field[1]}:{_quoted(value)}"
            # A value is offered where it would be read as itself, and the rest as it was counted:
            # behind "aina: " a filter makes a word of what stood alone. The quotes are ours.
            whole = parse(line)
            if whole.filters.get(facet, ())[-1:] == (value,) and whole.items == typed.items:
                yield line


def _begins(value: str, beginning: str) -> bool:
    """Tell whether a value, or a word or folder in it, has this beginning.

    >>> _begins("bara/kuhusu.md", "kuh"), _begins("bara/kuhusu.md", "husu")
    (True, False)
    """
    return (
        value.startswith(beginning)
        or re.search(rf"[\s/_-]{re.escape(beginning)}", value) is not None
    )


def _quoted(value: str) -> str:
    return value if _BARE.fullmatch(value) else f'"{value}"'
