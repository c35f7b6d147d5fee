"""Tell which words of a sentence are a date, a count or the number of a law.

A number that answers *wajumbe wangapi* is beside that noun, or beside a unit of it; a number of
an address, a law, a date or a heading counts nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from kb.index.passage_terms import DAYS
from kb.index.schema import TokenColumns
from kb.search.evidence_amounts import (
    CURRENCIES,
    has_figures,
    is_amount,
    is_part_of_date,
    is_price,
)
from kb.search.evidence_contacts import is_phone
from kb.search.evidence_words import evidence_words, units_of
from kb.search.expected_answer import ExpectedAnswer

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = [
    "MEASURES",
    "is_count",
    "is_date",
    "is_law_number",
    "is_other_event",
]

_YEAR = 4  # figures
_DAY = 2  # figures
_NUMBERING = 2  # tokens
_BEFORE, _AFTER = 4, 2  # tokens from a number to its noun: idara za wakala ni tano, 5 wajumbe
_EVENT = 8  # tokens from a verb to its date
_TITLE = 14  # tokens from the noun of a law to the year in its title
_LAWS = frozenset({"kanuni", "katiba", "mkataba", "mwongozo", "sera", "sheria", "waraka"})
_ENACTED = frozenset({"tunga", "pitisha"})
"""What happened in the year of the title of a law."""
_NUMBERED = frozenset({"na", "no", "nam", "namba", "nambari", "ibara", "sura", "kifungu", "fasili"})
_ADDRESS = frozenset(
    {"slp", "s.l.p", "p", "box", "simu", "tel", "faksi", "fax", "nukushi", "postikodi", "postcode",
     "kiwanja", "kitalu", "ghorofa", "barabara", "mtaa", "plot", "block"}
)  # fmt: skip
"""What a number of an address or an hour follows; it counts nothing."""
_SHORT = frozenset({"na", "no"})  # na 5 is "and 5", Na. 5 is number 5
_LINKS = frozenset({"ya", "wa", "la"})  # Sura ya 245
_OF = frozenset({"ya", "wa", "la", "za", "cha", "vya"})  # idara za wakala tano: five idara
_DATED = frozenset({"mwaka", "tarehe", "mwezi", "miaka"})
_DAY_NUMBER = "tarehe"  # tarehe 20 ya mwezi unaofuata
_HOUR = "saa"  # saa 2:00 is an hour, not two hours
_MEASURED = frozenset({"muda", "umri", "urefu", "uzito", "kiasi"})
"""Nouns whose units count nothing but them: miaka 12 are no wards."""

_ORDINALS = frozenset({"kwanza", "pili"})  # mwaka wa kwanza counts nothing
_FOR = "kwa"  # 90,000 kwa vijiji counts no vijiji
_EACH = "kila"  # kila mmoja: everyone
_YEARS = "miaka"  # miaka 5 counts; miaka ya 1990 does not
MEASURES = frozenset({"kiasi", "kiwango"})
"""Nouns of which both a measure and an amount may be asked: dhamana ni kiasi gani."""


def is_date(columns: TokenColumns, i: int) -> bool:
    """Tell whether a word is of a date: a year, a month, a day of the week, *tarehe 20*."""
    form = columns.surfaces[i]
    year = len(form) == _YEAR and form.isdigit() and "1000" <= form <= "2100"
    if year or form in DAYS or form == "karne":
        return True
    if i and columns.surfaces[i - 1] == _DAY_NUMBER and form.isdigit() and len(form) <= _DAY:
        return True
    return any(term.startswith("d:") for term in columns.terms[i])


def is_count(text: str, columns: TokenColumns, tokens: Span, i: int, asked: ExpectedAnswer) -> bool:
    """Tell whether a word is a number of what is asked.

    Args:
        text: the source of the tokens.
        columns: the tokens.
        tokens: the first of the sentence, and the one after its last.
        i: the place of the word.
        asked: the noun that is counted or measured.
    """
    if not MEASURES.isdisjoint(asked.noun) and is_amount(text, columns, i):
        return True
    units = units_of(asked.noun)
    if is_phone(text, columns, i):
        return False
    if CURRENCIES.isdisjoint(units) and is_price(text, columns, i):
        return False
    hours = _HOUR in units
    return _counts(text, columns, tokens[0], i, hours=hours) and _is_beside(
        text, columns, tokens, i, asked
    )


def _counts(text: str, columns: TokenColumns, first: int, i: int, *, hours: bool) -> bool:
    """Tell whether a word counts something: not a day, a year, a heading or an address."""
    if not has_figures(columns, i) or is_part_of_date(columns, i) or is_law_number(columns, i):
        return False
    if _numbers_sentence(text, columns, first, i) or columns.surfaces[i] in _ORDINALS:
        return False
    before = columns.surfaces[i - 1] if i else ""
    if before == _HOUR:
        return hours
    if before == _EACH or (before in _ADDRESS and columns.surfaces[i].isdigit()):
        return False
    return before not in _DATED or (before == _YEARS and not is_date(columns, i))


def _is_beside(
    text: str, columns: TokenColumns, tokens: Span, i: int, asked: ExpectedAnswer
) -> bool:
    """Tell whether a number is beside the noun that it counts, or a unit of it."""
    if not asked.noun:
        return True
    accepted = units_of(asked.noun)
    if "%" in accepted and text[columns.ends[i] : columns.ends[i] + 2].strip().startswith("%"):
        return True
    if asked.counts and _counts_another(text, columns, tokens[0], i, accepted):
        return False
    return any(
        _is(columns, k, accepted)
        and _touch(text, columns, min(i, k), max(i, k))
        and (k < i or " | " not in text[columns.ends[i] : columns.starts[k]])
        and not (k > i and _FOR in columns.surfaces[i + 1 : k])
        for k in range(max(tokens[0], i - _BEFORE), min(tokens[1], i + _AFTER + 1))
        if k != i
    )


def _counts_another(
    text: str, columns: TokenColumns, first: int, i: int, accepted: AbstractSet[str]
) -> bool:
    """Tell whether the word before a number is another noun that it counts.

    Of *Idara ina sehemu mbili* the two are no idara. *Idara za wakala tano* are five, and
    *watu wapatao 300* are 300.
    """
    k = i - 1
    if k < first or columns.functions[k] or not _touch(text, columns, k, i):
        return False
    if has_figures(columns, k) or _is(columns, k, accepted | evidence_words("about")):
        return False
    if _is(columns, k, units_of(_MEASURED)):
        return True  # chini ya miaka 12
    return not (k > first and columns.surfaces[k - 1] in _OF)


def _is(columns: TokenColumns, k: int, words: AbstractSet[str]) -> bool:
    return columns.surfaces[k] in words or not words.isdisjoint(columns.terms[k])


def _touch(text: str, columns: TokenColumns, first: int, last: int) -> bool:
    """Tell whether nothing parts two tokens; between neighbours a colon may be, or a cell's end."""
    between = text[columns.ends[first] : columns.starts[last]]
    parted = any(mark in between for mark in ("; ", ". ", "\n\n", "? "))
    return not parted and (last == first + 1 or (":" not in between and " | " not in between))


