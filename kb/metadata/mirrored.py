"""The address of a page in a folder that ``wget --mirror`` or a like tool saved.

The path of a file in the corpus comes in, its address goes out. Such tools name the first
folder after the server, and write an address as a path: ``maji.go.tz/huduma/index.html``.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import quote

__all__ = ["mirrored_address"]

_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2}|com|edu|gov|info|int|net|org)"
)
_PAGES = frozenset({".html", ".htm"})
_WITH_QUERY = re.compile(r"(?P<page>[^?]+\?[^?]+)\.html?")


def mirrored_address(id: str) -> str | None:
    """Return the address that a file was saved from; None where its path does not say.

    >>> mirrored_address("maji.go.tz/huduma/index.html"), mirrored_address("sera/maji.html")
    ('https://maji.go.tz/huduma/', None)
    """
    host, _, path = id.partition("/")
    # The host first: few folders are called like one, and every file of a corpus is asked.
    if not path or not _HOST.fullmatch(host) or PurePosixPath(path).suffix.lower() not in _PAGES:
        return None
    if with_query := _WITH_QUERY.fullmatch(path):  # "habari.php?id=7.html"
        page, _, query = with_query["page"].partition("?")
        return f"https://{host}/{quote(page)}?{quote(query, safe='=&')}"
    folder, slash, name = path.rpartition("/")
    return f"https://{host}/{quote(folder + slash if name == 'index.html' else path)}"
