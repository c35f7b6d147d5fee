"""The morphemes of a word, each with its name in Swahili and in English.

A segmenter gives pieces in the order they are written. ``join_morphemes`` adds the hyphens and
checks that the pieces together spell the word: an explanation never shows another word's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kb.swahili.explanation.grammar_terms import SILENT, Label

__all__ = ["Morpheme", "Segment", "join_morphemes", "spelt"]

_JOINTS = str.maketrans("", "", "-()'")


@dataclass(frozen=True, slots=True)
class Morpheme:
    """One part of a word that has a meaning or a function of its own."""

    form: str  # as written, with hyphens where it is joined: wa-, -li-, teu(l)-, -iwa
    sw: str  # what it is, in Swahili; "" where it needs no name
    en: str  # the same in English


class Segment(NamedTuple):
    """A morpheme before its hyphens: what is written, how it joins, what it is called."""

    written: str
    joins: Literal["affix", "root", "stem"]  # a root needs an ending, a stem does not
    label: Label = SILENT


def join_morphemes(word: str, pieces: Sequence[Segment]) -> tuple[Morpheme, ...] | None:
    """Return pieces as morphemes; None where they do not spell *word*.

    >>> pieces = (Segment("ki", "affix"), Segment("zuri", "stem"))
    >>> [part.form for part in join_morphemes("kizuri", pieces) or ()]
    ['ki-', 'zuri']
    """
    if not pieces or spelt("".join(piece.written for piece in pieces)) != spelt(word):
        return None
    parts = []
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        before = "-" if piece.joins == "affix" and place else ""
        after = "-" if piece.joins != "stem" and place < last else ""
        parts.append(Morpheme(f"{before}{piece.written}{after}", piece.label.sw, piece.label.en))
    return tuple(parts)


def spelt(written: str) -> str:
    """Return the letters of a morpheme or word without hyphens, brackets and apostrophes.

    >>> spelt("teu(l)-")
    'teul'
    """
    return written.translate(_JOINTS)
