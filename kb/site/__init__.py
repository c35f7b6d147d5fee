"""Fetch the pages of a website into the corpus, politely, and again when they change.

addresses      which addresses are fetched, and where each page lies in the corpus
connection     one request: sizes and times are bounded, private addresses refused
robots         what a site allows, and how fast
visitor        asks as the site allows, and follows redirects
links          the links of a page, the addresses of a sitemap
content_types  which answers are documents
records        what was fetched before: ``.kisima-site.json`` and its journal, in the folder
pages          keeps the pages of a site, and says what changed
crawl          the pages of a site, one after the other
"""

from kb.site.addresses import Address, read_address
from kb.site.connection import Connection
from kb.site.crawl import MAX_PAGES, SiteReport, fetch_site
from kb.site.pages import FetchedPage

__all__ = [
    "MAX_PAGES",
    "Address",
    "Connection",
    "FetchedPage",
    "SiteReport",
    "fetch_site",
    "read_address",
]
