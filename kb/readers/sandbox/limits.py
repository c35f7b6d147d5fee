"""How much one file may cost to read, and how a child process limits itself.

The kernel counts, not Python: it also stops a parser that loops or grows inside a C
library. A system may lack a limit (macOS refuses RLIMIT_AS). Such a limit is left
out, and ``missing_limits`` names it.
"""

from __future__ import annotations

import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

from kb.readers.ocr.tesseract import Tesseract, tesseract_of

if TYPE_CHECKING:
    from kb.settings import Settings

__all__ = [
    "Limits",
    "child_environment",
    "confine",
    "grant",
    "grant_more",
    "limits_of",
    "missing_limits",
]

_KINDS: Mapping[str, str] = {
    "memory": "RLIMIT_AS",
    "core dumps": "RLIMIT_CORE",
    "written files": "RLIMIT_FSIZE",
}
"""Name of each limit that lasts: the constant of ``resource``."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    seconds: int = 30  # of processor time; twice that by the clock
    megabytes: int = 512  # of memory, the reader's own program included
    pages: int = 2_000  # of a PDF
    max_bytes: int = 32 * 1024 * 1024  # of the file
    ocr: Tesseract | None = None  # None: pages that are pictures are not read
    ocr_pages: int = 300  # of one file
    ocr_seconds: int = 60  # for each of them, by the clock

    @property
    def patience(self) -> float:
        """Seconds by the clock: a child that only waits uses no processor time."""
        return 2.0 * self.seconds

    @property
    def answer_bytes(self) -> int:
        """Bytes of the longest answer that is accepted: the text of a file is never longer."""
        return self.megabytes * 1024 * 1024 // 4

    def as_json(self) -> dict[str, Any]:
        """Return the limits as ``json.dumps`` takes them."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the limits that ``as_json`` packed."""
        ocr = values["ocr"]
        return cls(**{**values, "ocr": None if ocr is None else Tesseract(**ocr)})


def limits_of(settings: Settings) -> Limits:
    """Return the limits that the settings contain."""
    return Limits(
        settings.parse_seconds,
        settings.parse_megabytes,
        settings.parse_pages,
        settings.file_max_bytes,
        tesseract_of(settings),
        settings.ocr_pages,
        settings.ocr_seconds,
    )


def confine(limits: Limits) -> tuple[str, ...]:
    """Limit this process for good: its memory, no written file, no core dump.

    Returns:
        The names of the limits that this system does not have.
    """
    values = {"memory": limits.megabytes * 1024 * 1024, "core dumps": 0, "written files": 0}
    return tuple(name for name, value in values.items() if not _lower(_KINDS[name], value))


def _lower(kind: str, value: int) -> bool:
    """Lower a limit; return False where the system does not have it."""
    try:
        number = getattr(resource, kind)
        hard = resource.getrlimit(number)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(number, (value, value))
    except (AttributeError, OSError, ValueError):
        return False
    return True


def grant(seconds: int) -> bool:
    """Give this process *seconds* more of processor time; the kernel ends it after them.

    Returns:
        False where the system does not have this limit. The clock of the parent still holds.
    """
    try:
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        until = math.ceil(time.process_time()) + seconds
        if hard != resource.RLIM_INFINITY:
            until = min(until, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))
    except (AttributeError, OSError, ValueError):
        return False
    return True


def grant_more(seconds: int) -> None:
    """Give this process *seconds* more than it has left: a page for OCR is rendered."""
    try:
        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        if soft != resource.RLIM_INFINITY:
            until = soft + seconds
            resource.setrlimit(
                resource.RLIMIT_CPU,
                (until if hard == resource.RLIM_INFINITY else min(until, hard), hard),
            )
    except (AttributeError, OSError, ValueError):
        return


def child_environment() -> dict[str, str]:
    """Return the environment of a child: our modules, UTF-8, and nothing of the user's."""
    paths = os.pathsep.join(path for path in sys.path if path)
    return {"PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}


_TRIAL = """
import json
from kb.readers.sandbox.limits import Limits, confine, grant
missing = confine(Limits())
print(json.dumps([*missing, *([] if grant(30) else ["processor time"])]))
"""


def missing_limits() -> tuple[str, ...]:
    """Return the names of the limits that this system does not have.

    A child process tries them, because a limit stays with the process that sets it.
    """
    trial = subprocess.run(  # noqa: S603  this very Python, and the words above
        [sys.executable, "-B", "-c", _TRIAL],
        env=child_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=60,
    )
    return tuple(json.loads(trial.stdout))
