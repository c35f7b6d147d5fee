"""Words, sentences and sort keys: the only module that calls ICU.

A text comes in, offsets go out. ICU counts UTF-16 units, Python counts code points. They
differ behind the first character outside the Basic Multilingual Plane, such as an emoji.
Offsets are converted here, once, so every other module counts code points.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import icu

__all__ = ["boundaries", "first_letter", "segmentation_version", "sentences", "sort_key"]

_WRAPPED = 45
"""Letters of a line that may be wrapped; the lines of lists and labels are mostly shorter."""
_JOINING = frozenset(("ya", "wa", "la", "za", "cha", "vya", "na", "kwa", "katika", "ni", "hadi"))
_BRACKET = re.compile(r"\((?![^\W_]{1,4}\))\w")
"""A bracket that goes on a sentence; (a) and (iv) begin an item."""
_SENTENCES = 5  # raised when a text would be cut into other sentences
_TURN = Lock()  # threads share an iterator, which has one text and one place in it
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_HALVES = re.compile("[\ud800-\udfff]")  # halves of surrogate pairs; one half is no character

# ICU keeps ng'ombe whole with ' ’ ‘ ʼ but breaks at a grave or acute accent,
# which keyboards without an apostrophe produce. All are one code point wide.
# A zero-width space, which web pages put inside long words, must not part a word.
_ACCENTS = str.maketrans("`´ʻ\u200b", "'''\u2060")
_ACCENTED = re.compile("[`´ʻ\u200b]")


@cache
def _words() -> icu.BreakIterator:
    import icu  # half the time of a start, and one word needs none of it

    return icu.BreakIterator.createWordInstance(icu.Locale("sw"))


@cache
def _sentences() -> icu.BreakIterator:
    import icu  # half the time of a start, and one word needs none of it

    return icu.BreakIterator.createSentenceInstance(icu.Locale("sw"))


@cache
def _collator() -> icu.Collator:
    import icu  # half the time of a start, and one word needs none of it

    return icu.Collator.createInstance(icu.Locale("sw"))


def _code_points(text: str, units: list[int]) -> list[int]:
    """Turn UTF-16 offsets into code-point offsets; surrogate pairs count one."""
    if not _ASTRAL.search(text):
        return units
    converted = []
    unit = point = 0
    characters = iter(text)
    for target in units:
        while unit < target:
            unit += 2 if ord(next(characters)) > 0xFFFF else 1
            point += 1
        converted.append(point)
    return converted


def _breaks(iterator: icu.BreakIterator, text: str) -> list[int]:
    # A lone surrogate is no character: ICU and UTF-8 both refuse it.
    readable = text if text.isascii() else _HALVES.sub("\ufffd", text)
    with _TURN:
        iterator.setText(readable)
        units = [0, *iterator]
    return units if readable.isascii() else _code_points(readable, units)


def boundaries(text: str) -> list[int]:
    """Return the word boundaries of *text* in code points, from 0 to its length.

    >>> boundaries("Ng`ombe 😀 wawili")
    [0, 7, 8, 9, 10, 16]
    """
    return _breaks(_words(), text.translate(_ACCENTS) if _ACCENTED.search(text) else text)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of *text* as ``(start, end)``, tiling it; a line break ends most.

    A long line that stops without a sign, before a small letter or after a connective, is
    wrapped: the sentence goes on in the next line.

    ICU breaks after an abbreviation, such as "Tsh." before an amount, "Na." before a number or
    a title before a name: kb.swahili.abbreviations

    >>> text = "Sheria Na. 30 ipo. Ya pili."
    >>> [text[a:b] for a, b in sentences(text)]
    ['Sheria Na. 30 ipo. ', 'Ya pili.']
    >>> len(sentences("Dkt. Salim A. Salim alizaliwa tar. 23 Januari 1942."))
    1
    """
    from kb.swahili.abbreviations import ends_in_abbreviation  # its patterns are slow to compile

    spans = []
    start = 0
    for _, end in pairwise(_breaks(_sentences(), text)):
        if ends_in_abbreviation(text, start, end) or _is_wrapped(text, end):
            continue
        spans.append((start, end))
        start = end
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _is_wrapped(text: str, end: int) -> bool:
    r"""Tell whether a line was wrapped at its end, which is no end of a sentence.

    >>> line = "Umetolewa kwa mamlaka ambayo Waziri amepewa chini ya\n"
    >>> _is_wrapped(line + "Sheria ya Elimu", len(line)), _is_wrapped(line + "\n", len(line))
    (True, False)
    """
    in_brackets = _BRACKET.match(text, end) is not None
    if text[end - 1 : end] != "\n" or not (in_brackets or text[end : end + 1].isalpha()):
        return False
    line = text[text.rfind("\n", 0, end - 1) + 1 : end - 1].rstrip()
    if len(line) < _WRAPPED or not line[-1:].isalnum():
        return False
    return in_brackets or text[end].islower() or line.rpartition(" ")[2] in _JOINING


def sort_key(text: str) -> bytes:
    """Return a key that sorts text as a Swahili dictionary does.

    >>> sorted(["Úa", "ubao", "ua"], key=sort_key)
    ['ua', 'Úa', 'ubao']
    """
    return bytes(_collator().getSortKey(unicodedata.normalize("NFC", text)))


@cache
def _letters() -> icu.ImmutableIndex:
    import icu

    index = icu.AlphabeticIndex(icu.Locale("sw"))
    index.addLabels(icu.Locale("en"))  # Q and X: Swahili has no words, but names with them
    return index.buildImmutableIndex()


def first_letter(text: str) -> str:
    """Return the letter that a text is listed under: A to Z in the order of ``sort_key``.

    >>> [first_letter(text) for text in ("ng'ombe", "Úa", "Çelik", "1. Dira", "日本", "")]
    ['N', 'U', 'C', '', '', '']
    """
    import icu

    letters = _letters()
    with _TURN:
        label, kind = letters[letters.getBucketIndex(unicodedata.normalize("NFC", text))]
    return str(label) if kind == icu.UAlphabeticIndexLabelType.NORMAL else ""


def segmentation_version() -> str:
    """Return the versions of ICU, of its word rules and of our sentences, part of the recipe.

    >>> segmentation_version().startswith("icu")
    True
    """
    import icu

    return f"icu {icu.ICU_VERSION} unicode {icu.UNICODE_VERSION} sentences {_SENTENCES}"
