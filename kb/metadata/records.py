"""Read the metadata of a document: title, institution, date, source, language.

It comes from the file itself (front matter between two lines of ``---`` or, as TOML, of
``+++``; or ``<meta name="taasisi">`` of a web page), or from the row of the file in
``corpus/sources.tsv``. The file has priority; the row adds what the file lacks. Keys are
Swahili or English. A value that cannot be read remains unknown, and
``Metadata.warnings`` reports it to the clerk.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from pathlib import Path

from kb.cleaning import clean, one_line
from kb.errors import DocumentUnreadable
from kb.files import regular
from kb.messages import Message
from kb.metadata.dates import iso_date

__all__ = [
    "KEYS",
    "SOURCES",
    "Metadata",
    "corpus_metadata",
    "from_pairs",
    "front_matter",
    "unused_key",
]

SOURCES = "sources.tsv"

KEYS: Mapping[str, str] = {
    "kichwa": "title",
    "title": "title",
    "taasisi": "institution",
    "institution": "institution",
    "tarehe": "date",
    "date": "date",
    "chanzo": "source",
    "source": "source",
    "lugha": "language",
    "language": "language",
    "inabadilisha": "replaces",
    "replaces": "replaces",
}

_LANGUAGES: Mapping[str, str] = {
    "kiswahili": "sw",
    "swahili": "sw",
    "kiingereza": "en",
    "english": "en",
    "kifaransa": "fr",
    "french": "fr",
    "kiarabu": "ar",
    "arabic": "ar",
}
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9-]+)?")
_UNKNOWN: AbstractSet[str] = {"", "-"}
_JSON_OBJECT = re.compile(r"\s{0,80}\{\s*\"")
_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\n")
_CLOSING: Mapping[str, re.Pattern[str]] = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n+|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n+|\Z)", re.MULTILINE),
}
_BLOCK_SCALAR = re.compile(r"[>|][+-]?\d?")
_QUOTED = re.compile(r"([\"'])(.*)\1\s+#.*")
FRONT_MATTER = "front matter"
_UNKNOWN_KEY = "{where}: unknown key {key}"
_PAIR = re.compile(r"([^\W\d][\w -]*?)[ \t]*:(?:[ \t]+(.*))?")
_MAX_FRONT_MATTER = 8192
"""Characters after which front matter must have ended; a longer block is text."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document; None for what is unknown."""

    title: str | None = None
    institution: str | None = None
    date: str | None = None  # ISO, as precise as it is known
    source: str | None = None
    language: str | None = None  # primary subtag, lower case: sw, en
    replaces: str | None = None  # id of the older document
    sidecar: str | None = None  # what its sidecar holds, unread; see kb.metadata.sidecar
    warnings: tuple[Message, ...] = ()  # what could not be read, for the clerk

    def filled(self, other: Metadata) -> Metadata:
        """Return this metadata, with the values of *other* where this has none, and both warnings."""
        gaps = {
            field.name: getattr(other, field.name)
            for field in fields(self)
            if getattr(self, field.name) is None
        }
        return replace(self, **gaps, warnings=self.warnings + other.warnings)


def from_pairs(pairs: Iterable[tuple[str, str]], where: str) -> Metadata:
    """Return the metadata in pairs of key and value.

    Args:
        pairs: keys in Swahili or English, in any case, and values as written.
        where: the place, for the warnings: "front matter", "sources.tsv:3".

    >>> from_pairs([("Tarehe", "17 Desemba 2010"), ("lugha", "Kiswahili")], "").date
    '2010-12-17'
    """
    known: dict[str, str] = {}
    warnings: list[Message] = []
    for key, written in pairs:
        value = one_line(written)
        field = KEYS.get(key.strip().lower())
        if field is None:
            warnings.append(Message("{where}: unknown key {key}", where=where, key=repr(key)))
        elif value in _UNKNOWN:
            continue
        elif field in known:
            warnings.append(
                Message("{where}: {key} occurs twice; the first counts", where=where, key=repr(key))
            )
        elif (read := _read(field, value)) is None:
            warnings.append(
                Message(
                    "{where}: {key} {value} cannot be read; it stays unknown",
                    where=where,
                    key=key,
                    value=repr(value),
                )
            )
        else:
            known[field] = read
    return Metadata(**known, warnings=tuple(warnings))


def _read(field: str, value: str) -> str | None:
    if field == "date":
        return iso_date(value)
    if field == "language":
        lower = value.lower()
        tag = _TAG.fullmatch(lower)
        return _LANGUAGES.get(lower) or (tag[1] if tag else None)
    if field == "replaces":
        return unicodedata.normalize("NFC", value)
    return value


