"""Find what of a passage could be quoted: a sentence, two, or a list with what announces_list it.

Takes a passage's text and where its sentences stand, gives stretches of it. A sentence
that announces_list a list (*ni kama ifuatavyo:*) says nothing alone: it comes with the items
behind it, or with what they are called where they are too long.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kb.document import Span
from kb.index.schema import TokenColumns

__all__ = ["Sentence", "announces_list", "candidate_sentences", "items", "listed"]

_ITEM = re.compile(r"\s*(?:[-–•*·▪]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[).])\s")
_ANNOUNCES = re.compile(r":$|fuata\w{2,3}\W*$")  # ni kama ifuatavyo, yafuatayo, zifuatazo


class Sentence(NamedTuple):
    """A stretch of a passage that could be quoted."""

    start: int
    end: int
    tokens: Span  # the first token, and the one after the last
    further: bool  # it is two
    opens: bool


def candidate_sentences(
    text: str, columns: TokenColumns, spans: Sequence[Span], most: int
) -> Iterator[Sentence]:
    """Yield each sentence, and each with the next one; what announces_list a list, with its items."""
    starts = columns.starts
    spans = _whole(text, spans)
    for i, (start, _) in enumerate(spans):
        is_list = i + 1 < len(spans) and _lists(text, spans[i], spans[i + 1])
        last = i
        while last + 1 < len(spans) and spans[last + 1][1] - start <= most:
            if last > i and not (is_list and _lists(text, spans[i], spans[last + 1])):
                break
            last += 1
        whole = {last} if is_list and last > i else {i, last}
        for until in sorted(whole):
            tokens = bisect_left(starts, start), bisect_left(starts, spans[until][1])
            yield Sentence(start, spans[until][1], tokens, until > i and not is_list, i == 0)


def _lists(text: str, first: Span, next: Span) -> bool:
    """Tell whether what follows a sentence is the list it announces_list, or goes on with its list."""
    announced = announces_list(text[slice(*first)])
    return bool((announced or _ITEM.match(text, first[0])) and _ITEM.match(text, next[0] - 1))


def _whole(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the sentences without the blanks around them; "1." belongs to what it numbers."""
    found: list[Span] = []
    begun: int | None = None
    for span in spans:
        trimmed = _trimmed(text, *span)
        if trimmed is None:
            continue
        start = trimmed[0] if begun is None else begun
        begun = start if _ITEM.fullmatch(text[start : trimmed[1]] + " ") else None
        if begun is None:
            found.append((start, trimmed[1]))
    return found


def _trimmed(text: str, start: int, end: int) -> Span | None:
    shown = text[start:end]
    first = start + len(shown) - len(shown.lstrip())
    last = start + len(shown.rstrip())
    return (first, last) if first < last else None


def announces_list(said: str) -> bool:
    """Tell whether a sentence announces_list a list.

    >>> announces_list("Majukumu ya bodi ni kama ifuatavyo"), announces_list("Bodi ina majukumu.")
    (True, False)
    """
    return _ANNOUNCES.search(said) is not None


def items(text: str, start: int) -> list[str]:
    """Return what the items of a list are called that begins at *start*.

    >>> items("Misingi: - Uwazi: tunasema\\n- Haki.", 8)
    ['Uwazi', 'Haki']
    """
    found = []
    for line in filter(None, map(str.strip, text[start:].splitlines())):
        marker = _ITEM.match(line)
        if marker is None:
            break
        name, _, _ = line[marker.end() :].partition(": ")
        found.append(name.rstrip(" .;,"))
    return found


def listed(said: str, items: Sequence[str], most: int) -> str:
    """Return a sentence with the list it announces_list, as many items as fit.

    >>> listed("Misingi ni:", ["Uwazi", "Haki", "Umoja"], 24)
    'Misingi ni: Uwazi; Haki; …'
    """
    text = said.rstrip(" :") + ":"
    for i, item in enumerate(items):
        longer = f"{text}{';' if i else ''} {item}"
        if i and len(longer) > most:
            return text + "; …"
        text = longer
    return text
