"""The table of facets: the properties of a passage that a search can filter by and count.

A row says what a facet is called, how its value is taken from a document, and how a value
that a person typed is read. The query's fields, the options of the command line, the
parameters of the API, the page's filter groups, the entries and the engine's fields are
made from this table: a new facet is one new row (and its Swahili in kb/messages/sw.po).

    aina:idara                 a field in a question
    --aina idara               an option of kisima search
    ?aina=idara                a parameter of the page and the API
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from kb.messages import Message

if TYPE_CHECKING:
    from kb.document import Document, Section

__all__ = ["FACETS", "FACET_BY_FIELD", "FACET_BY_NAME", "Facet", "Facts", "facet_values"]

_LANGUAGES: Mapping[str, str] = {
    "kiswahili": "sw",
    "swahili": "sw",
    "kiingereza": "en",
    "english": "en",
}
_YEARS = re.compile(r"([0-9]{4})(?:(?:-|–|\.\.)([0-9]{4}))?")
_MAX_YEARS = 200


def _as_typed(text: str) -> tuple[str, ...]:
    return (text,)


def _language(text: str) -> tuple[str, ...]:
    """Return the code of a language that was named.

    >>> _language("Kiswahili"), _language("en")
    (('sw',), ('en',))
    """
    key = text.casefold()
    return (_LANGUAGES.get(key, key),)


def _years(text: str) -> tuple[str, ...]:
    """Return the years of "2019", "2010-2012" or "2010..2012"; none if it is something else.

    >>> _years("2010-2012"), _years("jana")
    (('2010', '2011', '2012'), ())
    """
    match = _YEARS.fullmatch(text)
    if match is None:
        return ()
    first, last = sorted((int(match[1]), int(match[2] or match[1])))
    return tuple(f"{year:04}" for year in range(first, min(last, first + _MAX_YEARS) + 1))


class Facts(NamedTuple):
    """What a facet takes the value of a passage from."""

    document: Document
    section: Section
    language: str  # of the passage's text: "sw" or "en"


class Facet(NamedTuple):
    """One row of the table."""

    name: str  # "kind": its English field, and its name in JSON, in Python and in the engine
    swahili: str  # "aina": its Swahili field
    label: Message  # heads the page's group of filters; the option's help
    value_of: Callable[[Facts], str | None]  # gives the value of a passage
    read: Callable[[str], tuple[str, ...]] = _as_typed  # gives the values that typed text means
    listed: bool = False  # the page lists its values as filters
    parameter: str | None = None  # its Swahili parameter, where that is not the field

    @property
    def parameters(self) -> tuple[str, str]:
        """The names of its option and its parameter: Swahili, English.

        >>> FACET_BY_NAME["kind"].parameters
        ('aina', 'kind')
        """
        return self.parameter or self.swahili, self.name


FACETS: tuple[Facet, ...] = (
    Facet(
        "institution",
        "taasisi",
        Message("Institution"),
        lambda of: of.document.institution,
        listed=True,
    ),
    Facet(
        "kind",
        "aina",
        Message("Kind of section"),
        lambda of: of.section.kind,
        listed=True,
    ),
    Facet(
        "document",
        "hati",
        Message("Document"),
        lambda of: of.document.id,
        listed=True,
    ),
    Facet(
        "language",
        "lugha",
        Message("Language of the text"),
        lambda of: of.language,
        _language,
        listed=True,
        parameter="lugha-ya-hati",  # lugha is the language that Kisima speaks
    ),
    Facet(
        "year",
        "mwaka",
        Message("Year, or years: 2010-2012"),
        lambda of: of.document.date[:4] if of.document.date else None,
        _years,
        listed=True,
    ),
    Facet(
        "format",
        "muundo",
        Message("Format of the file"),
        lambda of: of.document.format,
        listed=True,
    ),
)

FACET_BY_NAME: Mapping[str, Facet] = {facet.name: facet for facet in FACETS}
"""Each facet by its name."""

FACET_BY_FIELD: Mapping[str, Facet] = {
    field: facet for facet in FACETS for field in (facet.swahili, facet.name)
}
"""Each facet by both of its fields in a question."""


def facet_values(document: Document, section: Section, language: str) -> dict[str, str]:
    """Return the facets of a passage by name; one that has no value is left out."""
    facts = Facts(document, section, language)
    found = ((facet.name, facet.value_of(facts)) for facet in FACETS)
    return {name: value for name, value in found if value}
