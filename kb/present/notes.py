"""What an answer has to add: what was left out of a question, what was searched too, advice.

An answer comes in, messages go out; they are put into words where they are shown. On a
terminal the remarks go to standard error, so that a pipe reads answers only.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.messages import Message, translate
from kb.present.cells import safe_line
from kb.results import AnswerResult, Results

__all__ = [
    "is_searched_too",
    "no_answer",
    "no_results",
    "notes",
    "remarks",
    "rewrites_line",
]

Line = Message | str

_FEWER = Message("- Use fewer words, or more general ones.")
_SPELLING = Message("- Check the spelling.")
_EMPTY = Message("The question is empty: type a word.")


def notes(answer: Results | AnswerResult, language: str) -> list[str]:
    """Return what was left out of a question, in words; nothing in most cases.

    >>> notes(Results("dira", 0, (), 1.0), "sw")
    []
    """
    return [translate(note, language) for note in answer.notes]


def remarks(answer: Results | AnswerResult, language: str) -> list[Message]:
    """Return what to say after an answer: its notes, what was searched too, what was meant."""
    said = [Message("Note: {note}", note=safe_line(note)) for note in notes(answer, language)]
    if answer.widened:
        rewrites = safe_line(rewrites_line(answer.widened))
        said.append(Message("Also: {rewrites}", rewrites=rewrites))
    if answer.suggestion:
        suggestion = safe_line(answer.suggestion)
        if answer.corrected:
            said.append(
                Message(
                    "Nothing was found for those words; these are the answers for: {suggestion}",
                    suggestion=suggestion,
                )
            )
        elif not is_searched_too(answer):
            said.append(Message("Did you mean: {suggestion}", suggestion=suggestion))
    return said


def is_searched_too(answer: Results | AnswerResult) -> bool:
    """Tell whether the rewrites say already what the suggestion says: it need not be said twice.

    >>> answer = Results("dire", 1, (), 1.0, suggestion="dira", widened=("dire → dira",))
    >>> is_searched_too(answer)
    True
    """
    typed, meant = answer.query.split(), (answer.suggestion or "").split()
    return len(typed) == len(meant) and all(
        was == now or f"{was} → {now}" in answer.widened
        for was, now in zip(typed, meant, strict=True)
    )


def rewrites_line(widened: Sequence[str]) -> str:
    """Return what was searched too as one line: each word that was typed, once.

    >>> rewrites_line(["ada → tozo", "ada → gharama", "vision → dira"])
    'ada → tozo, gharama; vision → dira'
    """
    others: dict[str, list[str]] = {}
    for rewrite in widened:
        typed, _, other = rewrite.partition(" → ")
        others.setdefault(typed, []).append(other)
    return "; ".join(f"{typed} → {', '.join(words)}" for typed, words in others.items())


def no_results(results: Results) -> list[Line]:
    """Return that a page has no hits, and what to try; an empty text is a blank line."""
    query = safe_line(results.query)
    if results.total:
        return [
            Message(
                "There is no page {page}: there are {total} answers in all.",
                page=results.page,
                total=results.total,
            )
        ]
    if not query:
        return [_EMPTY]
    return [
        Message("No results for: {query}", query=query),
        "",
        _SPELLING,
        _FEWER,
        Message("- Leave out quotes, the signs + and -, and filters such as aina: and taasisi:."),
    ]


def no_answer(quoted: AnswerResult) -> list[Line]:
    """Return that no sentence answers a question, and what to try."""
    query = safe_line(quoted.query)
    if not query:
        return [_EMPTY]
    advice = _SPELLING
    if quoted.total:
        advice = Message(
            "- Read the {total} passages that have such words: kisima search WORDS",
            total=f"{quoted.total:,}",
        )
    return [Message("No sentence answers this well: {query}", query=query), advice, _FEWER]
