"""Count the words of each element of a page: in links, in headings, in the labels of a form.

A tree comes in; for each element below *root* an ``Extent`` goes out. The counts decide what
is text and what is a list of links around it (``boilerplate``, ``root``).
The walk does not recurse, so deep nesting cannot overflow Python's stack.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.messages import Message
from kb.readers.base import Unreadable
from kb.readers.html.tags import heading_level

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["MAX_DEPTH", "Extent", "count_words"]

MAX_DEPTH = 256
"""Pages by people have a few dozen levels of nesting; a deeper one is meant to do harm."""

_WORD = re.compile(r"\w+")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|zip|rtf|csv|txt)(?:[?#]|$)", re.IGNORECASE)


@dataclass(slots=True)
class Extent:
    """Counts over an element and everything below it."""

    words: int = 0
    linked: int = 0  # words in links
    links: int = 0
    files: int = 0  # links to a file, which are part of a text as a title is
    inner: int = 0  # links to a place on the same page
    numbers: int = 0  # words that are numbers
    labels: int = 0  # words in labels of form fields
    headings: int = 0

    @property
    def prose(self) -> int:
        """Words outside links."""
        return self.words - self.linked

    def add(self, other: Extent) -> None:
        """Add the counts of a child."""
        self.words += other.words
        self.linked += other.linked
        self.links += other.links
        self.files += other.files
        self.inner += other.inner
        self.numbers += other.numbers
        self.labels += other.labels
        self.headings += other.headings


def count_words(root: LexborNode, is_unread: Callable[[LexborNode], bool]) -> Mapping[int, Extent]:
    """Return the extent of *root* and each element below it, by ``mem_id``.

    Args:
        root: usually ``<body>``.
        is_unread: tells of an element whether nothing in it is read; it has no extent.

    Raises:
        Unreadable: the page is nested too deep.
    """
    extents: dict[int, Extent] = {}
    open_elements = [(root, Extent())]
    child = root.first_child
    while open_elements:
        if child is None:
            node, extent = open_elements.pop()
            _close(node, extent)
            extents[node.mem_id] = extent
            if open_elements:
                open_elements[-1][1].add(extent)
                child = node.next
        elif child.is_text_node:
            words = _WORD.findall(child.text_content or "")
            open_elements[-1][1].words += len(words)
            open_elements[-1][1].numbers += sum(word.isdigit() for word in words)
            child = child.next
        elif not child.is_element_node or is_unread(child):
            child = child.next
        else:
            open_elements.append((child, Extent()))
            if len(open_elements) > MAX_DEPTH:
                raise Unreadable(Message("nested too deep to read"))
            child = child.first_child
    return extents


def _close(node: LexborNode, extent: Extent) -> None:
    """Count what an element is, when its children are counted."""
    if node.tag == "a":
        href = node.attributes.get("href")
        if href and extent.words:
            extent.linked, extent.links = extent.words, 1
            extent.files = int(_FILE.search(href) is not None)
            extent.inner = int(href.startswith("#") and len(href) > 1)
    elif node.tag == "label":
        extent.labels = extent.words
    elif extent.words and heading_level(node):
        extent.headings = 1
