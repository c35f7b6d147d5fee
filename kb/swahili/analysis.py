"""The analysis of one word, and what a step of the lemmatizer may ask to make one."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from kb.swahili.lexicon_tables import Lexicon
from kb.swahili.morphology.verbs import VerbAnalysis, Verbs

__all__ = ["Analysis", "KnownWords"]


class Analysis(NamedTuple):
    """How a word is analysed."""

    terms: tuple[str, ...]
    part: str  # function, number, name, acronym, noun, adjective, verb, adverb, foreign, unknown
    rule: str  # which rule of the deciding step applied, for explain()
    verb: VerbAnalysis | None = None


class KnownWords(Protocol):
    """What a step may ask: kb.swahili.lemmatizer.Lemmatizer has it."""

    lexicon: Lexicon

    @property
    def verbs(self) -> Verbs:
        """What analyses verb forms."""

    def listed(self, word: str) -> Analysis | None:
        """Return the analysis of a word that is listed in this very form."""

    def whole(self, word: str) -> Analysis | None:
        """Return the analysis of a word that is listed, or is the locative of one."""

    def lemmatize(self, word: str) -> Analysis:
        """Return the analysis of a word, through all steps."""
