"""Find what a question expects in a sentence: a date, a number, a name, a place.

Only the form counts: a date occurs or it does not. The other words of the sentence
decide whether it is the right one.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from kb.document import Span
from kb.index.schema import TokenColumns
from kb.search.expected_answer import Expected

__all__ = ["evidence"]

_REASONS = frozenset({"sababu", "ili", "kutokana", "kwani", "ajili", "madhumuni", "lengo"})
_WHERE = frozenset(
    {
        "katika", "nchini", "mjini", "mkoani", "jijini", "kijijini", "wilayani", "kwenye", "huko",
        "mkoa", "mji", "jiji", "wilaya", "nchi", "kaskazini", "kusini", "mashariki", "magharibi",
        "karibu",
    }
)  # fmt: skip
_YEAR = 4  # figures
_NUMBERING = 2  # tokens


_NUMBERED = frozenset({"na", "no", "namba", "nambari", "ibara", "sura", "kifungu"})
_SHORT = frozenset({"na", "no"})  # na 5 is "and 5", Na. 5 is number 5
_DATED = frozenset({"mwaka", "tarehe", "mwezi"})


def evidence(
    kind: Expected, text: str, columns: TokenColumns, tokens: Span, question_forms: AbstractSet[str]
) -> list[int]:
    """Return the tokens of a sentence that are of a kind, without those of the question.

    Args:
        kind: what the question expects.
        text: the source of the tokens.
        columns: the tokens.
        tokens: the first of the sentence's, and the one after its last.
        question_forms: surfaces of the question's words.
    """
    new = [i for i in range(*tokens) if columns.surfaces[i] not in question_forms]
    if kind == "date":
        return [i for i in new if _is_date(columns, i)]
    if kind == "number":
        return [
            i
            for i in new
            if _is_number(columns, i) and not _numbers_sentence(text, columns, tokens[0], i)
        ]
    if kind == "law":
        return [i for i in new if _is_numbered(columns, i)]
    if kind == "reason":
        return [i for i in new if _is_reason(columns, i)]
    if kind in ("name", "place"):
        where = _WHERE if kind == "place" else frozenset()
        # The first word of a sentence always has a capital.
        return [
            i
            for i in new
            if columns.surfaces[i] in where or (i > tokens[0] and text[columns.starts[i]].isupper())
        ]
    return []


def _is_date(columns: TokenColumns, i: int) -> bool:
    form = columns.surfaces[i]
    year = len(form) == _YEAR and form.isdigit()
    return year or form == "karne" or any(term.startswith("d:") for term in columns.terms[i])


def _is_number(columns: TokenColumns, i: int) -> bool:
    """Tell whether a word counts something: not a day, a year or the number of a law."""
    if not _has_figures(columns, i) or _is_part_of_date(columns, i) or _is_numbered(columns, i):
        return False
    return i == 0 or columns.surfaces[i - 1] not in _DATED


def _numbers_sentence(text: str, columns: TokenColumns, first: int, i: int) -> bool:
    """Tell whether a number only numbers what follows it, as in 61.-(1) Kutakuwa."""
    end = columns.ends[i]
    return i < first + _NUMBERING and text[end : end + 1] in (".", ")", "-")


def _has_figures(columns: TokenColumns, i: int) -> bool:
    # A number in words has its figures among its terms.
    return any(term[-1].isdigit() and not term.startswith("d:") for term in columns.terms[i])


def _is_part_of_date(columns: TokenColumns, i: int) -> bool:
    around = columns.terms[max(i - 1, 0) : i + 1]
    return any(term.startswith("d:") for terms in around for term in terms)


def _is_numbered(columns: TokenColumns, i: int) -> bool:
    if i == 0 or columns.surfaces[i - 1] not in _NUMBERED or not _has_figures(columns, i):
        return False
    return columns.surfaces[i - 1] not in _SHORT or columns.starts[i] - columns.ends[i - 1] > 1


def _is_reason(columns: TokenColumns, i: int) -> bool:
    surfaces = columns.surfaces
    if surfaces[i] in ("kuwa", "vile"):
        return i > 0 and surfaces[i - 1] == "kwa"
    return surfaces[i] in _REASONS
