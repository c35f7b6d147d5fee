"""One request to a website: bounded in size and time, never into a private network.

An Address goes out, a Reply comes back; a redirect is a Reply too. Requests follow one
another with a delay, as one careful reader would. The only module that calls httpx.

A name is resolved once, its network address is checked, and the connection goes to that
very address: a name that changes between check and use leads nowhere else.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import httpx

from kb import __version__
from kb.messages import Message
from kb.site.addresses import PORTS, Address, public_addresses
from kb.site.robots import AGENT

__all__ = ["Connection", "Reply", "Validators"]

_USER_AGENT = f"{AGENT}/{__version__} (+https://pypi.org/project/kisima/)"
_TIMEOUT = httpx.Timeout(20.0, connect=10.0)  # seconds without a byte
_MAX_SECONDS = 120.0  # of one answer: a server may send a byte now and then for ever
_BUSY = frozenset({429, 503})
_MAX_RETRIES = 2
_MAX_PAUSE = 60.0  # seconds that a busy server can make us wait
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a page, to be asked whether it has changed."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers of a conditional request."""
        fields = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return {name: value for name, value in fields if value}


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one request."""

    status: int  # 0: there was no answer
    data: bytes | None = None  # of a page that is wanted; None for any other answer
    content_type: str = ""  # "text/html", without parameters
    location: str = ""  # where a redirect leads, as written
    validators: Validators = Validators()
    is_hidden: bool = False  # the header X-Robots-Tag asks not to be found
    fault: Message | None = None  # why there is no page


class Connection:
    """Requests, one after the other.

    Args:
        max_bytes: a larger page is refused, and no more of it is read.
        delay: seconds between two requests.
        allow_private: whether addresses inside a network may be asked.
        sleep: waits; another one for tests.
    """

    def __init__(
        self,
        *,
        max_bytes: int,
        delay: float = 1.0,
        allow_private: bool = False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.delay = delay
        self._max_bytes, self._sleep = max_bytes, sleep
        self._free_at = 0.0
        self._client = httpx.Client(
            transport=_CheckedTransport(allow_private=allow_private),
            timeout=_TIMEOUT,
            headers={"User-Agent": _USER_AGENT, "Accept-Language": "sw, en;q=0.5"},
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._client.close()

    def get(
        self,
        address: Address,
        *,
        known: Validators = Validators(),
        accepts: Callable[[str], bool] = lambda _: True,
    ) -> Reply:
        """Return the answer for an address; a failure is an answer with a fault.

        Args:
            address: of the page; a redirect is not followed.
            known: of the page as it was fetched before. If it is unchanged, the status is 304.
            accepts: tells by the content type whether the page is wanted; the content of any
                other is not read.
        """
        for attempt in range(_MAX_RETRIES + 1):
            self._wait()
            reply, pause = self._request(address, known, accepts)
            if reply.status not in _BUSY or attempt == _MAX_RETRIES:
                break
            self._sleep(min(max(pause, self.delay), _MAX_PAUSE))
        return reply

    def _wait(self) -> None:
        pause = self._free_at - time.monotonic()
        if pause > 0:
            self._sleep(pause)

    def _request(
        self, address: Address, known: Validators, accepts: Callable[[str], bool]
    ) -> tuple[Reply, float]:
        """Return the answer, and how many seconds a busy server asks to wait."""
        try:
            with self._client.stream("GET", str(address), headers=known.headers()) as response:
                return self._reply(response, accepts), _seconds(response.headers)
        except _PrivateAddress:
            fault = Message("a private address; to allow it: --allow-private")
            return Reply(0, fault=fault), 0.0
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            cause = str(error) or type(error).__name__
            return Reply(0, fault=Message("no answer ({cause})", cause=cause)), 0.0
        finally:
            self._free_at = time.monotonic() + self.delay

    def _reply(self, response: httpx.Response, accepts: Callable[[str], bool]) -> Reply:
        headers = response.headers
        content_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        status = response.status_code
        if status in _REDIRECTS:
            return Reply(status, location=headers.get("Location", ""))
        if status != _OK:
            return Reply(status, fault=Message("the server answers {status}", status=status))
        if not accepts(content_type):
            fault = Message("not a document ({type})", type=content_type or "?")
            return Reply(status, content_type=content_type, fault=fault)
        data = self._content(response)
        return Reply(
            status,
            data if isinstance(data, bytes) else None,
            content_type,
            validators=Validators(headers.get("ETag", ""), headers.get("Last-Modified", "")),
            is_hidden="noindex" in headers.get("X-Robots-Tag", "").lower(),
            fault=data if isinstance(data, Message) else None,
        )

    def _content(self, response: httpx.Response) -> bytes | Message:
        """Return the content of an answer, or why it is not read to its end."""
        until = time.monotonic() + _MAX_SECONDS
        parts = bytearray()
        for part in response.iter_bytes(chunk_size=64 * 1024):
            parts += part
            if len(parts) > self._max_bytes:
                return Message("larger than {limit} bytes", limit=f"{self._max_bytes:,}")
            if time.monotonic() > until:
                return Message("slower than {limit} seconds", limit=int(_MAX_SECONDS))
        return bytes(parts)


class _PrivateAddress(OSError):
    """A host has only addresses that may not be asked."""


class _CheckedTransport(httpx.HTTPTransport):
    """Sends a request to a network address that was checked, under the name of its host."""

    def __init__(self, *, allow_private: bool) -> None:
        super().__init__(trust_env=False)
        self._allow_private = allow_private

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """See httpx. The header Host is there already; TLS checks the name, not the number."""
        host = request.url.host
        port = request.url.port or PORTS[request.url.scheme]
        numbers = public_addresses(host, port, allow_private=self._allow_private)
        if not numbers:
            raise _PrivateAddress(host)
        for number in numbers[:-1]:
            try:
                return self._send(request, host, number)
            except httpx.ConnectError:
                continue
        return self._send(request, host, numbers[-1])

    def _send(self, request: httpx.Request, host: str, number: str) -> httpx.Response:
        extensions = {**request.extensions, "sni_hostname": host}
        url = request.url.copy_with(host=number)
        return super().handle_request(
            httpx.Request(
                request.method,
                url,
                headers=request.headers,
                stream=request.stream,
                extensions=extensions,
            )
        )


def _seconds(headers: httpx.Headers) -> float:
    """Return the seconds of ``Retry-After``; a date in it counts as the longest pause."""
    value = headers.get("Retry-After", "")
    return float(value) if value.isdecimal() else _MAX_PAUSE if value else 0.0
