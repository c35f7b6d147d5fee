"""The records of a paradigm: every form of a word, each with its place in the table.

soma: present: ninasoma, unasoma, anasoma …; negative present: sisomi, husomi, hasomi …
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.swahili.universal.features import Features

__all__ = ["Derived", "Form", "Paradigm"]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a word."""

    written: str
    group: str  # the table it belongs to: tense, relative, other, number, concord
    row: str  # its name of grammar in that table: present, plural, possessive …
    column: str  # the person or class it agrees with: 1sg, 2, 7; "" where it agrees with none
    feats: Features


@dataclass(frozen=True, slots=True)
class Derived:
    """A verb made from another by an extension."""

    kind: str  # applicative, causative, stative, reciprocal, …
    stem: str
    listed: bool  # whether the lexicon has it; else it is made by rule, and may not be in use


@dataclass(frozen=True, slots=True)
class Paradigm:
    """All forms of one word."""

    lemma: str
    upos: str
    meaning: str  # in English, "" where the lexicon does not say
    forms: tuple[Form, ...]
    derived: tuple[Derived, ...] = ()
