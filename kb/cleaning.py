"""Clean decoded text before offsets are counted in it.

The characters of a file come in, ``Document.text`` goes out. A file without faults keeps
every character, so its offsets are those of the file.

Control characters would reach the terminal. Bidirectional controls can make a page show
another sentence than it contains. Soft hyphens and zero-width blanks break words in two,
unseen. None of them is language, so all are removed.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean", "one_line"]

_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, but tab and line end
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"  # unseen, bidi
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"  # marks, halves, tags
)


def clean(text: str) -> str:
    """Return *text* in NFC, with line feeds as line ends and without invisible characters.

    >>> clean("Dira\\r\\nma\\u00adjukumu\\x1b[31m")
    'Dira\\nmajukumu[31m'
    """
    even = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", even)


def one_line(text: str) -> str:
    """Return *text* cleaned, on one line, single blanks between its words.

    >>> one_line(" Dira \\n ya Wakala ")
    'Dira ya Wakala'
    """
    return " ".join(clean(text).split())
