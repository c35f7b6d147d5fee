"""Fill templates in for an export: the site's own, but for the few that ask a server.

A template of this package goes before one of the site with the same name. It reaches that one
as ``site/NAME``: ``{% extends "site/document.html" %}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

from kb.messages import Message
from kb.settings import Settings
from webui.branding import BRAND_FOLDER, Brand, brand_files
from webui.browse_links import BrowseParams
from webui.export.files import FileLinks, list_file
from webui.language import LANGUAGE_NAMES, other_language
from webui.rendering import FOLDER, template_environment
from webui.view_models import Layout, Link, Page

__all__ = ["Frame", "static_files"]

_OWN = Path(__file__).parent
_STYLES = ("kisima.css", "browse.css", "reading.css", "reading.js", "favicon.svg")
"""What an export takes of the site's static files."""

_SITE = FileSystemLoader(FOLDER / "templates")
_TEMPLATES = template_environment(
    ChoiceLoader([FileSystemLoader(_OWN / "templates"), PrefixLoader({"site": _SITE}), _SITE])
)


def static_files(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the static files of an export with their content: ours, and those of the agency."""
    sources = [
        *(FOLDER / "static" / name for name in _STYLES),
        *sorted((_OWN / "static").iterdir()),
    ]
    for source in sources:
        yield f"static/{source.name}", source.read_bytes()
    for file in brand_files(settings)[1]:
        yield _brand_file(file.path), file.content


def _brand_file(address: str) -> str:
    """Return the file of an export that a file of the agency is kept in."""
    return "static/brand/" + address.partition("?")[0].removeprefix(BRAND_FOLDER)


@dataclass(frozen=True)
class Frame:
    """What all pages of an export share.

    Args:
        brand: the agency's name, mark and colours, with the addresses of the site.
        date: when the collection was brought up to date, ISO.
        has_institutions: whether there is a list of institutions.
    """

    brand: Brand
    date: str
    has_institutions: bool

    def layout(self, links: FileLinks, title: Message | str, date: str | None = None) -> Layout:
        """Return the frame of one page.

        Args:
            links: addresses from this page.
            title: of the window.
            date: of what is on the page, ISO; that of the collection where left out.
        """
        other = other_language(links.language)
        mark, style = self.brand.mark, self.brand.style
        lists = [(Message("Browse"), links.to("orodha.html"))]
        lists.append((Message("Documents A–Z"), links.to(list_file(BrowseParams()))))
        if self.has_institutions:
            lists.append((Message("Institutions"), links.to("orodha/taasisi.html")))
        return Layout(
            language=links.language,
            links=links,
            brand=replace(
                self.brand,
                mark=links.file(_brand_file(mark)) if mark else None,
                style=links.file(_brand_file(style)) if style else None,
            ),
            title=title,
            home=links.home(),
            switch=Link(LANGUAGE_NAMES[other], links.in_language(other)),
            question="",
            limit=None,
            address=links.page,
            retrieval_date=date or self.date,
            indexable=False,
            lists=tuple(lists),
        )

    def render(self, page: Page, links: FileLinks, *, original: str | None = None) -> str:
        """Return the template of a page, filled in.

        Args:
            page: what is filled in.
            links: addresses from its file.
            original: the address of the file that a document was read from, where it was copied.
        """
        template = _TEMPLATES.get_template(page.template)
        return template.render(
            page=page, language=page.language, asset=_Assets(links), original=original
        )


class _Assets(Mapping[str, str]):
    """The address of each static file, from one page."""

    def __init__(self, links: FileLinks) -> None:
        self._links = links

    def __getitem__(self, name: str) -> str:
        return self._links.file(f"static/{name}")

    def __iter__(self) -> Iterator[str]:
        return iter(_STYLES)

    def __len__(self) -> int:
        return len(_STYLES)
