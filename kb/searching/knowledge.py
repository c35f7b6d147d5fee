"""The open knowledge base: what the command line and the web page ask.

One instance serves many threads. It holds one generation of the index open;
``refresh`` moves to a newer one, and the older is closed when the last question
that reads it has been answered.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from kb import entries
from kb.analysis import Analyser, SwahiliAnalyser
from kb.engines.base import Engine, Statistics
from kb.engines.whoosh import WhooshEngine
from kb.errors import DocumentNotFound, IndexOutOfDate
from kb.highlight import marks
from kb.model import Results, ShownDocument, ShownPassage, ShownSection, StoredPassage
from kb.query import Note, Query, Word, parse
from kb.searching.answering import answer, hits
from kb.searching.asking import Asked, ask
from kb.searching.filters import resolve
from kb.searching.widening import widen
from kb.settings import Settings
from kb.store import Reader, Store

__all__ = ["KnowledgeBase"]

MOST_HITS = 100
MOST_PAGES = 50
MOST_UNKNOWN = 32
"""Words of unknown filter values that are searched as text."""

_READ_AS_TYPED = frozenset({"language", "year"})
"""Facets of which the query's own reading knows more: kiswahili is sw, 2010-2012 three years."""

_OLDER = (
    "faharasa ilijengwa na uchambuzi mwingine wa maneno · the index was built by another "
    "analysis of words; endesha · run: kisima index"
)
_NO_SUCH_PAGE = Note(
    f"Kurasa {MOST_PAGES} za mwanzo tu zinaonyeshwa.",
    f"Only the first {MOST_PAGES} pages are shown.",
)


