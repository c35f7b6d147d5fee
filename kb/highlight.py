"""Choose the stretch of a passage that is shown, and mark the words that matched.

Takes a passage's text, its stored tokens and what the question wants; gives
spans of code points, never HTML, so that offsets cannot shift and text cannot
be escaped twice. Nothing is analysed again: a word is marked because the very
terms it was indexed under are among those asked for, whatever its prefixes.

Why no engine's highlighter is used: docs/decisions/0005-own-highlighter.md
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import fsum

from kb import swahili
from kb.model import Span, TokenColumns, Wanted, Window

__all__ = ["marks", "window"]


@dataclass(frozen=True, slots=True)
class _Mark:
    """Tokens *first* to *last* answer the wanted thing called *label*."""

    first: int
    last: int
    start: int
    end: int
    label: str


def marks(
    columns: TokenColumns, wanted: Sequence[Wanted], *, field: str | None = None
) -> tuple[Span, ...]:
    """Return the spans of *columns*' text that answer something wanted.

    A phrase is one span, from its first word to its last. Function words are
    marked inside a phrase, or where the question has nothing else.

    Args:
        columns: the tokens of the text.
        wanted: what the question asks for; what has need "not" is never marked.
        field: what the text is: None for a passage, "heading" or "title". A wanted
            thing with a field is marked there only.

    Returns:
        Spans sorted and apart.

    >>> words = TokenColumns(("bodi", "na", "wakurugenzi"), (("bodi",), ("na",), ("mkurugenzi",)),
    ...     ((), (), ()), (False, True, False), (0, 5, 8), (4, 7, 19))
    >>> marks(words, [Wanted("mkurugenzi", terms=frozenset({"mkurugenzi"}))])
    ((8, 19),)
    """
    return _apart(_found(columns, wanted, field))


def window(
    text: str,
    columns: TokenColumns,
    wanted: Sequence[Wanted],
    *,
    most: int,
    weights: Mapping[str, float] | None = None,
    field: str | None = None,
) -> Window:
    """Return the stretch of *text* that shows best why it was found, with its marks.

    The stretch has the most different wanted things, the rarer the better; among
    equals the one where they stand closest, then the earlier one. It is made of
    whole sentences where they fit, else it is cut between words.

    Args:
        text: the text of a passage.
        columns: its tokens.
        wanted: what the question asks for.
        most: the greatest length in characters; a shorter text is returned whole.
        weights: how much each wanted thing counts, by label; 1 where it is not named.
        field: see ``marks``.

    >>> plain = TokenColumns((), (), (), (), (), ())
    >>> window("Sentensi ya kwanza. Sentensi ya pili.", plain, [], most=25).text
    'Sentensi ya kwanza.'
    """
    found = _found(columns, wanted, field)
    if len(text) <= most:
        return Window(0, text, _apart(found))
    start, end = _Stretch(text, columns, most).around(*_core(found, weights or {}, most))
    inside = [
        (max(s, start) - start, min(e, end) - start)
        for s, e in _apart(found)
        if s < end and e > start
    ]
    return Window(start, text[start:end], tuple(inside))


def _apart(found: Iterable[_Mark]) -> tuple[Span, ...]:
    """Return the marks' spans, those that overlap made one."""
    spans: list[Span] = []
    for mark in found:
        if spans and mark.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(mark.end, spans[-1][1]))
        else:
            spans.append((mark.start, mark.end))
    return tuple(spans)


# ---- What matches -------------------------------------------------------------------------


def _found(columns: TokenColumns, wanted: Sequence[Wanted], field: str | None) -> list[_Mark]:
    """Return every mark, in the order of the text."""
    asked = [w for w in wanted if w.need != "not"]
    nothing_else = all(w.function and not w.sequence for w in asked)
    here = [w for w in asked if w.field in (None, field)]
    singles = [w for w in here if not w.sequence and (nothing_else or not w.function)]
    phrases = {w: _steps(w) for w in here if w.sequence}
    places = _places(columns, chain(singles, *phrases.values()))
    found = {(i, i, w.label) for w in singles for i in places[w]}
    for phrase, steps in phrases.items():
        content = [k for k, step in enumerate(steps) if step.exact or not step.function]
        content = content or list(range(len(steps)))
        found |= {(*ends, phrase.label) for ends in _runs(columns, steps, content, places)}
    return [
        _Mark(first, last, columns.starts[first], columns.ends[last], label)
        for first, last, label in sorted(found)
    ]


