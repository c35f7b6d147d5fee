"""Find what a question expects in a sentence: a date, an amount, a person, a place.

Only the form counts: a date occurs or it does not. The other words of the sentence
decide whether it is the right one. The forms: ``evidence_numbers``,
``evidence_names`` and ``evidence_contacts``.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from kb.index.schema import TokenColumns
from kb.search.evidence_amounts import RATES, is_amount, is_percentage
from kb.search.evidence_contacts import is_email, is_phone, is_time
from kb.search.evidence_names import is_actor, is_called, is_name, is_place
from kb.search.evidence_numbers import is_count, is_date, is_law_number
from kb.search.evidence_words import shows
from kb.search.expected_answer import ExpectedAnswer

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["DECIDABLE", "evidence"]

DECIDABLE: AbstractSet[str] = frozenset(
    {
        "date",
        "number",
        "amount",
        "law",
        "person",
        "called",
        "name",
        "place",
        "region",
        "reason",
        "colour",
        "phone",
        "email",
        "hours",
        "office",
    }
)
"""The kinds of answer whose form a sentence has or lacks."""


def evidence(
    asked: ExpectedAnswer,
    text: str,
    columns: TokenColumns,
    tokens: Span,
    question_forms: AbstractSet[str],
) -> list[int]:
    """Return the tokens of a sentence that are of a kind, without those of the question.

    Args:
        asked: what the question expects.
        text: the source of the tokens.
        columns: the tokens.
        tokens: the first of the sentence's, and the one after its last.
        question_forms: surfaces of the question's words.
    """

    def is_evidence(i: int) -> bool:
        match asked.kind:
            case "date":
                return is_date(columns, i)
            case "number":
                return is_count(text, columns, tokens, i, asked)
            case "amount":
                return is_amount(text, columns, i) or (
                    not RATES.isdisjoint(asked.noun) and is_percentage(text, columns, i)
                )
            case "law":
                return is_law_number(columns, i)
            case "reason":
                return _is_reason(columns, i)
            case "colour":
                return shows("colour", columns, i)
            case "person":
                return is_actor(text, columns, tokens, i)
            case "called":
                return is_called(text, columns, tokens, i)
            case "place":
                return is_place(text, columns, tokens, i, question_forms)
            case "office":
                return (
                    shows("office", columns, i)
                    or is_place(text, columns, tokens, i, question_forms)
                    or is_actor(text, columns, tokens, i)
                )
            case "phone":
                return is_phone(text, columns, i)
            case "email":
                return is_email(text, columns, i)
            case "hours":
                return is_time(text, columns, tokens, i)
            case "name" | "region":
                return is_name(text, columns, tokens, i)
            case _:
                return False

    # An address has words of the question: udahili@mfano.example answers email ya udahili.
    known = question_forms if asked.kind != "email" else frozenset()
    return [i for i in range(*tokens) if columns.surfaces[i] not in known and is_evidence(i)]


def _is_reason(columns: TokenColumns, i: int) -> bool:
    surfaces = columns.surfaces
    if surfaces[i] in ("kuwa", "vile"):
        return i > 0 and surfaces[i - 1] == "kwa"
    return shows("reason", columns, i)
