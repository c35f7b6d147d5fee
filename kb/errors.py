"""Every deliberate error of Kisima's own, in one leaf module.

    KisimaError                 2   anything a caller may want to catch as "ours"
    ├── SettingInvalid          2   a setting has a value it cannot have
    ├── ExtraMissing            2   a library of an optional part is not installed
    ├── DocumentUnreadable      2   one file could not be read; the others go on
    ├── DocumentNotFound        1   no document or passage has that id
    ├── FolderRefused           2   a folder may not be written: it has files of somebody else
    ├── PageUnreachable        69   a page of the web cannot be fetched
    ├── ClusterFailed          69   the OpenSearch cluster did not do what it was asked
    │   ├── ClusterUnreachable 69   no host answers
    │   ├── ClusterUntrusted   69   its certificate is not one that we trust
    │   ├── ClusterRefused     77   user, password, key or right
    │   ├── ClusterInterrupted 69   an update of it broke off in the middle
    │   ├── ClusterIncomplete  69   some shards did not answer
    │   └── ClusterFull        74   a disk of it is full, so it takes no writes
    ├── SearchTimedOut         75   a search took longer than it may
    ├── IndexUnusable          65   the index cannot answer
    │   ├── IndexMissing       65   nothing has been indexed yet
    │   │   └── GenerationMissing   that one is not, or no longer, kept
    │   ├── IndexDamaged       65   its files are not what was written
    │   └── IndexOutOfDate     65   it was built by another recipe
    ├── StorageFailed          74   the disk refused: full, read-only, gone
    └── IndexLocked            75   another process is writing

An OSError of reading is passed on as it is; ``kb.system_reasons`` puts it into words.
The number is the exit code of the command line (sysexits.h where it has one).
Each carries a message, which says what is wrong and where, and ends with the command
that mends it, where one does. It is put into words where it is shown
(``kb.messages.translate``); ``str(error)`` is its English. ``kb.swahili`` has a
DataError of its own, because it is usable alone.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Self

from kb.messages import Message
from kb.system_reasons import Reason, free_space, kibibytes, system_reason

__all__ = [
    "ClusterFailed",
    "ClusterFull",
    "ClusterIncomplete",
    "ClusterInterrupted",
    "ClusterRefused",
    "ClusterUnreachable",
    "ClusterUntrusted",
    "DocumentNotFound",
    "DocumentUnreadable",
    "ExtraMissing",
    "FolderRefused",
    "GenerationMissing",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexOutOfDate",
    "IndexUnusable",
    "KisimaError",
    "PageUnreachable",
    "SearchTimedOut",
    "SettingInvalid",
    "StorageFailed",
]

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class KisimaError(Exception):
    """Something Kisima found wrong; its message says what, where, and what mends it."""

    exit_code = 2

    def __init__(self, message: Reason) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class PageUnreachable(KisimaError):
    """A page of the web cannot be fetched, or may not be."""

    exit_code = 69

    def __init__(self, url: str, reason: Reason) -> None:
        super().__init__(Message("{path}: {reason}", path=url, reason=reason))
        self.url, self.reason = url, reason


class ClusterFailed(KisimaError):
    """The OpenSearch cluster did not do what it was asked; the subclasses say why.

    Args:
        cluster: its hosts, as the setting has them.
        reason: what went wrong. It contains no secret.
    """

    exit_code = 69
    _says = Message("the cluster {cluster} refused a request: {reason}; see its log")

    def __init__(self, cluster: str, reason: Reason) -> None:
        super().__init__(self._says.with_facts(cluster=cluster, reason=reason))
        self.cluster, self.reason = cluster, reason


class ClusterUnreachable(ClusterFailed):
    """No host of the cluster answers, or none can."""

    _says = Message(
        "the cluster {cluster} does not answer: {reason}; "
        "see the setting cluster_hosts: kisima settings"
    )


class ClusterUntrusted(ClusterFailed):
    """The cluster's certificate is not one that we trust, or it speaks no TLS."""

    _says = Message(
        "the cluster {cluster} is not trusted: {reason}; "
        "set cluster_ca to the certificate of its authority"
    )


class ClusterRefused(ClusterFailed):
    """The cluster knows no such user or key, or gives it no right to do this."""

    exit_code = 77
    _says = Message(
        "the cluster {cluster} does not allow this: {reason}; "
        "see the settings cluster_user and cluster_password_file, and the role of the user"
    )


class ClusterIncomplete(ClusterFailed):
    """Some shards did not answer, so what the others answer is not the whole."""

    _says = Message(
        "a part of the cluster {cluster} did not answer: {reason}; "
        "try again, or set cluster_partial to allow"
    )


class ClusterFull(ClusterFailed):
    """A disk of the cluster is so full that its indexes take no writes."""

    exit_code = 74
    _says = Message(
        "a disk of the cluster {cluster} is full: {reason}; "
        "free space on it, then run: kisima index"
    )


class ClusterInterrupted(ClusterFailed):
    """An update broke off in the middle. What was sent is not seen until it is run again."""

    _says = Message(
        "the update of the cluster {cluster} broke off: {reason}; run again: kisima index"
    )


class SearchTimedOut(KisimaError):
    """A search took longer than it may."""

    exit_code = 75

    def __init__(self, seconds: float) -> None:
        super().__init__(
            Message("The search took longer than {seconds} s.", seconds=f"{seconds:g}")
        )
        self.seconds = seconds


