"""Write the addresses of the site; no template builds one.

The language and the search travel in the address, because there are no cookies. A
document's id is quoted here, and an id that comes back is only ever looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote, quote_plus, urlencode

from kb.messages import LANGUAGES
from webui.language import LANGUAGE_PARAMETERS
from webui.params import NEWEST, PARAMETERS, SearchParams

__all__ = ["Links", "fragment"]

_SWAHILI, _ENGLISH = 0, 1  # columns of PARAMETERS


def fragment(passage_id: str) -> str:
    """Return the anchor of a passage on its document's page.

    The first passage of a section has the anchor of the section, which lasts as long as
    the headings do. The later ones are numbered.

    >>> fragment("bara/kuhusu.md#dira.1"), fragment("bara/kuhusu.md#dira.2")
    ('dira', 'dira.2')
    """
    return passage_id.rpartition("#")[2].removesuffix(".1")


class _Open(str):
    """A value that is filled in later."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of pages in one language.

    A Swahili page says nothing of its language, unless ``named``: a reader whose browser
    prefers English has chosen Swahili, and every link keeps that.

    >>> Links("en").document("bara/sera mpya.md", "dira", "dira")
    '/hati/bara/sera%20mpya.md?q=dira&sehemu=dira&lugha=en#dira'
    """

    language: str
    named: bool = False

    def home(self) -> str:
        """Return the address of the search page."""
        return "/" + self._query(())

    def api(self) -> str:
        """Return the address of the page about the API."""
        return "/api/v1/" + self._query(())

    def about(self) -> str:
        """Return the address of the page about the site."""
        return "/kuhusu" + self._query(())

    def results(self, search: SearchParams) -> str:
        """Return the address of a page of results.

        >>> Links("sw").results(SearchParams("dira", page=2, limit=20, filters={"kind": ("idara",)}))
        '/?q=dira&aina=idara&idadi=20&ukurasa=2'
        """
        return "/" + self._query(_pairs(search, _SWAHILI))

    def results_with(self, search: SearchParams, facet: str) -> Callable[[str], str]:
        """Return what gives the address of a search with one more value of a facet.

        A page lists up to a hundred values, and their addresses differ in one word.

        >>> address = Links("sw").results_with(SearchParams("dira", limit=20), "kind")
        >>> address("idara"), address("bodi")
        ('/?q=dira&aina=idara&idadi=20', '/?q=dira&aina=bodi&idadi=20')
        """
        filters = {**search.filters, facet: (*search.filters.get(facet, ()), _Open())}
        pairs = _pairs(replace(search, filters=filters, page=1), _SWAHILI)
        at = next(i for i, (_, value) in enumerate(pairs) if isinstance(value, _Open))
        name, language = pairs[at][0], self._language(_SWAHILI)
        before = f"/?{_joined(pairs[:at])}&{name}="
        after = "".join(f"&{pair}" for pair in map(_joined_pair, (*pairs[at + 1 :], *language)))
        return lambda value: f"{before}{_quoted(value)}{after}"

    def document(
        self,
        id: str,
        question: str = "",
        anchor: str = "",
        *,
        section: str = "",
        whole: bool = False,
        formerly: str = "",
    ) -> str:
        """Return the address of a document.

        Args:
            id: of the document.
            question: its words are marked.
            anchor: of the section or passage to start at. A browser sends no fragment, so the
                query has it too: of a long document the server sends the part that contains it.
            section: as *anchor*, for a link to another place in that part.
            whole: a long document is one page.
            formerly: the id or the anchor that an old address had.

        >>> Links("sw").document("sera.md", section="dira", formerly="maono")
        '/hati/sera.md?sehemu=dira&zamani=maono'
        """
        pairs = {
            "q": question,
            "sehemu": "" if whole else section or anchor,
            "nzima": "1" if whole else "",
            "zamani": formerly,
        }
        query = self._query((name, value) for name, value in pairs.items() if value)
        place = f"#{quote(anchor, safe='')}" if anchor else ""
        return f"/hati/{_quoted_path(id)}{query}{place}"

    def comparison(self, id: str, older: str) -> str:
        """Return the address of what changed from one document to the one that replaces it.

        >>> Links("sw").comparison("sera-2024.md", "sera-2012.md")
        '/hati/sera-2024.md/tofauti/sera-2012.md'
        """
        return f"/hati/{quote(id, safe='/')}/tofauti/{quote(older, safe='/')}{self._query(())}"

    def at(self, path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
        """Return the address of a page with a path of its own.

        >>> Links("en").at("/vinjari/nyaraka", [("herufi", "N")])
        '/vinjari/nyaraka?herufi=N&lugha=en'
        """
        return path + self._query(pairs)

    def feed(self, search: SearchParams) -> str:
        """Return the address of the feed of the documents that answer a search."""
        return "/mabadiliko.atom" + self._query(
            _pairs(replace(search, page=1, limit=None), _SWAHILI)
        )

    def _query(self, pairs: Iterable[tuple[str, str]], column: int = _SWAHILI) -> str:
        query = _joined((*pairs, *self._language(column)))
        return f"?{query}" if query else ""

    def _language(self, column: int) -> tuple[tuple[str, str], ...]:
        named = self.named or self.language != LANGUAGES[0]
        return ((LANGUAGE_PARAMETERS[column], self.language),) if named else ()

    def api_results(self, search: SearchParams) -> str:
        """Return the address of a page of results as JSON, its notes in the page's language."""
        return "/api/v1/search" + self._query(_pairs(search, _ENGLISH), _ENGLISH)

    @staticmethod
    def api_document(id: str, question: str = "") -> str:
        """Return the address of a document as JSON."""
        query = f"?{urlencode({'q': question})}" if question else ""
        return f"/api/v1/documents/{quote(id, safe='/')}{query}"


def _joined(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(map(_joined_pair, pairs))


def _joined_pair(pair: tuple[str, str]) -> str:
    return f"{pair[0]}={_quoted(pair[1])}"


@lru_cache(maxsize=1024)
def _quoted_path(id: str) -> str:
    return quote(id, safe="/")


@lru_cache(maxsize=1024)
def _quoted(value: str) -> str:
    """Return a value as a query has it. A page has seventy addresses, of the same few values.

    >>> _quoted("idara"), _quoted("Wizara ya Maji & Co")
    ('idara', 'Wizara+ya+Maji+%26+Co')
    """
    return value if value.isascii() and value.isalnum() else quote_plus(value)


def _pairs(search: SearchParams, column: int) -> list[tuple[str, str]]:
    """Return the parameters of a search; those with their default value are left out."""
    pairs = [("q", search.question)]
    for facet, values in search.filters.items():
        pairs += [(PARAMETERS[facet][column], value) for value in values]
    if search.newest:
        pairs.append((PARAMETERS["sort"][column], NEWEST[column]))
    if search.exact:
        pairs.append((PARAMETERS["exact"][column], "1"))
    if search.limit is not None:
        pairs.append((PARAMETERS["limit"][column], str(search.limit)))
    if search.page > 1:
        pairs.append((PARAMETERS["page"][column], str(search.page)))
    return pairs
