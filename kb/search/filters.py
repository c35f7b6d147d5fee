"""Match what a reader typed for a facet with the values the index has.

``taasisi:zanzibar`` means every institution with that word in its name,
``hati:sera`` every document whose id has it, ``aina:vision`` the kind dira. What
matches nothing is not dropped: it is searched as text, with a word about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from kb.analysis import Analyser
from kb.facets import FACET_BY_NAME
from kb.query import Note

__all__ = ["resolve"]


def resolve(
    asked: Mapping[str, Sequence[str]],
    values_of: Callable[[str], Sequence[str]],
    aliases: Mapping[str, str],
    analyser: Analyser,
) -> tuple[dict[str, list[str]], list[str], list[Note]]:
    """Return filters the engine knows, words to search instead, and notes on those.

    Args:
        asked: facet and what was typed for it.
        values_of: gives the values of a facet that the index has.
        aliases: ids that documents had before, and the ones they have now.
        analyser: reads the words of institutions' names.

    >>> from kb.analysis import PlainAnalyser
    >>> resolve({"year": ["2019", "1850"]}, lambda facet: ["2019"], {}, PlainAnalyser())[:2]
    ({'year': ['2019']}, ['1850'])
    """
    filters: dict[str, list[str]] = {}
    text: list[str] = []
    notes: list[Note] = []
    for facet, typed in asked.items():
        values = values_of(facet)
        found: list[str] = []
        for value in typed:
            matches = _matches(facet, value, values, aliases, analyser)
            found.extend(match for match in matches if match not in found)
            if not matches:
                text.append(value)
                notes.append(_unknown(facet, value))
        if found:
            filters[facet] = found
    return filters, text, notes


def _unknown(facet: str, value: str) -> Note:
    sw, en = FACET_BY_NAME[facet].swahili, facet
    return Note(
        f"Hakuna {sw} “{value}”; imetafutwa kama maandishi.",
        f"There is no {en} “{value}”; it was searched as text.",
    )


def _matches(
    facet: str, typed: str, values: Sequence[str], aliases: Mapping[str, str], analyser: Analyser
) -> list[str]:
    if typed in values:
        return [typed]
    if facet == "kind":
        # A room of the write path, and a tenth of a cold start: loaded for those who need it.
        from kb.outline import kind_named

        kind = kind_named(typed)
        return [kind] if kind is not None and kind in values else []
    if facet == "document":
        return _documents(typed, values, aliases)
    if facet == "institution":
        wanted = _terms(typed, analyser)
        return [value for value in values if wanted and wanted <= _terms(value, analyser)]
    return []


def _documents(typed: str, ids: Sequence[str], aliases: Mapping[str, str]) -> list[str]:
    """Return the document of that id, once or now; else those of that name, or with it in them."""
    if typed in aliases:
        return [aliases[typed]]
    key = typed.casefold()
    named = [id for id in ids if PurePosixPath(id).stem.casefold() == key]
    return named or [id for id in ids if key in id.casefold()]


def _terms(text: str, analyser: Analyser) -> set[str]:
    return {term for token in analyser.tokens(text) if not token.function for term in token.terms}
