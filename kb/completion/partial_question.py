"""Read a question half typed: what is whole of it, and the word that was begun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from kb.completion.text_index import APOSTROPHES, folded

__all__ = ["LONGEST", "SHORTEST", "Begun"]

LONGEST = 256
"""Characters of a question that are read: what stands behind them would not be searched."""

SHORTEST = 2
"""Letters typed before anything is offered; with one, almost everything goes on."""

_LAST = re.compile(rf"[^\W_][\w{APOSTROPHES}]*\Z")


@dataclass(frozen=True)
class Begun:
    """What was typed, and what it is searched by.

    >>> begun = Begun("Dira ya Wak")
    >>> begun.head, begun.last, begun.before
    ('Dira ya ', 'Wak', (b'dira', b'ya'))
    """

    text: str

    @cached_property
    def last(self) -> str:
        """The word that was begun, as typed; empty behind a blank or a sign."""
        found = _LAST.search(self.text)
        return found[0] if found else ""

    @cached_property
    def last_folded(self) -> bytes:
        """The word that was begun, folded."""
        return folded(self.last).encode()

    @cached_property
    def head(self) -> str:
        """What stands before the last word, as typed."""
        return self.text.lstrip()[: -len(self.last)] if self.last else self.text.lstrip()

    @cached_property
    def before(self) -> tuple[bytes, ...]:
        """The words before the last, folded."""
        return tuple(folded(self.head).encode().split())

    @cached_property
    def folded(self) -> bytes:
        """All of it as a line is searched for; a blank at its end says that a word is whole."""
        end = " " if self.text[-1:].isspace() else ""
        return (folded(self.text) + end).encode()

    @cached_property
    def beginning(self) -> str:
        """All of it as a line in the index begins."""
        end = " " if self.text[-1:].isspace() else ""
        return " ".join(self.text.lower().split()) + end

    @property
    def is_enough(self) -> bool:
        """Whether enough was typed to go on from, and not more than a question holds."""
        return len(self.text) <= LONGEST and len(self.folded.strip()) >= SHORTEST
