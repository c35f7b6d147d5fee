"""A website, an empty corpus, and a run that waits for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.site import Connection, SiteReport, fetch_site, read_address
from tests.kb.site.server import Site, website


@pytest.fixture
def site():
    """A website without pages."""
    with website() as running:
        yield running


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """An empty corpus."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


@pytest.fixture
def fetch(site: Site, corpus: Path):
    """Fetch a path of the site; keywords are those of ``fetch_site`` and of the connection."""

    def run(path: str = "/", *, max_bytes: int = 1 << 20, allow_private: bool = True, **more):
        with Connection(max_bytes=max_bytes, delay=0.0, allow_private=allow_private) as connection:
            report: SiteReport = fetch_site(
                read_address(site.url + path), corpus, connection, **{"whole": True} | more
            )
        return report

    return run


def text_of(title: str, *links: str) -> str:
    """Return a page with links."""
    anchors = "".join(f'<a href="{link}">{link}</a> ' for link in links)
    return f"<html><title>{title}</title><h1>{title}</h1><p>Habari za {title}.</p>{anchors}</html>"
