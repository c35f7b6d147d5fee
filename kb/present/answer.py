"""Present a short answer: the sentence or two, with their source.

«Dira» yetu ni kuwa taasisi bora.              the quote, marked
— Wakala wa Maji › Dira · uk. 3 · 2019         its document, headings, page, date
maji.md#dira.1                                 the id, for `kisima show ID`
pia katika: maji.pdf#dira.1 (uk. 3)            other documents that have the same passage
"""

from __future__ import annotations

from kb.messages import translate
from kb.present.cells import Style, safe_line, wrapped
from kb.present.labels import (
    also_in,
    newer_version,
    page_number,
    read_by_ocr,
    speaker,
    two_counts,
)
from kb.present.notes import no_answer
from kb.present.tables import table_lines
from kb.results import Answer, AnswerResult
from kb.tables import read_grid

__all__ = ["quoted_text"]


def quoted_text(quoted: AnswerResult, *, width: int, colour: bool, language: str = "sw") -> str:
    """Return a short answer as a person reads it, or that there is none and what to try.

    Args:
        quoted: the answer.
        width: cells in a line; 20 at least are used.
        colour: mark by bold and underlining; without it by «…».
        language: of the words around the answer, "sw" or "en".

    >>> quoted_text(AnswerResult("fomu", None, 1.0), width=70, colour=False).splitlines()[0]
    'Hakuna sentensi inayojibu vizuri: fomu'
    """
    quote, style, width = quoted.answer, Style(colour), max(width, 20)
    if quote is None:
        return "\n".join(translate(line, language) for line in no_answer(quoted)) + "\n"
    if not quoted.others:
        return "\n".join(_lines(quote, width, style, language)) + "\n"
    parts = []
    for one in (quote, *quoted.others):
        who = wrapped(f"{safe_line(speaker(one))}:", width=width, style=style)
        parts.append("\n".join((*who, *_lines(one, width, style, language))))
    return "\n\n".join(parts) + "\n"


def _lines(quote: Answer, width: int, style: Style, language: str) -> list[str]:
    """Return the lines of one answer and of its source."""
    lines = _quote(quote, width, style)
    if quote.listed is not None and quote.stated not in (None, quote.listed):
        lines += wrapped(translate(two_counts(quote), language), width=width, style=style)
    where = " › ".join(map(safe_line, (quote.title, *quote.path)))
    page = None if quote.page is None else translate(page_number(quote.page), language)
    ocr = None if quote.ocr is None else translate(read_by_ocr(quote.ocr), language)
    known = " · ".join(map(safe_line, filter(None, (where, page, quote.date, ocr))))
    lines += wrapped(f"— {known}", width=width, style=style)
    if quote.newer is not None:
        newer = translate(newer_version(quote.newer), language)
        lines += wrapped(newer, width=width, style=style)
    lines.append(style.dim(safe_line(quote.id)))
    if quote.copies:
        lines.append(style.dim(also_in(quote, language)))
    return lines


def _quote(quote: Answer, width: int, style: Style) -> list[str]:
    """Return the lines of the sentences, or of the row with its header."""
    if quote.tables:
        grid = read_grid(quote.text, quote.spans, quote.tables[0])
        return table_lines(grid, width=width, style=style)
    before, after = ("… " if quote.cut[0] else ""), (" …" if quote.cut[1] else "")
    spans = [(start + len(before), end + len(before)) for start, end in quote.spans]
    return wrapped(before + quote.text + after, spans, width=width, style=style)
