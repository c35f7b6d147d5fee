"""Read spoken and informal writing: a step that is tried only where no listed word fits.

A word in normal writing comes in. Each rewriting makes a standard one of it (ntafanya:
nitafanya; anaetaka: anayetaka; chukuwa: chukua; wanakataga: wanakata; kafika: akafika), and
the first that is a form of a listed word answers. English verbs under Swahili prefixes
(nimedownload, kushare) lead to the stem of the English word. A relative of being that an
adjective is written on to (tuliowengi) leads to the adjective.

The rows of data/spoken.tsv say what is written, what is standard, and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from kb.swahili.analysis import Analysis, KnownWords
from kb.swahili.data import table_rows
from kb.swahili.english import english_stem
from kb.swahili.lexicon_tables import Lexicon
from kb.swahili.morphology.function_words import being_before
from kb.swahili.morphology.verbs import VerbAnalysis

__all__ = ["mixed", "spoken", "standard_word"]

_LEAST = 4  # letters of a word that is rewritten
_SAID = ("adjective", "number", "adverb", "noun")  # what somebody or something is
_LEAST_ENGLISH = 3  # letters of an English verb behind prefixes


class _Rewriting(NamedTuple):
    """One way to make a standard word of a spoken one."""

    part: str  # of speech that the standard word must have, "" for any
    written: re.Pattern[str]
    standard: str


@cache
def _rewritings() -> tuple[_Rewriting, ...]:
    columns = ("written", "standard", "part", "example", "gloss")
    return tuple(
        _Rewriting(part.strip("-"), re.compile(written), standard.strip("-"))
        for written, standard, part, *_ in table_rows("spoken.tsv", columns)
    )


def _may_be_rewritten(word: str) -> bool:
    """Tell at once that a word fits no rewriting, as most do not."""
    begins, within = _any_rewriting()
    return begins.match(word) is not None or within.search(word) is not None


@cache
def _any_rewriting() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return one pattern for all rewritings of a beginning, one for all others."""
    written = [one.written for one in _rewritings()]
    begins = [one for one in written if one.pattern.startswith("^")]
    return _either(begins), _either([one for one in written if one not in begins])


def _either(patterns: Sequence[re.Pattern[str]]) -> re.Pattern[str]:
    """Return the alternative of patterns; each may refer to its own first group."""
    alternatives: list[str] = []
    before = 0  # groups, which are counted through the whole pattern
    for one in patterns:
        own = one.pattern.replace(r"\1", rf"\{before + 1}")
        alternatives.append(f"(?:{own})")
        before += one.groups
    return re.compile("|".join(alternatives))


def spoken(known: KnownWords, word: str) -> Analysis | None:
    """Analyse spoken writing as the standard word it stands for, where that one is listed."""
    if len(word) < _LEAST or word in known.lexicon.verbs:
        return None
    best = known.verbs.best(word)
    if best is not None and _is_listed(known, best.stem, best.term):
        return None
    being_so = _being_so(known, word, best)
    if being_so is not None or not _may_be_rewritten(word):
        return being_so
    for standard, part in _standards(word):
        found = known.whole(standard)
        if found is None and part in ("", "verb"):
            found = _verb(known, standard)
        if found is not None and part in ("", found.part):
            return Analysis(found.terms, found.part, "spoken", found.verb)
    return None


def _being_so(known: KnownWords, word: str, best: VerbAnalysis | None) -> Analysis | None:
    """Analyse a relative of being with what somebody is written on: tuliowengi, iliyobora, aliyemkubwa."""
    cut = being_before(word)
    if not cut:
        return None
    being, what = known.listed(word[:cut]), known.listed(word[cut:])
    if being is None or being.terms != ("li",) or what is None or what.part not in _SAID:
        return None
    if best is not None and what.part == "noun" and best.term in what.terms:
        return None  # uliotaharuki: a loan that is listed as a noun alone
    return Analysis(what.terms, what.part, "being so")


def standard_word(known: KnownWords, word: str, terms: tuple[str, ...]) -> str | None:
    """Return the listed word that spoken writing stands for; None where it is the form of a verb.

    Args:
        known: what is known of words.
        word: the word as it is spoken.
        terms: its terms.
    """
    for standard, _ in _standards(word):
        found = known.whole(standard)
        if found is not None and found.terms == terms:
            return standard
    return None


def _standards(word: str) -> Iterator[tuple[str, str]]:
    """Yield each standard writing of a word, and the part of speech it must have, "" for any."""
    for part, written, standard in _rewritings():
        other, count = written.subn(standard, word)
        if count and other != word and len(other) > 2:
            yield other, part


def _verb(known: KnownWords, word: str) -> Analysis | None:
    if word in known.lexicon.verbs:
        return Analysis((known.verbs.active(word),), "verb", "stem")
    best = known.verbs.best(word)
    if best is None or not _is_listed(known, best.stem, best.term):
        return None
    if len(best.stem) < 3 and "ku" not in word:
        return None  # tawafa: two letters fit by chance
    return Analysis((best.term,), "verb", best.template.strength, best)


def _is_listed(known: KnownWords, stem: str, term: str) -> bool:
    return stem in known.lexicon.verbs or term in known.lexicon.verbs


_OBJECTS = frozenset({"ni", "ku", "m", "tu", "wa", "i", "zi", "ya", "ji"})


@cache
def _verb_ends(words: Lexicon) -> frozenset[str]:
    """Return the last letters of the English verbs: few words of Swahili end so."""
    verbs = (word for word, kind in words.english.items() if kind == "verb")
    return frozenset(word[-_LEAST_ENGLISH:] for word in verbs)


def mixed(known: KnownWords, word: str) -> Analysis | None:
    """Analyse an English verb under Swahili prefixes: nimedownload, kushare, wanachat."""
    english = known.lexicon.english
    if word[-_LEAST_ENGLISH:] not in _verb_ends(known.lexicon):
        return None
    verbs = known.verbs
    for start in range(2, min(len(word) - _LEAST_ENGLISH, verbs.longest) + 1):
        prefix = word[:start]
        if english.get(word[start:]) != "verb":
            continue
        if not verbs.has_prefix(prefix):
            objects = (prefix[-length:] for length in (1, 2))  # ku-wa-follow
            if not any(
                one in _OBJECTS and verbs.has_prefix(prefix[: -len(one)]) for one in objects
            ):
                continue
        if start < 3 and prefix not in ("ku", "hu"):
            continue  # u-nite, a-like: too short to be no chance
        best = verbs.best(word)
        if best is None or not _is_listed(known, best.stem, best.term):
            return Analysis((english_stem(word[start:]),), "foreign", "prefixed")
    return None
