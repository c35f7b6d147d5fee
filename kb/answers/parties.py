"""Tell which institutions a question fits, and which one it names.

Two institutions have two answers to one question, and a question may name one of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb import swahili
from kb.query.institution_names import NameMatch, name_forms
from kb.results import Results

__all__ = ["fitting_institutions", "named_party"]

_NEARLY = 0.6  # of the best score


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
    read = swahili.analyse(line)
    forms = [word.normal for word in read]
    content = {word.normal for word in read if not word.function}
    matches = {name: NameMatch.of(name_forms(name), forms, content) for name in parties}
    best = max(matches.values(), default=None)
    named = [name for name, match in matches.items() if match == best]
    return named[0] if best is not None and best.is_named and len(named) == 1 else None


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
