"""Proposals: what words of a question may also mean, before the index is looked up.

A Proposal whose words occur in the index becomes a Rewrite (kb.query.question).
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from kb.query.question import Reason
from kb.swahili import analyse

__all__ = ["Proposal", "Wording", "name_and_acronyms", "read_wording"]


class Wording(NamedTuple):
    """Words to search for: the terms of the content words, and the gap to each next one."""

    text: str  # as it is shown
    sequence: tuple[str, ...]
    gaps: tuple[int, ...]


class Proposal(NamedTuple):
    """A rewrite of words *first* to *last*, if its words occur in the index.

    Of the proposals for the same words, those of the lowest *tier* stay. A proposal that
    *covers* its words excludes a gloss of some of them: "core values" excludes "values";
    "vision and mission" excludes neither.
    """

    first: int
    last: int
    wording: Wording
    weight: float
    reason: Reason
    tier: int = 0
    covers: bool = True


def read_wording(text: str) -> Wording:
    """Return the terms and gaps of some Swahili words.

    >>> read_wording("maadili ya msingi")
    Wording(text='maadili ya msingi', sequence=('maadili', 'msingi'), gaps=(2,))
    """
    content = [token for token in analyse(text) if not token.function]
    places = [token.position for token in content]
    return Wording(
        text,
        tuple(token.terms[0] for token in content),
        tuple(after - before for before, after in pairwise(places)),
    )


def name_and_acronyms(gloss: str) -> tuple[str, tuple[str, ...]]:
    """Return the English name that a gloss gives, and the acronyms behind it.

    A comma may be one of the name itself, so a part of a name is none.

    >>> name_and_acronyms("Registration, Insolvency and Trusteeship Agency")
    ('Registration, Insolvency and Trusteeship Agency', ())
    >>> name_and_acronyms("acquired immune deficiency syndrome, AIDS")
    ('acquired immune deficiency syndrome', ('AIDS',))
    """
    parts = gloss.split(", ")
    last = len(parts)
    while last > 1 and parts[last - 1].isupper():
        last -= 1
    return ", ".join(parts[:last]), tuple(parts[last:])
