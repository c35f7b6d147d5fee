"""A real browser on a long document: what a reader does, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from kb.indexing import update
from tests.webui.browser import served
from tests.webui.conftest import settings_of
from tests.webui.test_comparison import ADDRESS as COMPARISON
from tests.webui.test_comparison import NEW, OLD
from tests.webui.test_documents import long_document

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a long document and two versions of another."""
    corpus = tmp_path_factory.mktemp("reading") / "corpus"
    corpus.mkdir()
    front = "---\nkichwa: Kanuni za Mamlaka\ntaasisi: Wakala wa Majaribio\ntarehe: 2020\n---\n"
    (corpus / "kanuni.md").write_text(front + long_document(), "utf-8")
    (corpus / "kanuni-2012.md").write_text(OLD, "utf-8")
    (corpus / "kanuni-2024.md").write_text(NEW, "utf-8")
    index = corpus.parent / "index"
    update(corpus, index, settings_of(corpus, index))
    with served(index) as site:
        yield site


def in_view(page: Page, selector: str) -> bool:
    """Say whether an element is on the screen."""
    return page.locator(selector).first.evaluate(
        "node => { const box = node.getBoundingClientRect();"
        " return box.bottom > 0 && box.top < innerHeight }"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_words_are_on_the_first_screen_of_a_phone(scheme, opened, tmp_path):
    """The contents are folded; one tap opens them, and an entry leads to another part."""
    page = opened("/hati/kanuni.md", viewport=PHONE, color_scheme=scheme)
    assert in_view(page, "article p")
    assert not page.locator(".contents li a").first.is_visible()
    page.screenshot(path=tmp_path / f"phone-{scheme}.png")
    page.locator(".contents summary").click()
    page.locator(".contents li a", has_text="Sura ya 9").first.click()
    page.wait_for_url("**/hati/kanuni.md?sehemu=sura-ya-9#sura-ya-9")
    assert in_view(page, "section:target h2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.screenshot(path=tmp_path / f"phone-part-{scheme}.png")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_the_contents_are_beside_the_text_where_there_is_room(scripts, opened, tmp_path):
    """They stay in view while the text moves; with the script the current section is marked."""
    page = opened("/hati/kanuni.md", viewport=DESKTOP, scripts=scripts)
    assert page.locator(".contents li a").first.is_visible()
    page.locator(".contents li a[href='#ibara-ya-2-4']").click()
    page.wait_for_url("**#ibara-ya-2-4")
    assert page.locator("section:target h3").is_visible()
    if scripts:
        page.locator(".contents [aria-current]", has_text="Ibara ya 2.4").wait_for()
        assert in_view(page, ".contents [aria-current]")
        assert page.locator(".contents").evaluate("n => n.getBoundingClientRect().top") >= 0
    page.screenshot(path=tmp_path / f"desktop-{scripts}.png")


def test_a_reader_walks_from_mark_to_mark_with_keys(opened, tmp_path):
    """n and p, the bar's buttons, over the end of a part; in a field a letter is a letter."""
    page = opened("/hati/kanuni.md?q=mkurugenzi", viewport=DESKTOP)
    count = page.locator(".mark-bar .at")
    assert count.inner_text() == "– / 864"
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.keyboard.press("p")
    page.wait_for_url("**#_m1")
    page.get_by_label("Alama inayofuata").locator("visible=true").click()
    page.wait_for_url("**#_m2")
    assert count.inner_text() == "2 / 864"
    assert page.evaluate("document.activeElement.id") == "_m2"
    assert in_view(page, "#_m2")
    page.screenshot(path=tmp_path / "marks.png")
    last = page.locator(".mark-bar").get_attribute("data-last")
    page.goto(page.url.partition("#")[0] + f"#_m{last}")
    expect(count).to_have_text(f"{last} / 864")
    page.keyboard.press("n")
    page.wait_for_url(f"**sehemu=*#_m{int(last) + 1}")
    assert count.inner_text() == f"{int(last) + 1} / 864"
    page.get_by_label("Tafuta katika hati hii").fill("")
    page.keyboard.type("npn")
    assert page.get_by_label("Tafuta katika hati hii").input_value() == "npn"
    assert page.url.endswith(f"#_m{int(last) + 1}")


def test_the_keys_can_be_switched_off(opened):
    """Who speaks to the computer, or presses keys by accident, is not moved; it is remembered."""
    page = opened("/hati/kanuni.md?q=punda", viewport=DESKTOP)
    page.locator(".mark-bar .keys").click()
    page.reload()
    page.keyboard.press("n")
    assert "#" not in page.url
    page.locator(".mark-bar .keys").click()
    page.keyboard.press("n")
    page.wait_for_url("**#_m1")


def test_without_a_script_each_mark_leads_to_the_next(opened, tmp_path):
    """The mark that the address names shows its number and the links to its neighbours."""
    page = opened("/hati/kanuni.md?q=punda", viewport=PHONE, scripts=False)
    assert not page.locator(".mark-bar").is_visible()
    page.get_by_role("link", name="Nenda kwenye alama ya kwanza").click()
    page.wait_for_url("**#_m1")
    hops = page.locator("mark:target + .hops")
    assert hops.is_visible()
    page.screenshot(path=tmp_path / "hops.png")
    hops.get_by_label("Alama inayofuata").click()
    page.wait_for_url("**#_m2")
    assert page.locator("mark:target").inner_text() == "punda"


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_a_reader_finds_a_word_in_a_document(scripts, opened):
    """The field marks this document, and opens the part that has the word."""
    page = opened("/hati/kanuni.md", viewport=PHONE, scripts=scripts)
    page.get_by_label("Tafuta katika hati hii").fill("punda")
    page.keyboard.press("Enter")
    page.wait_for_url("**/hati/kanuni.md?q=punda")
    assert page.locator("article mark").count() == 2
    page.get_by_role("link", name="Ondoa alama").click()
    page.wait_for_url("**/hati/kanuni.md?sehemu=*")
    assert page.locator("article mark").count() == 0


def test_a_reader_turns_the_parts_and_opens_the_whole(opened, tmp_path):
    """Next, previous, whole, and back to the parts."""
    page = opened("/hati/kanuni.md", viewport=PHONE, scripts=False)
    page.locator(".turning .next").click()
    page.wait_for_url("**sehemu=*")
    page.locator(".turning").first.scroll_into_view_if_needed()
    page.screenshot(path=tmp_path / "turning.png")
    page.locator(".turning .prev").first.click()
    assert page.locator("article section").first.get_attribute("id") == "kanuni-za-mamlaka"
    page.get_by_role("link", name="Hati nzima").first.click()
    page.wait_for_url("**/hati/kanuni.md?nzima=1")
    assert page.locator("article section").count() == 1 + 12 * 7
    page.get_by_role("link", name="Soma sehemu kwa sehemu").click()
    page.wait_for_url("**/hati/kanuni.md")


def test_an_old_address_still_leads_to_its_heading(opened):
    """An anchor of another part: the script asks for it; without one it ends at the contents."""
    page = opened("/hati/kanuni.md#ibara-ya-9-2", viewport=DESKTOP)
    page.wait_for_url("**?sehemu=ibara-ya-9-2#ibara-ya-9-2")
    assert in_view(page, "section:target h3")
    gone = opened("/hati/kanuni.md#ibara-ya-9-2-zamani", viewport=DESKTOP)
    gone.wait_for_url("**&zamani=ibara-ya-9-2-zamani#ibara-ya-9-2")
    assert gone.locator(".moved").is_visible()
    plain = opened("/hati/kanuni.md#ibara-ya-9-2", viewport=PHONE, scripts=False)
    assert plain.locator(".contents a:target").is_visible(), "the folded contents open for it"
    plain.locator(".contents a:target").click()
    plain.wait_for_url("**?sehemu=ibara-ya-9-2#ibara-ya-9-2")


def test_print_has_the_text_and_where_it_is_from(opened, tmp_path):
    """Paper has neither fields nor contents, but address, day and generation; links print."""
    page = opened("/hati/kanuni.md?q=punda", viewport=DESKTOP)
    page.evaluate("window.print = () => document.documentElement.classList.add('on-paper')")
    page.locator(".about summary").click()
    page.get_by_role("link", name="Chapisha sehemu hii").click()
    page.locator("html.on-paper").wait_for()
    page.emulate_media(media="print")
    for selector in (".find", ".contents", ".mark-bar", ".turning", ".about", ".top"):
        assert not page.locator(selector).first.is_visible(), selector
    assert "kizazi 000001" in page.locator(".printed").inner_text()
    page.screenshot(path=tmp_path / "print.png")
    pdf = page.pdf(path=tmp_path / "print.pdf")
    assert pdf.startswith(b"%PDF")


def test_a_citation_is_copied(opened):
    """The button copies; after "#" of a heading it is of that section; both need the script."""
    page = opened(
        "/hati/kanuni.md", viewport=PHONE, permissions=["clipboard-read", "clipboard-write"]
    )
    page.locator(".about summary").click()
    page.locator("button[data-copy=_bibtex]").click()
    page.get_by_text("Imenakiliwa").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{kanuni-2020,\n  author = {{Wakala wa Majaribio}},")
    page.locator("#ibara-ya-2-1 .anchor").click()
    page.wait_for_url("**#ibara-ya-2-1")
    page.locator("#_cite", has_text="Ibara ya 2.1").wait_for(state="attached")
    cited = page.locator("#_cite").text_content()
    assert "“Ibara ya 2.1”" in cited
    assert cited.endswith("/hati/kanuni.md?sehemu=ibara-ya-2-1#ibara-ya-2-1")
    assert "note = {Ibara ya 2.1}," in page.locator("#_bibtex").text_content()
    plain = opened("/hati/kanuni.md", scripts=False)
    plain.locator(".about summary").click()
    assert not plain.locator("button[data-copy]").first.is_visible()


@pytest.mark.parametrize("media", ["light", "dark", "forced"])
def test_what_changed_is_more_than_a_colour(media, opened, tmp_path):
    """What was taken out is struck through, what was put in underlined, in every theme."""
    scheme = {"forced_colors": "active"} if media == "forced" else {"color_scheme": media}
    page = opened("/hati/kanuni-2012.md", viewport=PHONE, **scheme)
    page.get_by_role("link", name="Kilichobadilika kati ya matoleo").click()
    page.wait_for_url(f"**{COMPARISON}")
    for tag, line in (("del", "line-through"), ("ins", "underline")):
        style = page.locator(f".changes {tag}").first.evaluate(
            "node => getComputedStyle(node).textDecorationLine"
        )
        assert style == line
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.screenshot(path=tmp_path / f"comparison-{media}.png", full_page=True)


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_document_scrolls_sideways(width, scheme, opened, tmp_path):
    """A document, a part, the whole with marks: the reader scrolls in one direction only."""
    page = opened("/", viewport={"width": width, "height": 640}, color_scheme=scheme)
    for number, place in enumerate(
        ("/hati/kanuni.md?q=punda", "/hati/kanuni.md?nzima=1", "/hati/kanuni.md?zamani=hakuna")
    ):
        page.goto(page.url.split("/hati/")[0].rstrip("/") + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
        page.screenshot(path=tmp_path / f"{number}-{scheme}-{width}.png")
