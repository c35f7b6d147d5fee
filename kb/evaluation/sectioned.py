r"""Read judged sections of real files, as in tests/relevance.

    documents.tsv    corpus, path: of a judged file, relative to this folder
    queries.tsv      id, kind, query, note
    judgements.tsv   id, document, anchor, grade

Grades: 3 the section answers, 2 it answers in part, 1 it mentions the topic, 0 it
was judged and has no use. The id of a document is the name of its corpus's folder and
its path there. A missing document is left out, with its judgements and the questions
that only it answers.
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
    """Return the judged set of a folder, with its files read as by the indexer.

    Raises:
        DocumentUnreadable: a table is missing or has other columns, a judgement names what
            no table lists, or a file cannot be read.
    """
    files = {
        f"{(folder / row['corpus']).resolve().name}/{row['path']}": row
        for row in _rows(folder / DOCUMENTS, ("corpus", "path"))
    }
    present = {id for id, row in files.items() if (folder / row["corpus"] / row["path"]).is_file()}
    queries = {
        row["id"]: row for row in _rows(folder / "queries.tsv", ("id", "kind", "query", "note"))
    }
    grades: dict[str, dict[str, int]] = {}
    judgements = folder / "judgements.tsv"
    for row in _rows(judgements, ("id", "document", "anchor", "grade")):
        if row["document"] not in files or row["id"] not in queries:
            name = f"{row['id']} {row['document']}"
            raise DocumentUnreadable(
                judgements, Message("{name}: another table does not list it", name=name)
            )
        if row["document"] in present:
            section = f"{row['document']}#{row['anchor']}"
            grades.setdefault(row["id"], {})[section] = _grade(judgements, row["grade"])
    answered = {id: of for id, of in grades.items() if max(of.values()) >= ANSWERS}
    return JudgedSet(
        list(_read(folder, files, present, settings)),
        {id: row["query"] for id, row in queries.items() if id in answered},
        answered,
        str(folder),
        sections=True,
        answers=ANSWERS,
        kinds={id: row["kind"] for id, row in queries.items() if id in answered},
        absent=sorted(files.keys() - present),
    )


def _grade(path: Path, text: str) -> int:
    if text not in {"0", "1", "2", "3"}:
        raise DocumentUnreadable(
            path, Message("{grade} is no grade: 0, 1, 2 or 3", grade=repr(text))
        )
    return int(text)


def _read(
    folder: Path, files: dict[str, dict[str, str]], present: set[str], settings: Settings
) -> Iterator[Document]:
    """Yield the documents that are present, with the metadata of their corpus's sources.tsv."""
    limits = limits_of(settings)
    for corpus, ids in groupby(sorted(present), key=lambda name: files[name]["corpus"]):
        metadata = corpus_metadata(folder / corpus)
        for id in ids:
            path = files[id]["path"]
            max_bytes, sandbox = limits.max_bytes, shared(limits)
            file = folder / corpus / path
            yield read_document(file, id, metadata.get(path), max_bytes, sandbox=sandbox)


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows of a table; a line that starts with # is a comment."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            content = (line for line in lines if line.strip() and not line.startswith("#"))
            table = csv.DictReader(content, delimiter="\t", quoting=csv.QUOTE_NONE)
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
