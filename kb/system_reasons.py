"""Put into words why the system refused something, and what mends it.

An OSError speaks English, and names no remedy.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from kb.messages import Message

__all__ = ["Reason", "free_space", "kibibytes", "system_reason"]

Reason = Message | str
"""Why something failed. It is text where the system or an older generation gave it."""

_TOO_MANY = Message("too many files are open; raise the limit: ulimit -n 4096")
_NOT_ALLOWED = Message("you may not do this; see: kisima doctor")
_MENDING: Mapping[int, Message] = {
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: Message("this disk is for reading only; see: kisima doctor"),
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
    errno.EADDRINUSE: Message("choose another port: --port"),
}
"""What the commonest refusals of a system mean to a clerk."""

_REASONS: Mapping[int, Message] = {
    errno.EACCES: Message("Permission denied"),
    errno.EPERM: Message("Operation not permitted"),
    errno.EROFS: Message("Read-only file system"),
    errno.EMFILE: Message("Too many open files"),
    errno.ENFILE: Message("Too many open files in system"),
    errno.ENOSPC: Message("No space left on device"),
    errno.EDQUOT: Message("Disk quota exceeded"),
    errno.ENOENT: Message("No such file or directory"),
    errno.EADDRINUSE: Message("Address already in use"),
}
"""The system's own words, which are English, for the refusals that clerks meet."""


def system_reason(error: OSError) -> Reason:
    """Return why the system refused, and what mends it where that is known.

    >>> str(system_reason(OSError(errno.EACCES, "Permission denied")))
    'Permission denied (you may not do this; see: kisima doctor)'
    """
    reason = _REASONS.get(error.errno or 0) or error.strerror or str(error)
    mending = _MENDING.get(error.errno or 0)
    if mending is None:
        return reason
    return Message("{reason} ({mending})", reason=reason, mending=mending)


def free_space(path: Path) -> str:
    """Return how much a user may still write where *path* is, or would be."""
    for folder in (path, *path.parents):
        try:
            disk = os.statvfs(folder)
        except OSError:
            continue
        return kibibytes(disk.f_bavail * disk.f_frsize)
    return "?"


def kibibytes(bytes_: int) -> str:
    """Return a size as a clerk reads it."""
    return f"{bytes_ / 1024:,.0f} KiB"
