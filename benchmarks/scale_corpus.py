"""A made corpus of any size, for benchmarks/scale.py: the same files in every run.

The passages are those of benchmarks/query.py, so every word of the text occurs. They are in
Markdown documents of about twenty passages: a title, an institution, a date, and four
headings of different kinds. One document in fifty is a copy of the one before it, published
again by another institution, and each has a reference number of its own: so there are copies to
group, and the vocabulary grows with the corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, cycle, islice
from pathlib import Path

from query import endless_passages

__all__ = ["PASSAGES_OF_A_DOCUMENT", "bare_passages", "documents", "reference", "write_corpus"]

PASSAGES_OF_A_DOCUMENT = 20

_OF_A_SECTION = 5
_HEADINGS = ("Dira", "Majukumu", "Huduma zinazotolewa", "Taarifa ya utekelezaji")
_INSTITUTIONS = 40
_YEARS = range(1990, 2025)
_COPIED = 50  # one document in so many is a copy of the one before it
_OF_A_FOLDER = 500


def reference(number: int) -> str:
    """Return the reference number of a document: a term that no other document has.

    >>> reference(7)
    'kumb1000007'
    """
    return f"kumb{1_000_000 + number}"


def documents(number_of_them: int) -> Iterator[str]:
    """Yield the text of *number_of_them* documents, as files contain them."""
    for number, texts in enumerate(islice(_texts(), number_of_them)):
        yield _document(number, texts)


def bare_passages() -> Iterator[str]:
    """Yield the passages of the same documents, without end."""
    return (text for texts in _texts() for text in texts)


def _texts() -> Iterator[tuple[str, ...]]:
    """Yield the passages of each document."""
    of_each = _batches(endless_passages(), PASSAGES_OF_A_DOCUMENT)
    written: tuple[str, ...] = ()
    for number in count():
        written = written if _is_copy(number) else next(of_each)
        yield written


def _is_copy(number: int) -> bool:
    return number % _COPIED == _COPIED - 1


def _document(number: int, texts: tuple[str, ...]) -> str:
    institution, year = number % _INSTITUTIONS, _YEARS[number * 7 % len(_YEARS)]
    sections = zip(cycle(_HEADINGS), _batches(texts, _OF_A_SECTION), strict=False)
    written = [f"## {heading}\n\n" + "\n\n".join(section) for heading, section in sections]
    head = (
        f"---\ntaasisi: Wizara ya {institution}\ntarehe: {year}-{1 + number % 12:02}-01\n---\n"
        f"# Taarifa namba {number - _is_copy(number)}\n\nRejea namba {reference(number)}.\n\n"
    )
    return head + "\n\n".join(written) + "\n"


def _batches(texts: Iterable[str], size: int) -> Iterator[tuple[str, ...]]:
    endless = iter(texts)
    return iter(lambda: tuple(islice(endless, size)), ())


def write_corpus(folder: Path, number_of_them: int) -> None:
    """Write so many documents; those that are there stay as they are, so it can be continued.

    Args:
        folder: of the corpus; 500 documents are in each folder of it.
        number_of_them: how many there are in the end.
    """
    there = sum(1 for _ in folder.rglob("*.md"))
    first = max(0, there - 1)  # the last one may be half written
    for number, text in enumerate(islice(documents(number_of_them), first, None), first):
        path = folder / f"{number // _OF_A_FOLDER:04}" / f"{number:07}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
