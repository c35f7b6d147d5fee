"""Read judged documents in BEIR's layout: corpus.jsonl, queries.jsonl, qrels.tsv.

A row of the corpus is a document, its text one section.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from kb.document import Document
from kb.errors import DocumentUnreadable
from kb.evaluation.records import JudgedSet
from kb.messages import Message

__all__ = ["load_beir"]

_COLUMNS = ("query-id", "corpus-id", "score")


def load_beir(folder: Path) -> JudgedSet:
    """Return the judged set of a folder.

    Raises:
        DocumentUnreadable: a file is missing or not in BEIR's layout.
    """
    grades: dict[str, dict[str, int]] = {}
    for query, document, grade in _qrels(folder / "qrels.tsv"):
        if grade > 0:
            grades.setdefault(query, {})[document] = grade
    queries = {
        row["_id"]: row["text"] for row in _lines(folder / "queries.jsonl") if row["_id"] in grades
    }
    documents = [
        Document(row["_id"], row["text"], "text", title=row.get("title") or "", headings=())
        for row in _lines(folder / "corpus.jsonl")
    ]
    return JudgedSet(documents, queries, grades, str(folder))


def _lines(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    row = json.loads(line)
                    if not isinstance(row, dict) or not {"_id", "text"} <= row.keys():
                        raise DocumentUnreadable(
                            path, Message("line {number} has no _id or no text", number=number)
                        )
                    yield row
    except (OSError, ValueError) as error:
        raise _not_beir(path, str(error)) from error


def _qrels(path: Path) -> Iterator[tuple[str, str, int]]:
    """Yield query, document and grade of every judgement."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines, delimiter="\t")
            if not set(_COLUMNS) <= set(table.fieldnames or ()):
                raise _not_beir(path, ", ".join(_COLUMNS))
            for row in table:
                query, document, grade = (row[name] or "" for name in _COLUMNS)
                yield query, document, int(grade)
    except (OSError, ValueError) as error:
        raise _not_beir(path, str(error)) from error


def _not_beir(path: Path, reason: str) -> DocumentUnreadable:
    return DocumentUnreadable(path, Message("not in the layout of BEIR: {reason}", reason=reason))
