"""Short texts about a passage that several of the room's modules show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.messages import Message, translate
from kb.present.cells import safe_line
from kb.results import Answer, Copy, Location, Newer

__all__ = [
    "CHANGE_NAMES",
    "MAX_COPIES",
    "OPENING",
    "also_in",
    "newer_version",
    "page_number",
    "read_by_ocr",
    "speaker",
    "two_counts",
]

OPENING = Message("(opening)")
"""In place of a heading: the text above the first one."""


CHANGE_NAMES: Mapping[str, Message] = {
    "added": Message("New"),
    "changed": Message("Changed"),
    "renamed": Message("Moved"),
    "removed": Message("Removed"),
}
"""What became of a document; see kb.catalogue.changes."""

MAX_COPIES = 3
"""Copies of a passage that a terminal names; the rest are counted."""


def also_in(place: Location, language: str) -> str:
    """Return where else a passage is, by the ids of its copies; empty if it has none."""
    if not place.copies:
        return ""
    named = place.copies[:MAX_COPIES]
    places = [_copy(copy, place.institution, language) for copy in named]
    if more := place.copy_count - len(named):
        counted = Message.counted("and 1 more", "and {number} more", count=more, number=f"{more:,}")
        places.append(translate(counted, language))
    return translate(Message("also in: {places}", places=" · ".join(places)), language)


def _copy(copy: Copy, institution: str | None, language: str) -> str:
    """Return the id of a copy, its page, and its institution where that is another one."""
    known: Sequence[str | None] = (
        None if copy.page is None else translate(page_number(copy.page), language),
        copy.institution if copy.institution != institution else None,
    )
    facts = ", ".join(safe_line(fact) for fact in known if fact)
    return f"{safe_line(copy.id)} ({facts})" if facts else safe_line(copy.id)


def page_number(number: int) -> Message:
    """Return the page of a paged format on which a passage is."""
    return Message("p. {number}", number=number)


def read_by_ocr(confidence: float) -> Message:
    """Return that OCR read a passage, and how sure it was of its words, 0 to 1.

    >>> str(read_by_ocr(0.934))
    'read by OCR (93 % sure)'
    """
    return Message("read by OCR ({share} sure)", share=f"{100 * confidence:.0f} %")


def newer_version(newer: Newer) -> Message:
    """Return that a document was replaced, and by which."""
    date = f" ({safe_line(newer.date)})" if newer.date else ""
    return Message("newer{date}: {title}", date=date, title=safe_line(newer.title))


def speaker(quote: Answer) -> str:
    """Return whose answer it is: the institution's, or that of the document by its title.

    The date says which of two documents it is.
    """
    who = quote.institution or quote.title
    return f"{who}, {quote.date}" if quote.date else who


def two_counts(quote: Answer) -> Message:
    """Return that a text says one number, and its list has another."""
    return Message(
        "The text says {stated}; its list has {listed}.", stated=quote.stated, listed=quote.listed
    )
