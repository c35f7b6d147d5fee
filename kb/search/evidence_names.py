"""Tell which words of a sentence are a name, a person or a place.

A name has a capital that is not that of its sentence's first word. *Mkoa wa Mfano* is a place,
*Dkt. Mfano* a person.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from kb.index.schema import TokenColumns
from kb.outline.tables import words_of_role
from kb.search.evidence_amounts import CURRENCIES
from kb.search.evidence_numbers import is_date
from kb.search.evidence_words import institution_words, shows
from kb.search.expected_answer import LOCATIVES

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["is_actor", "is_called", "is_name", "is_place"]

_MIN_LOCATIVE = 4  # letters before which -ni is no ending: sokoni, but not ndani's like
_NEAR = 2  # tokens from a word to its name: kata ya Mfano
_PREPOSITIONS: AbstractSet[str] = LOCATIVES | {"katika", "kwenye", "nje", "ndani"}


def is_actor(text: str, columns: TokenColumns, tokens: Span, i: int) -> bool:
    """Tell whether a word is of a person, or of who acts as one: *waziri*, *bodi*, a name."""
    if shows("person", columns, i):
        return True
    return is_name(text, columns, tokens, i) and not _names_place(columns, i)


def is_called(text: str, columns: TokenColumns, tokens: Span, i: int) -> bool:
    """Tell whether a word is the name of someone or something: no place, office or institution.

    Nor is an infinitive, which has a capital in headings: *Bunge Kumshtaki Makamu*.
    """
    return (
        is_name(text, columns, tokens, i)
        and not _is_infinitive(columns, i)
        and not _names_place(columns, i)
        and not _names_unit(columns, i)
        and not shows("person", columns, i)
        and columns.surfaces[i] not in institution_words()
    )


def is_place(
    text: str, columns: TokenColumns, tokens: Span, i: int, known: AbstractSet[str]
) -> bool:
    """Tell whether a word is of a place: *karibu*, *sokoni*, *mtaa wa Mfano*, a name.

    Args:
        text: the source of the tokens.
        columns: the tokens.
        tokens: the first of the sentence, and the one after its last.
        i: the place of the word.
        known: surfaces of the question's words; an area called by one of them tells nothing new.
    """
    if shows("place", columns, i) or _is_locative(columns, i):
        return True
    if shows("land", columns, i):
        return _has_name(text, columns, tokens, i, known)
    return (
        is_name(text, columns, tokens, i)
        and not _names_person(text, columns, tokens, i)
        and institution_words().isdisjoint(columns.surfaces[max(tokens[0], i - _NEAR) : i + 1])
    )


def is_name(text: str, columns: TokenColumns, tokens: Span, i: int) -> bool:
    """Tell whether a word has the capital of a name.

    The first word of a sentence or an item always has one; there the next has one too.
    """
    if not text[columns.starts[i]].isupper() or columns.functions[i]:
        return False
    if is_date(columns, i) or shows("label", columns, i):
        return False
    if _names_part(columns, i) or columns.surfaces[i] in CURRENCIES:
        return False
    if not _opens(text, columns, tokens, i):
        return True
    following = i + 1 < tokens[1] and text[columns.starts[i + 1]].isupper()
    return following and columns.surfaces[i + 1] not in CURRENCIES


def _names_part(columns: TokenColumns, i: int) -> bool:
    """Tell whether a word is of a part of a document: *Sehemu*, and *Pili* in *Sehemu ya Pili*."""
    parts, form = words_of_role("part").keys(), columns.surfaces[i]
    if form in parts:
        return True
    before = columns.surfaces[max(0, i - _NEAR) : i]
    return form in words_of_role("ordinal") and not parts.isdisjoint(before)


def _opens(text: str, columns: TokenColumns, tokens: Span, i: int) -> bool:
    """Tell whether a word is the first of a sentence or of an item."""
    if i == tokens[0]:
        return True
    before = text[columns.ends[i - 1] : columns.starts[i]]
    if "\n" in before or ": " in before:
        return True
    ends = before.strip()[:1] in (".", "!", "?")
    return ends and len(columns.surfaces[i - 1]) > 1 and not shows("title", columns, i - 1)


def _is_infinitive(columns: TokenColumns, i: int) -> bool:
    form = columns.surfaces[i]
    return form.startswith("ku") and form not in columns.terms[i]


def _is_locative(columns: TokenColumns, i: int) -> bool:
    """Tell whether a word is a noun with -ni: *sokoni*, *mjini*."""
    form = columns.surfaces[i]
    locative = form.endswith("ni") and len(form) > _MIN_LOCATIVE and form not in columns.terms[i]
    return locative and not columns.functions[i]


def _has_name(
    text: str, columns: TokenColumns, tokens: Span, i: int, known: AbstractSet[str]
) -> bool:
    """Tell whether an area is named (*kata ya Mfano*), or something is said to be there (*ipo mtaa …*)."""
    if i > tokens[0] and columns.surfaces[i - 1] in _PREPOSITIONS:
        return True
    after = range(i + 1, min(tokens[1], i + 1 + _NEAR))
    return any(
        text[columns.starts[k]].isupper() and columns.surfaces[k] not in known for k in after
    )


def _names_place(columns: TokenColumns, i: int) -> bool:
    """Tell whether a name is of a place: Mkoa wa Mfano, mjini Mfano."""
    around = range(max(0, i - _NEAR), i)
    return any(shows("place", columns, k) or shows("land", columns, k) for k in around)


def _names_unit(columns: TokenColumns, i: int) -> bool:
    """Tell whether a name is of a part of an institution: Kurugenzi ya Ufundi."""
    return any(shows("unit", columns, k) for k in range(max(0, i - _NEAR), i + 1))


def _names_person(text: str, columns: TokenColumns, tokens: Span, i: int) -> bool:
    """Tell whether a name is of a person: Dkt. Mfano, Mkurugenzi ni Asha Juma Mfano."""
    first = i
    while first > tokens[0] and text[columns.starts[first - 1]].isupper():
        between = text[columns.ends[first - 1] : columns.starts[first]]
        if between.strip(". "):
            break
        first -= 1
    around = range(max(0, first - _NEAR), i + 1)
    return any(shows("person", columns, k) for k in around)
