"""English words of a question to Swahili, through the lexicon's glosses.

Terms of several words come first (core values ─► misingi mikuu), then single words
(director ─► mkurugenzi). A Swahili word is never read as English, and the
tables are opened only for a question with a word that is not Swahili.

The tables are searched as text: an inverted index of ten thousand glosses would take
longer to build than any question takes to answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from kb.expansion.records import Proposal, name_and_acronyms, read_wording
from kb.expansion.vocabulary import Index
from kb.query.terms import QueryTerm
from kb.swahili.data import FOLDER, table_rows
from kb.swahili.english import english_stem
from kb.swahili.lemmatizer import is_swahili_word
from kb.swahili.morphology.phonotactics import is_swahili

__all__ = ["JOINTS", "MIN_FREQUENCY", "english_meanings", "glosses"]

SINGLE_WEIGHT = 0.7
SEVERAL_WEIGHT = 0.9
_MAX_TERM_WORDS = 8
MIN_FREQUENCY = 5
"""An unlisted word of Swahili shape in this many passages is a word of the documents."""

_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LEADING = re.compile(r"\n(?:to|be|the|an?) ")
JOINTS = frozenset((
    "a", "an", "and", "are", "by", "for", "from", "how", "in", "is", "of", "on", "the", "to",
    "what", "when", "where", "who", "with",
))  # fmt: skip
"""English words without content: no term begins with them, and an answer may lack them."""


class _Gloss(NamedTuple):
    """One English meaning and its Swahili words."""

    english: tuple[str, ...]
    swahili: tuple[str, ...]  # alternatives, best first
    tier: int  # 0: the table of terms; then glosses, a word's first meaning before the others


def glosses(words: Sequence[QueryTerm], index: Index) -> Iterator[Proposal]:
    """Yield the Swahili of English words, the longest English term first.

    Args:
        words: the content words of a question, in the order typed.
        index: its field ``surface`` says how often an unlisted word occurs.
    """
    english = _english(words, index)
    for i, word in enumerate(words):
        if not any(english[i : i + _MAX_TERM_WORDS]) or word.surface in JOINTS:
            continue
        for length, meanings in _meanings(words[i : i + _MAX_TERM_WORDS]).items():
            if any(english[i : i + length]):
                weight = SEVERAL_WEIGHT if length > 1 else SINGLE_WEIGHT
                for gloss in meanings:
                    for swahili in gloss.swahili:
                        yield Proposal(
                            i, i + length - 1, read_wording(swahili), weight, "gloss", gloss.tier,
                            covers="and" not in gloss.english,
                        )  # fmt: skip


def _english(words: Sequence[QueryTerm], index: Index) -> list[bool]:
    """Return for each word whether it may be English."""
    unknown = [not is_swahili_word(word.surface) for word in words]
    unsure = [i for i, word in enumerate(words) if unknown[i] and is_swahili(word.surface)]
    if unsure:
        frequencies = index.frequencies("surface", [words[i].surface for i in unsure])
        for i, frequency in zip(unsure, frequencies, strict=True):
            unknown[i] = frequency < MIN_FREQUENCY
    return unknown


def _meanings(words: Sequence[QueryTerm]) -> dict[int, list[_Gloss]]:
    """Return the meanings that *words* begin with, by how many words they have.

    Of several with the same length, only the nearest are returned: *departments* is
    nearer to "department" than to "depart".
    """
    parts: list[str] = []  # cut as in the tables: a hyphen separates nothing in either
    ends: dict[int, int] = {}  # number of parts: number of words
    for count, word in enumerate(words, 1):
        parts += _WORDS.findall(word.surface)
        ends.setdefault(len(parts), count)
    nearest: dict[int, tuple[int, list[_Gloss]]] = {}
    for gloss in _beginning(parts[0]) if parts else ():
        length = ends.get(len(gloss.english))
        distance = _distance(gloss.english, parts) if length else None
        if length is None or distance is None:
            continue
        best, same = nearest.setdefault(length, (distance, []))
        if distance < best:
            nearest[length] = distance, [gloss]
        elif distance == best:
            same.append(gloss)
    return {length: same for length, (_, same) in nearest.items()}


def _distance(term: Sequence[str], words: Sequence[str]) -> int | None:
    """Return how far the beginning of *words* is from *term*: 0 same words, 1 plurals, 2 same stems."""
    if len(term) > len(words):
        return None
    worst = 0
    for word, other in zip(term, words, strict=False):
        if word == other:
            continue
        if _singular(word) == _singular(other):
            worst = max(worst, 1)
        elif word[:3] == other[:3] and _stem(word) == _stem(other):
            worst = 2
        else:
            return None
    return worst


_stem = lru_cache(maxsize=4096)(english_stem)


def _singular(word: str) -> str:
    """Return an English word without its plural ending and in one spelling.

    >>> _singular("policies"), _singular("departments"), _singular("organisation")
    ('policy', 'department', 'organization')
    """
    word = (
        word.replace("isation", "ization").replace("centre", "center").replace("licence", "license")
    )
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


# --- the tables ---


@cache
def _lines() -> str:
    """Return one line for each meaning: English, Swahili separated by bars, tier; tabs between."""
    lines = [""]
    for english, swahili, _ in table_rows("english_terms.tsv", ("english", "swahili", "note")):
        lines.append(f"{english}\t{swahili}\t0")
    for short, name, gloss in table_rows("acronyms.tsv", ("acronym", "expansion", "gloss")):
        english_name, others = name_and_acronyms(gloss)
        lines += [f"{one.lower()}\t{name}|{short}\t0" for one in (english_name, *others)]
    nouns = ("noun", "class", "plural", "family", "gloss")
    tables: list[tuple[str, tuple[str, ...]]] = [
        (f"nouns/{path.name}", nouns) for path in sorted((FOLDER / "nouns").glob("*.tsv"))
    ]
    tables += [
        ("verbs.tsv", ("stem", "base", "kind", "gloss")),
        ("adjectives.tsv", ("stem", "agrees", "family", "gloss")),
        ("adverbs.tsv", ("word", "gloss")),
        ("places.tsv", ("name", "kind", "gloss")),
    ]
    for table, columns in tables:
        for cells in table_rows(table, columns):
            # The comma of an institution is one of its name.
            whole = table == "places.tsv" and cells[1] == "institution"
            first, *rest = [cells[-1]] if whole else cells[-1].split(", ")
            lines.append(f"{first}\t{cells[0]}\t1")
            lines += [f"{other}\t{cells[0]}\t2" for other in rest]
    return _LEADING.sub("\n", "\n".join(lines).lower() + "\n")


def english_meanings() -> Iterator[tuple[tuple[str, ...], tuple[str, ...], int]]:
    """Yield every English term in the singular, its Swahili alternatives, and its tier.

    Of several tiers of one term, only the lowest counts.
    """
    for line in filter(None, _lines().split("\n")):
        english, swahili, tier = line.split("\t")
        words = tuple(_singular(word) for word in _WORDS.findall(english))
        if words and len(words) <= _MAX_TERM_WORDS and words[0] not in JOINTS:
            yield words, tuple(swahili.split("|")), int(tier)


@lru_cache(maxsize=1024)
def _beginning(word: str) -> tuple[_Gloss, ...]:
    """Return the meanings that begin with a word of the same first letters as *word*."""
    text = _lines()
    start = "\n" + word[: max(3, min(4, len(word) - 1))]
    meanings = []
    at = text.find(start)
    while at >= 0:
        end = text.find("\n", at + 1)
        english, swahili, tier = text[at + 1 : end].split("\t")
        meanings.append(
            _Gloss(tuple(_WORDS.findall(english)), tuple(swahili.split("|")), int(tier))
        )
        at = text.find(start, end)
    return tuple(meanings)
