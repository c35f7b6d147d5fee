"""The words Kisima knows: the lexicon's tables as look-ups by form.

Written for this project; the header of each table says what it holds and what
was left out. ``stems.tsv`` and ``pairs.tsv`` are learnt from text by kb.swahili.learn.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kb.swahili.data import FOLDER, rows
from kb.swahili.nouns import plurals

__all__ = ["Lexicon", "lexicon"]

NOUN_COLUMNS = ("noun", "class", "plural", "family", "gloss")
VERB_COLUMNS = ("stem", "base", "kind", "gloss")


class Lexicon:
    """Everything that is looked up, by form."""

    def __init__(self) -> None:
        self.verbs: dict[str, str] = {}  # stem: kind
        self.nouns: dict[str, str] = {}  # noun: class
        self.plurals: dict[str, tuple[str, ...]] = {}  # plural: its nouns
        self.adjectives: dict[str, str] = {}  # stem: yes, no or plural
        self.names: dict[str, str] = {}  # name, lower case: kind
        self.name_parts: set[str] = set()  # words that are names only in longer ones
        self.acronyms: dict[str, str] = {}  # acronym, lower case: as written
        self.variants: dict[str, str] = {}  # variant: standard
        self.numbers: dict[str, str] = {}  # word: value
        self.adverbs: set[str] = set()
        self.functions: dict[str, str] = {}  # word: family
        self.base: dict[str, str] = {}  # term: what it is built on
        self.learnt: dict[str, float] = {}  # verb stem: weight in text
        self.pairs: dict[str, str] = {}  # form learnt from text: its noun


@cache
def lexicon(folder: Path = FOLDER) -> Lexicon:
    """Return the lexicon, read once.

    Raises:
        DataError: a table is missing or has a bad row.
    """
    found = Lexicon()
    base = found.base
    for stem, built_on, kind, _ in rows("verbs.tsv", VERB_COLUMNS, folder):
        found.verbs[stem] = kind
        if built_on != "-":
            base[stem] = built_on
    for table in sorted((folder / "nouns").glob("*.tsv")):
        for listed, *cells in rows(f"nouns/{table.name}", NOUN_COLUMNS, folder):
            noun = listed.lower()  # peoples, languages and feasts are written with a capital
            classes, plural, family, _ = cells if noun == listed else map(str.lower, cells)
            found.nouns.setdefault(noun, classes)
            if family != "-":
                base.setdefault(noun, family)
            own = noun == plural  # maziwa, milk: a word beside ziwa, lake, whose plural it is too
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
    for stem, agrees, family, _ in rows(
        "adjectives.tsv", ("stem", "agrees", "family", "gloss"), folder
    ):
        found.adjectives[stem] = agrees
        if family != "-":
            base.setdefault(stem, family)
    alone: set[str] = set()
    for name, kind, _ in rows("places.tsv", ("name", "kind", "gloss"), folder):
        parts = name.lower().split(" ")
        for part in parts:
            found.names.setdefault(part, kind)
        (found.name_parts if len(parts) > 1 else alone).update(parts)
    found.name_parts -= alone
    for acronym, *_ in rows("acronyms.tsv", ("acronym", "expansion", "gloss"), folder):
        found.acronyms[acronym.lower()] = acronym
    for variant, standard, _ in rows("variants.tsv", ("variant", "standard", "reason"), folder):
        found.variants[variant.lower()] = standard.lower()
    for word, value, _ in rows("numbers.tsv", ("word", "value", "gloss"), folder):
        found.numbers[word] = value
    for word, _ in rows("adverbs.tsv", ("word", "gloss"), folder):
        found.adverbs.add(word)
    for word, family, _ in rows("function_words.tsv", ("word", "family", "gloss"), folder):
        found.functions[word] = family
    for name, _, variants in rows("months.tsv", ("name", "month", "variants"), folder):
        found.nouns.setdefault(name.lower(), "9")
        for variant in variants.lower().split("|"):
            if variant != "-":
                found.variants.setdefault(variant, name.lower())
    for stem, weight in rows("stems.tsv", ("stem", "weight"), folder):
        found.learnt[stem] = float(weight)
    for noun, forms in rows("pairs.tsv", ("noun", "forms"), folder):
        for form in forms.split("|"):
            found.pairs[form] = noun
    return found
