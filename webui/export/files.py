"""The files of an export, and relative addresses between them.

A file's name is made of what it shows and a hash, in small Latin letters: it is the same on
every disk, also where a stick keeps no other letters and no difference of case. Swahili pages
are at the top, English ones in the folder ``en``; both use the same styles and data.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from webui.browse_links import BrowseParams
from webui.links import Links

__all__ = ["ENGLISH", "FileLinks", "document_file", "list_file"]

ENGLISH = "en/"
"""The folder of the English pages."""

_MAX_NAME = 60


def _named(text: str, identity: str) -> str:
    """Return a file name: the letters of a text, and a hash of what it stands for.

    >>> _named("Sera ya Maji (2012)", "sera/maji.pdf")
    'sera-ya-maji-2012-8f734d7d'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MAX_NAME].strip("-")
    return "-".join(filter(None, (words, hashlib.sha256(identity.encode()).hexdigest()[:8])))


def document_file(id: str) -> str:
    """Return the file of a document's page, the same in both languages.

    >>> document_file("bara/kuhusu.md")[:24]
    'hati/kuhusu-md-5ac49028.'
    """
    return f"hati/{_named(id.rpartition('/')[2], id)}.html"


def list_file(params: BrowseParams) -> str:
    """Return the file of a list of documents, or of the sections of one kind.

    >>> list_file(BrowseParams(letter="N", page=2)), list_file(BrowseParams(kind="dira"))
    ('orodha/herufi-n-8ce86a6a-2.html', 'orodha/aina-dira-62cb1667.html')
    """
    chosen = next(
        (
            f"{name}-{_named(value, value)}"
            for name, value in (
                ("aina", params.kind),
                ("taasisi", params.institution),
                ("mwaka", params.year),
                ("herufi", params.letter),
            )
            if value
        ),
        "nyaraka",
    )
    page = f"-{params.page}" if params.page > 1 else ""
    return f"orodha/{chosen}{page}.html"


@dataclass(frozen=True, slots=True)
class FileLinks(Links):
    """Addresses from one file of an export to the others; see Links.

    Args:
        page: the file that the addresses are in, without the folder of its language.
        has: tells whether the collection has a document.

    >>> links = FileLinks("en", page="hati/a.html", has=lambda _: True)
    >>> links.home(), links.file("static/kisima.css"), links.in_language("sw")
    ('../index.html', '../../static/kisima.css', '../../hati/a.html')
    """

    page: str = "index.html"
    has: Callable[[str], bool] = bool

    @property
    def own(self) -> str:
        """The file that the addresses are in."""
        return self._folder(self.language) + self.page

    @staticmethod
    def _folder(language: str) -> str:
        return ENGLISH if language == "en" else ""

    def file(self, path: str) -> str:
        """Return the address of a file of the export that is one for both languages."""
        return quote(posixpath.relpath(path, posixpath.dirname(self.own) or "."))

    def to(self, page: str) -> str:
        """Return the address of a page in the same language."""
        return self.file(self._folder(self.language) + page)

    def in_language(self, language: str) -> str:
        """Return the address of the same page in a language."""
        return self.file(self._folder(language) + self.page)

    def home(self) -> str:
        """See Links."""
        return self.to("index.html")

    def search(self) -> str:
        """Return the address of the page that searches."""
        return self.to("tafuta.html")

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
        """See Links; a document is one page, and a page without script takes no question."""
        return self.to(document_file(id)) + (f"#{quote(anchor, safe='')}" if anchor else "")
