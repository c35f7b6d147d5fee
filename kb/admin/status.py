"""What the index holds, when it was built, and whether the corpus has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kb.analysis import Analyser, SwahiliAnalyser
from kb.indexing.changes import find_changes
from kb.indexing.corpus import load_metadata, walk
from kb.indexing.fingerprint import fingerprint_parts, index_fingerprint
from kb.indexing.prepared import PartSummary, list_parts
from kb.readers.ocr.tesseract import ocr_version
from kb.settings import Settings
from kb.store import open_store
from kb.system_reasons import Reason

__all__ = ["DocumentSummary", "Status", "prepared_parts", "status"]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document of the index."""

    id: str
    title: str
    institution: str | None
    date: str | None
    format: str
    passages: int


@dataclass(frozen=True, slots=True)
class Status:
    """What an index holds, and how it differs from its corpus."""

    generation: str
    built: str  # ISO, UTC
    documents: int
    passages: int
    added: int  # files the corpus has and the index has not
    changed: int
    renamed: int
    removed: int
    failed: tuple[tuple[str, Reason], ...]  # id and reason
    unsupported: tuple[str, ...]  # ids of the files without a reader, and of those below
    recipe_ok: bool  # False: the next update builds everything anew
    size_bytes: int
    engine: str  # name and version
    held: tuple[DocumentSummary, ...]
    parts: tuple[PartSummary, ...]  # what shards have prepared for the next update
    synonyms: int = 0  # rows of visawe.tsv that searches use
    synonyms_ok: bool = True  # False: the next update takes other rows
    synonym_faults: tuple[tuple[str, Reason], ...] = ()  # row, and why it is not used
    passed_over: Mapping[str, Reason] = field(default_factory=dict)
    """Of the unsupported files, those with a reader that are no documents (photos), and why."""

    @property
    def moved_on(self) -> bool:
        """Whether an update would change the index."""
        changes = self.added + self.changed + self.renamed + self.removed
        return changes > 0 or not (self.recipe_ok and self.synonyms_ok)


def prepared_parts(
    index: Path, settings: Settings, *, analyser: Analyser | None = None
) -> tuple[PartSummary, ...]:
    """Return what shards have prepared, also where nothing has been indexed yet."""
    parts = fingerprint_parts(settings, analyser or SwahiliAnalyser())
    return tuple(list_parts(index, index_fingerprint(parts)))


def status(
    corpus: Path, index: Path, settings: Settings, *, analyser: Analyser | None = None
) -> Status:
    """Return what the index holds and what changed in the corpus; writes nothing.

    Raises:
        IndexMissing: nothing has been indexed yet.
        IndexDamaged: the manifest or sources.json cannot be read.
        SettingInvalid: there is no such corpus.
    """
    store = open_store(index, settings)
    with store.reader() as reader:
        manifest = reader.manifest
        sources = store.sources(reader.generation)
    files = walk(corpus, index)
    changes = find_changes(sources, files, load_metadata(corpus, files), ocr=ocr_version(settings))
    parts = fingerprint_parts(settings, analyser or SwahiliAnalyser())
    return Status(
        generation=manifest.generation,
        built=manifest.built,
        documents=manifest.documents,
        passages=manifest.passages,
        added=len(changes.added),
        changed=len(changes.changed),
        renamed=len(changes.renamed),
        removed=len(changes.removed),
        failed=tuple(sorted((sources.failed | files.refused).items(), key=lambda pair: pair[0])),
        unsupported=tuple(sorted((*files.unsupported, *sources.passed_over))),
        recipe_ok=manifest.recipe == index_fingerprint(parts),
        size_bytes=manifest.size_bytes,
        engine=f"{manifest.engine} {manifest.engine_version}",
        passed_over={id: sources.files[id].failed for id in sources.passed_over},
        held=tuple(
            DocumentSummary(id, s.title, s.institution, s.date, s.format, s.passages)
            for id, s in sorted(sources.files.items())
            if not s.failed
        ),
        parts=tuple(list_parts(index, index_fingerprint(parts))),
        synonyms=len(manifest.synonyms),
        synonyms_ok=manifest.synonyms == files.synonyms,
        synonym_faults=tuple(files.synonym_faults.items()),
    )
