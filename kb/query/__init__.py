"""Parse the line that a reader typed.

A line comes in, a Query goes out: words, phrases and prefixes as typed, which are
required or excluded, the filters, and a note on everything ignored. ``parse`` never
raises, and its time is bounded: any text is a question.

    line ─► parts (quotes, brackets, signs, fields) ─► reading ─► nodes

No word is analysed here. Words are optional unless marked, so *na* and *au* are
words; operators are written in capitals. The language is described for
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
    """Return the query of *line*. Never raises.

    Args:
        line: as typed; only its first 256 characters are read.

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
