"""Colours of the style sheet, and how well one can be read on another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

__all__ = ["Colour", "Theme", "contrast", "hexadecimal", "mixed", "parsed", "theme_colours"]

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255 (sRGB)."""

Theme = Literal["light", "dark"]

_CSS = Path(__file__).parent / "static" / "kisima.css"
_DARK = "@media (prefers-color-scheme: dark)"
_TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")


@cache
def theme_colours(theme: Theme) -> Mapping[str, Colour]:
    """Return the colours of a theme by their names in the style sheet.

    >>> theme_colours("light")["on-water"]
    (255, 255, 255)
    """
    light, _, rest = _CSS.read_text(encoding="utf-8").partition(_DARK)
    dark = rest.partition("@media")[0]
    named = _TOKEN.findall(light + (dark if theme == "dark" else ""))
    return MappingProxyType({name: parsed(value) for name, value in named})


def parsed(text: str) -> Colour:
    """Return the colour that "#rrggbb" writes.

    >>> parsed("#0a5c6b")
    (10, 92, 107)
    """
    red, green, blue = bytes.fromhex(text[1:])
    return red, green, blue


def hexadecimal(colour: Colour) -> str:
    """Return a colour as CSS writes it.

    >>> hexadecimal((10, 92, 107))
    '#0a5c6b'
    """
    return "#" + bytes(colour).hex()


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return a colour between two.

    Args:
        one: the first.
        other: the second.
        share: of the second, 0 to 1.

    >>> mixed((0, 0, 0), (200, 100, 0), 0.5)
    (100, 50, 0)
    """
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, relative luminance.

    >>> round(contrast((0, 0, 0), (255, 255, 255)), 3)
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [value / 255 for value in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
