"""Other words for the same thing: *pasipoti* for *hati ya kusafiria*, *England* for *Uingereza*.

Tables that people maintain, not the lexicon's glosses. Words with the same gloss are
synonyms only in some senses; to expand all of them lowered the scores. Each row says how
sure it is, and weighs as much. A corpus may have a table of its own
(kb.indexing.corpus_synonyms): what an agency says of its own words weighs more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from kb.expansion.records import Proposal, Wording, read_wording
from kb.query.terms import QueryTerm
from kb.swahili.data import FOLDER, table_rows

__all__ = ["OWN_WEIGHT", "listed_synonyms", "synonyms"]

_TABLES = ("synonyms.tsv", "name_spellings.tsv")
_COLUMNS = ("forms", "terms", "sure", "note")
_FUNCTION_WORD = "_"  # in the column terms: leseni _ biashara, of leseni ya biashara
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
    """Return the groups in which a form starts with *word*, each once."""
    groups = (group for term in sorted(word.terms) for group in _groups_of(term))
    return list(dict.fromkeys(groups))


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


@lru_cache(maxsize=4096)
def _groups_of(term: str) -> tuple[_Group, ...]:
    """Return the listed groups in which a form starts with a term, in the order of the tables.

    The tables are searched as text: to take all rows apart would be felt in a cold search.
    """
    text = _text()
    lines = set()
    for start in (f"\t{term}", f"|{term}"):
        at = text.find(start)
        while at >= 0:
            end = text.index("\n", at)
            lines.add((text.rindex("\n", 0, at) + 1, end))
            at = text.find(start, end)
    rows = (text[begin:end].split("\t") for begin, end in sorted(lines))
    groups = (_group(forms, terms, sure) for forms, terms, sure, _ in rows)
    return tuple(g for g in groups if any(name.sequence[0] == term for name in g.names))


@cache
def _text() -> str:
    """Return the rows of the tables, a line each; no comments, no names of columns."""
    texts = [(FOLDER / table).read_text(encoding="utf-8") for table in _TABLES]
    header = "\t".join(_COLUMNS)
    rows = (text.partition(f"\n{header}\n")[2].split("\n") for text in texts)
    return "\n".join(("", *(row for of in rows for row in of if row and row[0] != "#"), ""))


def _group(forms: str, terms: str, sure: str) -> _Group:
    names = map(_wording, forms.split("|"), terms.split("|"))
    return _Group(tuple(names), _LISTED_WEIGHT * float(sure))


def _wording(form: str, terms: str) -> Wording:
    """Return a form as ``read_wording`` does, from the terms that the table has.

    >>> _wording("leseni ya biashara", "leseni _ biashara")
    Wording(text='leseni ya biashara', sequence=('leseni', 'biashara'), gaps=(2,))
    """
    steps = terms.split(" ")
    places = [i for i, step in enumerate(steps) if step != _FUNCTION_WORD]
    gaps = tuple(after - before for before, after in pairwise(places))
    return Wording(form, tuple(steps[i] for i in places), gaps)


def listed_synonyms() -> Iterator[tuple[tuple[Wording, ...], float]]:
    """Yield the names of each row that mean the same, and the weight of one for another."""
    for table in _TABLES:
        for forms, terms, sure, _ in table_rows(table, _COLUMNS):
            yield _group(forms, terms, sure)
