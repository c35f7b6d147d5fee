"""Find the figures of a row that its table counts or prices.

A row seldom has a unit: *Duka | 80,000* below *Aina | Mjini (TZS)*. The header of the column, or
the cell that names the row, says what a figure is of. A first cell of figures alone only numbers
the row. Of *Tarafa | Kata* each row counts its own kata, and the row *Jumla* those of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from kb.answers.read_passage import ReadPassage
from kb.document import Span
from kb.index.schema import TokenColumns
from kb.search.evidence_amounts import CURRENCIES, has_figures
from kb.search.evidence_numbers import MEASURES
from kb.search.evidence_words import units_of
from kb.search.expected_answer import ExpectedAnswer

__all__ = ["row_figures"]

_BETWEEN_CELLS = " | "
_TOTALS = frozenset({"jumla", "idadi", "total"})
"""Names of the row, or of the column, that counts all."""


def row_figures(
    passage: ReadPassage,
    row: Span,
    tokens: Span,
    asked: ExpectedAnswer,
    evident: Sequence[int],
) -> list[int]:
    """Return the tokens of a row that are figures of what is asked.

    Args:
        passage: the row's.
        row: its start and its end in the text.
        tokens: its first, and the one after its last.
        asked: an amount, or a number of a noun.
        evident: those that are such figures wherever they are.
    """
    text, columns = passage.stored.text, passage.stored.body
    cells = list(_cells(text, *row))
    name = _name_cell(columns, cells)
    figures = [
        (i, cell)
        for i in range(*tokens)
        for cell, (start, end) in enumerate(cells)
        if start <= columns.starts[i] < end and has_figures(columns, i)
    ]
    evident = [i for i, cell in figures if cell >= name and i in evident]
    if asked.kind == "amount":
        return evident or [i for i, cell in figures if cell > name]
    accepted = units_of(asked.noun)
    labels = _column_labels(passage, row[0])
    prices = {k for k, label in enumerate(labels) if not CURRENCIES.isdisjoint(label)}
    if prices and not MEASURES.isdisjoint(asked.noun):  # dhamana ni kiasi gani
        return [i for i, cell in figures if cell in prices]
    figures = [(i, cell) for i, cell in figures if cell not in prices]
    counted = [
        i
        for i, cell in figures
        if i in evident and not accepted.isdisjoint(_words(columns, cells[cell]))
    ]
    if counted:
        return counted
    named = _head(columns, cells[name])
    if accepted.isdisjoint(named) and not _is_asked_or_total(passage, cells[name], named):
        return []
    for i, cell in figures:
        label = labels[cell] if cell < len(labels) else frozenset()
        counts = not (accepted | _TOTALS).isdisjoint(label) or not accepted.isdisjoint(named)
        if cell > name and counts and not _has_unit(columns, cells[cell]):
            counted.append(i)
    return counted


def _name_cell(columns: TokenColumns, cells: Sequence[Span]) -> int:
    """Return the place of the cell that names a row: the first with a word."""
    for place, (first, last) in enumerate(cells):
        if any(
            first <= start < last and not columns.surfaces[i].isdigit()
            for i, start in enumerate(columns.starts)
        ):
            return place
    return 0


def _is_asked_or_total(passage: ReadPassage, cell: Span, words: AbstractSet[str]) -> bool:
    """Tell whether a row is of a thing that was asked about, or of all."""
    return not _TOTALS.isdisjoint(words) or any(
        cell[0] <= mark.start < cell[1] for mark in passage.marked
    )


def _head(columns: TokenColumns, cell: Span) -> AbstractSet[str]:
    """Return the words of the noun that a cell begins with; of *Idadi ya vijiji* both."""
    inside = [
        i
        for i, start in enumerate(columns.starts)
        if cell[0] <= start < cell[1] and not columns.functions[i]
    ]
    words: set[str] = set()
    for i in inside:
        words |= {columns.surfaces[i], *columns.terms[i]}
        if _TOTALS.isdisjoint(words):
            break
    return words


def _has_unit(columns: TokenColumns, cell: Span) -> bool:
    """Tell whether a cell says itself what its figure is of: *Siku 7*."""
    return any(
        not columns.functions[i] and not has_figures(columns, i)
        for i, start in enumerate(columns.starts)
        if cell[0] <= start < cell[1]
    )


def _cells(text: str, start: int, end: int) -> Iterator[Span]:
    for cell in text[start:end].split(_BETWEEN_CELLS):
        yield start, start + len(cell)
        start += len(cell) + len(_BETWEEN_CELLS)


def _column_labels(passage: ReadPassage, place: int) -> list[AbstractSet[str]]:
    """Return the words of each cell of the header above a row."""
    stored = passage.stored
    for part in stored.tables:
        if part.body <= place < part.end:
            header = stored.text[part.start : part.body].rstrip("\n")
            last = part.start + header.rfind("\n") + 1
            cells = _cells(stored.text, last, part.start + len(header))
            return [_words(stored.body, cell) for cell in cells] if header else []
    return []


def _words(columns: TokenColumns, cell: Span) -> AbstractSet[str]:
    """Return the surfaces and terms of the words of a cell."""
    inside = [i for i, start in enumerate(columns.starts) if cell[0] <= start < cell[1]]
    return {word for i in inside for word in (columns.surfaces[i], *columns.terms[i])}
