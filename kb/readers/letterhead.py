"""Read what an office file repeats at the head of its pages: once, not for each page.

The lines of the headers come in; one line of text and the institution go out. Many offices
keep their letterhead and the reference of a letter there, and nowhere in the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kb.cleaning import one_line

__all__ = ["Letterhead", "read_letterhead"]

_MAX_LINES, _MAX_LETTERS = 20, 200
"""Of the lines that are read, and of each; a header with more is no header."""

_JOINED = " · "
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:ukurasa|uk|page|pg)\b\W*(?:\d+|[ivxlc]+)?|\d+)?"
    r"(?:\W*(?:wa|kati ya|of)?\W*(?:\d+|\b[ivxlc]+))?\W*",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"(?:wizara|halmashauri|manispaa|jiji|mamlaka|wakala|tume|baraza|taasisi|shirika|chuo|bunge"
    r"|bodi|benki|mfuko|hospitali|shule)\b(?! ya mkurugenzi\b)",
    re.IGNORECASE,
)
_MAX_NAME = 12
"""Words of the name of an institution."""


class Letterhead(NamedTuple):
    """What headers say that the body does not."""

    text: str  # one line; "" where there is nothing
    institution: str | None


def read_letterhead(headers: Iterable[str], body: str) -> Letterhead:
    """Return what the headers of a file say.

    Args:
        headers: the text of each header, that of the first page first.
        body: the text of the file; what it has as a line is not said again.

    >>> read_letterhead(["OFISI YA RAIS\\nHALMASHAURI YA MJI WA PWANI\\nUkurasa 1 wa 2"], "Barua")
    Letterhead(text='OFISI YA RAIS · HALMASHAURI YA MJI WA PWANI', institution='HALMASHAURI YA MJI WA PWANI')
    """
    lines = dict.fromkeys(
        line
        for header in headers
        for written in header.splitlines()
        if (line := one_line(written))
        and len(line) <= _MAX_LETTERS
        and not _PAGE_NUMBER.fullmatch(line)
    )
    if len(lines) > _MAX_LINES:
        return Letterhead("", None)
    # The lines of a letterhead go from the state to the office that writes.
    names = [line for line in lines if _INSTITUTION.match(line) and len(line.split()) <= _MAX_NAME]
    written = {one_line(line).casefold() for line in body.splitlines()}
    kept = [line for line in lines if line.casefold() not in written]
    return Letterhead(_JOINED.join(kept), names[-1] if names else None)
