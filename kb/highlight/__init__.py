"""Choose the stretch of a passage that is shown, and mark the words that matched.

Takes a passage's text, its stored tokens and what the question wants; returns
spans of code points, never HTML, so that offsets cannot shift and text cannot
be escaped twice.

    marks        which words match, and which query term
    definitions  which sentence says what a thing is
    snippet      which stretch is shown, and where it is cut

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
    query_terms: Sequence[QueryTerm],
    *,
    max_length: int,
    weights: Mapping[str, float] | None = None,
    field: str | None = None,
    opening: bool = False,
) -> Window:
    """Return the stretch of *text* that a careful person would quote, with its marks.

    The best stretch contains the most query terms, the rarer the better. Among
    equals the best says what the thing is, then has its terms closest together,
    then comes first. It is made of whole sentences where they fit; else it is cut
    between words.

    Args:
        text: the text of a passage.
        columns: its tokens.
        query_terms: what the question asks for.
        max_length: in characters; a shorter text is returned whole.
        weights: what each query term counts, by label; 1 where the label is missing.
        field: see ``marks``.
        opening: whether the beginning of the text is shown, because its heading matches.

    >>> plain = TokenColumns((), (), (), (), (), ())
    >>> window("Sentensi ya kwanza. Sentensi ya pili.", plain, [], max_length=25).text
    'Sentensi ya kwanza.'
    """
    marked = find_marks(columns, query_terms, field)
    if len(text) <= max_length:
        return Window(0, text, apart(marked))
    sentences = swahili.sentences(text)
    shown = (0, 0)
    if not opening:
        defined = defining(text, columns, marked, sentences)
        shown = core(marked, weights or {}, max_length, defined)
    start, end = Stretch(text, columns, sentences, max_length).around(*shown)
    inside = [
        (max(s, start) - start, min(e, end) - start)
        for s, e in apart(marked)
        if s < end and e > start
    ]
    return Window(start, text[start:end], tuple(inside))
