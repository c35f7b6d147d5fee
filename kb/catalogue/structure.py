"""The units of an institution as a tree: board, directorates, departments, sections, offices.

The headings of its documents say what units it has; a heading below another is a unit of
that one. The same unit in several documents is one. So the picture is as good as the
headings are: a unit that only a sentence names is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kb.catalogue.sections import fetch_passages
from kb.catalogue.shelves import ListedDocument
from kb.engines.base import Preference, SearchRequest
from kb.index.schema import StoredPassage
from kb.search.superseded import section_of
from kb.store import IndexReader

__all__ = ["Structure", "Unit", "structure_of", "tidy_heading"]

UNIT_KINDS = (
    "baraza", "bodi", "divisheni", "idara", "kamati", "kanda", "kitengo", "kurugenzi", "ofisi",
    "sehemu", "uongozi",
)  # fmt: skip
"""Kinds of section that name a unit of an institution, or those who lead it."""
MAX_UNITS = 120
"""Units that a picture can show."""
_MAX_PASSAGES = 1000

_NUMBER = re.compile(r"^\s*(?:\(?(?:\d+(?:\.\d+)*|[ivxIVX]{1,5}|[a-zA-Z])[.):]\s*)+")


@dataclass(frozen=True, eq=False)
class Unit:
    """One unit, and the units below it."""

    heading: str
    kind: str | None
    document: str
    passage: str  # id of the first passage of its section
    below: list[Unit] = field(default_factory=list)


@dataclass(frozen=True)
class Structure:
    """The units of an owner."""

    owner: str
    units: tuple[Unit, ...]
    is_cut: bool = False  # there are more than are shown


def structure_of(reader: IndexReader, owner: str, documents: Iterable[ListedDocument]) -> Structure:
    """Return the units that the headings of an owner's documents name.

    Args:
        reader: the generation.
        owner: an institution, or the id of a document.
        documents: the owner's; those that were replaced are passed over.
    """
    ids = [one.id for one in documents if one.in_force]
    request = SearchRequest(
        filters={"kind": UNIT_KINDS, "document": ids},
        sort="reading",
        limit=_MAX_PASSAGES,
        one_of_copies=Preference(),
    )
    first: dict[str, str] = {}
    response = reader.engine.search(request)
    for hit in response.hits:
        first.setdefault(section_of(hit.id), hit.id)
    passages = fetch_passages(reader, list(first.values())) if ids else []
    units, count = _tree(passages)
    return Structure(owner, units, count == MAX_UNITS or response.total > _MAX_PASSAGES)


def _tree(passages: Iterable[StoredPassage]) -> tuple[tuple[Unit, ...], int]:
    """Return the outermost units, and how many there are in all."""
    roots: list[Unit] = []
    units: dict[str, Unit] = {}  # the first of each name
    count = 0
    open_path: list[tuple[tuple[str, ...], Unit]] = []  # the units around the last one
    document = ""
    for passage in passages:
        if passage.document != document:
            document, open_path = passage.document, []
        while open_path and passage.path[: len(open_path[-1][0])] != open_path[-1][0]:
            open_path.pop()
        name = tidy_heading(passage.heading or passage.title)
        if name.endswith("?") or (passage.kind == "sehemu" and not open_path):
            continue  # a question about units; a part of the document: SEHEMU YA KWANZA
        siblings = open_path[-1][1].below if open_path else roots
        unit = _same_unit(name, document, siblings, units)
        if unit is None:
            if count == MAX_UNITS:
                break
            count += 1
            unit = Unit(name, passage.kind, document, passage.id)
            units.setdefault(name.casefold(), unit)
            siblings.append(unit)
        open_path.append((passage.path, unit))
    return tuple(roots), count


def _same_unit(
    name: str, document: str, siblings: Iterable[Unit], units: Mapping[str, Unit]
) -> Unit | None:
    """Return the unit with this name: a sibling, or one that another document has anywhere.

    Two departments of one document may have sections of one name; these are two units.
    """
    key = name.casefold()
    elsewhere = units.get(key)
    if elsewhere is not None and elsewhere.document != document:
        return elsewhere
    return next((one for one in siblings if one.heading.casefold() == key), None)


def tidy_heading(heading: str) -> str:
    """Return a heading without its number and its closing colon.

    >>> tidy_heading("2.1. Idara ya Fedha:"), tidy_heading("(a) Kitengo cha Sheria")
    ('Idara ya Fedha', 'Kitengo cha Sheria')
    """
    return _NUMBER.sub("", heading).strip().rstrip(":.").strip() or heading
