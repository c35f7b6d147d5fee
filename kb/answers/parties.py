"""Tell which institutions a question fits, and which one it names.

Two institutions have two answers to one question, and a question may name one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kb import swahili
from kb.results import Results

__all__ = ["fitting_institutions", "named_party"]

_NEARLY = 0.6  # of the best score
_MIN_NAME = 3  # words of a name that a question repeats: wakala wa serikali


def named_party(parties: Sequence[str], line: str) -> str | None:
    """Return the one institution whose name a question has, word for word.

    *Wakala ya Serikali Mtandao* is not *Wakala wa Serikali Mtandao*: the connectives count.

    Args:
        parties: the names of institutions.
        line: the question as it was typed.

    >>> names = ["Wakala ya Serikali Mtandao", "Wakala wa Serikali Mtandao"]
    >>> named_party(names, "dira ya wakala wa serikali mtandao")
    'Wakala wa Serikali Mtandao'
    """
    forms = _forms(line)
    longest = {name: _run(_forms(name), forms) for name in parties}
    best = max(longest.values(), default=0)
    named = [name for name, length in longest.items() if length == best]
    return named[0] if best >= _MIN_NAME and len(named) == 1 else None


def fitting_institutions(results: Results) -> tuple[str, ...]:
    """Return the institutions that a question fits, if there are several; the best first.

    Each has a hit that is nearly as good as the best, and lacks no word that the best has.
    """
    if not results.hits or results.page > 1 or "institution" in results.filters:
        return ()
    best = results.hits[0]
    fitting = dict.fromkeys(
        hit.institution
        for hit in results.hits
        if hit.institution
        and hit.score >= _NEARLY * best.score
        and set(hit.missing) <= set(best.missing)
    )
    names = [name for name in fitting if name]
    if len(names) < 2 or named_party(names, results.query) is not None:
        return ()
    return tuple(names)


@lru_cache(maxsize=64)
def _forms(name: str) -> tuple[str, ...]:
    return tuple(word.normal for word in swahili.words(name))


def _run(name: Sequence[str], forms: Sequence[str]) -> int:
    """Return how many words of a name, from its first, a question has in a row."""
    best = 0
    for start in range(len(forms)):
        length = 0
        while length < min(len(name), len(forms) - start) and name[length] == forms[start + length]:
            length += 1
        best = max(best, length)
    return best
