"""Update an index whenever its documents change.

watchfiles reports the changes of the corpus: from the system, or by polling where a
network folder sends no notices. When the corpus has been quiet for a moment, the index is
updated. Only the caller can stop it. An update that fails is reported, and repeated
after the next change or a minute.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.errors import KisimaError
from kb.extras import require_extra
from kb.indexing import Report, update
from kb.indexing.ignore_rules import IGNORE_FILE
from kb.messages import Message
from kb.settings import Settings
from kb.system_reasons import Reason, system_reason

__all__ = ["Update", "watch"]

_log = logging.getLogger(__name__)

_MINUTE = 60.0  # seconds: the interval of updates for a corpus that is never quiet
_MISSING_SECONDS = 2.0
_TICK_MS = 500
_POLL_MS = 2000  # between two polls: each poll lists every file


@dataclass(frozen=True, slots=True)
class Update:
    """The result of one update: a report, or an error."""

    report: Report | None
    error: Reason = ""
    kind: str = ""  # the class of the error: its text may contain figures that vary


def watch(
    corpus: Path,
    index: Path,
    settings: Settings,
    on_update: Callable[[Update], None],
    *,
    polling: bool = False,
    stop: threading.Event | None = None,
) -> None:
    """Update the index now and after every change of the corpus, until stopped.

    Args:
        corpus: the folder of documents; it may disappear and return, as a network folder does.
        index: the folder of the index.
        settings: the settings in force; ``quiet`` is how many seconds the corpus must be quiet.
        on_update: receives every update that did something or failed; a lasting failure once.
        polling: examine every file again and again, for network folders without notices.
        stop: when set, the function returns. Without it, only KeyboardInterrupt ends it.
    """
    stop = stop or threading.Event()
    last: Update | None = None
    while not stop.is_set():
        last = _report(_try_update(corpus, index, settings), last, on_update)
        for _ in _quiet_moments(corpus, index, settings.quiet, polling, stop):
            last = _report(_try_update(corpus, index, settings), last, on_update)
        stop.wait(_MISSING_SECONDS)  # the folder is missing, or was replaced


def _report(new: Update, last: Update | None, on_update: Callable[[Update], None]) -> Update:
    """Report an update if it is the first, published something, or fails and the last did not."""
    if last is None or new.kind != last.kind or (new.report and new.report.published):
        on_update(new)
    return new


def _try_update(corpus: Path, index: Path, settings: Settings) -> Update:
    """Update; an error is a result, because the next change may resolve it."""
    try:
        return Update(update(corpus, index, settings))
    except KisimaError as error:
        return Update(None, error.message, type(error).__name__)
    except OSError as error:
        path = error.filename or corpus
        reason = Message("{path}: {reason}", path=str(path), reason=system_reason(error))
        return Update(None, reason, type(error).__name__)
    except Exception as error:  # a fault in Kisima must not end the updates unnoticed
        _log.exception("updating %s failed", index)
        fault = Message("{error}", error=f"{type(error).__name__}: {error}")
        return Update(None, fault, type(error).__name__)


def _quiet_moments(
    corpus: Path, index: Path, quiet: int, polling: bool, stop: threading.Event
) -> Iterator[None]:
    """Yield when the corpus has changed and is quiet again, and every minute in any case.

    It yields first after *quiet* seconds: a change may have come before the watching
    began. It ends when *stop* is set, or when the folder is gone or was replaced.
    """
    changed = first = updated = 0.0
    for has_changed in _ticks(corpus, index, polling, stop):
        now = time.monotonic()
        if has_changed:
            changed, first = now, first or now
        updated = updated or now - _MINUTE + max(quiet, 1)
        quiet_again = first and now - changed >= quiet
        if quiet_again or (first and now - first >= _MINUTE) or now - updated >= _MINUTE:
            yield
            changed = first = 0.0
            updated = time.monotonic()


def _ticks(corpus: Path, index: Path, polling: bool, stop: threading.Event) -> Iterator[bool]:
    """Yield about twice a second whether something in the corpus changed since the last time."""
    require_extra("watch")
    import watchfiles

    try:
        root, exclude, before = corpus.resolve(), index.resolve(), _identity(corpus)
        for changes in watchfiles.watch(
            root,
            watch_filter=lambda _, where: _may_be_document(Path(where), root, exclude),
            debounce=_TICK_MS,
            step=_TICK_MS // 5,
            stop_event=stop,
            rust_timeout=_TICK_MS,
            yield_on_timeout=True,
            force_polling=polling or None,
            poll_delay_ms=_POLL_MS,
            ignore_permission_denied=True,
        ):
            if _identity(root) != before:
                return
            yield bool(changes)
    except OSError:
        if polling or not corpus.is_dir():
            return
        # The limit of watched folders is reached: poll.
        yield from _ticks(corpus, index, polling=True, stop=stop)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _may_be_document(path: Path, root: Path, exclude: Path) -> bool:
    """Return whether a path can change the corpus: it is not of the index, and not hidden."""
    if path.is_relative_to(exclude) or not path.is_relative_to(root):
        return False
    parts = path.relative_to(root).parts
    return not any(part.startswith(".") and part != IGNORE_FILE for part in parts)
