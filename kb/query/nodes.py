"""The nodes of a parsed line: Word, Phrase, PrefixWord and Or, in a Query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kb.messages import Message

__all__ = ["Item", "Need", "Or", "Phrase", "PrefixWord", "Query", "Term", "Word", "Zone"]

Need = Literal["want", "must", "not"]
Zone = Literal["heading", "title"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed; the analyser may split it into several tokens (17/12/2010)."""

    text: str
    field: Zone | None = None
    need: Need = "want"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another; *exact* means these forms only."""

    words: tuple[str, ...]
    field: Zone | None = None
    need: Need = "want"
    exact: bool = False


@dataclass(frozen=True, slots=True)
class PrefixWord:
    """Any word that starts with *text*, as it is written."""

    text: str
    field: Zone | None = None
    need: Need = "want"


Term = Word | Phrase | PrefixWord


@dataclass(frozen=True, slots=True)
class Or:
    """Any of *options*: at least two, each with need "want". Never excluded as a whole."""

    options: tuple[Term, ...]
    need: Need = "want"


Item = Term | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed line."""

    line: str  # the part that was read: cleaned, at most 256 characters
    items: tuple[Item, ...]  # in the order typed, brackets resolved
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # facet: any of these
    notes: tuple[Message, ...] = ()  # on parts that were ignored or read otherwise
