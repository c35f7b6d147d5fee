"""Find the sentence that says what a thing is, not one that only mentions it.

*Dira ya Wakala ni kuwa taasisi bora* says what the vision is; *Wakala ulipitia dira
yake* does not. Only the form of a sentence counts: the query term opens it, and
a copula follows with only a few words between.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import compress, count
from typing import TYPE_CHECKING

from kb.highlight.marks import Mark
from kb.index.schema import TokenColumns

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["defining"]

_SUBJECTS = ("a", "wa", "u", "i", "li", "ya", "ki", "vi", "zi", "ku", "pa")
_COPULAS: AbstractSet[str] = frozenset(
    {"ni", "ndio", "ndiyo", "ndiye", "ndizo", "ndicho", "ndilo", "ndipo", "humaanisha"}
    | {f"{subject}{tense}kuwa" for subject in _SUBJECTS for tense in ("li", "me")}
    | {f"{subject}namaanisha" for subject in _SUBJECTS}
    | {f"{subject}maanisha" for subject in ("ina", "una", "lina", "yana", "kina", "vina", "zina")}
)
"""Copulas: is, was, has been, means; by noun class of the thing."""

_BEFORE = 3
"""Words of a sentence before the thing itself: *maana ya neno* …"""

_BETWEEN = 7
"""Words between the thing and its copula: Dira *ya Wakala wa Serikali Mtandao* ni …"""

_ASIDE = 250
"""Characters between them, brackets included: *Piano (kutoka Kiitalia …) ni* …"""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_STOPS = frozenset(".;:!?\n")
_RELATIVE = "amba"  # nyimbo ambazo ni …: more about the songs, not what they are


def defining(
    text: str, columns: TokenColumns, marked: Sequence[Mark], sentences: Sequence[Span]
) -> AbstractSet[int]:
    """Return the first token of each mark that its sentence defines.

    Args:
        text: of a passage.
        columns: its tokens.
        marked: the marks in it.
        sentences: the spans of its sentences, in order.
    """
    defined: set[int] = set()
    starts = [start for start, _ in sentences]
    copulas = compress(count(), map(_COPULAS.__contains__, columns.surfaces)) if marked else ()
    for copula in copulas:
        if copula and columns.surfaces[copula - 1].startswith(_RELATIVE):
            continue
        sentence = sentences[max(0, bisect_right(starts, columns.starts[copula]) - 1)]
        if text[slice(*sentence)].rstrip().endswith("?"):
            continue
        opening = bisect_left(columns.starts, sentence[0])
        for mark in marked:
            if mark.first > opening + _BEFORE or mark.last >= copula:
                break
            between = text[mark.end : columns.starts[copula]]
            if mark.first >= opening and len(between) <= _ASIDE and _is_subject(between):
                defined.add(mark.first)
    return defined


def _is_subject(between: str) -> bool:
    """Tell whether the text between a thing and a copula still names the thing."""
    rest = _BRACKETS.sub(" ", between)
    return len(rest.split()) <= _BETWEEN and _STOPS.isdisjoint(rest)
