"""Say which files have no reader: how many of each suffix, in one line.

Ids come in, a message goes out. A folder of four documents may have 400 photos; a line for
each would hide what the clerk has to mend.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from kb.messages import Message

__all__ = ["passed_over"]

_MAX_SUFFIXES = 8


def passed_over(ids: Sequence[str]) -> Message:
    """Return how many files have no reader, the most frequent suffixes first.

    Args:
        ids: the files; at least one.

    >>> str(passed_over(["a.jpg", "b.JPG", "c.zip"]))
    '3 files have no reader and are passed over: .jpg 2, .zip 1'
    >>> str(passed_over(["README"]))
    '1 file has no reader and is passed over: without suffix 1'
    """
    counts = Counter(PurePosixPath(id).suffix.lower() for id in ids)
    bare = counts.pop("", 0)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    kinds = [f"{suffix} {count:,}" for suffix, count in ordered[:_MAX_SUFFIXES]]
    if len(ordered) > _MAX_SUFFIXES:
        kinds.append("…")
    listed: Message | str = ", ".join(kinds)
    if bare:
        of_bare = Message("without suffix {count}", count=f"{bare:,}")
        listed = Message("{kinds}, {more}", kinds=listed, more=of_bare) if listed else of_bare
    return Message.counted(
        "{count} file has no reader and is passed over: {kinds}",
        "{count} files have no reader and are passed over: {kinds}",
        count=len(ids),
        kinds=listed,
    )
