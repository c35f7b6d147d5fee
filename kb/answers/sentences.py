"""Find the stretches of a passage that can be quoted: a sentence, two, or a list.

The text of a passage and the spans of its sentences come in, stretches go out. A row of a
table is quoted alone. A
sentence that announces a list (*ni kama ifuatavyo:*) is no answer alone. It is quoted
with the items of the list, or with their names where they are too long.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kb.document import Span
from kb.index.schema import TokenColumns

__all__ = [
    "ITEM",
    "Sentence",
    "announces_list",
    "candidate_sentences",
    "complete_sentences",
    "items",
    "list_end",
    "list_intro",
    "with_items",
]

ITEM = re.compile(r"\s*(?:[-–•*·▪]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[).])\s")
"""What begins an item of a list: a dot, a number, a letter."""

_ANNOUNCES = re.compile(r":$|fuata\w{2,3}\W*$")  # ni kama ifuatavyo, yafuatayo, zifuatazo


class Sentence(NamedTuple):
    """A stretch of a passage that can be quoted."""

    start: int
    end: int
    tokens: Span  # the first token, and the one after the last
    further: bool  # it is two sentences
    opens: bool  # it opens its passage


def candidate_sentences(
    text: str,
    columns: TokenColumns,
    spans: Sequence[Span],
    max_length: int,
    rows: Sequence[Span] = (),
    labelled: Sequence[Span] = (),
) -> Iterator[Sentence]:
    """Yield each sentence, and each with the next one; a sentence that announces a list, with the items.

    Args:
        text: of a passage.
        columns: its tokens.
        spans: of its sentences and rows, complete and in order.
        max_length: of a quotation, in characters.
        rows: the spans that are rows of a table, which are quoted alone.
        labelled: lines of a list of labels, quoted alone without their dot, number or letter.
    """
    items_alone = {start for start, _ in labelled} - {start for start, _ in rows}
    single = items_alone | {start for start, _ in rows}
    starts = columns.starts
    for i, (start, _) in enumerate(spans):
        is_list = i + 1 < len(spans) and _lists(text, spans[i], spans[i + 1])
        last = i
        while last + 1 < len(spans) and spans[last + 1][1] - start <= max_length:
            if start in single or spans[last + 1][0] in single:
                break
            if last > i and not (is_list and _lists(text, spans[i], spans[last + 1])):
                break
            last += 1
        announced = is_list and last > i and announces_list(text[slice(*spans[i])])
        ends = {last} if announced else {i, last}
        first = _after_marker(text, start) if start in items_alone else start
        for until in sorted(ends):
            tokens = bisect_left(starts, first), bisect_left(starts, spans[until][1])
            yield Sentence(first, spans[until][1], tokens, until > i and not is_list, i == 0)


def _after_marker(text: str, start: int) -> int:
    """Return where the words of an item begin, behind its dot, number or letter.

    >>> _after_marker("3. Taka: 45,000", 0), _after_marker("Taka: 45,000", 0)
    (3, 0)
    """
    marker = ITEM.match(text, start)
    return start if marker is None else marker.end()


def _lists(text: str, first: Span, next: Span) -> bool:
    """Tell whether the next sentence is an item of the list that *first* announces or begins."""
    announced = announces_list(text[slice(*first)])
    return bool((announced or ITEM.match(text, first[0])) and ITEM.match(text, next[0] - 1))


def complete_sentences(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the sentences without the blanks around them; "1." belongs to the item after it."""
    complete: list[Span] = []
    item_start: int | None = None
    for span in spans:
        trimmed = _trimmed(text, *span)
        if trimmed is None:
            continue
        start = trimmed[0] if item_start is None else item_start
        item_start = start if ITEM.fullmatch(text[start : trimmed[1]] + " ") else None
        if item_start is None:
            complete.append((start, trimmed[1]))
    return complete


def _trimmed(text: str, start: int, end: int) -> Span | None:
    shown = text[start:end]
    first = start + len(shown) - len(shown.lstrip())
    last = start + len(shown.rstrip())
    return (first, last) if first < last else None


def announces_list(sentence: str) -> bool:
    """Tell whether a sentence announces a list.

    >>> announces_list("Majukumu ya bodi ni kama ifuatavyo"), announces_list("Bodi ina majukumu.")
    (True, False)
    """
    return _ANNOUNCES.search(sentence) is not None


def list_intro(text: str) -> str:
    r"""Return what announces the list of a quotation, without its items; "" if nothing does.

    >>> list_intro("Kazi ni hizi:\n- Kusoma\n- Kuandika"), list_intro("- Kusoma")
    ('Kazi ni hizi:', '')
    """
    at = 0
    for line in text.splitlines(keepends=True):
        if at and ITEM.match(line):
            break
        at += len(line)
    intro = text[:at].rstrip()
    return intro if announces_list(intro) else ""


def items(text: str, start: int) -> list[str]:
    """Return the names of the items of the list that begins at *start*.

    >>> items("Misingi: - Uwazi: tunasema\\n- Haki.", 8)
    ['Uwazi', 'Haki']
    """
    names = []
    for line in filter(None, map(str.strip, text[start:].splitlines())):
        marker = ITEM.match(line)
        if marker is None:
            break
        name, _, _ = line[marker.end() :].partition(": ")
        names.append(name.rstrip(" .;,"))
    return names


def list_end(text: str, start: int) -> int:
    """Return where the list that begins at *start* ends.

    >>> list_end("Kazi: \\n- Kusoma\\n- Kuandika\\n\\nMwisho.", 5)
    27
    """
    end = at = start
    for line in text[start:].splitlines(keepends=True):
        at += len(line)
        if line.strip():
            if not ITEM.match(line):
                break
            end = at
    return end


def with_items(sentence: str, items: Sequence[str], max_length: int) -> str:
    """Return a sentence with the list it announces, as many items as fit.

    >>> with_items("Misingi ni:", ["Uwazi", "Haki", "Umoja"], 24)
    'Misingi ni: Uwazi; Haki; …'
    """
    text = sentence.rstrip(" :") + ":"
    for i, item in enumerate(items):
        longer = f"{text}{';' if i else ''} {item}"
        if i and len(longer) > max_length:
            return text + "; …"
        text = longer
    return text
