"""What a site allows: its robots.txt, read with Protego. The only module that calls it.

RFC 9309 decides: a site without the file allows everything; a site whose server fails
allows nothing until it answers again.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["AGENT", "Robots"]

AGENT = "Kisima"
_MAX_CHARACTERS = 512 * 1024  # RFC 9309: at least 500 KiB must be read
_MAX_DELAY = 30.0  # seconds; a longer one would make a site of 100 pages take an hour
_CLIENT_ERRORS = range(400, 500)
_SUCCESS = range(200, 300)


class Robots:
    """The rules of one site for Kisima.

    Args:
        status: of the answer for /robots.txt; 0 where there was none.
        text: of the file.

    >>> Robots(200, "User-agent: *\\nDisallow: /siri").allows("http://maji.example/siri/a")
    False
    """

    def __init__(self, status: int, text: str) -> None:
        from protego import Protego

        if status in _CLIENT_ERRORS:
            text = ""
        elif status not in _SUCCESS:
            text = "User-agent: *\nDisallow: /"
        self._rules = Protego.parse(text[:_MAX_CHARACTERS])

    def allows(self, url: str) -> bool:
        """Tell whether a page may be fetched."""
        return bool(self._rules.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """Seconds between two requests that the site asks for; 0 where it asks for none."""
        return min(float(self._rules.crawl_delay(AGENT) or 0), _MAX_DELAY)

    @property
    def sitemaps(self) -> Iterable[str]:
        """The addresses of its sitemaps."""
        return tuple(self._rules.sitemaps)
