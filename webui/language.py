"""The language of a page: which one it is, and how a date is written in it.

The address decides (``lugha=en``), because there are no cookies. Where it says nothing, the
reader's browser does (``Accept-Language``), and Swahili where that prefers neither.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from starlette.requests import Request

from kb.messages import LANGUAGES

__all__ = [
    "LANGUAGE_NAMES",
    "LANGUAGE_PARAMETERS",
    "date_in_words",
    "named_language",
    "other_language",
    "page_language",
]

LANGUAGE_PARAMETERS = ("lugha", "lang")
"""The Swahili and the English name of the parameter; links use the first."""

LANGUAGE_NAMES: Mapping[str, str] = {"sw": "Kiswahili", "en": "English"}
"""What each language calls itself."""

_MAX_ACCEPTED = 500
_RANGE = re.compile(
    r"(?P<language>[a-z]{2})(?:-[a-z0-9-]+)?(?:\s*;\s*q=(?P<weight>[01](?:\.\d{0,3})?))?",
    re.IGNORECASE,
)

_DATE_PATTERNS: Mapping[int, str] = {2: "MMMM y", 3: "d MMMM y"}
"""CLDR patterns: a month of a year, a day."""


def page_language(request: Request) -> str:
    """Return the language of the page: the address's, the browser's, or Swahili."""
    return named_language(request) or _preferred(request.headers.get("accept-language", ""))


def named_language(request: Request) -> str | None:
    """Return the language that the address names; None where it names none."""
    values = (request.query_params.get(name) for name in LANGUAGE_PARAMETERS)
    return next((language for language in values if language in LANGUAGES), None)


def _preferred(accepted: str) -> str:
    """Return the language that an Accept-Language header ranks first (RFC 9110, section 12.5.4).

    >>> _preferred("en-GB,en;q=0.9,sw;q=0.8"), _preferred("fr, sw;q=0.5, en;q=0.5"), _preferred("fr")
    ('en', 'sw', 'sw')
    """
    weights = dict.fromkeys(LANGUAGES, 0.0)
    for part in accepted[:_MAX_ACCEPTED].split(","):
        match = _RANGE.fullmatch(part.strip())
        if match and (language := match["language"].lower()) in weights:
            weights[language] = max(weights[language], float(match["weight"] or 1))
    return max(LANGUAGES, key=lambda language: weights[language])  # of equal ones the first


def other_language(language: str) -> str:
    """Return the language that a page can be switched to.

    >>> other_language("sw")
    'en'
    """
    return "sw" if language == "en" else "en"


def date_in_words(iso: str, language: str) -> str:
    """Return a date as people write it, as precise as it is known.

    Args:
        iso: a year, a month or a day: 2012, 2012-04, 2012-04-01. Other text is returned as it is.
        language: "sw" or "en".

    Source: the names of months in CLDR, through Babel.

    >>> date_in_words("2012-04-01", "sw"), date_in_words("2012-07", "en")
    ('1 Aprili 2012', 'July 2012')
    >>> date_in_words("2019", "sw"), date_in_words("karne ya 19", "sw")
    ('2019', 'karne ya 19')
    """
    parts = iso.split("-")
    pattern = _DATE_PATTERNS.get(len(parts))
    if pattern is None or not all(part.isdecimal() for part in parts):
        return iso
    try:
        day = dt.date(*map(int, [*parts, "1"][:3]))
    except ValueError:
        return iso
    from babel.dates import format_date  # a page without dates does not need the CLDR

    return format_date(day, pattern, locale=language)
