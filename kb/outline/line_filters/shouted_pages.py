"""Make capitals mean nothing on a page that is written in capitals.

    TANGAZO KWA UMMA
    MKURUGENZI ANAWATANGAZIA WANANCHI WOTE KUWA HALMASHAURI IMEPIMA VIWANJA VIPYA …
    KWA MAELEZO ZAIDI FIKA OFISI YA MKURUGENZI.

Elsewhere a short line in capitals is the best sign of a heading.
"""

from __future__ import annotations

from dataclasses import replace

from kb.outline.line_filters.base import PageLines

__all__ = ["filter_shouted_pages"]

_MIN_PARAGRAPH = 8
"""Words of a line that is no heading; what most of them look like is how the page is written."""


_MIN_SHOUTED = 3
"""Paragraphs in capitals from which a page is written so; one or two may be long headings."""


def filter_shouted_pages(page: PageLines) -> PageLines:
    """Return a page whose paragraphs are in capitals with the style of its capitals as plain.

    >>> from kb.outline.line_filters.base import page_lines
    >>> page = page_lines("ADA\\n" + 3 * "OMBI LOLOTE LINAPOKELEWA OFISINI NA KUJIBIWA SIKU YA SABA.\\n")
    >>> {its.style for its in filter_shouted_pages(page).shapes}
    {'plain'}
    """
    seen, shapes = page
    paragraphs = [
        its.caps
        for line, its in zip(seen, shapes, strict=True)
        if its.sort not in {"short", "item"} and len(line.body.split()) >= _MIN_PARAGRAPH
    ]
    if sum(paragraphs) < _MIN_SHOUTED or 2 * sum(paragraphs) <= len(paragraphs):
        return page
    plain = [
        replace(its, style="plain", caps=False) if its.style == "caps" else its for its in shapes
    ]
    return PageLines(seen, plain)
