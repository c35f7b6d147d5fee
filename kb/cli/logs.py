"""Log to standard error: errors always, other records with ``-v``.

A log contains no word of a question. The text of an exception may quote one. So a traceback
is written without that text, with the type of the exception and the lines of source.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

__all__ = ["QuietFormatter", "log_to_stderr"]

_LOGGERS = ("kb", "uvicorn")
"""The loggers of Kisima and of the web server: both may log a fault in Kisima."""

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class QuietFormatter(logging.Formatter):
    """Formats a record; an exception without its text, only type and traceback."""

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - the name is logging's
        """See logging."""
        parts: list[str] = []
        error = ei[1]
        while error is not None:
            lines = traceback.format_tb(error.__traceback__)
            parts.insert(0, "".join(["Traceback (most recent call last):\n", *lines]))
            parts[0] += f"{type(error).__module__}.{type(error).__qualname__}"
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n\n".join(parts)


def log_to_stderr(*, verbose: bool = False) -> None:
    """Send the log to standard error; a second call changes only the level."""
    handler = logging.StreamHandler()
    handler.setFormatter(QuietFormatter("%(levelname)s %(name)s: %(message)s"))
    for name in _LOGGERS:
        log = logging.getLogger(name)
        log.setLevel(logging.INFO if verbose else log.level or logging.WARNING)
        if not any(isinstance(one.formatter, QuietFormatter) for one in log.handlers):
            log.addHandler(handler)
            log.propagate = False
