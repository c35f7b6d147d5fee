"""The results page in a real browser: filters, chips, pages, keys, last searches; and axe on every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from kb.indexing import update
from tests.webui.browser import LOOKS, put_on, served
from tests.webui.conftest import settings_of
from tests.webui.test_browse import PAGES as LISTS
from tests.webui.test_results_page import YEARS

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/?q=wakala",
    "/?q=wakala&taasisi=Wakala+ya+Serikali+Mtandao+(eGA)&muundo=markdown",
    "/?q=leseni&panga=mpya",
    "/?q=Bodi+ya+Ushauri+huongozwa+na+nani",
    "/?q=wakulugenzi",
    "/?q=xylofonium+wakurenzii&aina=dira",
    "/hati/bara/misingi-mikuu.md?q=uadilifu",
    "/hati/zanzibar/idara.md",
    "/hati/hakuna",
    "/?q=wakala&taasisi=hakuna",
    "/vinjari/nyaraka?taasisi=hakuna",
    "/api/v1/",
    "/kuhusu",
    *LISTS,
)
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1200, "height": 900}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site over the shipped documents and nine dated ones, served by a process of its own."""
    folder = tmp_path_factory.mktemp("journeys")
    corpus, index = folder / "corpus", folder / "index"
    shipped = Path(__file__).resolve().parents[2] / "corpus"
    texts = {str(p.relative_to(shipped)): p for p in shipped.rglob("*") if p.is_file()}
    for name, source in texts.items():
        (corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (corpus / name).write_bytes(source.read_bytes())
    for name, text in YEARS.items():
        (corpus / name).write_text(text, encoding="utf-8")
    update(corpus, index, settings_of(corpus, index))
    with served(index) as site:
        yield site


@pytest.fixture
def expected_complaints() -> str:
    """Some pages are of an address that nothing has."""
    return "status of 404"


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_search_filter_chip_and_page_2(viewport, scripts, opened, tmp_path):
    """A reader narrows, sees what is chosen at the top, turns the page, and takes it back."""
    page = opened("/", viewport=viewport, scripts=scripts)
    page.locator("#_q").fill("leseni")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=leseni")
    page.goto(f"{page.url}&idadi=3")
    if viewport is PHONE:
        page.get_by_role("link", name="Chuja matokeo").click()
    page.locator(".filters a", has_text="Maji").click()
    chip = page.locator(".chips a", has_text="Maji")
    expect(chip).to_be_visible()
    page.screenshot(path=tmp_path / "filtered.png")
    if scripts:
        assert chip.evaluate("node => node.getBoundingClientRect().bottom") < viewport["height"]
    page.get_by_role("link", name="Ukurasa unaofuata").click()
    page.wait_for_url("**ukurasa=2")
    assert "taasisi=Maji" in page.url
    page.locator(".chips a").click()
    page.wait_for_url("**/?q=leseni&idadi=3")
    expect(page.locator(".chips")).to_have_count(0)
    page.get_by_role("link", name="Mpya kwanza").click()
    expect(page.locator(".hit .source time").first).to_have_text("1 Mei 2024")
    page.screenshot(path=tmp_path / "newest.png", full_page=True)
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_keys_walk_the_results_and_can_be_switched_off(opened, tmp_path):
    """/ goes to the field, j and k to the results, Enter opens; a switch ends it, and lasts."""
    page = opened("/?q=wakala", viewport=DESKTOP)
    headings = page.locator(".hit h2 a")
    page.keyboard.press("j")
    expect(headings.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(headings.nth(2)).to_be_focused()
    page.keyboard.press("k")
    expect(headings.nth(1)).to_be_focused()
    page.screenshot(path=tmp_path / "walked.png")
    page.keyboard.press("/")
    field = page.locator("#_q")
    expect(field).to_be_focused()
    page.keyboard.type("j/k")
    expect(field).to_have_value("j/k")
    page.keyboard.press("Escape")
    field.blur()
    page.keyboard.press("j")
    target = headings.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")
    page.go_back()
    page.locator(".comfort summary").click()
    page.get_by_label("Tumia vibonye").uncheck()
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_last_searches_are_kept_only_if_wished(opened):
    """Nothing is stored before the reader asks for it; then a list appears, and is forgotten again."""
    page = opened("/?q=wakala", viewport=PHONE)
    assert page.evaluate("localStorage.length") == 0
    page.locator(".comfort summary").click()
    page.get_by_label("Kumbuka nilichotafuta").check()
    page.goto(page.url.replace("wakala", "dira"))
    page.goto(page.url.replace("dira", "idara"))
    page.locator(".comfort summary").click()
    past = page.locator(".past a")
    expect(past).to_have_text(["idara", "dira"])
    assert page.context.cookies() == []
    past.nth(1).click()
    page.wait_for_url("**/?q=dira")
    page.locator(".comfort summary").click()
    page.get_by_role("button", name="Futa", exact=True).click()
    expect(page.locator(".past")).to_be_hidden()
    page.get_by_label("Kumbuka nilichotafuta").uncheck()
    page.goto(page.url.replace("dira", "idara"))
    assert page.evaluate("localStorage.getItem('kisima.list')") is None


def test_without_scripts_no_switch_is_shown(opened):
    """Keys and past searches need the script; without it nothing promises them."""
    assert opened("/?q=wakala", scripts=False).locator(".comfort:visible").count() == 0


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, DESKTOP], ids=["320", "1200"])
def test_every_look_fits_the_screen(viewport, opened, address, tmp_path):
    """No look of any page scrolls sideways; each leaves a picture to be looked at."""
    page = opened(viewport=viewport)
    for number, place in enumerate(PAGES):
        page.goto(address + place)
        for look in LOOKS:
            put_on(page, look)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= viewport["width"], (place, look)
            page.screenshot(path=tmp_path / f"{number}-{look}.png", full_page=True)


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_axe_finds_nothing(scripts, viewport, language, opened, address):
    """No rule of axe-core is broken on any page, in any colours. Without scripts, the site's own are not loaded."""
    page = opened(viewport=viewport)
    if not scripts:  # axe is one itself, so the context must run scripts
        page.route("**/*.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    axe = Axe()
    for place in PAGES:
        page.goto(f"{address}{place}{'&' if '?' in place else '?'}lugha={language}")
        if scripts and page.locator(".comfort").count():
            page.locator(".comfort summary").click()
        for look in ("light", "dark", "contrast"):
            put_on(page, look)
            results = axe.run(page)
            assert results.violations_count == 0, f"{place} {look}\n{results.generate_report()}"
