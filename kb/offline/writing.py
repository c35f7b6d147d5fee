"""Write the index that a browser searches: an open index comes in, scripts of data go out.

    index.js    sizes of documents, sections and passages; the first key of each other file
    w0.js …     forms of words, how each is read: kb.offline.vocabulary
    t0.js …     terms, where each occurs: kb.offline.postings
    p0.js …     passages with what a hit shows of them
    m0.js …     what words also mean: kb.offline.meanings
    verbs.js    stems and prefixes, loaded for a word that no other file has

Documents are numbered in the order of their ids, sections and passages in reading order. One
document is in memory at a time, with a few numbers of each passage that was read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from kb.analysis import Analyser
from kb.expansion.glosses import JOINTS
from kb.index.passage_terms import PassageTerms
from kb.index.payload import decode_passage, decode_terms
from kb.index.schema import StoredPassage
from kb.index.signs import is_sign
from kb.normalization.vocabulary import vocabulary
from kb.offline.meanings import meaning_rows, words_by_term
from kb.offline.numbers import packed
from kb.offline.postings import SortedPostings
from kb.offline.shards import Put, ShardRow, data_script, write_shards
from kb.offline.vocabulary import form_rows, front_coded, stem_rows, verb_affixes
from kb.ranking.counts import OPENING
from kb.ranking.weights import WEIGHTS
from kb.store import IndexReader
from kb.store.documents import DocumentRecord
from kb.swahili.english import FUNCTION_WORDS

__all__ = ["OfflineIndex", "PageOf", "write_offline_index"]

PageOf = Callable[[str], str]
"""Returns the file of a document's page, as a hit links to it."""

FORM_SHARD, TERM_SHARD, PASSAGE_SHARD = 12_000, 16_000, 16_000
"""Characters of a file: one word of a question loads a file of each kind, a hit one of the last."""
_MAX_COPIES = 50
_FUNCTION = "~"


class _Sizes(NamedTuple):
    """Numbers of what was read, in order, as ``packed`` writes them."""

    documents: list[str]  # sections, words of the title, content words of the title
    sections: list[str]  # passages, words of the heading, content words that are no label, …
    passages: list[str]  # words of the text, content words in its opening


@dataclass(frozen=True, slots=True)
class OfflineIndex:
    """What was written."""

    documents: int
    passages: int
    forms: int
    terms: int


def write_offline_index(
    reader: IndexReader,
    analyser: Analyser,
    put: Put,
    page_of: PageOf,
    window: int,
    progress: Callable[[int], None] = lambda _: None,
) -> OfflineIndex:
    """Write all files.

    Args:
        reader: the open generation.
        analyser: the one that it was built with.
        put: writes a file.
        page_of: see ``PageOf``.
        window: how much of a passage a hit shows, in characters.
        progress: is called with the number of documents that are done.
    """
    with closing(SortedPostings()) as postings:
        reading = _Reading(reader, postings, page_of, progress)
        passages = write_shards("p", reading.passages(), PASSAGE_SHARD, put, _joined)
        frequencies = postings.frequencies()
        around = postings.around()
        known = frequencies.keys() | around
        meanings = meaning_rows(reader.engine, frequencies, reader.manifest.synonyms)
        openings = frozenset(str(row.key).partition(" ")[0] for row in meanings)
        meaning = words_by_term(meanings)
        forms = form_rows(postings.forms, around, known, openings, meaning, analyser)
        index = {
            "weights": WEIGHTS._asdict(),
            "opening": OPENING,
            "window": window,
            "documents": "".join(reading.sizes.documents),
            "sections": "".join(reading.sizes.sections),
            "passages": "".join(reading.sizes.passages),
            "replaced": reading.replaced(),
            "copies": reading.copies(),
            "p": passages,
            "w": write_shards("w", forms, FORM_SHARD, put, front_coded),
            "t": write_shards("t", postings.rows(), TERM_SHARD, put),
            "m": write_shards("m", meanings, FORM_SHARD, put),
            "idle": sorted(FUNCTION_WORDS | JOINTS),
            "months": dict(vocabulary().months),
        }
        stems = stem_rows(postings.forms, known)
        put("verbs.js", data_script("verbs", {**verb_affixes(), "stems": stems}))
        put("index.js", data_script("index", index))
        return OfflineIndex(
            documents=len(reading.numbers),
            passages=len(reading.sizes.passages),
            forms=len(forms),
            terms=len(frequencies),
        )


def _joined(rows: Sequence[str]) -> object:
    """Return the data of a file of passages: each document once, and the passages."""
    read = [json.loads(row) for row in rows]
    documents = {number: shown for number, shown, *_ in read}
    return {"documents": documents, "passages": [[number, *own] for number, _, *own in read]}


