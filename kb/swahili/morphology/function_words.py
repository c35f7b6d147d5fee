"""Function words by family: ya, kwa, hiyo, ambayo, yake; to be, to be at a place, to have.

A lexicon comes in, each word with its family goes out. Agreeing words are generated from
the class tables: pronouns from one concord, forms of being and having from a subject and a
relative (aliyo, nilivyo, unazo, hatupo, waliyonayo). The others are listed. All forms of a
family share one term: yake and zake are ``ake``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kb.swahili.data import table_rows
from kb.swahili.lexicon_tables import Lexicon
from kb.swahili.morphology.templates import RELATIVES, subjects

__all__ = ["being_and_having", "being_before", "function_words"]

_CONCORDS = ("class", "connective", "possessive", "near", "referred", "far", "relative", "subject")
_PATTERNS = ("stem", "pattern", "extra", "example", "gloss")
_PLACES = ("po", "ko", "mo")
_PERSONS = frozenset({"ni", "u", "a", "tu", "m", "wa"})
_WHERE = frozenset({"po", "ko", "vyo"})

_BEING = re.compile(r"[a-z]{1,3}[ls]i(?:ye|yo|lo|cho|vyo|zo|po|ko|mo|o)(?=[a-z]{3})")
"""A relative of being that something is written behind: aliye-, yaliyo-, isiyo-."""


def being_before(word: str) -> int:
    """Return where a word goes on behind a relative of being, 0 where it begins with none.

    >>> being_before("tuliowengi"), being_before("kitabu")
    (5, 0)
    """
    match = _BEING.match(word)
    return match.end() if match else 0


def function_words(lexicon: Lexicon) -> dict[str, str]:
    """Return every function word and the family it belongs to.

    Listed words win: *na* is "and", not a form of -na.
    """
    classes = [
        dict(zip(_CONCORDS, cells, strict=True))
        for cells in table_rows("pronominal_concords.tsv", _CONCORDS)
    ]
    found = {word: word for word in lexicon.functions}
    for stem, pattern, extra, *_ in table_rows("pronominals.tsv", _PATTERNS):
        for concords in classes:
            found.setdefault(pattern.format_map(concords), stem)
        if extra != "-":
            for form in extra.split("|"):
                found.setdefault(form, stem)
    return found


@cache
def being_and_having() -> dict[str, str]:
    """Return the forms of being, being at a place and having, each with its family.

    Fewer than all are words of grammar alone (kiko is also a pipe), so they count only
    where a form is not listed otherwise.

    >>> found = being_and_having()
    >>> found["aliyo"], found["hatupo"], found["unazo"], found["waliyonayo"], found["ungalipo"]
    ('li', 'po', 'na_it', 'na_it', 'li_place')
    """
    found: dict[str, str] = {}
    for form, family in _of_subjects():
        if len(form) > 3:  # amo: three letters fit a slip of the pen as well
            found.setdefault(form, family)
    return found


def _of_subjects() -> Iterator[tuple[str, str]]:
    agreeing, negative = subjects()
    for subject in agreeing:
        for place in _PLACES:
            yield subject + place, place
            yield f"{subject}ngali{place}", "li_place"
        yield subject + "koje", "ko"
        yield subject + "ngali", "li"
        for relative in RELATIVES:
            yield f"{subject}na{relative}", "na_it"
            if subject not in _PERSONS and relative not in (agreeing[subject] | _WHERE):
                continue  # vilimo, kiliyo: nouns, or nothing
            for copula in ("li", "si"):
                yield subject + copula + relative, "li"
                yield f"{subject}{copula}{relative}na{relative}", "na_it"
                for place in _PLACES:
                    yield subject + copula + relative + place, "li_place"
    for subject in negative:
        for place in _PLACES:
            yield subject + place, place
        yield subject + "na", "na_possess"
        for relative in RELATIVES:
            yield f"{subject}na{relative}", "na_it"
