"""Tell whether a sentence states plainly what was asked.

*Mkurugenzi ni Asha Mfano*, *Ofisi ipo mtaa wa Mfano*, *Simu: 024 …*, a row *Mwenyekiti | Asha
Mfano*: only a copula, a sign or a title is between what was asked and the answer. In *Mkurugenzi
alimteua Asha Mfano* a verb is between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from kb.answers.verb_forms import COPULAS, begins_with_subject
from kb.document import Span
from kb.index.schema import TokenColumns
from kb.search.asked_nouns import Expected
from kb.search.evidence_words import evidence_words, institution_words, shows
from kb.search.expected_answer import LOCATIVES

__all__ = ["has_label", "is_of_other_thing", "states"]

_MAX_APART = 8  # tokens between what was asked and the answer
_MAX_LABEL = 8  # tokens of a label: Saa za kazi:
_OF = frozenset({"ya", "wa", "la", "za", "cha", "vya"})
_SIGNS = ("|", ":", ",", "(", "–")
_DEPUTIES = frozenset({"naibu", "makamu", "kaimu", "msaidizi"})
"""Words before a post that make it another post."""
_NAMED: AbstractSet[Expected] = frozenset({"person", "called", "name", "region"})


def states(
    text: str,
    columns: TokenColumns,
    asked: Sequence[int],
    facts: Sequence[int],
    marked: AbstractSet[int],
    kind: Expected,
) -> bool:
    """Tell whether nothing but a link is between what was asked and a fact.

    Args:
        text: the source of the tokens.
        columns: the tokens.
        asked: the tokens of the sentence that were asked about: *mkurugenzi*, *ipo*.
        facts: its tokens of the expected kind.
        marked: its tokens that the question has.
        kind: what is expected.
    """
    if kind in _NAMED:
        asked = [at for at in asked if not _is_of_other_post(columns, at, marked)]
        # Of Hati ya Rais ya Mgawanyo the last is no name of the Rais.
        names = [fact for fact in facts if not fact or columns.surfaces[fact - 1] not in _OF]
        return any(_linked(text, columns, at, name, marked) for at in asked for name in names)
    if kind == "place":
        return any(
            at < fact and _leads_to(text, columns, at, fact) for at in asked for fact in facts
        )
    return False


def has_label(text: str, columns: TokenColumns, sentence: Span, marked: AbstractSet[int]) -> bool:
    """Tell whether a sentence begins with a label of words of the question: *Saa za kazi: …*.

    Args:
        text: the source of the tokens.
        columns: the tokens.
        sentence: its first token, and the one after its last.
        marked: its tokens that the question has.
    """
    first, last = sentence
    for i in range(first, min(last - 1, first + _MAX_LABEL)):
        if not columns.functions[i] and i not in marked:
            return False
        if text[columns.ends[i] : columns.starts[i + 1]].strip()[:1] in (":", "|"):
            return any(k in marked for k in range(first, i + 1))
    return False


def is_of_other_thing(
    columns: TokenColumns, places: Sequence[int], first: int, marked: AbstractSet[int]
) -> bool:
    """Tell whether a sentence says of something else where it is: *Uwanja uko mtaa wa Mfano*.

    *Ofisi zake zipo …* says it of whoever has the offices.

    Args:
        columns: the tokens.
        places: those of the sentence that are places.
        first: the first of the sentence.
        marked: its tokens that the question has.
    """
    located = [
        i for i in range(first, max(places, default=first)) if columns.surfaces[i] in LOCATIVES
    ]
    if not located:
        return False
    subject = [i for i in range(first, located[0]) if not columns.functions[i]]
    seats = evidence_words("seat")
    return bool(subject) and not any(
        i in marked or not seats.isdisjoint(columns.terms[i]) for i in subject
    )


def _is_of_other_post(columns: TokenColumns, at: int, marked: AbstractSet[int]) -> bool:
    """Tell whether a post is part of the name of another: *Naibu Mkurugenzi*, *Hati ya Rais*."""
    if not at or at - 1 in marked:
        return False
    if columns.surfaces[at - 1] in _DEPUTIES:
        return True
    return columns.surfaces[at - 1] in _OF and at - 2 not in marked


def _linked(text: str, columns: TokenColumns, at: int, fact: int, marked: AbstractSet[int]) -> bool:
    """Tell whether only words of the question, titles and words without content are between."""
    first, last = min(at, fact), max(at, fact)
    if last - first > _MAX_APART:
        return False
    between = range(first + 1, last)
    copulas = [k for k in between if columns.surfaces[k] in COPULAS]
    if not all(
        columns.functions[k]
        or k in marked
        or shows("person", columns, k)
        or (copulas and k < copulas[0] and _is_of_institution(columns, k))
        for k in between
    ):
        return False
    gaps = [text[columns.ends[k] : columns.starts[k + 1]] for k in range(first, last)]
    parted = any(
        gap.strip()[:1] in (".", "?", "!", ";") and not shows("title", columns, first + k)
        for k, gap in enumerate(gaps)
    )
    if parted or at < fact:
        return not parted
    # A name before its post: Asha Mfano ni mwenyekiti, Asha Mfano | Mwenyekiti.
    return bool(copulas) or (
        shows("person", columns, at)
        and any(gap.strip()[:1] in _SIGNS or _is_line_end(gap) for gap in gaps if gap.strip(" "))
    )


def _leads_to(text: str, columns: TokenColumns, at: int, place: int) -> bool:
    """Tell whether a place is said of a verb before it: *yapo bandari ndogo ya Mfano*."""
    if place - at > _MAX_APART or any(
        begins_with_subject(columns.surfaces[k]) for k in range(at + 1, place)
    ):
        return False
    return not any(
        text[columns.ends[k] : columns.starts[k + 1]].strip()[:1] in (".", "?", "!", ";")
        for k in range(at, place)
    )


def _is_of_institution(columns: TokenColumns, i: int) -> bool:
    """Tell whether a word only says whose post it is: Mkurugenzi *wa Halmashauri*."""
    whose = institution_words()
    return columns.surfaces[i - 1] in _OF and (
        columns.surfaces[i] in whose or shows("land", columns, i)
    )


def _is_line_end(gap: str) -> bool:
    """Tell whether one line ends here: a name, and below it the post, as in a signature."""
    return gap.strip(" .") == "\n"
