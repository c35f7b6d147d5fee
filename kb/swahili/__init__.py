"""Read Swahili words as a speaker does.

>>> from kb.swahili import analyse, stem
>>> stem("aliyeteuliwa")
'teua'
>>> [(t.surface, t.terms) for t in analyse("majukumu ya idara")]
[('majukumu', ('jukumu',)), ('ya', ('a',)), ('idara', ('idara',))]

Usable alone: this package imports nothing else of Kisima. The grammar and the
lexicon are TSV files under ``data/``; why each rule is there: docs/swahili.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.swahili.data import DataError
from kb.swahili.lexicon import lexicon_digest
from kb.swahili.text_segmentation import first_letter, segmentation_version, sentences, sort_key
from kb.swahili.tokens import Token, analyse, stem, words

__all__ = [
    "DataError",
    "Token",
    "analyse",
    "explain",
    "fingerprint",
    "first_letter",
    "sentences",
    "sort_key",
    "stem",
    "words",
]

if TYPE_CHECKING:
    from kb.swahili.explanation import Explanation


def explain(word: str) -> Explanation:
    """Return how *word* is read and why: its parts, its family, in Swahili and in English.

    The names of grammar and the glosses are loaded on the first call, not with the package.

    >>> explain("walioteuliwa").en
    'teua: wa- (they, class 2) + -li- (past) + -o- (relative) + teu(l)- + -iwa (passive)'
    """
    from kb.swahili.explanation import explain_word

    return explain_word(word)


def fingerprint() -> str:
    """Return a string that changes when the tokens of a text could: data, rules, ICU.

    >>> fingerprint() == fingerprint()
    True
    """
    return f"{lexicon_digest()} {segmentation_version()}"
