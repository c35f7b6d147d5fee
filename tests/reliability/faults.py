"""Make the k-th call of a kind fail, as a disk that refuses would.

Every way to one folder goes through here: open (Python's and the system's), write
of what was opened for writing, fsync, and the calls that change names.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

KINDS = ("open", "write", "fsync", "rename")
_NAMES = ("rename", "replace", "link", "mkdir", "unlink", "rmdir")


class Faults:
    """Counts the calls of one kind in a folder, and from the k-th on, or only there, refuses them."""

    def __init__(
        self, folder: Path, kind: str, at: int | None = None, *, lasting: bool = False
    ) -> None:
        self.folder, self.kind, self.at, self.lasting = str(folder), kind, at, lasting
        self.calls = 0
        self.refused = 0

    def met(self) -> None:
        """Count one call; refuse it if its turn has come."""
        self.calls += 1
        if self.at is not None and (
            self.calls == self.at or (self.lasting and self.calls > self.at)
        ):
            self.refused += 1
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def install(self, patch: Any) -> None:
        """Stand between Kisima and the system, until *patch* is undone."""
        if self.kind == "fsync":
            patch.setattr(os, "fsync", self._refusing(os.fsync))
        elif self.kind == "rename":
            for name in _NAMES:
                patch.setattr(os, name, self._refusing(getattr(os, name)))
        elif self.kind == "open":
            patch.setattr(os, "open", self._refusing(os.open))
            for module in (builtins, io):
                patch.setattr(module, "open", self._refusing(open))
        else:
            opened = io.open
            for module in (builtins, io):
                patch.setattr(module, "open", partial(self._opened, opened))

    def _within(self, arguments: tuple[Any, ...]) -> bool:
        """Say whether a call is about the folder."""
        first = arguments[0]
        if isinstance(first, int):
            return self.kind == "fsync"  # nothing else here calls it
        return os.fspath(first).startswith(self.folder)

    def _refusing(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def refusing(*arguments: Any, **options: Any) -> Any:
            if self._within(arguments):
                self.met()
            return call(*arguments, **options)

        return refusing

    def _opened(
        self, opened: Callable[..., Any], file: Any, mode: str = "r", *a: Any, **k: Any
    ) -> Any:
        """Open a file; one that is written binary hands each piece over through ``met``."""
        ours = isinstance(file, int) or self._within((file,))
        if not ours or "b" not in mode or not {"w", "a", "+"} & set(mode):
            return opened(file, mode, *a, **k)
        raw = _Raw(file, mode.replace("b", ""), faults=self)
        return io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)


class _Raw(io.FileIO):
    """A file of which every piece that leaves Python is counted."""

    def __init__(self, file: Any, mode: str, faults: Faults) -> None:
        super().__init__(file, mode)
        self._faults = faults

    def write(self, data: Any) -> int | None:
        self._faults.met()
        return super().write(data)
