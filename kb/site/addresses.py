"""Addresses of pages: which are fetched, and where each page lies in the corpus.

An address as typed or linked comes in; an Address goes out, in the one writing that all
its variants share: no fragment, no standard port, the host in small letters.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
import socket
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from kb.errors import SettingInvalid
from kb.messages import Message

__all__ = ["PORTS", "Address", "public_addresses", "read_address", "resolve_link"]

PORTS: Mapping[str, int] = {"http": 80, "https": 443}
"""The schemes that are fetched, and the standard port of each."""

_SAFE = "/%:@!$&'()*+,;=~-._"
_UNWRITABLE = re.compile(r'[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\:*?"<>|]')
_MAX_NAME = 80  # characters of one part of a path in the corpus
_MAX_PARTS = 12
_MAX_LENGTH = 2_000  # characters of an address


class Address(NamedTuple):
    """The address of a page."""

    scheme: str  # http or https
    host: str
    port: int
    path: str  # starts with "/"
    query: str = ""

    def __str__(self) -> str:
        return f"{self.origin}{self.path}" + (f"?{self.query}" if self.query else "")

    @property
    def origin(self) -> str:
        """The address of the server.

        >>> read_address("HTTPS://Maji.example:443/a#b").origin
        'https://maji.example'
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def folder(self) -> str:
        """The folder of the site in the corpus.

        >>> read_address("http://maji.example:8080/").folder
        'maji.example_8080'
        """
        standard = self.port in PORTS.values()
        host = self.host.replace(":", "_")
        return host if standard else f"{host}_{self.port}"

    @property
    def directory(self) -> str:
        """The path below which the pages of a site are: up to the last "/"."""
        return self.path.rpartition("/")[0] + "/"

    def is_below(self, start: Address) -> bool:
        """Tell whether a page belongs to the site that starts at an address."""
        same = (self.host, self.port) == (start.host, start.port) or (
            self.host == start.host and {self.port, start.port} <= set(PORTS.values())
        )
        return same and self.path.startswith(start.directory)

    def name(self, suffix: str) -> str:
        """Return the path of the page below the folder of its site.

        Args:
            suffix: of its format, ".html".

        >>> read_address("http://maji.example/habari/?id=7").name(".html")
        'habari/index~id=7.html'
        """
        parts = [
            _part(part) for part in unquote(self.path).split("/") if part not in ("", ".", "..")
        ]
        if self.path.endswith("/") or not parts:
            parts.append("index")
        *folders, last = parts[:_MAX_PARTS]
        if last.lower().endswith(suffix):
            last = last[: -len(suffix)]
        if self.query:
            last = _part(f"{last}~{unquote(self.query).replace('/', '_')}")
        if len(parts) > _MAX_PARTS:
            last = f"{last}~{_digest(self.path)}"
        return "/".join((*folders, last + suffix))


def read_address(text: str) -> Address:
    """Return the address that a person typed.

    Raises:
        SettingInvalid: it is not the address of a page on the web.

    >>> str(read_address("https://maji.example/Huduma za maji"))
    'https://maji.example/Huduma%20za%20maji'
    """
    address = _parse(text.strip())
    if address is None:
        expected = Message("the address of a page: https://…, without a password")
        raise SettingInvalid("url", text, expected)
    return address


def resolve_link(base: Address, link: str) -> Address | None:
    """Return the address that a link of a page leads to; None where it is no page of the web.

    >>> str(resolve_link(read_address("https://maji.example/a/b"), "../c?d#e"))
    'https://maji.example/c?d'
    """
    try:
        return _parse(urljoin(str(base), link.strip()))
    except ValueError:
        return None


def _parse(text: str) -> Address | None:
    try:
        parts = urlsplit(text)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
        host = host.encode("idna").decode() if not host.isascii() else host
    except ValueError:  # also what idna raises
        return None
    unsafe = parts.username is not None or parts.password is not None or len(text) > _MAX_LENGTH
    if scheme not in PORTS or not host or unsafe or any(c.isspace() for c in host):
        return None
    path = quote(parts.path or "/", safe=_SAFE)
    return Address(scheme, host, port or PORTS[scheme], path, quote(parts.query, safe=_SAFE + "?"))


def public_addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Return the network addresses of a host, those that may be asked.

    A name of the web may lead into the office's own network; its pages are not public.

    Args:
        host: a name, or a network address.
        port: of the server.
        allow_private: whether addresses inside a network are returned too.

    Raises:
        OSError: the host has no address.

    >>> public_addresses("127.0.0.1", 80, allow_private=False)
    []
    """
    records = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = dict.fromkeys(str(record[4][0]) for record in records)
    return [one for one in found if allow_private or ipaddress.ip_address(one).is_global]


def _part(text: str) -> str:
    """Return one part of a path as a file can be called: no hidden file, no long name."""
    name = _UNWRITABLE.sub("_", unicodedata.normalize("NFC", text)).strip(" .") or "_"
    if len(name.encode()) > _MAX_NAME:
        name = f"{name.encode()[: _MAX_NAME - 9].decode(errors='ignore')}~{_digest(text)}"
    return name


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:8]
