"""A small index over a few texts: its words in a real Whoosh index, read as documents are.

Pairs of acronyms and whole headings are fields of their own; the plain engine keeps them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kb.engines.whoosh.engine import WhooshEngine
from kb.expansion import mined, postings
from kb.index.schema import FILLER, Entry, heading_lines
from kb.query.terms import QueryTerm
from kb.swahili import analyse
from tests.kb.engines.plain import PlainEngine

__all__ = ["SmallIndex", "question"]


class SmallIndex:
    """See kb.expansion.vocabulary.Index; counts how often it was asked."""

    def __init__(self, folder: Path, texts: Sequence[str], headings: Sequence[str] = ()) -> None:
        folder.mkdir()
        self.words, self.pairs, self.asked = WhooshEngine.create(folder), PlainEngine(), 0
        self.words.apply((), [self._entry(n, text) for n, text in enumerate(texts)])
        whole = [(heading, "") for heading in headings] + [("", text) for text in texts]
        self.pairs.apply((), [self._paired(n, *both) for n, both in enumerate(whole)])

    def terms(self, field: str, prefix: str = "", limit: int = 100) -> list[tuple[str, int]]:
        """See kb.expansion.vocabulary.Index."""
        self.asked += 1
        engine = self.words if field in ("term", "surface") else self.pairs
        return engine.terms(field, prefix, limit)

    def terms_by_prefix(
        self, field: str, prefixes: Sequence[str], limit: int = 100
    ) -> list[list[tuple[str, int]]]:
        """See kb.expansion.vocabulary.Index."""
        self.asked += 1
        engine = self.words if field in ("term", "surface") else self.pairs
        return engine.terms_by_prefix(field, prefixes, limit)

    def frequencies(self, field: str, terms: Sequence[str]) -> list[int]:
        """See kb.expansion.vocabulary.Index."""
        self.asked += 1
        return self.words.frequencies(field, terms)

    def _entry(self, number: int, text: str) -> Entry:
        tokens = analyse(text)
        fields = {
            "term": tuple((FILLER,) if token.function else token.terms for token in tokens),
            "surface": tuple((token.normal,) for token in tokens),
        }
        return _made(number, fields)

    def _paired(self, number: int, heading: str, text: str) -> Entry:
        pairs = postings(mined(text, analyse(text)))
        return _made(number, {"acronym": (pairs,), "line": (heading_lines(heading),)})


def _made(number: int, fields: dict[str, tuple[tuple[str, ...], ...]]) -> Entry:
    return Entry(f"d{number}#a.1", f"d{number}", 0, fields, {}, None, b"")


def question(line: str) -> list[QueryTerm]:
    """Return the content words of a line, as a question has them."""
    return [
        QueryTerm(
            label=token.surface,
            terms=frozenset(token.terms),
            related=frozenset(token.related),
            surface=token.normal,
        )
        for token in analyse(line)
        if not token.function
    ]
