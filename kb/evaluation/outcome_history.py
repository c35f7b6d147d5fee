"""Keep what came of the questions of a list, to see after an update which ones got worse.

``maswali.json`` in the index folder has the places of the last run over the current
generation, and of the last run over an earlier one. It has no text but the questions of
the list, which the agency wrote itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kb.evaluation.listed_outcomes import LISTED, Outcome
from kb.store import write_file

__all__ = ["ListedRun", "Moved", "changed_places", "load_runs", "save_run"]

_FILE = "maswali.json"

Place = int | None


@dataclass(frozen=True, slots=True)
class ListedRun:
    """The places of one run over a generation."""

    generation: str
    places: Mapping[str, Place] = field(default_factory=dict)  # by the text of the question


@dataclass(frozen=True, slots=True)
class Moved:
    """A question whose answer is at another place than before."""

    text: str
    before: Place
    now: Place

    @property
    def is_worse(self) -> bool:
        """Whether its answer is further down, or has left the page."""
        return _order(self.now) > _order(self.before)


def load_runs(index: Path) -> tuple[ListedRun, ...]:
    """Return the last runs, the newest first: at most two; none where none can be read."""
    try:
        rows = json.loads((index / _FILE).read_bytes())
        return tuple(ListedRun(row["generation"], dict(row["places"])) for row in rows)
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def save_run(index: Path, generation: str, outcomes: Sequence[Outcome]) -> ListedRun | None:
    """Keep a run; return the last one over another generation, to compare it with.

    Args:
        index: the folder of the index.
        generation: the one that was asked.
        outcomes: of the whole list.

    Raises:
        StorageFailed: the disk refused.
    """
    earlier = next((run for run in load_runs(index) if run.generation != generation), None)
    run = ListedRun(generation, {o.question.text: o.place for o in outcomes if o.fault is None})
    kept = [asdict(one) for one in (run, earlier) if one is not None]
    write_file(index / _FILE, json.dumps(kept, ensure_ascii=False, indent=1).encode() + b"\n")
    return earlier


def changed_places(outcomes: Sequence[Outcome], before: ListedRun | None) -> tuple[Moved, ...]:
    """Return the questions whose place differs from an earlier run, the worse ones first."""
    if before is None:
        return ()
    changes = [
        Moved(one.question.text, before.places[one.question.text], one.place)
        for one in outcomes
        if one.fault is None
        and one.question.text in before.places
        and before.places[one.question.text] != one.place
    ]
    return tuple(sorted(changes, key=lambda one: not one.is_worse))


def _order(place: Place) -> int:
    return LISTED + 1 if place is None else place
