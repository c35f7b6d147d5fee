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

__all__ = ["answer_line"]


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
    total, answers = 0, tuple[Answer, ...]()
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
        answers = _extracted(request, reading, retrieved, page, max_length)
    return AnswerResult(
        query=reading.line,
        answer=answers[0] if answers else None,
        others=answers[1:],
        took_ms=0.0,
        total=total,
        notes=reading.notes,
        suggestion=reading.suggestion,
        widened=reading.widened,
        generation=request.reader.generation,
    )


def _extracted(
    request: Request, reading: BoundLine, retrieved: Retrieved, page: RankedPage, max_length: int
) -> tuple[Answer, ...]:
    """Return the answers of a page; of superseded documents only where the newer have none."""
    weights = label_weights(reading.question, retrieved.entries)

    def extracted(places: Sequence[Ranked]) -> tuple[Answer, ...]:
        best = sorted(places, key=lambda place: -place.score)
        ranked = [
            RankedPassage(place.score, *page.passages[place.id])
            for place in best
            if place.id in page.passages
        ]
        return extract(ranked, reading.question, weights, max_length=max_length, line=reading.line)

    in_force = without_superseded(page.ranked, request.reader.manifest.replaced)
    answers = extracted(in_force)
    if not answers and len(in_force) < len(page.ranked):
        answers = extracted(page.ranked)
    copies = copies_of(request.engine, [one.id for one in answers if one.id in page.copied])
    return tuple(
        replace(
            one,
            copies=copies.get(one.id, CopyList()).listed,
            copy_count=copies.get(one.id, CopyList()).count,
            newer=newest(request.reader, one.document),
            attached_to=attached_to(request.reader, one.document),
        )
        for one in answers
    )
