"""What passes between Kisima and the children that read files for it: JSON, and its length.

Never a pickle: a child that a crafted file has taken over can then send wrong
text, and nothing that runs. Text that is no Unicode is refused at the seam.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kb.document import Heading
from kb.metadata.records import Metadata
from kb.readers.base import Parsed

__all__ = ["HEAD", "framed", "parsed_from", "to_json"]

HEAD = struct.Struct("<Q")
"""In front of every message: how many bytes follow."""


def framed(message: Mapping[str, Any]) -> bytes:
    """Return a message with its length in front."""
    data = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode()
    return HEAD.pack(len(data)) + data


def to_json(parsed: Parsed) -> dict[str, Any]:
    """Return a parse as what ``json.dumps`` takes."""
    return asdict(parsed)


def parsed_from(values: Any) -> Parsed:
    """Return the parse that a child sent.

    Raises:
        ValueError: it is no parse: a heading is not where it says, a page not in the text.

    >>> parsed_from(to_json(Parsed("Dira\\n", (Heading("Dira", 1, 0, 4, "size"),)))).headings[0].text
    'Dira'
    """
    try:
        text = _text(values["text"])
        headings = values["headings"]
        pages = values["pages"]
        declared = values["declared"]
        parsed = Parsed(
            text,
            None if headings is None else tuple(_heading(h, text) for h in headings),
            _text_or_none(values["title"]),
            _text_or_none(values["language"]),
            None if pages is None else tuple(_offset(page, text) for page in pages),
            Metadata(**_metadata(declared)),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no parse: {error!r}") from error
    if any(a > b for a, b in zip(parsed.pages or (), (parsed.pages or ())[1:], strict=False)):
        raise ValueError("pages out of order")
    return parsed


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()  # half a character raises, as ValueError
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _offset(value: Any, text: str) -> int:
    if not isinstance(value, int) or not 0 <= value <= len(text):
        raise ValueError(f"no place in the text: {value!r}")
    return value


def _heading(value: Any, text: str) -> Heading:
    start, end = _offset(value["start"], text), _offset(value["end"], text)
    heading = Heading(_text(value["text"]), int(value["level"]), start, end, _text(value["found"]))
    if text[start:end] != heading.text:
        raise ValueError(f"no heading at {start}")
    return heading


def _metadata(values: Any) -> dict[str, Any]:
    found: dict[str, Any] = {k: _text_or_none(v) for k, v in values.items() if k != "warnings"}
    return found | {"warnings": tuple(_text(warning) for warning in values["warnings"])}