class _Lease:
    """An open generation: closed when nobody holds it any more."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._holders = 1
        self._lock = threading.Lock()

    def hold(self) -> None:
        """Keep it open until it is released once more."""
        with self._lock:
            self._holders += 1

    def release(self) -> None:
        """Let go; who is last closes it."""
        with self._lock:
            self._holders -= 1
            last = self._holders == 0
        if last:
            self.reader.close()


class _Page(NamedTuple):
    """Which stretch of the results is wanted, and what beside them."""

    number: int
    limit: int
    facets: tuple[str, ...]
    glosses: bool


class KnowledgeBase:
    """An index, open for questions."""

    def __init__(self, store: Store, settings: Settings, analyser: Analyser | None = None) -> None:
        self._store, self._settings = store, settings
        self._analyser = analyser or SwahiliAnalyser()
        self._lock = threading.Lock()  # over the lease, for moments
        self._refreshing = threading.Lock()  # over opening a generation
        self._lease: _Lease | None = _Lease(_opened(store))

    @classmethod
    def open(cls, index: Path, settings: Settings, analyser: Analyser | None = None) -> Self:
        """Open the current generation of the index in *index*.

        Raises:
            IndexUnusable: there is none, or none that can be trusted.
        """
        return cls(Store(index, WhooshEngine), settings, analyser)

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        """Hold the generation that answers now, whatever is published meanwhile."""
        with self._lock:
            lease = self._lease
            if lease is None:
                raise ValueError("this knowledge base has been closed")
            lease.hold()
        try:
            yield lease.reader
        finally:
            lease.release()

    @property
    def generation(self) -> str:
        """The name of the generation that answers."""
        with self._reading() as reader:
            return reader.generation

    @property
    def notice(self) -> str | None:
        """What a reader should know of the index: that an older one answers, and why."""
        with self._reading() as reader:
            if reader.notice is not None:
                return reader.notice
            built_by = reader.manifest.parts.get("analyser")
        here = f"{self._analyser.name} {self._analyser.fingerprint()}"
        return None if built_by == here else _OLDER

    def refresh(self) -> bool:
        """Move to a newer generation if one was published; return whether there was one.

        Raises:
            IndexUnusable: there is one, and it cannot be used; the older still answers.
        """
        if not self._stale():
            return False
        with self._refreshing:
            if not self._stale():
                return False
            newer = _Lease(_opened(self._store))
            with self._lock:
                older, self._lease = self._lease, newer
        if older is not None:
            older.release()
        return True

    def _stale(self) -> bool:
        with self._reading() as reader:
            return reader.stale()

    def search(
        self,
        line: str,
        *,
        limit: int | None = None,
        page: int = 1,
        filters: Mapping[str, Sequence[str]] | None = None,
        facets: Sequence[str] = (),
        glosses: bool = True,
    ) -> Results:
        """Answer a question.

        Args:
            line: what was typed; any text is a question.
            limit: hits on a page, 1 to 100; the setting where left out.
            page: which page, from 1 to 50.
            filters: values for facets (kind, document, institution, language, year),
                as a reader would type them.
            facets: count all matches by the values of these facets.
            glosses: whether English words are looked up in the lexicon.
        """
        started = time.perf_counter()
        limit = min(max(limit or self._settings.number("limit"), 1), MOST_HITS)
        asked = _Page(max(page, 1), limit, tuple(facets), glosses)
        with self._reading() as reader:
            found = self._answered(reader, line, filters or {}, asked)
            if not found.total and found.suggestion:
                corrected = self._answered(reader, found.suggestion, filters or {}, asked)
                if corrected.total:
                    found = replace(
                        corrected, query=line, suggestion=found.suggestion, corrected=True
                    )
        return replace(found, took_ms=(time.perf_counter() - started) * 1000)

    def _answered(
        self, reader: Reader, line: str, filters: Mapping[str, Sequence[str]], wanted: _Page
    ) -> Results:
        """Answer a line as it stands; suggest another where a word of it is nowhere."""
        query, chosen = self._resolved(reader, _with_filters(parse(line), filters))
        if wanted.number > MOST_PAGES:
            query = replace(query, dropped=(*query.dropped, _NO_SUCH_PAGE))
        engine = reader.engine
        asked = ask(query, self._analyser)
        widened = widen(asked, engine, glosses=wanted.glosses)
        found = answer(
            engine,
            asked,
            chosen,
            candidates=self._settings.number("candidates"),
            offset=(min(wanted.number, MOST_PAGES) - 1) * wanted.limit,
            limit=wanted.limit,
        )
        ranked = found.ranked if wanted.number <= MOST_PAGES else ()
        most = self._settings.number("window")
        counted = wanted.facets if found.total else ()
        return Results(
            query=line,
            total=found.total,
            hits=tuple(hits(engine, ranked, asked, found.weights, most=most)),
            took_ms=0.0,
            page=wanted.number,
            limit=wanted.limit,
            dropped=tuple(note.sw for note in query.dropped),
            dropped_english=tuple(note.en for note in query.dropped),
            suggestion=self._suggestion(engine, asked, line),
            facets={facet: engine.count(found.clauses, chosen, facet) for facet in counted},
            generation=reader.generation,
            widened=widened,
        )

    def _suggestion(self, engine: Engine, asked: Asked, line: str) -> str | None:
        """Return the line as it was probably meant, where a word of it stands nowhere."""
        alone = [want[0] for want in asked.wants if len(want) == 1]
        words = [word for word in alone if not word.prefix and not word.exact and word.terms]
        terms = [term for word in words for term in word.terms]
        if not terms or all(engine.frequencies("term", terms)):
            return None
        from kb.suggestions import did_you_mean

        meant = did_you_mean(asked.words, engine, line)
        return meant.line if meant is not None else None

    def _resolved(self, reader: Reader, query: Query) -> tuple[Query, dict[str, list[str]]]:
        """Return the query with unknown filter values as words, and the filters that hold."""
        if not query.filters:
            return query, {}
        engine = reader.engine

        def values_of(facet: str) -> Sequence[str]:
            return engine.documents() if facet == "document" else list(engine.count((), {}, facet))

        chosen, text, notes = resolve(
            query.filters, values_of, reader.manifest.aliases, self._analyser
        )
        words = [Word(word) for value in text for word in value.split()][:MOST_UNKNOWN]
        items, dropped = (*query.items, *words), (*query.dropped, *notes)
        return replace(query, items=items, dropped=dropped), chosen

    def show(self, id: str) -> StoredPassage:
        """Return one passage by its id.

        Raises:
            DocumentNotFound: there is no such passage.
        """
        with self._reading() as reader:
            (found,) = reader.engine.fetch([id])
            if found is None:
                document, _, rest = id.rpartition("#")
                now = reader.manifest.aliases.get(document)
                if now is not None:
                    (found,) = reader.engine.fetch([f"{now}#{rest}"])
            if found is None:
                raise DocumentNotFound(id)
            return entries.stored(found.payload)

    def document(self, id: str, line: str | None = None) -> ShownDocument:
        """Return a whole document, with the marks of a question if one is given.

        Raises:
            DocumentNotFound: there is no such document.
        """
        asked = ask(parse(line), self._analyser) if line else Asked()
        with self._reading() as reader:
            found = reader.engine.document(id)
            if not found and id in reader.manifest.aliases:
                found = reader.engine.document(reader.manifest.aliases[id])
            if not found:
                raise DocumentNotFound(id)
            passages = [entries.stored(one.payload) for one in found]
        first = passages[0]
        sections = [
            _section(list(group), asked)
            for _, group in groupby(passages, key=lambda passage: passage.anchor)
        ]
        return ShownDocument(
            id=first.document,
            title=first.title,
            institution=first.institution,
            date=first.date,
            language=first.language,
            format=first.format,
            source=first.source,
            replaces=first.replaces,
            sections=tuple(sections),
        )

    def documents(self) -> list[str]:
        """Return the id of every document, sorted."""
        with self._reading() as reader:
            return reader.engine.documents()

    def statistics(self) -> Statistics:
        """Return the size of the index."""
        with self._reading() as reader:
            return reader.engine.statistics()

    def close(self) -> None:
        """Let go of the index, once the questions being answered are. Closing twice is fine."""
        with self._lock:
            lease, self._lease = self._lease, None
        if lease is not None:
            lease.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _opened(store: Store) -> Reader:
    """Open the current generation, if what it holds is laid out as this version reads it."""
    reader = store.reader()
    made = reader.manifest.parts.get("entries")
    if made != str(entries.FORMAT):
        reader.close()
        raise IndexOutOfDate(
            store.layout.folder(reader.generation), f"entries {made}", f"entries {entries.FORMAT}"
        )
    return reader


def _with_filters(query: Query, given: Mapping[str, Sequence[str]]) -> Query:
    """Return the query with filters added, each read as if it had been typed as a field."""
    filters = {name: list(values) for name, values in query.filters.items()}
    items, dropped = query.items, query.dropped
    for name, values in given.items():
        for value in values:
            if name not in _READ_AS_TYPED:
                filters.setdefault(name, []).append(value)
                continue
            read = parse(f"{name}:{value}")
            items, dropped = items + read.items, dropped + read.dropped
            for facet, found in read.filters.items():
                filters.setdefault(facet, []).extend(found)
    together = {name: tuple(dict.fromkeys(values)) for name, values in filters.items()}
    return replace(query, items=items, dropped=dropped, filters=together)


def _section(passages: Sequence[StoredPassage], asked: Asked) -> ShownSection:
    """Return one section of a document's page; a heading without text has no passages."""
    first = passages[0]
    return ShownSection(
        heading=first.heading,
        level=len(first.path),
        path=first.path,
        kind=first.kind,
        anchor=first.anchor,
        passages=tuple(
            ShownPassage(p.id, p.text, p.start, marks(p.body, asked.wanted))
            for p in passages
            if not p.bare
        ),
        heading_spans=marks(first.heading_tokens, asked.wanted, field="heading"),
    )
