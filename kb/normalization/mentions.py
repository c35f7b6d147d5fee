"""The records of normalisation: the words of one text, and the dates and numbers in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = ["Mention", "WordLine"]

_BLANK = re.compile(r"\s+")


class Mention(NamedTuple):
    """A date, a month's name, a number or a code, and the terms that all its writings share."""

    kind: Literal["date", "month", "number", "code"]
    first: int  # index of its first word
    last: int  # index of its last word
    terms: tuple[tuple[int, str], ...]  # (index of the word it is stacked on, term)


@dataclass(frozen=True, slots=True)
class WordLine:
    """Words in normal writing, with their places in a text."""

    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    text: str

    def gap(self, i: int) -> str:
        """Return what is between word *i* and the next: "" at the end of the line."""
        if i + 1 >= len(self.words):
            return ""
        return self.text[self.ends[i] : self.starts[i + 1]]

    def follows(self, i: int) -> bool:
        """Return whether a word follows word *i* with only blanks between."""
        return i + 1 < len(self.words) and _BLANK.fullmatch(self.gap(i)) is not None

    def word(self, i: int) -> str:
        """Return word *i*, "" outside the line."""
        return self.words[i] if 0 <= i < len(self.words) else ""
