"""Which documents stand in for which: from what they say of themselves (``inabadilisha``).

Takes every file of a generation, gives the pairs that hold. A document is
replaced only by one of the same institution that names it; dates decide nothing
but which of two such documents it is. Worked out anew for each generation, since
a changed, renamed or removed file can make or break a pair it is not part of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kb.indexing.sources import Source

__all__ = ["Replacements", "replacements"]


class Replacements(NamedTuple):
    """What was declared."""

    newer: Mapping[str, str]  # a document: the one that stands in for it; never a circle
    unheeded: tuple[tuple[str, str], ...]  # id, and why what it declares does not hold


def replacements(files: Mapping[str, Source], aliases: Mapping[str, str]) -> Replacements:
    """Return which documents are replaced, each by one.

    Of several that replace the same document the latest does, by date, then by id.

    Args:
        files: every file by id; one that failed neither replaces nor is replaced.
        aliases: ids that documents had before, and the ones they have now.
    """
    claims: dict[str, list[str]] = {}
    unheeded: dict[str, str] = {}
    for id, source in sorted(files.items()):
        if not source.replaces or source.failed:
            continue
        older = aliases.get(source.replaces, source.replaces)
        if reason := _fault(source, files.get(older), source.replaces):
            unheeded[id] = reason
        else:
            claims.setdefault(older, []).append(id)
    newer = {
        older: max(ids, key=lambda one: (files[one].date or "", one))
        for older, ids in claims.items()
    }
    for older in _in_circles(newer):
        unheeded[newer.pop(older)] = (
            "inabadilisha: hati zinabadilishana kwa mzunguko · they replace each other in a circle"
        )
    return Replacements(newer, tuple(sorted(unheeded.items())))


def _fault(source: Source, older: Source | None, name: str) -> str | None:
    """Return why a document does not replace the one it names."""
    if older is None or older.failed:
        return f"inabadilisha: hakuna hati {name} katika faharasa · no such document in the index"
    ours, theirs = (" ".join((s.institution or "").casefold().split()) for s in (source, older))
    if not ours or ours != theirs:
        return (
            f"inabadilisha: {name} si ya taasisi hiyohiyo; taja taasisi katika zote mbili · "
            "not of the same institution; name it in both"
        )
    return None


def _in_circles(newer: Mapping[str, str]) -> set[str]:
    """Return the documents that are replaced, in the end, by themselves."""
    found: set[str] = set()
    seen: set[str] = set()
    for start in newer:
        id, walked = start, list[str]()
        while id in newer and id not in seen:
            seen.add(id)
            walked.append(id)
            id = newer[id]
        if id in walked:
            found.update(walked[walked.index(id) :])
    return found
