"""What every reader gives back, and the refusals they share.

A reader turns the bytes of one format into text and the headings its markup
names. It knows nothing of paths, of other files, or of what the corpus says
about this one; ``kb.readers.read`` joins these.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.document import Heading
from kb.metadata.records import Metadata

__all__ = ["Parsed", "Unreadable"]


class Unreadable(Exception):
    """The bytes are not a document of this format; the message says why, Swahili first."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file as its reader sees it. Offsets of headings count in ``text``."""

    text: str
    headings: tuple[Heading, ...] | None = None  # None: the file marks no headings
    title: str | None = None  # of the markup: <title>, or the first heading of level 1
    language: str | None = None  # of the markup: <html lang>
    pages: tuple[int, ...] | None = None  # where each page starts, in formats that have pages
    declared: Metadata = field(default_factory=Metadata)  # what the file says of itself
