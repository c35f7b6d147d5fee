"""Write a short answer as one text message: 160 septets of the GSM 7-bit alphabet.

An Answer comes in, one line of text goes out. A longer text, or a letter outside the
alphabet, would be sent as several messages, or not at all. So a letter outside the alphabet
is replaced by what a person would type instead: ’ becomes '. What is too long is cut between
words: the source first, then the answer.

Source: 3GPP TS 23.038 (GSM 03.38), part 6.2.1: the default alphabet and its extension
table, whose characters take two septets.
"""

from __future__ import annotations

import re
import unicodedata

from kb.present.tables import labelled_row
from kb.results import Answer
from kb.tables import read_grid

__all__ = ["SEPTETS", "as_sms", "gsm", "septets"]

SEPTETS = 160
"""The length of one message."""

_SOURCE = 48
"""Septets that remain for the source when the answer is long."""

_ONE = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWO = frozenset("\f^{}\\[~]|€")

_WRITTEN = str.maketrans(
    dict.fromkeys("‘’‚‛ʼʻʹʽ′`´", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−⁃•·▪●◦", "-")
    | {"…": "...", "×": "x", "÷": "/", "½": "1/2", "¼": "1/4", "¾": "3/4", "№": "Na.", "₤": "£"}
    | {"ø": "ø", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "œ": "oe", "Œ": "OE", "þ": "th"}
)
_UNKNOWN = "?"
_MANY_UNKNOWN = re.compile(r"\?(?:\s*\?)+")
_DANGLING = " ,;:(-/>"
_SENTENCE = re.compile(r"[.!?](?= )")


def septets(text: str) -> int:
    """Return the length of a text in septets; a character of the extension table has two.

    >>> septets("bei: 5€")
    8
    """
    return sum(2 if character in _TWO else 1 for character in text)


def gsm(text: str) -> str:
    """Return a text in the GSM alphabet, on one line.

    An accent that the alphabet lacks is left out. A sign is replaced by a plain one. Text
    without a Latin spelling becomes one question mark, however long it is.

    >>> gsm("Ng’ombe – “wote” wa Zürich na Łódź… 日本")
    'Ng\\'ombe - "wote" wa Zürich na Lodz... ?'
    """
    composed = unicodedata.normalize("NFC", text).translate(_WRITTEN)
    written = "".join(map(_written, " ".join(composed.split())))
    return " ".join(_MANY_UNKNOWN.sub(_UNKNOWN, written).split())


def _written(character: str) -> str:
    if character in _ONE or character in _TWO:
        return character
    if unicodedata.category(character) in ("Cc", "Cf", "Mn", "Me"):
        return ""
    plain = unicodedata.normalize("NFKD", character).translate(_WRITTEN)
    kept = "".join(c for c in plain if c in _ONE or c in _TWO)
    return kept or _UNKNOWN


def as_sms(quote: Answer) -> str:
    """Return a short answer with its source in brackets.

    Args:
        quote: the answer; its text may be empty, or have no letter of the alphabet.

    Returns:
        One line of at most ``SEPTETS`` septets; never empty.
    """
    text = quote.text
    if quote.tables:
        text = labelled_row(read_grid(text, (), quote.tables[0]))
    answer = gsm(("…" if quote.cut[0] else "") + text + ("…" if quote.cut[1] else ""))
    answer = answer or _UNKNOWN
    source = gsm(_source(quote))
    around = len(" ()")
    answer = _shortened(answer, SEPTETS - around - min(septets(source), _SOURCE))
    source = _shortened(source, SEPTETS - around - septets(answer))
    return f"{answer} ({source})" if source else answer


def _source(quote: Answer) -> str:
    heading = quote.path[-1] if quote.path else ""
    where = f"{quote.title} > {heading}" if heading and heading != quote.title else quote.title
    return f"{where}, {quote.date}" if quote.date else where


def _shortened(text: str, room: int) -> str:
    """Return the start of a text that fits: whole sentences if they fill half of the room, else words."""
    if septets(text) <= room:
        return text
    dots = "..."
    kept, used = "", 0
    for character in text:
        used += septets(character)
        if used > room - len(dots):
            break
        kept += character
    sentence = max((match.end() for match in _SENTENCE.finditer(kept + " ")), default=0)
    if 2 * sentence >= len(kept):
        return kept[:sentence]
    whole = kept if text[len(kept)] == " " else kept.rpartition(" ")[0]
    # Only a word that is longer than the message is cut itself.
    return (whole.rstrip(_DANGLING) or kept) + dots
