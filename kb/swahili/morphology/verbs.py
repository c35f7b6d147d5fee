"""Analyse a verb form: which template, which stem, and the active stem of a passive.

A form comes in, its analyses go out, the best first. A form may be cut in many ways; each
cut is a template and a stem. The score of a cut is log P(template) + log P(stem).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from operator import itemgetter
from typing import NamedTuple

from kb.swahili.lexicon_tables import Lexicon
from kb.swahili.morphology.endings import (
    CHANGED,
    LOAN_FINAL,
    LOAN_VOWELS,
    Fitting,
    kept,
    sorted_by_ending,
)
from kb.swahili.morphology.stem_letters import likeness
from kb.swahili.morphology.templates import (
    OBJECT_SHARE,
    RELATIVES,
    Template,
    Templates,
    object_prefixes,
)
from kb.swahili.morphology.voice import Actives, base_of_derived

__all__ = ["VerbAnalysis", "Verbs"]

_VOWELS = frozenset("aeiou")
_AFTER_M = frozenset("aeiouw")
_AFTER_N_NEVER = frozenset("bcdfjkpstvz")
_NO_OBJECT = math.log(1 - OBJECT_SHARE)
_PLURAL_ADDRESS = math.log(0.02)  # nawaombeni
_MONO_WITH_KU = math.log(
    8.0
)  # anakula: ku- belongs to the stem far more often than it is an object
_MONO_WITHOUT = math.log(0.5)
_MONO_BARE = math.log(0.02)

_WITH_KW: Mapping[str, str] = {
    "kwenda": "enda",
    "kwisha": "isha",
}  # may keep kw- where one-syllable stems keep ku-

_LISTED_LEEWAY = 3.5
_LONGEST = 100  # letters of an unknown stem; more letters do not make it less likely
_ADDRESSED: Mapping[str, int] = {
    "eni": 5,
    "object": 4,
}  # least letters of stem and -eni: anzeni, wa-peni
_TAILS = ("ni", *RELATIVES)
_score = itemgetter(5)
SHORT = frozenset({"pa", "la", "ua", "oa"})
"""Stems of two letters that are tried even where they are not listed."""

_RELATIVE_MONO = frozenset({"ja", "wa"})  # ijayo, awaye; others are chance (kilalo) but of people

_ADVERBIAL = frozenset({"po", "vyo", "cho"})  # when, how and what somebody eats
_PERSONS = frozenset({"1", "2", "1sg", "2sg", "1pl", "2pl"})

_TAKES_OBJECT = frozenset({"pa", "la", "cha", "nywa"})  # one syllable, and done to somebody

Scored = tuple[str, str, Template, str, str, float, float]
"""The fields of a VerbAnalysis, in their order."""

Cut = tuple[str, Template, str, str, float]
"""A stem, the template before it, the object's class, what follows it, the log prior."""

SEED = 2.0
"""Weight of a listed stem, added to its count in text."""

UNKNOWN = 0.01
"""Weight of an unknown stem of four letters."""

DECAY = 0.06
"""Factor for each further letter of such a stem: a long one probably contains a prefix."""


DERIVED = 1.0
"""Weight of an unlisted stem that is regularly derived from a listed one: pakaziana of pakazia."""

UNLISTED = math.log(0.05)
"""How likely a stem is none of those known, before its letters."""


class VerbAnalysis(NamedTuple):
    """One way to analyse a form as a verb."""

    stem: str  # as in the form, its final vowel restored
    term: str  # the active stem
    template: Template
    object: str  # class of the object prefix, "" where there is none
    tail: str  # relative concord or -ni after the stem
    score: float
    known: float  # weight of the stem in lexicon and text; 0 if never seen


def _relative_mono(stem: str, template: Template, obj: str, tail: str) -> bool:
    """Tell whether a one-syllable stem may have a relative behind it: ijayo, alaye, afapo, akupaye."""
    people = (
        tail == "ye"
        or (tail == "o" and template.prefix == "wa")
        or (tail in _ADVERBIAL and template.subject in _PERSONS)
    )
    return stem in _RELATIVE_MONO or people or (bool(obj) and stem in _TAKES_OBJECT)


def _begins_stem(word: str, at: int) -> bool:
    """Tell whether a stem can begin at a place: none begins with m or n and a stop.

    kumtakasa contains an object, whatever takasa means.
    """
    first, second = word[at], word[at + 1]
    if first == "m":
        return second in _AFTER_M
    return first != "n" or second not in _AFTER_N_NEVER


