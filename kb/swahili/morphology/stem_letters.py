"""How much a run of letters looks like a verb stem: for stems that nothing lists.

Listed stems go in, a table goes out: the logarithm of how likely each letter is behind the two
before it. An unlisted verb is cut where its stem looks most like the listed ones: pakaziana
begins as stems do, so kupakaziana has no object pa-.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

__all__ = ["letter_table", "likeness"]

_TRIGRAMS, _BIGRAMS, _LETTERS = 0.65, 0.30, 0.05
"""Weights of three, two and one letters; they add up to one."""

_ALPHABET = 28
_NEVER = math.log(_LETTERS / _ALPHABET / 4)


def letter_table(stems: Iterable[str]) -> dict[str, float]:
    """Return the log probability of the last letter of each run of three or two letters.

    ``^`` begins a stem, ``$`` ends it.

    >>> table = letter_table(["soma", "sema"])
    >>> table["^^s"] > table["so"] > table["om"] - 1
    True
    """
    three: Counter[str] = Counter()
    two: Counter[str] = Counter()
    before_three: Counter[str] = Counter()
    before_two: Counter[str] = Counter()
    for stem in stems:
        written = f"^^{stem}$"
        for i in range(2, len(written)):
            three[written[i - 2 : i + 1]] += 1
            two[written[i - 1 : i + 1]] += 1
            before_three[written[i - 2 : i]] += 1
            before_two[written[i - 1]] += 1
    found = {}
    for pair, count in two.items():
        found[pair] = math.log(_BIGRAMS * count / before_two[pair[0]] + _LETTERS / _ALPHABET)
    for run, count in three.items():
        share = _TRIGRAMS * count / before_three[run[:2]]
        found[run] = math.log(share + math.exp(found[run[1:]]))
    return found


def likeness(stem: str, table: Mapping[str, float]) -> float:
    """Return the log probability of a stem's letters.

    >>> table = letter_table(["soma", "sema", "pokea"])
    >>> likeness("seka", table) > likeness("mkse", table)
    True
    """
    written = f"^^{stem}$"
    get = table.get
    total = 0.0
    for i in range(len(stem) + 1):
        found = get(written[i : i + 3])
        total += get(written[i + 1 : i + 3], _NEVER) if found is None else found
    return total
