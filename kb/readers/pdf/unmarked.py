"""Find the headings of a PDF that its bookmarks lack.

The headings of the bookmarks and those by type come in, all headings go out. An author who
sets bookmarks for the chapters may set none for what is bold below them. The limits are
those of Word files (``kb.readers.unmarked``): a heading by type is below the first bookmark
and has text of its own, and three in a row are labels or a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.readers.pdf.columns import PdfLine
from kb.readers.pdf.headings import Head

__all__ = ["beside_bookmarks"]

_BY_TYPE = frozenset({"size", "bold"})
_MAX_RUN = 2
_MIN_BELOW = 3
"""Words below a heading; fewer were filled in below a label."""


def beside_bookmarks(
    marked: Sequence[Head], by_type: Sequence[Head], lines: Sequence[PdfLine]
) -> list[Head]:
    """Return the headings of the bookmarks and those by type between them, in reading order.

    Args:
        marked: those that bookmarks name; at least one.
        by_type: those by type, in reading order; their levels do not matter.
        lines: of the document.
    """
    taken = {i for head in marked for i in range(head.first, head.stop)}
    others = [
        head
        for head in by_type
        if head.rule in _BY_TYPE
        and head.first > marked[0].first
        and taken.isdisjoint(range(head.first, head.stop))
    ]
    chosen = [head for run in _runs(others) if len(run) <= _MAX_RUN for head in run]
    chosen = [head for head in chosen if _has_text(head, chosen, taken, lines)]
    every = sorted((*marked, *chosen), key=lambda head: head.first)
    level = 0
    leveled = []
    for head in every:
        if head.rule == "bookmark":
            level = head.level
            leveled.append(head)
        else:
            leveled.append(replace(head, level=level + 1))
    return leveled


def _runs(heads: Sequence[Head]) -> list[list[Head]]:
    """Return headings in groups that follow one another without a line between them."""
    runs: list[list[Head]] = []
    for head in heads:
        if runs and runs[-1][-1].stop == head.first:
            runs[-1].append(head)
        else:
            runs.append([head])
    return runs


def _has_text(
    head: Head, chosen: Sequence[Head], taken: set[int], lines: Sequence[PdfLine]
) -> bool:
    if head.stop >= len(lines) or head.stop in taken:
        return False
    is_pair = any(other.first == head.stop for other in chosen)
    return is_pair or len(lines[head.stop].text.split()) >= _MIN_BELOW