def _verb_variants(words: Lexicon) -> dict[str, str]:
    """Return the other spellings of listed verbs, each with the standard: fata, fuata.

    A spelling that is listed as a verb itself (onyesha, onesha) stays that.
    """
    return {
        variant: standard
        for variant, standard in words.variants.items()
        if standard in words.verbs and variant not in words.verbs
    }


class Verbs:
    """Analyses verb forms against one lexicon."""

    def __init__(self, lexicon: Lexicon, templates: Templates) -> None:
        self._kinds = lexicon.verbs
        self._learnt = lexicon.learnt
        self._total = math.log(sum(lexicon.learnt.values()) + SEED * len(lexicon.verbs) + 1)
        self._mono = frozenset(s for s, kind in lexicon.verbs.items() if kind == "mono")
        self._short = frozenset(s for s in lexicon.verbs if len(s) < 3) | SHORT
        self._prefixes = templates
        self._uses: dict[str, tuple[Template, ...]] = {}  # of the prefixes met so far
        self.longest = max(map(len, self._prefixes))
        """Letters of the longest run of prefixes."""
        self._objects = object_prefixes()
        self._begun = {run[:length] for run in self._prefixes for length in range(len(run) + 1)}
        # By the last letter and the prefixes; filled as words ask.
        self._fitting: dict[str, dict[str, tuple[Fitting | None, Fitting | None]]] = {
            last: {} for last in "aeiou"
        }
        self._objects_by_letter: dict[str, list[tuple[str, str, float]]] = {}
        for written, (classes, share) in self._objects.items():
            same = self._objects_by_letter.setdefault(written[0], [])
            same.append((written, classes, share))
            same.sort(key=lambda one: len(one[0]))
        self._unknown = [
            math.log(UNKNOWN) + max(0, length - 4) * math.log(DECAY) - self._total
            for length in range(_LONGEST + 1)
        ]
        self._variants = _verb_variants(lexicon)
        kinds = {**lexicon.verbs, **{v: lexicon.verbs[s] for v, s in self._variants.items()}}
        self._voice = Actives(kinds, lexicon.learnt, lexicon.letters)
        self._letters = lexicon.letters
        self._last: tuple[str, VerbAnalysis | None] = ("", None)
        self._worth: dict[str, tuple[str, float, float]] = {}
        for variant, standard in self._variants.items():
            self._worth[variant] = self._weigh(standard)

    def _templates(self, prefix: str) -> tuple[Template, ...]:
        """Return the uses of a run of prefixes, () where no verb begins so."""
        found = self._uses.get(prefix)
        if found is None:
            found = tuple(map(Template._make, self._prefixes.get(prefix, ())))
            self._uses[prefix] = found
        return found

    def has_prefix(self, prefix: str) -> bool:
        """Tell whether a run of prefixes can begin a verb."""
        return prefix in self._prefixes

    def weight(self, stem: str) -> float:
        """Return the weight of a stem, from the lexicon and from text; 0 if unknown."""
        return self._learnt.get(stem, 0.0) + (SEED if stem in self._kinds else 0.0)

    def active(self, stem: str) -> str:
        """Return the active stem of a passive, the stem itself where it is none."""
        return self._voice.active(stem)

    def other_active(self, stem: str) -> str | None:
        """Return another verb that a passive stem is as well the passive of."""
        other = self._voice.other(stem) if stem[-2:] == "wa" else None
        return self._variants.get(other, other) if other else None

    def analyses(self, word: str) -> list[VerbAnalysis]:
        """Return every way to analyse *word* as a verb, best first."""
        found = [VerbAnalysis(*self._scored(cut)) for cut in self.cuts(word)]
        found.sort(key=lambda analysis: -analysis.score)
        return found

    def best(self, word: str) -> VerbAnalysis | None:
        """Return the best analysis of *word* as a verb, None where there is none.

        That of the word asked for last is remembered: two steps of the lemmatizer ask.
        """
        last = self._last
        if last[0] != word:
            last = self._last = (word, self._best(word))
        return last[1]

    def _best(self, word: str) -> VerbAnalysis | None:
        """Find the best analysis.

        It is the first of ``analyses``, found without making them all: under one run of
        prefixes the stem is the same for all templates of one final vowel, and the most usual
        of these wins.
        """
        fits = self._fitting.get(word[-1])
        if fits is None:
            return None  # no verb ends so
        found: list[Scored] = []
        size = len(word)
        for i in range(min(self.longest, size - 2) + 1):
            prefix = word[:i]
            fitting = fits.get(prefix)
            if fitting is None:
                if prefix not in self._begun:
                    break  # no run of prefixes begins so
                fitting = fits[prefix] = sorted_by_ending(word[-1], prefix, self._templates(prefix))
            plain, after_object = fitting
            if plain is not None and (word[i] not in "mn" or _begins_stem(word, i)):
                self._leading(word[i:], plain, "", _NO_OBJECT, found)
            if after_object is None:
                continue
            for written, classes, share in self._objects_by_letter.get(word[i], ()):
                start = i + len(written)
                if size - start < 2 or not word.startswith(written, i):
                    continue
                first = word[start]
                if len(written) > 1 and written[1] == "w" and first not in _VOWELS:
                    continue
                if first not in "mn" or _begins_stem(word, start):
                    self._leading(word[start:], after_object, classes, share, found)
        return self._chosen(found)

    def _chosen(self, found: list[Scored]) -> VerbAnalysis | None:
        """Return the best analysis, or that of a listed stem if it is nearly as good."""
        if not found:
            return None
        most = max(found, key=_score)
        kinds = self._kinds
        if not most[6]:
            return VerbAnalysis(*max(map(self._by_letters, found), key=_score))
        if most[0] not in kinds and most[1] not in kinds:
            # A stem known only from text may contain a prefix (wa + pa); a listed one nearly as good is right.
            listed = [one for one in found if one[0] in kinds or one[1] in kinds]
            rival = max(listed, key=_score, default=most)
            if rival[5] > most[5] - _LISTED_LEEWAY:
                most = rival
        return tuple.__new__(VerbAnalysis, most)  # three times as fast as VerbAnalysis(*most)

    def _by_letters(self, one: Scored) -> Scored:
        """Weigh an analysis anew: a stem that is not known, by what it is built on or its letters."""
        stem, term, template, obj, tail, score, known = one
        if known:
            return one
        score -= self._unknown[min(len(stem), _LONGEST)]
        term = self._voice.presumed(stem)
        if base_of_derived(term, self._kinds):
            return stem, term, template, obj, tail, score + math.log(DERIVED) - self._total, DERIVED
        guess = UNLISTED + likeness(term, self._letters)
        return stem, term, template, obj, tail, score + guess, 0.0

    def _leading(
        self, rest: str, fitting: Fitting, obj: str, share: float, found: list[Scored]
    ) -> None:
        """Add the most usual analysis of *rest* under each final vowel."""
        native, loan, others = fitting
        if native:
            stem = rest if rest[-1] == "a" else rest[:-1] + "a"
            self._most_usual(stem, native, obj, share, found)
        if loan:
            self._most_usual(rest, loan, obj, share, found)
        if others and rest.endswith(_TAILS):
            cuts: list[Cut] = []
            for template, prior in others:
                self._tailed(rest, template, obj, share + prior, cuts)
            found.extend(map(self._scored, cuts))

    def _most_usual(
        self,
        stem: str,
        templates: tuple[tuple[Template, float], ...],
        obj: str,
        share: float,
        found: list[Scored],
    ) -> None:
        """Add the analysis of a stem under its most usual template; short stems need them all."""
        if len(stem) < 3 or stem in self._mono or (stem[0] == "k" and stem[1] in "uw"):
            cuts: list[Cut] = []
            for template, prior in templates:
                self._add(stem, template, obj, "", share + prior, cuts)
            found.extend(map(self._scored, cuts))
            return
        template, prior = templates[0]
        term, known, logarithm = self._worth.get(stem) or self._weigh(stem)
        found.append((stem, term, template, obj, "", share + prior + logarithm, known))

    def _scored(self, cut: Cut) -> tuple[str, str, Template, str, str, float, float]:
        """Return the fields of the analysis of a cut."""
        stem, template, obj, tail, prior = cut
        term, known, logarithm = self._worth.get(stem) or self._weigh(stem)
        return stem, term, template, obj, tail, prior + logarithm, known

    def _weigh(self, stem: str) -> tuple[str, float, float]:
        """Return a stem's active, its weight, and the logarithm of its probability."""
        passive = stem[-2:] == "wa"
        if not passive and stem not in self._learnt and stem not in self._kinds:
            return stem, 0.0, self._unknown[min(len(stem), _LONGEST)]
        known = self._learnt.get(stem, 0.0)
        if stem in self._kinds:
            known += SEED
        term = stem
        if passive:
            term = self._voice.active(stem)
            term = self._variants.get(term, term)  # shitakiwa, of shtaki
        if term != stem and known < 3.0:
            known = max(known, 0.25 * self.weight(term))
        if not known:
            return term, known, self._unknown[min(len(stem), _LONGEST)]
        worth = self._worth[stem] = term, known, math.log(known) - self._total
        return worth

    def cuts(self, word: str) -> list[Cut]:
        """Return every way to cut *word* into a template and a stem, with the template's log prior."""
        found: list[Cut] = []
        for i in range(min(self.longest, len(word) - 2) + 1):
            templates = self._templates(word[:i])
            if not templates:
                continue
            rest = word[i:]
            starts = _begins_stem(word, i)
            for template in templates:
                if starts and template.final != "object":
                    self._stems(rest, template, "", template.weight + _NO_OBJECT, found)
            for length in (1, 2):
                prefix = self._objects.get(rest[:length])
                if prefix is None or len(rest) - length < 2:
                    continue
                if rest[length - 1] == "w" and length > 1 and rest[length] not in _VOWELS:
                    continue
                if not _begins_stem(rest, length):
                    continue
                for template in templates:
                    if i or template.final == "object":
                        prior = template.weight + prefix[1]
                        self._stems(rest[length:], template, prefix[0], prior, found)
        return found

    def _stems(
        self, rest: str, template: Template, obj: str, prior: float, found: list[Cut]
    ) -> None:
        """Add the cuts where *rest* is a stem under the template's final vowel."""
        last = rest[-1]
        final = template.final
        if final in CHANGED:
            if last == CHANGED[final]:
                self._add(rest[:-1] + "a", template, obj, "", prior, found)
            if last in LOAN_VOWELS:
                self._add(rest, template, obj, "", prior + kept(final), found)
        self._tailed(rest, template, obj, prior, found)

    def _tailed(
        self, rest: str, template: Template, obj: str, prior: float, found: list[Cut]
    ) -> None:
        """Add the cuts where a relative concord or -ni follows the stem."""
        final = template.final
        if final in ("a", "e"):
            self._address(rest, template, obj, prior, found)
        elif final == "relative":
            for relative in RELATIVES:
                if rest.endswith(relative) and len(rest) - len(relative) >= 2:
                    stem = rest[: -len(relative)]
                    if stem[-1] in "aeiu":
                        self._add(stem, template, obj, relative, prior + LOAN_FINAL, found)
        elif final in _ADDRESSED and rest.endswith("eni") and len(rest) >= _ADDRESSED[final]:
            self._add(rest[:-3] + "a", template, obj, "ni", prior, found)
        elif final == "object" and rest.endswith(("ini", "uni")) and len(rest) > 6:
            self._add(rest[:-2], template, obj, "ni", prior + LOAN_FINAL, found)  # nisubirini

    def _address(
        self, rest: str, template: Template, obj: str, prior: float, found: list[Cut]
    ) -> None:
        """Add the cuts with -ni for several people addressed: nawaombeni, rudini."""
        if rest.endswith("eni") and len(rest) >= 5 and obj:
            self._add(rest[:-3] + "a", template, obj, "ni", prior + _PLURAL_ADDRESS, found)
        elif rest.endswith(("ini", "uni")) and len(rest) > 5 and (obj or not template.prefix):
            self._add(rest[:-2], template, obj, "ni", prior + _PLURAL_ADDRESS, found)

    def _add(
        self, stem: str, template: Template, obj: str, tail: str, prior: float, found: list[Cut]
    ) -> None:
        if stem in self._mono:
            if stem == "wa" and (obj or (template.mono and template.prefix[:2] != "ku")):
                return  # to be has no object, and keeps its ku- without fail
            if tail and tail != "ni" and not _relative_mono(stem, template, obj, tail):
                return
            if stem == "pa" and not obj and template.prefix[:2] != "ku":
                return  # somebody is given: nilimpa, never nilipa
            if template.mono and not obj and template.prefix not in ("ku", "kuto", "kutoku"):
                prior += _MONO_BARE  # anakula, not anala: the cut with ku- is added below
            elif not (
                obj
                or stem == "pa"
                or template.strength == "weak"
                or template.final in ("e", "i", "object")
                or template.prefix.endswith(("ki", "ka", "ja", "hu", "ku", "yua"))
            ):
                return
            prior += _MONO_WITHOUT
        elif len(stem) < 3 and stem not in self._short:
            return
        elif template.mono and stem[0] == "k":
            if stem in _WITH_KW:
                prior += _MONO_WITH_KU
                stem = _WITH_KW[stem]
            elif template.relative and stem.startswith("kwisha") and len(stem) > 8:
                stem = stem[6:]  # zilizokwishatolewa
            elif stem.startswith("ku") and stem[2:] in self._mono:
                prior += _MONO_WITH_KU
                stem = stem[2:]
        found.append((stem, template, obj, tail, prior))
