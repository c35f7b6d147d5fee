"""Turn a read question into what it wants, as terms, and what the engine is asked.

Words are all wanted and none is required. Function words and question words
leave the question, not the index: *na* alone is asked for by its form, and a
phrase counts the places where function words stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from kb.analysis import Analyser
from kb.engines.base import AnyOf, Clause, Either, InOrder, Need, TermPrefix
from kb.query import Item, Or, Phrase, Query, Term, Word
from kb.query import Prefix as Beginning
from kb.query.terms import QueryTerm
from kb.ranking.scorer import Asks
from kb.search.expected_answer import expected
from kb.search.question_words import about, is_question
from kb.swahili import Token

__all__ = ["Asked", "Instead", "ask"]

Ask = AnyOf | InOrder | TermPrefix


class Instead(NamedTuple):
    """Words that some of the question also mean, and what each is worth beside one typed."""

    first: int  # of the ranked words it stands for
    last: int
    words: tuple[QueryTerm, ...]
    weight: float
    may_part: bool = False  # where they stand nowhere together, one of them is better than nothing


@dataclass(slots=True)
class Asked:
    """A question, ready for the engine."""

    wanted: list[QueryTerm] = field(default_factory=list)  # what is marked
    # What is ranked: content words and prefixes in the order typed, alternatives together.
    wants: list[tuple[QueryTerm, ...]] = field(default_factory=list)
    optional: list[Ask | Either] = field(default_factory=list)  # all wanted, none required
    required: list[Clause] = field(default_factory=list)  # must and not
    also: list[Clause] = field(default_factory=list)  # what the words mean besides, none required
    instead: list[Instead] = field(default_factory=list)  # the words of that, for the ranking
    slips: set[str] = field(default_factory=set)  # labels of words that another was found for
    asks: Asks = "topic"  # a topic, or what the question words ask for
    by_form: bool = False  # nothing but function words: they are asked for by their form
    _typed: list[QueryTerm] = field(default_factory=list)

    @property
    def words(self) -> list[QueryTerm]:
        """The words that are ranked, in the order typed."""
        return list(self._typed)

    def rank(self, want: tuple[QueryTerm, ...]) -> None:
        """Add a word that is ranked, or alternatives of which one is enough."""
        self.wants.append(want)
        self._typed.extend(want)

    def leave_out(self, surfaces: AbstractSet[str]) -> None:
        """Take plain words out of the question, unless it has no others."""
        kept = [i for i, word in enumerate(self._typed) if word.surface not in surfaces]
        if not kept:
            return
        gone = [word.terms for word in self._typed if word.surface in surfaces]
        place = {i: at for at, i in enumerate(kept)}
        self.instead = [
            one._replace(first=min(inside), last=max(inside))
            for one in self.instead
            if (inside := [place[i] for i in range(one.first, one.last + 1) if i in place])
        ]
        self._typed = [self._typed[i] for i in kept]
        self.wants = [want for want in self.wants if want[0].surface not in surfaces]
        self.optional = [
            ask
            for ask in self.optional
            if not (isinstance(ask, AnyOf) and frozenset(ask.terms) in gone)
        ]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked that could match."""
        return not self.optional and not any(c.need == "must" for c in self.required)

    def clauses(self, *, every: bool) -> list[Clause]:
        """Return the clauses: passages with *every* word, or with any."""
        need: Need = "must" if every else "should"
        found = [*self.required, *(Clause(ask, need) for ask in self.optional)]
        return found if every else [*found, *self.also]

    def parted(self) -> list[Clause]:
        """Return clauses for single words of what was meant, for when they stand nowhere together."""
        words = [word for one in self.instead if one.may_part for word in one.words]
        return [Clause(AnyOf("term", tuple(sorted(word.terms)))) for word in words]

    def weaker(self) -> list[Clause]:
        """Return clauses that match the words' families, for when the words are too rare."""
        families = [
            tuple(sorted(word.related))
            for word in self.words
            if word.related and word.field is None
        ]
        return [
            Clause(Either((AnyOf("term", family), AnyOf("family", family)))) for family in families
        ]


def ask(query: Query, analyser: Analyser) -> Asked:
    """Return what *query* asks for.

    >>> from kb.analysis import SwahiliAnalyser
    >>> from kb.query import parse
    >>> [w.label for w in ask(parse("majukumu ya wakurugenzi"), SwahiliAnalyser()).words]
    ['majukumu', 'wakurugenzi']
    """
    asked = Asked(by_form=not any(_has_content(item, analyser) for item in query.items))
    reading = _Reading(asked, analyser)
    for items in _runs(query.items):
        reading.read_together(items)
        for item in items:
            reading.add(item)
    asked.asks = _asks(asked.wanted)
    return asked


def _asks(wanted: Sequence[QueryTerm]) -> Asks:
    """Return what kind of answer a question asks for."""
    if not is_question(wanted):
        return "topic"
    match expected(wanted):
        case "date" | "number" | "definition" as kind:
            return kind
        case _:
            return "fact"


