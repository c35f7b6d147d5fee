"""Put the numbers of footnotes into brackets: "wananchi1" becomes "wananchi[1]".

A parsed page comes in and is changed. Without the brackets, the number would be a part of
the word before it or, in the note, of the word behind it. A link with the number of a note
leads to a place on the same page, and is raised or named as a note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.cleaning import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["bracket_notes"]

_NUMBER = re.compile(r"\d{1,3}|[ivx]{1,5}|[*†‡]")
_BACK = "↩↵↑^\ufe0e\ufe0f"
"""Signs of a link from a note back to the text; it is left out."""
_NOTE = re.compile(r"(?:foot|end)?-?note|(?:^|[\s_-])(?:fn|ftn|cite|ref)", re.IGNORECASE)


def bracket_notes(tree: LexborHTMLParser) -> None:
    """Put the number of every link to a note, and back, into brackets; leave out arrows back."""
    for link in tree.css("a[href*='#']"):
        words = one_line(link.text())
        if words and not words.strip(_BACK):
            link.decompose()
        elif _NUMBER.fullmatch(words) and (_is_raised(link) or _is_named(link)):
            after = link.next
            glued = (
                after is not None
                and after.is_text_node
                and (after.text_content or "")[:1].isalnum()
            )
            link.replace_with(f"[{words}]{' ' * bool(glued)}")


def _is_raised(link: LexborNode) -> bool:
    above = link.parent
    return link.css_first("sup") is not None or (above is not None and above.tag == "sup")


def _is_named(link: LexborNode) -> bool:
    names = (link.attributes.get(name) or "" for name in ("class", "role", "href", "id", "name"))
    return any(_NOTE.search(name) for name in names)
