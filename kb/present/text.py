"""Write answers and documents for a terminal, as plain strings.

1. Wakala wa Serikali Mtandao                  rank, title
   Muundo › Mkurugenzi Mtendaji                the headings above it, and its own
   uongozi · Zanzibar · 2019                   kind, institution, date, page, OCR, where known
   toleo la zamani · toleo jipya: Muundo       its document was replaced, and by what
   «Mkurugenzi» Mtendaji ni …                  the snippet, marked; a table as a table
   haina: bodi                                 words of the question that it lacks
   muundo.md#mkurugenzi-mtendaji.1             the id, for `kisima show ID`
   pia katika: muundo.pdf#… · na 2 zaidi       other documents that have the same passage
   matokeo mengine 4 ya hati hii: --document … how many hits of its document are collapsed
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from kb.index.schema import StoredPassage
from kb.messages import Message
from kb.present.cells import Style, safe, safe_line
from kb.present.labels import OPENING, also_in, newer_version, page_number, read_by_ocr
from kb.present.notes import no_results
from kb.present.reasons import because, raised
from kb.present.text_page import TextPage
from kb.results import Hit, Linked, Location, Newer, Results, ShownDocument

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
    page = TextPage(max(width, 20), Style(colour), language)
    if not results.hits:
        for line in no_results(results):
            page.say(line)
        return page.text()
    first = (results.page - 1) * results.limit + 1
    last = first + len(results.hits) - 1
    total = str(results.total)
    if results.copies:
        total = page.words(_with_copies(results))
    page.say(
        Message(
            "Answers {first}–{last} of {total} for: {query}",
            first=first,
            last=last,
            total=total,
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
    page = TextPage(max(width, 20), Style(colour), language)
    page.add(passage.title, strong=True)
    page.add(_STEP.join(passage.path) or page.words(OPENING))
    page.add(
        _facts(page, passage.kind, passage.institution, passage.date, passage.page, passage.ocr)
    )
    _older(page, passage.date, passage.newer)
    _attached(page, passage.attached_to)
    page.blank()
    page.blocks(passage.text, (), passage.tables, skipped=True)
    _children(page, passage.children)
    page.blank()
    _origin(page, passage.source, passage.replaces)
    page.aside(passage.id)
    _also_in(page, passage)
    return page.text()


def document_text(
    document: ShownDocument, *, width: int, colour: bool, language: str = "sw"
) -> str:
    """Return a whole document, its marks included; see ``results_text`` for the arguments.

    Each heading is followed by what to add to the document's id to name its section.
    """
    page = TextPage(max(width, 20), Style(colour), language)
    page.add(document.title, strong=True)
    page.add(_facts(page, None, _publisher(document), document.date, None))
    _older(page, document.date, document.newer)
    _attached(page, document.attached_to)
    for one in document.attachments:
        page.say(Message("attached: {title}", title=safe_line(one.title)))
        page.aside(one.document)
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
            page.blocks(passage.text, passage.spans, passage.tables)
    return page.text()


def _hit(page: TextPage, rank: int, hit: Hit, *, explain: bool) -> None:
    page.indent = ""
    page.add(f"{rank}. {safe_line(hit.title)}", strong=True)
    page.indent = _INDENT
    above = "".join(f"{safe_line(step)}{_STEP}" for step in hit.path[:-1])
    heading = hit.path[-1] if hit.path else page.words(OPENING)
    moved = [(start + len(above), end + len(above)) for start, end in hit.heading_spans]
    page.add((above + heading).replace("\n", " "), moved)
    page.add(_facts(page, hit.kind, _publisher(hit), hit.date, hit.page, hit.ocr))
    _older(page, hit.date, hit.newer)
    _attached(page, hit.attached_to)
    if hit.text.strip() == (hit.heading or "").strip():
        _children(page, hit.children)
    else:
        page.snippet(hit)
    if hit.missing:
        page.say(Message("lacks: {words}", words=", ".join(map(safe_line, hit.missing))))
    if explain:
        _reasons(page, hit)
    page.aside(hit.id)
    _also_in(page, hit)
    if hit.more:
        page.aside(page.words(_collapsed(hit)))
    page.indent = ""


def _with_copies(results: Results) -> Message:
    """Return how many passages match, and how many more are copies of these."""
    return Message.counted(
        "{total} (and 1 copy)",
        "{total} (and {number} copies)",
        count=results.copies,
        total=results.total,
        number=f"{results.copies:,}",
    )


def _also_in(page: TextPage, place: Location) -> None:
    if place.copies:
        page.remark(also_in(place, page.language))


def _reasons(page: TextPage, hit: Hit) -> None:
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


def _publisher(place: Hit | ShownDocument) -> str | None:
    """Return the institution, where it is not the title that stands above."""
    return None if place.institution == place.title else place.institution


def _facts(
    page: TextPage,
    kind: str | None,
    institution: str | None,
    date: str | None,
    number: int | None,
    ocr: float | None = None,
) -> str:
    """Return what is known of a passage or a document, on one line."""
    paged = None if number is None else page.words(page_number(number))
    recognized = None if ocr is None else page.words(read_by_ocr(ocr))
    return _DOT.join(_known(kind, institution, date, paged, recognized))


def _older(page: TextPage, date: str | None, newer: Newer | None) -> None:
    """Say that a document was replaced: both dates, and the id of the newer one."""
    if newer is None:
        return
    older = Message("an older version{date}", date=f" ({safe_line(date)})" if date else "")
    page.add(page.words(older) + _DOT + page.words(newer_version(newer)))
    page.aside(newer.document)


def _attached(page: TextPage, mail: Linked | None) -> None:
    """Say which mail a document came with, and its id."""
    if mail is not None:
        page.say(Message("attached to: {title}", title=safe_line(mail.title)))
        page.aside(mail.document)


def _children(page: TextPage, children: Sequence[tuple[str, str]]) -> None:
    if children:
        headings = _DOT.join(safe_line(heading) for heading, _ in children)
        page.say(Message("in it: {headings}", headings=headings))


def _origin(page: TextPage, source: str | None, replaces: str | None) -> None:
    if source:
        page.say(Message("source: {source}", source=safe_line(source)))
    if replaces:
        page.say(Message("replaces: {id}", id=safe_line(replaces)))


def _known(*values: str | None) -> Iterable[str]:
    return (safe_line(value) for value in values if value)
