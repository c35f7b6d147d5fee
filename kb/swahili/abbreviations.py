"""Tell the full stop of an abbreviation from that of a sentence.

What is before the full stop and what follows it decide together: *Na. 30* goes on, *na.
Wizara* does not. Each list below has words of one kind; they are matched in any case where a
figure follows, and as they are written where a name does, because *bi* and *mt* are no words.
"""

from __future__ import annotations

import re

__all__ = ["ends_in_abbreviation"]

_MONEY = r"tshs?|shs?|k[e]?shs?|ushs?|tzs|kes|ugx|usd|eur|gbp"
"""Currencies, before the amount: Tsh. 5,000; Sh. Bilioni 3."""

_NUMBERED = (
    r"na|no|nam|uk|kur|ibara|kif|sura|sur|tar|tol|juz|jal|gn"  # parts, numbers, dates
    r"|s\.\s?l\.\s?p|p\.\s?o\.\s?box|slp|box|tel|faksi|fax|sim"  # addresses
    r"|jan|feb|mac|apr|jun|jul|ago|sep|sept|okt|nov|des|dis"  # months: 12 Des. 2019
    r"|takr|art|sec|vol|pg|pp"
)
"""Words that a number follows."""

_TITLES = (
    r"Dkt|Dk|Dr|Prof|Mhe|Mh|Wah|Bw|Bi|Bib|Mr|Mrs|Ms|Ndg|Nd|St|Mt|Mtk|Mch|Ask|Pd|Fr|Sr|Br|Rev|Shk|Ust"
    r"|Eng|Mhand|Mha|Inj|Mwl|Adv|Wak|CPA|Arch|QS|Amb|Bal|Hon|Kapt|Kpt|Capt|Kan|Col|Lt|Jen|Gen|Brig|Maj"
    r"|Insp|Kam|ACP|SACP|SSP|SP|OCD|Sgt|Kop|Cpl"
)
"""Titles, before a name. A capital alone is an initial: Salim A. Salim."""

_EXAMPLES = r"k\.\s?m|k\.\s?v|k\.\s?mf|m\.\s?f|mf|taz|ling|rej|kumb|i\.\s?e|e\.\s?g"
"""*Such as, see, compare, that is*: what they announce follows, with a capital or without."""

_NUMBER = re.compile(r"\d|[+(]\d")
_NUMBER_WORD = re.compile(r"(?:bilioni|milioni|trilioni|elfu|laki|mia|moja)\b", re.IGNORECASE)
_CODE = re.compile(r"(?=[A-Z./-]*\d)[A-Z]{1,6}[./\- ]?[A-Z./-]*\d")  # Na. CA.9/259
_BEFORE_NUMBER = re.compile(rf"(?<![\w.])(?:{_NUMBERED}|{_MONEY})\.\s*$", re.IGNORECASE)
_BEFORE_NUMBER_WORD = re.compile(rf"(?<![\w.])(?:{_MONEY})\.\s*$", re.IGNORECASE)
_BEFORE_CODE = re.compile(r"(?<![\w.])(?:Na|No)\.[^\S\n]*$")
_BEFORE_NAME = re.compile(rf"\b(?:[A-Z]|{_TITLES})\.[^\S\n]*$")
_BEFORE_ANYTHING = re.compile(rf"(?<![\w.])(?:{_EXAMPLES})\.[^\S\n]*$", re.IGNORECASE)
_POST_BOX = re.compile(r"(?<![\w.])S\.\s?(?:L\.\s?)?$")  # S. L. P. 30

_LONGEST_WORD = 5  # of the words above
_LONGEST = 20  # characters of an abbreviation and the blanks behind it


def ends_in_abbreviation(text: str, start: int, end: int) -> bool:
    """Tell whether what ICU takes for the sentence text[start:end] ends in an abbreviation.

    >>> [ends_in_abbreviation(text, 0, 12) for text in ("Ada ni Tsh. 5,000.", "Jibu ni hii. Wizara")]
    [True, False]
    """
    tail = max(start, end - _LONGEST)
    last = text[tail:end].rstrip()
    # Most sentences end in a longer word, or in a line without a full stop.
    if not last.endswith(".") or (
        last[-_LONGEST_WORD - 2 : -1].isalnum() and len(last) > _LONGEST_WORD + 1
    ):
        return False
    if _BEFORE_ANYTHING.search(text, tail, end) or _POST_BOX.search(text, tail, end):
        return True
    if _NUMBER.match(text, end):
        return _BEFORE_NUMBER.search(text, tail, end) is not None
    if _BEFORE_NUMBER_WORD.search(text, tail, end) and _NUMBER_WORD.match(text, end):
        return True
    if not text[end : end + 1].isupper():
        return False
    if _BEFORE_CODE.search(text, tail, end) and _CODE.match(text, end):
        return True
    return _BEFORE_NAME.search(text, tail, end) is not None
