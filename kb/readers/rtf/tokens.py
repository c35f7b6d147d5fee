"""Cut RTF into its tokens: groups, control words, characters.

The bytes of a file come in, tokens go out. Nothing is understood here. Binary data (\\bin) is
passed over by its declared length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["RtfToken", "rtf_tokens"]

_TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})"
    rb"|\\(?:(?P<word>[A-Za-z]{1,64})(?P<number>-?\d{1,10})?\x20?|'(?P<hex>[0-9A-Fa-f]{2})|(?P<sign>[^A-Za-z]))"
    rb"|(?P<text>[^\\{}\r\n\0]+)"
)


class RtfToken(NamedTuple):
    """One token."""

    kind: str  # open, close, word, sign, bytes
    name: str = ""  # of a control word or sign
    number: int | None = None  # behind a control word
    data: bytes = b""  # characters in the code page of the font


def rtf_tokens(data: bytes) -> Iterator[RtfToken]:
    """Yield the tokens of a file; what is no RTF between them is passed over.

    >>> [token.kind for token in rtf_tokens(b"{\\\\b Dira\\\\'e9\\\\~}")]
    ['open', 'word', 'bytes', 'bytes', 'sign', 'close']
    """
    at = 0
    while (match := _TOKEN.search(data, at)) is not None:
        at = match.end()
        kind = match.lastgroup
        if kind in {"open", "close"}:
            yield RtfToken(str(kind))
        elif match["word"] is not None:
            name, written = match["word"].decode("ascii"), match["number"]
            number = int(written) if written is not None else None
            if name == "bin":
                at += max(0, number or 0)
                continue
            yield RtfToken("word", name, number)
        elif match["hex"] is not None:
            yield RtfToken("bytes", data=bytes((int(match["hex"], 16),)))
        elif match["sign"] is not None:
            yield RtfToken("sign", match["sign"].decode("latin-1"))
        else:
            yield RtfToken("bytes", data=match["text"])
