"""Open a file of a corpus for reading, and never wait for it.

A named pipe, a socket or a device may replace a document at any moment. Opening a pipe
waits for its writer, possibly for ever. So files are opened without blocking, and the open
handle is checked: only a regular file is returned.
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
        path: where the file is.
        follow: whether the path may be a symbolic link.

    Raises:
        OSError: the file cannot be opened, or is not a regular file.
    """
    flags = os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    file = open(path, "rb", opener=lambda name, mode: os.open(name, mode | flags))  # noqa: SIM115  the caller closes it
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError(errno.EINVAL, _NOT_REGULAR, os.fspath(path))
