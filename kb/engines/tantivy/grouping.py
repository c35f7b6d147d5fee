"""Group the copies of an index after a change: all anew, or those alone that it may alter.

A small change alters few groups. The passages that share a key with a changed one, and those
that share one with these, are found in the columns of keys (kb.engines.tantivy.record_file).
So an update reads a few records, and gives the groups that a new index would have.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kb.engines.copies import CopyTable, write_copies
from kb.engines.fields import decode_place
from kb.engines.record import Record
from kb.engines.tantivy.copied import CopiedEntries
from kb.engines.tantivy.reader import IndexView
from kb.engines.tantivy.refusals import storing
from kb.index.copies import ComparedText, compared_text, connected_passages, group_copies
from kb.index.schema import Place

__all__ = ["SmallChange", "regroup_copies"]

_LET_GO = 1000  # records, about 64 MB


class SmallChange(NamedTuple):
    """A change of few entries, and the copies of the index before it."""

    sketches: Sequence[bytes]  # of the entries that came and went
    groups: CopyTable
    copied: CopiedEntries


def regroup_copies(folder: Path, index: IndexView, change: SmallChange | None) -> None:
    """Group the copies of an index, and write the groups.

    Args:
        folder: the index.
        index: the same, open.
        change: since the copies were grouped last; None: all are grouped anew.

    Raises:
        StorageFailed: the disk refused.
    """
    records = _Records(index)

    @cache
    def place_of(number: int) -> Place:
        return decode_place(records.of(number).place)

    def sketch_of(number: int) -> bytes:
        return records.of(number).sketch

    def text_of(number: int) -> ComparedText:
        return compared_text(records.of(number).payload)

    touched: AbstractSet[int] | None = None
    kept: list[Sequence[int]] = []
    alike: list[int] = []
    documents: set[str] = set()
    if change is not None:
        touched = connected_passages(change.sketches, index.having_key, sketch_of)
    if change is None or touched is None:
        touched = index.sharing_keys()
    else:
        kept = [group for group in change.groups.groups() if touched.isdisjoint(group)]
        known = frozenset(change.copied.alike)
        alike += (group[0] for group in kept if group[0] in known)
        # A document whose copies are all gone may stay: its matches are looked at in vain.
        documents.update(change.copied.documents)
    numbers = (number for number in sorted(touched) if not index.state.is_deleted(number))
    made = group_copies(((number, sketch_of(number)) for number in numbers), place_of, text_of)
    alike += (group[0] for group in made if _are_alike(records, group))
    groups = [*kept, *made]
    documents.update(place_of(number).document for group in made for number in group)
    with storing(folder):
        write_copies(folder, index.all_entries, groups)
        CopiedEntries(sorted(documents), alike).save(folder)


class _Records:
    """Reads records here and there, and lets go of what it read.

    The system maps 64 KB around each record that is read. Without letting go, the records of
    an index of a million entries would count as two gigabytes of memory of this process.
    """

    def __init__(self, index: IndexView) -> None:
        self._index, self._read = index, 0

    def of(self, number: int) -> Record:
        """Return the record of an entry."""
        self._read += 1
        if self._read % _LET_GO == 0:
            self._index.forget()
        return self._index.record(number)


def _are_alike(records: _Records, group: Sequence[int]) -> bool:
    fields = records.of(group[0]).fields
    return all(records.of(other).fields == fields for other in group[1:])
