"""Other words for the same thing in public life: *dhima* for *dhamira*, *tunu* for *misingi mikuu*.

A small table that people maintain, not the lexicon's glosses. Words with the same gloss
are synonyms only in some senses; to expand all of them lowered the scores. A corpus may
have a table of its own (kb.indexing.corpus_synonyms): what an agency says of its own words
weighs more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache

from kb.expansion.records import Proposal, Wording, read_wording
from kb.query.terms import QueryTerm
from kb.swahili.data import table_rows

__all__ = ["synonyms"]

WEIGHT = 0.5
OWN_WEIGHT = 0.8
"""Weight of a name of the corpus's own table."""

_Groups = tuple[tuple[str, ...], ...]
_GroupsOf = Callable[[QueryTerm], Iterator[tuple[Wording, ...]]]


def synonyms(words: Sequence[QueryTerm], own: _Groups = ()) -> Iterator[Proposal]:
    """Yield the other names of each listed name; at each word the longest name counts.

    Args:
        words: the content words of a question, in the order typed.
        own: groups of names that mean the same in the corpus.
    """
    if own:
        yield from _proposals(words, _own_groups(own), OWN_WEIGHT)
    yield from _proposals(words, _listed_groups, WEIGHT)


def _proposals(
    words: Sequence[QueryTerm], groups_of: _GroupsOf, weight: float
) -> Iterator[Proposal]:
    i = 0
    while i < len(words):
        name = _name_at(words, i, groups_of)
        if name is None:
            i += 1
            continue
        last = i + len(name.sequence) - 1
        for group in groups_of(words[i]):
            if name in group:
                for other in group:
                    if other != name:
                        yield Proposal(i, last, other, weight, "synonym")
        i = last + 1


def _name_at(words: Sequence[QueryTerm], i: int, groups_of: _GroupsOf) -> Wording | None:
    """Return the longest listed name that starts at word *i*; None where there is none."""
    candidates = [
        wording
        for group in groups_of(words[i])
        for wording in group
        if len(wording.sequence) <= len(words) - i
        and all(term in word.terms for term, word in zip(wording.sequence, words[i:], strict=False))
    ]
    return max(candidates, key=lambda wording: len(wording.sequence), default=None)


def _listed_groups(word: QueryTerm) -> Iterator[tuple[Wording, ...]]:
    """Yield the groups in which a form starts with *word*.

    Only these rows are analysed: the whole table would take a tenth of a cold search.
    """
    for forms, first_terms in _rows():
        if not word.terms.isdisjoint(first_terms):
            yield _read(forms)


@lru_cache(maxsize=8)  # the generations that are open
def _own_groups(own: _Groups) -> _GroupsOf:
    """Return what gives the groups of a corpus that have a form which starts with a word."""
    by_term: dict[str, list[tuple[Wording, ...]]] = {}
    for names in own:
        group = tuple(map(read_wording, names))
        for term in dict.fromkeys(form.sequence[0] for form in group):
            by_term.setdefault(term, []).append(group)

    def groups_of(word: QueryTerm) -> Iterator[tuple[Wording, ...]]:
        for term in sorted(word.terms):
            yield from by_term.get(term, ())

    return groups_of


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the forms of each row, and their first terms."""
    rows = table_rows("synonyms.tsv", ("forms", "first", "note"))
    return tuple((forms, tuple(first.split("|"))) for forms, first, _ in rows)


@cache
def _read(forms: str) -> tuple[Wording, ...]:
    return tuple(map(read_wording, forms.split("|")))
