"""Gather the postings of a new segment, and give them back by field and term.

A posting is the number of an entry and the encoded positions of one term in it. Postings are
gathered in memory. Past a limit they are written to the disk as a run, ordered by field and
term; at the end the runs are merged, and no more than the postings of one term are in memory.
Numbers come in ascending order, so the postings of a term need no sorting.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple

__all__ = ["PostingPool", "TermPostings"]

_OF_POSTING = 40  # bytes of memory: number, positions, their places in a list
_OF_TERM = 250  # the term, its list, its place in the table

_Run = Iterator[tuple[str, str, list[int], list[bytes]]]


class TermPostings(NamedTuple):
    """All postings of one term of one field."""

    field: str
    term: str
    numbers: Sequence[int]  # of the entries, ascending
    values: Sequence[bytes]  # encoded positions, one for each number; b"" if there are none


class PostingPool:
    """Postings in memory, and in files of a folder past *max_bytes*."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder, self._max_bytes = folder, max_bytes
        self._fields: dict[str, dict[str, list[int | bytes]]] = {}  # number, value, by turns
        self._bytes = 0  # about how many are in memory
        self._runs: list[BinaryIO] = []

    def add(self, field: str, number: int, values: Mapping[str, bytes]) -> None:
        """Add the postings of one entry: the encoded positions of each term of a field."""
        terms = self._fields.setdefault(field, {})
        before = len(terms)
        for term, value in values.items():
            known = terms.get(term)
            if known is None:
                terms[term] = [number, value]
            else:
                known += (number, value)
        self._count(len(values), len(terms) - before)

    def extend(self, postings: TermPostings) -> None:
        """Add postings of one term; their numbers follow those that are there."""
        terms = self._fields.setdefault(postings.field, {})
        before = len(terms)
        known = terms.setdefault(postings.term, [])
        for pair in zip(postings.numbers, postings.values, strict=True):
            known += pair
        self._count(len(postings.numbers), len(terms) - before)

    def postings(self) -> Iterator[TermPostings]:
        """Yield the postings of every term in the order of fields and terms; the pool is empty then."""
        if not self._runs:
            yield from (TermPostings(*row) for row in self._in_order())
            return
        for (field, term), rows in groupby(merge(*self._read(), key=_key), key=_key):
            numbers: list[int] = []
            values: list[bytes] = []
            for row in rows:  # merge keeps equal ones in the order of their runs
                numbers += row[2]
                values += row[3]
            yield TermPostings(field, term, numbers, values)

    def close(self) -> None:
        """Forget everything. Idempotent."""
        self._fields.clear()
        while self._runs:
            self._runs.pop().close()

    # Whoosh closes its pool under this name.
    cleanup = close

    def _count(self, postings: int, terms: int) -> None:
        self._bytes += postings * _OF_POSTING + terms * _OF_TERM
        if self._bytes > self._max_bytes:
            self._write_run()

    def _in_order(self) -> _Run:
        """Yield what is in memory, field by field, and forget it."""
        for field in sorted(self._fields):
            terms = self._fields.pop(field)
            for term in sorted(terms):
                row = terms.pop(term)
                yield field, term, row[::2], row[1::2]  # type: ignore[misc]  # by turns

    def _write_run(self) -> None:
        run = (self._folder / f"postings-{len(self._runs)}").open("w+b")
        self._runs.append(run)
        for row in self._in_order():
            marshal.dump(row, run)
        self._bytes = 0

    def _read(self) -> Iterator[_Run]:
        for run in self._runs:
            run.seek(0)
            yield _rows(run)
        yield self._in_order()


_key = itemgetter(0, 1)


def _rows(run: BinaryIO) -> _Run:
    while True:
        try:
            yield marshal.load(run)  # noqa: S302  # plain values, which this process wrote
        except EOFError:
            return
