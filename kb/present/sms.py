"""Write a short answer into one text message: 160 septets of the GSM 7-bit alphabet.

A phone sends more than that, or any other letter, as several messages, or not at all.
So letters outside the alphabet are replaced by those a reader would type instead, and
what is too long is cut between words: first the source, at its end, then the answer.

Source: 3GPP TS 23.038 (GSM 03.38), part 6.2.1: the default alphabet and its extension
table, whose characters take two septets.
"""

from __future__ import annotations

import re
import unicodedata

from kb.results import Answer

__all__ = ["SEPTETS", "as_sms", "gsm", "septets"]

SEPTETS = 160
"""What one message holds."""

_SOURCE = 48
"""Septets that a source is left with where the answer needs the room."""

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
    """Return how many septets a text of the alphabet takes.

    >>> septets("bei: 5€")
    8
    """
    return sum(2 if character in _TWO else 1 for character in text)


def gsm(text: str) -> str:
    """Return a text in the GSM alphabet, on one line.

    Accents the alphabet lacks are left out, signs become their plain sisters; what has
    no Latin spelling becomes one question mark, however much of it there is.

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
    """Return a short answer with its source, at most ``SEPTETS`` long and never empty."""
    answer = gsm(("…" if quote.cut[0] else "") + quote.text + ("…" if quote.cut[1] else ""))
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
    """Return as much of a text as fits: whole sentences if they are most of it, else words."""
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
    # A word longer than the message is the only one that is ever cut.
    return (whole.rstrip(_DANGLING) or kept) + dots
