"""The search field in a real browser: completions by keyboard, by finger, for every reader."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.webui.test_browser import address

__all__ = ["address"]  # the fixture

pytestmark = pytest.mark.browser


@pytest.fixture
def expected_complaints() -> str:
    """The console reports a request that was cancelled, or refused on purpose."""
    return r"/api/v1/complete\?|status of 429"


def typed(page: Page, text: str) -> None:
    """Type into the field as a person does, and wait for the list."""
    page.locator("#_q").press_sequentially(text, delay=20)
    expect(page.locator("#_offers")).to_be_visible()


def test_type_arrow_enter(opened):
    """Two keys after the first letters give the results; the field shows what is searched."""
    page = opened()
    typed(page, "misi")
    field = page.get_by_role("combobox", name="Tafuta katika nyaraka")
    options = page.get_by_role("listbox", name="Mapendekezo").get_by_role("option")
    first = options.first.inner_text()
    assert first.startswith("Misingi")
    assert "Mapendekezo" in page.locator("form [role=status]").inner_text()
    page.keyboard.press("ArrowDown")
    expect(field).to_have_value(first)
    expect(field).to_be_focused()
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=Misingi*")
    assert page.locator(".hit mark").count() > 0
    expect(page.locator("#_offers")).to_be_hidden()


def test_the_roles_are_those_of_a_combobox(opened):
    """WAI-ARIA 1.2: closed and open, each role, state and reference is there and valid."""
    page = opened()
    field = page.locator("#_q")
    expect(field).to_have_role("combobox")
    for name, value in (
        ("type", "text"),
        ("aria-expanded", "false"),
        ("aria-autocomplete", "list"),
        ("aria-controls", "_offers"),
        ("autocomplete", "off"),
    ):
        expect(field).to_have_attribute(name, value)
    assert page.locator("#_offers").count() == 1
    typed(page, "wa")
    expect(field).to_have_attribute("aria-expanded", "true")
    ids = page.locator("[id]").evaluate_all("nodes => nodes.map(node => node.id)")
    assert len(set(ids)) == len(ids)
    options = page.locator("#_offers > *")
    assert 1 <= options.count() <= 8
    assert options.evaluate_all("nodes => nodes.every(n => n.getAttribute('role') == 'option')")
    chosen = "nodes => nodes.filter(n => n.getAttribute('aria-selected') == 'true').length"
    assert options.evaluate_all(chosen) == 0
    for _ in range(options.count()):
        page.keyboard.press("ArrowDown")
        assert options.evaluate_all(chosen) == 1
    page.keyboard.press("ArrowDown")  # after the last comes what was typed
    assert options.evaluate_all(chosen) == 0
    expect(field).to_have_value("wa")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")


def test_escape_restores_what_was_typed_and_tab_moves_on(opened):
    """The list changes nothing that was typed, and never keeps the focus."""
    page = opened()
    field = page.locator("#_q")
    typed(page, "wak")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(field).to_have_value("wak")
    expect(page.locator("#_offers")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#_offers")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#_offers")).to_be_hidden()
    expect(page.get_by_role("button", name="Tafuta")).to_be_focused()
    expect(field).to_have_value("wak")
    assert re.fullmatch(r".*/", page.url), "nothing was submitted"


def test_enter_searches_for_what_was_typed(opened):
    """A reader who chooses nothing from the list searches for their own words."""
    page = opened()
    typed(page, "wakurugenz")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=wakurugenz")


@pytest.mark.parametrize("place", ["/", "/?q=bodi", "/hati/bara/kuhusu.md"])
def test_a_finger_chooses(place, opened):
    """On a telephone an offer is 44 px high, inside the screen, and one tap searches."""
    page = opened(place, viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page.locator("#_q").tap()
    page.locator("#_q").fill("")
    typed(page, "misi")
    for box in (item.bounding_box() for item in page.locator("#_offers > *").all()[:4]):
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("#_offers > *").first.tap()
    page.wait_for_url("**/?q=Misingi*")


def test_a_click_chooses_in_the_readers_language(opened):
    """The page stays English; the labels of the list are English too."""
    page = opened("/?lugha=en")
    typed(page, "misi")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    page.locator("#_offers > *").first.click()
    page.wait_for_url("**/?q=Misingi*&lugha=en")


def test_requests_are_few_and_late_answers_are_ignored(opened):
    """A word typed fast is one request, a deleted letter none; a late list is never shown."""
    page = opened()
    asked: list[str] = []
    held: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route.request.url.partition("q=")[2])
        if asked[-1] == "wak":
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/v1/complete*", hold)
    field = page.locator("#_q")
    field.press_sequentially("wak", delay=10)
    page.wait_for_timeout(400)
    assert asked == ["wak"]
    field.press_sequentially("ur", delay=10)
    expect(page.locator("#_offers > *").first).to_contain_text("akur")
    for route in held:
        route.abort()
    expect(page.locator("#_offers > *").first).to_contain_text("akur")
    for letter in "uge":
        field.press_sequentially(letter)
        page.wait_for_timeout(20)
        page.keyboard.press("Backspace")
    page.wait_for_timeout(500)
    assert asked == ["wak", "wakur"]
    field.press_sequentially("ugenzi", delay=60)
    page.wait_for_timeout(600)
    assert len(asked) <= 4


def test_a_site_that_cannot_answer_leaves_the_field_alone(opened):
    """Without completions the field still searches; after an error no request is sent for a while."""
    page = opened()
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=429, headers={"Retry-After": "60"}, json={})

    page.route("**/api/v1/complete*", refuse)
    field = page.locator("#_q")
    for letter in "wakurugenzi":
        field.press_sequentially(letter)
        page.wait_for_timeout(180)
    assert len(asked) == 1
    expect(page.locator("#_offers")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=wakurugenzi")


def test_the_list_never_opens_by_itself(opened):
    """Not when a page loads, not on focus, not after the browser's Back."""
    page = opened("/?q=wakurugenzi")
    page.locator("#_q").focus()
    page.wait_for_timeout(500)
    expect(page.locator("#_offers")).to_be_hidden()
    page.locator("#_q").fill("")
    typed(page, "mku")
    page.locator("main").click(position={"x": 2, "y": 2})
    expect(page.locator("#_offers")).to_be_hidden()
    page.locator(".hit h2 a").first.click()
    page.go_back()
    expect(page.locator("#_offers")).to_be_hidden()


def test_offers_are_text(opened):
    """A heading is shown as it is, and no part of it becomes HTML."""
    page = opened()
    payload = "<img src=x onerror=window.ran=1><b>wakala</b>"
    page.route("**/api/v1/complete*", lambda route: route.fulfill(json={"completions": [payload]}))
    typed(page, "wa")
    assert page.locator("#_offers > *").inner_text() == payload
    assert page.locator("#_offers img, #_offers b").count() == 0
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("place", "width"), [("/", 1280), ("/", 360), ("/?q=bodi", 1280), ("/?q=bodi", 360)]
)
def test_the_list_lies_over_the_page(place, width, scheme, opened, tmp_path):
    """In both themes the list is above everything else on the page, and inside its width."""
    page = opened(place, viewport={"width": width, "height": 720}, color_scheme=scheme)
    page.locator("#_q").fill("")
    typed(page, "wa")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.screenshot(path=tmp_path / "list.png")
    for item in page.locator("#_offers > *").all():
        assert item.evaluate(
            """node => {
                const box = node.getBoundingClientRect();
                if (box.bottom > node.parentElement.getBoundingClientRect().bottom) return true;
                return document.elementFromPoint(box.x + 20, box.y + box.height / 2) === node;
            }"""
        )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
