"""Read the text of a mail from its best alternative.

The alternatives of one text come in, the better one's parse goes out. HTML has headings and
tables, so it is better, unless it says less than the plain text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.message import EmailMessage

from kb.cleaning import clean
from kb.readers import html, text
from kb.readers.base import Parsed, Unreadable
from kb.readers.eml.parts import payload

__all__ = ["best_of"]

_ENOUGH = 0.9
"""Share of the words of the plain text that HTML must have to be read in its place."""
_QUOTE = re.compile(r"^((?:> ?)*)")


def best_of(alternatives: Sequence[EmailMessage]) -> Parsed:
    """Return the parse of the best of several parts that say the same; empty where none is text."""
    best = Parsed("")
    for part in alternatives:
        parsed = _parsed(part)
        share = _ENOUGH if part.get_content_type() == "text/html" else 1 / _ENOUGH
        if len(parsed.text.split()) >= share * len(best.text.split()):
            best = parsed
    return best


def _parsed(part: EmailMessage) -> Parsed:
    characters = _characters(part)
    if part.get_content_type() != "text/html":
        return Parsed(_joined_lines(clean(characters), part).strip("\n"))
    try:
        # The charset of the part holds, whatever the page says of itself.
        return html.parse(b"\xef\xbb\xbf" + characters.encode(errors="replace"))
    except Unreadable:
        return Parsed("")


def _characters(part: EmailMessage) -> str:
    data = payload(part)
    try:
        charset = part.get_content_charset()
    except Exception:  # email raises errors of many kinds over headers it cannot parse
        charset = None
    if charset:
        try:
            return data.decode("cp1252" if charset in {"iso-8859-1", "us-ascii"} else charset)
        except (LookupError, ValueError):
            pass
    try:
        return text.decode(data)
    except Unreadable:
        return data.decode("utf-8", errors="replace")


def _joined_lines(written: str, part: EmailMessage) -> str:
    """Return text with its paragraphs whole, where the part says that lines flow (RFC 3676)."""
    try:
        flowed = str(part.get_param("format") or "").lower() == "flowed"
        spaces = str(part.get_param("delsp") or "").lower() != "yes"
    except Exception:  # as above
        return written
    if not flowed:
        return written
    lines: list[str] = []
    open_quote: str | None = None  # of a line that goes on
    for line in written.split("\n"):
        quote = (_QUOTE.match(line) or [""])[0]
        rest = line[len(quote) :].removeprefix(" ") if not quote else line[len(quote) :]
        if open_quote == quote and lines:
            lines[-1] += rest
        else:
            lines.append(quote + rest)
        flows = rest.endswith(" ") and rest != "-- "
        if flows and not spaces:
            lines[-1] = lines[-1][:-1]
        open_quote = quote if flows else None
    return "\n".join(line.rstrip() for line in lines)
