"""The outcomes of a list of questions: a table for a terminal, a line after an update, JSON."""

from __future__ import annotations

from collections.abc import Sequence

from kb.evaluation.listed_outcomes import Outcome
from kb.evaluation.outcome_history import ListedRun, Moved
from kb.evaluation.question_list import NOTHING
from kb.messages import Message, translate
from kb.present.terminal import table

__all__ = ["listed_json", "listed_line", "listed_text"]

_HEADS = Message("PLACE"), Message("QUESTION"), Message("THE FIRST INSTEAD")


def listed_text(
    outcomes: Sequence[Outcome],
    changes: Sequence[Moved],
    before: ListedRun | None,
    *,
    language: str = "sw",
) -> str:
    """Return a row for each question, the counts, and what changed since an earlier run.

    Args:
        outcomes: in the order of the list.
        changes: the result of ``changed_places``.
        before: the earlier run; None: there is none.
        language: of the headings and counts.
    """
    parts = [_rows(outcomes, language), translate(_counts(outcomes), language)]
    if before is not None:
        parts.append(_changes(changes, before, language))
    return "\n\n".join(part for part in parts if part)


def _rows(outcomes: Sequence[Outcome], language: str) -> str:
    judged = [one for one in outcomes if one.fault is None]
    rows = [tuple(translate(head, language) for head in _HEADS)]
    for one in judged:
        instead = "" if one.is_right else one.first
        rows.append((_place(one.place), one.question.text, instead))
    return table(rows) if judged else ""


def _place(place: int | None) -> str:
    return "–" if place is None else str(place)


def _counts(outcomes: Sequence[Outcome]) -> Message:
    judged = [one for one in outcomes if one.fault is None]
    return Message(
        "Answered first: {first} of {all}; in the first three: {three}; not on the page: {none}",
        first=sum(one.is_right for one in judged),
        all=len(judged),
        three=sum(one.place is not None and one.place <= 3 for one in judged),
        none=sum(one.place is None for one in judged),
    )


def _changes(changes: Sequence[Moved], before: ListedRun, language: str) -> str:
    if not changes:
        same = Message("As in generation {generation}.", generation=before.generation)
        return translate(same, language)
    parts = []
    worse = Message("Worse than in generation {generation}:", generation=before.generation)
    better = Message("Better than in generation {generation}:", generation=before.generation)
    for heading, is_worse in ((worse, True), (better, False)):
        rows = [
            (f"  {_place(one.before)} → {_place(one.now)}", one.text)
            for one in changes
            if one.is_worse is is_worse
        ]
        if rows:
            parts.append(f"{translate(heading, language)}\n{table(rows)}")
    return "\n\n".join(parts)


def listed_line(outcomes: Sequence[Outcome], changes: Sequence[Moved]) -> Message:
    """Return what an update says of the list: one line, with the command that says more."""
    judged = [one for one in outcomes if one.fault is None]
    return Message(
        "Listed questions: {first} of {all} answered first; worse than before: {worse}; "
        "all of them: kisima evaluate",
        first=sum(one.is_right for one in judged),
        all=len(judged),
        worse=sum(one.is_worse for one in changes),
    )


def listed_json(
    generation: str,
    outcomes: Sequence[Outcome],
    changes: Sequence[Moved],
    before: ListedRun | None,
    *,
    language: str = "sw",
) -> dict[str, object]:
    """Return the outcomes as JSON; ``place`` is null where the answer is not on the page."""
    return {
        "generation": generation,
        "questions": [
            {
                "row": one.question.row,
                "question": one.question.text,
                "document": None if one.question.document == NOTHING else one.question.document,
                "section": one.question.section or None,
                "place": one.place,
                "first": one.first or None,
                "fault": translate(one.fault, language) if one.fault else None,
            }
            for one in outcomes
        ],
        "before": before.generation if before else None,
        "moved": [
            {"question": one.text, "before": one.before, "now": one.now, "worse": one.is_worse}
            for one in changes
        ],
    }
