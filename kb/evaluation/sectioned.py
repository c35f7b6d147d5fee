r"""Read judged sections of real files, as tests/relevance has them.

    documents.tsv    corpus, path: where a judged file is, from this folder
    queries.tsv      id, kind, query, note
    judgements.tsv   id, document, anchor, grade

Grades: 3 the section that answers, 2 one that answers in part, 1 one that
mentions it, 0 one that was read and is of no use. A document is called by the
name of its corpus's folder and its path there. One that is absent is left out,
with its judgements and the questions it alone answered.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from kb.document import Document
from kb.errors import DocumentUnreadable
from kb.evaluation.records import JudgedSet
from kb.messages import Message
from kb.metadata.records import corpus_metadata
from kb.readers import read_document
from kb.readers.sandbox.limits import limits_of
from kb.readers.sandbox.pool import shared
from kb.settings import Settings

__all__ = ["ANSWERS", "DOCUMENTS", "load_sectioned"]

ANSWERS = 3
"""The grade of a section that answers."""

DOCUMENTS = "documents.tsv"


def load_sectioned(folder: Path, settings: Settings) -> JudgedSet:
    """Return the judged set of a folder, its files read as the indexer reads them.

    Raises:
        DocumentUnreadable: a table is missing or has other columns, a judgement names what
            no table lists, or a file cannot be read.
    """
    files = {
        f"{(folder / row['corpus']).resolve().name}/{row['path']}": row
        for row in _rows(folder / DOCUMENTS, ("corpus", "path"))
    }
    there = {id for id, row in files.items() if (folder / row["corpus"] / row["path"]).is_file()}
    asked = {
        row["id"]: row for row in _rows(folder / "queries.tsv", ("id", "kind", "query", "note"))
    }
    grades: dict[str, dict[str, int]] = {}
    judgements = folder / "judgements.tsv"
    for row in _rows(judgements, ("id", "document", "anchor", "grade")):
        if row["document"] not in files or row["id"] not in asked:
            name = f"{row['id']} {row['document']}"
            raise DocumentUnreadable(
                judgements, Message("{name}: another table does not list it", name=name)
            )
        if row["document"] in there:
            section = f"{row['document']}#{row['anchor']}"
            grades.setdefault(row["id"], {})[section] = _grade(judgements, row["grade"])
    answered = {id: of for id, of in grades.items() if max(of.values()) >= ANSWERS}
    return JudgedSet(
        list(_read(folder, files, there, settings)),
        {id: row["query"] for id, row in asked.items() if id in answered},
        answered,
        str(folder),
        sections=True,
        answers=ANSWERS,
        kinds={id: row["kind"] for id, row in asked.items() if id in answered},
        absent=sorted(files.keys() - there),
    )


def _grade(path: Path, written: str) -> int:
    if written not in {"0", "1", "2", "3"}:
        raise DocumentUnreadable(
            path, Message("{grade} is no grade: 0, 1, 2 or 3", grade=repr(written))
        )
    return int(written)


def _read(
    folder: Path, files: dict[str, dict[str, str]], there: set[str], settings: Settings
) -> Iterator[Document]:
    """Yield the documents that are there, with what the sources.tsv of their corpus says."""
    limits = limits_of(settings)
    for corpus, ids in groupby(sorted(there), key=lambda name: files[name]["corpus"]):
        told = corpus_metadata(folder / corpus)
        for id in ids:
            path = files[id]["path"]
            most, sandbox = limits.max_bytes, shared(limits)
            file = folder / corpus / path
            yield read_document(file, id, told.get(path), most, sandbox=sandbox)


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows of a table; a line that starts with # is a comment."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            kept = (line for line in lines if line.strip() and not line.startswith("#"))
            table = csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE)
            rows = list(table)
    except (OSError, ValueError) as error:
        raise DocumentUnreadable(path, Message("cannot be read: {error}", error=error)) from error
    if tuple(table.fieldnames or ()) != columns:
        names = ", ".join(columns)
        raise DocumentUnreadable(path, Message("its columns are not: {names}", names=names))
    for number, row in enumerate(rows, 1):
        if None in row or None in row.values():
            raise DocumentUnreadable(
                path,
                Message("line {number} has not {count} cells", number=number, count=len(columns)),
            )
    return rows
