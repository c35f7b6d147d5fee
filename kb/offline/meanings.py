"""What words of a question also mean in this collection, as a table: English, acronyms, synonyms.

On a server kb.expansion proposes other words for a question and asks the index which of them
occur. Here both are done before: only what occurs is in the table.

    row    "core value|e|O|misingi mikuu|msingi kuu"
           the words; how they are compared; weight; what is searched, as shown, and its terms

Words are compared by their forms (``s``), as English words without their plural (``e``), or by
their terms: names of acronyms (``t``) and synonyms (``y``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kb.engines.base import Engine
from kb.expansion.acronyms import LISTED_WEIGHT, MINED_WEIGHT
from kb.expansion.glosses import SEVERAL_WEIGHT, SINGLE_WEIGHT, english_meanings
from kb.expansion.records import Wording, read_wording
from kb.expansion.synonyms import OWN_WEIGHT, listed_synonyms
from kb.expansion.vocabulary import ACRONYMS
from kb.offline.shards import ShardRow
from kb.swahili.data import table_rows

__all__ = ["meaning_rows", "words_by_term"]

_MAX_PAIRS = 20_000  # of acronyms and names
_MAX_OF_ONE = 3
"""Meanings of the same words; kb.expansion takes no more."""
_SEPARATORS = frozenset("|\n")
_BY_TERM = frozenset("ty")


class _Meaning(NamedTuple):
    """One meaning of some words."""

    compared: str  # s, e, t or y
    words: tuple[str, ...]
    wording: Wording
    weight: float
    tier: int = 0


def meaning_rows(
    engine: Engine,
    frequencies: Mapping[str, int],
    own: Iterable[tuple[str, ...]] = (),
) -> list[ShardRow]:
    """Return the rows of all words that mean something in the collection, sorted.

    Args:
        engine: of the index; its field ``acronym`` has the names that documents give.
        frequencies: how often each term of the collection occurs.
        own: groups of names that mean the same in the collection.
    """
    groups: dict[tuple[str, tuple[str, ...]], list[_Meaning]] = defaultdict(list)
    for meaning in (*_acronyms(engine), *_synonyms(own), *_english()):
        if meaning.words and _commonest(meaning, frequencies) and not _says_the_same(meaning):
            groups[meaning.compared, meaning.words].append(meaning)
    rows = [_row(meaning) for group in groups.values() for meaning in _best(group, frequencies)]
    return sorted(row for row in rows if row is not None)


def words_by_term(rows: Iterable[ShardRow]) -> frozenset[str]:
    """Return the words of some rows that are compared by their terms.

    >>> sorted(words_by_term([ShardRow("", "hati safari|y|0.7|pasi|pasi"), ShardRow("", "law|e|1|a|b")]))
    ['hati', 'safari']
    """
    cells = (row.text.split("|") for row in rows)
    return frozenset(
        word for words, compared, *_ in cells if compared in _BY_TERM for word in words.split()
    )


def _commonest(meaning: _Meaning, frequencies: Mapping[str, int]) -> int:
    """Return how often the rarest of its terms occurs; 0: one does not."""
    return min((frequencies.get(term, 0) for term in meaning.wording.sequence), default=0)


def _says_the_same(meaning: _Meaning) -> bool:
    return meaning.compared != "e" and meaning.wording.sequence == meaning.words


def _best(group: list[_Meaning], frequencies: Mapping[str, int]) -> list[_Meaning]:
    """Return the best few of the same words: of the lowest tier, the surest, then the most frequent."""
    tier = min(meaning.tier for meaning in group)
    ranked = sorted(
        (meaning for meaning in group if meaning.tier == tier),
        key=lambda meaning: (-meaning.weight, -_commonest(meaning, frequencies)),
    )
    best: dict[tuple[str, ...], _Meaning] = {}
    for meaning in ranked:  # the sort is stable: of equal ones, what the documents say is first
        best.setdefault(meaning.wording.sequence, meaning)
    return list(best.values())[:_MAX_OF_ONE]


def _row(meaning: _Meaning) -> ShardRow | None:
    words, wording = " ".join(meaning.words), meaning.wording
    cells = (
        words,
        meaning.compared,
        f"{meaning.weight:g}",
        wording.text,
        " ".join(wording.sequence),
    )
    if any(not _SEPARATORS.isdisjoint(cell) for cell in cells):
        return None
    return ShardRow(words, "|".join(cells))


def _english() -> Iterator[_Meaning]:
    for words, swahili, tier in english_meanings():
        weight = SEVERAL_WEIGHT if len(words) > 1 else SINGLE_WEIGHT
        for alternative in swahili:
            yield _Meaning("e", words, read_wording(alternative), weight, tier)


def _acronyms(engine: Engine) -> Iterator[_Meaning]:
    """Yield the names of each acronym, and the acronym of each name; those of documents first."""
    for pair, _ in engine.terms(ACRONYMS, "", _MAX_PAIRS):
        # As kb.expansion.mining.postings makes them: "tehama=teknolojia ya …", and by terms.
        one, _, other = pair.partition("=")
        if " " in one:
            yield _Meaning("t", tuple(one.split()), Wording(other, (other,), ()), MINED_WEIGHT)
        else:
            yield _Meaning("s", (one,), read_wording(other), MINED_WEIGHT)
    for short, name, _ in table_rows("acronyms.tsv", ("acronym", "expansion", "gloss")):
        acronym, wording = short.lower(), read_wording(name.lower())
        yield _Meaning("s", (acronym,), wording, LISTED_WEIGHT)
        if len(wording.sequence) > 1:
            yield _Meaning("t", wording.sequence, Wording(short, (acronym,), ()), MINED_WEIGHT)


def _synonyms(own: Iterable[tuple[str, ...]]) -> Iterator[_Meaning]:
    for group in own:
        yield from _of_group([read_wording(name) for name in group], OWN_WEIGHT)
    for names, weight in listed_synonyms():
        yield from _of_group(names, weight)


def _of_group(names: Sequence[Wording], weight: float) -> Iterator[_Meaning]:
    """Yield each name of a group as the meaning of each other."""
    for one in names:
        for other in names:
            if one != other:
                yield _Meaning("y", one.sequence, other, weight)
