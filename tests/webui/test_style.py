"""The style sheet: readable colours, and nothing from other servers."""

from __future__ import annotations

import re

import pytest

from webui.colours import contrast, theme_colours
from webui.rendering import FOLDER

CSS = (FOLDER / "static" / "kisima.css").read_text(encoding="utf-8")
READING_CSS = (FOLDER / "static" / "reading.css").read_text(encoding="utf-8")
TEMPLATES = {
    path.name: path.read_text(encoding="utf-8") for path in (FOLDER / "templates").iterdir()
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "minimum"),
    [
        ("ink", "ground", 7.0),
        ("ink", "surface", 7.0),
        ("soft", "ground", 4.5),
        ("soft", "surface", 4.5),
        ("water", "ground", 4.5),
        ("water", "surface", 4.5),
        ("water", "shallow", 4.5),
        ("water-deep", "shallow", 4.5),
        ("ink", "shallow", 7.0),
        ("on-water", "water", 4.5),
        ("on-water", "water-deep", 4.5),
        ("mark-ink", "mark", 7.0),
        ("edge", "ground", 3.0),  # the edge of the field, and the signs after headings
        ("mark-line", "mark", 1.5),
    ],
)
def test_text_can_be_read_in_both_themes(theme, front, back, minimum):
    """The contrast of the style sheet's own colours is high enough; text needs 4.5:1."""
    of = theme_colours(theme)
    assert contrast(of[front], of[back]) >= minimum


NAMESPACES = {"http://a9.com/-/spec/opensearch/1.1/", "http://www.w3.org/2005/Atom"}


def test_nothing_comes_from_other_servers():
    """No font, picture or script is loaded from a server that would learn of the reader."""
    assert not re.search(r"url\(|@import|https?:", CSS + READING_CSS)
    for name, text in TEMPLATES.items():
        addresses = re.findall(r"https?:[^\s\"]+|//\w", text)
        assert set(addresses) <= NAMESPACES, name


def test_no_template_turns_text_into_html():
    """Escaping is never switched off, and no style or script is inside a template."""
    for name, text in TEMPLATES.items():
        assert not re.search(r"\|\s*safe|autoescape|Markup", text), name
        ours = re.sub(r"<script src=\"\{\{ asset\['\w+\.js'\] \}\}\" defer></script>", "", text)
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", ours), name


@pytest.mark.parametrize("name", ["completion.js", "reading.js"])
def test_a_script_makes_no_html_and_calls_no_other_server(name):
    """It puts text on the page, never HTML, and is one small file without a library."""
    script = (FOLDER / "static" / name).read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(", script
    )
    assert not re.search(r"https?:|import\b|cookie|\.style\b", script)
    stored = set(re.findall(r"localStorage\.\w+\(\"([\w.]+)\"", script))
    assert stored <= {"kisima.keys"}, "only whether keys are on, and only after a click"
    assert len(script.encode()) < 8_000


def test_the_script_of_comfort_sends_nothing():
    """It makes no request and no HTML; what it remembers stays in the reader's browser."""
    script = (FOLDER / "static" / "comfort.js").read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(|\.style\b", script
    )
    assert not re.search(
        r"fetch|XMLHttpRequest|sendBeacon|WebSocket|https?:|import\b|cookie", script
    )
    assert len(script.encode()) < 6_000


def test_readers_wishes_are_met():
    """Dark theme, more contrast, forced colours and paper have rules, and nothing moves."""
    for wish in (
        "prefers-color-scheme: dark",
        "prefers-contrast: more",
        "forced-colors: active",
        "@media print",
        ":focus-visible",
    ):
        assert wish in CSS
    assert not re.search(r"animation|transition|scroll-behavior|@keyframes", CSS + READING_CSS)
    for wish in ("forced-colors: active", "@media print"):
        assert wish in READING_CSS
    assert not re.search(r"#[0-9a-f]{6}", READING_CSS), "colours are named in kisima.css"
