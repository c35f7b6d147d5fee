"""Give a long list in parts: a cursor says where the next part begins.

A cursor is opaque to programs. It is bound to the list, to its filters and to the
generation: after an update it would leave items out or repeat some, so it is refused (410)
and the list begins again.

>>> items = ["a", "b", "c"]
>>> first, part = part_of(items, "000001", "/documents", limit=2)
>>> first, part_of(items, "000001", "/documents", limit=2, cursor=part.next)[0]
(['a', 'b'], ['c'])
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import TypeVar

from kb.present.lists_json import ListPart
from webui.params import RequestError

__all__ = ["part_of"]

Item = TypeVar("Item")


def part_of(
    items: Sequence[Item], generation: str, scope: str, *, limit: int, cursor: str = ""
) -> tuple[list[Item], ListPart]:
    """Return a part of a list, and where it is.

    Args:
        items: the whole list.
        generation: that it was made from.
        scope: what decides the list: its address and filters.
        limit: items in a part.
        cursor: of the part; "" for the first.

    Raises:
        RequestError: the cursor is of another list or of another generation.
    """
    start = _start(cursor, generation, scope) if cursor else 0
    end = start + limit
    after = _cursor(end, generation, scope) if end < len(items) else None
    return list(items[start:end]), ListPart(generation, len(items), limit, after)


def _cursor(start: int, generation: str, scope: str) -> str:
    digest = hashlib.sha256(f"{start}\0{generation}\0{scope}".encode()).digest()[:9]
    return base64.urlsafe_b64encode(start.to_bytes(6, "big") + digest).decode()


def _start(cursor: str, generation: str, scope: str) -> int:
    try:
        start = int.from_bytes(base64.urlsafe_b64decode(cursor)[:6], "big")
    except ValueError as error:
        raise RequestError("gone") from error
    if cursor != _cursor(start, generation, scope):
        raise RequestError("gone")
    return start
