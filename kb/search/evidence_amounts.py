"""Tell which words of a sentence are an amount of money.

It is beside its currency (*Tsh. 5,000*), or without one beside a word of prices (*ada ni 5,000*).
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from kb.index.schema import TokenColumns
from kb.search.evidence_words import shows

__all__ = [
    "CURRENCIES",
    "RATES",
    "has_figures",
    "is_amount",
    "is_part_of_date",
    "is_percentage",
    "is_price",
]

_BESIDE = 2  # tokens from an amount to its currency
_PRICE = 8  # tokens from an amount without a currency to a word of prices
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
_COLUMN = re.compile(r" {2}|\t")  # what parts the columns of a table in plain text
_LARGE = frozenset({"elfu", "laki", "milioni", "bilioni"})
CURRENCIES = frozenset(
    {"tsh", "tshs", "sh", "shs", "tzs", "ksh", "kshs", "kes", "ush", "ugx", "shilingi", "usd", "dola",
     "euro", "paundi", "rupia", "yen", "faranga", "$", "£", "€"}
)  # fmt: skip
RATES: AbstractSet[str] = frozenset({"kiasi", "kodi", "tozo", "adhabu", "riba", "ushuru"})
"""Nouns that are paid as an amount or as a share: kodi ni kiasi gani."""

_AFTER_MONEY = ("/=", "/-")


def is_amount(text: str, columns: TokenColumns, i: int) -> bool:
    """Tell whether a number is an amount of money."""
    if not has_figures(columns, i) or is_part_of_date(columns, i):
        return False
    if text.startswith(_AFTER_MONEY, columns.ends[i]):
        return True
    around = range(max(0, i - _BESIDE), min(len(columns), i + _BESIDE + 1))
    if any(columns.surfaces[k] in CURRENCIES for k in around if k != i):
        return True
    if text[max(0, columns.starts[i] - 2) : columns.starts[i]].strip()[-1:] in ("$", "£", "€"):
        return True
    return _is_bare_amount(text, columns, i)


def _is_bare_amount(text: str, columns: TokenColumns, i: int) -> bool:
    """Tell whether a number is an amount without its currency: *hulipa elfu nane*, *ada ni 7,500*.

    Nor may it count a noun: a price is after a copula, a sign or *hulipa*, or in a column of its own.
    """
    start, end = columns.starts[i], columns.ends[i]
    if _THOUSANDS.fullmatch(text, start, end) is None and columns.surfaces[i] not in _LARGE:
        return False
    between = text[columns.ends[i - 1] : start] if i else ""
    if _COLUMN.search(between):
        return True
    prices = [
        shows("price", columns, k) for k in range(max(0, i - _PRICE), min(len(columns), i + _PRICE))
    ]
    after_noun = i > 0 and not columns.functions[i - 1] and not between.strip()
    return any(prices) and (not after_noun or shows("price", columns, i - 1))


def is_percentage(text: str, columns: TokenColumns, i: int) -> bool:
    """Tell whether a number is a share: *asilimia 3*, *3%*."""
    if not has_figures(columns, i):
        return False
    share = i > 0 and columns.surfaces[i - 1] == "asilimia"
    return share or text[columns.ends[i] : columns.ends[i] + 2].strip().startswith("%")


def is_price(text: str, columns: TokenColumns, i: int) -> bool:
    """Tell whether a number has its currency directly before it: *Daktari bingwa: Sh. 15,000*."""
    before = i > 0 and columns.surfaces[i - 1] in CURRENCIES
    return before or text.startswith(_AFTER_MONEY, columns.ends[i])


def has_figures(columns: TokenColumns, i: int) -> bool:
    """Tell whether a word is a number; one in words has its figures among its terms."""
    return any(term[-1:].isdigit() and not term.startswith("d:") for term in columns.terms[i])


def is_part_of_date(columns: TokenColumns, i: int) -> bool:
    """Tell whether a number is of a date, or follows one."""
    around = columns.terms[max(i - 1, 0) : i + 1]
    return any(term.startswith("d:") for terms in around for term in terms)
