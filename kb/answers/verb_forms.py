"""Tell verbs of a text by their form: a prefix of the subject, then one of the tense."""

from __future__ import annotations

import re

from kb.index.schema import TokenColumns

__all__ = ["COPULAS", "begins_with_subject", "is_verb"]

COPULAS = frozenset({"ni", "ndiye", "ndio", "ndiyo", "ndicho", "ndilo"})
_SUBJECT_AND_TENSE = re.compile(
    r"(?:ha)?(?:a|wa|u|i|li|ya|ki|vi|zi|ku)"
    r"(?:na|li|me|ta|ki|nge|mesha|likuwa)(?!ye|yo|cho|lo|zo|vyo|po|o)\w*$"
    r"|hu[a-z]{4,}$|(?:u|i|li|ya|ki|vi|zi)po$"
)
"""A verb with its subject in its prefix: *ilianzishwa*, *ina*, *huteuliwa*; not *inayotoa*."""


def begins_with_subject(form: str) -> bool:
    """Tell whether a form is a verb with its subject in its prefix.

    >>> begins_with_subject("ilianzishwa"), begins_with_subject("inayotoa"), begins_with_subject("bodi")
    (True, False, False)
    """
    return _SUBJECT_AND_TENSE.match(form) is not None


def is_verb(columns: TokenColumns, i: int) -> bool:
    """Tell whether a word is a copula, or a verb with its subject in its prefix."""
    return columns.surfaces[i] in COPULAS or begins_with_subject(columns.surfaces[i])
