"""Divide a long document into parts, each small enough for a telephone on a slow line.

    ShownDocument ─► divide ─► Parts

A part is a run of sections. It ends where the next section is high in the tree: before a
chapter rather than before an article. A section that is longer than a part is divided
between its passages. The division depends on the text alone, not on a question, so an
address leads to the same part for everybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum, log

from kb.results import ShownDocument, ShownPassage, ShownSection
from webui.links import fragment

__all__ = ["MAX_PART", "Part", "Parts", "depth_of", "divide", "nearest"]

MAX_PART = 24_000
"""The size of a part in characters of its page; 24,000 are about 8 kB after gzip."""
MAX_WHOLE = 36_000
"""A document up to this size is one part."""

_SECTION, _PASSAGE = 300, 70
"""Characters of markup around a section and around a passage."""
_MIN_SIMILARITY = 0.4
"""The share of the words of an anchor that the one in its place has, by their weights."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of sections that are shown together."""

    sections: tuple[ShownSection, ...]
    anchor: str  # the first on its page
    heading: str | None  # above its first passage; None: it has none
    continued: bool = False  # its first section began in an earlier part


@dataclass(frozen=True)
class Parts:
    """All parts of a document."""

    parts: tuple[Part, ...]

    def __len__(self) -> int:
        return len(self.parts)

    def __getitem__(self, number: int) -> Part:
        return self.parts[number]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The part of each anchor of a section or passage."""
        numbers: dict[str, int] = {}
        for number, part in enumerate(self.parts):
            for section in part.sections:
                for anchor in (section.anchor, *(fragment(p.id) for p in section.passages)):
                    numbers.setdefault(anchor, number)
        return numbers


def depth_of(section: ShownSection, document: ShownDocument) -> int:
    """Return how deep a section is below the page's title; 0 where its heading is the title."""
    return len(section.path) - (section.path[:1] == (document.title,))


def divide(document: ShownDocument) -> Parts:
    """Return the parts of a document; a short one has one."""
    if sum(map(_size, document.sections)) <= MAX_WHOLE:
        return Parts((_part(document.sections, continued=False),))
    stretches = [one for section in document.sections for one in _stretches(section)]
    parts: list[Part] = []
    at = 0
    while at < len(stretches):
        end = _end(stretches, at, document)
        sections = tuple(section for section, _ in stretches[at:end])
        parts.append(_part(sections, continued=stretches[at][1]))
        at = end
    return Parts(tuple(parts))


def _part(sections: tuple[ShownSection, ...], *, continued: bool) -> Part:
    first = sections[0]
    anchor = fragment(first.passages[0].id) if continued else first.anchor
    return Part(sections, anchor, first.heading, continued)


def _size(section: ShownSection) -> int:
    return _SECTION + sum(len(passage.text) + _PASSAGE for passage in section.passages)


def _stretches(section: ShownSection) -> Iterator[tuple[ShownSection, bool]]:
    """Yield a section in stretches that fit into a part, and whether each began before."""
    run: list[ShownPassage] = []
    continued = False
    for passage in section.passages:
        size = _size(replace(section, passages=(*run, passage)))
        if run and size > MAX_PART:
            yield _stretch(section, run, continued=continued), continued
            run, continued = [], True
        run.append(passage)
    yield _stretch(section, run, continued=continued), continued


def _stretch(
    section: ShownSection, passages: Sequence[ShownPassage], *, continued: bool
) -> ShownSection:
    """Return a section with some of its passages; its marked heading is in the first stretch."""
    spans = () if continued else section.heading_spans
    return replace(section, passages=tuple(passages), heading_spans=spans)


def _end(
    stretches: Sequence[tuple[ShownSection, bool]], start: int, document: ShownDocument
) -> int:
    """Return where the part ends that begins at *start*.

    Of the places that fill more than a third of a part, the one before the highest section;
    of several, the last.
    """
    size = 0
    best, best_depth = start + 1, len(stretches)
    for place in range(start, len(stretches)):
        section, continued = stretches[place]
        if size > MAX_PART / 3:
            depth = len(stretches) if continued else depth_of(section, document)
            if depth <= best_depth:
                best, best_depth = place, depth
        size += _size(section)
        if size > MAX_PART and place > start:
            return best if best_depth < len(stretches) else place
    return len(stretches)


def nearest(anchor: str, anchors: Iterable[str]) -> str | None:
    """Return the anchor that has most of the words of one that is gone; None: none has enough.

    A word that few anchors have counts more: "33" names an article, "ibara ya" none.

    >>> nearest("ibara-ya-2", ["ibara-ya-1-nchi", "ibara-ya-2-eneo", "ibara-ya-3-rais"])
    'ibara-ya-2-eneo'
    """
    words = frozenset(anchor.partition(".")[0].split("-"))
    sections = {one: frozenset(one.split("-")) for one in anchors}
    having = Counter(word for own in sections.values() for word in own)

    def weight(some: AbstractSet[str]) -> float:
        # Exactly: a sum that depends on the order of a set decides ties by chance.
        return fsum(1 + log((1 + len(sections)) / (1 + having[word])) for word in some)

    def likeness(one: str) -> tuple[float, float]:
        shared = weight(words & sections[one])
        return shared / weight(words), shared / weight(sections[one])

    best = max(sections, key=likeness, default="")
    return best if best and likeness(best)[0] >= _MIN_SIMILARITY else None
