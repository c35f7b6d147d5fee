"""Decide whether a word is a verb, and which: the step of the lemmatizer that weighs most.

A word comes in, an ``Analysis`` goes out, or None where the word is no verb or is likelier
something else. How much a verb's stem must be known depends on how much its prefixes show:
wanao- is a verb's alone, m- is more often a noun's.
"""

from __future__ import annotations

from kb.swahili.analysis import Analysis, KnownWords
from kb.swahili.lexicon_tables import Lexicon
from kb.swahili.morphology.phonotactics import is_swahili
from kb.swahili.morphology.verbs import VerbAnalysis

__all__ = ["verb"]

KNOWN = 3.0
"""Weight from which a stem with telling prefixes beats a noun learnt from text."""

KNOWN_SUBJUNCTIVE = 1.0
"""The same behind prefixes of the subjunctive."""

KNOWN_WEAK = 2.0
"""Weight from which a stem behind prefixes that show little is a verb, if nothing contradicts."""


def verb(known: KnownWords, word: str) -> Analysis | None:
    """Analyse a verb whose stem is known, and whose form or stem shows that it is one."""
    words, verbs = known.lexicon, known.verbs
    if word in words.verbs:
        return Analysis((verbs.active(word),), "verb", "stem")
    child = word[4:] if word.startswith("wana") else ""
    if child in words.nouns and child not in words.verbs:
        return Analysis(("mw" + word[1:],), "noun", "child of")  # wanasarufi
    best = verbs.best(word)
    if best is None or best.known <= 0:
        return _by_prefixes(word, best, words)
    learnt = word in words.pairs
    listed = best.stem in words.verbs or best.term in words.verbs
    strength = best.template.strength
    analysis = Analysis((best.term,), "verb", strength, best)
    if strength == "strong":
        return analysis if best.known >= KNOWN or listed or not learnt else None
    if learnt or _is_doer(best):
        return None
    if strength == "subjunctive":
        return analysis if listed or best.known >= KNOWN_SUBJUNCTIVE else None
    if not listed and best.known < KNOWN_WEAK:
        return None
    doers = best.template.prefix == "wa" and best.stem[0] not in "aeiou"
    if doers and words.verbs.get(best.stem) == "native":
        # watoa huduma: those that give services; more often than "they give".
        return Analysis((f"m{best.stem}", best.term), "noun", "doers or verb", best)
    return analysis


def _by_prefixes(word: str, best: VerbAnalysis | None, words: Lexicon) -> Analysis | None:
    """Return a verb of an unknown stem, where its prefixes are too long to be chance."""
    if best is None or word in words.pairs:
        return None
    template = best.template
    if (
        template.strength == "strong"
        and (len(template.prefix) >= 3 or (template.prefix == "ku" and len(best.stem) >= 4))
        and is_swahili(best.stem)
    ):
        return Analysis((best.term,), "verb", "prefixes", best)
    return None


def _is_doer(best: VerbAnalysis) -> bool:
    """Tell whether "you, several" is likelier the m- of a noun: mfariji, mafuko, mkale."""
    template = best.template
    if template.subject != "2pl" or best.object:
        return template.prefix == "m" and template.final == "relative"
    short = len(best.stem) == 2  # too short to be a sign of anything
    return short or (
        template.prefix == "m" and (template.final == "relative" or best.stem[-1] != "a")
    )
