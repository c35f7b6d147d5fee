"""Interpret a parsed line: a Query goes in, a Question comes out.

Every word is optional; none is required. Function words and question words are
removed from the question, not from the index. A question of *na* alone is searched
by its form, and a phrase counts the positions of function words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.analysis import Analyser
from kb.query import Item, Or, Phrase, PrefixWord, Query, Term, Word
from kb.query.nodes import Need
from kb.query.question import AnswerKind, Demand, Question
from kb.query.terms import QueryTerm
from kb.search.evidence_amounts import CURRENCIES
from kb.search.evidence_words import units_of
from kb.search.expected_answer import expected_answer
from kb.search.question_words import is_question, remove_question_words
from kb.swahili import Token

__all__ = ["interpret"]


def interpret(query: Query, analyser: Analyser) -> Question:
    """Return the question of *query*.

    >>> from kb.analysis import SwahiliAnalyser
    >>> from kb.query import parse
    >>> question = interpret(parse("majukumu ya wakurugenzi"), SwahiliAnalyser())
    >>> [word.label for word in question.words]
    ['majukumu', 'wakurugenzi']
    """
    by_form = not any(_has_content(item, analyser) for item in query.items)
    interpreter = _Interpreter(analyser, by_form=by_form)
    for items in _runs(query.items):
        tokens = _tokens_of_run(items, analyser)
        for item in items:
            interpreter.add(item, tokens.get(id(item), ()))
    return interpreter.question()


def _answer_kind(typed: Sequence[QueryTerm]) -> tuple[AnswerKind, frozenset[str]]:
    """Return what kind of answer a question asks for, and what a number that answers is beside."""
    if not is_question(typed):
        return "topic", frozenset()
    asked = expected_answer(typed)
    match asked.kind:
        case "date" | "definition" as kind:
            return kind, frozenset()
        case "number":
            return "number", units_of(asked.noun)
        case "amount":
            return "number", frozenset(CURRENCIES)
        case _:
            return "fact", frozenset()


def _runs(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Split the items into runs of plain neighbouring words; 17 Desemba 2010 is one date."""
    run: list[Item] = []
    for item in items:
        if not isinstance(item, Word) or item.field is not None or item.need != "want":
            yield from ([run, [item]] if run else [[item]])
            run = []
        else:
            run.append(item)
    if run:
        yield run


def _tokens_of_run(items: Sequence[Item], analyser: Analyser) -> dict[int, list[Token]]:
    """Analyse neighbouring words as one text, so that dates and numbers are recognized.

    Returns:
        The tokens of each word, by the identity of its item.
    """
    words = [item for item in items if isinstance(item, Word)]
    text = " ".join(word.text for word in words)
    tokens = iter(remove_question_words(analyser.tokens(text), text))
    token = next(tokens, None)
    tokens_by_item: dict[int, list[Token]] = {}
    end = -1
    for word in words:
        end += len(word.text) + 1
        own = tokens_by_item.setdefault(id(word), [])
        while token is not None and token.start < end:
            own.append(token)
            token = next(tokens, None)
    return tokens_by_item


def _has_content(item: Item, analyser: Analyser) -> bool:
    """Tell whether an item asks for more than function words."""
    if item.need == "not":
        return False
    for option in _options(item):
        if isinstance(option, PrefixWord) or option.field:
            return True
        text = option.text if isinstance(option, Word) else " ".join(option.words)
        if any(not token.function for token in analyser.tokens(text)):
            return True
    return False


def _is_letter(token: Token) -> bool:
    """Tell whether a word is a letter of a code: the A of *kifungu A* is none of ya, wa, za."""
    return len(token.normal) == 1 and token.normal.isalpha() and not token.function


def _options(item: Item) -> tuple[Term, ...]:
    return item.options if isinstance(item, Or) else (item,)


