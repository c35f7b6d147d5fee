"""What a question also means, as records."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, NamedTuple

from kb.swahili import analyse

__all__ = ["Candidate", "Expansion", "Phrase", "Why", "read_phrase"]

Why = Literal["acronym", "gloss", "compound", "slip", "synonym"]


class Expansion(NamedTuple):
    """Other words for some words of a question, to be found as a weaker match.

    ``words[first : last + 1]`` are the words it stands in for; ``sequence`` are the
    terms to find, in order, ``gaps[i]`` positions between step i and step i + 1.
    """

    label: str  # as typed: "core values"
    first: int
    last: int
    sequence: tuple[str, ...]
    gaps: tuple[int, ...]
    weight: float  # what a match is worth beside one of the words themselves, 0 to 1
    why: Why
    shown: str  # for the reader: "vision → dira"


class Phrase(NamedTuple):
    """Words to find: the terms of the content words, and how far each is from the next."""

    text: str  # as it is shown
    sequence: tuple[str, ...]
    gaps: tuple[int, ...]


class Candidate(NamedTuple):
    """An Expansion that may be: nobody has asked the index for its words yet.

    Of those for the same words, only the ones of the lowest *tier* that the index
    has are kept. One that covers its words leaves no English of a part of them: core
    values are no values; vision and mission are both.
    """

    first: int
    last: int
    phrase: Phrase
    weight: float
    why: Why
    tier: int = 0
    covers: bool = True


def read_phrase(text: str) -> Phrase:
    """Return what to find for some Swahili words.

    >>> read_phrase("maadili ya msingi")
    Phrase(text='maadili ya msingi', sequence=('maadili', 'msingi'), gaps=(2,))
    """
    content = [token for token in analyse(text) if not token.function]
    places = [token.position for token in content]
    return Phrase(
        text,
        tuple(token.terms[0] for token in content),
        tuple(after - before for before, after in pairwise(places)),
    )
