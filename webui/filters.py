"""The filters of the results page: groups of values with counts, chips, the years as a drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kb.facets import FACET_BY_NAME, FACETS
from kb.messages import Message
from kb.results import Results
from webui.language import LANGUAGE_NAMES
from webui.layout import kind_name
from webui.links import Links
from webui.params import SearchParams
from webui.view_models import Bar, Chip, FilterChoice, FilterGroup, Histogram

__all__ = [
    "LISTED_FACETS",
    "MAX_CHOICES",
    "chips",
    "filter_groups",
    "listed_documents",
    "value_name",
]

LISTED_FACETS = tuple(facet.name for facet in FACETS if facet.listed)
"""The facets whose values the page counts and lists."""

MAX_CHOICES = 6
"""The maximum number of values of a filter that are shown at once; chosen ones are shown all."""

_MAX_FURTHER = 18
"""Further values, shown when asked for."""

_FORMAT_NAMES: Mapping[str, str] = {"markdown": "Markdown", "text": "TXT", "image": "JPG, PNG, TIF"}

_YEAR_HEADING = Message("Year")
_WIDTH, _HEIGHT = 240.0, 36.0  # of the histogram
_MAX_BARS = 60


def listed_documents(results: Results, search: SearchParams) -> list[str]:
    """Return the ids of the documents that the filters list; the page shows their titles."""
    return [value for value, _, _ in _choices("document", results, search)]


def filter_groups(
    results: Results, search: SearchParams, titles: Mapping[str, str], links: Links
) -> Iterator[FilterGroup]:
    """Yield the filters that would change the results, and those that are chosen.

    The institutions are always listed, even where there is one: a reader sees whose they are.
    """
    names = _document_names(titles)
    for facet in FACETS:
        if not facet.listed:
            continue
        address_with = links.results_with(search, facet.name)
        lang = _name_lang(facet.name, links)
        choices = [
            FilterChoice(
                name=value_name(facet.name, value, names, links.language),
                count=count,
                href=links.results(_toggle(search, facet.name, value))
                if chosen
                else address_with(value),
                chosen=chosen,
                lang=lang,
            )
            for value, count, chosen in _choices(facet.name, results, search)
        ]
        if choices:
            shown = max(MAX_CHOICES, sum(choice.chosen for choice in choices))
            is_year = facet.name == "year"
            yield FilterGroup(
                _YEAR_HEADING if is_year else facet.label,
                tuple(choices[:shown]),
                tuple(choices[shown:]),
                _histogram(results, search) if is_year else None,
            )


def chips(search: SearchParams, titles: Mapping[str, str], links: Links) -> Iterator[Chip]:
    """Yield the chosen filters; the link of each removes it and keeps the rest of the search."""
    for facet, values in search.filters.items():
        label = _YEAR_HEADING if facet == "year" else FACET_BY_NAME[facet].label
        for value in values:
            yield Chip(
                label,
                value_name(facet, value, titles, links.language),
                links.results(_toggle(search, facet, value)),
                _name_lang(facet, links),
            )


def _document_names(titles: Mapping[str, str]) -> dict[str, str]:
    """Return the title of each document; where several have it, with the name of the file.

    >>> _document_names({"a/sera.pdf": "Sera", "b/sera.docx": "Sera", "dira.md": "Dira"})
    {'a/sera.pdf': 'Sera (sera.pdf)', 'b/sera.docx': 'Sera (sera.docx)', 'dira.md': 'Dira'}
    """
    counts = Counter(titles.values())
    return {
        id: f"{title} ({id.rpartition('/')[2]})" if counts[title] > 1 else title
        for id, title in titles.items()
    }


def value_name(facet: str, value: str, names: Mapping[str, str], language: str) -> str:
    """Return a value of a facet as a reader knows it: a document by its title."""
    match facet:
        case "document":
            return names.get(value, value)
        case "kind":
            return kind_name(value, language)
        case "language":
            return LANGUAGE_NAMES.get(value, value)
        case "format":
            return _FORMAT_NAMES.get(value, value.upper())
        case _:
            return value


def _name_lang(facet: str, links: Links) -> str | None:
    """Return the language of names that come from documents, where it is not the page's."""
    return "sw" if facet in ("institution", "document") and links.language != "sw" else None


def _choices(
    facet: str, results: Results, search: SearchParams
) -> Iterator[tuple[str, int | None, bool]]:
    """Yield the values of a facet that are listed, with their counts; the chosen ones first."""
    counts = results.facets.get(facet, {})
    chosen = search.filters.get(facet, ())
    if len(counts) < (1 if facet == "institution" else 2) and not chosen:
        return
    others: Sequence[str] = [value for value in counts if value not in chosen]
    if facet == "year":
        others = sorted(others, reverse=True)
    for value in [*chosen, *others][: max(MAX_CHOICES + _MAX_FURTHER, len(chosen))]:
        yield value, counts.get(value), value in chosen


def _toggle(search: SearchParams, facet: str, value: str) -> SearchParams:
    """Return the search with one filter value more or, where it is chosen, one less."""
    chosen = search.filters.get(facet, ())
    values = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
    return replace(search, filters={**search.filters, facet: values}, page=1)


def _histogram(results: Results, search: SearchParams) -> Histogram | None:
    """Return the results of each year as bars; None where fewer than two years have any."""
    counts = {
        int(year): n for year, n in results.facets.get("year", {}).items() if year.isdecimal()
    }
    if len(counts) < 2:
        return None
    last = max(counts)
    first = max(min(counts), last - _MAX_BARS + 1)
    highest = max(n for year, n in counts.items() if year >= first)
    peak = max(year for year, n in counts.items() if year >= first and n == highest)
    step = _WIDTH / (last - first + 1)
    chosen = search.filters.get("year", ())
    bars = tuple(
        Bar(
            round((year - first) * step, 1),
            round(max(2.0, _HEIGHT * counts[year] / highest), 1),
            chosen=f"{year:04}" in chosen,
        )
        for year in range(first, last + 1)
        if year in counts
    )
    width = round(max(step * 0.8, 1.0), 1)
    return Histogram(bars, min(width, 24.0), f"{first}", f"{last}", f"{peak}", highest)
