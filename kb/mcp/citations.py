"""What a result says of its source, so that an assistant can name it and a reader check it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from kb.present.cells import safe_line

__all__ = ["citation", "document_uri", "with_citation"]


def document_uri(id: str) -> str:
    """Return the address of a document's resource.

    >>> document_uri("bara/sera mpya.md")
    'kisima://hati/bara/sera%20mpya.md'
    """
    return f"kisima://hati/{quote(id, safe='/')}"


def citation(
    title: str,
    path: Sequence[str] = (),
    institution: str | None = None,
    date: str | None = None,
    page: int | None = None,
) -> str:
    """Return the source of a text in one line, in the order of the terminal.

    >>> citation("Sera ya Maji", ["Dira"], "Wizara ya Maji", "2019", 3)
    'Sera ya Maji › Dira · Wizara ya Maji · 2019 · uk. 3'
    """
    where = " › ".join(map(safe_line, (title, *path)))
    number = None if page is None else f"uk. {page}"
    return " · ".join(filter(None, (where, institution, date, number)))


def with_citation(shape: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON of a hit, an answer or a section with its citation and its resource."""
    cited = citation(
        shape["title"],
        shape.get("path", ()),
        shape.get("institution"),
        shape.get("date"),
        shape.get("page"),
    )
    return {"citation": cited, "resource": document_uri(shape["document"]), **shape}
