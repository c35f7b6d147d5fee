"""Read the sidecar of a document, ``name.pdf.toml``: corrections by a person.

    kichwa = "Sera ya Maji"         # title; any key of front matter, in either language
    tarehe = 2002-07-01
    vichwa = [
      { mstari = "Dira ya Sekta", ngazi = 2 },              # add, or move to level 2
      { mstari = "MAONO", jina = "Dira" },                  # rename
      { mstari = "Ukurasa huu", mara = 2, ondoa = true },   # drop the second such line
    ]

The sidecar is in the folder of its document. It overrides the file and ``sources.tsv``.
A part that cannot be read is ignored, with a warning for the clerk; the document is
still read.
"""

from __future__ import annotations

import datetime as dt
import json
import stat
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kb.cleaning import one_line
from kb.document import Document, HeadingOverride, Outline
from kb.errors import SettingInvalid, StorageFailed
from kb.files import regular
from kb.messages import Message, translate
from kb.metadata.records import Metadata, from_pairs

__all__ = [
    "SUFFIX",
    "Sidecar",
    "has_sidecar",
    "parse_sidecar",
    "sidecar_path",
    "sidecar_template",
    "sidecar_text",
    "unmet_overrides",
    "write_sidecar",
]

SUFFIX = ".toml"
_HEADINGS = ("vichwa", "headings")
_NAMES: Mapping[str, str] = {
    "mstari": "line", "line": "line",
    "mara": "nth", "nth": "nth",
    "ngazi": "level", "level": "level",
    "jina": "name", "name": "name",
    "ondoa": "drop", "drop": "drop",
}  # fmt: skip
_TYPES: Mapping[str, type] = {"line": str, "nth": int, "level": int, "name": str, "drop": bool}
_MAX_BYTES = 1 << 20
_MAX_LEVEL = 9
_TEMPLATE_KEYS = (
    ("kichwa", "title"),
    ("taasisi", "institution"),
    ("tarehe", "date"),
    ("chanzo", "source"),
)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The metadata and the heading overrides that a person wrote for a document."""

    metadata: Metadata = field(default_factory=Metadata)
    overrides: tuple[HeadingOverride, ...] = ()


def sidecar_path(path: Path) -> Path:
    """Return where the sidecar of a document is.

    >>> sidecar_path(Path("sera/maji.pdf")).name
    'maji.pdf.toml'
    """
    return path.with_name(path.name + SUFFIX)


def has_sidecar(path: Path) -> bool:
    """Tell whether a document has a sidecar."""
    try:
        return stat.S_ISREG(sidecar_path(path).lstat().st_mode)
    except OSError:  # a name so long that its sidecar's would be too long
        return False


def sidecar_text(path: Path) -> str | None:
    """Return the text of the sidecar of a document; None where there is no sidecar.

    A symbolic link is not read: it could lead out of the corpus.
    """
    try:
        with regular(sidecar_path(path), follow=False) as file:
            return file.read(_MAX_BYTES).decode("utf-8-sig", errors="replace")
    except OSError:
        return None


def parse_sidecar(text: str, where: str) -> Sidecar:
    """Return the contents of a sidecar; its metadata contains a warning for each fault.

    Args:
        text: the contents of the file.
        where: its name, for the warnings.

    >>> parse_sidecar('vichwa = [{ mstari = "MAONO", jina = "Dira" }]', "a.toml").overrides[0].name
    'Dira'
    """
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = Message(
            "{where}: not TOML ({cause}); nothing of it is used", where=where, cause=str(error)
        )
        return Sidecar(Metadata(warnings=(reason,)))
    warnings: list[Message] = []
    headings: Any = next((values.pop(name) for name in _HEADINGS if name in values), [])
    pairs = [(key, _plain(value)) for key, value in values.items()]
    metadata = from_pairs(((key, value) for key, value in pairs if value is not None), where)
    warnings.extend(
        Message("{where}: {key} is not text", where=where, key=repr(key))
        for key, value in pairs
        if value is None
    )
    overrides = tuple(_overrides(headings, where, warnings))
    return Sidecar(replace(metadata, warnings=(*metadata.warnings, *warnings)), overrides)


def _plain(value: Any) -> str | None:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


def _overrides(headings: Any, where: str, warnings: list[Message]) -> Iterator[HeadingOverride]:
    for number, entry in enumerate(headings if isinstance(headings, list) else [headings], 1):
        values = _named(entry) if isinstance(entry, dict) else None
        if values is None or not values.get("line"):
            warnings.append(
                Message(
                    "{where}: heading {number} cannot be read (mstari, mara, ngazi, jina, ondoa)",
                    where=where,
                    number=number,
                )
            )
        else:
            yield HeadingOverride(**values)


def _named(entry: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return one entry by the names of the fields, or None where a name or a value is wrong."""
    fields: dict[str, Any] = {}
    for key, value in entry.items():
        name = _NAMES.get(key)
        if name is None or type(value) is not _TYPES[name]:
            return None
        fields[name] = one_line(value) if isinstance(value, str) else value
    if fields.get("nth", 1) < 1 or not 1 <= fields.get("level", 1) <= _MAX_LEVEL:
        return None
    return fields


