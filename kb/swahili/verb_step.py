"""Decide whether a word is a verb, and which: the step of the lemmatizer that weighs most.

A word comes in, an ``Analysis`` goes out, or None where the word is no verb or is likelier
something else. How much a verb's stem must be known depends on how much its prefixes show:
wanao- is a verb's alone, m- is more often a noun's.
"""

from __future__ import annotations

from collections.abc import Mapping

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
        stem = verbs.active(word)
        if word in _RATHER_HABITUAL:
            return Analysis((word[2:], stem), "verb", "habitual or stem")
        return Analysis((stem,), "verb", "stem")
    best = verbs.best(word)
    child = _child_of(word, best, words)
    if child is not None:
        return child
    if best is None or best.known <= 0:
        return _unlisted(word, best, known)
    listed = best.stem in words.verbs or best.term in words.verbs
    of_noun = best.stem.endswith(_OF_NOUNS) and best.stem not in words.verbs
    if of_noun and best.template.strength != "strong":
        return None  # wabahatishaji, ushangiliaji, kizingatifu: doers, doing, a state
    learnt = word in words.pairs
    strength = best.template.strength
    if best.template.prefix == "ka" and not listed:
        return None  # kate, kanye: too short to tell "go and" from a noun
    analysis = Analysis((best.term,), "verb", strength, best)
    if strength == "strong":
        return analysis if best.known >= KNOWN or listed or not learnt else None
    if learnt or _is_doer(best, words):
        return None
    if strength == "subjunctive":
        return analysis if listed or best.known >= KNOWN_SUBJUNCTIVE else None
    if not listed and best.known < KNOWN_WEAK:
        return None
    doers = (
        best.template.prefix == "wa"
        and best.stem[0] not in "aeiou"
        and not (best.tail or best.object)
    )
    if doers and words.verbs.get(best.stem) == "native" and _has_doers(best.stem, words):
        # watoa huduma: those that give services; more often than "they give".
        doer = f"m{best.stem}"
        if best.stem in _RATHER_VERBS:
            return Analysis((best.term, doer), "verb", "verb or doers", best)
        return Analysis((doer, best.term), "noun", "doers or verb", best)
    return analysis


def _child_of(word: str, best: VerbAnalysis | None, words: Lexicon) -> Analysis | None:
    """Return the plural of mwana- before a noun: wanasarufi; wanavijiji, of mwanakijiji."""
    if not word.startswith("wana"):
        return None
    child = word[4:]
    if best is not None and best.object and best.stem in words.verbs:
        return None  # wanauhitaji: they need it
    if child in words.nouns and child not in words.verbs:
        return Analysis(("mw" + word[1:],), "noun", "child of")
    if child[:2] in ("vi", "mi") and child in words.plurals:
        return Analysis(("mwana" + words.plurals[child][0],), "noun", "child of")
    return None


def _unlisted(word: str, best: VerbAnalysis | None, known: KnownWords) -> Analysis | None:
    """Return a verb of an unknown stem, where prefixes and endings are too many to be chance."""
    if best is None or word in known.lexicon.pairs or not is_swahili(best.term):
        return None
    template, stem = best.template, best.stem
    if best.tail and best.tail != "ni":  # afikishiaye
        agreeing = _AGREEING.get(template.prefix) == best.tail  # kitaarifucho, zimezazo
        native = (
            template.prefix != "m"
            and len(stem) >= 5
            and stem[-1] == "a"
            and (best.tail != "o" or _is_extended(stem))
        )
        sure = native or (agreeing and len(stem) > (3 if stem[-1] == "a" else 4))
    elif template.strength == "subjunctive" or template.tense in _WITHOUT_A:
        derived = len(stem) >= 5 and (_is_extended(stem) or stem != best.term)
        telling = len(template.prefix) > 3 and len(stem) > 3 and stem[-1] == "a"
        sure = bool(template.prefix) and (derived or telling)  # kisiduze, hazividi, wakapofe
    elif template.tense == "habitual":
        sure = len(stem) >= 5 and stem[-1] == "a"
    elif template.strength == "weak" and stem != best.term:
        sure = len(template.prefix) > 1 and len(stem) > 4  # yapurwa, vyamezwa
    else:
        long = len(template.prefix) >= 3 or template.prefix == "ku"
        long = long and (len(stem) > 3 or len(template.prefix) > 3)  # not pakanga, ukaazi
        sure = template.strength == "strong" and long
    if not sure:
        return None
    other = known.verbs.other_active(best.stem)  # of lugaziwa: lugazi, lugazia
    return Analysis((best.term, other) if other else (best.term,), "verb", "prefixes", best)


