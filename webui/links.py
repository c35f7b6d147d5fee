"""Write the addresses of the site, so that no template builds one.

The language and the question travel in the address, because there are no
cookies. A document's id is quoted, and on the way back only ever looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from kb.facets import FACETS

__all__ = ["NAMES", "Filters", "Links", "fragment"]

Filters = Mapping[str, tuple[str, ...]]
"""Facet name of kb to the values chosen."""

NAMES: Mapping[str, tuple[str, str]] = {
    "page": ("ukurasa", "page"),
    "limit": ("idadi", "limit"),
    **{facet.name: facet.parameters for facet in FACETS},
}
"""Each parameter has a Swahili and an English name, which are equal; links use the first."""


def fragment(passage: str) -> str:
    """Return where on its document's page a passage stands.

    The first passage of a section stands at the section's own anchor, which
    lasts while the headings do; the later ones are numbered.

    >>> fragment("bara/kuhusu.md#dira.1"), fragment("bara/kuhusu.md#dira.2")
    ('dira', 'dira.2')
    """
    return passage.rpartition("#")[2].removesuffix(".1")


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of pages in one language.

    >>> Links("en").document("bara/sera mpya.md", "dira", "dira")
    '/hati/bara/sera%20mpya.md?q=dira&lugha=en#dira'
    """

    language: str

    def home(self) -> str:
        """Return the search page."""
        return "/" + self._query(())

    def results(self, question: str, filters: Filters | None = None, page: int = 1) -> str:
        """Return a page of results.

        >>> Links("sw").results("dira", {"kind": ("idara",)}, page=2)
        '/?q=dira&aina=idara&ukurasa=2'
        """
        return "/" + self._query(_search(question, filters or {}, page, 0))

    def document(self, id: str, question: str = "", anchor: str = "") -> str:
        """Return a document, with the words of *question* marked, at one of its sections."""
        query = self._query([("q", question)] if question else [])
        place = f"#{quote(anchor, safe='')}" if anchor else ""
        return f"/hati/{quote(id, safe='/')}{query}{place}"

    def _query(self, pairs: Iterable[tuple[str, str]]) -> str:
        spoken = [("lugha", "en")] if self.language == "en" else []
        query = urlencode([*pairs, *spoken])
        return f"?{query}" if query else ""

    @staticmethod
    def api_results(question: str, filters: Filters, page: int) -> str:
        """Return a page of results as JSON."""
        return f"/api/v1/search?{urlencode(_search(question, filters, page, 1))}"

    @staticmethod
    def api_document(id: str, question: str = "") -> str:
        """Return a document as JSON."""
        query = f"?{urlencode({'q': question})}" if question else ""
        return f"/api/v1/documents/{quote(id, safe='/')}{query}"


def _search(question: str, filters: Filters, page: int, name: int) -> list[tuple[str, str]]:
    chosen = [(NAMES[facet][name], value) for facet in filters for value in filters[facet]]
    numbered = [(NAMES["page"][name], str(page))] if page > 1 else []
    return [("q", question), *chosen, *numbered]
