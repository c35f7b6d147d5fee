"""Read what a question expects for an answer, and tell whether a sentence has such a thing.

*Lini* expects a date, *ngapi* a number, *nani* a name, *wapi* a place, *kwa nini* a
reason; *ni nini* asks what a thing is. Only the form is read, of the question and of
the sentence: a date is there or it is not. Whether it is the right one, the other
words of the sentence tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Literal

from kb.document import Span
from kb.index.schema import TokenColumns
from kb.query.terms import QueryTerm

__all__ = ["QUESTION_TERMS", "WHICH", "Expected", "expected", "holding"]

Expected = Literal["", "date", "number", "law", "name", "place", "reason", "definition"]

WHICH: AbstractSet[str] = frozenset({"gani", "pi", "ngapi"})
"""Terms of the question words that stand behind a noun: mwaka *gani*, mji *upi*."""

QUESTION_TERMS: AbstractSet[str] = WHICH | {"nani", "nini", "wapi", "lini"}
"""Terms of question words: what no answer repeats."""

_TIMES = frozenset({"mwaka", "tarehe", "siku", "mwezi", "karne", "wakati"})
_LAWS = frozenset({"sheria", "kanuni", "ibara", "kifungu", "tangazo", "waraka"})
_NUMBERED = frozenset({"na", "no", "namba", "nambari", "ibara", "sura", "kifungu"})
_SHORT = frozenset({"na", "no"})  # na 5 is "and 5", Na. 5 is number 5
_DATED = frozenset({"mwaka", "tarehe", "mwezi"})
_SIZES = frozenset(
    {"kiasi", "idadi", "muda", "urefu", "umri", "ukubwa", "uzito", "upana", "asilimia"}
)
_PLACES = frozenset(
    {"nchi", "mji", "mkoa", "jiji", "wilaya", "bara", "kisiwa", "jimbo", "eneo", "mahali", "kijiji"}
)
_BY_WORD: dict[str, Expected] = {
    "lini": "date",
    "nani": "name",
    "wapi": "place",
    "kwanini": "reason",
    "mbona": "reason",
    "ngapi": "number",
}

_REASONS = frozenset({"sababu", "ili", "kutokana", "kwani", "ajili", "madhumuni", "lengo"})
_WHERE = frozenset(
    {
        "katika", "nchini", "mjini", "mkoani", "jijini", "kijijini", "wilayani", "kwenye", "huko",
        "mkoa", "mji", "jiji", "wilaya", "nchi", "kaskazini", "kusini", "mashariki", "magharibi",
        "karibu",
    }
)  # fmt: skip
_YEAR = 4  # figures
_NUMBERING = 2  # tokens


def expected(wanted: Iterable[QueryTerm]) -> Expected:
    """Return what a question expects, as its words say; "" where they say nothing.

    >>> words = "mkurugenzi aliteuliwa mwaka gani".split()
    >>> expected(QueryTerm(word, frozenset({word}), surface=word) for word in words)
    'date'
    """
    words = [step for one in wanted for step in (one.sequence or (one,))]
    for before, word in pairwise([QueryTerm(""), *words]):
        if word.surface == "nini" and before.surface == "kwa":
            return "reason"
        if not WHICH.isdisjoint(word.terms):
            if not _TIMES.isdisjoint(before.terms) and "ngapi" not in word.terms:
                return "date"
            if before.surface == "tarehe":
                return "date"
            if not _PLACES.isdisjoint(before.terms):
                return "place"
            if not _SIZES.isdisjoint(before.terms):
                return "number"
            if not _LAWS.isdisjoint(before.terms):
                return "law"
            if before.surface == "sababu":
                return "reason"
        for term in (word.surface, *word.terms):
            if term in _BY_WORD:
                return _BY_WORD[term]
        if word.surface == "nini" and before.surface in ("ni", "maana", ""):
            return "definition"
        if word.surface == "maana":
            return "definition"
    return ""


def holding(
    kind: Expected, text: str, columns: TokenColumns, tokens: Span, asked: AbstractSet[str]
) -> list[int]:
    """Return which tokens of a sentence are of a kind; what the question named itself is not.

    Args:
        kind: what is expected.
        text: what the tokens were read from.
        columns: the tokens.
        tokens: the first of the sentence's, and the one after its last.
        asked: surfaces of the question's words.
    """
    new = [i for i in range(*tokens) if columns.surfaces[i] not in asked]
    if kind == "date":
        return [i for i in new if _is_date(columns, i)]
    if kind == "number":
        return [
            i
            for i in new
            if _is_number(columns, i) and not _numbers_sentence(text, columns, tokens[0], i)
        ]
    if kind == "law":
        return [i for i in new if _is_numbered(columns, i)]
    if kind == "reason":
        return [i for i in new if _is_reason(columns, i)]
    if kind in ("name", "place"):
        where = _WHERE if kind == "place" else frozenset()
        # The first word of a sentence has a capital whatever it is.
        return [
            i
            for i in new
            if columns.surfaces[i] in where or (i > tokens[0] and text[columns.starts[i]].isupper())
        ]
    return []


def _is_date(columns: TokenColumns, i: int) -> bool:
    form = columns.surfaces[i]
    year = len(form) == _YEAR and form.isdigit()
    return year or form == "karne" or any(term.startswith("d:") for term in columns.terms[i])


def _is_number(columns: TokenColumns, i: int) -> bool:
    """Tell whether a word counts something: not a day, a year or the number of a law."""
    if not _has_figures(columns, i) or _is_part_of_date(columns, i) or _is_numbered(columns, i):
        return False
    return i == 0 or columns.surfaces[i - 1] not in _DATED


def _numbers_sentence(text: str, columns: TokenColumns, first: int, i: int) -> bool:
    """Tell whether a number only numbers what follows it, as in 61.-(1) Kutakuwa."""
    end = columns.ends[i]
    return i < first + _NUMBERING and text[end : end + 1] in (".", ")", "-")


def _has_figures(columns: TokenColumns, i: int) -> bool:
    # A number in words has its figures among its terms.
    return any(term[-1].isdigit() and not term.startswith("d:") for term in columns.terms[i])


def _is_part_of_date(columns: TokenColumns, i: int) -> bool:
    around = columns.terms[max(i - 1, 0) : i + 1]
    return any(term.startswith("d:") for terms in around for term in terms)


def _is_numbered(columns: TokenColumns, i: int) -> bool:
    if i == 0 or columns.surfaces[i - 1] not in _NUMBERED or not _has_figures(columns, i):
        return False
    return columns.surfaces[i - 1] not in _SHORT or columns.starts[i] - columns.ends[i - 1] > 1


def _is_reason(columns: TokenColumns, i: int) -> bool:
    surfaces = columns.surfaces
    if surfaces[i] in ("kuwa", "vile"):
        return i > 0 and surfaces[i - 1] == "kwa"
    return surfaces[i] in _REASONS
