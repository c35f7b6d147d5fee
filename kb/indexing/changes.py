"""What an update has to do: on which generation it builds, and which documents moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.errors import IndexUnusable
from kb.indexing.corpus import Corpus
from kb.indexing.entries import named
from kb.indexing.reading import Job
from kb.indexing.sources import Moves, Sources, compare
from kb.metadata.records import Metadata
from kb.store import Manifest

__all__ = ["ANEW", "Plan", "plan_update"]

ANEW = "imejengwa upya · built anew"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an update starts from, and what it has to do."""

    base: Manifest | None  # the generation it builds on
    known: Sources
    moves: Moves
    reason: str
    made_of: Mapping[str, str]
    corpus: Corpus
    metadata: Mapping[str, Metadata]
    aliases: Mapping[str, str]

    @property
    def jobs(self) -> list[Job]:
        """The documents to read."""
        return [
            Job(self.corpus.files[id], self.moves.seen[id], self.metadata.get(id))
            for id in self.moves.work
        ]

    @property
    def idle(self) -> bool:
        """Nothing moved, and the index is as it should be."""
        moved = self.moves.work or self.moves.gone
        return not moved and not self.reason and self.known.refused == self.corpus.refused


def plan_update(
    folder: Path | None,
    base: Manifest | None,
    reason: str,
    made_of: Mapping[str, str],
    corpus: Corpus,
    metadata: Mapping[str, Metadata],
    *,
    aliases: Mapping[str, str],
    full: bool,
    retry: bool = False,
) -> Plan:
    """Say what is to be done, building on *base*, in *folder*, if its recipe still holds."""
    known = Sources()
    if base is not None and folder is not None:
        try:
            known = Sources.read(folder)
            known = known.forgetting_failures() if retry else known
        except IndexUnusable as error:
            base, reason = None, f"{error}; {ANEW}"
    if base is not None and base.recipe != named(made_of):
        other = sorted(k for k in {*made_of, *base.parts} if made_of.get(k) != base.parts.get(k))
        base, reason = None, f"maelekezo mapya · a new recipe ({', '.join(other)}); {ANEW}"
    elif full:
        base, reason = None, reason or f"imeombwa · asked for; {ANEW}"
    moves = compare(known, corpus, metadata, anew=base is None)
    after = _aliases(aliases, moves)
    return Plan(base, known, moves, reason, made_of, corpus, metadata, after)


def _aliases(before: Mapping[str, str], moves: Moves) -> dict[str, str]:
    """Return which ids lead to which documents: old names of renamed files, while those last."""
    after = dict(before)
    for old, new in moves.renamed:
        after = {alias: new if target == old else target for alias, target in after.items()}
        after[old] = new
    return {
        alias: target
        for alias, target in after.items()
        if target in moves.seen and alias not in moves.seen
    }
