"""The generations an index keeps: list them, and go back to one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kb.errors import GenerationMissing, IndexMissing
from kb.indexing.aliases import save_aliases
from kb.settings import Settings
from kb.store import Manifest, open_store

__all__ = ["GenerationSummary", "history", "roll_back"]


@dataclass(frozen=True, slots=True)
class GenerationSummary:
    """A generation that is kept."""

    generation: str
    current: bool
    built: str  # ISO, UTC
    documents: int
    passages: int
    size_bytes: int
    engine: str


def history(index: Path, settings: Settings | None = None) -> list[GenerationSummary]:
    """Return the generations of an index, the newest first.

    Args:
        index: the folder of the index.
        settings: those in force; the defaults where left out.

    Raises:
        IndexMissing: nothing has been indexed yet.
    """
    store = open_store(index, settings or Settings())
    if store.current() is None and not store.generations():
        raise IndexMissing(index)
    return [
        GenerationSummary(
            manifest.generation,
            manifest.generation == store.current(),
            manifest.built,
            manifest.documents,
            manifest.passages,
            manifest.size_bytes,
            f"{manifest.engine} {manifest.engine_version}",
        )
        for manifest in store.history()
    ]


def roll_back(index: Path, settings: Settings, generation: str | None = None) -> Manifest:
    """Publish an older generation again, under a new number; the next update replaces it.

    Args:
        index: the folder of the index.
        settings: the settings in force.
        generation: its number, with or without leading zeros. Without it, the generation
            before the current one.

    Raises:
        GenerationMissing: there is no such generation, or none before the current one.
        IndexDamaged: the generation is damaged.
        IndexLocked: another process is writing.
        StorageFailed: the disk refused.
    """
    store = open_store(index, settings)
    names = [one.generation for one in history(index, settings)]
    current = store.current() or ""
    if generation is None:
        target = next((name for name in names if name < current), None)
    else:
        number = generation.lstrip("0")
        target = next((name for name in names if name.lstrip("0") == number), None)
    if target is None:
        raise GenerationMissing(index, generation)
    with store.writer(settings.lock_wait) as writer:
        manifest = writer.roll_back(target)
        save_aliases(index, manifest.aliases)
        return manifest
