"""Measure a judged set: index it aside and ask every question of every ranking.

Takes a folder, gives Figures; kb.evaluation.averaging makes them of the answers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from kb.analysis import Analyser, PlainAnalyser, SwahiliAnalyser
from kb.engines.whoosh import WhooshEngine
from kb.errors import DocumentUnreadable
from kb.evaluation.asking import bm25, full
from kb.evaluation.averaging import figures_of, ir_measures
from kb.evaluation.beir import beir
from kb.evaluation.records import SYSTEMS, Figures, Judged, Run
from kb.evaluation.sectioned import DOCUMENTS, sectioned
from kb.indexing import index_documents
from kb.messages import Message
from kb.settings import Settings, load
from kb.store import Store

__all__ = ["Progress", "evaluate", "judged", "measure"]

Progress = Callable[[str, int, int], None]
"""Told what is indexed or which ranking is asked, how many questions are answered, of how many."""


def evaluate(folder: Path, settings: Settings, progress: Progress | None = None) -> Figures:
    """Return the figures of a judged set.

    Args:
        folder: holds corpus.jsonl, queries.jsonl and qrels.tsv, or the tables that
            kb.evaluation.sectioned describes.
        settings: the settings in force; the index they name is not touched.
        progress: told how far it is.

    Raises:
        DocumentUnreadable: a file is missing or not in its layout, or nothing is judged.
        KisimaError: ir-measures is not installed.
    """
    ir_measures()  # first: to find it missing after the work would be late
    return measure(judged(folder, settings), settings, progress)


def judged(folder: Path, settings: Settings | None = None) -> Judged:
    """Read a judged set, in either layout.

    Raises:
        DocumentUnreadable: a file is missing or not in its layout, or nothing is judged.
    """
    if (folder / DOCUMENTS).is_file():
        wanted = sectioned(folder, settings or load())
    else:
        wanted = beir(folder)
    if not wanted.queries or not wanted.documents:
        raise DocumentUnreadable(folder, Message("no question of it is judged"))
    return wanted


def measure(
    wanted: Judged,
    settings: Settings,
    progress: Progress | None = None,
    *,
    systems: Sequence[str] = tuple(SYSTEMS),
) -> Figures:
    """Return the figures of a judged set that has been read.

    Args:
        wanted: documents, questions and judgements.
        settings: the settings in force; the index they name is not touched.
        progress: told how far it is.
        systems: which of SYSTEMS are asked; kisima must be one of them.

    Raises:
        KisimaError: ir-measures is not installed.
    """
    measuring = ir_measures()
    runs: dict[str, dict[str, Run]] = {}
    vanished: tuple[str, ...] = ()
    with tempfile.TemporaryDirectory(prefix="kisima-") as aside:
        for analyser in (SwahiliAnalyser(), PlainAnalyser()):
            named = [name for name in systems if (name == "plain-bm25") == _is_plain(analyser)]
            if not named:
                continue
            index = Path(aside) / analyser.name
            _tell(progress, f"index: {analyser.name}", 0, wanted)
            index_documents(wanted.documents, index, settings, analyser=analyser)
            for name in named:
                runs[name] = _run(name, wanted, index, analyser, settings, progress)
            if wanted.sections and not _is_plain(analyser):
                vanished = _vanished(wanted, index)
    return figures_of(measuring, wanted, {n: runs[n] for n in SYSTEMS if n in runs}, vanished)


def _is_plain(analyser: Analyser) -> bool:
    return isinstance(analyser, PlainAnalyser)


def _tell(progress: Progress | None, name: str, done: int, wanted: Judged) -> None:
    if progress is not None:
        progress(name, done, len(wanted.queries))


def _run(
    name: str,
    wanted: Judged,
    index: Path,
    analyser: Analyser,
    settings: Settings,
    progress: Progress | None,
) -> dict[str, Run]:
    """Ask every question of one ranking."""
    found: dict[str, Run] = {}
    if name == "kisima":
        asking = full(index, settings, sections=wanted.sections)
    else:
        asking = bm25(index, analyser, sections=wanted.sections)
    _tell(progress, name, 0, wanted)
    with asking as ask:
        for query, line in wanted.queries.items():
            found[query] = ask(line)
            _tell(progress, name, len(found), wanted)
    return found


def _vanished(wanted: Judged, index: Path) -> tuple[str, ...]:
    """Return the judged sections that the index does not have."""
    units = sorted({unit for query in wanted.queries for unit in wanted.grades[query]})
    with Store(index, WhooshEngine).reader() as reader:
        stored = reader.engine.fetch([f"{unit}.1" for unit in units])
    return tuple(unit for unit, found in zip(units, stored, strict=True) if found is None)
