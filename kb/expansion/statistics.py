"""Term statistics, remembered for one request.

Expansion, spelling and ranking all need document frequencies. They read them here.
So the engine looks up each (field, term) once, and many terms in one call. A request
makes its own TermStatistics and drops it at its end, because a newer generation has
other frequencies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kb.expansion.vocabulary import Index

__all__ = ["TermStatistics"]


class TermStatistics:
    """The term statistics that one request has looked up; itself an Index.

    Args:
        index: an engine, or another Index.
        check: called before the index is asked; it raises where there is no time left.
    """

    def __init__(self, index: Index, check: Callable[[], None] | None = None) -> None:
        self._index = index
        self._check = check or (lambda: None)
        self._frequencies: dict[str, dict[str, int]] = {}  # by field, then term
        self._terms: dict[tuple[str, str], tuple[int, list[tuple[str, int]]]] = {}
        self._corrections: dict[str, str | None] = {}

    def frequencies(self, field: str, terms: Iterable[str]) -> list[int]:
        """Return for each of *terms* how many entries contain it; see Index."""
        terms = list(terms)
        known = self._frequencies.setdefault(field, {})
        unknown = sorted({term for term in terms if term not in known})
        if unknown:
            self._check()
            known.update(zip(unknown, self._index.frequencies(field, unknown), strict=True))
        return [known[term] for term in terms]

    def frequency(self, field: str, term: str) -> int:
        """Return how many entries contain one term."""
        return self.frequencies(field, (term,))[0]

    def terms(self, field: str, prefix: str = "", limit: int = 100) -> list[tuple[str, int]]:
        """Return the commonest terms that start with *prefix*; see Index."""
        return self.terms_by_prefix(field, (prefix,), limit)[0]

    def terms_by_prefix(
        self, field: str, prefixes: Sequence[str], limit: int = 100
    ) -> list[list[tuple[str, int]]]:
        """Return for each of *prefixes* the commonest terms that start with it; see Index."""
        unknown = sorted({prefix for prefix in prefixes if not self._knows(field, prefix, limit)})
        if unknown:
            self._check()
            lists = self._index.terms_by_prefix(field, unknown, limit)
            for prefix, terms in zip(unknown, lists, strict=True):
                self._terms[field, prefix] = limit, terms
        return [self._terms[field, prefix][1][:limit] for prefix in prefixes]

    def _knows(self, field: str, prefix: str, limit: int) -> bool:
        known, terms = self._terms.get((field, prefix), (0, ()))
        return known >= limit or len(terms) < known

    def correction(self, word: str) -> str | None:
        """Return what a word was probably meant to be; see kb.expansion.spelling.correct.

        Each word is corrected once in a request.
        """
        if word not in self._corrections:
            self._check()
            from kb.expansion.spelling import correct  # most questions need none

            self._corrections[word] = correct(word, self)
        return self._corrections[word]
