"""Split a line into its parts: text, phrases, brackets, each with its sign and fields.

A line comes in as typed, LineParts go out. A quote that is never closed is text;
brackets without a partner are left out. Time is linear in the length of the line.
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
    """The fields before a part: where and how it is searched."""

    field: Zone | None = None
    exact: bool = False
    facet: str | None = None

    def inside(self, outer: Where) -> Where:
        """Return this, with the values of *outer* where this has none."""
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
# Soft hyphens, joiners, marks of direction: pasted by accident.
_INVISIBLE = re.compile("[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


def clean_line(line: str) -> str:
    """Return *line* composed (NFC), with one space between words, without invisible characters."""
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", _INVISIBLE.sub("", line)).strip())


def shortened(line: str, notes: Notes) -> str:
    """Return the part of a clean line that is read: complete words in its first 256 characters."""
    if len(line) <= MAX_CHARACTERS:
        return line
    notes.too_long()
    beginning = line[:MAX_CHARACTERS]
    # Half a word would be another word.
    complete_words = beginning if line[MAX_CHARACTERS] == " " else beginning.rpartition(" ")[0]
    return (complete_words or beginning).rstrip()


# ---- Its parts ----------------------------------------------------------------------------

_DOUBLE = '"“”„‟＂'
_SIGN = re.compile(r"(?<![^ (])[+-]+(?=[^ +-])")
_FIELD = re.compile(r"([^\W\d_]+):(?=[^ )])")
_LAST_FIELD = re.compile(r"([^\W\d_]+): *\Z")
_CHUNK = re.compile(rf"[^ (){_DOUBLE}«]+")
_CLOSERS: Mapping[str, re.Pattern[str]] = {
    "«": re.compile("»"),
    **dict.fromkeys(_DOUBLE, re.compile(f"[{_DOUBLE}]")),
}


def parts(line: str, notes: Notes) -> list[LinePart]:
    """Return the parts of a clean line; signs and fields stay with the part after them."""
    line_parts: list[LinePart] = []
    at = 0
    while at < len(line):
        if line[at] == " ":
            at += 1
            continue
        sign, at = _sign(line, at)
        where, at = _fields(line, at, notes)
        last = _LAST_FIELD.match(line, at)
        if last and _where(last[1].casefold()):
            notes.empty_field(last[1])
            at = last.end()
            continue
        part, at = _body(line, at)
        if part is not None:
            line_parts.append(replace(part, sign=sign, where=where))
    return line_parts


def _sign(line: str, at: int) -> tuple[str, int]:
    run = _SIGN.match(line, at)
    if run is None:
        return "", at
    # "--neno" is a dash or a typing error, not an exclusion.
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
    """Read a phrase, a bracket or a run of text; a quote that is never closed is skipped."""
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


def balanced(line_parts: Sequence[LinePart], notes: Notes) -> list[LinePart]:
    """Leave out brackets without a partner, and those nested too deep.

    The sign and field of a bracket left out go to the part after it: "-(dira" excludes.
    """
    opened: list[int] = []
    paired: set[int] = set()
    for i, part in enumerate(line_parts):
        if part.kind == "open":
            opened.append(i)
        elif part.kind == "close" and opened:
            if len(opened) <= MAX_NESTING:
                paired |= {opened[-1], i}
            else:
                notes.too_deep()
            opened.pop()
    balanced_parts: list[LinePart] = []
    dropped = LinePart("open")
    for i, part in enumerate(line_parts):
        inherited = replace(
            part, sign=part.sign or dropped.sign, where=part.where.inside(dropped.where)
        )
        bracket = part.kind in ("open", "close")
        dropped = inherited if bracket and i not in paired else LinePart("open")
        if not bracket or i in paired:
            balanced_parts.append(inherited)
    return balanced_parts


# ---- A command's arguments ----------------------------------------------------------------

_NAMES = "|".join([*FIELDS, *FACET_BY_FIELD, *sorted(EXACT)])
_HEAD = re.compile(rf"[+-]?(?:(?:{_NAMES}):(?=\S))*", re.IGNORECASE)
_BEGINS_WITH_FIELD = re.compile(rf"\s*[+-]?(?:{_NAMES}):(?=\S)", re.IGNORECASE)
_WRITTEN_AS_LINE = re.compile(rf"[{_DOUBLE}«»]|\s[+-]\S")


def line_of(arguments: Sequence[str]) -> str:
    """Return the line that the arguments of a command mean.

    One argument is a line, quoted for the shell alone: its words are words. Of several, one with
    a blank in it is a phrase, unless it is written as a line itself: with quotes, or with a
    sign before one of its words.

    >>> line_of(["uvuvi haram"])
    'uvuvi haram'
    >>> line_of(["sheria", "baraza la mawaziri", "-jina:sera ya zamani"])
    'sheria "baraza la mawaziri" -jina:"sera ya zamani"'
    """
    if len(arguments) == 1 and not _BEGINS_WITH_FIELD.match(arguments[0]):
        return arguments[0].strip()
    return " ".join(_quoted(argument.strip()) for argument in arguments)


def _quoted(argument: str) -> str:
    if not re.search(r"\s", argument) or _WRITTEN_AS_LINE.search(argument):
        return argument
    head = _HEAD.match(argument)
    end = head.end() if head else 0
    return f'{argument[:end]}"{argument[end:]}"'
