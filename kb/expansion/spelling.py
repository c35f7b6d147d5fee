"""Spelling correction: a mistyped word ─► the word of the index that was probably meant.

Only a word that neither the index nor the lexicon knows is corrected; numbers and
acronyms are not. The candidates are of two kinds:

    near    the usual slips of Swahili spelling (l for r, z for dh, a vowel dropped or
            doubled) and every single slip of the keyboard, all in one lookup
    alike   words with the same beginning and at most two slips, for a longer word

The edit distance counts more than the frequency; a usual slip counts half.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from kb.expansion.statistics import TermStatistics
from kb.expansion.vocabulary import Index, best_split, is_acronym
from kb.query.terms import QueryTerm
from kb.swahili import analyse
from kb.swahili.lemmatizer import is_swahili_word
from kb.swahili.morphology.phonotactics import is_swahili
from kb.swahili.normalize import normalize

__all__ = ["Suggestion", "correct", "did_you_mean", "nearest"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question as it was probably meant."""

    line: str
    changes: tuple[tuple[str, str], ...]  # (as typed, as meant)


_MIN_LETTERS, _MAX_LETTERS = 4, 40
"""Letters of a word that can be corrected: a shorter one has too many words near it."""

_LETTERS = "abcdefghijklmnoprstuvwyz'"
# Sounds that people confuse, or write in two ways; either may be meant.
_SLIPS = (
    ("l", "r"), ("z", "dh"), ("s", "th"), ("g", "gh"), ("h", "kh"), ("ng'", "ng"), ("ny", "n"), ("n", "m"),
    ("w", "u"), ("y", "i"), ("mw", "mu"), ("sh", "s"), ("ch", "j"), ("v", "f"), ("b", "p"),
    ("d", "t"), ("k", "g"), ("e", "i"), ("o", "u"), ("k", "q"), ("k", "c"), ("ks", "x"), ("f", "ph"),
)  # fmt: skip
_FOLDS = (
    ("'", ""), ("dh", "z"), ("th", "s"), ("gh", "g"), ("kh", "h"), ("ph", "f"), ("sh", "s"),
    ("h", ""), ("r", "l"), ("w", "u"), ("y", "i"), ("q", "k"), ("c", "k"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = frozenset("aeiou")
_MAX_SLIPS = 400
_MAX_BUCKET = 3000  # words with the same beginning that are compared
_MIN_BEGINNING = 3  # letters
_MIN_GROUP = 8  # candidates with one beginning: with more, the vocabulary is listed there
_MAX_LISTED = 200  # words of such a list; with more, its candidates are looked up
_COST = 3.0  # of one whole slip, in units of the logarithm of a frequency
_FIRST_LETTER = 0.5  # extra cost: few slips are in the first letter


def correct(word: str, index: Index) -> str | None:
    """Return the word of the index that was probably meant; None where there is none.

    Two words typed as one are returned as two.

    Args:
        word: as typed.
        index: its field ``surface`` is the vocabulary.
    """
    written = normalize(word)
    if not _is_correctable(word, written, index):
        return None
    best = _best(written, _near(written), index) or _best(written, _alike(written, index), index)
    if best is None:
        halves = best_split(written, index)
        return " ".join(halves) if halves else None
    return best


def did_you_mean(
    words: Sequence[QueryTerm], statistics: TermStatistics, line: str | None = None
) -> Suggestion | None:
    """Return the question as it was probably meant; None where no word changes.

    Args:
        words: the words of a question in the order typed, those of phrases too.
        statistics: of the index; its field ``surface`` is the vocabulary.
        line: the question as typed; its signs and filters stay. None: the words alone.
    """
    plain = [word for word in words if not (word.prefix or word.exact or word.need == "not")]
    capitals = len(plain) > 1 and all(word.label.isupper() for word in plain)
    changes: list[tuple[str, str]] = []
    skip = False
    for i, word in enumerate(plain):
        if skip:
            skip = False
            continue
        following = plain[i + 1] if i + 1 < len(plain) else None
        joined = _joined(word, following, statistics)
        if joined and following:
            changes.append((f"{word.label} {following.label}", joined))
            skip = True
        elif not word.function:
            meant = statistics.correction(word.label.lower() if capitals else word.label)
            if meant is not None:
                changes.append((word.label, meant))
    if not changes:
        return None
    whole = " ".join(word.label for word in words) if line is None else line
    for typed, meant in changes:
        gap = re.escape(typed).replace(r"\ ", r"\s+")
        whole = re.sub(rf"(?<!\w){gap}(?!\w)", lambda _, meant=meant: meant, whole)  # type: ignore[misc]
    return Suggestion(whole, tuple(changes))


def nearest(text: str, names: Sequence[str], limit: int) -> list[str]:
    """Return at most *limit* names that are similar to a text, the nearest first.

    >>> nearest("wakala ya mtandao", ["Wizara ya Fedha", "Wakala ya Serikali Mtandao"], 1)
    ['Wakala ya Serikali Mtandao']
    """
    from rapidfuzz import fuzz, process

    matches = process.extract(text, names, scorer=fuzz.WRatio, processor=normalize, limit=limit)
    return [name for name, _, _ in matches]


def _joined(word: QueryTerm, following: QueryTerm | None, index: Index) -> str | None:
    """Return two neighbours as one word, if that occurs and one of the two does not."""
    if following is None or not (word.surface.isalpha() and following.surface.isalpha()):
        return None
    joined = word.surface + following.surface
    alone, other, together = index.frequencies("surface", [word.surface, following.surface, joined])
    return joined if together and not (alone and other) else None


def _is_correctable(word: str, written: str, index: Index) -> bool:
    """Tell whether a word may be a slip: no number, no acronym, no known word."""
    if not _MIN_LETTERS <= len(written) <= _MAX_LETTERS or not written.replace("'", "").isalpha():
        return False
    if sum(map(str.isupper, word)) >= 2 or is_acronym(written, index):
        return False
    if is_swahili_word(written):
        return False
    terms = [term for token in analyse(written) for term in token.terms]
    return not any(index.frequencies("surface", [written])) and not any(
        index.frequencies("term", terms)
    )


def _near(word: str) -> set[str]:
    """Return all strings at one or two usual slips, or at any one slip, from a word."""
    slips = _slipped(word)
    further = {other for slip in sorted(slips)[:_MAX_SLIPS] for other in _slipped(slip)}
    places = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    candidates = slips | set(sorted(further)[: 4 * _MAX_SLIPS])
    candidates.update(before + after[1:] for before, after in places if after)
    candidates.update(
        before + after[1] + after[0] + after[2:] for before, after in places if after[1:]
    )
    candidates.update(
        before + letter + after[1:] for before, after in places if after for letter in _LETTERS
    )
    candidates.update(before + letter + after for before, after in places for letter in _LETTERS)
    candidates.discard(word)
    return candidates


def _slipped(word: str) -> set[str]:
    """Return all strings at one usual slip from a word."""
    words = set()
    for one, other in _SLIPS:
        for old, new in ((one, other), (other, one)):
            at = word.find(old)
            while at >= 0:
                words.add(word[:at] + new + word[at + len(old) :])
                at = word.find(old, at + 1)
    for at, letter in enumerate(word):
        if word[at : at + 2] == letter * 2:
            words.add(word[:at] + word[at + 1 :])
        elif letter in _VOWELS:
            words.add(word[:at] + letter + word[at:])
    return words


def _alike(word: str, index: Index) -> Iterator[str]:
    """Yield words of the index with the beginning of *word* and at most two slips from it."""
    from rapidfuzz.distance import OSA  # the import takes a fifth of a cold search
    from rapidfuzz.process import extract

    length = 4 if len(word) > 5 else 3
    starts = {word[:length], *(slip[:length] for slip in _slipped(word[:length]))}
    max_slips = 2 if len(word) > 6 else 1
    for start in sorted(starts):
        bucket = [term for term, _ in index.terms("surface", start, _MAX_BUCKET)]
        for term, _, _ in extract(
            word, bucket, scorer=OSA.distance, score_cutoff=max_slips, limit=10
        ):
            yield term


def _best(word: str, candidates: Iterable[str], index: Index) -> str | None:
    """Return the candidate that was most probably meant: near, and frequent in the index.

    Most candidates cannot be Swahili words. A Swahili word is more probable than a foreign
    one, so the others are looked up only where no Swahili word occurs.
    """
    listed, others = _listed(sorted(set(candidates)), len(word), index)
    shaped = {candidate for candidate in others if is_swahili(candidate)}
    swahili = {term: frequency for term, frequency in listed.items() if is_swahili(term)}
    best = _best_of(word, swahili | _frequencies(sorted(shaped), index))
    if best is not None:
        return best
    foreign = {term: frequency for term, frequency in listed.items() if term not in swahili}
    return _best_of(word, foreign | _frequencies(sorted({*others} - shaped), index))


def _listed(
    candidates: Sequence[str], letters: int, index: Index
) -> tuple[dict[str, int], list[str]]:
    """List the vocabulary under the beginnings that many candidates share.

    A list costs as much as a few look-ups, and a slip in the second half of a word leaves
    the first as it is.

    Returns:
        The frequencies of the candidates that are in a list, and those that no list covers.
    """
    groups: dict[str, list[str]] = {}
    half = max(_MIN_BEGINNING, (letters + 1) // 2)
    for candidate in candidates:
        groups.setdefault(candidate[:half], []).append(candidate)
    starts = [start for start, group in groups.items() if len(group) > _MIN_GROUP]
    listed: dict[str, int] = {}
    lists = index.terms_by_prefix("surface", starts, _MAX_LISTED) if starts else []
    for start, terms in zip(starts, lists, strict=True):
        if len(terms) < _MAX_LISTED:  # whole
            group = frozenset(groups.pop(start))
            listed.update((term, frequency) for term, frequency in terms if term in group)
    return listed, [candidate for group in groups.values() for candidate in group]


def _frequencies(candidates: Sequence[str], index: Index) -> dict[str, int]:
    frequencies = index.frequencies("surface", candidates) if candidates else []
    return dict(zip(candidates, frequencies, strict=True))


def _best_of(word: str, frequencies: Mapping[str, int]) -> str | None:
    max_cost = 1.0 if len(word) < 7 else 1.5 if len(word) < 10 else 2.0
    scored = [
        (log(1 + frequency) - _COST * cost, candidate)
        for candidate, frequency in frequencies.items()
        if frequency and len(candidate) > 2 and (cost := _cost(word, candidate)) <= max_cost
    ]
    return max(scored, default=(0.0, None))[1]


def _cost(typed: str, meant: str) -> float:
    """Return the distance of two words: a slip counts one, a usual one of Swahili half.

    >>> _cost("selikali", "serikali"), _cost("sarikali", "serikali")
    (0.5, 1.0)
    """
    from rapidfuzz.distance import OSA

    by_letters = OSA.distance(typed, meant)
    by_sound = OSA.distance(_sound(typed), _sound(meant))
    first = 0.0 if _sound(typed)[:1] == _sound(meant)[:1] else _FIRST_LETTER
    return (by_letters + by_sound) / 2 + first


def _sound(word: str) -> str:
    """Return a word with one letter for all sounds that people confuse."""
    for old, new in _FOLDS:
        word = word.replace(old, new)
    return _DOUBLED.sub(r"\1", word)
