"""Keep an index up to date while the documents change.

Watches the corpus through watchfiles (the system's own notices, or looking
again and again where a network folder sends none), waits until it is still for
a moment, and updates. Nothing ends it but its caller: an update that fails is
told, and tried again with the next change or after a minute.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.errors import KisimaError, system_reason
from kb.indexing import Report, update
from kb.indexing.ignore_rules import IGNORE_FILE
from kb.messages import Message
from kb.settings import Settings

__all__ = ["Update", "watch"]

_LOG = logging.getLogger(__name__)

_MINUTE = 60.0  # a corpus that is never still, or never tells, is looked at this often
_MISSING_SECONDS = 2.0
_TICK_MS = 500
_POLL_MS = 2000  # between two looks of polling: each asks a network folder for every file


@dataclass(frozen=True, slots=True)
class Update:
    """What came of one update: a report, or what went wrong."""

    report: Report | None
    error: Message | str = ""
    kind: str = ""  # of the error: the same failure may come with other figures


def watch(
    corpus: Path,
    index: Path,
    settings: Settings,
    tell: Callable[[Update], None],
    *,
    polling: bool = False,
    stop: threading.Event | None = None,
) -> None:
    """Update the index now, and after every change of the corpus, until stopped.

    Args:
        corpus: the folder of documents; it may go and come back, as a network folder does.
        index: the folder of the index.
        settings: the settings in force; ``quiet`` says how long the corpus must be still.
        tell: is given every update that did something or failed; a failure that lasts, once.
        polling: look at every file again and again: network folders send no notices.
        stop: ends it when set. Without it, KeyboardInterrupt does.
    """
    stop = stop or threading.Event()
    last: Update | None = None
    while not stop.is_set():
        last = _told(_tried(corpus, index, settings), last, tell)
        for _ in _moments(corpus, index, settings.quiet, polling, stop):
            last = _told(_tried(corpus, index, settings), last, tell)
        stop.wait(_MISSING_SECONDS)  # the folder is not there, or another one has its name


def _told(new: Update, last: Update | None, tell: Callable[[Update], None]) -> Update:
    """Tell an update that is news: the first, what was published, what fails anew or no more."""
    if last is None or new.kind != last.kind or (new.report and new.report.published):
        tell(new)
    return new


def _tried(corpus: Path, index: Path, settings: Settings) -> Update:
    """Update; whatever goes wrong is an answer, because the next change may mend it."""
    try:
        return Update(update(corpus, index, settings))
    except KisimaError as error:
        return Update(None, error.message, type(error).__name__)
    except OSError as error:
        path = error.filename or corpus
        reason = Message("{path}: {reason}", path=path, reason=system_reason(error))
        return Update(None, reason, type(error).__name__)
    except Exception as error:  # a fault of ours must not leave the index to grow old unnoticed
        _LOG.error("an update failed", exc_info=error)
        return Update(None, type(error).__name__, type(error).__name__)


def _moments(
    corpus: Path, index: Path, quiet: int, polling: bool, stop: threading.Event
) -> Iterator[None]:
    """Yield when the corpus changed and is still again; and every minute, to miss nothing.

    The first time a moment after it began: a change may have come before the
    watching did. Ends when *stop* is set, or the folder is gone or another.
    """
    changed = first = looked = 0.0
    for seen in _ticks(corpus, index, polling, stop):
        now = time.monotonic()
        if seen:
            changed, first = now, first or now
        looked = looked or now - _MINUTE + max(quiet, 1)
        still = first and now - changed >= quiet
        if still or (first and now - first >= _MINUTE) or now - looked >= _MINUTE:
            yield
            changed = first = 0.0
            looked = time.monotonic()


def _ticks(corpus: Path, index: Path, polling: bool, stop: threading.Event) -> Iterator[bool]:
    """Yield about twice a second whether something in the corpus changed since the last time."""
    import watchfiles

    try:
        root, left_out, was = corpus.resolve(), index.resolve(), _identity(corpus)
        for changes in watchfiles.watch(
            root,
            watch_filter=lambda _, where: _matters(Path(where), root, left_out),
            debounce=_TICK_MS,
            step=_TICK_MS // 5,
            stop_event=stop,
            rust_timeout=_TICK_MS,
            yield_on_timeout=True,
            force_polling=polling or None,
            poll_delay_ms=_POLL_MS,
            ignore_permission_denied=True,
        ):
            if _identity(root) != was:
                return
            yield bool(changes)
    except OSError:
        if polling or not corpus.is_dir():
            return
        # More folders than the system sends notices of: look for ourselves.
        yield from _ticks(corpus, index, polling=True, stop=stop)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _matters(path: Path, root: Path, left_out: Path) -> bool:
    """Say whether a path can be of the corpus: not of the index, and not hidden."""
    if path.is_relative_to(left_out) or not path.is_relative_to(root):
        return False
    parts = path.relative_to(root).parts
    return not any(part.startswith(".") and part != IGNORE_FILE for part in parts)
