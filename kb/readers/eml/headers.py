"""Read the headers of a mail: subject, sender, date; a damaged one is read as it is written.

The library raises errors of many kinds over headers that programs have broken. ``LENIENT`` is
its policy without them: a header that cannot be parsed is the text in the file.
"""

from __future__ import annotations

from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parsedate_to_datetime
from typing import Any

from kb.cleaning import one_line

__all__ = ["LENIENT", "header", "sent_on"]

_MAX_LETTERS = 1_000


class _Lenient(EmailPolicy):
    """The policy of new mails, without its errors."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """Return a header as an object, or as the text that it is where it cannot be parsed."""
        try:
            return super().header_fetch_parse(name, value)
        # email raises IndexError, AttributeError and others over headers it cannot parse.
        except Exception:
            return _decoded(" ".join(str(value).split()))


# Headers are never written, so long ones need not be folded anew.
LENIENT = _Lenient(refold_source="none")
"""The policy by which mails are read."""


def _decoded(written: str) -> str:
    """Return a header in plain letters, as far as its codes are whole."""
    try:
        return str(make_header(decode_header(written)))
    except Exception:  # as above
        return written


def header(message: EmailMessage, name: str) -> str:
    """Return a header in plain letters on one line; "" where it is missing."""
    return one_line(str(message.get(name) or ""))[:_MAX_LETTERS]


def sent_on(message: EmailMessage) -> str | None:
    """Return the day on which a mail was sent, by the clock of the sender, or None."""
    try:
        return parsedate_to_datetime(header(message, "Date")).date().isoformat()
    except Exception:  # as above, for a date of no calendar
        return None
