"""Document → outline → passages → the entries that are indexed."""

from __future__ import annotations

from dataclasses import replace

from kb import expansion, outline, passages
from kb.analysis import Analyser, CachedAnalyser
from kb.document import Document, Outline, Passage, Section
from kb.index.context import context_terms
from kb.index.entry import build_entry
from kb.index.schema import LINES, Entry, heading_lines
from kb.settings import Settings
from kb.swahili import language
from kb.swahili.tokens import moved

__all__ = ["document_entries"]


def document_entries(
    document: Document, settings: Settings, analyser: Analyser
) -> tuple[Outline, list[Entry]]:
    """Return the outline of a document and an entry for each of its passages, in reading order."""
    outlined = outline.outline(document)
    document = replace(document, institution=outlined.institution)
    analyser = CachedAnalyser(analyser)  # a title is read once, and not for every passage
    words, max_words = settings.passage_words, settings.passage_max_words
    cut = [
        (section, passage)
        for section in outlined.sections
        for passage in passages.split_section(
            document, section, target_words=words, max_words=max_words
        )
    ]
    section_words = {
        section.anchor: len(document.text[section.body : section.end].split())
        for section in outlined.sections
    }
    context = context_terms(document, outlined.sections, analyser)
    entries = []
    for ordinal, (section, passage) in enumerate(cut):
        entry = build_entry(
            document,
            outlined.title,
            section,
            passage,
            ordinal,
            analyser,
            section_words=section_words[section.anchor],
            language=language.language_of(passage.text),
            context=context,
        )
        more = _expansion_fields(document, outlined, section, passage, analyser)
        entries.append(entry._replace(fields={**entry.fields, **more}))
    return outlined, entries


def _expansion_fields(
    document: Document, outline: Outline, section: Section, passage: Passage, analyser: Analyser
) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the fields for completion and query expansion: lines, acronyms with their names."""
    fields: dict[str, tuple[tuple[str, ...], ...]] = {}
    completions = heading_lines(*filter(None, (section.heading, outline.title)))
    if completions:
        fields[LINES] = (tuple(completions),)
    heading = section.heading or ""
    text = f"{heading}\n{passage.text}"
    if "(" in text or "kifupi" in text:  # how an acronym is introduced
        # Both have been read for the entry, in the usual case that it has this language.
        tokens = [
            *analyser.tokens(heading, document.language),
            *moved(analyser.tokens(passage.text, document.language), len(heading) + 1),
        ]
        mined = expansion.mined(text, tokens)
        if mined:
            fields["acronym"] = (tuple(expansion.postings(mined)),)
    return fields
