"""Tell how much of an institution's name a line has, word for word.

The connectives count: *Wakala ya Serikali Mtandao* and *Wakala wa Serikali Mtandao* are two.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple, Self

from kb import swahili

__all__ = ["NameMatch", "name_forms"]

_MIN_RUN = 3  # words of a name that a line must repeat: wakala wa serikali


@lru_cache(maxsize=64)  # of all passages of a document
def name_forms(name: str) -> tuple[str, ...]:
    """Return the words of a name, normalised.

    >>> name_forms("Wakala ya Vipimo (WAVI)")
    ('wakala', 'ya', 'vipimo', 'wavi')
    """
    return tuple(word.normal for word in swahili.words(name))


class NameMatch(NamedTuple):
    """How much of a name a line has; of several names the greatest is meant.

    All the words before their order: "wakala ya … zanzibar" means the agency of Zanzibar, though
    the connective is that of another.
    """

    words: int  # content words of the line that the name has
    run: int  # words of the name, from its first, that follow one another in the line

    @classmethod
    def of(cls, name: Sequence[str], line: Sequence[str], content: AbstractSet[str]) -> Self:
        """Return how much of a name a line has.

        Args:
            name: its words, normalised.
            line: those of the line, in order.
            content: those of the line that are no function words.

        >>> NameMatch.of(["wakala", "ya", "vipimo"], ["simu", "za", "wakala", "ya", "vipimo"],
        ...              {"simu", "wakala", "vipimo"})
        NameMatch(words=2, run=3)
        """
        return cls(len(content & set(name)), _longest_run(name, line))

    @property
    def is_named(self) -> bool:
        """Whether the line has the name itself, and not only some of its words."""
        return self.run >= _MIN_RUN


def _longest_run(name: Sequence[str], line: Sequence[str]) -> int:
    best = 0
    for start in range(len(line)):
        length = 0
        while length < min(len(name), len(line) - start) and name[length] == line[start + length]:
            length += 1
        best = max(best, length)
    return best
