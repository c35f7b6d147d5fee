"""What repeats over the pages of one site: letterheads, menus, footers, and the site's title.

The edges of every page come in, as hashes that its record keeps; what leaves each page goes
out. A line is furniture if it is short, is no sentence, and is at the edge of at least half of
the pages of its site, and of four. One page of the site keeps all of it as text, so that no word of
the corpus is lost: its front page, or the first by name. Its title stays too.

It is computed anew for every generation. A page whose furniture has changed is indexed again
(``updater``), so an update gives what a full build gives. Why: docs/decisions/0016-web-pages.md
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from kb.document import Document, Span
from kb.outline.details import is_contact
from kb.outline.first_words import begins_with
from kb.outline.kinds import kind_of
from kb.outline.sentences import is_infinitive, is_statement
from kb.store.sources import Source

__all__ = ["SITE_FURNITURE", "find_cuts", "page_edges", "site_of", "without_furniture"]

SITE_FURNITURE = "1"
"""Raised when another line is furniture; part of the fingerprint of an index."""

_FORMAT = "html"
_MIN_PAGES, _SHARE = 4, 0.5
"""Pages, and share of the pages of a site, from which a line at their edge is furniture."""

_MAX_HEAD, _MAX_TAIL, _MAX_WORDS = 16, 40, 12
"""Lines at either edge of a page, and words of one, that can be furniture."""

_LABEL = re.compile(r"[:?;]$|_{3,}|\.{3,}|…|\b\d{1,2}[.)]\s|\(\w\)")
"""Signs of a form, a question or a clause."""

_KEEPS = "keeps"
"""What the cut of a page begins with whose lines stay, and are no headings."""

_SITE_KINDS = frozenset(
    (None, "mawasiliano", "kuhusu", "ofisi", "idara", "kurugenzi", "divisheni", "kitengo", "kanda")
)
"""Kinds that a line of a letterhead, a menu or a footer may name."""

_FRONT = frozenset(("index", "default", "home", "mwanzo"))


class _Edges(NamedTuple):
    """The edges of one page: hashes of its title and of the lines that may be furniture."""

    title: str
    lines: int  # lines of the page, none of them blank
    head: tuple[str, ...]  # from the first line down
    tail: tuple[str, ...]  # from the last line up


def page_edges(document: Document, *, titled: bool = False) -> str:
    """Return the edges of a web page for its record; "" for other formats.

    Args:
        document: as its reader returned it.
        titled: a person gave it its title.
    """
    if document.format != _FORMAT or document.overrides:
        return ""
    text = document.text
    spans = _lines(text)
    head = _hashes(text[start:end] for start, end in spans[:_MAX_HEAD])
    tail = _hashes(text[start:end] for start, end in spans[: -_MAX_TAIL - 1 : -1])
    title = "" if titled or not document.title else _hash(document.title)
    return ";".join((title, str(len(spans)), ",".join(head), ",".join(tail)))


def site_of(id: str, source: Source) -> str:
    """Return the site of a page: the server it comes from, or else its folder.

    >>> site_of("maji/ada.html", Source(1, 1, 1, 1, "", "", origin="https://maji.go.tz/ada"))
    '//maji.go.tz'
    >>> site_of("maji/ada.html", Source(1, 1, 1, 1, "", ""))
    'maji'
    """
    host = (
        urlsplit(source.origin or "").hostname if (source.origin or "").startswith("http") else ""
    )
    return f"//{host}" if host else str(PurePosixPath(id).parent)


def find_cuts(files: Mapping[str, Source]) -> dict[str, str]:
    """Return what leaves each page, for ``without_furniture``; pages that keep all are left out.

    Args:
        files: every file by id; their ``edges`` are read.
    """
    sites: dict[str, dict[str, _Edges]] = {}
    for id, source in files.items():
        if source.edges and not source.failed:
            sites.setdefault(site_of(id, source), {})[id] = _read(source.edges)
    cuts: dict[str, str] = {}
    for pages in sites.values():
        keeper = min(pages, key=_order)
        # Copies of one page say nothing about its site.
        distinct = list({(files[id].sha256 or id): edges for id, edges in pages.items()}.values())
        least = max(_MIN_PAGES, _SHARE * len(distinct))
        titles = _frequent(((edges.title,) for edges in distinct if edges.title), least)
        heads = _frequent((edges.head for edges in distinct), least)
        tails = _frequent((edges.tail for edges in distinct), least)
        for id, edges in pages.items():
            cut = _cut(edges, titles, heads, tails)
            if id == keeper and cut:
                cut = f"{_KEEPS} {cut[:-1]}0"
            if cut and not cut.endswith("0 0 0"):
                cuts[id] = cut
    return cuts


def _order(id: str) -> tuple[bool, str]:
    """Return the key by which the front page of a site is its first."""
    return PurePosixPath(id).stem.lower() not in _FRONT, id


def without_furniture(document: Document, cut: str) -> Document:
    """Return a page without the lines and the title that repeat over its site.

    Args:
        document: as its reader returned it.
        cut: from ``find_cuts``; "" changes nothing.
    """
    if not cut:
        return document
    keeps = cut.startswith(_KEEPS)
    first, last, title = (int(number) for number in cut.removeprefix(_KEEPS).split())
    spans = _lines(document.text)
    kept = spans[first : len(spans) - last]
    if not kept:
        return document
    start, end = kept[0][0], kept[-1][1]
    headings = tuple(
        heading
        for heading in document.headings or ()
        if start <= heading.start and heading.end <= end
    )
    if keeps:
        return replace(document, headings=headings or None)
    headings = tuple(replace(h, start=h.start - start, end=h.end - start) for h in headings)
    own = document.title or ""
    named = begins_with(own, "institution")
    return replace(
        document,
        text=document.text[start:end] + "\n",
        headings=headings or None,
        tables=tuple(
            replace(t, start=t.start - start, end=t.end - start, header=t.header - start)
            for t in document.tables
            if start <= t.start and t.end <= end
        ),
        title=None if title else document.title,
        institution=document.institution or (own if title and named else None),
    )


def _read(edges: str) -> _Edges:
    title, lines, head, tail = edges.split(";")
    return _Edges(
        title,
        int(lines),
        tuple(filter(None, head.split(","))),
        tuple(filter(None, tail.split(","))),
    )


def _cut(
    edges: _Edges, titles: frozenset[str], heads: frozenset[str], tails: frozenset[str]
) -> str:
    first, last = _leading(edges.head, heads), _leading(edges.tail, tails)
    if first + last >= edges.lines:
        first = last = 0  # nothing of the page would be left
    title = edges.title in titles
    return f"{first} {last} {int(title)}" if first or last or title else ""


def _frequent(pages: Iterable[Sequence[str]], least: float) -> frozenset[str]:
    """Return the hashes that occur on at least *least* pages."""
    counts = Counter(hash for lines in pages for hash in set(lines))
    return frozenset(hash for hash, pages_with in counts.items() if pages_with >= least)


def _leading(lines: Sequence[str], furniture: frozenset[str]) -> int:
    """Return how many lines from the edge on are furniture."""
    return next((i for i, line in enumerate(lines) if line not in furniture), len(lines))


def _lines(text: str) -> list[Span]:
    """Return the spans of the lines of a text that are not blank."""
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _hashes(lines: Iterable[str]) -> Iterator[str]:
    """Yield the hash of each line up to the first that is never furniture."""
    for line in lines:
        if not _may_repeat(line.strip()):
            return
        yield _hash(line)


def _may_repeat(line: str) -> bool:
    """Tell whether a line can be furniture: a name, a link, a number to call.

    The name of a document, a heading that any page may have (Utangulizi), a label and a
    sentence never are.

    >>> _may_repeat("Wizara ya Gati"), _may_repeat("- Wasiliana Nasi"), _may_repeat("Simu: 022 555 0101")
    (True, True, True)
    >>> _may_repeat("FOMU YA MAOMBI"), _may_repeat("Utangulizi"), _may_repeat("Jina la mwombaji:")
    (False, False, False)
    """
    words = line.split()
    if is_contact(line):
        return len(words) <= _MAX_WORDS
    bare = line.lstrip("-•· ")
    if not bare or len(words) > _MAX_WORDS or bare.endswith((".", "!")) or _LABEL.search(bare):
        return False
    if begins_with(bare, "document") or begins_with(bare, "part"):
        return False
    if kind_of(bare) not in _SITE_KINDS and not begins_with(bare, "institution"):
        return False
    return not is_infinitive(bare) and not is_statement(bare, ())


def _hash(line: str) -> str:
    """Return a short hash of the words of a line."""
    words = " ".join(re.findall(r"\w+", line.casefold()))
    return urlsafe_b64encode(blake2b(words.encode(), digest_size=6).digest()).decode()
