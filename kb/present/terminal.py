"""What a terminal can take: colour or not, how wide, columns lined up.

The environment goes in, plain answers come out; nothing is printed here.
Conventions: no-color.org, and FORCE_COLOR or CLICOLOR_FORCE to ask for colour
in a pipe.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from kb.messages import Message, translate
from kb.present.cells import cells, safe_line
from kb.present.labels import OPENING
from kb.swahili import Token

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Outline

__all__ = ["hanging", "in_colour", "outline_text", "table", "tokens_text", "width"]

_HEADS = Message("WORD"), Message("KIND"), Message("TERMS"), Message("FAMILY")


def in_colour(
    stream: IO[str], *, refused: bool = False, environ: Mapping[str, str] = os.environ
) -> bool:
    """Return whether *stream* takes colour: the option decides, then the environment, then it.

    Args:
        stream: where the text will go.
        refused: the reader asked for none.
        environ: the environment.

    >>> import io
    >>> in_colour(io.StringIO(), environ={"FORCE_COLOR": "1"})
    True
    >>> in_colour(io.StringIO(), environ={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    False
    """
    if refused or environ.get("KISIMA_NO_COLOR") or environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return environ.get("TERM") != "dumb" and stream.isatty()


def width() -> int:
    """Return how many cells a line should fill: lines over 100 are hard to read."""
    given = os.environ.get("COLUMNS", "")
    columns = int(given) if given.isdecimal() else 0
    if not columns:
        with suppress(OSError):  # the output is no terminal
            columns = os.get_terminal_size().columns
    return max(40, min(100, columns or 100))


def hanging(line: str, columns: int) -> str:
    """Return a line wrapped, what does not fit indented below it. No word is divided.

    >>> print(hanging("formats: .docx .docm .dotx .dotm .odt .ott .fodt", 40))
    formats: .docx .docm .dotx .dotm .odt
        .ott .fodt
    """
    return textwrap.fill(
        line, columns, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows with their columns lined up, a line each.

    >>> print(table([("nyaraka", "8"), ("vifungu", "40")]))
    nyaraka  8
    vifungu  40
    """
    safe = [[safe_line(value) for value in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*safe, strict=True)]
    return "\n".join(
        "  ".join(
            value + " " * (width - cells(value)) for value, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in safe
    )


_FILE_NAME = Message("title from the file's name")


def outline_text(outline: Outline, *, language: str = "sw") -> str:
    """Return the tree of a document's headings: their kinds, anchors, and the rule of each."""
    lines = [safe_line(outline.title)]
    if outline.named_by_file:
        lines[0] += f"  ({translate(_FILE_NAME, language)})"
    for section in outline.sections:
        opening = section.heading is None
        heading = translate(OPENING, language) if opening else safe_line(section.heading or "")
        kind = f"  [{section.kind}]" if section.kind else ""
        rule = "" if opening else f"  ({section.rule})"
        lines.append(f"{'  ' * max(section.level, 1)}{heading}{kind}  #{section.anchor}{rule}")
    return "\n".join(lines)


def tokens_text(tokens: Iterable[Token], *, language: str = "sw") -> str:
    """Return how words were read: each word, its kind, its terms, its family."""
    rows = [tuple(translate(head, language) for head in _HEADS)]
    for token in tokens:
        kind = "function" if token.function else token.kind
        rows.append((token.surface, kind, "|".join(token.terms), "|".join(token.related)))
    return table(rows)
