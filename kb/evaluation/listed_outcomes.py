"""Ask the questions of a list, and see at which place the section that answers is listed.

    ListedQuestion ─► search of the current generation ─► Outcome

The questions run as a reader's do, with the settings in force. Nothing is indexed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kb.errors import DocumentNotFound
from kb.evaluation.question_list import NOTHING, ListedQuestion
from kb.knowledge_base import KnowledgeBase
from kb.messages import Message
from kb.results import Hit, ShownDocument

__all__ = ["LISTED", "Outcome", "ask_listed"]

LISTED = 10
"""Hits that are looked through: a page."""

_SHOWN_HEADINGS = 5


class Outcome(NamedTuple):
    """What came of one question."""

    question: ListedQuestion
    place: int | None  # of the first hit that answers, from 1; None: it is not on the page
    first: str = ""  # the first hit: title › headings
    fault: Message | None = None  # why the row cannot be judged

    @property
    def is_right(self) -> bool:
        """Whether the first hit answers, or nothing is claimed where nothing answers."""
        return self.place == 1


def ask_listed(
    base: KnowledgeBase,
    questions: Sequence[ListedQuestion],
    progress: Callable[[int, int, str], None] | None = None,
) -> tuple[Outcome, ...]:
    """Ask every question; see the module.

    Args:
        base: the index that answers.
        questions: of one list.
        progress: called with the number of questions asked, of how many, and the last one.
    """
    asked = _Listed(base)
    outcomes = []
    for number, question in enumerate(questions, 1):
        outcomes.append(asked.outcome(question))
        if progress is not None:
            progress(number, len(questions), question.text)
    return tuple(outcomes)


class _Listed:
    """One run over a list: the documents it names are read once."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._documents: dict[str, ShownDocument | None] = {}  # by name, as written
        self._titles: dict[str, str] = {}  # title in lower case → id; filled when first needed

    def outcome(self, question: ListedQuestion) -> Outcome:
        if question.document == NOTHING:
            answer = self._base.answer(question.text).answer
            if answer is None:
                return Outcome(question, 1)
            return Outcome(question, None, _place_of(answer.title, answer.path))
        document = self._document(question.document)
        if document is None:
            name = question.document
            fault = Message("{name}: the index has no document of this path or title", name=name)
            return Outcome(question, None, fault=fault)
        anchors = _anchors(document, question.section)
        if not anchors:
            return Outcome(question, None, fault=_no_section(document, question.section))
        hits = self._base.search(question.text, limit=LISTED).hits
        place = next(
            (n for n, hit in enumerate(hits, 1) if _answers(hit, document.id, anchors)), None
        )
        first = _place_of(hits[0].title, hits[0].path) if hits else ""
        return Outcome(question, place, first)

    def _document(self, name: str) -> ShownDocument | None:
        """Return the document of a path, of one it had before, or of a title."""
        if name not in self._documents:
            document = self._load(name)
            if document is None:
                if not self._titles:
                    titles = self._base.titles_of(self._base.documents())
                    self._titles = {title.lower(): id for id, title in titles.items()}
                id = self._titles.get(name.lower())
                document = self._load(id) if id is not None else None
            self._documents[name] = document
        return self._documents[name]

    def _load(self, id: str) -> ShownDocument | None:
        try:
            return self._base.document(id)
        except DocumentNotFound:
            return None


def _anchors(document: ShownDocument, section: str) -> frozenset[str]:
    """Return the anchors of the sections that a row names, with those of the sections below."""
    if not section:
        return frozenset(one.anchor for one in document.sections)
    name = section.lower()
    return frozenset(
        one.anchor
        for one in document.sections
        if one.anchor == section or any(" ".join(h.lower().split()) == name for h in one.path)
    )


def _answers(hit: Hit, document: str, anchors: frozenset[str]) -> bool:
    if hit.document == document:
        return hit.anchor in anchors
    return any(copy.document == document and copy.anchor in anchors for copy in hit.copies)


def _no_section(document: ShownDocument, section: str) -> Message:
    headings = [one.heading for one in document.sections if one.heading]
    shown = ", ".join(headings[:_SHOWN_HEADINGS]) + ("…" if len(headings) > _SHOWN_HEADINGS else "")
    return Message(
        "{document} has no section {section}; it has: {headings}",
        document=document.id,
        section=section,
        headings=shown,
    )


def _place_of(title: str, path: Sequence[str]) -> str:
    return " › ".join(path if path and path[0] == title else (title, *path))
