"""Short texts about a passage that several of the room's modules show."""

from __future__ import annotations

from kb.messages import Message
from kb.present.cells import safe_line
from kb.results import Newer

__all__ = ["OPENING", "newer_version", "page_number"]

OPENING = Message("(opening)")
"""In place of a heading: the text above the first one."""


def page_number(number: int) -> Message:
    """Return the page of a paged format on which a passage is."""
    return Message("p. {number}", number=number)


def newer_version(newer: Newer) -> Message:
    """Return that a document was replaced, and by which."""
    date = f" ({safe_line(newer.date)})" if newer.date else ""
    return Message("newer{date}: {title}", date=date, title=safe_line(newer.title))
