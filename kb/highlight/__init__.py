"""Choose the stretch of a passage that is shown, and mark the words that matched.

Takes a passage's text, its stored tokens and what the question wants; returns
spans of code points, never HTML, so that offsets cannot shift and text cannot
be escaped twice.

    marks        which words match, and which query term
    definitions  which sentence says what a thing is
    snippet      which stretch is shown, and where it is cut
    table_rows   a stretch of a table is whole rows

Why no engine's highlighter is used: docs/decisions/0005-own-highlighter.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from kb import swahili
from kb.highlight.definitions import defining
from kb.highlight.marks import Mark, apart, find_marks, marks
from kb.highlight.snippet import Stretch, core, with_facts
from kb.highlight.table_rows import (
    marked_tables,
    outside_headers,
    row_spans,
    shown_tables,
    whole_rows,
    with_rows,
)
from kb.index.schema import TokenColumns
from kb.query.terms import QueryTerm
from kb.results import Window
from kb.tables import TablePart, spans_inside

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["Mark", "apart", "defining", "find_marks", "marked_tables", "marks", "window"]


def window(
    text: str,
    columns: TokenColumns,
    query_terms: Sequence[QueryTerm],
    *,
    max_length: int,
    weights: Mapping[str, float] | None = None,
    field: str | None = None,
    opening: bool = False,
    tables: Sequence[TablePart] = (),
    facts: Sequence[Span] = (),
) -> Window:
    """Return the stretch of *text* that a careful person would quote, with its marks.

    The best stretch contains the most query terms, the rarer the better. Among
    equals the best says what the thing is, then has its terms closest together,
    then comes first. It is made of whole sentences where they fit; else it is cut
    between words. Of a table it has whole rows: the header row is shown above them.

    Args:
        text: the text of a passage.
        columns: its tokens.
        query_terms: what the question asks for.
        max_length: in characters; a shorter text is returned whole.
        weights: what each query term counts, by label; 1 where the label is missing.
        field: see ``marks``.
        opening: whether the beginning of the text is shown, because its heading matches.
        tables: in the text.
        facts: the spans of what the question asks for, such as dates; one is in the window
            if it fits there with the words of the question.

    >>> plain = TokenColumns((), (), (), (), (), ())
    >>> window("Sentensi ya kwanza. Sentensi ya pili.", plain, [], max_length=25).text
    'Sentensi ya kwanza.'
    """
    marked = find_marks(columns, query_terms, field)
    spans = apart(marked)
    if len(text) <= max_length:
        return Window(0, text, spans, shown_tables(text, tables, 0, len(text), spans))
    sentences = with_rows(swahili.sentences(text), row_spans(text, tables))
    shown = (0, 0)
    if not opening:
        outside = outside_headers(tables, marked)
        defined = partial(defining, text, columns, outside, sentences)
        shown = core(with_facts(outside, facts), weights or {}, max_length, defined)
    start, end = Stretch(text, columns, sentences, max_length).around(*shown)
    start, end = whole_rows(text, (start, end), shown, tables, max_length)
    return Window(
        start,
        text[start:end],
        spans_inside(spans, start, end),
        shown_tables(text, tables, start, end, spans),
    )