class _Interpreter:
    """Builds a question from the items of one query."""

    def __init__(self, analyser: Analyser, *, by_form: bool) -> None:
        self._analyser, self._by_form = analyser, by_form
        self._words: list[QueryTerm] = []
        self._groups: list[tuple[int, int]] = []
        self._demands: list[Demand] = []
        self._typed: list[QueryTerm] = []

    def question(self) -> Question:
        """Return the question of all items added so far."""
        kind, counted = _answer_kind(self._typed)
        return Question(
            words=tuple(self._words),
            groups=tuple(self._groups),
            demands=tuple(self._demands),
            typed=tuple(self._typed),
            kind=kind,
            counted=counted,
            by_form=self._by_form,
        )

    def add(self, item: Item, tokens: Sequence[Token]) -> None:
        """Add one item.

        Args:
            item: what was typed.
            tokens: of a word that was analysed with its neighbours; else empty.
        """
        match item:
            case Or(options=options, need=need):
                self._alternatives(options, need)
            case Phrase():
                phrase = self._phrase(item)
                if phrase is not None:
                    self._demand(phrase, "not" if item.need == "not" else "must")
            case PrefixWord():
                self._demand(self._prefix(item), item.need)
            case Word():
                self._word(item, tokens or self._analyser.tokens(item.text))

    def _word(self, item: Word, tokens: Sequence[Token]) -> None:
        """Demand each token of a word; a word of several is excluded where they are together."""
        if item.need == "not" and len(tokens) > 1:
            whole = self._sequence(item.text, self._analyser.tokens(item.text), item)
            self._demands.append(Demand((whole,), "not", len(self._words), len(self._words)))
            return
        for token in tokens:
            term = self._term(token, item)
            if not token.function or item.field or item.need != "want" or self._by_form:
                self._demand(term, item.need)
            else:
                self._typed.append(term)

    def _alternatives(self, options: Sequence[Term], need: Need) -> None:
        """Demand any of several options; together they are one group."""
        first = len(self._words)
        terms_of_any: list[QueryTerm] = []
        for option in options:
            for term in self._terms(option):
                self._typed.append(term)
                self._words.extend(self._ranked(term))
                if term.sequence or not term.function or term.field or self._by_form:
                    terms_of_any.append(term)
        if terms_of_any:
            self._demands.append(Demand(tuple(terms_of_any), need, first, len(self._words)))
        if len(self._words) > first:
            self._groups.append((first, len(self._words)))

    def _terms(self, option: Term) -> list[QueryTerm]:
        if isinstance(option, Word):
            return [self._term(token, option) for token in self._analyser.tokens(option.text)]
        term = self._prefix(option) if isinstance(option, PrefixWord) else self._phrase(option)
        return [] if term is None else [term]

    def _demand(self, term: QueryTerm, need: Need) -> None:
        first = len(self._words)
        if need != "not":
            self._typed.append(term)
            self._words.extend(self._ranked(term))
        end = len(self._words)
        self._groups.extend((place, place + 1) for place in range(first, end))
        self._demands.append(Demand((term,), need, first, end))

    def _ranked(self, term: QueryTerm) -> list[QueryTerm]:
        """Return the words of a term that are ranked: its content words, unless it has none."""
        words = term.sequence or (term,)
        lone = self._by_form and (term.sequence or term.field is None)
        return [word for word in words if not word.function or lone]

    def _prefix(self, item: PrefixWord) -> QueryTerm:
        tokens = self._analyser.tokens(item.text)
        prefix = tokens[0].normal if tokens else item.text.lower()
        return QueryTerm(item.text + "*", prefix=prefix, field=item.field, need=item.need)

    def _phrase(self, item: Phrase) -> QueryTerm | None:
        text = " ".join(item.words)
        tokens = self._analyser.tokens(text)
        return self._sequence(text, tokens, item) if tokens else None

    def _sequence(self, text: str, tokens: Sequence[Token], item: Word | Phrase) -> QueryTerm:
        return QueryTerm(
            text,
            function=all(token.function for token in tokens),
            exact=isinstance(item, Phrase) and item.exact,
            field=item.field,
            need=item.need,
            sequence=tuple(self._term(token, item) for token in tokens),
        )

    def _term(self, token: Token, item: Word | Phrase) -> QueryTerm:
        related = () if token.function else (*token.related, *token.terms)
        return QueryTerm(
            label=token.surface,
            terms=frozenset(token.terms),
            related=frozenset(related),
            surface=token.normal,
            function=token.function,
            exact=(token.function and self._by_form) or _is_letter(token),
            field=item.field,
            need=item.need,
        )