def _is_extended(stem: str) -> bool:
    """Tell whether a stem ends as derived verbs do: -isha, -ika, -ana, -ia, -ua."""
    return stem.endswith(_EXTENSIONS)


_EXTENSIONS = (
    *("isha", "esha", "iza", "eza", "ika", "eka", "uka", "oka", "ana", "anya", "ia", "ea"),
    *("ua", "oa", "usha", "osha", "uza", "oza"),
)


_OF_NOUNS = ("aji", "fu", "vu")
"""Ends of nouns and adjectives made of verbs; few verbs end so (hitaji, sifu), and those are listed."""

_AGREEING: Mapping[str, str] = {
    "ki": "cho", "vi": "vyo", "li": "lo", "zi": "zo", "i": "yo", "ya": "yo", "pa": "po",
}  # fmt: skip
"""The relative that agrees with a subject: together they are hardly chance."""

_WITHOUT_A = frozenset({"negative present", "negative subjunctive"})
"""Tenses that change the last -a, so that any word in -i or -e may look like them."""


def _is_doer(best: VerbAnalysis, words: Lexicon) -> bool:
    """Tell whether "you, several" is likelier the m- of a noun: mfariji, mafuko, mkale."""
    template, stem = best.template, best.stem
    if template.prefix == "m" and not best.object and stem[0] in "aeiou":
        return True  # "you" is mw- there
    if template.final == "relative" and template.prefix == "m":
        # mjuavyo, mkaao: as you know, who stay; but mlimao, mtumbako are nouns.
        telling = best.tail in _TELLING or (best.tail == "o" and stem[-2] in "aeiou")
        return not (stem in words.verbs and stem[-1] == "a" and (telling or bool(best.object)))
    if template.subject != "2pl" or best.object:
        return False
    if words.verbs.get(stem) == "mono" and template.final == "e":
        return False  # mje: come!
    short = len(stem) == 2  # too short to be a sign of anything
    return short or (template.prefix == "m" and stem[-1] != "a")


def _has_doers(stem: str, words: Lexicon) -> bool:
    """Tell whether people are named by what a verb says: watoa (givers), but not waweza, wafanana."""
    if stem in _WITHOUT_DOERS:
        return False
    if stem.endswith("ana") and len(stem) > 5:
        return stem == "tukana"  # insult; the others are done to each other
    return not (stem.endswith(_STATIVE) and words.base.get(stem) in words.verbs)


_WITHOUT_DOERS = frozenset({"weza", "faa", "pasa", "tosha", "pendeza"})
"""Verbs that say what may, must, suffices or pleases."""

_RATHER_VERBS = frozenset({"jua", "taka", "sema", "pata", "toka"})
"""Verbs whose wa- meant "you" or "they" in each of 110 places of running text: wajua, wataka."""

_RATHER_HABITUAL = frozenset({"huisha", "huishia"})
"""Stems that alone are likelier hu- and another verb: huisha, ends as a rule, more often than enliven!"""

_STATIVE = ("ika", "eka", "uka", "oka")
"""Ends of derived verbs that nobody does."""

_TELLING = frozenset({"cho", "vyo", "po", "zo"})  # relatives that end few nouns
