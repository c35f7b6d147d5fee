"""The functions of the operating system that the store uses: durable writes, links, hashes, locks.

POSIX only (flock, fsync of folders). Every OSError of a write becomes a
StorageFailed that names the path.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.errors import IndexLocked, StorageFailed
from kb.messages import Message

__all__ = [
    "hash_file",
    "holder",
    "link",
    "locked",
    "make_folder",
    "pin",
    "remove_folder",
    "replace",
    "sync",
    "unlock",
    "writing",
]

_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600
_POLL_SECONDS = 0.05


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise StorageFailed if a write fails."""
    try:
        yield
    except OSError as error:
        raise StorageFailed.of(path, error) from error


def make_folder(path: Path) -> None:
    """Make a folder that only its owner may read, and the folders above it."""
    with writing(path):
        path.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)


def remove_folder(path: Path) -> None:
    """Remove a folder and its content. A missing folder is no error."""
    import shutil  # only here: a search does not need it

    with writing(path), suppress(FileNotFoundError):
        shutil.rmtree(path)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    with writing(path):
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def replace(path: Path, data: bytes) -> None:
    """Write *data* to *path*. After a crash the file has the old or the new content, whole."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with writing(path):
        try:
            file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE_FILE)
            with os.fdopen(file, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(path)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
    sync(path.parent)


def link(source: Path, target: Path) -> None:
    """Make *target* the same file as *source*, or a copy if the disk has no hard links."""
    with writing(target):
        try:
            target.hardlink_to(source)
        except OSError:
            import shutil

            shutil.copyfile(source, target)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pin(path: Path, *, exclusive: bool) -> int | None:
    """Lock a file that exists, without waiting; None if it is missing or another process holds it.

    Any number of readers hold the shared lock. The exclusive lock proves that no
    reader is left.
    """
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        if os.fstat(file).st_nlink:
            return file
    except BlockingIOError:
        pass
    os.close(file)
    return None


def unlock(file: int) -> None:
    """Release a lock that ``pin`` returned."""
    os.close(file)


@contextmanager
def locked(path: Path, wait: float, of: Path | None = None) -> Iterator[None]:
    """Hold a writer's lock; the system frees it if this process dies.

    Args:
        path: the lock file; made where it is missing.
        wait: seconds to wait for another process.
        of: what the lock is for; its folder where left out.

    Raises:
        IndexLocked: another process still holds it after *wait* seconds.
        StorageFailed: the lock file cannot be written.
    """
    until = time.monotonic() + wait
    while (file := _try_lock(path, of or path.parent, wait, until)) is None:
        time.sleep(_POLL_SECONDS)
    try:
        with writing(path):
            os.ftruncate(file, 0)
            os.pwrite(file, f"{os.getpid()} {os.uname().nodename}\n".encode(), 0)
        yield
    finally:
        os.close(file)


def _try_lock(path: Path, of: Path, wait: float, until: float) -> int | None:
    """Lock a file; None if another process holds it, or has removed it meanwhile."""
    with writing(path):
        file = os.open(path, os.O_RDWR | os.O_CREAT, _PRIVATE_FILE)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(file).st_nlink:
            return file
    except BlockingIOError:
        if time.monotonic() >= until:
            holder = _holder(file)
            os.close(file)
            raise IndexLocked(of, wait, holder) from None
    os.close(file)
    return None


def holder(path: Path) -> Message | None:
    """Return the process that holds a lock; None if none does, or the file is missing."""
    file = pin(path, exclusive=True)
    if file is None and path.exists():
        with path.open("rb") as held:
            return _holder(held.fileno())
    if file is not None:
        unlock(file)
    return None


def _holder(file: int) -> Message:
    number, _, host = os.pread(file, 512, 0).decode("utf-8", "replace").strip().partition(" ")
    if not number:
        return Message("another process")
    if host and host != os.uname().nodename:
        return Message("process {number} on {host}", number=number, host=host)
    return Message("process {number}", number=number)
