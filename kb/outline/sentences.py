"""Tell whether a line is a statement or a name.

A line or a word comes in, true or false goes out. A Swahili verb begins with its subject
and its tense (i-na-toa); it makes a line a statement. A relative verb has a relative
marker after them (zi-na-zo-tolewa) and can occur in a heading. An infinitive is a name
where the line is short or written as a title; a longer one is a task.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet

__all__ = ["JOINING", "is_finite", "is_infinitive", "is_statement"]

JOINING = frozenset(
    ("ya", "wa", "la", "za", "cha", "vya", "na", "kwa", "katika", "of", "the", "and", "for")
)
"""Connectives between the words of a name."""

_MARKER = r"(?:yo|zo|lo|cho|vyo|mo|ye|ko(?!pa|pes|sa|mes)|po(?!ke|nge|tez))\w{3}"
"""A relative marker and the stem after it. Without a stem it begins the verb: inachora, inapokea."""

_RELATIVE = rf"(?!(?:ka)?{_MARKER})"  # zi-taka-zo-husika: the future is -taka- here
_RELATIVE_O = rf"(?!(?:ka)?(?:{_MARKER}|o[a-z]))"
"""With tu-, u-, m- and wa- the relative is a bare -o-; elsewhere -o- begins the verb: inaonyesha."""

_FINITE = re.compile(
    rf"(?:(?:i|zi|ya|li|a|ni)(?:na|me|li|ta)|(?:ki|vi)(?:na|me)){_RELATIVE}\w{{2,}}[aeiu]|"
    rf"(?:tu(?:na|me|li|ta)|(?:u|m|wa)(?:na|me)){_RELATIVE_O}\w{{2,}}[aeiu]|"
    rf"(?:wa(?:li|ta)|uli){_RELATIVE_O}\w{{3,}}a|(?:ki|vi)li{_RELATIVE}\w{{3,}}a|"
    r"(?:ha(?:i|tu|wa|zi|ya|li|u|ki|vi)|si)(?:ta|ku|ja)\w{3,}"
)
_COPULA = re.compile(
    r"(?:i|a|u|li|ki|vi|zi|ya|tu|wa)na|ni|si|sio|siyo|ndi(?:yo|ye|o|zo)|hu\w{2,}a|"
    r"(?:i|a|u|li|ki|vi|zi|ya|tu|wa)we|haku?na|hapana|"
    r"(?:i|yu|u|li|ki|vi|zi|tu)(?:po|ko|mo)|(?:ya|wa)[pm]o|"
    r"is|are|was|were|has|have|will|shall|provides?"
)
_INFINITIVE = re.compile(r"(?:ku|kw)[a-z]{3,}", re.IGNORECASE)
_NOT_INFINITIVE: AbstractSet[str] = {
    "kuhusu",
    "kutuhusu",
    "kumbukumbu",
    "kurugenzi",
    "kutokana",
    "kwanza",
    "kuanzia",
}
_MAX_NAMING = 4
"""Words of an infinitive that is a name; a longer one is a task or an aim."""


def is_finite(word: str) -> bool:
    """Tell whether a word is a finite verb: one with a subject and a tense, not a relative.

    >>> is_finite("inatoa"), is_finite("zinazotolewa"), is_finite("ni")
    (True, False, True)
    >>> is_finite("inaonyesha"), is_finite("wanaotaka"), is_finite("zitakazohusika")
    (True, False, False)
    """
    return _FINITE.fullmatch(word) is not None or _COPULA.fullmatch(word) is not None


def is_infinitive(text: str) -> bool:
    """Tell whether a text begins with an infinitive, as tasks do: Kusimamia, Kwenda.

    >>> is_infinitive("Kusimamia mapato"), is_infinitive("Kuhusu sisi")
    (True, False)
    """
    first = re.match(r"[\w'’]+", text)
    if first is None or first[0].lower() in _NOT_INFINITIVE:
        return False
    return _INFINITIVE.fullmatch(first[0]) is not None


def is_statement(title: str, nouns: Collection[str]) -> bool:
    """Tell whether a line is a statement, not a name.

    Args:
        title: the line without its number.
        nouns: nouns that begin as verbs do.

    >>> is_statement("Kukuza matumizi ya lugha nchini", ()), is_statement("Kujaza Fomu ya Maombi ya Leseni", ())
    (True, False)
    >>> is_statement("Ofisi kuu ipo Mtaa wa Bondeni", ())
    True
    """
    words = re.findall(r"[\w'’]+", title)
    if len(words) > _MAX_NAMING and is_infinitive(words[0]) and not _titled(words):
        return True  # Kuwa taasisi …, Kukuza …: the text of a dira, a task
    return any(
        word.lower() not in nouns
        and bool(_FINITE.fullmatch(word.lower()) or (i and _COPULA.fullmatch(word)))
        for i, word in enumerate(words)
        if word.islower() or not i
    )


def _titled(words: Sequence[str]) -> bool:
    """Tell whether every word but the connectives begins with a capital, as in titles."""
    return all(not word[0].islower() or word.lower() in JOINING for word in words)
