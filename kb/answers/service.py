"""Answer a line by a sentence or two: a Request and a line ─► AnswerResult."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.answers.extract import MAX_PASSAGES, extract
from kb.answers.read_passage import RankedPassage
from kb.ranking.scorer import Ranked
from kb.results import Answer, AnswerResult
from kb.search.attached import attached_to
from kb.search.copies import CopyList, copies_of, preference
from kb.search.hits import label_weights
from kb.search.request import BoundLine, Request
from kb.search.retrieve import RankedPage, Retrieved, rank_page, retrieve
from kb.search.superseded import newest, without_superseded

__all__ = ["SURE", "answer_line"]

SURE = 0.999
"""The support of an answer that is shown to a reader who asked for a list.

Every word of the question is then in the sentence, or above it (docs/short-answers.md).
"""


def answer_line(request: Request, line: str, *, candidates: int, max_length: int) -> AnswerResult:
    """Return the best answer; where nothing matches, that of the corrected line.

    Args:
        request: reads the line.
        line: what was typed.
        candidates: how many passages are ranked.
        max_length: of an answer, in characters.
    """
    result = _answer(request, request.read(line), candidates, max_length)
    if not result.total and result.suggestion:
        meant = _answer(request, request.read(result.suggestion), candidates, max_length)
        if meant.answer is not None:
            return replace(meant, query=line, suggestion=result.suggestion, corrected=True)
    return result


def _answer(request: Request, reading: BoundLine, candidates: int, max_length: int) -> AnswerResult:
    total, answer = 0, None
    if not reading.is_void and reading.question.can_match:
        replaced = request.reader.manifest.replaced
        retrieved = retrieve(
            request.engine,
            reading.question,
            reading.filters,
            limit=candidates,
            one_of_copies=preference(replaced),
        )
        request.deadline.check()
        page = rank_page(
            request.engine,
            retrieved,
            offset=0,
            limit=MAX_PASSAGES,
            replaced=replaced,
        )
        request.deadline.check()
        total = retrieved.total + retrieved.copies
        answer = _extracted(request, reading, retrieved, page, max_length)
    return AnswerResult(
        query=reading.line,
        answer=answer,
        took_ms=0.0,
        total=total,
        notes=reading.notes,
        suggestion=reading.suggestion,
        widened=reading.widened,
        generation=request.reader.generation,
    )


def _extracted(
    request: Request, reading: BoundLine, retrieved: Retrieved, page: RankedPage, max_length: int
) -> Answer | None:
    """Return an answer of a page; of a superseded document only where the newer one has none."""
    weights = label_weights(reading.question, retrieved.entries)

    def extracted(places: Sequence[Ranked]) -> Answer | None:
        best = sorted(places, key=lambda place: -place.score)
        ranked = [
            RankedPassage(place.score, *page.passages[place.id])
            for place in best
            if place.id in page.passages
        ]
        return extract(ranked, reading.question, weights, max_length=max_length)

    in_force = without_superseded(page.ranked, request.reader.manifest.replaced)
    answer = extracted(in_force)
    if answer is None and len(in_force) < len(page.ranked):
        answer = extracted(page.ranked)
    if answer is None:
        return None
    copied = [answer.id] if answer.id in page.copied else []
    copies = copies_of(request.engine, copied).get(answer.id, CopyList())
    return replace(
        answer,
        copies=copies.listed,
        copy_count=copies.count,
        newer=newest(request.reader, answer.document),
        attached_to=attached_to(request.reader, answer.document),
    )
