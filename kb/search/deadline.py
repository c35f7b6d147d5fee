"""A deadline for one search: it is checked between the stages, and no stage is interrupted.

Seconds go in; ``check`` raises SearchTimedOut when they have passed.
"""

from __future__ import annotations

import math
import time

from kb.errors import SearchTimedOut

__all__ = ["Deadline"]


class Deadline:
    """The moment by which a search has to end.

    Args:
        seconds: from now on; 0: there is no such moment.

    >>> Deadline(0).check()
    """

    __slots__ = ("_moment", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._moment = time.monotonic() + seconds if seconds else math.inf

    def check(self) -> None:
        """Return if there is time left.

        Raises:
            SearchTimedOut: the moment has passed.
        """
        if time.monotonic() > self._moment:
            raise SearchTimedOut(self._seconds)
