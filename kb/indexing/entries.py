"""Documents → entries, and the recipe: everything that decides what they become."""

from __future__ import annotations

from collections.abc import Mapping

import kb.index
from kb import expansion, normalization, outline, passages, readers
from kb.analysis import Analyser, recipe
from kb.document import Document, Outline, Passage, Section
from kb.facets import FACETS
from kb.index.lines import LINES
from kb.index.lines import lines as lines_of
from kb.index.records import Entry
from kb.settings import Settings
from kb.swahili import language

__all__ = ["entries", "named", "parts"]

_PASSAGES = "1"
"""Raised when kb.passages cuts otherwise."""


def parts(settings: Settings, analyser: Analyser) -> dict[str, str]:
    """Return what decides an entry, by name; a new value of one rebuilds the index."""
    found = {
        "analyser": f"{analyser.name} {analyser.fingerprint()}",
        "calendar": str(normalization.VERSION),
        "entries": str(kb.index.FORMAT),
        "facets": " ".join(facet.name for facet in FACETS),
        "expansion": str(expansion.VERSION),
        "language": language.VERSION,
        "sections": outline.version(),
        "passages": _PASSAGES,
    }
    found |= {f"reader {name}": readers.version(name) for name in set(readers.READERS.values())}
    return found | settings.recipe()


def named(made_of: Mapping[str, str]) -> str:
    """Return the recipe's name."""
    return recipe(made_of)


def entries(
    document: Document, settings: Settings, analyser: Analyser
) -> tuple[Outline, list[Entry]]:
    """Return the outline of a document and the entry of each of its passages, in order."""
    outlined = outline.outline(document)
    words, most = settings.passage_words, settings.passage_max_words
    found = [
        (section, passage)
        for section in outlined.sections
        for passage in passages.passages(document, section, words=words, most=most)
    ]
    lengths = {
        section.anchor: len(document.text[section.body : section.end].split())
        for section in outlined.sections
    }
    made = []
    for ordinal, (section, passage) in enumerate(found):
        entry = kb.index.entry(
            document,
            outlined.title,
            section,
            passage,
            ordinal,
            analyser,
            section_words=lengths[section.anchor],
            language=language.language_of(passage.text),
        )
        more = _for_questions(document, outlined, section, passage, analyser)
        made.append(entry._replace(fields={**entry.fields, **more}))
    return outlined, made


def _for_questions(
    document: Document, outline: Outline, section: Section, passage: Passage, analyser: Analyser
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return what completes and widens questions: lines to offer, acronyms and their names."""
    fields: dict[str, tuple[tuple[str, ...], ...]] = {}
    lines = lines_of(*filter(None, (section.heading, outline.title)))
    if lines:
        fields[LINES] = (tuple(lines),)
    text = f"{section.heading or ''}\n{passage.text}"
    if "(" in text or "kifupi" in text:  # how an acronym is introduced
        mined = expansion.mined(text, analyser.tokens(text, document.language))
        if mined:
            fields["acronym"] = (tuple(expansion.postings(mined)),)
    return fields
