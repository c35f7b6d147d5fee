"""An agency's own name, mark and colours: shown on every page, or refused with the reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from kb.errors import SettingInvalid
from kb.messages import translate
from kb.settings import load
from tests.webui.conftest import settings_of
from webui.app import create_app
from webui.branding import MIN_CONTRAST, brand_files
from webui.colours import contrast, parsed, theme_colours

MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>'
)


def branded(**given: str):
    """The settings of a site with its own looks."""
    return load(given, environ={})


@pytest.fixture
def agency(corpus, shipped_index, tmp_path):
    """A reader of a site with its own name, mark and colour."""
    mark = tmp_path / "nembo.svg"
    mark.write_text(MARK)
    looks = {"site_name": "Wakala wa Maji", "site_mark": str(mark), "site_accent": "#8a1c3b"}
    with TestClient(create_app(settings_of(corpus, shipped_index, **looks))) as reader:
        yield reader


@pytest.mark.parametrize("address", ["/", "/?q=wakala", "/hati/bara/kuhusu.md", "/hati/hakuna"])
def test_every_page_has_the_agency_s_name_mark_and_colours(address, agency):
    """The name is in the title and at the top; mark and colours are files of the same site."""
    tree = LexborHTMLParser(agency.get(address).text)
    assert tree.css_first("title").text().endswith("– Wakala wa Maji")
    assert "Kisima" not in tree.text()
    mark = tree.css_first("img.well").attributes
    assert mark["alt"] == ""
    served = agency.get(mark["src"])
    assert (served.headers["content-type"], served.text) == ("image/svg+xml", MARK)
    assert "immutable" in served.headers["cache-control"]
    assert "default-src 'none'" in served.headers["content-security-policy"]
    styles = [link.attributes["href"] for link in tree.css("link[rel=stylesheet]")]
    assert any("--water:#8a1c3b" in agency.get(style).text for style in styles)


def test_the_browser_s_search_has_the_agency_s_name(agency):
    """The OpenSearch description is named after the site."""
    assert "<ShortName>Wakala wa Maji</ShortName>" in agency.get("/opensearch.xml").text


def test_without_settings_nothing_is_added(client):
    """The page of Kisima itself loads one style sheet."""
    assert len(LexborHTMLParser(client.get("/").text).css("link[rel=stylesheet]")) == 1


colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#" + bytes(rgb).hex())


@given(colours)
def test_a_colour_can_be_read_or_is_refused_with_one_that_can(colour):
    """Whatever is accepted is readable in both themes; a refusal names a colour that is accepted."""
    try:
        _, (style,) = brand_files(branded(site_accent=colour))
    except SettingInvalid as error:
        (near,) = re.findall(r"#[0-9a-f]{6}", translate(error.expected, "en"))
        _, (style,) = brand_files(branded(site_accent=near))
    rules = style.content.decode().split("@media")[:2]
    for theme, rule in zip(("light", "dark"), rules, strict=True):
        token = {
            name: parsed(value)
            for name, value in re.findall(r"--([\w-]+):(#[0-9a-f]{6})[;}]", rule)
        }
        own = theme_colours(theme)
        for ground in (own["ground"], own["surface"], token["shallow"]):
            assert contrast(token["water"], ground) >= MIN_CONTRAST
            assert contrast(token["water-deep"], ground) >= MIN_CONTRAST
        assert contrast(token["on-water"], token["water"]) >= MIN_CONTRAST


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"site_accent": "#ffcc00"}, "contrast of at least 4.5:1"),
        ({"site_accent_dark": "#202020"}, "contrast of at least 4.5:1"),
        ({"site_accent": "red"}, "#rrggbb"),
        ({"site_mark": "hakuna.svg"}, "at most 64 kB"),
        ({"site_mark": __file__}, "SVG, PNG or WebP"),
    ],
)
def test_looks_that_cannot_be_shown_are_refused(given, reason):
    """The site does not start, and the message says what is valid."""
    with pytest.raises(SettingInvalid) as refused:
        brand_files(branded(**given))
    assert reason in translate(refused.value.expected, "en")


def test_a_large_mark_is_refused(tmp_path):
    """A picture that is larger than ten pages has no place on each of them."""
    mark = tmp_path / "nembo.png"
    mark.write_bytes(b"\x89PNG" + bytes(65 * 1024))
    with pytest.raises(SettingInvalid):
        brand_files(branded(site_mark=str(mark)))


def test_the_mark_is_beside_the_file_of_settings(tmp_path, monkeypatch):
    """A relative path in kisima.toml starts at the folder of that file."""
    (tmp_path / "nembo.svg").write_text(MARK)
    (tmp_path / "kisima.toml").write_text('site_mark = "nembo.svg"\n')
    monkeypatch.chdir(Path(__file__).parent)
    brand, _ = brand_files(load(environ={}, config=tmp_path / "kisima.toml"))
    assert brand.mark is not None
