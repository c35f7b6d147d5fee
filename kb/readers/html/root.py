"""Choose the element of a web page that holds its text: the share of its words decides.

``<main>`` may be only the picture on top, and the only ``<article>`` a card in the sidebar. So
such an element is the page only if it holds nearly all words that are not boilerplate, or most
of them and the rest is in no paragraph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kb.readers.html.boilerplate import Boilerplate
from kb.readers.html.tags import children, heading_level

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["text_root"]

_SURE, _LIKELY = 0.8, 0.5

_MIN_WORDS = 10
"""Words of a main part without a paragraph; most of a few words in no paragraph is no page."""


class _Kept(NamedTuple):
    """Counts over an element, boilerplate left out."""

    words: int  # outside links
    blocks: int  # paragraphs and headings


def text_root(tree: LexborHTMLParser, body: LexborNode, boilerplate: Boilerplate) -> LexborNode:
    """Return the element that is read: *body*, or the main part that the page marks."""
    articles = tree.css("article")
    candidates = [*tree.css("main, [role=main]"), *(articles if len(articles) == 1 else ())]
    whole = _kept(body, boilerplate) if candidates else _Kept(0, 0)
    best, most = body, 0
    for node in candidates:
        part = _kept(node, boilerplate)
        sure = part.words >= _SURE * whole.words
        likely = part.words >= _LIKELY * whole.words and part.blocks == whole.blocks
        stands = part.blocks > 0 or part.words >= _MIN_WORDS
        if stands and part.words > most and (sure or likely):
            best, most = node, part.words
    return best


def _kept(root: LexborNode, boilerplate: Boilerplate) -> _Kept:
    words = blocks = 0
    extent = boilerplate.extents.get(root.mem_id)
    if extent is None:
        return _Kept(0, 0)
    words = extent.prose
    waiting = [root]
    while waiting:
        for child in children(waiting.pop()):
            below = boilerplate.extents.get(child.mem_id) if child.is_element_node else None
            if below is None or not below.words:
                continue
            if boilerplate.leaves_out(child):
                words -= below.prose
                continue
            blocks += child.tag == "p" or heading_level(child) > 0
            waiting.append(child)
    return _Kept(words, blocks)