def _steps(phrase: Wanted) -> tuple[Wanted, ...]:
    """Return the words of a phrase; those of an exact one are compared as they are written."""
    if phrase.exact:
        return tuple(replace(step, exact=True) for step in phrase.sequence)
    return phrase.sequence


def _places(columns: TokenColumns, wanted: Iterable[Wanted]) -> Mapping[Wanted, list[int]]:
    """Return at which tokens each single wanted word stands, in order."""
    by_surface: dict[str, list[Wanted]] = defaultdict(list)
    by_term: dict[str, list[Wanted]] = defaultdict(list)
    by_related: dict[str, list[Wanted]] = defaultdict(list)
    prefixes = []
    different = dict.fromkeys(wanted)
    for word in different:
        if word.prefix:
            prefixes.append(word)
            continue
        by_surface[word.surface].append(word)
        if not word.exact:
            for term in word.terms:
                by_term[term].append(word)
            for term in word.related:
                by_related[term].append(word)
    places: dict[Wanted, list[int]] = {word: [] for word in different}
    for i, surface in enumerate(columns.surfaces):
        here = dict.fromkeys(by_surface.get(surface, ()))
        for term in columns.terms[i]:
            here.update(dict.fromkeys(by_term.get(term, ())))
            here.update(dict.fromkeys(by_related.get(term, ())))
        for term in columns.related[i]:
            here.update(dict.fromkeys(by_related.get(term, ())))
        here.update({word: None for word in prefixes if surface.startswith(word.prefix)})
        for word in here:
            places[word].append(i)
    return places


def _runs(
    columns: TokenColumns,
    steps: Sequence[Wanted],
    content: Sequence[int],
    places: Mapping[Wanted, list[int]],
) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of each place where the steps of a phrase stand.

    Connectives may differ (*misingi ya wakala*, *misingi wa wakala*): the steps
    named in *content* decide, and how far apart they stand.
    """
    stands = {k: frozenset(places[steps[k]]) for k in content}
    for place in places[steps[content[0]]]:
        origin = place - content[0]
        if not all(origin + k in stands[k] for k in content):
            continue
        first, last, final = place, origin + content[-1], origin + len(steps) - 1
        # Connectives at the ends of the phrase are part of it, where they stand.
        while first > max(origin, 0) and columns.functions[first - 1]:
            first -= 1
        while last < min(final, len(columns.functions) - 1) and columns.functions[last + 1]:
            last += 1
        yield first, last


# ---- Which stretch ------------------------------------------------------------------------


class _Bag:
    """The marks of a stretch; its weight counts each label once."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights, self._counts = weights, Counter[str]()

    def add(self, mark: _Mark) -> None:
        self._counts[mark.label] += 1

    def remove(self, mark: _Mark) -> None:
        self._counts[mark.label] -= 1
        if not self._counts[mark.label]:
            del self._counts[mark.label]

    def weight(self) -> float:
        return fsum(self._weights.get(label, 1.0) for label in self._counts)


def _core(found: Sequence[_Mark], weights: Mapping[str, float], most: int) -> Span:
    """Return the span of the marks that must be shown; (0, 0) where there are none."""
    if not found:
        return 0, 0
    best = _greatest(found, weights, most)
    bag, left = _Bag(weights), 0
    closest: tuple[int, int, int] | None = None
    for right, mark in enumerate(found):
        bag.add(mark)
        while left < right:
            bag.remove(found[left])
            fits = mark.end - found[left].start <= most
            if fits and bag.weight() < best:
                bag.add(found[left])
                break
            left += 1
        spread = mark.first - found[left].first
        if bag.weight() >= best and (closest is None or spread < closest[0]):
            closest = spread, left, right
    if closest is None:  # weights below zero; the first mark is as good as any
        closest = 0, 0, 0
    _, left, right = closest
    return found[left].start, max(mark.end for mark in found[left : right + 1])


