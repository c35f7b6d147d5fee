"""Drop the labels of buttons: "Soma zaidi", "Nyuma Mbele".

A copied web page contains the labels of its buttons. They are short, begin with a capital
and end without a full stop, as headings do. A button is recognised by its words, or because the
same short line occurs many times without text below it. The line below a button starts a
block.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kb.outline.line_filters.base import PageLines, words_of
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine
from kb.outline.tables import words_of_role

__all__ = ["filter_buttons"]

_BUTTON, _PRESSED = (frozenset(words_of_role(role)) for role in ("button", "pressed"))
_ORDERS = frozenset(
    (
        "click here", "bofya hapa", "bonyeza hapa", "powered by", "download as", "download file",
        "no comments", "post a", "log in", "skip to", "ruka hadi", "you are", "soma zaid", "similar posts",
        "leave a",
    )
)  # fmt: skip
"""A line that begins so is a button, however it goes on: "Click here to subscribe"."""

_MAX_WORDS = 3
"""Words of a button that is recognised by its repetition."""

_MIN_REPEATED = 3
"""Occurrences from which a repeated short line is a button."""


def filter_buttons(page: PageLines) -> PageLines:
    """Return the page without the labels of buttons; the next line starts a block.

    >>> from kb.outline.line_filters.base import page_lines
    >>> page = page_lines("Ada\\nNi bure.\\nSoma zaidi\\nMuda\\nWiki moja.")
    >>> [line.body for line in filter_buttons(page).lines]
    ['Ada', 'Ni bure.', 'Muda', 'Wiki moja.']
    """
    seen, shapes = page
    repeated = _repeated(seen, shapes)
    kept: list[TextLine] = []
    kept_shapes: list[Shape] = []
    left_out = False
    for i, (line, its) in enumerate(zip(seen, shapes, strict=True)):
        final = i > 0 and i + 1 == len(seen)
        last = final or (i > 0 and not line.above and i + 1 < len(seen) and seen[i + 1].above > 0)
        if _is_button(line, repeated, last=last) or (final and _PRESSED.issuperset(words_of(line))):
            left_out = True
            if kept:
                kept[-1] = replace(kept[-1], above_button=True)
            continue
        kept.append(replace(line, above=max(line.above, 1)) if left_out and kept else line)
        kept_shapes.append(its)
        left_out = False
    return PageLines(kept, kept_shapes) if kept else page


def _is_button(line: TextLine, repeated: set[str], *, last: bool) -> bool:
    words = words_of(line)
    if not words:
        return not any(c.isalnum() for c in line.body)  # arrows, stars
    if " ".join(words[:2]) in _ORDERS:
        return True
    if line.body.rstrip(" .…»").endswith((":", "?")) or line.rule:
        return False
    if line.body.endswith(".") and not line.body.endswith(".."):
        return False
    # A single word may be a heading ("Jisajili", in a guide), but not as the last of its block.
    pressed = (len(words) > 1 or last) and (_BUTTON | _PRESSED).issuperset(words)
    return (pressed and not _BUTTON.isdisjoint(words)) or " ".join(words) in repeated


def _repeated(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> set[str]:
    """Return the short lines that occur many times and have no text below them."""
    places: dict[str, list[int]] = {}
    for i, (line, its) in enumerate(zip(seen, shapes, strict=True)):
        if 0 < its.words <= _MAX_WORDS and _may_be_button(its):
            places.setdefault(" ".join(words_of(line)), []).append(i)
    shorts = [i for i, its in enumerate(shapes) if its.sort == "short"]
    return {
        name
        for name, at in places.items()
        if len(at) >= (2 if name in _BUTTON else _MIN_REPEATED)
        and (_ends_blocks(seen, shapes, at, name in _BUTTON) or not _parted(shorts, at))
    }


def _may_be_button(its: Shape) -> bool:
    known = its.known is not None and its.known.plainly
    return its.sort == "short" and its.style in {"plain", "caps"} and not (its.colon or known)


def _ends_blocks(
    seen: Sequence[TextLine], shapes: Sequence[Shape], at: Sequence[int], known: bool
) -> bool:
    """Tell whether no text and no list is ever directly below a line.

    Args:
        known: the words of the line are those of a button; it needs no gap below it.
    """
    below = [i + 1 for i in at if i + 1 < len(seen)]
    return all(shapes[i].sort == "short" and (known or seen[i].above > 0) for i in below)


def _parted(shorts: Sequence[int], at: Sequence[int]) -> bool:
    """Tell whether another short line occurs between two of the same words, as between headings."""
    return any(shorts[bisect_right(shorts, first)] < last for first, last in pairwise(at))
