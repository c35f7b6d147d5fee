"""Lists, comparisons and pictures in a real browser: by phone, in the dark, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webui.browser import served
from tests.webui.test_browse import INSTITUTION, PAGES

pytestmark = pytest.mark.browser

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1200, "height": 900}


@pytest.fixture(scope="module")
def address(shipped_index: Path) -> Iterator[str]:
    """The site, served by a process of its own."""
    with served(shipped_index) as site:
        yield site


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_a_reader_browses_to_a_department(scripts, opened, tmp_path):
    """Home, Browse, an institution, its chart, a department: by links only."""
    page = opened("/", viewport=DESKTOP, scripts=scripts)
    page.get_by_role("main").get_by_role("link", name="Vinjari").click()
    page.screenshot(path=tmp_path / "browse.png", full_page=True)
    page.get_by_role("link", name=INSTITUTION).click()
    assert page.get_by_role("heading", level=1).inner_text() == INSTITUTION
    page.screenshot(path=tmp_path / "institution.png", full_page=True)
    page.get_by_role("link", name="Muundo wa taasisi").click()
    assert page.locator(".chart svg").is_visible()
    page.screenshot(path=tmp_path / "chart.png", full_page=True)
    page.locator(".chart a", has_text="Miundombinu").click()
    page.wait_for_url("**/hati/zanzibar/idara.md*#idara-ya-usimamizi-wa-miundombinu-ya-tehama")


def test_a_reader_on_a_phone_compares_and_reads_the_list(opened, tmp_path):
    """The table is cards, the chart is its list, and a form without scripts changes the kind."""
    page = opened("/linganisha", viewport=PHONE, scripts=False, color_scheme="dark")
    page.get_by_label("Aina ya sehemu").select_option("idara")
    page.get_by_role("main").get_by_role("button", name="Linganisha").click()
    page.wait_for_url("**/linganisha?aina=idara")
    assert page.locator(".compared tr").first.is_visible()
    page.screenshot(path=tmp_path / "compare.png", full_page=True)
    page.locator(".compared .name a").first.click()
    page.wait_for_url("**/hati/**")
    phone = opened("/muundo/zanzibar/idara.md", viewport=PHONE)
    assert not phone.locator(".chart").is_visible()
    assert phone.locator(".tree a").first.is_visible()
    phone.screenshot(path=tmp_path / "list.png", full_page=True)


def test_the_keyboard_passes_the_picture_by(opened):
    """Tab goes through the list, where the same links have names; never into the picture."""
    page = opened(f"/muundo/{INSTITUTION}", viewport=DESKTOP)
    for _ in range(30):
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.closest('.chart') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_list_scrolls_sideways(width, scheme, opened, address, tmp_path):
    """At 320 px, which is 1280 px enlarged four times, a reader scrolls in one direction only."""
    page = opened("/vinjari", viewport={"width": width, "height": 740}, color_scheme=scheme)
    for number, place in enumerate(PAGES):
        page.goto(address + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
        page.screenshot(path=tmp_path / f"{number}-{scheme}-{width}.png", full_page=True)
