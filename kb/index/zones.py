"""The terms of a passage by zone, as bytes: what ranking reads for every candidate.

Ranking looks a handful of terms up in a hundred passages for each question. So
nothing is unpacked: the terms are stored as lines of bytes, and a look-up is a
substring search (kb.index.passage_terms). The four zones (title, headings above,
heading, text) are concatenated.

    functions   one byte a word: 1 for a function word
    terms       " mkurugenzi \\n ~wa \\n mratibu ratibu \\n": a line a word, blanks
    related     around each alternative, so that a whole one is found by its key
    forms       and its place by counting lines
    context     " rumasa maji ": the words around the passage, in one line

Not compressed: unpacking alone took twice as long as all the rest.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, repeat
from operator import itemgetter
from typing import NamedTuple

from kb.swahili import Token

__all__ = [
    "FUNCTION",
    "HEADER",
    "LABEL",
    "NUMBER",
    "NUMBERED",
    "ZONES",
    "ZoneTerms",
    "encode_terms",
    "pack_zones",
    "packed_lines",
    "prefix_key",
    "term_key",
]

ZONES = ("title", "path", "heading", "body")

HEADER = struct.Struct("<8IB")
"""Words of the whole section; where title, path, heading and body end, in words; where
terms, related and forms end, in bytes; what the body answers."""

NUMBER = 2
"""The bit of a body that has a number; the bit below is free."""

LABEL = 2
"""Bits below the count of the words that number the heading."""

FUNCTION = "~"
"""Before the term of a function word."""

NUMBERED = frozenset(
    ["ibara", "sura", "sehemu", "kifungu", "fungu", "kanuni", "jedwali", "kiambatisho", "aya"]
)
"""What is numbered in headings: *ibara ya 18* means its heading, *miaka 18* does not."""

_MAX_LABEL = 6  # words: 2.1.1.3
_HEADING = ZONES.index("heading")
_LAST = itemgetter(-1)
_MAX_REMEMBERED = 100_000
"""Words whose joined terms are kept; few words make most of a text."""


class ZoneTerms(NamedTuple):
    """The words of one zone, a list for each property.

    ``terms[i]`` and ``related[i]`` join alternatives with "|"; a function word's
    term starts with "~"; related is "" where a word has none.
    """

    terms: list[str]
    surfaces: list[str]
    related: list[str]


@lru_cache(maxsize=1024)
def term_key(word: str) -> bytes:
    """Return the key under which ``kb.index.passage_terms`` looks a word up.

    >>> term_key("dira")
    b' dira '
    """
    return f" {word} ".encode("utf-8", "surrogatepass")


def prefix_key(prefix: str) -> bytes:
    """Return the key under which ``kb.index.passage_terms`` looks up the words that begin with a prefix."""
    return f" {prefix}".encode("utf-8", "surrogatepass")


def encode_terms(
    read: Sequence[Sequence[Token]], section_words: int, context: Iterable[str] = ()
) -> bytes:
    """Return the bytes of four zones' tokens, and of the words around the passage."""
    zones = [
        ZoneTerms(
            [_joined(t.terms, FUNCTION if t.function else "") for t in tokens],
            [t.normal for t in tokens],
            [_joined(t.related) if t.related else "" for t in tokens],
        )
        for tokens in read
    ]
    return pack_zones(zones, section_words, context)


@lru_cache(maxsize=_MAX_REMEMBERED)
def _joined(terms: tuple[str, ...], sign: str = "") -> str:
    return sign + "|".join(terms)


def pack_zones(
    zones: Sequence[ZoneTerms], section_words: int, context: Iterable[str] = ()
) -> bytes:
    """Return the bytes of four zones given as lists, and of the words around the passage."""
    ends, functions = [], bytearray()
    for zone in zones:
        functions += bytes(map(str.startswith, zone.terms, repeat(FUNCTION)))
        ends.append(len(functions))
    terms = _line_each(chain.from_iterable(zone.terms for zone in zones))
    related = _line_each(chain.from_iterable(zone.related for zone in zones))
    forms = _line_each(chain.from_iterable(zone.surfaces for zone in zones))
    body = zones[-1]
    # Method calls in C: this is done for every word that is indexed.
    # A number in words has its figures among its readings.
    answers = NUMBER * any(map(str.isdigit, map(_LAST, filter(None, body.terms))))
    answers |= _numbering(zones[_HEADING]) << LABEL
    end_of_terms = HEADER.size + len(functions) + len(terms)
    end_of_related = end_of_terms + len(related)
    end_of_forms = end_of_related + len(forms)
    header = HEADER.pack(section_words, *ends, end_of_terms, end_of_related, end_of_forms, answers)
    # Each term between two blanks of its own, as keys have them.
    around = b"".join(map(term_key, context))
    return b"".join((header, functions, terms, related, forms, around))


def _numbering(heading: ZoneTerms) -> int:
    """Return how many content words at the beginning of a heading only number it."""
    words = [
        (term, form)
        for term, form in zip(heading.terms, heading.surfaces, strict=True)
        if not term.startswith(FUNCTION)
    ]
    named = bool(words) and not NUMBERED.isdisjoint(words[0][0].split("|"))
    count = int(named)
    for term, form in words[named:_MAX_LABEL]:
        figure = form[:1].isdigit() or (named and term[-1:].isdigit())
        if not (figure or (len(form) == 1 and named)):
            break
        count += 1
    return count if count > named and count < len(words) else 0


def _line_each(words: Iterable[str]) -> bytes:
    lines = [f" {word} \n" if word else "\n" for word in words]
    return "".join(lines).replace("|", " ").encode("utf-8", "surrogatepass")


def packed_lines(packed: bytes) -> list[str]:
    """Return the lines of packed terms, related or forms, and an empty one after the last."""
    return packed.decode("utf-8", "surrogatepass").split("\n")
