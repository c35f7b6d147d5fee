"""Other words for the same thing: *pasipoti* for *hati ya kusafiria*, *England* for *Uingereza*.

Tables that people maintain, not the lexicon's glosses. Words with the same gloss are
synonyms only in some senses; to expand all of them lowered the scores. Each row says how
sure it is, and weighs as much. A corpus may have a table of its own
(kb.indexing.corpus_synonyms): what an agency says of its own words weighs more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from kb.expansion.records import Proposal, Wording, read_wording
from kb.query.terms import QueryTerm
from kb.swahili.data import table_rows

__all__ = ["OWN_WEIGHT", "listed_synonyms", "synonyms"]

_TABLES = ("synonyms.tsv", "name_spellings.tsv")
_COLUMNS = ("forms", "first", "sure", "note")
_LISTED_WEIGHT = 0.7
"""Weight of another name that is surely the same; one that is less sure weighs less."""
OWN_WEIGHT = 0.8
"""Weight of a name of the corpus's own table."""

_Groups = tuple[tuple[str, ...], ...]


class _Group(NamedTuple):
    """Names that mean the same."""

    names: tuple[Wording, ...]
    weight: float  # of one of them for another


_GroupsOf = Callable[[QueryTerm], Sequence[_Group]]


def synonyms(words: Sequence[QueryTerm], own: _Groups = ()) -> Iterator[Proposal]:
    """Yield the other names of each listed name, and of those that are a part of a longer one.

    *Kuvutiwa maji* is also *kuunganishiwa maji*, and *kuvutiwa* alone *maunganisho*: a longer
    name whose others the documents do not have would hide what its words mean.

    Args:
        words: the content words of a question, in the order typed.
        own: groups of names that mean the same in the corpus.
    """
    if own:
        yield from _proposals(words, _own_groups(own))
    yield from _proposals(words, _listed_groups)


def _proposals(words: Sequence[QueryTerm], groups_of: _GroupsOf) -> Iterator[Proposal]:
    typed = frozenset(term for word in words for term in word.terms)
    for i, word in enumerate(words):
        for group in groups_of(word):
            for name in group.names:
                if not _is_at(name, words, i):
                    continue
                last = i + len(name.sequence) - 1
                for other in group.names:
                    # Who types both, *takwimu za data*, asks for both.
                    if other.sequence != name.sequence and not typed.issuperset(other.sequence):
                        yield Proposal(i, last, other, group.weight, "synonym")


def _is_at(name: Wording, words: Sequence[QueryTerm], i: int) -> bool:
    """Tell whether a listed name starts at word *i*."""
    return len(name.sequence) <= len(words) - i and all(
        term in word.terms for term, word in zip(name.sequence, words[i:], strict=False)
    )


def _listed_groups(word: QueryTerm) -> Sequence[_Group]:
    """Return the groups in which a form starts with *word*.

    Only these rows are analysed: the whole tables would take longer than a cold search.
    """
    rows = (row for term in sorted(word.terms) for row in _rows().get(term, ()))
    return [_read(forms, weight) for forms, weight in dict.fromkeys(rows)]


@lru_cache(maxsize=8)  # the generations that are open
def _own_groups(own: _Groups) -> _GroupsOf:
    """Return what gives the groups of a corpus that have a form which starts with a word."""
    by_term: dict[str, list[_Group]] = {}
    for names in own:
        group = _Group(tuple(map(read_wording, names)), OWN_WEIGHT)
        for term in dict.fromkeys(form.sequence[0] for form in group.names):
            by_term.setdefault(term, []).append(group)

    def groups_of(word: QueryTerm) -> Sequence[_Group]:
        return [group for term in sorted(word.terms) for group in by_term.get(term, ())]

    return groups_of


@cache
def _rows() -> Mapping[str, Sequence[tuple[str, float]]]:
    """Return the forms and the weight of each row, by the first terms of its forms."""
    by_term: dict[str, list[tuple[str, float]]] = {}
    for forms, first, weight in listed_synonyms():
        for term in dict.fromkeys(first.split("|")):
            by_term.setdefault(term, []).append((forms, weight))
    return by_term


def listed_synonyms() -> Iterator[tuple[str, str, float]]:
    """Yield the forms of each row, their first terms, both joined by bars, and its weight."""
    for table in _TABLES:
        for forms, first, sure, _ in table_rows(table, _COLUMNS):
            yield forms, first, _LISTED_WEIGHT * float(sure)


@cache
def _read(forms: str, weight: float) -> _Group:
    return _Group(tuple(map(read_wording, forms.split("|"))), weight)
