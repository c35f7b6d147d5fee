"""Read Markdown: the words without the marks, the headings by their marks.

The bytes of a file come in; its text, headings, tables and front matter go out. markdown-it-py
parses by CommonMark, with what writers of notes and sites use beside it: tables, footnotes,
definition lists, admonitions, containers, struck text. ``inline`` takes the words out of a
line, ``blocks`` writes them. ``kb.readers.html`` reads the HTML in a page.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kb.cleaning import clean
from kb.metadata.records import front_matter
from kb.readers.base import Parsed
from kb.readers.layout import TextLayout
from kb.readers.markdown.blocks import MarkdownBlocks
from kb.readers.text import decode

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["VERSION", "parse"]

VERSION = "3"
LIBRARIES = ("markdown-it-py", "mdit-py-plugins", "selectolax")


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Return the text and headings of a Markdown file, and its front matter.

    Raises:
        Unreadable: the file is not text.

    >>> parse(b"# Dira {#dira}\\n\\nKuwa *kinara*.").text
    'Dira\\n\\nKuwa kinara.\\n'
    """
    source = clean(decode(data))
    declared, start = front_matter(source)
    layout = TextLayout()
    environment: dict[str, object] = {}
    tokens = _parser().parse(source[start:], environment)
    MarkdownBlocks(layout, tokens, environment).write()
    headings = layout.headings()
    title = next((h.text for h in headings if h.level == 1), None)
    return Parsed(
        layout.text(), headings or None, title=title, declared=declared, tables=layout.tables()
    )


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.admon import admon_plugin
    from mdit_py_plugins.container import container_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(admon_plugin)
    parser.use(container_plugin, "part", validate=lambda *_: True)  # of any name
    # A footnote stays where it is; ``blocks`` puts it below the paragraph that refers to it.
    return parser.disable("footnote_tail")
