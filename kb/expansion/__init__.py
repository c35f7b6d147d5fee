"""What a question also means: acronyms, English words, joined and split words.

The words of a question and an index come in, Expansions come out: other words to find
in their place, worth less than the words themselves, each with a reason the reader is
shown ("vision → dira"). Only words that the index has are ever proposed.

    mining     pairs of an acronym and a name, as a document gives them: "… (TEHAMA)"
    acronyms   acronym ─► its names, name ─► its acronym and other names
    glosses    English words ─► Swahili, through the glosses of the lexicon
    synonyms   other names of one thing, from a small table: dhima ─► dhamira
    compounds  "serikalimtandao" ─► serikali mtandao, "kauli mbiu" ─► kaulimbiu

Why each rule, and what it costs: docs/decisions/0006-expansion.md
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from kb.expansion.acronyms import acronyms
from kb.expansion.compounds import compounds
from kb.expansion.glosses import JOINTS
from kb.expansion.glosses import glosses as english
from kb.expansion.mining import mined, postings
from kb.expansion.records import Candidate, Expansion
from kb.expansion.synonyms import synonyms
from kb.expansion.vocabulary import Index
from kb.query.terms import QueryTerm

__all__ = ["JOINTS", "VERSION", "Expansion", "expand", "mined", "postings"]

VERSION = "1"
"""Part of the recipe: raised when ``mined`` or ``postings`` would give other terms."""

MOST = 3
"""Expansions of one reason for the same words: more would be noise."""


def expand(
    words: Sequence[QueryTerm], index: Index, *, glosses: bool = True
) -> tuple[Expansion, ...]:
    """Return what else *words* can mean in this index, in the order of the words, best first.

    Args:
        words: the content words of a question, in the order typed.
        index: says which words there are; its field ``acronym`` holds mined pairs.
        glosses: whether English words are looked up.
    """
    usable = [word for word in words if _is_plain(word)]
    place = [i for i, word in enumerate(words) if _is_plain(word)]
    found = [*acronyms(usable, index), *compounds(usable, index), *synonyms(usable)]
    if glosses:
        found.extend(english(usable, index))
    if not found:
        return ()
    frequency = _frequencies(found, index)
    return tuple(
        _expansion(candidate, usable, place) for candidate in _chosen(found, usable, frequency)
    )


def _is_plain(word: QueryTerm) -> bool:
    """Say whether a word is looked up: what is excluded or wanted in this very form is not."""
    return not (
        word.function or word.exact or word.prefix or word.sequence or word.need == "not"
    ) and bool(word.terms)


def _frequencies(found: Iterable[Candidate], index: Index) -> Mapping[str, int]:
    terms = sorted({term for candidate in found for term in candidate.phrase.sequence})
    return dict(zip(terms, index.frequencies("term", terms), strict=True))


def _chosen(
    found: Sequence[Candidate], words: Sequence[QueryTerm], frequency: Mapping[str, int]
) -> list[Candidate]:
    """Return the candidates the index has: for each run of words and reason the best few."""

    def commonest(candidate: Candidate) -> int:
        return min((frequency[term] for term in candidate.phrase.sequence), default=0)

    def run(candidate: Candidate) -> tuple[int, int, str]:
        return candidate.first - candidate.last, candidate.first, candidate.why

    there = [c for c in found if commonest(c) and not _says_the_same(c, words)]
    chosen: dict[tuple[int, int, tuple[str, ...]], Candidate] = {}
    covered: set[int] = set()  # words whose English is told already, by a longer term
    for _, same in groupby(sorted(there, key=run), key=run):
        ranked = sorted(same, key=lambda candidate: (candidate.tier, -commonest(candidate)))
        place = range(ranked[0].first, ranked[0].last + 1)
        if ranked[0].why == "gloss" and not covered.isdisjoint(place):
            continue
        for candidate in [c for c in ranked if c.tier == ranked[0].tier][:MOST]:
            key = candidate.first, candidate.last, candidate.phrase.sequence
            chosen.setdefault(key, candidate)
        if ranked[0].why == "gloss" and ranked[0].covers:
            covered.update(place)
    return sorted(chosen.values(), key=lambda candidate: candidate.first)


def _says_the_same(candidate: Candidate, words: Sequence[QueryTerm]) -> bool:
    """Say whether an expansion is the very words it stands for."""
    replaced = words[candidate.first : candidate.last + 1]
    return len(replaced) == len(candidate.phrase.sequence) and all(
        term in word.terms for term, word in zip(candidate.phrase.sequence, replaced, strict=True)
    )


def _expansion(candidate: Candidate, words: Sequence[QueryTerm], place: Sequence[int]) -> Expansion:
    label = " ".join(word.label for word in words[candidate.first : candidate.last + 1])
    return Expansion(
        label=label,
        first=place[candidate.first],
        last=place[candidate.last],
        sequence=candidate.phrase.sequence,
        gaps=candidate.phrase.gaps,
        weight=candidate.weight,
        why=candidate.why,
        shown=f"{label} → {candidate.phrase.text}",
    )
