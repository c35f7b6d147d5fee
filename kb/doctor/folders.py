"""The checks of the two folders on the disk: the documents, and the index as a place to write.

Nothing is changed, but for a file that is written into the index folder and removed again,
to see whether that is possible.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kb.doctor.check import Check
from kb.messages import Message

__all__ = ["DOCUMENTS", "FOLDER", "SPACE", "check_corpus", "check_folder", "check_space"]

_MIN_FREE_BYTES = 200 * 1024 * 1024

DOCUMENTS, FOLDER = Message("documents"), Message("index folder")
SPACE = Message("disk space")


def check_corpus(corpus: Path, index: Path) -> Iterator[Check]:
    """Say how many documents there are, and which cannot be opened."""
    if not corpus.is_dir():
        state = Message("there is no folder {path}", path=corpus)
        remedy = Message("mkdir {path}, or name another with --corpus FOLDER", path=corpus)
        yield Check("bad", DOCUMENTS, state, remedy)
        return
    from kb.indexing.corpus import walk
    from kb.metadata.records import corpus_metadata

    walked = walk(corpus, index)
    corpus_metadata(corpus)
    closed = [id for id, file in walked.files.items() if not os.access(file.where, os.R_OK)]
    state = Message.counted(
        "{path}: {number} file",
        "{path}: {number} files",
        count=len(walked.files),
        path=corpus,
        number=f"{len(walked.files):,}",
    )
    if walked.unsupported:
        number = f"{len(walked.unsupported):,}"
        state = Message("{state}; {number} of a kind that is not read", state=state, number=number)
    if closed or walked.refused:
        state = Message(
            "{state}; {number} cannot be opened: {names}",
            state=state,
            number=f"{len(closed) + len(walked.refused):,}",
            names=", ".join([*closed, *walked.refused][:3]),
        )
        yield Check("warn", DOCUMENTS, state, Message("kisima status"))
    elif not walked.files:
        yield Check("warn", DOCUMENTS, state, Message("kisima add FILE"))
    else:
        yield Check("good", DOCUMENTS, state)


def check_folder(index: Path) -> Iterator[Check]:
    """Say whether the folder of the index can be written, and by whom."""
    if not index.is_dir():
        state = Message("{path} does not exist yet", path=index)
        yield Check("warn", FOLDER, state, Message("kisima index"))
        return
    try:
        lacking = _lacking(index)
    except OSError as error:
        state = Message(
            "{path}: {reason}; searching still works", path=index, reason=str(error.strerror)
        )
        remedy = f"chown -R $(id -un) {index} && chmod -R u+rwX {index}"
        yield Check("bad", FOLDER, state, remedy)
        return
    if lacking:
        state = Message(
            "{path}: this file system has no {names}", path=index, names=", ".join(lacking)
        )
        yield Check("warn", FOLDER, state, Message("use a disk of this computer"))
    elif index.stat().st_mode & 0o022:
        state = Message("{path}: others can write it", path=index)
        yield Check("warn", FOLDER, state, f"chmod 700 {index}")
    else:
        yield Check("good", FOLDER, Message("{path}: can be written", path=index))


def _lacking(index: Path) -> list[str]:
    """Return what the file system of the index lacks: locks, links."""
    import fcntl

    lacking = []
    with tempfile.NamedTemporaryFile(dir=index, prefix=".kisima-") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lacking.append("flock")
        second = Path(f"{file.name}.2")
        try:
            second.hardlink_to(file.name)
        except OSError:
            lacking.append("hard links")
        finally:
            second.unlink(missing_ok=True)
    return lacking


def check_space(index: Path) -> Iterator[Check]:
    """Say whether the disk has room for the next generation."""
    folder = next(place for place in (index, *index.absolute().parents) if place.is_dir())
    free = shutil.disk_usage(folder).free
    size = _size_of(index)
    needed = max(2 * size, _MIN_FREE_BYTES)
    state = Message("{free} free; the index has {size}", free=_mib(free), size=_mib(size))
    if free >= needed:
        yield Check("good", SPACE, state)
    else:
        remedy = Message("leave {size} free, or set KISIMA_GENERATIONS=1", size=_mib(needed))
        yield Check("warn", SPACE, state, remedy)


def _size_of(index: Path) -> int:
    """Return the bytes of an index; a file that generations share counts once."""
    sizes = {}
    for folder, _, names in os.walk(index):
        for name in names:
            with suppress(FileNotFoundError):  # a writer may delete it now
                status = os.lstat(f"{folder}/{name}")
                sizes[status.st_ino] = status.st_size
    return sum(sizes.values())


def _mib(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f} MiB"
