"""Read the bytes of a file, no more than are asked for."""

from __future__ import annotations

from pathlib import Path

from kb.files import regular
from kb.readers.base import Unreadable

__all__ = ["contents"]


def contents(path: str | Path, most: int) -> bytes:
    """Return the bytes of a file.

    Args:
        path: where it is.
        most: a larger file is refused, and no more of it is read.

    Raises:
        Unreadable: it cannot be opened, is larger than that, or holds nothing but blanks.
    """
    try:
        with regular(path) as file:
            data = file.read(most + 1)
    except OSError as error:
        reason = f"halifunguki ({error.strerror}) · cannot be opened ({error.strerror})"
        raise Unreadable(reason) from error
    if len(data) > most:
        raise Unreadable(
            f"ni kubwa kuliko baiti {most:,}; ligawe · larger than {most:,} bytes; split it"
        )
    if not data.strip():
        raise Unreadable("faili ni tupu · the file is empty")
    return data
