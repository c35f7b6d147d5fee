"""The lexicon as look-ups by form: the record, and how it is parsed from its tables.

Takes the TSV files of ``data/``, gives a ``Lexicon``. The header of each file says what it
holds and what was left out. ``stems.tsv`` and ``pairs.tsv`` are learnt from text by
kb.swahili.tools.learn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kb.swahili.data import FOLDER, table_rows
from kb.swahili.morphology.nouns import plurals
from kb.swahili.morphology.stem_letters import letter_table

__all__ = ["TABLES", "Lexicon", "parse_lexicon"]

TABLES: tuple[tuple[str, type], ...] = (
    *((name, dict) for name in ("verbs", "nouns", "plurals", "adjectives", "names", "acronyms")),
    *(
        (name, dict)
        for name in (
            "variants",
            "numbers",
            "functions",
            "base",
            "learnt",
            "pairs",
            "letters",
            "english",
        )
    ),
    *((name, set) for name in ("name_parts", "adverbs")),
)
"""The tables of a lexicon, and what each is."""

_EMPTY: Mapping[str, type] = dict(TABLES)


class Lexicon:
    """Everything that is looked up, by form.

    Each table is made when it is first used: by *load*, which takes its name, or empty.
    """

    verbs: dict[str, str]  # stem: kind
    nouns: dict[str, str]  # noun: class
    plurals: dict[str, tuple[str, ...]]  # plural: its nouns
    adjectives: dict[str, str]  # stem: yes, no or plural
    names: dict[str, str]  # name, lower case: kind
    name_parts: set[str]  # words that are names only in longer ones
    acronyms: dict[str, str]  # acronym, lower case: as written
    variants: dict[str, str]  # variant: standard
    numbers: dict[str, str]  # word: value
    adverbs: set[str]
    functions: dict[str, str]  # word: family
    base: dict[str, str]  # term: what it is built on
    learnt: dict[str, float]  # verb stem: weight in text
    pairs: dict[str, str]  # form learnt from text: its noun
    english: dict[str, str]  # English word that Swahili text has: verb or word
    letters: dict[str, float]  # two or three letters of verb stems: how likely the last one is

    def __init__(self, load: Callable[[str], Any] | None = None) -> None:
        self._load = load

    def __getattr__(self, name: str) -> Any:
        """Make a table on its first use; afterwards it is an attribute as any other."""
        empty = _EMPTY.get(name)
        if empty is None:
            raise AttributeError(name)
        table = self._load(name) if self._load else empty()
        # Two threads may both load a table; both keep the one that was set first.
        return self.__dict__.setdefault(name, table)


def parse_lexicon(folder: Path = FOLDER) -> Lexicon:
    """Parse the lexicon's tables.

    Raises:
        DataError: a table is missing or has a bad row.
    """
    found = Lexicon()
    _parse_verbs(found, folder)
    for table in sorted((folder / "nouns").glob("*.tsv")):
        _parse_nouns(found, f"nouns/{table.name}", folder)
    _parse_adjectives(found, folder)
    _parse_names(found, folder)
    _parse_words(found, folder)
    _parse_months(found, folder)
    for stem, weight in table_rows("stems.tsv", ("stem", "weight"), folder):
        found.learnt[stem] = float(weight)
    for noun, forms in table_rows("pairs.tsv", ("noun", "forms"), folder):
        found.pairs.update(dict.fromkeys(forms.split("|"), noun))
    found.letters.update(letter_table(found.verbs))
    return found


def _parse_verbs(found: Lexicon, folder: Path) -> None:
    verbs, base = found.verbs, found.base
    for stem, built_on, kind, _ in table_rows(
        "verbs.tsv", ("stem", "base", "kind", "gloss"), folder
    ):
        verbs[stem] = kind
        if built_on != "-":
            base[stem] = built_on


def _parse_nouns(found: Lexicon, name: str, folder: Path) -> None:
    columns = ("noun", "class", "plural", "family", "gloss")
    for listed, *cells in table_rows(name, columns, folder):
        noun = listed.lower()  # peoples, languages and feasts are written with a capital
        classes, plural, family, _ = cells if noun == listed else map(str.lower, cells)
        found.nouns.setdefault(noun, classes)
        if family != "-":
            found.base.setdefault(noun, family)
        _add_plurals(found, noun, classes, plural)


def _add_plurals(found: Lexicon, noun: str, classes: str, plural: str) -> None:
    """Add the listed and the regular plurals of a noun.

    Args:
        found: the lexicon so far.
        noun: the singular.
        classes: its class pair.
        plural: its plurals, parted by "|"; "=" for the regular ones alone.
    """
    own = noun == plural  # maziwa, milk: also the plural of ziwa, lake, which is another word
    many = [] if plural == "=" else plural.split("|")
    # mwalimu has walimu, and waalimu is written too; the one listed comes first.
    for form in (*many, *plurals(noun, classes)):
        if form == "-" or (form == noun and not own):
            continue
        known = found.plurals.get(form)
        if known is None:
            found.plurals[form] = (noun,)
        elif (form in many or form in known) and noun not in known:
            found.plurals[form] = (noun, *known) if own else (*known, noun)


def _parse_adjectives(found: Lexicon, folder: Path) -> None:
    columns = ("stem", "agrees", "family", "gloss")
    for stem, agrees, family, _ in table_rows("adjectives.tsv", columns, folder):
        found.adjectives[stem] = agrees
        if family != "-":
            found.base.setdefault(stem, family)


def _parse_names(found: Lexicon, folder: Path) -> None:
    alone: set[str] = set()
    for name, kind, _ in table_rows("places.tsv", ("name", "kind", "gloss"), folder):
        parts = name.lower().split(" ")
        for part in parts:
            found.names.setdefault(part, kind)
        (found.name_parts if len(parts) > 1 else alone).update(parts)
    found.name_parts -= alone


def _parse_words(found: Lexicon, folder: Path) -> None:
    """Parse the tables that give one word a row."""
    for acronym, *_ in table_rows("acronyms.tsv", ("acronym", "expansion", "gloss"), folder):
        found.acronyms[acronym.lower()] = acronym
    for variant, standard, _ in table_rows(
        "variants.tsv", ("variant", "standard", "reason"), folder
    ):
        found.variants[variant.lower()] = standard.lower()
    for word, value, _ in table_rows("numbers.tsv", ("word", "value", "gloss"), folder):
        found.numbers[word] = value
    found.adverbs.update(word for word, _ in table_rows("adverbs.tsv", ("word", "gloss"), folder))
    for listed, kind, _ in table_rows("english_words.tsv", ("words", "kind", "note")):
        found.english.update((word, kind) for word in listed.split(" "))
    for word, family, _ in table_rows("function_words.tsv", ("word", "family", "gloss"), folder):
        found.functions[word] = family


def _parse_months(found: Lexicon, folder: Path) -> None:
    """Add the months as nouns, and their other spellings."""
    for name, _, variants in table_rows("months.tsv", ("name", "month", "variants"), folder):
        found.nouns.setdefault(name.lower(), "9")
        for variant in variants.lower().split("|"):
            if variant != "-":
                found.variants.setdefault(variant, name.lower())
