"""Limit the rate of each client with a token bucket.

Takes a client's address and the time, gives the seconds that the client has to wait. An
IPv6 customer usually has a whole /48, so all its addresses share one bucket.
"""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from threading import Lock

__all__ = ["Buckets", "client_key"]

MAX_CLIENTS = 20_000
"""Buckets that are kept; the least recently used goes first. About 4 MB when full."""


def client_key(address: str) -> str:
    """Return the key of the bucket that an address shares.

    >>> client_key("192.0.2.7"), client_key("2001:db8:1:2::7")
    ('192.0.2.7', '2001:db8:1::')
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 48), strict=False).network_address)
    return str(ip)


class Buckets:
    """A bucket for each client: it holds *burst* requests and fills evenly.

    >>> buckets = Buckets(per_minute=60, burst=2)
    >>> [buckets.take("192.0.2.7", now=100.0) for _ in range(3)]
    [0.0, 0.0, 1.0]
    >>> buckets.take("192.0.2.7", now=101.0)
    0.0
    """

    def __init__(self, per_minute: int, burst: int) -> None:
        self._rate = per_minute / 60
        self._burst = float(burst)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, when
        self._lock = Lock()

    @property
    def policy(self) -> tuple[int, int]:
        """The requests of a full bucket, and the seconds in which an empty one fills.

        >>> Buckets(per_minute=300, burst=100).policy
        (100, 20)
        """
        return int(self._burst), math.ceil(self._burst / self._rate)

    def remaining(self, address: str, now: float) -> tuple[int, int]:
        """Return what a client's bucket has: requests, and the seconds until it is full.

        >>> buckets = Buckets(per_minute=60, burst=2)
        >>> buckets.take("192.0.2.7", now=100.0), buckets.remaining("192.0.2.7", now=100.0)
        (0.0, (1, 1))
        """
        with self._lock:
            tokens, when = self._buckets.get(client_key(address), (self._burst, now))
        tokens = min(self._burst, tokens + (now - when) * self._rate)
        return int(tokens), math.ceil((self._burst - tokens) / self._rate)

    def take(self, address: str, now: float) -> float:
        """Take one request from a client's bucket.

        Args:
            address: the client's IP address.
            now: seconds of a monotonic clock.

        Returns:
            0.0 where the bucket had one; otherwise the seconds until it has one.
        """
        key = client_key(address)
        with self._lock:
            tokens, when = self._buckets.pop(key, (self._burst, now))
            tokens = min(self._burst, tokens + (now - when) * self._rate)
            wait = 0.0 if tokens >= 1 else (1 - tokens) / self._rate
            self._buckets[key] = (tokens if wait else tokens - 1, now)
            if len(self._buckets) > MAX_CLIENTS:
                self._buckets.popitem(last=False)
        return wait
