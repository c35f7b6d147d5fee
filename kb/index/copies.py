"""Group the passages of an index that are copies of one another.

Sketches (kb.index.sketch) come in, groups go out. Two passages are copies if

    their words are equal, or
    their words are equal without labels of list items and page numbers, and not both
        have labels that differ, or
    they share a band and all figures, and differ only in form: ``differs_in_form``.

A copy that differs in a word is a version, not a copy, and is listed for itself: the
reader must see both. The groups depend on the passages alone, not on the order in which
they were indexed. So an update gives the groups that a new index would have.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kb.index.near_copies import differs_in_form
from kb.index.payload import decode_properties
from kb.index.schema import Place
from kb.index.sketch import KEYS, Sketch, key_columns, passage_words

__all__ = [
    "ComparedText",
    "compared_text",
    "connected_passages",
    "group_copies",
    "sharing_passages",
]

_MAX_COMPARED = 8
"""Passages of a band with which each one of it is compared word by word."""
_MAX_KEYS = 1000  # looked up one by one, 2 ms each among a million passages
_LONG = 8  # bytes of a key; the others have four


class ComparedText(NamedTuple):
    """What near copies are compared by."""

    text: str
    headings: tuple[str, ...]  # the document's title, and the headings above the text


def compared_text(payload: bytes) -> ComparedText:
    """Return what a stored passage is compared by."""
    properties = decode_properties(payload)
    return ComparedText(properties["text"], (properties["title"], *properties["path"]))


def group_copies(
    sketches: Iterable[tuple[int, bytes]],
    place_of: Callable[[int], Place],
    text_of: Callable[[int], ComparedText],
) -> list[tuple[int, ...]]:
    """Return the groups of copies, two passages or more each, at most one of a document.

    Args:
        sketches: the number of each passage, and its packed sketch; it may be empty.
        place_of: returns the place of a passage.
        text_of: returns the text of a passage; asked for the few that may be near copies.

    Returns:
        Each group from the newest document to the oldest, then by the shorter id.
        The second copy in one document is in a group with the second ones of the others.
    """
    alike = _alike(sketches)
    groups = _Groups(alike, place_of, text_of)

    def in_order(copies: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(copies, key=lambda n: _order(alike[n], place_of(n))))

    found = [
        in_order(copies)
        for numbers in groups.components()
        for copies in _one_of_each_document(numbers, place_of)
    ]
    return sorted(found, key=lambda copies: min(map(place_of, copies)))


def connected_passages(
    changed: Iterable[bytes],
    having_key: Callable[[int, bytes], Iterable[int]],
    sketch_of: Callable[[int], bytes],
) -> frozenset[int] | None:
    """Return the passages whose groups a change may alter: those that share keys with it.

    Also those that share a key with one of these, and so on. Only passages that are connected
    in this way can be in one group, so no other group changes.

    Args:
        changed: the packed sketches of the passages that come and go.
        having_key: returns the passages with a key, by the key's place in ``KEYS``.
        sketch_of: returns the packed sketch of a passage.

    Returns:
        Their numbers; None if there are so many keys that grouping all anew is faster.
    """
    waiting = [*{key for packed in changed for key in enumerate(key_columns(packed))}]
    known = set(waiting)
    connected: set[int] = set()
    while waiting:
        if len(known) > _MAX_KEYS:
            return None
        nth, key = waiting.pop()
        if not any(key):
            continue
        for number in having_key(nth, key):
            if number not in connected:
                connected.add(number)
                more = set(enumerate(key_columns(sketch_of(number)))) - known
                known |= more
                waiting += more
    return frozenset(connected)


def _order(sketch: Sketch, place: Place) -> tuple[int, int, str]:
    return -sketch.date, len(place.id), place.id


def _one_of_each_document(
    numbers: Iterable[int], place_of: Callable[[int], Place]
) -> Iterator[list[int]]:
    """Yield the first copies of each document together, then the second ones."""
    turns: list[list[int]] = []
    counts: dict[str, int] = defaultdict(int)
    for number in sorted(numbers, key=place_of):
        document = place_of(number).document
        if counts[document] == len(turns):
            turns.append([])
        turns[counts[document]].append(number)
        counts[document] += 1
    return (turn for turn in turns if len(turn) > 1)


def _alike(sketches: Iterable[tuple[int, bytes]]) -> dict[int, Sketch]:
    """Return the sketches that share a key with another one: few, in most indexes."""
    numbers, packed = array("Q"), bytearray()
    columns = [bytearray() for _ in KEYS]
    for number, data in sketches:
        if data:
            numbers.append(number)
            packed += data
            for column, key in zip(columns, key_columns(data), strict=True):
                column.extend(key)
    size = len(packed) // max(1, len(numbers))
    return {
        numbers[place]: Sketch.of(bytes(packed[place * size : (place + 1) * size]))
        for place in sorted(sharing_passages(columns))
    }


def sharing_passages(columns: Iterable[bytes | bytearray]) -> set[int]:
    """Return the places of the passages that share a key with another one.

    Args:
        columns: for each of ``KEYS``, that key of every passage, without anything between.
            One column after the other is read: a table of all keys would be six times as large.
    """
    sharing: set[int] = set()
    for column, (start, end) in zip(columns, KEYS, strict=True):
        keys = memoryview(column).cast("Q" if end - start == _LONG else "I").tolist()
        ordered = sorted(keys)
        shared = {key for key, following in pairwise(ordered) if key == following and key}
        sharing.update(place for place, key in enumerate(keys) if key in shared)
    return sharing


_Core = tuple[bytes, int]
"""What passages are compared by: their words without labels, and the hash of the labels."""


class _Groups:
    """Joins passages to groups, step by step."""

    def __init__(
        self,
        sketches: dict[int, Sketch],
        place_of: Callable[[int], Place],
        text_of: Callable[[int], ComparedText],
    ) -> None:
        self._sketches, self._text_of = sketches, text_of
        self._numbers: dict[_Core, list[int]] = {}
        self._group_of: dict[_Core, list[_Core]] = {}
        self._agreed: dict[tuple[_Core, _Core], bool] = {}
        self._words: dict[_Core, tuple[Sequence[str], frozenset[str]]] = {}
        for number in sorted(sketches, key=place_of):
            sketch = sketches[number]
            core = sketch.core, sketch.labels
            self._numbers.setdefault(core, []).append(number)
            self._group_of.setdefault(core, [core])
        # In reading order of their first passages from here on.
        self._join_equal_words()
        self._join_without_labels()
        self._join_near()

    def components(self) -> list[list[int]]:
        """Return the numbers of each group."""
        groups = {id(group): group for group in self._group_of.values()}.values()
        return [[number for core in group for number in self._numbers[core]] for group in groups]

    def _join_equal_words(self) -> None:
        by_words: dict[bytes, _Core] = {}
        for core, numbers in self._numbers.items():
            for number in numbers:
                self._join(core, by_words.setdefault(self._sketches[number].exact, core))

    def _join_without_labels(self) -> None:
        """Join passages without labels to those that have them; those that differ stay apart."""
        by_core: dict[bytes, list[_Core]] = defaultdict(list)
        for core in self._numbers:
            by_core[core[0]].append(core)
        for cores in by_core.values():
            labelled = next((core for core in cores if core[1]), None)
            plain = (cores[0][0], 0)
            if labelled is not None and plain in self._numbers:
                self._join(plain, labelled)

    def _join_near(self) -> None:
        by_band: dict[tuple[int, int], dict[_Core, None]] = defaultdict(dict)
        for core, numbers in self._numbers.items():
            sketch = self._sketches[numbers[0]]
            for nth, band in enumerate(sketch.bands):
                if band:
                    by_band[nth, band][core] = None
        for cores in by_band.values():
            leaders: list[_Core] = []  # the first core of each group
            for core in cores:
                if not any(self._joins(leader, core) for leader in leaders[:_MAX_COMPARED]):
                    leaders.append(core)

    def _joins(self, leader: _Core, core: _Core) -> bool:
        """Join two groups if each of the one is a copy of each of the other.

        One in the middle must not join two versions: a misspelt word may be a slip of either.
        """
        group, other = self._group_of[leader], self._group_of[core]
        if group is other:
            return True
        if len(group) * len(other) > _MAX_COMPARED**2:
            return False
        agreed = all(self._agree(ours, theirs) for ours in group for theirs in other)
        if agreed:
            self._join(leader, core)
        return agreed

    def _agree(self, one: _Core, other: _Core) -> bool:
        if one[1] and other[1] and one[1] != other[1]:
            return False
        pair = min(one, other), max(one, other)
        if pair not in self._agreed:
            ours, theirs = self._read(one), self._read(other)
            headings = ours[1] | theirs[1]
            self._agreed[pair] = differs_in_form(ours[0], theirs[0], headings)
        return self._agreed[pair]

    def _read(self, core: _Core) -> tuple[Sequence[str], frozenset[str]]:
        """Return the words of a passage, and the title and the headings above them."""
        if core not in self._words:
            text, headings = self._text_of(self._numbers[core][0])
            names = frozenset(" ".join(passage_words(heading).words) for heading in headings)
            self._words[core] = passage_words(text).words, names - {""}
        return self._words[core]

    def _join(self, one: _Core, other: _Core) -> None:
        group, joined = self._group_of[one], self._group_of[other]
        if group is not joined:
            group += joined
            self._group_of.update(dict.fromkeys(joined, group))
