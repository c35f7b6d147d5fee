"""Say why a hit was found, and why it stands where it does.

A hit comes in. How each of its marked words was read goes out, each once, in the
order of the text; and which features raised it, the strongest first. Only what is
marked and what was weighed is explained, and only where it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypedDict

from kb import swahili
from kb.results import Hit

__all__ = ["MOST_FEATURES", "Feature", "because", "raised"]

MOST_FEATURES = 6
"""Features that are told of one hit; the others are small."""

_FEATURES: Mapping[str, tuple[str, str]] = {
    "title": ("maneno yamo katika kichwa cha hati", "the words are in the document's title"),
    "path": ("maneno yamo katika vichwa vya juu", "the words are in the headings above"),
    "heading": ("maneno yamo katika kichwa chake", "the words are in its heading"),
    "body": ("maneno yamo katika maandishi yake", "the words are in its text"),
    "surface": ("maneno yameandikwa vilevile", "the words are written as they were typed"),
    "family": ("maneno ya familia moja yamo", "words of the same family are there"),
    "pair": ("maneno yamefuatana kama katika swali", "the words stand together as in the question"),
    "cover": ("kichwa chake ndicho kilichoulizwa", "its heading is what was asked"),
    "section": ("sehemu yake nzima inahusika", "the whole section is about it"),
    "opening": ("maneno yako mwanzoni mwa sehemu", "the words open the section"),
    "date": ("tarehe au mwaka umo", "a date or a year is there"),
    "number": ("idadi imo", "a number is there"),
    "definition": ("inaeleza maana yake", "it says what the thing is"),
}


class Feature(TypedDict):
    """One feature of a hit's score, for people and programs."""

    name: str
    share: float  # of the score: 0.23 would be lost without it
    sw: str
    en: str


def because(hit: Hit) -> list[dict[str, str]]:
    """Return how the marked words of a hit were read, in both languages.

    Function words inside a marked phrase are passed over: they decided nothing.
    """
    found = {}
    for word in _marked(hit):
        if word.function or word.normal in found:
            continue
        why = swahili.explain(word.surface)
        found[word.normal] = {"word": word.surface, "sw": why.sw, "en": why.en}
    return list(found.values())


def raised(hit: Hit) -> list[Feature]:
    """Return what raised a hit most, in both languages; nothing where it was not weighed.

    A feature without a sentence of its own is told by its name.
    """
    return [
        Feature(name=name, share=share, sw=told[0], en=told[1])
        for name, share in hit.features[:MOST_FEATURES]
        for told in [_FEATURES.get(name, (name, name))]
    ]


def _marked(hit: Hit) -> Iterator[swahili.Token]:
    for start, end in hit.heading_spans:
        yield from swahili.analyse((hit.heading or "")[start:end])
    for start, end in hit.spans:
        yield from swahili.analyse(hit.text[start:end])