def unmet_overrides(
    text: str, overrides: Sequence[HeadingOverride], where: str
) -> tuple[Message, ...]:
    """Return a warning for every override whose line is missing in the text."""
    if not overrides:
        return ()
    flat = one_line(text)
    return tuple(
        Message("{where}: there is no line {line}", where=where, line=repr(override.line))
        for override in overrides
        if override.line not in flat
    )


def sidecar_template(document: Document, outline: Outline, language: str) -> str:
    """Return a sidecar to edit: the metadata and every heading, all of it commented out.

    Args:
        document: the document, as it was read.
        outline: its outline, as the rules detect it.
        language: of the comments; the keys are Swahili.
    """
    explanations = (
        Message("{id}: remove the # before each line that you change", id=one_line(document.id)),
        Message("ngazi: the level (adds a heading, or moves it)"),
        Message("mara = 2: the second line with the same words"),
        Message("jina: a new name"),
        Message("ondoa = true: the line is no heading"),
    )
    lines = [f"# {translate(explanation, language)}" for explanation in explanations] + [""]
    known = {"title": outline.title, "institution": document.institution,
             "date": document.date, "source": document.source}  # fmt: skip
    lines += [f"# {key} = {_quoted(known[name] or '')}" for key, name in _TEMPLATE_KEYS]
    lines += ["", "vichwa = ["]
    seen: dict[str, int] = {}
    for section in outline.sections:
        if section.heading is None:
            continue
        nth = seen[section.heading] = seen.get(section.heading, 0) + 1
        again = f", mara = {nth}" if nth > 1 else ""
        line = f"{{ mstari = {_quoted(section.heading)}{again}, ngazi = {section.level} }},"
        lines.append(f"  # {line}  # {section.rule}")
    return "\n".join((*lines, "]", ""))


def write_sidecar(path: Path, document: Document, outline: Outline, language: str) -> Path:
    """Write a sidecar to edit next to a document, and return its path.

    Args:
        path: where the document is.
        document: the document, as it was read.
        outline: its outline, as the rules detect it.
        language: of the comments in the sidecar.

    Raises:
        SettingInvalid: the document already has a sidecar; it is never overwritten.
        StorageFailed: the file cannot be written.
    """
    target = sidecar_path(path)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(sidecar_template(document, outline, language))
    except FileExistsError:
        free = Message("free: edit it, or move it away first")
        raise SettingInvalid("file", target.name, free) from None
    except OSError as error:
        raise StorageFailed(target, error.strerror or str(error)) from error
    return target


def _quoted(text: str) -> str:
    # TOML's basic strings take JSON's escapes; 0x7f is the one JSON leaves bare.
    return json.dumps(one_line(text), ensure_ascii=False).replace("\x7f", "\\u007f")
