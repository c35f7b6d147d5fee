"""Parse LineParts into items: the grammar of a question, within its limits.

    group    =  clause { [AND] clause }
    clause   =  operand { OR operand }
    operand  =  [NOT] [sign] [fields] ( text | phrase | "(" group ")" )

OR binds tighter than AND: "a AND b OR c" requires a, and requires b or c.
Brackets are resolved while reading, so the result is a flat list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from kb.facets import FACET_BY_NAME
from kb.query import notes as limits
from kb.query.nodes import Item, Need, Or, Phrase, PrefixWord, Term, Word
from kb.query.parts import ANYWHERE, LinePart, Where
from kb.query.words import pieces, starred

__all__ = ["OPERATORS", "LineReader"]

OPERATORS: Mapping[str, str] = {
    "OR": "or",
    "AU": "or",
    "AND": "and",
    "NA": "and",
    "NOT": "not",
    "BILA": "not",
}
_END = LinePart("close")


@dataclass
class _Clause:
    """Operands joined by OR, and whether AND makes them required."""

    operands: list[list[Item]]
    required: bool = False


class LineReader:
    """Parses balanced parts once, from left to right; collects filters on the way."""

    def __init__(self, parts: Sequence[LinePart], *, operators: bool, notes: limits.Notes) -> None:
        self.filters: dict[str, list[str]] = {}
        self._parts, self._operators, self._notes = parts, operators, notes
        self._at = self._terms = self._prefixes = 0

    def items(self, outer: Where = ANYWHERE) -> list[Item]:
        """Return the items up to the bracket that closes this group, or to the end."""
        items: list[Item] = []
        for clause in self._clauses(outer):
            joined = self._either(clause.operands)
            items.extend(_needed(joined, "+") if clause.required else joined)
        return items

    def _clauses(self, outer: Where) -> list[_Clause]:
        clauses: list[_Clause] = []
        joined, negated = "", False
        while self._at < len(self._parts):
            part = self._parts[self._at]
            self._at += 1
            if part.kind == "close":
                break
            verb = self._verb(part, joined) if clauses and not negated else ""
            if verb == "not":
                negated = True
                continue
            if verb:
                joined = verb
                continue
            operand = self._operand(part, outer, "-" if negated else part.sign)
            if joined == "or":
                clauses[-1].operands.append(operand)
            else:
                if joined:
                    clauses[-1].required = True
                clauses.append(_Clause([operand], required=bool(joined)))
            joined, negated = "", False
        return clauses

    def _verb(self, part: LinePart, joined: str) -> str:
        """Return the operator that *part* is, or "" where it is a word."""
        verb = OPERATORS.get(part.text, "") if part.kind == "text" else ""
        after = self._parts[self._at] if self._at < len(self._parts) else _END
        plain = not part.sign and part.where == ANYWHERE
        if not (self._operators and verb and plain) or after.kind == "close":
            return ""
        if joined and verb != "not":
            return ""
        # "Kanuni NA 7": number seven.
        return "" if part.text == "NA" and after.text[:1].isdigit() else verb

    def _operand(self, part: LinePart, outer: Where, sign: str) -> list[Item]:
        where = part.where.inside(outer)
        if part.kind == "open":
            items = self.items(where)
        elif where.facet:
            items = self._filter(where.facet, part.text.strip(" ,;"), sign)
        elif part.kind == "phrase":
            items = self._phrase(part.text, where)
        else:
            items = self._words(part.text, where)
        return _needed(items, sign)

    def _filter(self, facet: str, text: str, sign: str) -> list[Item]:
        if sign == "-":
            self._notes.filter_excludes(text)
            return []
        if not text or not self._room(1):
            return []
        values = FACET_BY_NAME[facet].read(text)
        if not values:
            self._notes.not_a_year(text)
            return self._words(text, ANYWHERE)
        known = self.filters.setdefault(facet, [])
        known.extend(value for value in values if value not in known)
        return []

    # ---- Terms

    def _room(self, words: int) -> bool:
        """Count *words* more terms; False where the limit is reached."""
        if self._terms + words > limits.MAX_TERMS:
            self._notes.too_many_terms()
            return False
        self._terms += words
        return True

    def _pieces(self, text: str) -> list[str]:
        """Return the words of *text* that are not too long to be words."""
        words = pieces(text)
        for word in words:
            if len(word) > limits.MAX_IN_WORD:
                self._notes.too_long_a_word(word)
        return [word for word in words if len(word) <= limits.MAX_IN_WORD]

    def _phrase(self, text: str, where: Where) -> list[Item]:
        if "*" in text:
            self._notes.misplaced_star(text)
        words = self._pieces(text)
        if not words or not self._room(len(words)):
            return []
        if len(words) == 1:
            return [_word(words[0], where)]
        return [Phrase(tuple(words), where.field, exact=where.exact)]

    def _words(self, text: str, where: Where) -> list[Item]:
        star = starred(text)
        if star:
            return self._starred(*star, text, where)
        if "*" in text:
            self._notes.misplaced_star(text)
        return [_word(word, where) for word in self._pieces(text) if self._room(1)]

    def _starred(self, before: str, start: str, text: str, where: Where) -> list[Item]:
        """Parse "stem*": a prefix, if enough letters precede the star."""
        letters = sum(map(str.isalnum, start))
        if letters < limits.MIN_IN_PREFIX or len(start) > limits.MAX_IN_WORD:
            self._notes.misplaced_star(text)
        elif self._prefixes == limits.MAX_PREFIXES:
            self._notes.too_many_prefixes(text)
        else:
            items = self._words(before, where)
            if self._room(1):
                self._prefixes += 1
                items.append(PrefixWord(start, where.field))
            return items
        return self._words(before + start, where)

    # ---- Alternatives

    def _either(self, operands: Sequence[list[Item]]) -> list[Item]:
        """Join operands by OR.

        An operand with required items is distributed: "(a AND b) OR c" becomes
        (a OR c) AND (b OR c).
        """
        if len(operands) == 1:
            return operands[0]
        groups = [[item for item in operand if item.need != "not"] for operand in operands]
        if sum(map(len, groups)) < sum(map(len, operands)):
            self._notes.excluded_in_or()
        groups = [group for group in groups if group]
        if len(groups) < 2:
            return groups[0] if groups else []
        musts = [[item for item in group if item.need == "must"] for group in groups]
        if prod(max(1, len(row)) for row in musts) > limits.MAX_ALTERNATIVES:
            self._notes.too_tangled()
            musts = [[] for _ in groups]
        rows = [
            [_terms([must]) for must in row] or [_terms(group)]
            for row, group in zip(musts, groups, strict=True)
        ]
        need: Need = "must" if any(musts) else "want"
        joined = [_any([term for row in choice for term in row], need) for choice in product(*rows)]
        optional = [
            item
            for row, group in zip(musts, groups, strict=True)
            for item in group
            if row and item.need == "want"
        ]
        return joined + optional


def _word(word: str, where: Where) -> Term:
    return Phrase((word,), where.field, exact=True) if where.exact else Word(word, where.field)


def _needed(items: list[Item], sign: str) -> list[Item]:
    """Apply a sign to every item: "+" requires the optional ones, "-" excludes all."""
    if sign == "+":
        return [replace(item, need="must") if item.need == "want" else item for item in items]
    if sign == "-":
        return [replace(term, need="not") for term in _terms(items)]
    return items


def _terms(items: Iterable[Item]) -> list[Term]:
    """Return the terms of items as optional ones; each Or is split."""
    terms: list[Term] = []
    for item in items:
        options = item.options if isinstance(item, Or) else (item,)
        terms.extend(replace(option, need="want") for option in options)
    return terms


def _any(terms: Iterable[Term], need: Need) -> Item:
    different = tuple(dict.fromkeys(terms))
    return Or(different, need) if len(different) > 1 else replace(different[0], need=need)
