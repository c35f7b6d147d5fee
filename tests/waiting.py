"""Wait for a condition, no longer than it takes."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["wait_until"]


def wait_until(condition: Callable[[], object], seconds: float = 240) -> None:
    """Return as soon as a condition holds; fail if it does not within so many seconds."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "nothing happened for too long"
        time.sleep(0.05)
