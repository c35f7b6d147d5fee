"""Count the words of questions that have no result: which words, on which day, how often.

    line of a question ─► unanswered_words ─► UnansweredLog ─► file ─► load_unanswered

The file is for an operator who wants to know which documents are missing. It has single
words, never a question, and no word with a digit: a number may be of a person. It is kept
only where a setting names it, for KEPT_DAYS, with at most MAX_WORDS_OF_DAY a day. Several
processes may write it.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kb.analysis import Analyser
from kb.errors import KisimaError
from kb.query import parse
from kb.search.interpret import interpret
from kb.store import disk

__all__ = [
    "KEPT_DAYS",
    "MAX_WORDS_OF_DAY",
    "UnansweredLog",
    "load_unanswered",
    "unanswered_words",
]

KEPT_DAYS = 30
MAX_WORDS_OF_DAY = 500
"""Different words; a flood of nonsense counts no more. At most 30 × 500 lines of the file."""

_FLUSH_SECONDS = 30
_LOCK_SECONDS = 2
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-]){1,39}")

_log = logging.getLogger(__name__)

Counts = Counter[tuple[str, str]]
"""How often: by day (ISO) and word."""


def unanswered_words(line: str, analyser: Analyser) -> tuple[str, ...]:
    """Return the content words of a line, each once: letters only, in lower case."""
    words = interpret(parse(line), analyser).words
    surfaces = (word.surface.lower() for word in words if not word.function)
    return tuple(dict.fromkeys(word for word in surfaces if _WORD.fullmatch(word)))


class UnansweredLog:
    """Gathers words, and adds them to a file now and then. Safe to use from several threads.

    Args:
        path: the file; its folder exists.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._new: Counts = Counter()
        self._lock = threading.Lock()
        self._flushed = -float(_FLUSH_SECONDS)

    def add(self, words: Iterable[str]) -> None:
        """Count words of one question as of today."""
        day = _today().isoformat()
        with self._lock:
            self._new.update((day, word) for word in words)
            overdue = time.monotonic() - self._flushed >= _FLUSH_SECONDS
            overdue = overdue or len(self._new) > MAX_WORDS_OF_DAY
        if overdue:
            self.flush()

    def flush(self) -> None:
        """Add what was gathered to the file. A file that cannot be written is only logged."""
        with self._lock:
            new, self._new = self._new, Counter()
            self._flushed = time.monotonic()
        if not new:
            return
        try:
            with disk.locked(self._path.with_name(f"{self._path.name}.lock"), _LOCK_SECONDS):
                disk.replace(self._path, _file(_bounded(_load(self._path) + new)))
        except (KisimaError, OSError) as error:
            _log.warning("the list of unanswered words cannot be written: %s", error)


def load_unanswered(path: Path) -> list[tuple[str, int]]:
    """Return each word with its count over KEPT_DAYS, the most frequent first."""
    words: Counter[str] = Counter()
    for (_, word), count in _kept(_load(path)).items():
        words[word] += count
    return sorted(words.items(), key=lambda item: (-item[1], item[0]))


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _load(path: Path) -> Counts:
    """Return the counts of a file; a line that is none, of a file that was edited, is left out."""
    counts: Counts = Counter()
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return counts
    for line in text.splitlines():
        day, _, rest = line.partition("\t")
        word, _, count = rest.partition("\t")
        if _WORD.fullmatch(word) and count.isdecimal():
            counts[day, word] += int(count)
    return counts


def _kept(counts: Counts) -> Counts:
    """Return the counts of the last KEPT_DAYS."""
    first = (_today() - timedelta(days=KEPT_DAYS - 1)).isoformat()
    return Counter({key: count for key, count in counts.items() if key[0] >= first})


def _bounded(counts: Counts) -> Counts:
    """Return the counts that are kept: of each day the most frequent words."""
    of_day: Counter[str] = Counter()
    bounded: Counts = Counter()
    for (day, word), count in sorted(_kept(counts).items(), key=lambda item: -item[1]):
        of_day[day] += 1
        if of_day[day] <= MAX_WORDS_OF_DAY:
            bounded[day, word] = count
    return bounded


def _file(counts: Counts) -> bytes:
    """Return the bytes of a file, sorted by day and word."""
    return "".join(f"{day}\t{word}\t{n}\n" for (day, word), n in sorted(counts.items())).encode()
