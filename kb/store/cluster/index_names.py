"""What the indexes of a store are called on the cluster."""

from __future__ import annotations

import re

__all__ = ["IndexNames"]


class IndexNames:
    """The names of one store. A build has a number, which its first generation shares.

    >>> names = IndexNames("kisima")
    >>> names.entries(12), names.records(12), names.build_of("kisima-000012")
    ('kisima-000012', 'kisima-000012-records', 12)
    """

    def __init__(self, prefix: str) -> None:
        self.alias = prefix
        self.records_alias = f"{prefix}-records"
        self.lock = f"{prefix}-lock"
        self.all = f"{prefix}-*"
        """A pattern; it may also match indexes of other stores."""
        self._build = re.compile(re.escape(prefix) + r"-(\d{6,})(?:-records)?")

    def entries(self, build: int) -> str:
        """Return the index of the entries of a build."""
        return f"{self.alias}-{build:06}"

    def records(self, build: int) -> str:
        """Return the index of the records of a build."""
        return f"{self.entries(build)}-records"

    def build_of(self, index: str) -> int | None:
        """Return the number of the build that an index belongs to; None if to none of ours."""
        match = self._build.fullmatch(index)
        return int(match[1]) if match else None
