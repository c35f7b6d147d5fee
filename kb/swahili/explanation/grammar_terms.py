"""The names of grammar in Swahili and in English, and what words mean.

A kind and a name come in, a ``Label`` of two languages goes out. The names are in
data/terms_of_grammar.tsv, the meanings in the gloss column of the lexicon's tables. Only
explanations need either, so both are read at the first explanation.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from kb.swahili.data import FOLDER, table_rows

__all__ = ["SILENT", "Label", "expansion", "gloss", "kinds", "label", "phrase", "records"]


class Label(NamedTuple):
    """The same name in both languages."""

    sw: str
    en: str


SILENT = Label("", "")
"""The label of a morpheme that needs none: the stem."""


def records(table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table by the names of its columns; an empty cell is "".

    Raises:
        DataError: as kb.swahili.data.table_rows does.

    >>> next(records("passives.tsv"))["example"]
    'teuliwa > teua'
    """
    columns = _columns(table)
    for cells in table_rows(table, columns):
        yield {name: "" if cell == "-" else cell for name, cell in zip(columns, cells)}


def _columns(table: str) -> tuple[str, ...]:
    """Return the names in the first line that is no comment."""
    with (FOLDER / table).open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                return tuple(line.rstrip("\n").split("\t"))
    return ()


@cache
def kinds() -> dict[tuple[str, str], Label]:
    """Return every name of the table, by kind and name."""
    return {
        (row["kind"], row["name"]): Label(row["swahili"], row["english"])
        for row in records("terms_of_grammar.tsv")
    }


def label(kind: str, name: str) -> Label:
    """Return the label of a name of grammar; the name itself where the table does not have it.

    >>> label("tense", "past")
    Label(sw='wakati uliopita', en='past')
    """
    return kinds().get((kind, name)) or Label(name, name)


def phrase(name: str, /, **values: Label | str) -> Label:
    """Return a phrase with its places filled in.

    >>> phrase("plural", number="6").en
    'plural, class 6'
    """
    found = label("phrase", name)
    swahili = {key: v.sw if isinstance(v, Label) else v for key, v in values.items()}
    english = {key: v.en if isinstance(v, Label) else v for key, v in values.items()}
    return Label(found.sw.format_map(swahili), found.en.format_map(english))


_GLOSSED = (
    ("verbs.tsv", "stem", "verb"),
    ("adjectives.tsv", "stem", "adjective"),
    ("adverbs.tsv", "word", "adverb"),
    ("numbers.tsv", "word", "number"),
    ("places.tsv", "name", "name"),
    ("acronyms.tsv", "acronym", "acronym"),
    ("function_words.tsv", "word", "function"),
    ("pronominals.tsv", "stem", "function"),
)


@cache
def _meanings() -> dict[tuple[str, str], str]:
    """Return the gloss of every word of the lexicon, by part of speech and word."""
    found: dict[tuple[str, str], str] = {}
    nouns = [(f"nouns/{path.name}", "noun", "noun") for path in (FOLDER / "nouns").glob("*.tsv")]
    for table, column, part in (*sorted(nouns), *_GLOSSED):
        for row in records(table):
            found.setdefault((part, row[column].lower()), row["gloss"])
    for row in records("places.tsv"):
        for word in row["name"].lower().split(" "):
            found.setdefault(("name", word), row["name"])  # dar: Dar es Salaam
    return found


def gloss(part: str, term: str) -> str:
    """Return what a term means in English, "" where the lexicon does not say.

    >>> gloss("verb", "teua")
    'appoint, nominate'
    """
    return _meanings().get((part, term), "")


@cache
def _expansions() -> dict[str, Label]:
    return {
        row["acronym"].lower(): Label(row["expansion"], row["gloss"])
        for row in records("acronyms.tsv")
    }


def expansion(acronym: str) -> Label:
    """Return what an acronym is short for.

    >>> expansion("tasaf").en
    'Tanzania Social Action Fund'
    """
    return _expansions().get(acronym, SILENT)
