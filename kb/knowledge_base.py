"""The open knowledge base: what the command line and the web page ask.

One instance serves many threads. It holds one generation of the index open;
``refresh`` moves to a newer one, and the older is closed when the last question
that reads it has been answered.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from kb.analysis import Analyser, SwahiliAnalyser
from kb.engines.base import Engine, Statistics
from kb.errors import DocumentNotFound
from kb.facets import FACET_BY_NAME
from kb.highlight import marks
from kb.index.payload import decode_passage
from kb.index.schema import StoredPassage
from kb.query import Note, Query, Word, parse
from kb.results import Hit, Newer, Quoted, Results, ShownDocument, ShownPassage, ShownSection
from kb.search.expand import widen
from kb.search.filters import resolve
from kb.search.interpret import Asked, ask
from kb.search.retrieve import Answer, answer, features, hits
from kb.search.superseded import in_force, newest
from kb.settings import Settings
from kb.store import IndexReader, Store
from kb.store.lease import Leases

if TYPE_CHECKING:
    from kb.completion.service import Completing

__all__ = ["KnowledgeBase"]

MOST_HITS = 100
MOST_PAGES = 50
MOST_UNKNOWN = 32
"""Words of unknown filter values that are searched as text."""

_OLDER = (
    "faharasa ilijengwa na uchambuzi mwingine wa maneno · the index was built by another "
    "analysis of words; endesha · run: kisima index"
)
_NO_SUCH_PAGE = Note(
    f"Kurasa {MOST_PAGES} za mwanzo tu zinaonyeshwa.",
    f"Only the first {MOST_PAGES} pages are shown.",
)


class _Page(NamedTuple):
    """Which stretch of the results is wanted, and what beside them."""

    number: int
    limit: int
    facets: tuple[str, ...]
    glosses: bool
    grouped: bool
    explain: bool


class KnowledgeBase:
    """An index, open for questions."""

    def __init__(self, store: Store, settings: Settings, analyser: Analyser | None = None) -> None:
        self._settings = settings
        self._leases = Leases(store)
        self._reading = self._leases.reading
        self._analyser = analyser or SwahiliAnalyser()
        self._completing: Completing | None = None  # made where a question is first completed
        self._lock = threading.Lock()  # over what is made once

    @classmethod
    def open(cls, index: Path, settings: Settings, analyser: Analyser | None = None) -> Self:
        """Open the current generation of the index in *index*.

        Raises:
            IndexUnusable: there is none, or none that can be trusted.
        """
        return cls(Store(index), settings, analyser)

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
        return self._leases.refresh()

    def search(
        self,
        line: str,
        *,
        limit: int | None = None,
        page: int = 1,
        filters: Mapping[str, Sequence[str]] | None = None,
        facets: Sequence[str] = (),
        glosses: bool = True,
        grouped: bool = True,
        explain: bool = False,
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
            grouped: whether at most three hits of a document are listed where others
                match too; the last of them says how many ``more`` there are.
            explain: whether each hit says which features raised it; that is slow.
        """
        started = time.perf_counter()
        limit = min(max(limit or self._settings.limit, 1), MOST_HITS)
        asked = _Page(max(page, 1), limit, tuple(facets), glosses, grouped, explain)
        with self._reading() as reader:
            found = self._answered(reader, line, filters or {}, asked)
            if not found.total and found.suggestion:
                corrected = self._answered(reader, found.suggestion, filters or {}, asked)
                if corrected.total:
                    found = replace(
                        corrected, query=line, suggestion=found.suggestion, corrected=True
                    )
        given = {facet: tuple(values) for facet, values in (filters or {}).items() if values}
        return replace(found, filters=given, took_ms=(time.perf_counter() - started) * 1000)

    def _answered(
        self, reader: IndexReader, line: str, filters: Mapping[str, Sequence[str]], wanted: _Page
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
            candidates=self._settings.candidates,
            offset=(min(wanted.number, MOST_PAGES) - 1) * wanted.limit,
            limit=wanted.limit,
            grouped=wanted.grouped,
            replaced=reader.manifest.replaced,
        )
        ranked = found.ranked if wanted.number <= MOST_PAGES else ()
        most = self._settings.window
        shown = hits(engine, ranked, asked, found.weights, most=most)
        if wanted.explain:
            candidates = self._settings.candidates
            ids = [hit.id for hit in shown]
            told = features(engine, asked, chosen, candidates=candidates, ids=ids)
            shown = [hit._replace(features=told.get(hit.id, ())) for hit in shown]
        counted = wanted.facets if found.total else ()
        return Results(
            query=line,
            total=found.total,
            hits=tuple(_placed(reader, shown, found)),
            took_ms=0.0,
            page=wanted.number,
            limit=wanted.limit,
            dropped=tuple(note.sw for note in query.dropped),
            dropped_english=tuple(note.en for note in query.dropped),
            suggestion=self._suggestion(engine, asked, line),
            facets={facet: engine.count(found.clauses, chosen, facet) for facet in counted},
            generation=reader.generation,
            widened=widened,
            folded=found.folded,
        )

    def quote(
        self,
        line: str,
        *,
        filters: Mapping[str, Sequence[str]] | None = None,
        glosses: bool = True,
    ) -> Quoted:
        """Answer a question by the sentence or two that say most, or say that nothing does.

        Args:
            line: what was typed; any text is a question.
            filters: see ``search``.
            glosses: see ``search``.
        """
        started = time.perf_counter()
        with self._reading() as reader:
            found = self._quoted(reader, line, filters or {}, glosses=glosses)
            if not found.total and found.suggestion:
                meant = self._quoted(reader, found.suggestion, filters or {}, glosses=glosses)
                if meant.quote is not None:
                    found = meant._replace(query=line, suggestion=found.suggestion, corrected=True)
        return found._replace(took_ms=(time.perf_counter() - started) * 1000)

    def _quoted(
        self, reader: IndexReader, line: str, filters: Mapping[str, Sequence[str]], *, glosses: bool
    ) -> Quoted:
        """Quote what answers a line as it stands."""
        from kb.answers.extract import PASSAGES, quote

        query, chosen = self._resolved(reader, _with_filters(parse(line), filters))
        engine = reader.engine
        asked = ask(query, self._analyser)
        widened = widen(asked, engine, glosses=glosses)
        candidates = self._settings.candidates
        replaced = reader.manifest.replaced
        found = answer(
            engine,
            asked,
            chosen,
            candidates=candidates,
            offset=0,
            limit=PASSAGES,
            replaced=replaced,
        )
        most = self._settings.window
        # An older document is quoted only where what replaced it has no such sentence.
        for ranked in (in_force(found.ranked, replaced), found.ranked):
            best = sorted(ranked, key=lambda place: -place.score)
            quoted = quote(engine, best, asked, found.weights, most=most)
            if quoted is not None or len(ranked) == len(found.ranked):
                break
        if quoted is not None:
            quoted = replace(quoted, newer=_newer(reader, quoted.document))
        return Quoted(
            query=line,
            quote=quoted,
            took_ms=0.0,
            total=found.total,
            dropped=tuple(note.sw for note in query.dropped),
            dropped_english=tuple(note.en for note in query.dropped),
            suggestion=self._suggestion(engine, asked, line),
            widened=widened,
            generation=reader.generation,
        )

    def _suggestion(self, engine: Engine, asked: Asked, line: str) -> str | None:
        """Return the line as it was probably meant, where a word of it stands nowhere."""
        wants = asked.wants
        alone = [want[0] for want in wants if len(want) == 1 or want[0].label in asked.slips]
        words = [word for word in alone if not word.prefix and not word.exact and word.terms]
        terms = [term for word in words for term in word.terms]
        if not terms or all(engine.frequencies("term", terms)):
            return None
        from kb.expansion.spelling import did_you_mean

        meant = did_you_mean(asked.words, engine, line)
        return meant.line if meant is not None else None

    def _resolved(self, reader: IndexReader, query: Query) -> tuple[Query, dict[str, list[str]]]:
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

    def complete(self, typed: str, *, limit: int = 8, once: bool = False) -> tuple[str, ...]:
        """Return how a question goes on: whole questions, each of which finds something.

        Args:
            typed: what was typed so far, two letters at least.
            limit: how many at most, 1 to 8.
            once: nothing is asked after this. Left out, the words and headings of a
                generation are kept in memory from the first call on.
        """
        from kb.completion.service import Completing  # no search should load it

        with self._lock:
            completing = self._completing or Completing(self._analyser, self._resolved)
            self._completing = completing
        with self._reading() as reader:
            return completing.complete(reader, typed, limit, once=once)

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
            passage = decode_passage(found.payload)
            return replace(passage, newer=_newer(reader, passage.document))

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
            passages = [decode_passage(one.payload) for one in found]
            newer = _newer(reader, passages[0].document)
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
            newer=newer,
        )

    def documents(self) -> list[str]:
        """Return the id of every document, sorted."""
        with self._reading() as reader:
            return reader.engine.documents()

    def titles_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the title of each document; an id that names no document is left out."""
        with self._reading() as reader:
            records = map(reader.documents.get, ids)
            return {record.id: record.title for record in records if record is not None}

    def statistics(self) -> Statistics:
        """Return the size of the index."""
        with self._reading() as reader:
            return reader.engine.statistics()

    def close(self) -> None:
        """Let go of the index, once the questions being answered are. Closing twice is fine."""
        self._leases.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _placed(reader: IndexReader, shown: Sequence[Hit], found: Answer) -> Iterator[Hit]:
    """Yield the hits with what their place tells: how many more there are, and what is newer."""
    replaced = {hit.document for hit in shown} & reader.manifest.replaced.keys()
    newer = {document: _newer(reader, document) for document in replaced}
    for hit in shown:
        more = found.more.get(hit.id, 0)
        if more or hit.document in newer:
            yield hit._replace(more=more, newer=newer.get(hit.document))
        else:
            yield hit


def _newer(reader: IndexReader, document: str) -> Newer | None:
    """Return the document that stands in for one today; None where it is in force itself."""
    return newest(reader.engine, document, reader.manifest.replaced)


def _with_filters(query: Query, given: Mapping[str, Sequence[str]]) -> Query:
    """Return the query with filters added, each value read as its facet reads it."""
    filters = {name: list(values) for name, values in query.filters.items()}
    for name, values in given.items():
        if name not in FACET_BY_NAME:
            raise ValueError(f"{name!r} is none of {', '.join(FACET_BY_NAME)}")
        for value in values:
            # A value that says nothing to its facet is kept: the answer then names it.
            filters.setdefault(name, []).extend(FACET_BY_NAME[name].read(value) or (value,))
    together = {name: tuple(dict.fromkeys(values)) for name, values in filters.items()}
    return replace(query, filters=together)


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
