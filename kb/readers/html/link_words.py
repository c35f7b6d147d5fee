"""Tell words that only lead somewhere: "Soma zaidi", "Juu", "[hariri]", "¶".

The words of a link, a button or a heading come in; yes or no, or the words that say something, go out.
"""

from __future__ import annotations

import re

__all__ = ["is_lead_on", "without_edit_links"]

_LEAD_ON = re.compile(
    r"(?:(?:soma|angalia|tazama|ona|onyesha) (?:zaidi|zote|yote|vyote|wote)|endelea kusoma|"
    r"(?:rudi |nenda )?juu|rudi (?:mwanzo|nyuma)|read (?:more|on)|continue reading|(?:view|see|show|learn) "
    r"(?:all|more)|(?:back to )?top|(?:skip|jump) to .{3,30}|(?:ruka|nenda) (?:hadi|kwenye|menyu).{0,30}|"
    r"toggle \w+|tafuta|search)\W*",
    re.IGNORECASE,
)
_EDIT = re.compile(r"\s*\[\s*(?:hariri|edit)\b[^\[\]]{0,30}\]\s*$", re.IGNORECASE)

_PERMALINK = frozenset("¶#§🔗")
"""Words of a link from a heading to itself."""


def is_lead_on(words: str) -> bool:
    """Tell whether the words of a link or a button only lead to more, or to the top.

    >>> is_lead_on("Soma zaidi »"), is_lead_on("soma zaidi hapa")
    (True, False)
    """
    return words in _PERMALINK or _LEAD_ON.fullmatch(words) is not None


def without_edit_links(words: str) -> str:
    """Return words without the links of a wiki to edit a section, as they are copied with it.

    >>> without_edit_links("Historia[hariri | hariri chanzo]"), without_edit_links("Bei [2]")
    ('Historia', 'Bei [2]')
    """
    return _EDIT.sub("", words)
