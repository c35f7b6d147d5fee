"""Cut a line into its parts: text, phrases, brackets, each with its sign and its fields.

The line comes in as typed and goes out clean and cut to length; a quote never
closed is text, brackets without a partner are left out. Time is linear in the
line's length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from kb.facets import FACET_BY_FIELD
from kb.query.nodes import Zone
from kb.query.notes import MAX_CHARACTERS, MAX_NESTING, Notes

__all__ = [
    "ANYWHERE",
    "EXACT",
    "FIELDS",
    "LinePart",
    "Where",
    "balanced",
    "clean_line",
    "line_of",
    "parts",
    "shortened",
]

FIELDS: Mapping[str, Zone] = {
    "kichwa": "heading",
    "heading": "heading",
    "jina": "title",
    "title": "title",
}
EXACT = frozenset({"halisi", "exact"})


class Where(NamedTuple):
    """What the fields before a part say of it."""

    field: Zone | None = None
    exact: bool = False
    facet: str | None = None

    def inside(self, outer: Where) -> Where:
        """Return this, with what *outer* says where this says nothing."""
        return Where(
            self.field or outer.field, self.exact or outer.exact, self.facet or outer.facet
        )


ANYWHERE = Where()


@dataclass(frozen=True, slots=True)
class LinePart:
    """A lexical part of the line."""

    kind: Literal["text", "phrase", "open", "close"]
    text: str = ""
    sign: str = ""
    where: Where = ANYWHERE


# ---- The line -----------------------------------------------------------------------------

_BLANKS = re.compile("[\\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
# Soft hyphens, joiners, marks of direction: pasted along, never meant.
_INVISIBLE = re.compile("[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


def clean_line(line: str) -> str:
    """Return *line* composed (NFC), one space between words, nothing invisible in it."""
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", _INVISIBLE.sub("", line)).strip())


def shortened(line: str, notes: Notes) -> str:
    """Return what is read of a clean line: its first 256 characters, whole words."""
    if len(line) <= MAX_CHARACTERS:
        return line
    notes.too_long()
    kept = line[:MAX_CHARACTERS]
    # Half a word is a word nobody typed.
    whole = kept if line[MAX_CHARACTERS] == " " else kept.rpartition(" ")[0]
    return (whole or kept).rstrip()


# ---- Its parts ----------------------------------------------------------------------------

_DOUBLE = '"“”„‟＂'
_SIGN = re.compile(r"(?<![^ (])[+-]+(?=[^ +-])")
_FIELD = re.compile(r"([^\W\d_]+):(?=[^ )])")
_CHUNK = re.compile(rf"[^ (){_DOUBLE}«]+")
_CLOSERS: Mapping[str, re.Pattern[str]] = {
    "«": re.compile("»"),
    **dict.fromkeys(_DOUBLE, re.compile(f"[{_DOUBLE}]")),
}


def parts(line: str, notes: Notes) -> list[LinePart]:
    """Return the parts of a clean line; signs and fields stay with what they stand before."""
    found: list[LinePart] = []
    at = 0
    while at < len(line):
        if line[at] == " ":
            at += 1
            continue
        sign, at = _sign(line, at)
        where, at = _fields(line, at, notes)
        part, at = _body(line, at)
        if part is not None:
            found.append(replace(part, sign=sign, where=where))
    return found


def _sign(line: str, at: int) -> tuple[str, int]:
    run = _SIGN.match(line, at)
    if run is None:
        return "", at
    # "--neno" is a dash or a slip of the finger, not an exclusion.
    return (run[0] if len(run[0]) == 1 else ""), run.end()


def _fields(line: str, at: int, notes: Notes) -> tuple[Where, int]:
    where = ANYWHERE
    while name := _FIELD.match(line, at):
        known = _where(name[1].casefold())
        if known is None:
            if not line.startswith("//", name.end()):  # an address, not a field
                notes.unknown_field(name[1])
            break
        where, at = known.inside(where), name.end()
    return where, at


def _where(name: str) -> Where | None:
    if name in FIELDS:
        return Where(field=FIELDS[name])
    if name in FACET_BY_FIELD:
        return Where(facet=FACET_BY_FIELD[name].name)
    return Where(exact=True) if name in EXACT else None


def _body(line: str, at: int) -> tuple[LinePart | None, int]:
    """Read a phrase, a bracket or a run of text; a quote never closed is passed over."""
    while at < len(line) and line[at] in _CLOSERS:
        closer = _CLOSERS[line[at]].search(line, at + 1)
        if closer is not None:
            return LinePart("phrase", line[at + 1 : closer.start()]), closer.end()
        at += 1
    if line[at : at + 1] in ("(", ")"):
        return LinePart("open" if line[at] == "(" else "close"), at + 1
    chunk = _CHUNK.match(line, at)
    if chunk is None:
        return None, at
    readable = any(c.isalnum() or c == "*" for c in chunk[0])
    return (LinePart("text", chunk[0]) if readable else None), chunk.end()


def balanced(found: Sequence[LinePart], notes: Notes) -> list[LinePart]:
    """Leave out brackets without a partner, and those nested too deep.

    The sign and field of a bracket left out go to the part after it: "-(dira" excludes.
    """
    opened: list[int] = []
    keep: set[int] = set()
    for i, part in enumerate(found):
        if part.kind == "open":
            opened.append(i)
        elif part.kind == "close" and opened:
            if len(opened) <= MAX_NESTING:
                keep |= {opened[-1], i}
            else:
                notes.too_deep()
            opened.pop()
    kept: list[LinePart] = []
    lost = LinePart("open")
    for i, part in enumerate(found):
        whole = replace(part, sign=part.sign or lost.sign, where=part.where.inside(lost.where))
        bracket = part.kind in ("open", "close")
        lost = whole if bracket and i not in keep else LinePart("open")
        if not bracket or i in keep:
            kept.append(whole)
    return kept


# ---- A command's arguments ----------------------------------------------------------------

_NAMES = "|".join([*FIELDS, *FACET_BY_FIELD, *sorted(EXACT)])
_HEAD = re.compile(rf"[+-]?(?:(?:{_NAMES}):(?=\S))*", re.IGNORECASE)
_WRITTEN_AS_LINE = re.compile(rf"[{_DOUBLE}«»]|\s[+-]\S")


def line_of(arguments: Sequence[str]) -> str:
    """Return the line that the arguments of a command mean.

    An argument with a blank in it is a phrase, unless it is written as a line
    itself: with quotes, or with a sign before one of its words.

    >>> line_of(["sheria", "baraza la mawaziri", "-jina:sera ya zamani"])
    'sheria "baraza la mawaziri" -jina:"sera ya zamani"'
    >>> line_of(["wakala -pemba"])
    'wakala -pemba'
    """
    return " ".join(_quoted(argument.strip()) for argument in arguments)


def _quoted(argument: str) -> str:
    if not re.search(r"\s", argument) or _WRITTEN_AS_LINE.search(argument):
        return argument
    head = _HEAD.match(argument)
    end = head.end() if head else 0
    return f'{argument[:end]}"{argument[end:]}"'
