"""The pages of tests/data/pages/web as plain text: a "#" per level before a heading."""

from __future__ import annotations

from pathlib import Path

from kb.readers.base import Parsed

PAGES = Path(__file__).parents[3] / "data" / "pages" / "web"


def marked(parsed: Parsed) -> str:
    """Return the text of a parse without blank lines, its title on top, its headings marked."""
    text = parsed.text
    for heading in reversed(parsed.headings or ()):
        text = f"{text[: heading.start]}{'#' * heading.level} {text[heading.start :]}"
    lines = [line for line in text.split("\n") if line.strip()]
    return "\n".join([f"{parsed.title} | {parsed.publisher}", *lines]) + "\n"
