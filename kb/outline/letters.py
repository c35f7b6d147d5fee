"""Read the parts of a letter: its letterhead, its subject (YAH: …) and its closing.

The lines of a page come in; where they are a letter, its parts go out. A letter seldom has
sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.outline.lines import TextLine

__all__ = ["Letter", "letter"]

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
