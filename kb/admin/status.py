"""What the index holds, from when, and whether the corpus has moved on since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kb.analysis import Analyser, SwahiliAnalyser
from kb.indexing.corpus import walk
from kb.indexing.entries import named, parts
from kb.indexing.metadata import told
from kb.indexing.sources import Sources, compare
from kb.settings import Settings
from kb.store import Store

__all__ = ["Held", "Status", "status"]


@dataclass(frozen=True, slots=True)
class Held:
    """A document the index holds."""

    id: str
    title: str
    institution: str | None
    date: str | None
    format: str
    passages: int


@dataclass(frozen=True, slots=True)
class Status:
    """What an index holds, and how it stands to its corpus."""

    generation: str
    built: str  # ISO, UTC
    documents: int
    passages: int
    added: int  # files the corpus has and the index has not
    changed: int
    renamed: int
    removed: int
    failed: tuple[tuple[str, str], ...]  # id and reason
    recipe_ok: bool  # False: the next update builds everything anew
    size_bytes: int
    engine: str  # name and version
    held: tuple[Held, ...]

    @property
    def moved_on(self) -> bool:
        """Whether an update would change the index."""
        moved = self.added + self.changed + self.renamed + self.removed
        return moved > 0 or not self.recipe_ok


def status(
    corpus: Path, index: Path, settings: Settings, *, analyser: Analyser | None = None
) -> Status:
    """Return what the index holds and what has moved in the corpus; changes nothing.

    Raises:
        IndexMissing: nothing has been indexed yet.
        IndexDamaged: what tells about the index cannot be read.
        SettingInvalid: there is no such corpus.
    """
    store = Store(index)
    with store.reader() as reader:
        manifest = reader.manifest
        known = Sources.read(store.layout.folder(reader.generation))
    found = walk(corpus, index)
    moves = compare(known, found, told(corpus, found))
    return Status(
        generation=manifest.generation,
        built=manifest.built,
        documents=manifest.documents,
        passages=manifest.passages,
        added=len(moves.added),
        changed=len(moves.changed),
        renamed=len(moves.renamed),
        removed=len(moves.removed),
        failed=tuple(sorted((known.failed | found.refused).items())),
        recipe_ok=manifest.recipe == named(parts(settings, analyser or SwahiliAnalyser())),
        size_bytes=manifest.size_bytes,
        engine=f"{manifest.engine} {manifest.engine_version}",
        held=tuple(
            Held(id, s.title, s.institution, s.date, s.format, s.passages)
            for id, s in sorted(known.files.items())
            if not s.failed
        ),
    )
