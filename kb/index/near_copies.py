"""Tell whether two texts say the same, and differ in form only.

Words of two passages come in, yes or no goes out. A scan has wrong letters, a PDF parts words
at the ends of lines, a print version repeats the title: these are copies. A text with another
word is a version (docs/decisions/0020-copies.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from kb.swahili.lemmatizer import is_swahili_word

__all__ = ["differs_in_form"]

_MAX_CHANGED = 0.15  # of the words; more is another text
_MIN_SLIP = 7  # letters of a word with a wrong letter
_KEPT = 2  # letters at both ends of it that are right: prefix and suffix carry grammar


def differs_in_form(
    words: Sequence[str], others: Sequence[str], headings: Iterable[str] = ()
) -> bool:
    """Tell whether two texts say the same: what differs is form, never a word.

    Allowed are words that were joined or parted at a line's end; a title or heading that
    one file repeats in the text; a wrong letter inside a long word, where only one of the
    two writings is a word.

    Args:
        words: of one text, in lower case.
        others: of the other.
        headings: the titles and headings of both, their words joined by blanks.

    >>> differs_in_form("sheria ya uta wala bora".split(), "sheria ya utawala bora".split())
    True
    >>> differs_in_form("hairuhusiwi kuvuta sigara".split(), "inaruhusiwa kuvuta sigara".split())
    False
    """
    longest = max(len(words), len(others))
    room = _MAX_CHANGED * longest + 2
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    in_common = matcher.quick_ratio() * (len(words) + len(others)) / 2  # at most
    if in_common < longest - room:
        return False
    changed = 0
    for tag, start, end, from_, to in matcher.get_opcodes():
        if tag == "equal":
            continue
        ours, theirs = words[start:end], others[from_:to]
        changed += max(len(ours), len(theirs))
        if not (_same_letters(ours, theirs) or _is_slip(ours, theirs)):
            repeated = " ".join(ours or theirs)
            if (ours and theirs) or not any(repeated == name for name in headings):
                return False
    return changed <= room


def _same_letters(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    return "".join(ours) == "".join(theirs)


def _is_slip(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell whether one word has a wrong letter in its middle, so that it is no word."""
    if len(ours) != 1 or len(theirs) != 1:
        return False
    shorter, longer = sorted((ours[0], theirs[0]), key=len)
    if len(shorter) < _MIN_SLIP or not (shorter + longer).isalpha():
        return False
    same = next((i for i, pair in enumerate(zip(shorter, longer, strict=False)) if len(set(pair)) > 1),
                len(shorter))  # fmt: skip
    rest_of_shorter = shorter[same:] if len(longer) > len(shorter) else shorter[same + 1 :]
    if same < _KEPT or len(rest_of_shorter) < _KEPT or longer[same + 1 :] != rest_of_shorter:
        return False
    return is_swahili_word(shorter) != is_swahili_word(longer)
