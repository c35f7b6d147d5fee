"""Choose the title of a file that an office program wrote.

Its paragraphs in the style of titles come first; then the title in its properties, if that
says something; then the largest line on its first page, above the text. A heading further
down is a section, however it is marked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kb.cleaning import one_line
from kb.document import Heading
from kb.readers.typography import LARGER, StyledLine, reads_as_heading

__all__ = ["choose_title"]

_MAX_TOP = 12
"""Lines above the text: a letterhead, a title, a date."""

_PROSE_WORDS = 17
_MAX_TITLE = 200
_NEAR = 400
"""Characters above a heading that can be the title: a few lines, not a page."""

_NUMBERED = re.compile(r"\S*\d|(sura|sehemu)\b", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"microsoft\b.*|\W*(word )?(document|doc|hati|untitled|title|template|normal|(powerpoint )?"
    r"presentation|slide|kichwa|(work)?book|spreadsheet)\W*\d*\W*"
    r"|.*\.(docx?|docm|dotx?|dotm|odt|rtf|pdf|txt|pptx?|xlsx?|od[ps])\W*|[\W\d_]*",
    re.IGNORECASE,
)
_LETTERHEAD = re.compile(
    r"(jamhuri|serikali|ofisi|wizara|halmashauri|mkoa|wilaya|mamlaka|wakala|tume|baraza|taasisi"
    r"|shirika|chuo|bunge|manispaa|jiji)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(yaliyomo|utangulizi|dibaji|shukrani|shukurani|vifupisho|table of contents|contents"
    r"|acknowledge?ments?|foreword|introduction)\W*",
    re.IGNORECASE,
)
_JOINS = re.compile(r"(ya|wa|za|la|cha|vya|kwa|na|katika|pa|mwaka)\b", re.IGNORECASE)


def choose_title(
    styled: Sequence[str],
    declared: str,
    lines: Sequence[StyledLine],
    headings: Sequence[Heading] = (),
) -> str | None:
    """Return the title of a document, or None where nothing says it.

    Args:
        styled: its first paragraphs in the style of titles.
        declared: the title in its properties; "" where there is none.
        lines: everything that it shows, in reading order.
        headings: its headings, in reading order.

    >>> choose_title([], "Document1", [StyledLine("Sera ya Maji", 0, 20.0, True, "heading", 1)])
    'Sera ya Maji'
    """
    if title := one_line(" ".join(styled)):
        return title
    top = _top_title(lines)
    says = len(declared) <= _MAX_TITLE and not _SAYS_NOTHING.fullmatch(declared)
    if says and (top is None or _is_about(declared, lines)):
        return declared
    return top or _near_top(headings)


def _near_top(headings: Sequence[Heading]) -> str | None:
    """Return the first heading of level 1 if it is near the top, and no numbered part."""
    first = next((heading for heading in headings if heading.level == 1), None)
    if first is None or first.start > _NEAR:
        return None
    part = _NUMBERED.match(first.text) or _PART.fullmatch(first.text)
    return None if part else first.text


def _is_about(title: str, lines: Sequence[StyledLine]) -> bool:
    """Tell whether a document has the words of a title: properties are often of an older file."""
    words = {word for word in re.findall(r"\w+", title.casefold()) if len(word) > 3}
    text = " ".join(line.text for line in lines).casefold()
    return 2 * sum(word in text for word in words) >= len(words)


def _top_title(lines: Sequence[StyledLine]) -> str | None:
    """Return the largest line above the text that can be a title; of equals, the first."""
    top: list[StyledLine] = []
    for line in lines[:_MAX_TOP]:
        if line.kind not in {"text", "heading"} or _is_prose(line):
            break
        top.append(line)
    written = Counter[float]()
    for line in lines:
        written[line.size] += len(line.text)
    larger = LARGER * written.most_common(1)[0][0] if written else 0.0
    fit = [
        line
        for line in top
        if (line.level == 1 or line.bold or line.size >= larger)
        and (line.level is not None or len(top) < len(lines))
        and "\n" not in line.text
        and reads_as_heading(line.text)
        and not line.numbered
        and not _PART.fullmatch(line.text)
    ]
    fit = [line for line in fit if not _LETTERHEAD.match(line.text)] or fit
    if not fit:
        return None
    best = max(fit, key=lambda line: (line.size, line.level == 1))
    words = [best.text]
    for line in top[top.index(best) + 1 :]:
        joins = _JOINS.match(line.text) and (line.size, line.kind) == (best.size, best.kind)
        if not joins:
            break
        words.append(line.text)
    return one_line(" ".join(words))


def _is_prose(line: StyledLine) -> bool:
    return len(line.text.split()) >= _PROSE_WORDS or (
        line.kind == "text" and not reads_as_heading(line.text) and len(line.text.split()) > 4
    )
