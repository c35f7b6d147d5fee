"""Show how words were read, for `kisima analyse`: a table for people, JSON for programs.

    NENO          SHINA  SABABU
    walioteuliwa  teua   wa- (wao, ngeli ya 2) + -li- (wakati uliopita) + -o- (kirejeshi) + …

Tokens come in, a string or plain dicts go out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from kb.messages import Message, translate
from kb.present.cells import Style, cells, safe_line, wrapped
from kb.swahili import Token, explain

if TYPE_CHECKING:
    from kb.swahili.explanation import Explanation

__all__ = ["analysis_json", "analysis_text"]

_HEADS = Message("WORD"), Message("TERM"), Message("WHY")
_GAP = "  "
_MIN_WIDTH = 40


def analysis_text(
    tokens: Iterable[Token], *, width: int, colour: bool, language: str = "sw"
) -> str:
    """Return a table of how words were read: each word, its terms, and why.

    Args:
        tokens: the words, as kb.swahili.analyse gives them.
        width: cells in a line; 40 at least are used.
        colour: words are bold, and those that carry only grammar pale.
        language: of the heads and the reasons, "sw" or "en".

    >>> from kb.swahili import analyse
    >>> print(analysis_text(analyse("vitengo"), width=80, colour=False, language="en"))
    WORD     TERM     WHY
    vitengo  kitengo  vi- (plural, class 8) + -tengo
    """
    rows = [(token, _row(token, language)) for token in tokens]
    if not rows:
        return translate(Message("No word."), language)
    heads = [translate(head, language) for head in _HEADS]
    room = max(width, _MIN_WIDTH)
    widths = [
        min(max(cells(row[column]) for row in (heads, *(row for _, row in rows))), room // 4)
        for column in (0, 1)
    ]
    widths.append(room - sum(widths) - 2 * len(_GAP))
    style = Style(colour)
    lines = [style.strong(line) for line in _laid_out(heads, widths, str)]
    for token, row in rows:
        if token.function:
            lines += [style.dim(line) for line in _laid_out(row, widths, str)]
        else:
            lines += _laid_out(row, widths, style.strong)
    return "\n".join(lines)


def _row(token: Token, language: str) -> tuple[str, str, str]:
    """Return the cells of one word."""
    why = _reason(explain(token.surface), language)
    return safe_line(token.surface), "|".join(map(safe_line, token.terms)), safe_line(why)


def _reason(found: Explanation, language: str) -> str:
    """Return why a word was read so, without what the other columns say already."""
    why = found.en if language == "en" else found.sw
    if len(found.ways) > 1:
        return why
    term, only = found.terms[0], found.parts[0]
    named = only.en if language == "en" else only.sw
    whole = f"{term}: {term} ({named})"
    if why.startswith(whole):
        return named + why[len(whole) :]
    return why.removeprefix(f"{term}: ")


def _laid_out(row: Sequence[str], widths: Sequence[int], look: Callable[[str], str]) -> list[str]:
    """Return the lines of one row, each cell wrapped within its column, the first one styled."""
    plain = Style(colour=False)
    columns = [wrapped(cell, width=width, style=plain) for cell, width in zip(row, widths)]
    lines = []
    for word, *rest in zip_longest(*columns, fillvalue=""):
        line = look(word) + " " * (widths[0] - cells(word))
        for piece, width in zip(rest, widths[1:]):
            line += _GAP + piece + " " * (width - cells(piece))
        lines.append(line.rstrip())
    return lines


def analysis_json(tokens: Iterable[Token]) -> list[dict[str, object]]:
    """Return how words were read as what ``json.dumps`` takes.

    Each word has the fields of its Token, and ``why``: the line in both languages, the
    spelling that was read, the ways with their parts, and the family with its reasons.

    >>> from kb.swahili import analyse
    >>> analysis_json(analyse("vitengo"))[0]["terms"]
    ['kitengo']
    """
    shown: list[dict[str, object]] = []
    for token in tokens:
        found = explain(token.surface)
        shown.append(
            {
                "surface": token.surface,
                "normal": token.normal,
                "terms": list(token.terms),
                "related": list(token.related),
                "start": token.start,
                "end": token.end,
                "position": token.position,
                "kind": token.kind,
                "function": token.function,
                "why": {
                    "sw": found.sw,
                    "en": found.en,
                    "rule": found.rule,
                    "spelling": found.spelling,
                    "ways": [
                        {
                            "term": way.term,
                            "part": way.part,
                            "meaning": way.meaning,
                            "parts": [
                                {"form": part.form, "sw": part.sw, "en": part.en}
                                for part in way.parts
                            ],
                        }
                        for way in found.ways
                    ],
                    "related": [
                        {"term": one.term, "sw": one.sw, "en": one.en} for one in found.related
                    ],
                },
            }
        )
    return shown
