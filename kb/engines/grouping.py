"""Group the copies of an index anew, after every change of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kb.engines.copies import write_copies
from kb.engines.embedded import OpenIndex
from kb.engines.fields import decode_place
from kb.errors import StorageFailed
from kb.index.copies import ComparedText, compared_text, group_copies
from kb.index.schema import Place

__all__ = ["group_entries"]


def group_entries(folder: Path, index: OpenIndex) -> None:
    """Group the copies of the index in *folder*, and write the groups.

    Raises:
        StorageFailed: the disk refused.
    """

    @cache
    def place_of(number: int) -> Place:
        return decode_place(index.place(number))

    def text_of(number: int) -> ComparedText:
        return compared_text(index.payload(number))

    groups = group_copies(index.sketches(), place_of, text_of)
    try:
        write_copies(folder, index.all_entries, groups)
    except OSError as error:
        raise StorageFailed.of(folder, error) from error
