"""Words of a text and words of a question, by a grammar of three nouns."""

from __future__ import annotations

from kb import swahili
from kb.highlight import marks
from kb.index.schema import TokenColumns
from kb.query.terms import QueryTerm

__all__ = ["FUNCTIONS", "STEMS", "columns_of", "marked", "phrase", "word", "written"]

FUNCTIONS = frozenset(["na", "ya", "wa", "kwa", "ni", "la", "za", "cha", "vya", "sisi", "nani"])
STEMS = {"wakurugenzi": "mkurugenzi", "majukumu": "jukumu", "vitengo": "kitengo"}


def columns_of(text: str) -> TokenColumns:
    """Read text by a grammar of three nouns, so that each test shows all it rests on."""
    tokens = swahili.words(text)
    return TokenColumns(
        surfaces=tuple(t.normal for t in tokens),
        terms=tuple((STEMS.get(t.normal, t.normal),) for t in tokens),
        related=tuple((f"f-{t.normal[:4]}",) for t in tokens),
        functions=tuple(t.normal in FUNCTIONS for t in tokens),
        starts=tuple(t.start for t in tokens),
        ends=tuple(t.end for t in tokens),
    )


def word(text: str, **more) -> QueryTerm:
    """Want one word."""
    surface = text.lower()
    term = STEMS.get(surface, surface)
    function = surface in FUNCTIONS
    return QueryTerm(text, frozenset({term}), surface=surface, function=function, **more)


def phrase(text: str, **more) -> QueryTerm:
    """Want words one after the other."""
    return QueryTerm(text, sequence=tuple(map(word, text.split())), **more)


def marked(text: str, *wanted: QueryTerm, **more) -> str:
    """Return *text* with its marks written in."""
    return written(text, marks(columns_of(text), wanted, **more))


def written(text: str, spans) -> str:
    """Write marks into text, as «…»."""
    for start, end in reversed(spans):
        text = f"{text[:start]}«{text[start:end]}»{text[end:]}"
    return text
