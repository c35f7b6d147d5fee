"""The verb template: every run of prefixes that may precede a stem.

    [negative] subject [tense] [relative] [object] stem [final vowel] [relative]

``prefixes()`` maps each run up to and without the object prefix to its uses; an
object prefix may follow any of them. Both tables are made from the grammar data.

Source: Ashton (1944); Polomé (1967); Mohammed (2001).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any, NamedTuple

from kb.swahili.data import table_rows

__all__ = ["RELATIVES", "Template", "Templates", "object_prefixes", "prefixes", "subjects"]

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
SLOT: Mapping[str, float] = {
    "affirmative": 0.40,
    "relative": 0.12,
    "negative": 0.045,
    "bare": 0.25,
    "fused": 0.002,
    "fused relative": 0.0006,
}
GENERAL_RELATIVE = 0.01  # yafuatayo
AGREEING = 0.5  # share of relatives that agree with the subject: inayo-, aliye-, walio-
ADVERBIAL: Mapping[str, float] = {"po": 0.2, "vyo": 0.12, "ko": 0.05}  # when, how, where
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
    strength: str  # strong, subjunctive or weak: how surely the form alone is a verb
    subject: str  # class of the subject prefix, "" where there is none
    tense: str  # name of the tense
    relative: str  # the relative concord, "" where there is none
    marker: str  # as it is written: na, li, …


Templates = Mapping[str, tuple[tuple[Any, ...], ...]]
"""A run of prefixes and its uses; each use has the fields of a Template, in order."""


class _Subjects:
    """The subject prefixes, each with its class and its share."""

    def __init__(self) -> None:
        self.plain: dict[str, tuple[str, float]] = {}
        self.negative: dict[str, tuple[str, float]] = {}
        self.fused: dict[str, tuple[str, float]] = {}  # with the indefinite -a-
        self.agreeing: dict[str, set[str]] = {}  # the relative concords of a plain form
        for row in table_rows("concords.tsv", _CONCORDS):
            name, subject, negative, _, relative, a_tense, prior, *_ = row
            weight = max(float(prior), 0.5) / 100
            self.agreeing.setdefault(subject, set()).add(relative)
            self._add(self.plain, subject, name, weight)
            self._add(self.negative, negative, name, weight)
            self._add(self.fused, a_tense, name, weight)

    @staticmethod
    def _add(where: dict[str, tuple[str, float]], form: str, name: str, weight: float) -> None:
        """Add a class to those of a form; the most usual class names the form."""
        if form != "-":
            known, total = where.get(form, (name, 0.0))
            where[form] = (known if total >= weight else name), total + weight


def subjects() -> tuple[Mapping[str, AbstractSet[str]], tuple[str, ...]]:
    """Return every subject prefix with the relatives that agree with it; and the negative ones.

    >>> sorted(subjects()[0]["wa"]), "hawa" in subjects()[1]
    (['o'], True)
    """
    found = _Subjects()
    return found.agreeing, tuple(found.negative)


class _Table:
    """Collects the uses of each run of prefixes."""

    def __init__(self) -> None:
        self._found: dict[str, list[Template]] = {}

    def add(self, prior: float, template: Template) -> None:
        """Add a use, unless an equal one is there."""
        found = self._found.setdefault(template.prefix, [])
        same = (template.final, template.tense, template.relative)
        # u- is class 2sg, 3 and 11: one use is enough.
        if all((t.final, t.tense, t.relative) != same for t in found):
            found.append(template._replace(weight=math.log(prior)))

    def frozen(self) -> dict[str, tuple[Template, ...]]:
        """Return the table."""
        return {prefix: tuple(found) for prefix, found in self._found.items()}


@cache
def prefixes() -> dict[str, tuple[Template, ...]]:
    """Return every run of prefixes (without object) and its uses.

    >>> [t.tense for t in prefixes()["inayo"]]
    ['present relative']
    """
    table, persons = _Table(), _Subjects()
    for marker, slot, final, mono, prior, tense, *_ in table_rows("tenses.tsv", _TENSES):
        written = "" if marker == "-" else marker
        use = Template(written, final, 0.0, mono == "yes", "strong", "", tense, "", written)
        share = SLOT[slot] * float(prior) / 1000
        for more, weight in _with_subjects(slot, use, persons):
            table.add(share * weight, more)
    for form, (name, weight) in persons.plain.items():
        use = Template(form, "relative", 0.0, False, "weak", name, "general relative", "", "")
        table.add(GENERAL_RELATIVE * weight, use)
    for form, (name, weight) in persons.fused.items():
        table.add(
            A_TENSE * weight, Template(form, "a", 0.0, False, "weak", name, "indefinite", "", "a")
        )
    bare = Template("", "eni", 0.0, False, "weak", "", "plural imperative", "", "")
    table.add(PLURAL_IMPERATIVE, bare)
    table.add(OBJECT_IMPERATIVE, bare._replace(final="object", tense="imperative with object"))
    return table.frozen()


def _with_subjects(
    slot: str, use: Template, persons: _Subjects
) -> Iterator[tuple[Template, float]]:
    """Yield a tense's marker behind each subject that its slot takes, with its share."""
    marker = use.marker
    if slot == "bare":
        yield use if use.final == "a" else use._replace(strength="subjunctive"), 1.0
    elif slot == "fused":
        for form, (name, weight) in persons.fused.items():
            yield use._replace(prefix=form + marker, subject=name), weight
    elif slot == "affirmative":
        strength = "strong" if use.final == "a" or marker == "si" else "subjunctive"
        for form, (name, weight) in persons.plain.items():
            yield use._replace(prefix=form + marker, strength=strength, subject=name), weight
    elif slot == "negative":
        for form, (name, weight) in persons.negative.items():
            strength = "strong" if marker or len(form) > 3 else "subjunctive"
            yield use._replace(prefix=form + marker, strength=strength, subject=name), weight
    else:
        forms = persons.fused if slot == "fused relative" else persons.plain
        for form, (name, weight) in forms.items():
            for relative in RELATIVES:
                agreement = ADVERBIAL.get(relative, OTHER_RELATIVE)
                if relative in persons.agreeing.get(form, ()):
                    agreement += AGREEING
                prefix = form + marker + relative
                more = use._replace(prefix=prefix, subject=name, relative=relative)
                yield more, weight * agreement


@cache
def object_prefixes() -> dict[str, tuple[str, float]]:
    """Return each object prefix: its class, and the logarithm of its prior.

    >>> object_prefixes()["ji"][0]
    'reflexive'
    """
    share = {
        "ni": 6,
        "ku": 6,
        "kw": 0.5,
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
    for name, _, _, objects, *_ in table_rows("concords.tsv", _CONCORDS):
        for form in objects.split("|"):
            if form != "-" and form not in found:
                found[form] = (name, math.log(OBJECT_SHARE * share[form] / 100))
    return found
