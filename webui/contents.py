"""Make the contents list of a document's page: its headings as a tree.

A very long document lists its higher headings, and all of the part that is on the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from kb.results import ShownDocument, ShownSection
from webui.parts import depth_of
from webui.view_models import ContentsEntry

__all__ = ["contents", "mark_count"]

MAX_ENTRIES = 200
"""The maximum number of entries; those of the part on the page come on top."""


def mark_count(section: ShownSection, document: ShownDocument) -> int:
    """Return the number of marks that the page shows in a section. A title is not shown again."""
    heading = len(section.heading_spans) if depth_of(section, document) else 0
    return heading + sum(len(passage.spans) for passage in section.passages)


@dataclass(frozen=True, slots=True)
class _Listed:
    """A section to be listed."""

    section: ShownSection
    depth: int
    marks: int


def contents(
    document: ShownDocument,
    here: AbstractSet[str],
    ids: AbstractSet[str],
    address: Callable[[str], str],
) -> tuple[ContentsEntry, ...]:
    """Return the headings as a tree; nothing where there is only one section.

    Args:
        document: with the marks of the question.
        here: the anchors of the sections on the page.
        ids: those that are ids on the page; a section that began before is none.
        address: gives the address of the section with an anchor.
    """
    if len(document.sections) < 2:
        return ()
    listed = _listed(document, here)
    entries, rest = _entries_below(listed, 0, 0, ids, address)
    assert rest == len(listed)
    return entries


def _listed(document: ShownDocument, here: AbstractSet[str]) -> list[_Listed]:
    """Return the sections to list; the marks of one that is left out count for the one before."""
    limit = _max_depth([depth_of(section, document) for section in document.sections])
    listed: list[_Listed] = []
    for section in document.sections:
        depth, marks = depth_of(section, document), mark_count(section, document)
        if not depth and not marks:
            continue
        if listed and depth > limit and section.anchor not in here:
            listed[-1] = replace(listed[-1], marks=listed[-1].marks + marks)
        else:
            listed.append(_Listed(section, max(1, depth), marks))
    return listed


def _max_depth(depths: Sequence[int]) -> int:
    """Return how deep the list may go.

    >>> _max_depth([1] * 10 + [2] * 100 + [3] * 500)
    2
    """
    counts = Counter(depths)
    total, limit = 0, 1
    for depth in sorted(counts):
        total += counts[depth]
        if total <= MAX_ENTRIES:
            limit = max(limit, depth)
    return limit


def _entries_below(
    listed: Sequence[_Listed],
    at: int,
    depth: int,
    ids: AbstractSet[str],
    address: Callable[[str], str],
) -> tuple[tuple[ContentsEntry, ...], int]:
    """Return the entries from listed[at] on that are deeper than *depth*, and where they end."""
    entries: list[ContentsEntry] = []
    while at < len(listed):
        one = listed[at]
        if one.depth <= depth:
            break
        below, at = _entries_below(listed, at + 1, one.depth, ids, address)
        anchor = one.section.anchor
        elsewhere = None if anchor in ids else anchor
        entries.append(
            ContentsEntry(one.section.heading, address(anchor), one.marks, elsewhere, below)
        )
    return tuple(entries), at
