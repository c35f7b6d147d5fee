"""The words that tell a name from others: of an institution, a document, a question.

A line comes in, what its first words say of it goes out; ``words.tsv`` has the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.outline.sentences import JOINING, is_finite
from kb.outline.tables import words_of_role

__all__ = ["WORDS", "begins_with", "subject"]

WORDS: Mapping[str, Mapping[str, str]] = {
    role: words_of_role(role)
    for role in ("institution", "body", "document", "part", "ordinal", "noun", "question", "state")
}
"""The words of each role, with their rank."""

_DEFINES = re.compile(
    r"ni|ndi\w{2,3}|is|was|hu\w+|\w{1,2}(?:na|me|li)(?:anz|und|tok|pat|jul|tamb|hus)\w+"
)
"""A verb that says what an institution is, or where it comes from; others say what it does."""

_MIN_ENGLISH, _MAX_ENGLISH = 3, 10
"""Words of the English name of an institution."""

_ANY_BODY = frozenset(("our", "your", "head", "main", "zonal", "branch", "contact", "the", "about"))
"""Words before "office" that name none: "Our Office", "Head Office"."""


def begins_with(text: str, role: str) -> bool:
    """Tell whether a line starts with a word of *role* (see ``words.tsv``).

    >>> begins_with("Wizara ya Maji", "institution")
    True
    """
    words = re.findall(r"\w+", text)
    if len(words) > 1 and words[1].lower().endswith("enye"):
        return False  # "Taasisi yenye viwango" is no name
    if bool(words) and words[0].lower() in WORDS[role]:
        return True
    return role == "institution" and _is_english_body(text)


def _is_english_body(text: str) -> bool:
    """Tell whether a line is the English name of an institution, which ends with what it is.

    >>> _is_english_body("Shumba District Council"), _is_english_body("Grand Office of Shumba")
    (True, True)
    >>> _is_english_body("Our Head Office"), _is_english_body("The Council met in May")
    (False, False)
    """
    name = re.split(r"\s(?:of|for)\s", text.strip(), maxsplit=1)[0]
    words = re.findall(r"[\w'’]+", name)
    whole = re.findall(r"[\w'’]+", text)
    if not _MIN_ENGLISH <= len(whole) <= _MAX_ENGLISH or not text.strip()[-1:].isalnum():
        return False
    if words[-1].lower() not in WORDS["body"] or _ANY_BODY.issuperset(
        w.lower() for w in words[:-1]
    ):
        return False
    return all(word[0].isupper() or word in JOINING for word in whole)


def subject(text: str) -> str | None:
    """Return the subject of the first sentence of a text: the name before its verb.

    >>> subject("Mfuko wa Maji (MM) ulianzishwa mwaka 2015.")
    'Mfuko wa Maji'
    >>> subject("Mfuko wa Maji una utaratibu maalum."), subject("Kila mwaka huduma hutolewa bure.")
    (None, None)
    """
    name: list[str] = []
    for word in re.sub(r"\([^)\n]{1,80}\)", " ", text[:400]).split():
        bare = word.strip(",")
        if name and is_finite(bare):
            joined = " ".join(name).rstrip(",")
            of_a_body = begins_with(joined, "institution") and _DEFINES.fullmatch(bare) is not None
            named = of_a_body or begins_with(joined, "document")
            return joined if len(name) > 1 and named else None
        if len(name) > 12 or not (bare[:1].isupper() or bare in JOINING or not name):
            return None
        name.append(word)
    return None
