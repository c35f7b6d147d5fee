"""Open what lies in a corpus for reading, without ever waiting for it.

Anyone may put a named pipe, a socket or a device where a document was a moment
ago. Opening a pipe waits for whoever writes into it, perhaps for ever; so what
is no regular file is refused by the handle itself, after it is open.
"""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

__all__ = ["regular"]

_NOT_REGULAR = "not a regular file"


def regular(path: str | Path, *, follow: bool = True) -> BufferedReader:
    """Return a regular file, open for reading.

    Args:
        path: where it is.
        follow: whether it may be a symbolic link.

    Raises:
        OSError: it cannot be opened, or is no regular file.
    """
    flags = os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    file = open(path, "rb", opener=lambda name, asked: os.open(name, asked | flags))  # noqa: SIM115  the caller closes it
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError(errno.EINVAL, _NOT_REGULAR, os.fspath(path))
