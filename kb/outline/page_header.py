"""Read the top of a page: its publisher, its title, and where its text starts.

The lines at the top of a page come in; how many of them belong to the header goes out.
Pages of agencies start with one or two lines for the whole page: the publisher, and below
it the title. A letter has a letterhead, a subject (YAH: …) and a closing, and seldom has
sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from kb.outline.line_shape import Shape, begins_with, line_shape
from kb.outline.lines import TextLine
from kb.outline.runs import LEAVES, HeadingCandidate, gathers

__all__ = ["Letter", "letter", "lines_on_top", "title_from_file_name", "title_lines"]

MAX_LINES = 4
"""Lines of a header; more short lines at the top are a list or an address, and remain text."""

_MAX_FIRST, _MAX_TITLE = 12, 8
"""Words of a title with a full stop, in the first line and below it; more are a sentence."""

_SUBJECT = re.compile(r"(?:yah|kuh|yahusu|re|hoja)\s*[:.]\s*[-–—]?\s*(\S.*)", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:wako|wenu|wasalaam|wassalaam|a?h?sante|naomba kuwasilisha|nawasilisha|nakutakia|"
    r"kwa niaba ya|yours)\b.{0,40}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """The parts of a letter, by line."""

    subject: str
    first: int  # the line of the subject; the lines above it are the letterhead
    closing: int  # from here on: greeting, signature, copies


def letter(lines: Sequence[TextLine]) -> Letter | None:
    """Return the parts of a letter, or None where the page is none."""
    for first, line in enumerate(lines[:30]):
        if subject := _SUBJECT.fullmatch(line.body):
            closings = [i for i, below in enumerate(lines) if i > first and _closes(below)]
            name = subject[1].strip(" .:")
            return Letter(name, first, closings[-1] if closings else len(lines))
    return None


def _closes(line: TextLine) -> bool:
    return len(line.body.split()) <= 7 and _CLOSING.match(line.body) is not None


def lines_on_top(seen: Sequence[TextLine], shapes: Sequence[Shape]) -> int:
    """Return how many lines precede the first text or list; a title may end in a full stop."""
    for i, (line, its) in enumerate(zip(seen, shapes, strict=True)):
        titled = its.sort == "text" and its.stop and _may_be_title(line, i)
        if line.above_button or (its.sort != "short" and not (titled and _is_name(line))):
            return i
    return len(seen)


def _may_be_title(line: TextLine, place: int) -> bool:
    """Tell whether a line with a full stop can belong to the header of a page."""
    words = len(line.body.split())
    publisher = begins_with(line.body, "institution") and words <= _MAX_TITLE
    return words <= _MAX_FIRST if place == 0 else publisher


def _is_name(line: TextLine) -> bool:
    bare = replace(line, body=line.body.rstrip("."), end=line.end - 1)
    cut_off = line.body.endswith("..")
    return not cut_off and "." not in bare.body and line_shape(bare).sort == "short"


def title_lines(top: Sequence[HeadingCandidate], below: str) -> int:
    """Return how many of the lines at the top of a page belong to its header.

    Args:
        top: the short lines before the first text or list.
        below: the text under them.
    """
    for i, this in enumerate(top[: MAX_LINES + 1]):
        rest = top[i + 1 : i + 2]
        if this.shape.stop and rest:
            continue
        if this.shape.style in {"part", "number", "letter", "mark"}:
            return i
        if this.line.body.endswith("?"):
            return i
        if not rest:
            bare = all(begins_with(line.line.body, "institution") for line in top[:i])
            return i + _heads_page(this, i, below, letterhead=bare)
        known = this.shape.known
        if known is None or _names_page(this):
            continue
        if known.kind in LEAVES or _same(this, rest[0]):
            return i
        if known.plainly and gathers(this, rest[0]) and not rest[0].shape.stop:
            return i
    return 0


def _same(this: HeadingCandidate, other: HeadingCandidate) -> bool:
    return this.line.body.casefold() == other.line.body.casefold()


def _names_page(this: HeadingCandidate) -> bool:
    body = this.line.body
    paper = begins_with(body, "document") and this.shape.words > 2
    return paper or begins_with(body, "institution")


def _heads_page(last: HeadingCandidate, above: int, below: str, *, letterhead: bool) -> bool:
    """Tell whether the last line before the text is the title of the page."""
    body = last.line.body
    if below.casefold().startswith(body.casefold().rstrip(".")):
        return True
    if begins_with(body, "institution") or (letterhead and begins_with(body, "document")):
        return True
    if last.shape.known is not None:
        return False
    return not above and last.shape.words > 2


def title_from_file_name(id: str) -> str:
    """Return a readable title from the name of a file.

    >>> title_from_file_name("sera/muundo-wa-wakala.txt")
    'Muundo wa wakala'
    """
    stem = PurePosixPath(id).stem or id
    words = " ".join(re.split(r"[-_\s]+", stem)).strip() or stem
    return words[:1].upper() + words[1:]
