"""The open knowledge base: what the command line, the page and the API ask.

One instance serves many threads. It holds one generation of the index open;
``refresh`` moves to a newer one, and the older is closed when the last request
that reads it has ended.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kb.analysis import Analyser, SwahiliAnalyser
from kb.engines.base import SearchRequest, Statistics
from kb.index.schema import StoredPassage
from kb.messages import Message
from kb.query import parse
from kb.results import Answer, AnswerResult, Results, ShownDocument
from kb.search.check import check_search
from kb.search.copies import preference
from kb.search.expected_answer import expected_answer
from kb.search.interpret import interpret
from kb.search.page import PageOptions, search_page
from kb.search.request import Request
from kb.settings import Settings
from kb.store import IndexReader, Store, open_store
from kb.store.lease import ReaderPool

if TYPE_CHECKING:
    from kb.catalogue import Catalogue, Shelves
    from kb.catalogue.changes import ChangeLog, DocumentChanges
    from kb.completion.service import CompletionService
    from kb.offline.shards import Put
    from kb.offline.writing import OfflineIndex, PageOf
    from kb.search.document_list import DocumentList

__all__ = ["MAX_HITS", "KnowledgeBase"]

MAX_HITS = 100

_OLDER = Message("The index was built by another analysis of words; run: kisima index")


class KnowledgeBase:
    """An index, open for questions.

    Args:
        store: the generations.
        settings: how many hits and candidates there are by default.
        analyser: the one that the index was built with.
        max_seconds: how long a search or an answer may take; 0: any time.
        on_results: called with the results of each search.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        analyser: Analyser | None = None,
        *,
        max_seconds: float = 0,
        on_results: Callable[[Results], None] | None = None,
    ) -> None:
        self._store, self._settings = store, settings
        self._pool = ReaderPool(store)
        self._max_seconds, self._on_results = max_seconds, on_results
        self._analyser = analyser or SwahiliAnalyser()
        self._completion: CompletionService | None = None  # made for the first completion
        self._changes: ChangeLog | None = None  # made when changes are first asked for
        self._shelves: Shelves | None = None  # made for the first list
        self._lock = threading.Lock()  # over what is made once

    @classmethod
    def open(
        cls,
        folder: Path,
        settings: Settings,
        analyser: Analyser | None = None,
        *,
        max_seconds: float = 0,
        on_results: Callable[[Results], None] | None = None,
    ) -> Self:
        """Open the current generation of the index in *folder*; see the class.

        Raises:
            IndexUnusable: there is none, or none that can be trusted.
        """
        store = open_store(folder, settings)
        return cls(store, settings, analyser, max_seconds=max_seconds, on_results=on_results)

    @property
    def generation(self) -> str:
        """The name of the generation that answers."""
        with self._pool.reading() as reader:
            return reader.generation

    @property
    def notice(self) -> Message | None:
        """What a reader should know of the index: that an older one answers, and why."""
        with self._pool.reading() as reader:
            if reader.notice is not None:
                return reader.notice
            built_by = reader.manifest.parts.get("analyser")
        here = f"{self._analyser.name} {self._analyser.fingerprint()}"
        return None if built_by == here else _OLDER

    @property
    def is_older(self) -> bool:
        """Whether an older generation answers, because the current one is damaged."""
        with self._pool.reading() as reader:
            return reader.notice is not None

    @property
    def built(self) -> str:
        """When the generation that answers was published: ISO, UTC."""
        with self._pool.reading() as reader:
            return reader.manifest.built

    def check(self) -> None:
        """Search for the first document, by its title and by its id.

        Raises:
            IndexUnusable: a search fails, or does not return the document.
        """
        with self._pool.reading() as reader:
            check_search(reader, self._analyser)

    def fall_back(self, generation: str, fault: Exception) -> bool:
        """Answer from an older generation if *generation* is damaged; return whether one does.

        Args:
            generation: the one that was asked.
            fault: what came of it; see ReaderPool.
        """
        return self._pool.fall_back(generation, fault)

    def refresh(self) -> bool:
        """Move to a newer generation if one was published; return whether there was one.

        Raises:
            IndexUnusable: there is one, and it cannot be used; the older still answers.
        """
        return self._pool.refresh()

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
        newest: bool = False,
        exact: bool = False,
    ) -> Results:
        """Return the passages that match a question, best first.

        Args:
            line: what was typed; any text is a question.
            limit: hits on a page, 1 to 100; the setting where left out.
            page: which page, from 1 to 50.
            filters: values for facets, as a reader would type them. A value that names
                nothing lets nothing through.
            facets: count all matches by the values of these facets.
            glosses: whether English words are looked up in the lexicon.
            grouped: whether at most three hits of a document are listed where others
                match too; the last of them says how many ``more`` there are.
            explain: whether each hit says which features raised it.
            newest: whether the newest documents come first, instead of the best matches.
            exact: search what was typed: without glosses, and without a corrected line.
        """
        started = time.perf_counter()
        options = PageOptions(
            number=max(page, 1),
            limit=min(max(limit or self._settings.limit, 1), MAX_HITS),
            candidates=self._settings.candidates,
            window=self._settings.window,
            facets=tuple(facets),
            grouped=grouped,
            explain=explain,
            newest=newest,
            exact=exact,
        )
        with self._pool.reading() as reader:
            request = self._request(reader, filters, glosses=glosses and not exact)
            results = search_page(request, line, options)
        given = {facet: tuple(values) for facet, values in (filters or {}).items() if values}
        results = replace(results, filters=given, took_ms=_elapsed(started))
        if self._on_results is not None:
            self._on_results(results)
        return results

    def answer(
        self,
        line: str,
        *,
        filters: Mapping[str, Sequence[str]] | None = None,
        glosses: bool = True,
    ) -> AnswerResult:
        """Answer a question by the sentence or two that say most, or say that nothing does.

        Args:
            line: what was typed; any text is a question.
            filters: see ``search``.
            glosses: see ``search``.
        """
        from kb.answers.service import answer_line  # no search should load it

        started = time.perf_counter()
        with self._pool.reading() as reader:
            request = self._request(reader, filters, glosses=glosses)
            candidates, window = self._settings.candidates, self._settings.window
            result = answer_line(request, line, candidates=candidates, max_length=window)
        return replace(result, took_ms=_elapsed(started))

    def sure_answers(
        self, line: str, *, filters: Mapping[str, Sequence[str]] | None = None
    ) -> tuple[Answer, ...]:
        """Return the short answers to a line that asks for one, where the best is sure.

        Args:
            line: what was typed. It asks by a question word, or by its noun: *bei ya maji*,
                *mkurugenzi wa wakala*; other words are topics, and get no answer.
            filters: see ``search``.
        """
        question = interpret(parse(line), self._analyser)
        if question.kind == "topic" and not expected_answer(question.typed).kind:
            return ()
        from kb.answers.weights import SURE  # no search should load it

        result = self.answer(line, filters=filters)
        if result.answer is None or result.answer.support < SURE:
            return ()
        return (result.answer, *result.others)

    def nearest_words(self, line: str) -> list[tuple[str, int]]:
        """Return words of the index that are typed or near a typed one, with their passages."""
        from kb.expansion.nearest_words import nearest_words  # only where nothing matches

        with self._pool.reading() as reader:
            return nearest_words(interpret(parse(line), self._analyser), reader.engine)

    def _request(
        self, reader: IndexReader, filters: Mapping[str, Sequence[str]] | None, *, glosses: bool
    ) -> Request:
        return Request(reader, self._analyser, filters, glosses=glosses, seconds=self._max_seconds)

    def complete(self, typed: str, *, limit: int = 8, once: bool = False) -> tuple[str, ...]:
        """Return how a question goes on: whole questions, each of which finds something.

        Args:
            typed: what was typed so far, two letters at least.
            limit: how many at most, 1 to 8.
            once: nothing is asked after this. Left out, the words and headings of a
                generation are kept in memory from the first call on.
        """
        from kb.completion.service import CompletionService  # no search should load it

        with self._lock:
            self._completion = self._completion or CompletionService(self._analyser)
        with self._pool.reading() as reader:
            return self._completion.complete(reader, typed, limit, once=once)

    def show(self, id: str) -> StoredPassage:
        """Return one passage by its id, or by an id it had before.

        Raises:
            DocumentNotFound: there is no such passage.
        """
        from kb.search.whole_document import load_passage  # no search should load it

        with self._pool.reading() as reader:
            return load_passage(reader, id)

    def document(self, id: str, line: str | None = None) -> ShownDocument:
        """Return a whole document, with the marks of a question if one is given.

        Raises:
            DocumentNotFound: there is no such document.
        """
        from kb.search.whole_document import load_document  # no search should load it

        marked = interpret(parse(line), self._analyser).typed if line else ()
        with self._pool.reading() as reader:
            return load_document(reader, id, marked)

    def documents(self) -> list[str]:
        """Return the id of every document, sorted."""
        with self._pool.reading() as reader:
            return list(reader.documents)

    def list_documents(self, filters: Mapping[str, Sequence[str]] | None = None) -> DocumentList:
        """Return the documents that filters let through: see kb.search.document_list."""
        from kb.search.document_list import list_documents  # no search should load it

        with self._pool.reading() as reader:
            return list_documents(reader, filters or {}, self._analyser)

    def facet_counts(self, facets: Sequence[str]) -> dict[str, dict[str, int]]:
        """Return how many passages have each value of each facet, the most frequent first."""
        with self._pool.reading() as reader:
            request = SearchRequest(
                limit=0,
                facets=tuple(facets),
                one_of_copies=preference(reader.manifest.replaced),
            )
            counts = reader.engine.search(request).facets
        return {facet: dict(counts[facet]) for facet in facets}

    def changes(self, since: str | None = None) -> DocumentChanges:
        """Return which documents differ from a kept generation: see kb.catalogue.changes.

        Raises:
            GenerationMissing: no kept generation is old enough.
        """
        with self._pool.reading() as reader:
            return self._change_log().since(reader.manifest, since)

    def _change_log(self) -> ChangeLog:
        from kb.catalogue.changes import ChangeLog  # no search should load it

        with self._lock:
            self._changes = self._changes or ChangeLog(self._store)
            return self._changes

    def titles_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the title of each document; an id that names no document is left out."""
        with self._pool.reading() as reader:
            records = {id: reader.documents.get(id) for id in ids}
        return {id: record.title for id, record in records.items() if record is not None}

    @contextmanager
    def catalogue(self) -> Iterator[Catalogue]:
        """Lend the lists of one generation: documents, kinds, changes, structures, dates.

        What all requests share is made by the first that needs it, and kept for the generation.
        """
        from kb.catalogue import Catalogue, Shelves  # no search should load it

        with self._pool.reading() as reader:
            with self._lock:
                shelves = self._shelves
                if shelves is None or shelves.generation != reader.generation:
                    shelves = Shelves.of(reader.generation, reader.documents.records())
                    self._shelves = shelves
            yield Catalogue(reader, self._change_log(), shelves)

    def write_offline_index(
        self, put: Put, page_of: PageOf, progress: Callable[[int], None]
    ) -> OfflineIndex:
        """Write the index that a browser searches without a server: see kb.offline."""
        from kb.offline.writing import write_offline_index  # no search should load it

        with self._pool.reading() as reader:
            return write_offline_index(
                reader, self._analyser, put, page_of, self._settings.window, progress
            )

    def statistics(self) -> Statistics:
        """Return the size of the index."""
        with self._pool.reading() as reader:
            return reader.engine.statistics()

    def close(self) -> None:
        """Release the index; the last request that reads it closes it. Idempotent."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _elapsed(started: float) -> float:
    """Return the milliseconds since a reading of ``perf_counter``."""
    return (time.perf_counter() - started) * 1000
