"""Open a file of a corpus for reading, and never wait for it; write one whole.

A named pipe, a socket or a device may replace a document at any moment. Opening a pipe
waits for its writer, possibly for ever. So files are opened without blocking, and the open
handle is checked: only a regular file is returned.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path

from kb.errors import StorageFailed

__all__ = ["drafted", "regular"]

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


@contextmanager
def drafted(target: Path) -> Iterator[Path]:
    """Lend the path of a draft, which takes the name of *target* when it is written.

    A reader never sees half of a file under its name. Missing folders are made.

    Raises:
        StorageFailed: the disk refused; there is no draft then, and *target* is as before.
    """
    # Short: the name of the target may have the maximal length.
    draft = target.with_name(f".kisima.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        draft.replace(target)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise StorageFailed.of(target, error) from error
