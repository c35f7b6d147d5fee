"""Log to standard error: errors always, other records with ``-v``.

A log contains no word of a question. The text of an exception may quote one. So a traceback
is written without that text, with the type of the exception and the lines of source.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections import Counter
from types import TracebackType

__all__ = ["FoldedRepeats", "QuietFormatter", "log_to_stderr"]

_LOGGERS = ("kb", "webui", "uvicorn", "asyncio")
"""The loggers of Kisima, and of the web server: all may log a fault in Kisima."""

_FOLD_SECONDS = 60

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


class FoldedRepeats(logging.Filter):
    """Lets a warning through once a minute, and then with the number of those between.

    Thousands of connections can each cause the same one. A fault of ours is never folded.
    """

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[tuple[str, str], float] = {}  # by logger and text: when
        self._folded: Counter[tuple[str, str]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """See logging."""
        if record.levelno >= logging.ERROR and record.name != "asyncio":
            return True
        kind, now = (record.name, str(record.msg)), time.monotonic()
        if now - self._written.get(kind, -_FOLD_SECONDS) < _FOLD_SECONDS:
            self._folded[kind] += 1
            return False
        self._written[kind] = now
        if count := self._folded.pop(kind, 0):
            record.msg = f"{record.getMessage()} (and {count:,} times before)"
            record.args = ()
        return True


def log_to_stderr(*, verbose: bool = False) -> None:
    """Send the log to standard error; a second call changes only the level."""
    handler = logging.StreamHandler()
    handler.addFilter(FoldedRepeats())
    handler.setFormatter(QuietFormatter("%(levelname)s %(name)s: %(message)s"))
    for name in _LOGGERS:
        log = logging.getLogger(name)
        log.setLevel(logging.INFO if verbose else log.level or logging.WARNING)
        if not any(isinstance(one.formatter, QuietFormatter) for one in log.handlers):
            log.addHandler(handler)
            log.propagate = False
