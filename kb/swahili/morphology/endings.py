"""Which templates a verb's last letter allows, and how likely each is with it.

A native stem changes its last vowel with the mood, a loan keeps its own, and some templates
allow a relative concord or -ni at the end. The templates of a run of prefixes are sorted by
last letter once, so that a word is compared only with templates that fit it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from kb.swahili.morphology.templates import Template

__all__ = ["CHANGED", "LOAN_FINAL", "LOAN_VOWELS", "Fitting", "kept", "sorted_by_ending"]

_LOAN = math.log(0.25)  # a stem that keeps its vowel is rarer than one in -a
LOAN_FINAL = math.log(0.2)  # … and where a native one would change it
_LOAN_NEGATIVE = math.log(0.6)  # hayastahiki: the last letter of most loans, too
CHANGED: Mapping[str, str] = {
    "a": "a",
    "e": "e",
    "object": "e",
    "i": "i",
}  # final vowel of a native stem
LOAN_VOWELS = "eiu"
_TAILED: Mapping[str, tuple[str, ...]] = {
    "e": ("relative",),
    "o": ("relative",),
    "i": ("a", "e", "eni", "object"),
}

Fitting = tuple[
    tuple[tuple[Template, float], ...],
    tuple[tuple[Template, float], ...],
    tuple[tuple[Template, float], ...],
]
"""Templates that fit a last letter, with their log priors: native stem, loan, a suffix behind."""


def kept(final: str) -> float:
    """Return how likely a stem keeps its vowel where a native one ends in *final*."""
    if final == "i":
        return _LOAN_NEGATIVE
    return _LOAN if final == "a" else LOAN_FINAL


def sorted_by_ending(
    last: str, prefix: str, templates: tuple[Template, ...]
) -> tuple[Fitting | None, Fitting | None]:
    """Return the templates of a run of prefixes that fit a last letter, the most usual first.

    The first are for a stem right behind the prefixes, the second for an object between.
    """
    plain = [one for one in templates if one.final != "object"]
    after_object = [one for one in templates if prefix or one.final == "object"]
    return _by_ending(last, plain), _by_ending(last, after_object)


def _by_ending(last: str, templates: list[Template]) -> Fitting | None:
    native = [(t, t.weight) for t in templates if CHANGED.get(t.final) == last]
    loans = [t for t in templates if t.final in CHANGED and last in LOAN_VOWELS]
    loan = [(t, t.weight + kept(t.final)) for t in loans]
    tailed = [(t, t.weight) for t in templates if t.final in _TAILED.get(last, ())]
    if not (native or loan or tailed):
        return None
    return _ranked(native), _ranked(loan), _ranked(tailed)


def _ranked(found: list[tuple[Template, float]]) -> tuple[tuple[Template, float], ...]:
    return tuple(sorted(found, key=lambda one: -one[1]))
