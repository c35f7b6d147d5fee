"""Every deliberate error of Kisima's own, in one leaf module.

    KisimaError                 2   anything a caller may want to catch as "ours"
    ├── SettingInvalid          2   a setting has a value it cannot have
    ├── DocumentUnreadable      2   one file could not be read; the others go on
    ├── DocumentNotFound        1   no document or passage has that id
    ├── IndexUnusable          65   the index cannot answer
    │   ├── IndexMissing       65   nothing has been indexed yet
    │   │   └── GenerationMissing   that one is not, or no longer, kept
    │   ├── IndexDamaged       65   its files are not what was written
    │   └── IndexOutOfDate     65   it was built by another recipe
    ├── StorageFailed          74   the disk refused: full, read-only, gone
    └── IndexLocked            75   another process is writing

An OSError of reading is passed on as it is; ``system_reason`` puts it into words.
The number is the exit code of the command line (sysexits.h where it has one).
A message says in Swahili, then in English, what is wrong and where, and ends with
the command that mends it, where one does. ``kb.swahili`` has a DataError of its
own, because it is usable alone.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Self

__all__ = [
    "DocumentNotFound",
    "DocumentUnreadable",
    "GenerationMissing",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexOutOfDate",
    "IndexUnusable",
    "KisimaError",
    "SettingInvalid",
    "StorageFailed",
    "system_reason",
]

_FULL = {errno.ENOSPC, errno.EDQUOT}
_MANY = "mafaili wazi ni mengi mno; ongeza · raise the limit: ulimit -n 4096"
_NOT_YOURS = "huna ruhusa; tazama · see: kisima doctor"
_MENDING = {
    errno.EACCES: _NOT_YOURS,
    errno.EPERM: _NOT_YOURS,
    errno.EROFS: "diski hii ni ya kusoma tu; tazama · see: kisima doctor",
    errno.EMFILE: _MANY,
    errno.ENFILE: _MANY,
}
"""What the commonest refusals of a system mean to a clerk."""


class KisimaError(Exception):
    """Something Kisima found wrong; the message says what, where, and what mends it."""

    exit_code = 2


class SettingInvalid(KisimaError):
    """A setting was given a value it cannot have."""

    def __init__(self, name: str, value: object, wanted: str) -> None:
        super().__init__(f"{name}={value!r} haifai · is not {wanted}")
        self.name, self.value, self.wanted = name, value, wanted


class DocumentUnreadable(KisimaError):
    """One file could not be read. The rest of the corpus is not affected."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = str(path), reason


class DocumentNotFound(KisimaError):
    """No document or passage of the index has this id."""

    exit_code = 1

    def __init__(self, id: str) -> None:
        super().__init__(
            f"hakuna hati wala kifungu {id!r} · no document or passage has this id; "
            "tazama · see: kisima status --documents"
        )
        self.id = id


class IndexUnusable(KisimaError):
    """The index cannot answer; the subclasses say why."""

    exit_code = 65


class IndexMissing(IndexUnusable):
    """Nothing has been indexed in this folder yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"hakuna faharasa katika {path} · there is no index; endesha · run: kisima index"
        )
        self.path = path


class GenerationMissing(IndexMissing):
    """The index keeps no such generation, or none to go back to."""

    def __init__(self, path: Path, generation: str | None = None) -> None:
        KisimaError.__init__(
            self,
            f"hakuna kizazi {generation or 'cha awali'} katika {path} · there is no "
            f"{f'generation {generation}' if generation else 'earlier generation'}; "
            "tazama · see: kisima history",
        )
        self.path, self.generation = path, generation


class IndexDamaged(IndexUnusable):
    """A file of the index is not what was written, so no answer from it can be trusted."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"faharasa imeharibika · the index is damaged: {path}: {reason}; "
            "endesha · run: kisima index --full"
        )
        self.path, self.reason = path, reason


class IndexOutOfDate(IndexUnusable):
    """The index was laid out by another version, and would be read wrongly.

    Raised on opening. An index of an older analyser still answers, less well:
    that is no error but a notice (``KnowledgeBase.notice``).
    """

    def __init__(self, path: Path, built_with: str, wanted: str) -> None:
        super().__init__(
            f"{path} ilijengwa na · was built with {built_with}, inatakiwa · wanted is {wanted}; "
            "endesha · run: kisima index"
        )
        self.path, self.built_with, self.wanted = path, built_with, wanted


class StorageFailed(KisimaError):
    """The disk refused a write: full, read-only, or gone."""

    exit_code = 74

    def __init__(self, path: Path, reason: str, *, full: bool = False) -> None:
        super().__init__(f"{path} haiandikiki · cannot be written: {reason}")
        self.path, self.reason, self.full = path, reason, full

    @classmethod
    def of(cls, path: Path, error: OSError) -> Self:
        """Return what the system said of a write; of a full disk, with the space that is left."""
        reason = system_reason(error)
        if error.errno not in _FULL:
            return cls(path, reason)
        return cls(path, f"{reason}; nafasi iliyobaki · free: {_free(path)}", full=True)

    def needing(self, bytes_: int) -> Self:
        """Return this with the space that is needed, where space is what was wanting."""
        if not self.full:
            return self
        reason = f"{self.reason}; inahitajika hadi · up to {_kib(bytes_)} needed"
        return type(self)(self.path, reason, full=True)


class IndexLocked(KisimaError):
    """Another process holds the writer's lock, and did not let go in time."""

    exit_code = 75

    def __init__(self, path: Path, waited: float, holder: str) -> None:
        super().__init__(
            f"{path} inaandikwa na · is being written by {holder}; "
            f"imesubiriwa · waited {waited:.0f} s; rudia baadaye · run the command again later"
        )
        self.path, self.waited, self.holder = path, waited, holder


def system_reason(error: OSError) -> str:
    """Return why the system refused, and what mends it where that is known.

    >>> system_reason(OSError(errno.EACCES, "Permission denied"))
    'Permission denied (huna ruhusa; tazama · see: kisima doctor)'
    """
    reason = error.strerror or str(error)
    mending = _MENDING.get(error.errno or 0)
    return f"{reason} ({mending})" if mending else reason


def _free(path: Path) -> str:
    """Return how much a user may still write where *path* is, or would be."""
    for folder in (path, *path.parents):
        try:
            found = os.statvfs(folder)
        except OSError:
            continue
        return _kib(found.f_bavail * found.f_frsize)
    return "?"


def _kib(bytes_: int) -> str:
    return f"{bytes_ / 1024:,.0f} KiB"
