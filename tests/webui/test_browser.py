"""A real browser on a real server: what a reader does, without an error in the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.indexing import update
from tests.webui.browser import page_of, served
from tests.webui.conftest import settings_of

pytestmark = pytest.mark.browser

ADDRESSES = (
    "/",
    "/?q=wakala",
    "/?q=wakala&aina=idara&lugha=en",
    "/?q=xylofonium",
    "/hati/bara/misingi-mikuu.md?q=uadilifu",
    "/hati/zanzibar/idara.md",
    "/api/v1/?lugha=en",
)


@pytest.fixture(scope="module")
def address(shipped_index: Path) -> Iterator[str]:
    """The site, served by a process of its own."""
    with served(shipped_index) as site:
        yield site


@pytest.fixture
def complaints() -> list[str]:
    """What the browser wrote on its console, or could not load."""
    return []


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_a_reader_finds_the_section(scripts, browser, address, complaints, tmp_path):
    """Type, press Enter, see the marks, open the section, come back: with scripts and without."""
    context = browser.new_context(java_script_enabled=scripts)
    page = page_of(context, complaints)
    page.goto(f"{address}/")
    page.get_by_role("search").get_by_label("Tafuta katika nyaraka").fill("wakurugenzi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=wakurugenzi")
    assert page.title() == "wakurugenzi – Matokeo – Kisima"
    assert "mkurugenzi" in {text.lower() for text in page.locator(".hit mark").all_inner_texts()}
    page.screenshot(path=tmp_path / "results.png")
    page.locator(".hit h2 a").first.click()
    page.wait_for_url("**#wakurugenzi-wa-idara")
    section = page.locator("section:target")
    assert section.locator("mark").first.inner_text() == "Wakurugenzi"
    if scripts:  # without them, playwright cannot look at what is in view
        assert (
            section.evaluate("node => node.getBoundingClientRect().top")
            < page.viewport_size["height"]
        )
    page.screenshot(path=tmp_path / "document.png")
    page.get_by_role("link", name="Rudi kwenye matokeo").click()
    page.wait_for_url("**/?q=wakurugenzi")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()
    assert complaints == []


def test_a_reader_opens_a_copy(browser, complaints, tmp_path):
    """A page and its print version are one hit; "also in" leads to the passage in the other."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    notice = "Ada ya leseni ya biashara ni shilingi elfu hamsini kwa mwaka mzima wa fedha."
    for name in ("tangazo.html", "chapa/tangazo.html"):
        (corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (corpus / name).write_text(f"<h1>Tangazo</h1><h2>Ada</h2><p>{notice}</p>", "utf-8")
    update(corpus, index, settings_of(corpus, index))
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = page_of(context, complaints)
    with served(index) as site:
        page.goto(f"{site}/?q=leseni")
        assert page.locator(".hit").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.screenshot(path=tmp_path / "copies.png")
        page.locator(".hit .copies a").click()
        page.wait_for_url("**/hati/chapa/tangazo.html?q=leseni&sehemu=ada#ada")
        assert page.locator("section:target mark").first.inner_text() == "leseni"
    context.close()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_scrolls_sideways(width, scheme, browser, address, complaints, tmp_path):
    """At 320 px, which is 1280 px enlarged four times, a reader scrolls in one direction only."""
    context = browser.new_context(
        viewport={"width": width, "height": 640}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = page_of(context, complaints)
    for number, place in enumerate(ADDRESSES):
        page.goto(address + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
        page.screenshot(path=tmp_path / f"{number}-{scheme}-{width}.png", full_page=True)
    context.close()
    assert complaints == []


def test_dark_is_dark(browser, address, complaints):
    """The page has the reader's theme, and so do marks and field."""
    shades = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = page_of(context, complaints)
        page.goto(f"{address}/?q=wakurugenzi")
        for selector in ("html", "mark", ".field"):
            colour = page.locator(selector).first.evaluate(
                "node => getComputedStyle(node).backgroundColor"
            )
            shades[scheme, selector] = sum(map(int, re.findall(r"\d+", colour)[:3]))
        context.close()
    assert all(shades["dark", s] < shades["light", s] for s in ("html", "mark", ".field"))
    assert complaints == []


def test_the_keyboard_reaches_everything_and_focus_is_seen(browser, address, complaints):
    """Tab goes to the skip link first; each element with the focus has an outline."""
    context = browser.new_context()
    page = page_of(context, complaints)
    page.goto(f"{address}/?q=wakurugenzi")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    assert first == "skip"
    assert page.locator(".skip").evaluate("node => node.getBoundingClientRect().top") >= 0
    for _ in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "[getComputedStyle(document.activeElement).outlineStyle, document.activeElement.tagName]"
        )
        assert seen[0] != "none", seen
    context.close()
    assert complaints == []


def test_links_are_large_enough_for_a_finger(browser, address, complaints):
    """Links outside of a sentence are at least 24 px high, on a telephone too."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = page_of(context, complaints)
    for place in ("/", "/?q=wakala", "/hati/zanzibar/idara.md"):
        page.goto(address + place)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        alone = page.locator(
            ".switch, .brand, .examples a, .pages a, .filters li a, .contents li a, .orders a, .chips a, summary, button"
        ).filter(visible=True)
        for height in alone.evaluate_all(
            "nodes => nodes.map(n => n.getBoundingClientRect().height)"
        ):
            assert height >= 24, place
    context.close()
    assert complaints == []


@pytest.mark.parametrize("media", ["print", "forced-colors"])
def test_marks_are_more_than_a_colour(media, browser, address, complaints):
    """On paper and in forced colours a mark is still underlined."""
    context = browser.new_context()
    page = page_of(context, complaints)
    if media == "print":
        page.emulate_media(media="print")
    else:
        page.emulate_media(forced_colors="active")
    page.goto(f"{address}/hati/bara/misingi-mikuu.md?q=uadilifu")
    style = page.locator("article mark").first.evaluate(
        "node => [getComputedStyle(node).borderBottomStyle, getComputedStyle(node).borderBottomWidth]"
    )
    assert style == ["solid", "2px"]
    printed = page.locator(".printed")
    assert printed.is_visible() == (media == "print")
    assert page.locator(".top").is_visible() == (media != "print")
    context.close()
    assert complaints == []


def test_the_policy_stops_what_templates_would_let_through(browser, address, complaints):
    """The browser does not run a script that gets into a page."""
    context = browser.new_context()
    page = page_of(context, complaints)
    page.goto(f"{address}/")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')"
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in complaint for complaint in complaints)
    context.close()


@pytest.mark.parametrize("width", [360, 1200])
def test_a_wide_table_scrolls_by_itself(width, browser, complaints, tmp_path):
    """Seven columns on a telephone: the page stays, the table moves, and no word is broken."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    columns = ["Na.", "Wadhifa", "Anayeteua", "Makaoni", "Kiasi", "Uwezekano", "Mawasiliano"]
    rows = "\n".join("\t".join(f"{name} {n}" for name in columns) for n in range(30))
    header = "\t".join(columns)
    (corpus / "a.txt").write_text(f"Uteuzi\n\nMaelezo ya uteuzi ni haya.\n\n{header}\n{rows}\n")
    update(corpus, index, settings_of(corpus, index))
    with served(index) as site, browser.new_context(viewport={"width": width, "height": 800}) as it:
        page = page_of(it, complaints)
        for place in ("/?q=wadhifa+29", "/hati/a.txt?q=wadhifa"):
            page.goto(site + place)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place
            box = page.locator(".table").first
            if width == 360:
                assert box.evaluate("it => it.scrollWidth > it.clientWidth"), place
            cell = page.locator("th").nth(5)
            assert cell.evaluate("it => it.clientHeight") < 60, "the word is on one line"
            assert box.locator("th mark").count() == 1
    assert complaints == []
