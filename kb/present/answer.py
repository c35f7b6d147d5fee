"""Present a short answer: the sentence or two with their source, for people and programs.

«Dira» yetu ni kuwa taasisi bora.              the quote, marked
— Wakala wa Maji › Dira · uk. 3 · 2019         where it stands
maji.md#dira.1                                 the id, for `kisima show ID`
"""

from __future__ import annotations

from dataclasses import asdict

from kb.present.cells import Style, one_line, wrapped
from kb.present.json import SCHEMA_VERSION
from kb.present.messages import LANGUAGES, say
from kb.present.sms import as_sms
from kb.results import Quoted

__all__ = ["quoted_json", "quoted_text"]


def quoted_json(quoted: Quoted) -> dict[str, object]:
    """Return a short answer as what ``json.dumps`` takes; ``answer`` is None where there is none.

    >>> quoted_json(Quoted("fomu", None, 1.25))["answer"] is None
    True
    """
    quote = quoted.quote
    return {
        "schema_version": SCHEMA_VERSION,
        "query": quoted.query,
        "total": quoted.total,
        "took_ms": round(quoted.took_ms, 3),
        "generation": quoted.generation,
        "dropped": list(quoted.dropped),
        "dropped_english": list(quoted.dropped_english),
        "widened": list(quoted.widened),
        "suggestion": quoted.suggestion,
        "corrected": quoted.corrected,
        "answer": None if quote is None else asdict(quote) | {"support": round(quote.support, 4)},
        "sms": None if quote is None else as_sms(quote),
    }


def quoted_text(quoted: Quoted, *, width: int, colour: bool, language: str = "sw") -> str:
    """Return a short answer as a person reads it, or that there is none and what to try.

    Args:
        quoted: the answer.
        width: cells in a line; 20 at least are used.
        colour: mark by bold and underlining; without it by «…».
        language: of the words around the answer, "sw" or "en".

    >>> quoted_text(Quoted("fomu", None, 1.0), width=70, colour=False).splitlines()[0]
    'Hakuna sentensi inayojibu vizuri: fomu'
    """
    quote, style, width = quoted.quote, Style(colour), max(width, 20)
    if quote is None:
        return _nothing(quoted, language)
    before, after = ("… " if quote.cut[0] else ""), (" …" if quote.cut[1] else "")
    spans = [(start + len(before), end + len(before)) for start, end in quote.spans]
    lines = wrapped(before + quote.text + after, spans, width=width, style=style)
    where = " › ".join(map(one_line, (quote.title, *quote.path)))
    page = None if quote.page is None else say("on_page", language, number=quote.page)
    known = " · ".join(map(one_line, filter(None, (where, page, quote.date))))
    lines += wrapped(f"— {known}", width=width, style=style)
    if quote.newer is not None:
        date = f" ({one_line(quote.newer.date)})" if quote.newer.date else ""
        newer = say("newer", language, date=date, title=one_line(quote.newer.title))
        lines += wrapped(newer, width=width, style=style)
    lines.append(style.dim(one_line(quote.id)))
    return "\n".join(lines) + "\n"


def _nothing(quoted: Quoted, language: str) -> str:
    """Say that nothing answers, and what to try: in both languages, the reader's first."""
    query = one_line(quoted.query)
    name = "unanswered" if query else "empty"
    advice = ["whole" if quoted.total else "spelling", "fewer"] if query else []
    lines = []
    for spoken in sorted(LANGUAGES, key=lambda one: one != language):
        lines.append(say(name, spoken, query=query))
        lines += [f"- {say(one, spoken, total=f'{quoted.total:,}')}" for one in advice]
    return "\n".join(lines) + "\n"
