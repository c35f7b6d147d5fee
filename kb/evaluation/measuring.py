"""Measure a judged set: index it in a temporary folder and run every question.

Takes a folder, returns Figures; kb.evaluation.averaging computes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kb.analysis import Analyser, PlainAnalyser, SwahiliAnalyser
from kb.errors import DocumentUnreadable
from kb.evaluation.averaging import compute_figures, ir_measures
from kb.evaluation.beir import load_beir
from kb.evaluation.rankings import ask_bm25, ask_kisima
from kb.evaluation.records import SYSTEMS, Figures, JudgedSet, Run
from kb.evaluation.sectioned import DOCUMENTS, load_sectioned
from kb.indexing import index_documents
from kb.messages import Message
from kb.settings import Settings, load
from kb.store import open_store, temporary_index

__all__ = ["Progress", "evaluate", "load_judged_set", "measure"]

Progress = Callable[[str, int, int], None]
"""Called with the current step, the number of answered questions and that of all."""


def evaluate(folder: Path, settings: Settings, progress: Progress | None = None) -> Figures:
    """Return the figures of a judged set.

    Args:
        folder: holds corpus.jsonl, queries.jsonl and qrels.tsv, or the tables that
            kb.evaluation.sectioned describes.
        settings: the settings in force; the index they name is not touched.
        progress: called at every step.

    Raises:
        DocumentUnreadable: a file is missing or not in its layout, or nothing is judged.
        KisimaError: ir-measures is not installed.
    """
    ir_measures()  # first, so that a missing library is reported before the work
    return measure(load_judged_set(folder, settings), settings, progress)


def load_judged_set(folder: Path, settings: Settings | None = None) -> JudgedSet:
    """Read a judged set, in either layout.

    Raises:
        DocumentUnreadable: a file is missing or not in its layout, or nothing is judged.
    """
    if (folder / DOCUMENTS).is_file():
        judged_set = load_sectioned(folder, settings or load())
    else:
        judged_set = load_beir(folder)
    if not judged_set.queries or not judged_set.documents:
        raise DocumentUnreadable(folder, Message("no question of it is judged"))
    return judged_set


def measure(
    judged_set: JudgedSet,
    settings: Settings,
    progress: Progress | None = None,
    *,
    systems: Sequence[str] = tuple(SYSTEMS),
) -> Figures:
    """Return the figures of a judged set that has been read.

    Args:
        judged_set: documents, questions and judgements.
        settings: the settings in force; the index they name is not touched.
        progress: called at every step.
        systems: those of SYSTEMS that are measured; kisima must be one of them.

    Raises:
        KisimaError: ir-measures is not installed.
    """
    measuring = ir_measures()
    runs: dict[str, dict[str, Run]] = {}
    missing: tuple[str, ...] = ()
    for analyser in (SwahiliAnalyser(), PlainAnalyser()):
        chosen = [name for name in systems if (name == "plain-bm25") == _is_plain(analyser)]
        if not chosen:
            continue
        with temporary_index(settings) as (index, aside):
            _report(progress, f"index: {analyser.name}", 0, judged_set)
            index_documents(judged_set.documents, index, aside, analyser=analyser)
            for name in chosen:
                runs[name] = _run(name, judged_set, index, analyser, aside, progress)
            if judged_set.sections and not _is_plain(analyser):
                missing = _missing_sections(judged_set, index, aside)
    return compute_figures(
        measuring, judged_set, {n: runs[n] for n in SYSTEMS if n in runs}, missing
    )


def _is_plain(analyser: Analyser) -> bool:
    return isinstance(analyser, PlainAnalyser)


def _report(progress: Progress | None, name: str, done: int, judged_set: JudgedSet) -> None:
    if progress is not None:
        progress(name, done, len(judged_set.queries))


def _run(
    name: str,
    judged_set: JudgedSet,
    index: Path,
    analyser: Analyser,
    settings: Settings,
    progress: Progress | None,
) -> dict[str, Run]:
    """Run every question through one ranking."""
    answers: dict[str, Run] = {}
    if name == "kisima":
        asking = ask_kisima(index, settings, sections=judged_set.sections)
    else:
        asking = ask_bm25(index, settings, analyser, sections=judged_set.sections)
    _report(progress, name, 0, judged_set)
    with asking as ask:
        for query, line in judged_set.queries.items():
            answers[query] = ask(line)
            _report(progress, name, len(answers), judged_set)
    return answers


def _missing_sections(judged_set: JudgedSet, index: Path, settings: Settings) -> tuple[str, ...]:
    """Return the judged sections that the index does not have."""
    units = sorted({unit for query in judged_set.queries for unit in judged_set.grades[query]})
    with open_store(index, settings).reader() as reader:
        stored = reader.engine.fetch([f"{unit}.1" for unit in units])
    return tuple(unit for unit, entry in zip(units, stored, strict=True) if entry is None)
