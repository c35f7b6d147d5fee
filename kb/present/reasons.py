"""Say why a hit was returned, and what gave it its rank.

A hit comes in. How each of its marked words was read goes out, each once, in the
order of the text; and which features raised its score, the largest share first. Only
marked words and weighed features are explained, and only on request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kb import swahili
from kb.messages import Message, translate
from kb.results import Hit

__all__ = ["MAX_FEATURES", "Feature", "WordReason", "because", "raised"]

MAX_FEATURES = 6
"""Features that are shown of one hit; the others are small."""

_FEATURES: Mapping[str, Message] = {
    "title": Message("the words are in the document's title"),
    "path": Message("the words are in the headings above"),
    "heading": Message("the words are in its heading"),
    "body": Message("the words are in its text"),
    "surface": Message("the words are written as they were typed"),
    "family": Message("words of the same family are there"),
    "pair": Message("the words follow one another as in the question"),
    "context": Message("words are in the file's name, its address or its institution"),
    "kind": Message("its section is of the kind that was asked for"),
    "named": Message("the question names its institution"),
    "cover": Message("its heading is what was asked"),
    "complete": Message("its heading is all that was asked"),
    "section": Message("the whole section is about it"),
    "opening": Message("the words open the section"),
    "date": Message("a date is near the words"),
    "number": Message("a number counts what was asked"),
    "definition": Message("it says what the thing is"),
}


class WordReason(NamedTuple):
    """A marked word, and how it was read."""

    word: str
    text: str


class Feature(NamedTuple):
    """One feature of a hit's score."""

    name: str
    share: float  # of the score: without it 0.23 of the score would be lost
    text: str


def because(hit: Hit, language: str) -> list[WordReason]:
    """Return how the marked words of a hit were read.

    Function words inside a marked phrase are passed over: they decided nothing.
    """
    reasons: dict[str, WordReason] = {}
    for word in _marked(hit):
        if word.function or word.normal in reasons:
            continue
        why = swahili.explain(word.surface)
        reasons[word.normal] = WordReason(word.surface, why.en if language == "en" else why.sw)
    return list(reasons.values())


def raised(hit: Hit, language: str) -> list[Feature]:
    """Return what raised the score of a hit most; nothing where it was not weighed.

    A feature without a text of its own is shown by its name.
    """
    return [
        Feature(name, share, translate(_FEATURES.get(name, name), language))
        for name, share in hit.features[:MAX_FEATURES]
    ]


def _marked(hit: Hit) -> Iterator[swahili.Token]:
    for start, end in hit.heading_spans:
        yield from swahili.analyse((hit.heading or "")[start:end])
    for start, end in hit.spans:
        yield from swahili.analyse(hit.text[start:end])