class _Reading:
    """One pass over the documents of a generation."""

    def __init__(
        self,
        reader: IndexReader,
        postings: SortedPostings,
        page_of: PageOf,
        progress: Callable[[int], None],
    ) -> None:
        self._reader, self._postings = reader, postings
        self._page_of, self._progress = page_of, progress
        self.numbers: dict[str, int] = {}  # of documents
        self.sizes = _Sizes([], [], [])
        self._copies: dict[str, list[int]] = {}  # by the first id of a group

    def passages(self) -> Iterator[ShardRow]:
        """Yield a row for each passage, and gather everything else on the way."""
        for record in self._reader.documents.records():
            stored = self._reader.engine.document(record.id)
            if not stored:
                continue
            self.numbers[record.id] = len(self.numbers)
            read = [
                (decode_passage(one.payload, terms), terms)
                for one in stored
                for terms in [decode_terms(one.payload)]
            ]
            yield from self._document(record, read)
            self._progress(len(self.numbers))

    def _document(
        self, record: DocumentRecord, read: Sequence[tuple[StoredPassage, PassageTerms]]
    ) -> Iterator[ShardRow]:
        number, title = self.numbers[record.id], read[0][1].zones()["title"]
        self._postings.add("title", number, title)
        sections = [list(group) for _, group in groupby(read, key=lambda one: one[0].anchor)]
        content = sum(not term.startswith(_FUNCTION) for term in title.terms)
        self.sizes.documents.append(packed([len(sections), len(title.terms), content]))
        # A passage leaves out what it has itself; the browser sees that from its words.
        around = {term for _, terms in read for term in terms.around() if not is_sign(term)}
        self._postings.add_around(number, sorted(around))
        self._group_copies([passage.id for passage, _ in read])
        shown = self._shown(record)
        for section in sections:
            self._section(section)
            for passage, terms in section:
                self._passage(passage, terms)
                place = len(self.sizes.passages) - 1
                row = [number, shown, *_own(passage)]
                yield ShardRow(place, json.dumps(row, ensure_ascii=False, separators=(",", ":")))

    def _shown(self, record: DocumentRecord) -> list[object]:
        """Return what a hit shows of its document."""
        newer = self._newest(record)
        return [
            record.title,
            self._page_of(record.id),
            record.institution or "",
            record.date or "",
            record.language,
            *([newer.title, self._page_of(newer.id)] if newer else ()),
        ]

    def _newest(self, record: DocumentRecord) -> DocumentRecord | None:
        newer, seen = record, {record.id}
        while newer.replaced_by is not None and newer.replaced_by not in seen:
            following = self._reader.documents.get(newer.replaced_by)
            if following is None:
                break
            newer = following
            seen.add(newer.id)
        return None if newer is record else newer

    def _section(self, section: Sequence[tuple[StoredPassage, PassageTerms]]) -> None:
        """Add the words above a section, and its sizes."""
        number, terms = len(self.sizes.sections), section[0][1]
        zones = terms.zones()
        for zone in ("path", "heading"):
            self._postings.add(zone, number, zones[zone])
        content = sum(not term.startswith(_FUNCTION) for term in zones["heading"].terms)
        self.sizes.sections.append(
            packed(
                [
                    len(section),
                    len(zones["heading"].terms),
                    content,
                    terms.label,
                    len(zones["path"].terms),
                    terms.section_words,
                ]
            )
        )

    def _passage(self, passage: StoredPassage, terms: PassageTerms) -> None:
        body = terms.zones()["body"]
        self._postings.add("body", len(self.sizes.passages), body)
        opening = [not term.startswith(_FUNCTION) for term in body.terms[:OPENING]]
        opens = sum(opening) if passage.ordinal == 1 else 0
        self.sizes.passages.append(packed([len(body.terms), opens]))

    def _group_copies(self, ids: Sequence[str]) -> None:
        first = len(self.sizes.passages)
        for place, copies in enumerate(self._reader.engine.copies(ids, _MAX_COPIES)):
            if copies.total:
                group = min(ids[place], *(one.id for one in copies.first))
                self._copies.setdefault(group, []).append(first + place)

    def copies(self) -> list[list[int]]:
        """Return the groups of copies."""
        return [group for group in self._copies.values() if len(group) > 1]

    def replaced(self) -> list[list[int]]:
        """Return the number of each document that another one replaces, and of that one."""
        numbers, replaced = self.numbers, self._reader.manifest.replaced
        return [
            [numbers[old], numbers[new]]
            for old, new in sorted(replaced.items())
            if old in numbers and new in numbers
        ]


def _own(passage: StoredPassage) -> list[object]:
    """Return what a hit shows of its passage and its section."""
    above = passage.path[:-1] if passage.heading is not None else passage.path
    above = above[1:] if above[:1] == (passage.title,) else above
    anchor = passage.id.rpartition("#")[2].removesuffix(".1")
    text = "" if passage.bare else passage.text
    return [passage.heading or "", list(above), anchor, text, passage.page or 0]
