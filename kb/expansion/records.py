"""What words of a question may also mean, before the index is asked: Proposals.

Those that the index has become Rewrites (kb.query.question).
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from kb.query.question import Reason
from kb.swahili import analyse

__all__ = ["Proposal", "Wording", "read_wording"]


class Wording(NamedTuple):
    """Words to find: the terms of the content words, and how far each is from the next."""

    text: str  # as it is shown
    sequence: tuple[str, ...]
    gaps: tuple[int, ...]


class Proposal(NamedTuple):
    """A rewrite of words *first* to *last*, if the index has its words.

    Of the proposals for the same words, those of the lowest *tier* are kept. One that
    covers its words excludes a gloss of a part of them: core values are no values;
    vision and mission are both.
    """

    first: int
    last: int
    wording: Wording
    weight: float
    reason: Reason
    tier: int = 0
    covers: bool = True


def read_wording(text: str) -> Wording:
    """Return what to find for some Swahili words.

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
