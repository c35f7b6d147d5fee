"""Recognise lines that are a detail and no heading: addresses, prices, dates, credits.

The text of a line comes in, true or false goes out. Details are short and begin with a
capital, as headings do.
"""

from __future__ import annotations

import re

__all__ = ["is_contact", "is_detail"]

_CONTACT = re.compile(
    r"@|https?:|www\.|\b(?:s\.?\s?l\.?\s?p|p\.?\s?o\.?\s+box|sanduku la (?:posta|barua)|"
    r"an[uw]ani ya posta|telephone|mobile|simu(?: ya \w+)?|nukushi|faksi|barua ?pepe|"
    r"tovuti|tel|email|fax)\b\.?\s*(?:[:.\d]|na\b)|"
    r"(?<!\d)(?![12]\d{3} ?[/-] ?(?:[12]\d{3}|\d\d)(?!\d))\+?\d[\d\s()/-]{6,}",  # not 2015/2016
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"[|\t]|\b(?:kumb|ref|bei|tarehe|isbn)\b\.?\s*(?:[:.\d]|na\b)|"
    r"\w\s[x×*]\s\w+\s[x×*]\s\w|\d:\d\d\b|\S {3,}\S|\.{4,}|…|/=|\b\d{1,2}(?:st|nd|rd|th)?\s+(?!mwaka)\w+,?\s+[12]\d{3}$|"
    r"^\W*(?:\w{4,9},? )?\w{3,9} \d{1,2},? [12]\d{3}$|"
    r"^(?:januar[iy]|februar[iy]|machi|march|aprili?|mei|may|jun[ie]|jula[iy]|july|agosti|august|"
    r"septemb(?:a|er)|o[kc]tob(?:a|er)|novemb(?:a|er)|d[ei][sc]emb(?:a|er)),? [12]\d{3}$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:Na|NA|By|BY) [A-Z]|Na\. ?[A-Z][a-z]{2}|"
    r"(?i:kutoka (?:kitengo|ofisi|idara) (?:cha|ya) (?:habari|mawasiliano|uhusiano)\b)|"
    r"(?i:n\.?b\b|kwa (?:maelezo|mawasiliano|taarifa) zaidi\b|(?:picha|photo|chanzo|source)(?: by| na| kwa hisani|[:;]))|"
    r".*(?i:©|\b(?:hati|haki)miliki[ :]*[12]\d|\bcopyright\b|\bhaki zote zimeh|"
    r"\ball rights reserved)"
)
"""The author of a story, the maker of a picture, the owner of a page; or a note."""


def is_contact(text: str) -> bool:
    """Tell whether a line is an address, a number to call, a credit, or names the page's owner.

    >>> is_contact("Simu: 022 555 0101"), is_contact("Simu za Mkononi"), is_contact("2015/2016")
    (True, False, False)
    """
    if _DETAIL.search(text):
        return False
    return _CONTACT.search(text) is not None or _CREDIT.match(text) is not None


def is_detail(text: str) -> bool:
    """Tell whether a line is an address, a price, a date, a credit, or a row of a table.

    >>> is_detail("Bei: Sh 6,000/="), is_detail("Jumatano, Aprili 7, 2021"), is_detail("Bei Mpya")
    (True, True, False)
    """
    return _DETAIL.search(text) is not None or is_contact(text)
