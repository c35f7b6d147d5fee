"""Parse a question half typed: its complete words, and the last word that was begun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from kb.completion.text_index import APOSTROPHES, folded

__all__ = ["MAX_TYPED", "MIN_TYPED", "PartialQuestion"]

MAX_TYPED = 256
"""Characters of a question that are read; a search ignores the rest."""

MIN_TYPED = 2
"""Letters typed before anything is offered; one letter begins too many words."""

_LAST = re.compile(rf"[^\W_][\w{APOSTROPHES}]*\Z")


@dataclass(frozen=True)
class PartialQuestion:
    """What was typed, and the forms of it that are searched.

    >>> partial = PartialQuestion("Dira ya Wak")
    >>> partial.head, partial.last, partial.before
    ('Dira ya ', 'Wak', (b'dira', b'ya'))
    """

    text: str

    @cached_property
    def last(self) -> str:
        """The word that was begun, as typed; empty after a blank or a sign."""
        match = _LAST.search(self.text)
        return match[0] if match else ""

    @cached_property
    def last_folded(self) -> bytes:
        """The word that was begun, folded."""
        return folded(self.last).encode()

    @cached_property
    def head(self) -> str:
        """The text before the last word, as typed."""
        return self.text.lstrip()[: -len(self.last)] if self.last else self.text.lstrip()

    @cached_property
    def before(self) -> tuple[bytes, ...]:
        """The words before the last, folded."""
        return tuple(folded(self.head).encode().split())

    @cached_property
    def folded(self) -> bytes:
        """All of it, folded; a blank at its end says that the last word is complete."""
        end = " " if self.text[-1:].isspace() else ""
        return (folded(self.text) + end).encode()

    @cached_property
    def beginning(self) -> str:
        """All of it, as the beginning of a line in the index."""
        end = " " if self.text[-1:].isspace() else ""
        return " ".join(self.text.lower().split()) + end

    @property
    def is_enough(self) -> bool:
        """Whether enough was typed to complete, and not more than a question may have."""
        return len(self.text) <= MAX_TYPED and len(self.folded.strip()) >= MIN_TYPED
