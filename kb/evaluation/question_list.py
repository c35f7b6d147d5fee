"""Read the questions that an agency keeps beside its documents, with the sections that answer.

    corpus/maswali.tsv       swali              waraka            kifungu
                             dira ya wakala     kuhusu-wakala.md  Dira
                             ada ya leseni      ada/2026.pdf
                             bei ya mafuta      -

The columns are the question, the document and the section. The document is named by its
path in the corpus or by its title, the section by its heading or its anchor; without a
section, every passage of the document answers. The document "-" says that no document
answers: Kisima must not claim to. A first row called ``swali`` or ``question`` is left out,
and so is an empty line and one that starts with #.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kb.cleaning import clean
from kb.errors import DocumentUnreadable
from kb.files import regular
from kb.indexing.corpus import QUESTIONS
from kb.messages import Message

__all__ = ["MAX_QUESTIONS", "NOTHING", "ListedQuestion", "load_questions"]

MAX_QUESTIONS = 1000
"""An update asks them all: a hundredth of a second each."""

NOTHING = "-"
"""The document of a question that no document answers."""

_HEADERS = frozenset({"swali", "question"})


class ListedQuestion(NamedTuple):
    """One row of the list."""

    row: int  # its line in the file, from 1
    text: str
    document: str  # a path or title, as written; or NOTHING
    section: str = ""  # a heading or anchor, as written; "": any


def load_questions(corpus: Path) -> tuple[ListedQuestion, ...]:
    """Return the questions of a corpus.

    Args:
        corpus: the folder of documents.

    Raises:
        DocumentUnreadable: there is no list, it is not UTF-8, or a row of it has no
            question or no document.
    """
    path = corpus / QUESTIONS
    try:
        with regular(path) as file:
            text = clean(file.read().decode("utf-8-sig"))
    except FileNotFoundError as error:
        reason = Message(
            "there is no such file; write a row for each question: "
            "the question, a tab, the document, a tab, the section"
        )
        raise DocumentUnreadable(path, reason) from error
    except OSError as error:
        reason = Message("the file cannot be read ({error})", error=str(error.strerror))
        raise DocumentUnreadable(path, reason) from error
    except UnicodeDecodeError as error:
        reason = Message("not UTF-8; save it again as UTF-8")
        raise DocumentUnreadable(path, reason) from error
    rows = [
        (number, [" ".join(cell.split()) for cell in line.split("\t")])
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip() and not line.startswith("#")
    ]
    if rows and rows[0][1][0].lower() in _HEADERS:
        del rows[0]
    if len(rows) > MAX_QUESTIONS:
        limit = f"{MAX_QUESTIONS:,}"
        raise DocumentUnreadable(path, Message("more than {limit} questions", limit=limit))
    return tuple(_question(path, number, cells) for number, cells in rows)


def _question(path: Path, number: int, cells: list[str]) -> ListedQuestion:
    text, document, section, *_ = *cells, "", ""
    if not text or not document:
        reason = Message("line {number} needs a question, a tab and a document", number=number)
        raise DocumentUnreadable(path, reason)
    return ListedQuestion(number, text, document.removeprefix("./"), section)