def _numbers_sentence(text: str, columns: TokenColumns, first: int, i: int) -> bool:
    """Tell whether a number only numbers what follows it, as in 61.-(1) Kutakuwa."""
    start, end = columns.starts[i], columns.ends[i]
    opens = i < first + _NUMBERING or text[:start].rstrip(" (")[-1:] == "\n"
    return opens and text[end : end + 1] in (".", ")", "-")


def is_law_number(columns: TokenColumns, i: int) -> bool:
    """Tell whether a number is that of a law: *Na. 12*, *ibara ya 5*."""
    if not i or not has_figures(columns, i):
        return False
    label = i - 1
    if columns.surfaces[label] in _LINKS and label:
        label -= 1
    if columns.surfaces[label] not in _NUMBERED:
        return False
    if columns.surfaces[label] not in _SHORT:
        return True
    return label == i - 1 and columns.starts[i] - columns.ends[label] > 1


def _is_of_title(columns: TokenColumns, first: int, year: int) -> bool:
    """Tell whether a year belongs to the title of a law.

    *Kanuni za … za Mwaka 2021*, and at the beginning of a sentence *Sheria Ndogo za …, 2021*.
    """
    if year < first + 2:
        return False
    if columns.surfaces[year - 1] != "mwaka":
        return year <= first + _TITLE and not _LAWS.isdisjoint(columns.terms[first])
    title = range(max(first, year - _TITLE), year - 1)
    return columns.surfaces[year - 2] in _OF and any(
        not _LAWS.isdisjoint(columns.terms[i]) for i in title
    )


def is_other_event(
    columns: TokenColumns, dates: Sequence[int], first: int, asked: AbstractSet[str]
) -> bool:
    """Tell whether the verb before each date is of an event that the question does not name.

    The year in the title of a law is that of its making: *zilianza lini* does not ask for it.

    Args:
        columns: the tokens.
        dates: those that are dates.
        first: the first of the sentence.
        asked: the terms of the question.
    """
    events = evidence_words("event")

    def event_before(date: int) -> AbstractSet[str]:
        for i in range(date, max(first, date - _EVENT) - 1, -1):
            here = events & frozenset(columns.terms[i])
            if here:
                return here
        return _ENACTED if events & asked and _is_of_title(columns, first, date) else frozenset()

    before = [event_before(date) for date in dates]
    return bool(before) and all(here and here.isdisjoint(asked) for here in before)