class SettingInvalid(KisimaError):
    """A setting was given a value it cannot have."""

    def __init__(
        self, name: str, value: object, expected: Reason, source: str | None = None
    ) -> None:
        message = Message(
            "{name}={value} is not {expected}", name=name, value=repr(value), expected=expected
        )
        if source is not None:  # the file, or the variable of the environment
            message = Message("{path}: {reason}", path=source, reason=message)
        super().__init__(message)
        self.name, self.value, self.expected, self.source = name, value, expected, source


class ExtraMissing(KisimaError):
    """A library of an optional part of Kisima is not installed."""

    def __init__(self, extra: str, library: str) -> None:
        super().__init__(
            Message(
                "{library} is not installed; run: pip install 'kisima[{extra}]'",
                library=library,
                extra=extra,
            )
        )
        self.extra, self.library = extra, library


class DocumentUnreadable(KisimaError):
    """One file could not be read. The rest of the corpus is not affected.

    Args:
        path: of the file.
        reason: for the clerk.
        depends_on_ocr: with OCR, or with another version of it, it may be readable.
        passed_over: it is no document, such as a photo: nothing is to be mended.
    """

    def __init__(
        self,
        path: Path | str,
        reason: Reason,
        *,
        depends_on_ocr: bool = False,
        passed_over: bool = False,
    ) -> None:
        super().__init__(Message("{path}: {reason}", path=path, reason=reason))
        self.path, self.reason = str(path), reason
        self.depends_on_ocr, self.passed_over = depends_on_ocr, passed_over


class DocumentNotFound(KisimaError):
    """No document or passage of the index has this id."""

    exit_code = 1

    def __init__(self, id: str) -> None:
        super().__init__(
            Message(
                "no document or passage has the id {id}; see: kisima status --documents",
                id=repr(id),
            )
        )
        self.id = id


class FolderRefused(KisimaError):
    """A folder may not be written: it is one of Kisima's own, or has files of somebody else."""

    def __init__(self, path: Path, reason: Reason) -> None:
        super().__init__(Message("{path} is not written: {reason}", path=path, reason=reason))
        self.path, self.reason = path, reason


class IndexUnusable(KisimaError):
    """The index cannot answer; the subclasses say why."""

    exit_code = 65


class IndexMissing(IndexUnusable):
    """Nothing has been indexed in this folder yet, or in this cluster."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(Message("there is no index in {path}; run: kisima index", path=path))
        self.path = path


class GenerationMissing(IndexMissing):
    """The index keeps no such generation, or none to go back to."""

    def __init__(self, path: Path | str, generation: str | None = None) -> None:
        message = (
            Message(
                "there is no generation {generation} in {path}; see: kisima history",
                generation=generation,
                path=path,
            )
            if generation
            else Message("there is no earlier generation in {path}; see: kisima history", path=path)
        )
        KisimaError.__init__(self, message)
        self.path, self.generation = path, generation


class IndexDamaged(IndexUnusable):
    """A file of the index is not what was written, so no answer from it can be trusted."""

    def __init__(self, path: Path | str, reason: Reason) -> None:
        super().__init__(
            Message(
                "the index is damaged: {path}: {reason}; run: kisima index --full",
                path=path,
                reason=reason,
            )
        )
        self.path, self.reason = path, reason


class IndexOutOfDate(IndexUnusable):
    """The index was laid out by another version, and would be read wrongly.

    Raised on opening. An index of an older analyser still answers, less well:
    that is no error but a notice (``KnowledgeBase.notice``).
    """

    def __init__(self, path: Path | str, built_with: Reason, expected: Reason) -> None:
        super().__init__(
            Message(
                "{path} was built with {built_with}, this is {expected}; run: kisima index",
                path=path,
                built_with=built_with,
                expected=expected,
            )
        )
        self.path, self.built_with, self.expected = path, built_with, expected


class StorageFailed(KisimaError):
    """The disk refused a write: full, read-only, or gone."""

    exit_code = 74

    def __init__(self, path: Path, reason: Reason, *, full: bool = False) -> None:
        super().__init__(Message("{path} cannot be written: {reason}", path=path, reason=reason))
        self.path, self.reason, self.full = path, reason, full

    @classmethod
    def of(cls, path: Path, error: OSError) -> Self:
        """Return what the system said of a write; of a full disk, with the space that is left."""
        reason = system_reason(error)
        if error.errno not in _FULL:
            return cls(path, reason)
        free = Message("{reason}; free: {size}", reason=reason, size=free_space(path))
        return cls(path, free, full=True)

    def needing(self, bytes_: int) -> Self:
        """Return this with the space that is needed, where the disk is full."""
        if not self.full:
            return self
        reason = Message(
            "{reason}; up to {size} needed", reason=self.reason, size=kibibytes(bytes_)
        )
        return type(self)(self.path, reason, full=True)


class IndexLocked(KisimaError):
    """Another process holds the writer's lock, and did not let go in time."""

    exit_code = 75

    def __init__(self, path: Path | str, waited: float, holder: Reason) -> None:
        super().__init__(
            Message(
                "{path} is being written by {holder}; waited {waited} s; run the command again later",
                path=path,
                holder=holder,
                waited=f"{waited:.0f}",
            )
        )
        self.path, self.waited, self.holder = path, waited, holder
