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
from collections.abc import Sequence

from kb import swahili
from kb.present.labels import speaker
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
_SIGNS = tuple(".,;:)/%-")
_BETWEEN = " / "
_DOTS = "..."
_DANGLING = " ,;:(-/>"


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


def as_sms(quote: Answer, others: Sequence[Answer] = ()) -> str:
    """Return a short answer with its source in brackets; several are told by their institutions.

    Args:
        quote: the answer; its text may be empty, or have no letter of the alphabet.
        others: what other institutions say.

    Returns:
        One line of at most ``SEPTETS`` septets; never empty.
    """
    if others:
        room = (SEPTETS - len(_BETWEEN) * len(others)) // (1 + len(others))
        return _BETWEEN.join(_told_by(one, room) for one in (quote, *others))
    source = gsm(_source(quote))
    around = len(" ()")
    answer = _answer(quote, SEPTETS - around - min(septets(source), _SOURCE))
    source = _shortened(source, SEPTETS - around - septets(answer))
    return f"{answer} ({source})" if source else answer


def _told_by(quote: Answer, room: int) -> str:
    """Return whose answer it is, and the answer."""
    who = _shortened(gsm(speaker(quote)) or _UNKNOWN, room // 2)
    return f"{who}: {_answer(quote, room - septets(who) - len(': '))}"


def _answer(quote: Answer, room: int) -> str:
    """Return the text of an answer so that it fits, with what was asked for in it."""
    before, after = ("…" if quote.cut[0] else ""), ("…" if quote.cut[1] else "")
    if quote.tables:
        return _row(quote, room)
    text = quote.text
    whole = gsm(before + text + after) or _UNKNOWN
    shortened = _shortened(whole, room)
    if shortened == whole:
        return whole
    if quote.fact is None:
        begin = _best_sentence(quote)
        return _shortened(gsm("…" + text[begin:] + after), room) if begin else shortened
    start, end = quote.fact
    fact = gsm(text[start:end])
    kept = len(shortened.removesuffix(_DOTS))
    if len(gsm(before + text[:end])) <= kept or septets(fact) > room // 2:
        return shortened
    return _around(gsm(text[:start]).split(), fact, gsm(text[end:] + after), room)


def _around(context: list[str], fact: str, rest: str, room: int) -> str:
    """Return what was asked for with the words right before it, and some of those after it."""
    after = min(septets(rest), room // 4)
    begun = fact
    while context and septets(f"{context[-1]} {begun}") <= room - after - 2 * len(_DOTS):
        begun = f"{context.pop()} {begun}"
    begun = (_DOTS if context else "") + begun
    blank = "" if rest[:1] in _SIGNS else " "
    left = room - septets(begun) - len(blank)
    following = _shortened(rest, left) if rest and left > len(_DOTS) else ""
    return f"{begun}{blank}{following}".rstrip() if following.strip(".") else begun


def _row(quote: Answer, room: int) -> str:
    """Return a row of a table: all its cells, or else its name and what was asked for."""
    spans = quote.spans if quote.fact is None else (quote.fact,)
    grid = read_grid(quote.text, spans, quote.tables[0])
    whole = gsm(labelled_row(grid))
    if septets(whole) <= room:
        return whole
    return _shortened(gsm(labelled_row(grid, marked=True)), room)


def _best_sentence(quote: Answer) -> int:
    """Return where the sentence begins that has most marks; the first of equals."""
    sentences = swahili.sentences(quote.text)
    marks = [sum(start <= at < end for at, _ in quote.spans) for start, end in sentences]
    return sentences[marks.index(max(marks))][0] if sentences else 0


def _source(quote: Answer) -> str:
    heading = quote.path[-1] if quote.path else ""
    where = f"{quote.title} > {heading}" if heading and heading != quote.title else quote.title
    return f"{where}, {quote.date}" if quote.date else where


def _shortened(text: str, room: int) -> str:
    """Return the start of a text that fits: whole sentences if they fill half of the room, else words."""
    if septets(text) <= room:
        return text
    kept, used = "", 0
    for character in text:
        used += septets(character)
        if used > room - len(_DOTS):
            break
        kept += character
    ends = [end for _, end in swahili.sentences(text)]
    sentence = max((end for end in ends if end <= len(kept)), default=0)
    if 2 * sentence >= len(kept):
        return kept[:sentence].rstrip()
    whole = kept if text[len(kept)] == " " else kept.rpartition(" ")[0]
    # Only a word that is longer than the message is cut itself.
    return (whole.rstrip(_DANGLING) or kept) + _DOTS
