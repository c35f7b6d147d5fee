"""Find the table of contents: its lines read like headings and head nothing.

It starts at a line that says so, or at a stretch of lines that end in dots
and a page number. Without dots it ends where its first entry comes again.
What it says of numbered articles is kept: in laws it is often the one place
that names an article whose margin has no caption.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kb.readers.pdf.columns import PdfLine

__all__ = ["Contents", "find_contents"]

_NAMES = frozenset(
    (
        "yaliyomo", "yaliyomo katika ripoti", "orodha ya yaliyomo", "mpangilio wa vifungu",
        "mpangilio wa ibara", "mpangilio wa kanuni", "contents", "table of contents",
        "arrangement of sections", "arrangement of articles",
    )
)  # fmt: skip
_LEADER = re.compile(
    r"(?:\.{4,}|-{4,}|_{4,}|…{2,}|(?:\s\.){3,})\s*(?:\d{1,4}|[ivxlc]{1,8})?$", re.IGNORECASE
)
_PAGE = re.compile(r"\s(?:\d{1,4}|[ivxlc]{1,8})$", re.IGNORECASE)
_ENTRY = re.compile(r"(\d{1,3}[A-Z]{0,2})\.\s*(\S.*)")
_CLUSTER = 5
_NEAR = 8
_MAX_PAGES = 40
_PARAGRAPHS = 4
"""A page with so many full lines on full lines holds paragraphs, not entries."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Where the table of contents stands, by line, and what it calls numbered articles."""

    first: int = 0  # the line that names it, or its first entry
    stop: int = 0
    entries: Mapping[str, str] = field(default_factory=dict)


def find_contents(lines: Sequence[PdfLine], noted: Container[int] = ()) -> Contents:
    """Return the table of contents of a document; an empty one where it has none.

    Args:
        lines: of the whole document.
        noted: pages with captions in their margin, which a table of contents has not.
    """
    named = next((i for i, line in enumerate(lines) if _name(line) in _NAMES), None)
    leaders = [i for i, line in enumerate(lines) if _leads(line)]
    if named is None:
        leaders = _cluster(leaders)
        if not leaders:
            return Contents()
        return _made(lines, leaders[0], leaders[-1] + 1)
    ours = _from(leaders, named)
    if len(ours) >= _CLUSTER:
        return _made(lines, named, ours[-1] + 1)
    return _made(lines, named, _repeat(lines, named, noted))


def _name(line: PdfLine) -> str:
    return line.text.strip(" :.").casefold()


def _leads(line: PdfLine) -> bool:
    if _LEADER.search(line.text):
        return True
    return line.gap > 4 * line.size and _PAGE.search(line.text) is not None and not line.short


def _cluster(places: Sequence[int]) -> list[int]:
    """Return the first places that stand close together, where there are enough of them."""
    run: list[int] = []
    for place in places:
        if run and place - run[-1] > _NEAR:
            if len(run) >= _CLUSTER:
                return run
            run = []
        run.append(place)
    return run if len(run) >= _CLUSTER else []


def _from(places: Sequence[int], first: int) -> list[int]:
    run: list[int] = []
    for place in places:
        if place > first and place - (run[-1] if run else first) <= _NEAR:
            run.append(place)
    return run


def _repeat(lines: Sequence[PdfLine], named: int, noted: Container[int]) -> int:
    """Return where a table without dots ends: where paragraphs begin, at a heading it names.

    Entries are one line, two at most; paragraphs are many lines that reach the margin.
    """
    page = lines[named].page
    for number in range(page, page + _MAX_PAGES):
        own = [i for i, line in enumerate(lines) if line.page == number and i > named]
        full = [i for i, k in pairwise(own) if _full(lines[i]) and _full(lines[k])]
        if number > page and own and (number in noted or len(full) >= _PARAGRAPHS):
            return own[0]
        if number > page or len(full) < _PARAGRAPHS:
            continue
        listed: set[str] = set()
        for i in own[1 : own.index(full[0])]:
            if _entry(lines[i]) in listed:
                return i
            listed.add(_entry(lines[i]))
        return full[0]
    return named


def _full(line: PdfLine) -> bool:
    return not line.short and not line.bold and not line.text.isupper()


def _entry(line: PdfLine) -> str:
    return _PAGE.sub("", line.text).strip(" .:").casefold()


def _made(lines: Sequence[PdfLine], first: int, stop: int) -> Contents:
    entries: dict[str, str] = {}
    number = ""
    for line in lines[first + 1 : stop]:
        text = _LEADER.sub("", line.text).strip()
        if match := _ENTRY.fullmatch(text):
            number = match[1]
            entries.setdefault(number, match[2].rstrip("."))
        elif number and not line.bold and not line.centred and line.x0 > line.left + line.size:
            # An entry that goes on in the next line hangs under its first word.
            entries[number] = f"{entries[number]} {text.rstrip('.')}"
            number = ""
        else:
            number = ""
    return Contents(first, stop, entries)
