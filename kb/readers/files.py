"""Read the bytes of a file, up to a limit.

A path comes in, bytes or a refusal go out.
"""

from __future__ import annotations

from pathlib import Path

from kb.files import regular
from kb.messages import Message
from kb.readers.base import Unreadable
from kb.system_reasons import system_reason

__all__ = ["contents"]


def contents(path: str | Path, max_bytes: int) -> bytes:
    """Return the bytes of a file.

    Args:
        path: where the file is.
        max_bytes: a larger file is refused, and no more of it is read.

    Raises:
        Unreadable: the file cannot be opened, is too large, or contains only blanks.
    """
    try:
        with regular(path) as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        reason = system_reason(error)
        raise Unreadable(Message("cannot be opened ({reason})", reason=reason)) from error
    if len(data) > max_bytes:
        raise Unreadable(Message("larger than {limit} bytes; split it", limit=f"{max_bytes:,}"))
    if not data.strip():
        raise Unreadable(Message("the file is empty"))
    return data
