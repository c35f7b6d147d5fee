"""Say what the system refused where Tantivy only says that it failed.

The library raises ValueError for all that goes wrong, with the system's code in its text at
best. Where a thread of its own failed to write a segment, the text has no cause.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from kb.errors import StorageFailed

__all__ = ["raising_refusals", "storing"]

_CODE = re.compile(r"\bOs \{ code: (\d+)")
_FILES = 8  # that are written at once: those of a segment, and some to spare
_PROBE_BYTES = 1 << 20


@contextmanager
def raising_refusals() -> Iterator[None]:
    """Raise OSError where the library says that the system refused, as Python does."""
    try:
        yield
    except ValueError as error:
        refused = _refused(str(error))
        if refused is None:
            raise
        raise refused from error


@contextmanager
def storing(folder: Path) -> Iterator[None]:
    """Raise StorageFailed where a file of the index in *folder* cannot be written."""
    try:
        yield
    except OSError as error:
        raise StorageFailed.of(folder, error) from error
    except ValueError as error:
        refused = _refused(str(error)) or _refusal_of(folder)
        if refused is None:
            raise StorageFailed(folder, str(error)) from error
        raise StorageFailed.of(folder, refused) from error


def _refused(text: str) -> OSError | None:
    code = _CODE.search(text)
    return None if code is None else OSError(int(code[1]), os.strerror(int(code[1])))


def _refusal_of(folder: Path) -> OSError | None:
    """Return what the system says to as many files as a segment has, one with some content."""
    with ExitStack() as opened:
        try:
            files = [opened.enter_context(TemporaryFile(dir=folder)) for _ in range(_FILES)]
            files[0].write(bytes(_PROBE_BYTES))
            files[0].flush()
        except OSError as error:
            return error
    return None
