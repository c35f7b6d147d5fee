"""Links and sitemaps are read from whatever a server sends."""

from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as st

from kb.site.links import page_links, sitemap_addresses


def test_a_page_may_ask_not_to_be_found():
    """Robots' words in a page count as those of robots.txt do."""
    page = page_links(b'<base href="/sw/"><META NAME=Robots CONTENT="NOINDEX,follow"><a href=a>')
    assert (page.base, page.links, page.is_hidden, page.is_followed) == ("/sw/", ["a"], True, True)


def test_a_packed_sitemap_that_never_ends_is_cut():
    """A few kilobytes can unpack to gigabytes."""
    bomb = gzip.compress(b"<urlset>" + b" " * (60 * 1024 * 1024))
    assert sitemap_addresses(bomb) == ([], [])


@given(st.binary(max_size=200) | st.text("<>/&!-[]abcloc=\"' ", max_size=80).map(str.encode))
def test_any_bytes_are_read(data):
    """What a server sends is not always what it says."""
    assert all(isinstance(link, str) for link in page_links(data).links)
    for sent in (data, b"\x1f\x8b" + data):
        pages, sitemaps = sitemap_addresses(sent)
        assert all(isinstance(url, str) for url in (*pages, *sitemaps))
