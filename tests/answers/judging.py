"""Judge the answers to questions over a folder of pages: right, wrong, withheld, or none."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.results import Answer, AnswerResult, Hit
from kb.settings import load

HERE = Path(__file__).resolve().parent
NONE = "-"
ANY = "*"

Row = Mapping[str, str]


def questions(file: Path) -> list[Row]:
    """Return the rows of a table of questions; lines that begin with # are remarks."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


@contextmanager
def opened(pages: Path, index: Path) -> Iterator[KnowledgeBase]:
    """Yield the knowledge base over a folder of pages."""
    settings = load(environ={})
    assert update(pages, index, settings).failed == ()
    with KnowledgeBase.open(index, settings) as base:
        yield base


def says(text: str, parts: str) -> bool:
    """Tell whether a text has one alternative of each part."""
    return all(
        any(one.strip().lower() in text.lower() for one in part.split("|"))
        for part in parts.split("&")
    )


def is_right(answer: Answer, row: Row) -> bool:
    """Tell whether an answer is of the document, and has what it must contain."""
    return answer.document == row["document"] and says(answer.text, row["contains"])


def is_of_section(hit: Hit, row: Row) -> bool:
    """Tell whether a hit is of the section that answers."""
    if hit.document != row["document"]:
        return False
    heading = (hit.heading or hit.title).lower()
    return row["section"] == ANY or any(
        name.lower() in heading for name in row["section"].split("|")
    )


def judged(result: AnswerResult, row: Row) -> str:
    """Return whether an answer is right, wrong, withheld, or none as there should be none."""
    if result.answer is None:
        return "none" if row["document"] == NONE else "withheld"
    if row["document"] == NONE:
        return "wrong"
    return "right" if is_right(result.answer, row) else "wrong"
