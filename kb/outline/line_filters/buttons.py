"""Drop lines that only say what pressing them does: "Soma zaidi", "Nyuma Mbele".

A copied web page contains the texts of its buttons. They are short, start large and end
without a stop, as headings do. A button is known by its words, or because the same short
line occurs again and again and heads nothing. The line below a button starts a block.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kb.outline.line_filters.base import PageLines, words_of
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine
from kb.outline.tables import outline_table

__all__ = ["filter_buttons"]

_BUTTON, _PRESSED = (
    frozenset(row["word"] for row in outline_table("words.tsv") if row["role"] == role)
    for role in ("button", "pressed")
)
_MAX_WORDS = 3
"""Of a button that is known by its repetition."""

_OFTEN = 3


def filter_buttons(page: PageLines) -> PageLines:
    """Leave out lines that only say what pressing them does; the next line starts a block.

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
        last = i > 0 and not line.above and i + 1 < len(seen) and seen[i + 1].above > 0
        if _is_button(line, repeated, last=last):
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
    if line.body.endswith((".", ":", "?")) or line.rule:
        return False
    # One word alone may head what it names ("Jisajili", in a guide), but not as last of its block.
    pressed = (len(words) > 1 or last) and (_BUTTON | _PRESSED).issuperset(words)
    return (pressed and not _BUTTON.isdisjoint(words)) or " ".join(words) in repeated


def _repeated(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> set[str]:
    """Return short lines that stand again and again and head nothing, or one another."""
    places: dict[str, list[int]] = {}
    for i, (line, its) in enumerate(zip(seen, shapes, strict=True)):
        if 0 < its.words <= _MAX_WORDS and _may_be_button(its):
            places.setdefault(" ".join(words_of(line)), []).append(i)
    shorts = [i for i, its in enumerate(shapes) if its.sort == "short"]
    return {
        name
        for name, at in places.items()
        if len(at) >= (2 if name in _BUTTON else _OFTEN)
        and (_ends_blocks(seen, shapes, at, name in _BUTTON) or not _parted(shorts, at))
    }


def _may_be_button(its: Shape) -> bool:
    known = its.known is not None and its.known.plainly
    return its.sort == "short" and its.style in {"plain", "caps"} and not (its.colon or known)


def _ends_blocks(
    seen: Sequence[TextLine], shapes: Sequence[Shape], at: Sequence[int], known: bool
) -> bool:
    """Tell whether neither text nor a list ever stands right under a line.

    Args:
        known: the line is a button by its words, and needs no gap below it.
    """
    below = [i + 1 for i in at if i + 1 < len(seen)]
    return all(shapes[i].sort == "short" and (known or seen[i].above > 0) for i in below)


def _parted(shorts: Sequence[int], at: Sequence[int]) -> bool:
    """Tell whether another short line stands between two of a kind, as headings would."""
    return any(shorts[bisect_right(shorts, first)] < last for first, last in pairwise(at))
