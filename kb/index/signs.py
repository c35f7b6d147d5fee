"""Terms around a passage that are no words: the kind of its section, the name of its institution.

"simu" and "opening hours" lead to *Mawasiliano* and *Muda wa kufungua* by the kind
(docs/decisions/0044-kinds-as-hints.md). A name is one term, connectives and all: *Wakala ya
Serikali Mtandao* is not *Wakala wa Serikali Mtandao* (docs/decisions/0045-named-institutions.md).
"""

from __future__ import annotations

from kb.query.institution_names import name_forms

__all__ = ["NAME_SIGN", "is_sign", "kind_term", "name_term", "name_words"]

NAME_SIGN = "n:"
"""Before the name of an institution. No word has a colon but those of days (d:2024-05-01)."""

_KIND_SIGN = "k:"

_BLANK = "~"  # a blank of a name: no word has one


def kind_term(kind: str) -> str:
    """Return the term that says of what kind the section of a passage is.

    >>> kind_term("saa")
    'k:saa'
    """
    return _KIND_SIGN + kind


def name_term(institution: str) -> str:
    """Return the name of an institution as one term, with its connectives.

    >>> name_term("Wakala ya Serikali Mtandao (eGA)")
    'n:wakala~ya~serikali~mtandao~ega'
    """
    return NAME_SIGN + _BLANK.join(name_forms(institution))


def name_words(term: str) -> tuple[str, ...]:
    """Return the words of a name that is one term.

    >>> name_words("n:wakala~ya~vipimo")
    ('wakala', 'ya', 'vipimo')
    """
    return tuple(term.removeprefix(NAME_SIGN).split(_BLANK))


def is_sign(term: str) -> bool:
    """Tell whether a term around a passage is no word.

    >>> is_sign("k:saa"), is_sign("n:wakala~ya~vipimo"), is_sign("saa")
    (True, True, False)
    """
    return term.startswith((_KIND_SIGN, NAME_SIGN))
