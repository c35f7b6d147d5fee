"""The parts a word is cut into, each with its name in Swahili and in English.

A cutter gives pieces in the order they are written; ``finished`` puts hyphens
where they join and checks that together they spell the word, so an explanation
can never show parts of some other word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kb.swahili.grammar_terms import SILENT, Label

__all__ = ["Part", "Piece", "finished", "spelt"]

_JOINTS = str.maketrans("", "", "-()'")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a word."""

    form: str  # as written, with hyphens where it is joined: wa-, -li-, teu(l)-, -iwa
    sw: str  # what it is, in Swahili; "" where it speaks for itself
    en: str  # the same in English


class Piece(NamedTuple):
    """A part before its hyphens: what is written, how it joins, what it is called."""

    written: str
    joins: Literal["affix", "root", "stem"]  # a root wants an ending, a stem stands alone
    label: Label = SILENT


def finished(word: str, pieces: Sequence[Piece]) -> tuple[Part, ...] | None:
    """Return pieces as parts; None where they do not spell *word*.

    >>> pieces = (Piece("ki", "affix"), Piece("zuri", "stem"))
    >>> [part.form for part in finished("kizuri", pieces) or ()]
    ['ki-', 'zuri']
    """
    if not pieces or spelt("".join(piece.written for piece in pieces)) != spelt(word):
        return None
    parts = []
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        before = "-" if piece.joins == "affix" and place else ""
        after = "-" if piece.joins != "stem" and place < last else ""
        parts.append(Part(f"{before}{piece.written}{after}", piece.label.sw, piece.label.en))
    return tuple(parts)


def spelt(written: str) -> str:
    """Return the letters of a part or word alone, without what joins or brackets them.

    >>> spelt("teu(l)-")
    'teul'
    """
    return written.translate(_JOINTS)
