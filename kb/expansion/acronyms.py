"""Acronyms of a question to names, names to acronyms: from documents and from the lexicon.

The pairs that documents give ("… (TEHAMA)") are in the index's field ``acronym``.
The well-known ones are in acronyms.tsv. Its rows are used where a word of the question
is one of its acronyms or begins one of its names, and weigh less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from kb.expansion.records import Proposal, Wording, name_and_acronyms, read_wording
from kb.expansion.statistics import TermStatistics
from kb.expansion.vocabulary import ACRONYMS
from kb.query.terms import QueryTerm
from kb.swahili.data import table_rows
from kb.swahili.lexicon import lexicon

__all__ = ["acronyms"]

MINED_WEIGHT = 0.8
LISTED_WEIGHT = 0.6
"""What the documents themselves call a body is surer than what the table says."""

_MAX_NAMES = 5  # of one acronym, as documents write them
_MAX_PAIRS = 500  # of one acronym, or of names that begin with one word
_MAX_ACRONYM = 12


def acronyms(words: Sequence[QueryTerm], index: TermStatistics) -> Iterator[Proposal]:
    """Yield the names of acronyms, and the acronyms and other names of names.

    Args:
        words: the content words of a question, in the order typed.
        index: its field ``acronym`` contains the terms of ``mining.postings``.
    """
    exact = [f"{word.surface}=" for word in words if len(word.surface) <= _MAX_ACRONYM]
    beginnings = [f"{term} " for word in words for term in sorted(word.terms)]
    index.terms_by_prefix(ACRONYMS, exact + beginnings, _MAX_PAIRS)  # one call; remembered
    for i, word in enumerate(words):
        if len(word.surface) <= _MAX_ACRONYM:
            for name, weight in _names(word.surface, index):
                yield Proposal(i, i, name, weight, "acronym")
    i = 0
    while i < len(words):
        last, shorts = _shorts(words, i, index)
        for short in shorts:
            shown = lexicon().acronyms.get(short, short.upper())
            yield Proposal(i, last, Wording(shown, (short,), ()), MINED_WEIGHT, "acronym")
            for name, weight in _names(short, index):
                yield Proposal(i, last, name, weight, "acronym")
        i = last + 1 if shorts else i + 1


def _names(short: str, index: TermStatistics) -> list[tuple[Wording, float]]:
    """Return the names of an acronym, each with its weight; those of the documents first."""
    pairs = index.terms(ACRONYMS, f"{short}=", _MAX_PAIRS)[:_MAX_NAMES]
    names = [pair.partition("=")[2] for pair, _ in pairs]
    weights = dict.fromkeys(names, MINED_WEIGHT)
    if short in lexicon().acronyms:
        for name, other in _listed():
            if other == short:
                weights.setdefault(name, LISTED_WEIGHT)
    return [(read_wording(name), weight) for name, weight in weights.items()]


def _shorts(words: Sequence[QueryTerm], i: int, index: TermStatistics) -> tuple[int, list[str]]:
    """Return the acronyms of the longest name that starts at word *i*, and its last word."""
    lengths: dict[str, int] = {}  # acronym: words of its name
    for term in sorted(words[i].terms):
        for pair, _ in index.terms(ACRONYMS, f"{term} ", _MAX_PAIRS):
            name, _, short = pair.partition("=")
            _add_short(lengths, short, name.split(" "), words[i:])
    for name_text, short in _beginning(words[i]):
        if len(words) > i + 1:
            _add_short(lengths, short, read_wording(name_text).sequence, words[i:])
    longest = max(lengths.values(), default=1)
    shorts = [short for short, length in lengths.items() if length == longest]
    return i + longest - 1, shorts if longest > 1 else []


def _add_short(
    lengths: dict[str, int], short: str, name: Sequence[str], words: Sequence[QueryTerm]
) -> None:
    """Add an acronym and the length of its name, if *words* begin with the name."""
    if 2 <= len(name) <= len(words) and all(
        term in word.terms for term, word in zip(name, words, strict=False)
    ):
        lengths[short] = max(lengths.get(short, 0), len(name))


@cache
def _listed() -> tuple[tuple[str, str], ...]:
    """Return (name, acronym) of the lexicon's table, lower case, the Swahili names first."""
    table = list(table_rows("acronyms.tsv", ("acronym", "expansion", "gloss")))
    swahili = [(name.lower(), short.lower()) for short, name, _ in table]
    english = [(name_and_acronyms(gloss)[0].lower(), short.lower()) for short, _, gloss in table]
    return tuple(dict.fromkeys([*swahili, *english]))


@cache
def _by_first_word() -> dict[str, tuple[tuple[str, str], ...]]:
    index: dict[str, list[tuple[str, str]]] = {}
    for name, short in _listed():
        index.setdefault(name.partition(" ")[0].strip(","), []).append((name, short))
    return {word: tuple(names) for word, names in index.items()}


def _beginning(word: QueryTerm) -> Iterator[tuple[str, str]]:
    """Yield the listed names that may begin with a word of a question.

    Names of bodies begin with a noun in the singular, so its form is its term.
    """
    for form in dict.fromkeys((word.surface, *sorted(word.terms))):
        yield from _by_first_word().get(form, ())
