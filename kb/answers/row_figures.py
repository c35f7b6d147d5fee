"""Find the figures of a row that its table counts or prices.

A row seldom has a unit: *Duka | 80,000* below *Aina | Mjini (TZS)*. The header of the column, or
the first cell of the row, says what a figure is of.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from kb.answers.read_passage import ReadPassage
from kb.document import Span
from kb.index.schema import TokenColumns
from kb.search.evidence_numbers import CURRENCIES, has_figures
from kb.search.evidence_words import units_of
from kb.search.expected_answer import ExpectedAnswer

__all__ = ["row_figures"]

_BETWEEN_CELLS = " | "


def row_figures(passage: ReadPassage, row: Span, tokens: Span, asked: ExpectedAnswer) -> list[int]:
    """Return the tokens of a row that are figures of what is asked.

    Args:
        passage: the row's.
        row: its start and its end in the text.
        tokens: its first, and the one after its last.
        asked: an amount, or a number of a noun.
    """
    text, columns = passage.stored.text, passage.stored.body
    cells = list(_cells(text, *row))
    figures = [
        (i, cell)
        for i in range(*tokens)
        for cell, (start, end) in enumerate(cells)
        if start <= columns.starts[i] < end and has_figures(columns, i)
    ]
    if asked.kind == "amount":
        return [i for i, cell in figures if cell]
    accepted = units_of(asked.noun)
    labels = _column_labels(passage, row[0])
    names_row = not accepted.isdisjoint(_words(columns, cells[0]))
    chosen = []
    for i, cell in figures:
        label = labels[cell] if cell < len(labels) else frozenset()
        unlike = not CURRENCIES.isdisjoint(label) or _has_unit(columns, cells[cell])
        if cell and not unlike and (names_row or not accepted.isdisjoint(label)):
            chosen.append(i)
    return chosen


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
