"""Documents → entries, and the recipe: everything that decides what they become."""

from __future__ import annotations

from collections.abc import Mapping

import kb.entries
from kb import documents, passages, sections
from kb.analysis import Analyser, recipe
from kb.model import Document, Entry, Outline
from kb.settings import SETTINGS, Settings

__all__ = ["entries", "named", "parts"]

_PASSAGES = "1"
"""Raised when kb.passages cuts otherwise."""


def parts(settings: Settings, analyser: Analyser) -> dict[str, str]:
    """Return what decides an entry, by name; a new value of one rebuilds the index."""
    found = {
        "analyser": f"{analyser.name} {analyser.fingerprint()}",
        "entries": str(kb.entries.FORMAT),
        "sections": sections.version(),
        "passages": _PASSAGES,
    }
    found |= {f"reader {name}": documents.version(name) for name in set(documents.READERS.values())}
    found |= {row.name: str(settings[row.name]) for row in SETTINGS if row.decides_entries}
    return found


def named(made_of: Mapping[str, str]) -> str:
    """Return the recipe's name."""
    return recipe(made_of)


def entries(
    document: Document, settings: Settings, analyser: Analyser
) -> tuple[Outline, list[Entry]]:
    """Return the outline of a document and the entry of each of its passages, in order."""
    outline = sections.outline(document)
    words, most = settings.number("passage_words"), settings.number("passage_most_words")
    found = [
        (section, passage)
        for section in outline.sections
        for passage in passages.passages(document, section, words=words, most=most)
    ]
    return outline, [
        kb.entries.entry(document, outline.title, section, passage, ordinal, analyser)
        for ordinal, (section, passage) in enumerate(found)
    ]
