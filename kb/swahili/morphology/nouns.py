"""Number in nouns: the plurals a class gives a singular, and the way back.

The table is data/noun_classes.tsv. One singular may have several regular plurals
(mw + a gives walimu but waandishi); all are generated, so a word that is written either
way is found.
"""

from __future__ import annotations

from functools import cache

from kb.swahili.data import table_rows

__all__ = ["locative_base", "plurals", "singulars"]

_VOWELS = frozenset("aeiou")
_GLIDE_OR_VOWEL = frozenset("aeiouw")  # before w the prefix is mw-, not m-


@cache
def _rules() -> tuple[tuple[str, str, str, str], ...]:
    columns = ("class", "singular", "plural", "before", "example", "gloss")
    return tuple(
        (classes, one.replace("-", ""), many.replace("-", ""), before)
        for classes, one, many, before, *_ in table_rows("noun_classes.tsv", columns)
    )


@cache
def _of_class(classes: str) -> tuple[tuple[str, str, str], ...]:
    like = "5/6" if classes == "9/6" else classes
    return tuple(rule[1:] for rule in _rules() if rule[0] == like)


def _fits(rest: str, before: str) -> bool:
    if not rest:
        return False
    match before:
        case "any":
            return True
        case "vowel":
            return rest[0] in _VOWELS
        case "consonant":
            return rest[0] not in _GLIDE_OR_VOWEL
    return rest.startswith(before)


def plurals(noun: str, classes: str) -> list[str]:
    """Return the regular plurals of a singular.

    Args:
        noun: a singular.
        classes: its class pair in Bantu numbers; 9/6 takes ma- as class 5/6 does.

    >>> plurals("mwandishi", "1/2"), plurals("kitengo", "7/8"), plurals("rais", "9/6")
    (['wandishi', 'waandishi'], ['vitengo'], ['marais'])
    """
    found = []
    for one, many, before in _of_class(classes):
        if noun.startswith(one) and _fits(noun[len(one) :], before):
            form = many + noun[len(one) :]
            if form not in found:
                found.append(form)
    return found


def singulars(form: str) -> list[tuple[str, str]]:
    """Return the possible singulars of *form*, with their class, in the order of the table.

    >>> singulars("vitengo")
    [('kitengo', '7/8'), ('uvitengo', '11/10')]
    """
    found = []
    for classes, one, many, before in _rules():
        if form.startswith(many) and _fits(form[len(many) :], before):
            rest = form[len(many) :]
            if len(one) + len(rest) >= 3:
                found.append((one + rest, classes))
    return found


def locative_base(form: str) -> str | None:
    """Return a word without its locative -ni, None where it cannot have one.

    >>> locative_base("serikalini"), locative_base("nani")
    ('serikali', None)
    """
    if len(form) >= 5 and form.endswith("ni") and form[-3] in _VOWELS:
        return form[:-2]
    return None
