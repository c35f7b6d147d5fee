"""Write results and documents for a terminal, as plain strings.

1. Wakala wa Serikali Mtandao                  rank, title
   Muundo › Mkurugenzi Mtendaji                where it stands
   uongozi · Zanzibar · 2019                   kind, institution, date, when known
   toleo la zamani · toleo jipya: Muundo       it was replaced, and by what
   «Mkurugenzi» Mtendaji ni …                  the window, marked
   haina: bodi                                 what it lacks
   muundo.md#mkurugenzi-mtendaji.1             the id, for `kisima show ID`
   matokeo mengine 4 ya hati hii: --document … what is folded below it
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from kb.document import Span
from kb.index.records import StoredPassage
from kb.present.cells import Style, one_line, safe, wrapped
from kb.present.messages import LANGUAGES, say
from kb.present.reasons import because, raised
from kb.results import Hit, Newer, Results, ShownDocument

__all__ = ["as_plain", "as_text", "shown_document_text", "stored_text"]

_INDENT = "   "
_STEP = " › "
_BESIDE = " · "


def as_text(
    results: Results,
    *,
    width: int,
    colour: bool,
    language: str = "sw",
    explain: bool = False,
) -> str:
    """Return ranked hits as a person reads them, or advice where there are none.

    Args:
        results: the answer.
        width: cells in a line; 20 at least are used.
        colour: mark by bold and underlining; without it by «…».
        language: of the words around the hits, "sw" or "en".
        explain: say of each hit how its marked words were read, and what raised it.

    >>> print(as_text(Results("fomu", 0, (), 1.0), width=60, colour=False).splitlines()[0])
    Hakuna matokeo kwa: fomu
    """
    page = _Page(max(width, 20), Style(colour), language)
    page.explain = explain
    if results.hits:
        first = (results.page - 1) * results.limit + 1
        last = first + len(results.hits) - 1
        query = one_line(results.query)
        page.add(page.say("answers", first=first, last=last, total=results.total, query=query))
        _notes(page, results)
        for rank, hit in enumerate(results.hits, first):
            page.blank()
            _hit(page, rank, hit)
        if last < results.total - results.folded:
            page.blank()
            page.add(page.say("next", page=results.page + 1))
    else:
        _nothing(page, results)
        _notes(page, results)
    return page.text()


def as_plain(results: Results) -> str:
    """Return one line a hit for other programs: rank, score, id, title, path, marked text.

    The columns are separated by tabs; no value holds a tab, a line feed or a
    control character. No hits: the empty string.
    """
    first = (results.page - 1) * results.limit + 1
    lines = []
    for rank, hit in enumerate(results.hits, first):
        text, spans = safe(hit.text, hit.spans)
        marked = one_line(Style(colour=False).marked(text, spans, 0, len(text)))
        values = (str(rank), f"{hit.score:.4f}", hit.id, hit.title, _STEP.join(hit.path), marked)
        lines.append("\t".join(map(one_line, values)) + "\n")
    return "".join(lines)


def stored_text(passage: StoredPassage, *, width: int, colour: bool, language: str = "sw") -> str:
    """Return one passage whole, with where it stands; see ``as_text`` for the arguments."""
    page = _Page(max(width, 20), Style(colour), language)
    page.add(passage.title, strong=True)
    page.add(_STEP.join(passage.path) or page.say("opening"))
    number = _page_number(page, passage.page)
    page.add(_BESIDE.join(_known(passage.kind, passage.institution, passage.date, number)))
    _older(page, passage.date, passage.newer)
    page.blank()
    page.add(passage.text)
    _children(page, passage.children)
    page.blank()
    _origin(page, passage.source, passage.replaces)
    page.aside(passage.id)
    return page.text()


def shown_document_text(
    document: ShownDocument, *, width: int, colour: bool, language: str = "sw"
) -> str:
    """Return a whole document, its marks included; see ``as_text`` for the arguments.

    Each heading is followed by what to add to the document's id to name its section.
    """
    page = _Page(max(width, 20), Style(colour), language)
    page.add(document.title, strong=True)
    page.add(_BESIDE.join(_known(document.institution, document.date)))
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
        self.explain = False  # say of each hit how its marked words were read
        self._width, self._style = width, style
        self._lines: list[str] = []

    def say(self, name: str, **values: object) -> str:
        return say(name, self.language, **values)

    def add(self, text: str, spans: Sequence[Span] = (), *, strong: bool = False) -> None:
        """Add text, wrapped; nothing where it is empty."""
        if not text:
            return
        style = self._style
        # Bold inside bold cannot be told apart: a strong line is marked by its spans alone.
        lines = wrapped(text, spans, width=self._width, style=style, indent=self.indent)
        self._lines.extend(style.strong(line) if strong and not spans else line for line in lines)

    def aside(self, text: str) -> None:
        """Add a dim line that is never cut: an id is there to be copied."""
        self._lines.append(self.indent + self._style.dim(one_line(text)))

    def blank(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        return "\n".join(self._lines).rstrip("\n") + "\n"


def _hit(page: _Page, rank: int, hit: Hit) -> None:
    page.indent = ""
    page.add(f"{rank}. {one_line(hit.title)}", strong=True)
    page.indent = _INDENT
    above = "".join(f"{one_line(step)}{_STEP}" for step in hit.path[:-1])
    heading = hit.path[-1] if hit.path else page.say("opening")
    moved = [(start + len(above), end + len(above)) for start, end in hit.heading_spans]
    page.add((above + heading).replace("\n", " "), moved)
    number = _page_number(page, hit.page)
    page.add(_BESIDE.join(_known(hit.kind, hit.institution, hit.date, number)))
    _older(page, hit.date, hit.newer)
    if hit.text.strip() == (hit.heading or "").strip():
        _children(page, hit.children)
    else:
        before, after = ("… " if hit.cut[0] else ""), (" …" if hit.cut[1] else "")
        spans = [(start + len(before), end + len(before)) for start, end in hit.spans]
        page.add(before + hit.text.replace("\n", " ") + after, spans)
    if hit.missing:
        page.add(page.say("missing", words=", ".join(map(one_line, hit.missing))))
    if page.explain:
        for why in because(hit):
            page.aside(page.say("because", word=one_line(why["word"]), why=why[page.language]))
        for feature in raised(hit):
            page.aside(f"{feature['sw']} · {feature['en']} (+{feature['share'] * 100:.0f} %)")
    page.aside(hit.id)
    if hit.more:
        option = f"--document {shlex.quote(one_line(hit.document))}"
        name = "more_one" if hit.more == 1 else "more"
        page.aside(page.say(name, count=f"{hit.more:,}", option=option))
    page.indent = ""


def _older(page: _Page, date: str | None, newer: Newer | None) -> None:
    """Say that a document was replaced: both dates, and what to ask for instead."""
    if newer is None:
        return
    dates = [f" ({one_line(one)})" if one else "" for one in (date, newer.date)]
    older = page.say("older", date=dates[0])
    page.add(older + _BESIDE + page.say("newer", date=dates[1], title=one_line(newer.title)))
    page.aside(newer.document)


def _children(page: _Page, children: Sequence[tuple[str, str]]) -> None:
    if children:
        headings = _BESIDE.join(one_line(heading) for heading, _ in children)
        page.add(page.say("children", headings=headings))


def _origin(page: _Page, source: str | None, replaces: str | None) -> None:
    if source:
        page.add(page.say("source", source=one_line(source)))
    if replaces:
        page.add(page.say("replaces", id=one_line(replaces)))


def _notes(page: _Page, results: Results) -> None:
    english = page.language == "en" and results.dropped_english
    for note in results.dropped_english if english else results.dropped:
        page.add(page.say("note", note=one_line(note)))
    for shown in results.widened:
        page.add(page.say("widened", shown=one_line(shown)))
    if results.corrected and results.suggestion:
        page.add(page.say("corrected", suggestion=one_line(results.suggestion)))
    elif results.suggestion:
        page.add(page.say("meant", suggestion=one_line(results.suggestion)))


def _nothing(page: _Page, results: Results) -> None:
    """Say that nothing was found, and what to try: in both languages, the reader's first."""
    languages = sorted(LANGUAGES, key=lambda language: language != page.language)
    query = one_line(results.query)
    name = "past" if results.total else "none" if query else "empty"
    for language in languages:
        page.add(say(name, language, page=results.page, total=results.total, query=query))
    if name == "none":
        page.blank()
        for language in languages:
            for advice in ("spelling", "fewer", "filters"):
                page.add("- " + say(advice, language))
            page.blank()


def _page_number(page: _Page, number: int | None) -> str | None:
    return None if number is None else page.say("on_page", number=number)


def _known(*values: str | None) -> Iterable[str]:
    return (one_line(value) for value in values if value)
