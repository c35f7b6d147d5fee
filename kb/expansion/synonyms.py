"""Other words for the same thing in public life: *dhima* for *dhamira*, *tunu* for *misingi mikuu*.

A small table that people keep, not the lexicon's glosses: words with one gloss are
often one only in some senses, and to join all of them cost more than it found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from kb.expansion.records import Proposal, Wording, read_wording
from kb.query.terms import QueryTerm
from kb.swahili.data import table_rows

__all__ = ["synonyms"]

WEIGHT = 0.5


def synonyms(words: Sequence[QueryTerm]) -> Iterator[Proposal]:
    """Yield the other names of what is named, the longest name first.

    Args:
        words: the content words of a question, in the order typed.
    """
    i = 0
    while i < len(words):
        named = _named(words, i)
        if named is None:
            i += 1
            continue
        last = i + len(named.sequence) - 1
        for group in _groups_of(words[i]):
            if named in group:
                for other in group:
                    if other != named:
                        yield Proposal(i, last, other, WEIGHT, "synonym")
        i = last + 1


def _named(words: Sequence[QueryTerm], i: int) -> Wording | None:
    """Return the longest listed name that stands at word *i*."""
    found = [
        wording
        for group in _groups_of(words[i])
        for wording in group
        if len(wording.sequence) <= len(words) - i
        and all(term in word.terms for term, word in zip(wording.sequence, words[i:], strict=False))
    ]
    return max(found, key=lambda wording: len(wording.sequence), default=None)


def _groups_of(word: QueryTerm) -> Iterator[tuple[Wording, ...]]:
    """Yield the groups in which a form starts with *word*.

    To analyse the forms of the whole table would be a tenth of a cold search.
    """
    for forms, first_terms in _rows():
        if not word.terms.isdisjoint(first_terms):
            yield _read(forms)


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the forms of each row, and their first terms."""
    rows = table_rows("synonyms.tsv", ("forms", "first", "note"))
    return tuple((forms, tuple(first.split("|"))) for forms, first, _ in rows)


@cache
def _read(forms: str) -> tuple[Wording, ...]:
    return tuple(map(read_wording, forms.split("|")))
