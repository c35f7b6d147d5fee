"""The verb template: every run of prefixes that may stand before a stem.

    [negative] subject [tense] [relative] [object] stem [final vowel] [relative]

``prefixes()`` maps each run up to and without the object prefix to its uses; an
object prefix may follow any of them. Both tables are made from the grammar data.

Source: Ashton (1944); Polomé (1967); Mohammed (2001).
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

from kb.swahili.data import rows

__all__ = ["RELATIVES", "Template", "object_prefixes", "prefixes"]

_CONCORDS = (
    "class",
    "subject",
    "negative",
    "object",
    "relative",
    "a_tense",
    "prior",
    "example",
    "gloss",
)
_TENSES = ("marker", "slot", "final", "mono", "prior", "name", "example", "gloss")

OBJECT_SHARE = 0.30
"""Share of finite verbs with an object prefix, counted on running text."""

# How often a slot of the template is used, among all verb forms of running text.
SLOT = {"affirmative": 0.40, "relative": 0.12, "negative": 0.045, "bare": 0.25}
GENERAL_RELATIVE = 0.01  # yafuatayo
AGREEING = 0.5  # share of relatives that agree with the subject: inayo-, aliye-, walio-
ADVERBIAL = {"po": 0.2, "vyo": 0.12, "ko": 0.05}  # when, how, where
OTHER_RELATIVE = 0.02  # each concord left: kitabu alichosoma
A_TENSE = 0.01  # yaonyesha
PLURAL_IMPERATIVE = 0.001  # anzisheni
OBJECT_IMPERATIVE = 0.001  # itume

RELATIVES = ("ye", "cho", "vyo", "yo", "lo", "zo", "po", "ko", "mo", "o")


class Template(NamedTuple):
    """One use of a run of prefixes."""

    prefix: str
    final: str  # a, e, i: the final vowel of a native stem; relative: stem and relative concord
    weight: float  # natural logarithm of the prior
    mono: bool  # a one-syllable stem keeps ku- after it
    strength: str  # strong, subjunctive or weak: how far the form alone shows a verb
    subject: str  # class of the subject prefix, "" where there is none
    tense: str  # name of the tense
    relative: str  # the relative concord, "" where there is none
    marker: str  # as it is written: na, li, …


@cache
def prefixes() -> dict[str, tuple[Template, ...]]:
    """Return every run of prefixes (without object) and its uses.

    >>> [t.tense for t in prefixes()["inayo"]]
    ['present relative']
    """
    table: dict[str, list[Template]] = {}

    def add(
        prefix: str,
        final: str,
        prior: float,
        mono: bool,
        strength: str,
        subject: str = "",
        tense: str = "",
        relative: str = "",
        marker: str = "",
    ) -> None:
        found = table.setdefault(prefix, [])
        if any((t.final, t.tense, t.relative) == (final, tense, relative) for t in found):
            return  # u- is class 2sg, 3 and 11: the reading is one, the most frequent class names it
        found.append(
            Template(
                prefix,
                final,
                math.log(prior),
                mono,
                strength,
                subject,
                tense,
                relative,
                marker,
            )
        )

    subjects: dict[str, tuple[str, float]] = {}
    negatives: dict[str, tuple[str, float]] = {}
    a_tenses: dict[str, tuple[str, float]] = {}
    agreeing: dict[str, set[str]] = {}
    for name, subject, negative, _, relative, a_tense, prior, *_ in rows("concords.tsv", _CONCORDS):
        weight = max(float(prior), 0.5) / 100
        agreeing.setdefault(subject, set()).add(relative)
        for form, where in ((subject, subjects), (negative, negatives), (a_tense, a_tenses)):
            if form != "-":
                known = where.get(form)
                where[form] = (
                    (name, weight)
                    if known is None
                    else (known[0] if known[1] >= weight else name, known[1] + weight)
                )
    for marker, slot, final, mono, prior, tense, *_ in rows("tenses.tsv", _TENSES):
        written = "" if marker == "-" else marker
        share = SLOT[slot] * float(prior) / 1000
        keeps = mono == "yes"
        if slot == "bare":
            add(written, final, share, keeps, "strong", tense=tense, marker=written)
        elif slot == "affirmative":
            strength = "strong" if final == "a" or written == "si" else "subjunctive"
            for subject, (name, weight) in subjects.items():
                add(
                    subject + written,
                    final,
                    share * weight,
                    keeps,
                    strength,
                    name,
                    tense,
                    "",
                    written,
                )
        elif slot == "negative":
            for negative, (name, weight) in negatives.items():
                strength = "strong" if written or len(negative) > 3 else "subjunctive"
                add(
                    negative + written,
                    final,
                    share * weight,
                    keeps,
                    strength,
                    name,
                    tense,
                    "",
                    written,
                )
        else:
            for subject, (name, weight) in subjects.items():
                for relative in RELATIVES:
                    agreement = ADVERBIAL.get(relative, OTHER_RELATIVE)
                    if relative in agreeing[subject]:
                        agreement += AGREEING
                    add(
                        subject + written + relative,
                        final,
                        share * weight * agreement,
                        keeps,
                        "strong",
                        name,
                        tense,
                        relative,
                        written,
                    )
    for subject, (name, weight) in subjects.items():
        add(subject, "relative", GENERAL_RELATIVE * weight, False, "weak", name, "general relative")
    for fused, (name, weight) in a_tenses.items():
        add(fused, "a", A_TENSE * weight, False, "weak", name, "indefinite", "", "a")
    add("", "eni", PLURAL_IMPERATIVE, False, "weak", "", "plural imperative")
    add("", "object", OBJECT_IMPERATIVE, False, "weak", "", "imperative with object")
    return {prefix: tuple(found) for prefix, found in table.items()}


@cache
def object_prefixes() -> dict[str, tuple[str, float]]:
    """Return each object prefix: the class it stands for, and the logarithm of its prior.

    >>> object_prefixes()["ji"][0]
    'reflexive'
    """
    share = {
        "ni": 6,
        "ku": 6,
        "m": 20,
        "mw": 6,
        "mu": 1,
        "tu": 5,
        "wa": 20,
        "u": 5,
        "i": 10,
        "li": 5,
        "ya": 5,
        "ki": 4,
        "vi": 3,
        "zi": 6,
        "ji": 12,
        "pa": 1,
    }
    found: dict[str, tuple[str, float]] = {}
    for name, _, _, objects, *_ in rows("concords.tsv", _CONCORDS):
        for form in objects.split("|"):
            if form != "-" and form not in found:
                found[form] = (name, math.log(OBJECT_SHARE * share[form] / 100))
    return found
