"""Parse a written date into ISO form, as precise as it is known.

The day comes before the month, as everywhere in East Africa: 01/04/2012 is 1 April. An
ambiguous date (a year of two digits), or a day that no calendar has, gives None: no date
is better than a wrong one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

__all__ = ["iso_date"]

_MONTHS = (
    ("januari", "january", "jan"),
    ("februari", "february", "feb"),
    ("machi", "march", "mac", "mar"),
    ("aprili", "april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("julai", "july", "jul"),
    ("agosti", "august", "ago", "aug"),
    ("septemba", "september", "sept", "sep"),
    ("oktoba", "october", "okt", "oct"),
    ("novemba", "november", "nov"),
    ("desemba", "disemba", "december", "des", "dis", "dec"),
)
_MONTH: Mapping[str, int] = {
    name: number for number, names in enumerate(_MONTHS, 1) for name in names
}

_YEAR = r"(?P<y>[12]\d{3})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        _YEAR,
        rf"{_YEAR}[-/.](?P<m>\d\d?)",
        rf"(?P<m>\d\d?)/{_YEAR}",
        rf"{_YEAR}[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?:[t ]\d\d:\d\d.*)?",
        rf"(?P<d>\d\d?)[-/.](?P<m>\d\d?)[-/.]{_YEAR}",
        rf"(?P<d>\d\d?) (?P<name>[a-z]+) {_YEAR}",
        rf"(?P<name>[a-z]+) (?P<d>\d\d?) {_YEAR}",
        rf"(?P<name>[a-z]+) {_YEAR}",
    )
)
_SPOKEN = re.compile(r"\b(?:tarehe|mwezi|mwaka|wa|ya|of|the)\b|(?<=\d)(?:st|nd|rd|th)\b|,")
_ENDS = re.compile(r"(?<=[a-z])\.")  # Des. 2010


def iso_date(written: str) -> str | None:
    """Return the date that a text names, or None where the date is not certain.

    >>> iso_date("tarehe 17 Desemba mwaka 2010"), iso_date("01/04/2012"), iso_date("Julai 2012")
    ('2010-12-17', '2012-04-01', '2012-07')
    >>> iso_date("31/02/2012") is None and iso_date("17/12/10") is None
    True
    """
    plain = " ".join(_ENDS.sub("", _SPOKEN.sub(" ", written.lower())).split())
    for form in _FORMS:
        if match := form.fullmatch(plain):
            return _iso(match.groupdict())
    return None


def _iso(parts: dict[str, str | None]) -> str | None:
    year = parts["y"] or ""
    name, digits = parts.get("name"), parts.get("m")
    if name is None and digits is None:
        return year
    month = _MONTH.get(name or "") or int(digits or 0)
    day = int(parts.get("d") or 1)
    try:
        whole = dt.date(int(year), month, day).isoformat()
    except ValueError:
        return None
    return whole if parts.get("d") else whole[:7]