def front_matter(text: str) -> tuple[Metadata, int]:
    """Return the front matter of *text*, and the offset where the rest starts.

    A block between ``---`` is front matter only if every line of it is ``key: value``, a
    comment, blank, or indented below a key; one between ``+++`` only if it is TOML. An object
    of JSON in front is front matter, too. Otherwise it is text.

    >>> front_matter("---\\nkichwa: Sera ya TEHAMA\\n---\\nDira\\n")[0].title
    'Sera ya TEHAMA'
    >>> front_matter('+++\\ntitle = "Ripoti"\\n+++\\nDira\\n')[0].title
    'Ripoti'
    >>> front_matter("---\\nDira yetu\\n---\\n")[1]
    0
    """
    opening = _FENCE.match(text)
    if opening is None:
        return _json_front_matter(text)
    closing = _CLOSING[opening[1]].search(text, opening.end(), _MAX_FRONT_MATTER)
    if closing is None:
        return Metadata(), 0
    block = text[opening.end() : closing.start()]
    pairs = _toml_pairs(block) if opening[1] == "+++" else _yaml_pairs(block)
    if not pairs:
        return Metadata(), 0
    return from_pairs(pairs, FRONT_MATTER), closing.end()


def unused_key(warning: Message | str) -> str | None:
    """Return the key of front matter that a warning calls unknown; None for another warning.

    Programs that make sites have many keys of their own. An update tells them once for all
    files, and not once a file.
    """
    if isinstance(warning, str) or warning.text != _UNKNOWN_KEY:
        return None
    if warning.facts.get("where") != FRONT_MATTER:
        return None
    return str(warning.facts["key"]).strip("'\"")


def _yaml_pairs(block: str) -> list[tuple[str, str]]:
    """Return the keys of a block of YAML and their plain values; none if a line is no YAML."""
    pairs: list[tuple[str, str]] = []
    for line in block.splitlines():
        if not line.strip() or line.startswith(("#", "- ", "]", "}")) or line.strip() == "-":
            continue
        if line.startswith((" ", "\t")):
            if pairs and _BLOCK_SCALAR.fullmatch(pairs[-1][1].split("\n")[0]):
                pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}\n{line}")
            continue
        pair = _PAIR.fullmatch(line.rstrip())
        if pair is None:
            return []
        pairs.append((pair[1], (pair[2] or "").strip()))
    return [(key, _plain_scalar(value)) for key, value in pairs]


def _plain_scalar(value: str) -> str:
    """Return a value of YAML without its sign of a block and its quotes."""
    first, _, rest = value.partition("\n")
    if _BLOCK_SCALAR.fullmatch(first):
        return one_line(rest)
    return _unquoted(_QUOTED.sub(r"\1\2\1", value))


def _toml_pairs(block: str) -> list[tuple[str, str]]:
    """Return the keys of a block of TOML and their plain values; none if it is no TOML."""
    try:
        table = tomllib.loads(block)
    except tomllib.TOMLDecodeError:
        return []
    return _plain_pairs(table)


def _json_front_matter(text: str) -> tuple[Metadata, int]:
    """Return the object of JSON that *text* starts with, and where the rest starts."""
    opening = _JSON_OBJECT.match(text)
    if opening is None:
        return Metadata(), 0
    block = text[:_MAX_FRONT_MATTER]
    try:
        table, stop = json.JSONDecoder().raw_decode(block, block.index("{"))
    except (ValueError, RecursionError):
        return Metadata(), 0
    if not table or text[stop : stop + 1] not in ("", "\n"):
        return Metadata(), 0
    return from_pairs(_plain_pairs(table), FRONT_MATTER), stop


def _plain_pairs(table: Mapping[str, object]) -> list[tuple[str, str]]:
    return [
        (key, "" if isinstance(value, dict | list) else str(value)) for key, value in table.items()
    ]


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def corpus_metadata(corpus: Path) -> dict[str, Metadata]:
    """Return the metadata in ``sources.tsv`` of a corpus, by document id.

    Args:
        corpus: the folder of documents; without a ``sources.tsv``, the result is empty.

    Raises:
        DocumentUnreadable: the file is not UTF-8, or its first line has no column "path".
    """
    path = corpus / SOURCES
    try:
        with regular(path) as file:
            text = clean(file.read().decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        reason = Message("not UTF-8; save it again as UTF-8")
        raise DocumentUnreadable(path, reason) from error
    rows = [
        (number, line.split("\t"))
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip() and not line.startswith("#")
    ]
    if not rows:
        return {}
    header = [cell.strip().lower() for cell in rows[0][1]]
    if "path" not in header:
        reason = Message('its first line has no column "path"')
        raise DocumentUnreadable(path, reason)
    by_id: dict[str, Metadata] = {}
    for number, row in rows[1:]:
        id, metadata = _from_row(header, row, f"{SOURCES}:{number}")
        by_id[id] = by_id[id].filled(metadata) if id in by_id else metadata
    return by_id


def _from_row(header: list[str], row: list[str], where: str) -> tuple[str, Metadata]:
    cells = dict(zip(header, row, strict=False))
    id = unicodedata.normalize("NFC", cells.pop("path", "").strip()).removeprefix("./")
    metadata = from_pairs(((k, v) for k, v in cells.items() if k), where)
    if len(row) > len(header):
        warning = Message("{where}: more cells than columns", where=where)
        metadata = replace(metadata, warnings=(*metadata.warnings, warning))
    return id, metadata
