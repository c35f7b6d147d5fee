"""Read the line a reader typed into what it asks for.

A line goes in, a Query comes out: words, phrases and prefixes as typed, what
must and must not be there, the filters, and a note on everything ignored.
``parse`` never raises and never runs away: any text at all is a question.

    line ─► parts (quotes, brackets, signs, fields) ─► reading ─► nodes

No word is analysed here. Words are wanted and none is required, so *na* and
*au* are words; operators are spelt in capitals. The language is described for
readers in docs/query-language.md; why no engine's parser is used, in
docs/decisions/0004-own-query-parser.md
"""

from __future__ import annotations

from kb.query.nodes import Item, Or, Phrase, PrefixWord, Query, Term, Word
from kb.query.notes import Notes
from kb.query.parts import EXACT, FIELDS, balanced, clean_line, line_of, parts, shortened
from kb.query.reading import OPERATORS, LineReader

__all__ = [
    "EXACT",
    "FIELDS",
    "OPERATORS",
    "Item",
    "Or",
    "Phrase",
    "PrefixWord",
    "Query",
    "Term",
    "Word",
    "line_of",
    "parse",
]


def parse(line: str) -> Query:
    """Return what *line* asks for. Never raises, whatever was typed.

    Args:
        line: the reader's words; what counts is the first 256 characters.

    >>> parse("dira -pemba").items
    (Word(text='dira', field=None, need='want'), Word(text='pemba', field=None, need='not'))
    >>> parse('kichwa:"misingi mikuu"').items
    (Phrase(words=('misingi', 'mikuu'), field='heading', need='want', exact=False),)
    >>> parse("sheria aina:dira").filters
    {'kind': ('dira',)}
    """
    notes = Notes()
    line = shortened(clean_line(line), notes)
    reader = LineReader(
        balanced(parts(line, notes), notes), operators=not _is_letterhead(line), notes=notes
    )
    items = tuple(reader.items())
    if items and not reader.filters and all(item.need == "not" for item in items):
        notes.only_excludes()
    filters = {facet: tuple(values) for facet, values in reader.filters.items()}
    return Query(line, items, filters, notes.all())


def _is_letterhead(line: str) -> bool:
    """Tell whether a line is all in capitals: then OR, AU, NA in it are words."""
    return " ".join(word for word in line.split() if word not in OPERATORS).isupper()
