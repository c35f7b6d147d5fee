"""The process that takes on limits and then becomes LibreOffice.

    python -m kb.readers.libreoffice.launcher SECONDS MEGABYTES BYTES PROGRAM ARGUMENT …

The limits are set here and not in the parent, because a limit stays with the process that
sets it, and not between fork and exec, because the parent has threads.
"""

from __future__ import annotations

import os
import resource
import sys
from contextlib import suppress

__all__ = ["main"]


def main() -> None:
    """Set the limits of the first three arguments, and run the rest."""
    seconds, megabytes, size = map(int, sys.argv[1:4])
    for name, value in (
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_AS", megabytes * 1024 * 1024),
        ("RLIMIT_FSIZE", size),
        ("RLIMIT_CORE", 0),
    ):
        with suppress(AttributeError, OSError, ValueError):  # a limit that the system lacks
            resource.setrlimit(getattr(resource, name), (value, value))
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606  no shell, a path that was found


if __name__ == "__main__":
    main()