def _runs(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Part the items into runs of plain neighbouring words; 17 Desemba 2010 is one date."""
    run: list[Item] = []
    for item in items:
        if not isinstance(item, Word) or item.field is not None or item.need != "want":
            yield from ([run, [item]] if run else [[item]])
            run = []
        else:
            run.append(item)
    if run:
        yield run


def _has_content(item: Item, analyser: Analyser) -> bool:
    """Tell whether an item asks for more than function words."""
    if item.need == "not":
        return False
    for option in _options(item):
        if isinstance(option, Beginning) or option.field:
            return True
        text = option.text if isinstance(option, Word) else " ".join(option.words)
        if any(not token.function for token in analyser.tokens(text)):
            return True
    return False


def _options(item: Item) -> tuple[Term, ...]:
    return item.options if isinstance(item, Or) else (item,)


class _Reading:
    """Adds the items of a query to what is asked."""

    def __init__(self, asked: Asked, analyser: Analyser) -> None:
        self._asked, self._analyser = asked, analyser
        self._words: list[QueryTerm] = []  # of the item that is being added
        self._read: dict[int, list[Token]] = {}  # of words read together, by the item's identity

    def read_together(self, items: Sequence[Item]) -> None:
        """Read neighbouring words as one text, so that dates and numbers are seen."""
        self._read = {}
        words = [item for item in items if isinstance(item, Word)]
        text = " ".join(word.text for word in words)
        tokens = iter(about(self._analyser.tokens(text), text))
        token = next(tokens, None)
        end = -1
        for word in words:
            end += len(word.text) + 1
            mine = self._read.setdefault(id(word), [])
            while token is not None and token.start < end:
                mine.append(token)
                token = next(tokens, None)

    def add(self, item: Item) -> None:
        """Add one item: its clauses, what to mark, what to rank."""
        self._words = []
        asks = [one for option in _options(item) for one in self._asks(option)]
        if isinstance(item, Or):
            either = [Either(tuple(asks))] if asks else []
            self._demand(either, required=item.need == "must")
            if self._words:
                self._asked.rank(tuple(self._words))
            return
        for word in self._words:
            self._asked.rank((word,))
        if item.need == "not":
            together = self._together(item, asks)
            self._asked.required.extend(Clause(one, "not") for one in together)
        else:
            self._demand(asks, required=item.need == "must" or isinstance(item, Phrase))

    def _demand(self, asks: Sequence[Ask | Either], *, required: bool) -> None:
        if required:
            self._asked.required.extend(Clause(one, "must") for one in asks)
        else:
            self._asked.optional.extend(asks)

    def _asks(self, item: Term) -> list[Ask]:
        """Return what the engine is asked for a term; keep what to mark and to rank."""
        if isinstance(item, Phrase):
            return self._phrase(item)
        if isinstance(item, Beginning):
            return self._beginning(item)
        tokens = self._read.get(id(item)) or self._analyser.tokens(item.text)
        return [one for token in tokens for one in self._word(token, item)]

    def _together(self, item: Term, asks: list[Ask]) -> list[Ask]:
        """Exclude a word of several tokens (e-serikali) where they stand together only."""
        if isinstance(item, Word) and len(asks) > 1:
            return _in_order(self._analyser.tokens(item.text), exact=False, field=item.field)
        return asks

    def _beginning(self, item: Beginning) -> list[Ask]:
        read = self._analyser.tokens(item.text)
        prefix = read[0].normal if read else item.text.lower()
        wanted = QueryTerm(item.text + "*", prefix=prefix, field=item.field, need=item.need)
        self._want(wanted)
        self._rank(wanted)
        return [TermPrefix(item.field or "surface", prefix)]

    def _word(self, token: Token, item: Word) -> list[Ask]:
        wanted = self._wanted(token, item)
        self._want(wanted)
        if not token.function or (self._asked.by_form and item.field is None):
            self._rank(wanted)
        if item.field is not None:
            return [AnyOf(item.field, tuple(sorted({*token.terms, token.normal})))]
        if not token.function:
            return [AnyOf("term", token.terms)]
        meant = item.need != "want" or self._asked.by_form
        return [AnyOf("surface", (token.normal,))] if meant else []

    def _phrase(self, item: Phrase) -> list[Ask]:
        tokens = self._analyser.tokens(" ".join(item.words))
        if not tokens:
            return []
        sequence = tuple(self._wanted(token, item) for token in tokens)
        self._want(
            QueryTerm(
                " ".join(item.words),
                function=all(token.function for token in tokens),
                exact=item.exact,
                field=item.field,
                need=item.need,
                sequence=sequence,
            )
        )
        for word in sequence:
            if not word.function or self._asked.by_form:
                self._rank(word)
        return _in_order(tokens, exact=item.exact, field=item.field)

    def _wanted(self, token: Token, item: Word | Phrase) -> QueryTerm:
        related = () if token.function else (*token.related, *token.terms)
        return QueryTerm(
            label=token.surface,
            terms=frozenset(token.terms),
            related=frozenset(related),
            surface=token.normal,
            function=token.function,
            exact=token.function and self._asked.by_form,
            field=item.field,
            need=item.need,
        )

    def _want(self, wanted: QueryTerm) -> None:
        if wanted.need != "not":
            self._asked.wanted.append(wanted)

    def _rank(self, wanted: QueryTerm) -> None:
        if wanted.need != "not":
            self._words.append(wanted)


def _in_order(tokens: Sequence[Token], *, exact: bool, field: str | None) -> list[Ask]:
    """Ask for words one after the other: these forms, or the terms of the content words."""
    content = [token for token in tokens if not token.function]
    if exact or not content:
        return _steps(field or "surface", (((t.normal,), t.position) for t in tokens))
    return _steps(field or "term", ((t.terms, t.position) for t in content))


def _steps(name: str, steps: Iterable[tuple[tuple[str, ...], int]]) -> list[Ask]:
    terms, places = zip(*steps, strict=True)
    if len(terms) == 1:
        return [AnyOf(name, terms[0])]
    return [InOrder(name, terms, tuple(after - before for before, after in pairwise(places)))]
