"""The words that tell a name from others: of an institution, a document, a question.

A line comes in, what its first words say of it goes out; ``words.tsv`` has the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.outline.sentences import JOINING, is_finite
from kb.outline.tables import outline_table

__all__ = ["WORDS", "begins_with", "subject"]

WORDS: Mapping[str, Mapping[str, str]] = {
    role: {row["word"]: row["rank"] for row in outline_table("words.tsv") if row["role"] == role}
    for role in ("institution", "document", "part", "ordinal", "noun", "question", "state")
}
"""The words of each role, with their rank."""


def begins_with(text: str, role: str) -> bool:
    """Tell whether a line starts with a word of *role* (see ``words.tsv``).

    >>> begins_with("Wizara ya Maji", "institution")
    True
    """
    words = re.findall(r"\w+", text)
    if len(words) > 1 and words[1].lower().endswith("enye"):
        return False  # "Taasisi yenye viwango" is no name
    return bool(words) and words[0].lower() in WORDS[role]


def subject(text: str) -> str | None:
    """Return the subject of the first sentence of a text: the name before its verb.

    >>> subject("Mfuko wa Maji (MM) ulianzishwa mwaka 2015.")
    'Mfuko wa Maji'
    >>> subject("Kila mwaka huduma hutolewa bure.") is None
    True
    """
    name: list[str] = []
    for word in re.sub(r"\([^)\n]{1,80}\)", " ", text[:400]).split():
        bare = word.strip(",")
        if name and is_finite(bare):
            joined = " ".join(name).rstrip(",")
            of_a_body = begins_with(joined, "institution") or begins_with(joined, "document")
            return joined if len(name) > 1 and of_a_body else None
        if len(name) > 12 or not (bare[:1].isupper() or bare in JOINING or not name):
            return None
        name.append(word)
    return None
