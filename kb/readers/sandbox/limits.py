"""How much reading one file may cost, and the child's own hand on its limits.

The operating system counts, not we: a parser that loops or swells inside a C
library is stopped all the same.
"""

from __future__ import annotations

import math
import resource
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.settings import Settings

__all__ = ["Limits", "confine", "grant", "limits_of"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    seconds: int = 30  # of processor; twice that by the clock on the wall
    megabytes: int = 512  # of memory, the reader's own program included
    pages: int = 2_000  # of a PDF
    most_bytes: int = 32 * 1024 * 1024  # of the file

    @property
    def patience(self) -> float:
        """Seconds by the clock: a child that only waits uses no processor."""
        return 2.0 * self.seconds

    @property
    def answer_bytes(self) -> int:
        """Bytes of the longest answer that is taken: text of a file is never longer."""
        return self.megabytes * 1024 * 1024 // 4

    def as_json(self) -> dict[str, Any]:
        """Return them as what ``json.dumps`` takes."""
        return asdict(self)


def limits_of(settings: Settings) -> Limits:
    """Return the limits that the settings name."""
    return Limits(
        settings.parse_seconds,
        settings.parse_megabytes,
        settings.parse_pages,
        settings.file_max_bytes,
    )


def confine(limits: Limits) -> None:
    """Limit this process, for good: its memory; and it writes no file and leaves no core."""
    _lower(resource.RLIMIT_AS, limits.megabytes * 1024 * 1024)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)


def _lower(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))


def grant(seconds: int) -> None:
    """Give this process so many seconds more of processor; beyond them the kernel ends it."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    until = math.ceil(time.process_time()) + seconds
    if hard != resource.RLIM_INFINITY:
        until = min(until, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))
