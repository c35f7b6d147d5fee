"""The messages between Kisima and its child processes: JSON, with the length in front.

    job       {"path", "format", "limits", "inside": [names of a document in the file]}
    page      {"page": seconds}             OCR begins a page, and may take so long
    answer    {"parsed": …}                 the parse
              {"unreadable": message}       the reader refused the file; a Message as JSON
              "depends_on_ocr", "passed_over"   with it: see ``Unreadable``
              {"failed": "memory"}          a limit was reached; also "depth"
              {"fault": line, "traceback"}  the reader raised an exception
              "missing": [...]              with any of these: limits that this system lacks

Never a pickle: a child that a crafted file has taken over can then send wrong text,
but nothing that runs. Text that is not Unicode is refused here.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from itertools import pairwise
from string import Formatter
from typing import Any

from kb.cleaning import clean
from kb.document import Heading, Recognized, Span, Table
from kb.messages import Message
from kb.metadata.records import Metadata
from kb.readers.base import Parsed, Unreadable

__all__ = [
    "EXIT_MEMORY",
    "HEAD",
    "framed",
    "message_from",
    "parsed_from",
    "to_json",
    "unreadable_from",
    "unreadable_json",
]

HEAD = struct.Struct("<Q")
"""In front of every message: how many bytes follow."""

_NO_NAME = re.compile(r"[/\\\0-\x1f\x7f]")

EXIT_MEMORY = 12
"""Exit code of a child that has no memory left to answer (the number of ENOMEM)."""


def framed(message: Mapping[str, Any]) -> bytes:
    """Return a message with its length in front."""
    data = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode()
    return HEAD.pack(len(data)) + data


def to_json(parsed: Parsed) -> dict[str, Any]:
    """Return a parse as ``json.dumps`` takes it."""
    declared = replace(parsed.declared, warnings=())
    values = asdict(replace(parsed, declared=declared, warnings=()))
    of_metadata = {"warnings": [warning.as_json() for warning in parsed.declared.warnings]}
    return values | {
        "declared": values["declared"] | of_metadata,
        "warnings": [warning.as_json() for warning in parsed.warnings],
    }


def unreadable_json(error: Unreadable) -> dict[str, Any]:
    """Return a refusal as ``json.dumps`` takes it."""
    return {
        "unreadable": error.reason.as_json(),
        "depends_on_ocr": error.depends_on_ocr,
        "passed_over": error.passed_over,
    }


def unreadable_from(values: Mapping[str, Any]) -> Unreadable:
    """Return the refusal that a child sent.

    Raises:
        ValueError: its reason is not a message.
    """
    return Unreadable(
        message_from(values["unreadable"]),
        depends_on_ocr=values.get("depends_on_ocr") is True,
        passed_over=values.get("passed_over") is True,
    )


def message_from(packed: Any) -> Message:
    """Return a message that a child sent.

    Raises:
        ValueError: it is not a message, or its places do more than name a fact. A format
            such as ``{x:>999999999}`` would fill the memory of the parent.
    """
    message = Message.from_json(packed)
    for text in filter(None, (message.text, message.plural)):
        for _, place, spec, conversion in Formatter().parse(text):
            if place is not None and (spec or conversion or place not in message.facts):
                raise ValueError(f"not a place of a message: {place!r}")
    for fact in message.facts.values():
        if isinstance(fact, Message):
            message_from(fact.as_json())
    return message


def parsed_from(values: Any) -> Parsed:
    """Return the parse that a child sent.

    Raises:
        ValueError: it is not a parse: a heading, a page or a table is not where it claims to be.

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
            tuple(_table(table, text) for table in values["tables"]),
            tuple(_recognized(stretch, text) for stretch in values["recognized"]),
            tuple(message_from(warning) for warning in values["warnings"]),
            _text_or_none(values["publisher"]),
            tuple(_file_name(name) for name in values["attachments"]),
            _text_or_none(values["format"]),
            bool(values["depends_on_ocr"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a parse: {error!r}") from error
    if any(a > b for a, b in zip(parsed.pages or (), (parsed.pages or ())[1:], strict=False)):
        raise ValueError("pages out of order")
    for spans in (_spans(parsed.tables), _spans(parsed.recognized)):
        if any(end > start for (_, end), (start, _) in pairwise(spans)):
            raise ValueError("stretches of the text that overlap")
    return parsed


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()  # half a character raises ValueError
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _offset(value: Any, text: str) -> int:
    if not isinstance(value, int) or not 0 <= value <= len(text):
        raise ValueError(f"not an offset of the text: {value!r}")
    return value


def _file_name(value: Any) -> str:
    """Return the name of an attachment: it becomes part of an id, so it leads nowhere else."""
    name = _text(value)
    if not name or name != clean(name) or name in {".", ".."} or _NO_NAME.search(name):
        raise ValueError(f"not a name of a file: {name[:80]!r}")
    return name


def _heading(value: Any, text: str) -> Heading:
    start, end = _offset(value["start"], text), _offset(value["end"], text)
    heading = Heading(_text(value["text"]), int(value["level"]), start, end, _text(value["rule"]))
    if text[start:end] != heading.text:
        raise ValueError(f"no heading at {start}")
    return heading


def _spans(stretches: Iterable[Table | Recognized]) -> list[Span]:
    return [(stretch.start, stretch.end) for stretch in stretches]


def _table(value: Any, text: str) -> Table:
    table = Table(*(_offset(value[name], text) for name in ("start", "end", "header")))
    if not table.start <= table.header <= table.end:
        raise ValueError(f"no table at {table.start}")
    return table


def _recognized(value: Any, text: str) -> Recognized:
    start, end = _offset(value["start"], text), _offset(value["end"], text)
    confidence = float(value["confidence"])
    if start > end or not 0.0 <= confidence <= 1.0:
        raise ValueError(f"nothing was recognized at {start}")
    return Recognized(start, end, confidence)


def _metadata(values: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {k: _text_or_none(v) for k, v in values.items() if k != "warnings"}
    return fields | {"warnings": tuple(message_from(one) for one in values["warnings"])}
