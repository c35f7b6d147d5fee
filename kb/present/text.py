"""Write answers and documents for a terminal, as plain strings.

1. Wakala wa Serikali Mtandao                  rank, title
   Muundo › Mkurugenzi Mtendaji                the headings above it, and its own
   uongozi · Zanzibar · 2019                   kind, institution, date, where known
   toleo la zamani · toleo jipya: Muundo       its document was replaced, and by what
   «Mkurugenzi» Mtendaji ni …                  the snippet, marked
   haina: bodi                                 words of the question that it lacks
   muundo.md#mkurugenzi-mtendaji.1             the id, for `kisima show ID`
   matokeo mengine 4 ya hati hii: --document … how many hits of its document are collapsed
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.index.schema import StoredPassage
from kb.messages import Message, translate
from kb.present.cells import Style, safe, safe_line, wrapped
from kb.present.labels import OPENING, newer_version, page_number
from kb.present.notes import no_results
from kb.present.reasons import because, raised
from kb.results import Hit, Newer, Results, ShownDocument

if TYPE_CHECKING:  # a search reads no Document
    from kb.document import Span

__all__ = ["document_text", "passage_text", "results_lines", "results_text"]

_INDENT = "   "
_STEP = " › "
_DOT = " · "


def results_text(
    results: Results,
    *,
    width: int,
    colour: bool,
    language: str = "sw",
    explain: bool = False,
) -> str:
    """Return ranked hits as a person reads them, or advice where there are none.

    What was left out of the question is not part of it: see ``kb.present.notes``.

    Args:
        results: the answer.
        width: cells in a line; 20 at least are used.
        colour: mark by bold and underlining; without it by «…».
        language: of the words around the hits, "sw" or "en".
        explain: say of each hit how its marked words were read, and what raised its score.

    >>> print(results_text(Results("fomu", 0, (), 1.0), width=60, colour=False).splitlines()[0])
    Hakuna matokeo kwa: fomu
    """
    page = _Page(max(width, 20), Style(colour), language)
    if not results.hits:
        for line in no_results(results):
            page.say(line)
        return page.text()
    first = (results.page - 1) * results.limit + 1
    last = first + len(results.hits) - 1
    page.say(
        Message(
            "Answers {first}–{last} of {total} for: {query}",
            first=first,
            last=last,
            total=results.total,
            query=safe_line(results.query),
        )
    )
    for rank, hit in enumerate(results.hits, first):
        page.blank()
        _hit(page, rank, hit, explain=explain)
    if last < results.total - results.collapsed:
        page.blank()
        page.say(Message("More: --page {page}", page=results.page + 1))
    return page.text()


def results_lines(results: Results) -> str:
    """Return one line a hit for other programs: rank, score, id, title, path, marked text.

    The columns are separated by tabs; no value holds a tab, a line feed or a
    control character. No hits: the empty string.
    """
    first = (results.page - 1) * results.limit + 1
    lines = []
    for rank, hit in enumerate(results.hits, first):
        text, spans = safe(hit.text, hit.spans)
        marked = safe_line(Style(colour=False).marked(text, spans, 0, len(text)))
        values = (str(rank), f"{hit.score:.4f}", hit.id, hit.title, _STEP.join(hit.path), marked)
        lines.append("\t".join(map(safe_line, values)) + "\n")
    return "".join(lines)


def passage_text(passage: StoredPassage, *, width: int, colour: bool, language: str = "sw") -> str:
    """Return one passage whole, with its headings; see ``results_text`` for the arguments."""
    page = _Page(max(width, 20), Style(colour), language)
    page.add(passage.title, strong=True)
    page.add(_STEP.join(passage.path) or page.words(OPENING))
    page.add(_facts(page, passage.kind, passage.institution, passage.date, passage.page))
    _older(page, passage.date, passage.newer)
    page.blank()
    page.add(passage.text)
    _children(page, passage.children)
    page.blank()
    _origin(page, passage.source, passage.replaces)
    page.aside(passage.id)
    return page.text()


def document_text(
    document: ShownDocument, *, width: int, colour: bool, language: str = "sw"
) -> str:
    """Return a whole document, its marks included; see ``results_text`` for the arguments.

    Each heading is followed by what to add to the document's id to name its section.
    """
    page = _Page(max(width, 20), Style(colour), language)
    page.add(document.title, strong=True)
    page.add(_facts(page, None, document.institution, document.date, None))
    _older(page, document.date, document.newer)
    _origin(page, document.source, document.replaces)
    page.aside(document.id)
    for section in document.sections:
        page.indent = "  " * min(max(section.level - 1, 0), 6)
        page.blank()
        if section.heading is not None:
            page.add(section.heading, section.heading_spans, strong=True)
        page.aside(f"#{section.anchor}")
        for passage in section.passages:
            page.blank()
            page.add(passage.text, passage.spans)
    return page.text()


class _Page:
    """Gathers wrapped lines, in one style and one language."""

    def __init__(self, width: int, style: Style, language: str) -> None:
        self.indent = ""
        self.language = language
        self._width, self._style = width, style
        self._lines: list[str] = []

    def words(self, message: Message | str) -> str:
        return translate(message, self.language)

    def say(self, message: Message | str) -> None:
        """Add a message in words; an empty one is a blank line."""
        if message:
            self.add(self.words(message))
        else:
            self.blank()

    def add(self, text: str, spans: Sequence[Span] = (), *, strong: bool = False) -> None:
        """Add text, wrapped; nothing where it is empty."""
        if not text:
            return
        style = self._style
        # Bold inside bold cannot be seen: a strong line is marked by its spans alone.
        lines = wrapped(text, spans, width=self._width, style=style, indent=self.indent)
        self._lines.extend(style.strong(line) if strong and not spans else line for line in lines)

    def aside(self, text: str) -> None:
        """Add a dim line that is never cut: an id is there to be copied."""
        self._lines.append(self.indent + self._style.dim(safe_line(text)))

    def blank(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        return "\n".join(self._lines).rstrip("\n") + "\n"


def _hit(page: _Page, rank: int, hit: Hit, *, explain: bool) -> None:
    page.indent = ""
    page.add(f"{rank}. {safe_line(hit.title)}", strong=True)
    page.indent = _INDENT
    above = "".join(f"{safe_line(step)}{_STEP}" for step in hit.path[:-1])
    heading = hit.path[-1] if hit.path else page.words(OPENING)
    moved = [(start + len(above), end + len(above)) for start, end in hit.heading_spans]
    page.add((above + heading).replace("\n", " "), moved)
    page.add(_facts(page, hit.kind, hit.institution, hit.date, hit.page))
    _older(page, hit.date, hit.newer)
    if hit.text.strip() == (hit.heading or "").strip():
        _children(page, hit.children)
    else:
        before, after = ("… " if hit.cut[0] else ""), (" …" if hit.cut[1] else "")
        spans = [(start + len(before), end + len(before)) for start, end in hit.spans]
        page.add(before + hit.text.replace("\n", " ") + after, spans)
    if hit.missing:
        page.say(Message("lacks: {words}", words=", ".join(map(safe_line, hit.missing))))
    if explain:
        _reasons(page, hit)
    page.aside(hit.id)
    if hit.more:
        page.aside(page.words(_collapsed(hit)))
    page.indent = ""


def _reasons(page: _Page, hit: Hit) -> None:
    """Say how the marked words were read, and what raised the score."""
    for one in because(hit, page.language):
        why = Message("because «{word}» = {why}", word=safe_line(one.word), why=one.text)
        page.aside(page.words(why))
    for feature in raised(hit, page.language):
        page.aside(f"{feature.text} (+{feature.share * 100:.0f} %)")


def _collapsed(hit: Hit) -> Message:
    """Return how many hits of a document are not listed, and the option that lists them."""
    return Message.counted(
        "1 more of this document: {option}",
        "{number} more of this document: {option}",
        count=hit.more,
        number=f"{hit.more:,}",
        option=f"--document {shlex.quote(safe_line(hit.document))}",
    )


def _facts(
    page: _Page,
    kind: str | None,
    institution: str | None,
    date: str | None,
    number: int | None,
) -> str:
    """Return what is known of a passage or a document, on one line."""
    paged = None if number is None else page.words(page_number(number))
    return _DOT.join(_known(kind, institution, date, paged))


def _older(page: _Page, date: str | None, newer: Newer | None) -> None:
    """Say that a document was replaced: both dates, and the id of the newer one."""
    if newer is None:
        return
    older = Message("an older version{date}", date=f" ({safe_line(date)})" if date else "")
    page.add(page.words(older) + _DOT + page.words(newer_version(newer)))
    page.aside(newer.document)


def _children(page: _Page, children: Sequence[tuple[str, str]]) -> None:
    if children:
        headings = _DOT.join(safe_line(heading) for heading, _ in children)
        page.say(Message("in it: {headings}", headings=headings))


def _origin(page: _Page, source: str | None, replaces: str | None) -> None:
    if source:
        page.say(Message("source: {source}", source=safe_line(source)))
    if replaces:
        page.say(Message("replaces: {id}", id=safe_line(replaces)))


def _known(*values: str | None) -> Iterable[str]:
    return (safe_line(value) for value in values if value)
