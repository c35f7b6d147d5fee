"""Say why a hit was found: how each of its marked words was read.

A hit comes in; the marked words and their readings go out, each once, in the
order of the text. Only what is marked is explained, and only where it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb import swahili
from kb.model import Hit

__all__ = ["because"]


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


def _marked(hit: Hit) -> Iterator[swahili.Token]:
    for start, end in hit.heading_spans:
        yield from swahili.analyse((hit.heading or "")[start:end])
    for start, end in hit.spans:
        yield from swahili.analyse(hit.text[start:end])
