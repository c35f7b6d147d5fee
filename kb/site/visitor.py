"""Ask for pages as the site allows: its robots.txt first, then where redirects lead to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kb.messages import Message
from kb.site.addresses import Address, resolve_link
from kb.site.connection import Connection, Reply, Validators
from kb.site.robots import Robots

__all__ = ["Visitor"]

_REFUSED = Message("robots.txt does not allow it")
_MAX_REDIRECTS = 5


Accepts = Callable[[str, Address], object]


class Visitor:
    """A reader of sites that keeps to their rules.

    Args:
        connection: makes the requests; a rule about their pace makes it slower.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._robots: dict[str, Robots] = {}
        self._silent: dict[str, Message] = {}  # origins that did not answer at all, and why

    def ask(
        self,
        address: Address,
        accepts: Accepts = lambda *_: True,
        known: Callable[[Address], Validators] = lambda _: Validators(),
    ) -> tuple[Address, Reply]:
        """Return where redirects from an address lead to, and the answer there.

        Args:
            address: of the page.
            accepts: tells by the content type and the address whether a page is wanted.
            known: returns what is known of a page from an earlier run.
        """
        for _ in range(_MAX_REDIRECTS + 1):
            if not self.robots(address).allows(str(address)):
                return address, Reply(0, fault=self._silent.get(address.origin, _REFUSED))
            accepted = partial(_is_accepted, accepts, address)
            reply = self._connection.get(address, known=known(address), accepts=accepted)
            if not reply.location:
                return address, reply
            target = resolve_link(address, reply.location)
            if target is None:
                fault = Message("it leads to {url}", url=reply.location[:200])
                return address, Reply(reply.status, fault=fault)
            address = target
        return address, Reply(0, fault=Message("more than {n} redirects", n=_MAX_REDIRECTS))

    def robots(self, address: Address) -> Robots:
        """Return the rules of the server of an address; it is asked once."""
        if address.origin not in self._robots:
            file = address._replace(path="/robots.txt", query="")
            for _ in range(_MAX_REDIRECTS + 1):
                reply = self._connection.get(file)
                target = resolve_link(file, reply.location) if reply.location else None
                if target is None:
                    break
                file = target
            text = (reply.data or b"").decode("utf-8", errors="replace")
            rules = self._robots[address.origin] = Robots(reply.status, text)
            if reply.status == 0 and reply.fault is not None:
                self._silent[address.origin] = reply.fault
            self._connection.delay = max(self._connection.delay, rules.delay)
        return self._robots[address.origin]


def _is_accepted(accepts: Accepts, address: Address, content_type: str) -> bool:
    return bool(accepts(content_type, address))
