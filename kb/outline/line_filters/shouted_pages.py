"""Make capitals mean nothing on a page that is written in capitals.

    TANGAZO KWA UMMA
    MKURUGENZI ANAWATANGAZIA WANANCHI WOTE KUWA HALMASHAURI IMEPIMA VIWANJA VIPYA …
    KWA MAELEZO ZAIDI FIKA OFISI YA MKURUGENZI.

Elsewhere a short line in capitals is the best sign of a heading.
"""

from __future__ import annotations

from dataclasses import replace

from kb.outline.first_words import begins_with
from kb.outline.line_filters.base import PageLines

__all__ = ["filter_shouted_pages"]

_MIN_PARAGRAPH = 8
"""Words of a line that is no heading; what most of them look like is how the page is written."""


_MIN_NEWS, _MIN_HEADLINE = 5, 4
"""Lines of a list of news, and words of most of them."""

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
    if _is_list_of_news(page):
        return PageLines(
            seen, [replace(its, sort="text", stop=False, name_end=0) for its in shapes]
        )
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


def _is_list_of_news(page: PageLines) -> bool:
    """Tell whether a page is nothing but headlines in capitals, of which none is about the page."""
    seen, shapes = page
    long = sum(len(line.body.split()) >= _MIN_HEADLINE for line in seen)
    named = any(begins_with(line.body, "document") for line in seen)
    return (
        len(seen) >= _MIN_NEWS
        and all(line.body.isupper() for line in seen)
        and not any(its.style in {"number", "letter", "part", "mark"} for its in shapes)
        and 2 * long > len(seen)
        and not named
    )
