"""An agency's own name, mark and colours, from the settings; no template is touched.

    site_name          in the title of every window and at the top of every page
    site_mark          a picture beside the name, instead of the well
    site_accent        links, buttons, bars; the tints and the dark theme are made from it

A colour that cannot be read on the page is refused when the site starts. The design and
its tokens: docs/design.md
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from kb.errors import SettingInvalid
from kb.messages import Message
from kb.settings import Settings
from webui.colours import Colour, contrast, hexadecimal, mixed, parsed, theme_colours

__all__ = ["BRAND_FOLDER", "MIN_CONTRAST", "Brand", "BrandFile", "brand_files", "brand_of"]

BRAND_FOLDER = "/static/brand/"
"""Where the mark and the colours are served. The address ends with a hash of the content."""

MIN_CONTRAST = 4.5
"""Of text on its ground: WCAG 2.2, success criterion 1.4.3."""

_CALM_CONTRAST = 7.0  # that a derived colour of the dark theme is lightened to
_MAX_MARK_BYTES = 64 * 1024
_MARK_TYPES: Mapping[str, str] = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
}
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_TINT, _DEEPER = 0.1, 0.25


@dataclass(frozen=True, slots=True)
class Brand:
    """What every page shows of the agency."""

    name: str = "Kisima"
    mark: str | None = None  # the picture's address; None: the well
    style: str | None = None  # the address of its colours; None: those of the style sheet


@dataclass(frozen=True, slots=True)
class BrandFile:
    """A file of the agency, as it is served."""

    path: str
    content: bytes
    media_type: str

    @property
    def address(self) -> str:
        """The path, with a hash of the content: browsers may keep the file for a year."""
        return f"{self.path}?v={hashlib.sha256(self.content).hexdigest()[:12]}"


def brand_of(request: Request) -> Brand:
    """Return the brand of the site that a request is for."""
    brand: Brand = request.app.state.brand if "app" in request.scope else Brand()
    return brand


def brand_files(settings: Settings) -> tuple[Brand, list[BrandFile]]:
    """Return the brand of the settings, and the files to serve for it.

    Raises:
        SettingInvalid: the mark is no small picture, or a colour cannot be read on the page.
    """
    mark = _mark(settings.site_mark) if settings.site_mark else None
    style = _style(settings.site_accent, settings.site_accent_dark)
    brand = Brand(
        settings.site_name, mark.address if mark else None, style.address if style else None
    )
    return brand, [file for file in (mark, style) if file is not None]


def _mark(name: str) -> BrandFile:
    path = Path(name)
    media_type = _MARK_TYPES.get(path.suffix.lower())
    try:
        content = path.read_bytes() if media_type and path.is_file() else b""
    except OSError:
        content = b""
    if not media_type or not 0 < len(content) <= _MAX_MARK_BYTES:
        expected = Message("an SVG, PNG or WebP file of at most 64 kB")
        raise SettingInvalid("site_mark", name, expected)
    return BrandFile(f"{BRAND_FOLDER}mark{path.suffix.lower()}", content, media_type)


def _style(accent: str, accent_dark: str) -> BrandFile | None:
    """Return the style sheet with the agency's colours; None where it has none."""
    if not accent and not accent_dark:
        return None
    light, dark = theme_colours("light"), theme_colours("dark")
    rules = []
    if accent:
        rules.append(_rule(_readable("site_accent", accent, light), light, _BLACK, _WHITE))
    if accent_dark:
        on_dark = _readable("site_accent_dark", accent_dark, dark)
    else:
        on_dark = _lightened(_colour("site_accent", accent), dark)
    dark_rule = _rule(on_dark, dark, _WHITE, dark["ground"])
    rules.append(f"@media (prefers-color-scheme:dark){{{dark_rule}}}")
    rules.append("@media print{:root{--water:#000}}")
    return BrandFile(f"{BRAND_FOLDER}colours.css", "".join(rules).encode(), "text/css")


def _rule(accent: Colour, theme: Mapping[str, Colour], deeper: Colour, text: Colour) -> str:
    """Return the tokens of one theme that an accent decides."""
    tokens = {
        "water": hexadecimal(accent),
        "water-deep": hexadecimal(mixed(accent, deeper, _DEEPER)),
        "on-water": hexadecimal(text),
        "shallow": hexadecimal(_tint(accent, theme)),
        "ripple": f"{hexadecimal(accent)}26",
    }
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in tokens.items()) + "}"


def _readable(name: str, value: str, theme: Mapping[str, Colour]) -> Colour:
    """Return a colour of the settings that can be read on every ground of a theme.

    Raises:
        SettingInvalid: it is no colour, or its contrast is too low.
    """
    colour = _colour(name, value)
    reached = _contrast(colour, theme)
    if reached < MIN_CONTRAST:
        expected = Message(
            "a colour with a contrast of at least {minimum}:1 to the page; "
            "this one has {contrast}:1, and {near} would do",
            minimum=MIN_CONTRAST,
            contrast=f"{reached:.1f}",
            near=hexadecimal(_nearest(colour, theme)),
        )
        raise SettingInvalid(name, value, expected)
    return colour


def _colour(name: str, value: str) -> Colour:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise SettingInvalid(name, value, Message("a colour as #rrggbb"))
    return parsed(value)


def _contrast(accent: Colour, theme: Mapping[str, Colour]) -> float:
    """Return the lowest contrast of an accent with the grounds that it is text on."""
    grounds = (theme["ground"], theme["surface"], _tint(accent, theme))
    return min(contrast(accent, ground) for ground in grounds)


def _tint(accent: Colour, theme: Mapping[str, Colour]) -> Colour:
    return mixed(theme["surface"], accent, _TINT)


def _nearest(colour: Colour, theme: Mapping[str, Colour]) -> Colour:
    """Return the colour nearest to one, towards ink, that can be read."""
    steps = (mixed(colour, theme["ink"], step / 20) for step in range(1, 21))
    return next((one for one in steps if _contrast(one, theme) >= MIN_CONTRAST), theme["ink"])


def _lightened(colour: Colour, theme: Mapping[str, Colour]) -> Colour:
    """Return a colour made lighter until it can be read calmly on a dark page."""
    steps = (mixed(colour, _WHITE, step / 20) for step in range(20))
    return next((one for one in steps if _contrast(one, theme) >= _CALM_CONTRAST), theme["ink"])
