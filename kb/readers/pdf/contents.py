"""Find the table of contents. Its lines look like headings, but no text follows them.

The lines of a document come in, a Contents goes out. A table of contents starts at its
title, or at several lines that end in dots and a page number. Without dots it ends where
its first entry occurs again. The captions of numbered articles are kept: an article
of a law often has its caption here only.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kb.readers.pdf.columns import PdfLine

__all__ = ["Contents", "find_contents"]

_TITLES = frozenset(
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
_MIN_CLUSTER = 5
"""Lines with dots that make a table of contents."""
_NEAR = 8
"""The maximum distance between two of them, in lines."""
_MAX_PAGES = 40
_PARAGRAPHS = 4
"""A page with this many full lines after full lines contains paragraphs, not entries."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Where the table of contents is, by line, and its captions of numbered articles."""

    first: int = 0  # its title, or its first entry
    stop: int = 0
    entries: Mapping[str, str] = field(default_factory=dict)


def find_contents(lines: Sequence[PdfLine], noted: Container[int] = ()) -> Contents:
    """Return the table of contents of a document; an empty one if it has none.

    Args:
        lines: of the whole document.
        noted: pages with captions in their margin; a table of contents has no captions.
    """
    title = next((i for i, line in enumerate(lines) if _title(line) in _TITLES), None)
    leaders = [i for i, line in enumerate(lines) if _leads(line)]
    if title is None:
        leaders = _cluster(leaders)
        if not leaders:
            return Contents()
        return _contents_between(lines, leaders[0], leaders[-1] + 1)
    entry_lines = _from(leaders, title)
    if len(entry_lines) >= _MIN_CLUSTER:
        return _contents_between(lines, title, entry_lines[-1] + 1)
    return _contents_between(lines, title, _repeat(lines, title, noted))


def _title(line: PdfLine) -> str:
    return line.text.strip(" :.").casefold()


def _leads(line: PdfLine) -> bool:
    if _LEADER.search(line.text):
        return True
    return line.gap > 4 * line.size and _PAGE.search(line.text) is not None and not line.short


def _cluster(places: Sequence[int]) -> list[int]:
    """Return the first places that are close together, if there are enough of them."""
    run: list[int] = []
    for place in places:
        if run and place - run[-1] > _NEAR:
            if len(run) >= _MIN_CLUSTER:
                return run
            run = []
        run.append(place)
    return run if len(run) >= _MIN_CLUSTER else []


def _from(places: Sequence[int], first: int) -> list[int]:
    run: list[int] = []
    for place in places:
        if place > first and place - (run[-1] if run else first) <= _NEAR:
            run.append(place)
    return run


def _repeat(lines: Sequence[PdfLine], title: int, noted: Container[int]) -> int:
    """Return where a table without dots ends: at the first paragraph or repeated entry.

    Entries are one line, two at most; paragraphs are many lines that reach the margin.
    """
    page = lines[title].page
    for number in range(page, page + _MAX_PAGES):
        own = [i for i, line in enumerate(lines) if line.page == number and i > title]
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
    return title


def _full(line: PdfLine) -> bool:
    return not line.short and not line.bold and not line.text.isupper()


def _entry(line: PdfLine) -> str:
    return _PAGE.sub("", line.text).strip(" .:").casefold()


def _contents_between(lines: Sequence[PdfLine], first: int, stop: int) -> Contents:
    entries: dict[str, str] = {}
    number = ""
    for line in lines[first + 1 : stop]:
        text = _LEADER.sub("", line.text).strip()
        if match := _ENTRY.fullmatch(text):
            number = match[1]
            entries.setdefault(number, match[2].rstrip("."))
        elif number and not line.bold and not line.centred and line.x0 > line.left + line.size:
            # The second line of an entry is indented to its first word.
            entries[number] = f"{entries[number]} {text.rstrip('.')}"
            number = ""
        else:
            number = ""
    return Contents(first, stop, entries)
