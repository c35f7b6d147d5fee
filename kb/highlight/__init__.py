"""Choose the stretch of a passage that is shown, and mark the words that matched.

Takes a passage's text, its stored tokens and what the question wants; gives
spans of code points, never HTML, so that offsets cannot shift and text cannot
be escaped twice.

    marking      which words answer, and as what
    defining     which sentence says what a thing is
    stretching   which stretch is shown, and where it is cut

Why no engine's highlighter is used: docs/decisions/0005-own-highlighter.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb import swahili
from kb.highlight.definitions import defining
from kb.highlight.marks import Mark, apart, find_marks, marks
from kb.highlight.snippet import Stretch, core
from kb.index.schema import TokenColumns
from kb.query.terms import QueryTerm
from kb.results import Window

__all__ = ["Mark", "apart", "defining", "find_marks", "marks", "window"]


def window(
    text: str,
    columns: TokenColumns,
    wanted: Sequence[QueryTerm],
    *,
    most: int,
    weights: Mapping[str, float] | None = None,
    field: str | None = None,
    opening: bool = False,
) -> Window:
    """Return the stretch of *text* that a careful person would quote, with its marks.

    The stretch has the most different wanted things, the rarer the better; among
    equals the one that says what the thing is, then the one where they stand
    closest, then the earlier one. It is made of whole sentences where they fit,
    else it is cut between words.

    Args:
        text: the text of a passage.
        columns: its tokens.
        wanted: what the question asks for.
        most: the greatest length in characters; a shorter text is returned whole.
        weights: how much each wanted thing counts, by label; 1 where it is not named.
        field: see ``marks``.
        opening: show how the text begins: its heading is what was asked.

    >>> plain = TokenColumns((), (), (), (), (), ())
    >>> window("Sentensi ya kwanza. Sentensi ya pili.", plain, [], most=25).text
    'Sentensi ya kwanza.'
    """
    marked = find_marks(columns, wanted, field)
    if len(text) <= most:
        return Window(0, text, apart(marked))
    sentences = swahili.sentences(text)
    held = (0, 0)
    if not opening:
        defined = defining(text, columns, marked, sentences)
        held = core(marked, weights or {}, most, defined)
    start, end = Stretch(text, columns, sentences, most).around(*held)
    inside = [
        (max(s, start) - start, min(e, end) - start)
        for s, e in apart(marked)
        if s < end and e > start
    ]
    return Window(start, text[start:end], tuple(inside))