def _greatest(found: Sequence[_Mark], weights: Mapping[str, float], most: int) -> float:
    """Return the greatest weight that a stretch of *most* characters can have."""
    bag, best, right = _Bag(weights), 0.0, 0
    for left, mark in enumerate(found):
        while right < len(found) and (right == left or found[right].end - mark.start <= most):
            bag.add(found[right])
            right += 1
        best = max(best, bag.weight())
        bag.remove(mark)
    return best


class _Stretch:
    """Cuts a text around its core: at sentences where they fit, else between words."""

    def __init__(self, text: str, columns: TokenColumns, most: int) -> None:
        self._text, self._columns, self._most = text, columns, most
        starts = {start for start, _ in swahili.sentences(text)}
        self._bounds = sorted({0, len(text)} | starts)

    def around(self, start: int, end: int) -> Span:
        """Return the stretch to show, which holds text[start:end] as far as that fits."""
        bounds, most = self._bounds, self._most
        low = bisect_right(bounds, start) - 1
        high = max(bisect_left(bounds, end), low + 1)
        if self._length(bounds[low], bounds[high]) <= most:
            return self._whole(low, high)
        if end - bounds[low] <= most:
            start = bounds[low]
        else:
            # A third of the room goes to what stands before: enough to see how it came up.
            start = self._word_start(max(0, start - max(0, most - (end - start)) // 3), start)
        return self._trimmed(start, self._end(start, end))

    def _whole(self, low: int, high: int) -> Span:
        """Take in sentences, those after first; fill up by words what stays half empty."""
        bounds, most = self._bounds, self._most
        while high + 1 < len(bounds) and self._length(bounds[low], bounds[high + 1]) <= most:
            high += 1
        while low and self._length(bounds[low - 1], bounds[high]) <= most:
            low -= 1
        start, end = self._trimmed(bounds[low], bounds[high])
        if end - start < most // 2 and end < len(self._text):
            end = self._word_end(start, start + most, end)
        if end - start < most // 2 and start:
            start = self._word_start(max(0, end - most), start)
        return self._trimmed(start, end)

    def _end(self, start: int, core: int) -> int:
        """Return where a stretch from *start* ends: after a sentence, unless that wastes half."""
        limit = min(len(self._text), start + self._most)
        bound = self._bounds[bisect_right(self._bounds, limit) - 1]
        if bound >= core and bound - start >= self._most // 2:
            return bound
        return self._word_end(start, limit, core if core <= limit else start)

    def _word_end(self, start: int, limit: int, least: int) -> int:
        """Return the last place up to *limit* between two words, not before *least*."""
        limit = min(limit, len(self._text))
        for place in range(limit, least, -1):
            if self._is_between(place):
                return place
        # No blank: a cut between two tokens, as in a long address.
        i = bisect_left(self._columns.starts, limit) - 1
        inside = i >= 0 and limit < self._columns.ends[i]
        place = max(self._columns.starts[i], least) if inside else limit
        # A word longer than the whole window is the only one that is ever cut.
        return place if place > start else limit

    def _word_start(self, at: int, most: int) -> int:
        """Return the first place from *at* that is between words; not after *most*."""
        return next((p for p in range(at, most) if self._is_between(p)), most)

    def _is_between(self, place: int) -> bool:
        around = self._text[max(0, place - 1) : place + 1]
        return place in (0, len(self._text)) or any(map(str.isspace, around))

    def _length(self, start: int, end: int) -> int:
        first, last = self._trimmed(start, end)
        return last - first

    def _trimmed(self, start: int, end: int) -> Span:
        shown = self._text[start:end]
        first = start + len(shown) - len(shown.lstrip())
        return first, max(first, start + len(shown.rstrip()))
