"""An export in a real browser: from a disk and from a bare server, by phone, in the dark, without scripts."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kb import swahili
from kb.analysis import SwahiliAnalyser
from kb.knowledge_base import KnowledgeBase
from kb.query import parse
from kb.search.interpret import interpret
from kb.swahili.normalize import normalize
from tests.webui.browser import put_on
from tests.webui.conftest import settings_of
from tests.webui.exported import export_of, served_folder, written
from tests.webui.test_hostile import PAYLOADS, documents_of

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).resolve().parents[2]
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1200, "height": 900}
NARROW = {"width": 320, "height": 640}
MAX_SCRIPT = 17_000
"""Bytes of our scripts, packed: a phone reads them once."""

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the index of the shipped documents is."""
    return tmp_path_factory.mktemp("shipped") / "index"


@pytest.fixture(scope="module")
def site(index: Path) -> Path:
    """An export of the documents that ship with Kisima."""
    export_of(PROJECT / "corpus", index, index.with_name("tovuti ya shule"))
    return index.with_name("tovuti ya shule")


@pytest.fixture(scope="module", params=["file", "server"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """The export as it is opened from a disk, and as a bare server serves it."""
    if request.param == "file":
        yield f"{site.as_uri()}/"
    else:
        with served_folder(site) as served:
            yield served


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Opens a page in a new context; fails if the browser complained, or a dialog opened."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(address: str, **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def search(page: Page, line: str) -> None:
    """Search as a reader does, and wait for the answer."""
    page.get_by_role("searchbox").fill(line)
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".count")).to_contain_text(line if "zzz" in line else "katika hati")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_searches_and_reads(scheme, viewport, opened, address, tmp_path):
    """Home, results with marks and institutions, the section of a document, the same in English."""
    page = opened(f"{address}index.html", viewport=viewport, color_scheme=scheme)
    page.screenshot(path=tmp_path / "home.png", full_page=True)
    search(page, "dira ya wakurugenzi")
    hits = page.locator(".hit")
    expect(hits.first).to_be_visible()
    assert {"Dira", "Mkurugenzi"} <= {
        mark.strip() for mark in page.locator("mark").all_inner_texts()
    }
    assert page.locator(".hit .source b").count() == hits.count()
    page.screenshot(path=tmp_path / "results.png", full_page=True)
    page.locator(".switch").click()
    expect(page.locator(".count")).to_contain_text("sections")
    assert page.get_by_role("searchbox").input_value() == "dira ya wakurugenzi"
    page.go_back()
    heading = page.locator(".hit h2 a").first.inner_text()
    page.locator(".hit h2 a").first.click()
    expect(page.locator("section:target h2")).to_contain_text(heading)
    page.screenshot(path=tmp_path / "document.png")


def test_a_reader_browses_without_scripts(opened, address, tmp_path):
    """The pages read and link; the search says what it needs, and offers the list A to Z."""
    page = opened(f"{address}index.html", viewport=PHONE, java_script_enabled=False)
    assert "JavaScript" in page.locator("main .note").inner_text()
    page.get_by_role("searchbox").fill("dira")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/tafuta.html?q=dira")
    page.screenshot(path=tmp_path / "search.png")
    page.get_by_role("main").get_by_role("link", name="Nyaraka A–Z").click()
    page.screenshot(path=tmp_path / "list.png", full_page=True)
    page.locator(".entries a").first.click()
    assert page.locator("article section").count()
    page.locator(".contents summary").click()
    page.locator(".contents li a").last.click()
    assert page.locator("section:target").is_visible()


def test_a_word_that_is_not_there_is_mended(opened, address, tmp_path):
    """A slip finds what was meant, and says so; nonsense finds nothing, and says what to do."""
    page = opened(f"{address}tafuta.html?q=mkurungezi", viewport=PHONE)
    expect(page.locator("#_meant a")).to_have_text("mkurugenzi")
    assert page.locator(".hit mark", has_text="Mkurugenzi").count()
    page.screenshot(path=tmp_path / "slip.png", full_page=True)
    page.goto(f"{address}tafuta.html?q=zzzzq")
    expect(page.locator(".advice")).to_be_visible()
    page.screenshot(path=tmp_path / "nothing.png", full_page=True)
    page.goto(f"{address}tafuta.html?q=vision")
    expect(page.locator("#_also")).to_contain_text("vision → dira")


def test_more_of_one_document_has_an_address(opened, address):
    """Three hits of a document are listed; the link below lists all, and only, its hits."""
    page = opened(f"{address}tafuta.html?q=wakala", viewport=DESKTOP)
    page.locator(".hit .more a").first.click()
    expect(page.locator("#_only a")).to_be_visible()
    titles = {href.partition("#")[0] for href in hrefs(page)}
    assert len(titles) == 1
    assert len(hrefs(page)) > 3


def hrefs(page: Page) -> list[str]:
    """Return where the hits lead."""
    return [link.get_attribute("href") or "" for link in page.locator(".hit h2 a").all()]


def test_a_lost_file_is_named_as_the_fault(opened, site, tmp_path, browser):
    """Half a copy says that it is half a copy; nothing waits for ever."""
    page = browser.new_page()
    page.route("**/data/index.js", lambda route: route.abort())
    page.goto(f"{site.as_uri()}/tafuta.html?q=dira")
    expect(page.locator(".count")).to_contain_text("nakili folda yote upya")
    page.close()


@pytest.mark.parametrize("language", ["", "en/"], ids=["sw", "en"])
@pytest.mark.parametrize("viewport", [NARROW, DESKTOP], ids=["narrow", "desktop"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(viewport, language, browser, site):
    """Home, results, no results, lists and a document. Axe fetches styles, which is refused; it then does without."""
    context = browser.new_context(viewport=viewport)
    page = context.new_page()
    document = next((site / language / "hati").iterdir()).name
    kind = next((site / language / "orodha").glob("aina-*")).name
    places = ("index.html", "tafuta.html?q=dira", "tafuta.html?q=zzzzq", "orodha.html")
    for place in (*places, "orodha/nyaraka.html", f"orodha/{kind}", f"hati/{document}"):
        page.goto(f"{site.as_uri()}/{language}{place}")
        if "?" in place:
            expect(page.locator(".hit, .advice:not([hidden])").first).to_be_visible()
        for look in ("light", "dark"):
            put_on(page, look)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= viewport["width"], (place, look)
            results = Axe().run(page)
            assert results.violations_count == 0, f"{place} {look}\n{results.generate_report()}"
    context.close()


@pytest.fixture
def scripts(opened: Open, site: Path) -> Page:
    """A page with the scripts of the search, to call them."""
    return opened(f"{site.as_uri()}/tafuta.html")


WORDS = [
    "NG’OMBE",
    "ng`ombe",
    "Ng‘ombe",
    "S.L.P",
    "s.l.p.",
    "a.b",
    "mkurugenzi",
    "WAKURUGENZI",
    "ku-update",
    "ma-CEO",
    "Serikali-mtandao",
    "e-Government",
    "GĨKŨYŨ",
    "café",
    "CAFÉ",
    "3,500,000",
    "3.5",
    "13/7/2012",
    "1.2.3",
    "UVIKO-19",
    "Na.27",
    "umma.Wakala",
    "haki/wajibu",
    "'nukuu'",
    "“dira”",
    "soft\xadhyphen",
    "zero\u200bwidth",
    "İstanbul",
    "ΣΑΣ",
    "STRASSE",
    "ﬁ",
    "²",
    "x²",
    "50%",
    "T123ABC",
    "_",
    "a_b",
    "’",
    "ng'",
    "watu’s",
]


def test_words_are_cut_and_written_as_on_the_server(scripts):
    """Each word of a list of hard ones, and every word of the shipped documents."""
    texts = [
        *WORDS,
        " ".join(WORDS),
        *(path.read_text(encoding="utf-8") for path in (PROJECT / "corpus").rglob("*.md")),
    ]
    theirs = scripts.evaluate(
        "(texts) => texts.map((text) => Words.tokens(text).map((token) => token.form))", texts
    )
    for text, read in zip(texts, theirs, strict=True):
        ours = [token.normal for token in swahili.words(text)]
        assert read == ours, text[:200]
    normal = scripts.evaluate("(words) => words.map(Words.normalize)", WORDS)
    assert normal == [normalize(word) for word in WORDS]


FORMS = """
    dira wakurugenzi mkurugenzi vitengo kitengo majukumu jukumu watumishi mtumishi alisimamia anayesimamia
    wataratibu hawataratibu zinazosimamiwa yaliyoratibiwa huduma huduma taasisi kuwasimamia aliyeteuliwa
    watakaoteuliwa hukuteua tuliteua nani lini gani ya kwa mwaka hakikisha atahakikisha wahakikishe
""".split()  # noqa: SIM905 - a list of words is read more easily than 40 strings


def test_forms_that_no_document_has_are_read_too(scripts, index):
    """A verb in another tense, a noun in another number: the term is the server's, where it occurs."""
    settings = settings_of(PROJECT / "corpus", index)
    with KnowledgeBase.open(index, settings) as base:
        for form in FORMS:
            question = interpret(parse(form), SwahiliAnalyser())
            terms = (
                {term for word in question.words for term in word.terms}
                if not question.by_form
                else set()
            )
            occurring = {term for term in terms if base.search(form).total}
            read = set(scripts.evaluate("async (form) => (await Words.read(form)).terms", form))
            assert bool(read & terms) == bool(occurring), (form, read, terms)


QUESTIONS = (
    "dira", "wakurugenzi", "misingi mikuu", "nani anateua bodi?", "ofisi ya pemba", "idara ya mifumo",
    "historia ya wakala", "kaulimbiu", "sheria namba 10", "bodi ya ushauri", "vision", "TEHAMA", "huduma za wateja",
)  # fmt: skip


@pytest.mark.parametrize("line", QUESTIONS)
def test_the_first_hit_is_that_of_the_server(line, scripts, index):
    """Both search one generation; the first hit is the same, and of the first five at least three are."""
    with KnowledgeBase.open(index, settings_of(PROJECT / "corpus", index)) as base:
        server = [hit.id.rpartition("#")[2] for hit in base.search(line, limit=5).hits]
    scripts.goto(scripts.url.partition("?")[0] + f"?q={line}")
    expect(scripts.locator(".hit").first).to_be_visible()
    browser = [href.partition("#")[2] for href in hrefs(scripts)][:5]
    ours = [anchor.removesuffix(".1") for anchor in server]
    assert browser[:1] == ours[:1]
    assert len(set(browser) & set(ours)) >= min(3, len(ours))


def test_a_name_of_a_file_and_another_word_are_searched(opened, tmp_path):
    """A word that only a file's name has is no slip, and decides; a word that no text has means another."""
    text = "# Mkataba wa mteja\n\nMamlaka inatoa huduma kwa mteja, na wananchi wanapata haki zao."
    documents = {"rumasa/mkataba.md": text, "zuwasa/mkataba.md": f"{text} Mamlaka ina ofisi."}
    corpus = written(tmp_path / "corpus", documents)
    settings = settings_of(corpus, tmp_path / "index")
    export_of(corpus, tmp_path / "index", tmp_path / "site")
    page = opened(f"{(tmp_path / 'site').as_uri()}/tafuta.html")
    first = "async (line) => (await Search.search(line)).ranked.map((hit) => hit.section.document.number)"
    with KnowledgeBase.open(tmp_path / "index", settings) as base:
        documents_in_order = base.documents()
        for name in ("rumasa", "zuwasa"):
            ranked = page.evaluate(first, f"mteja {name}")
            server = [hit.id.partition("#")[0] for hit in base.search(f"mteja {name}").hits]
            assert [documents_in_order[number] for number in ranked] == server
            assert server[0].startswith(name)
    page.goto(f"{page.url}?q=mteja+rumasa")
    expect(page.locator(".hit").first).to_be_visible()
    assert not page.locator("#_meant").is_visible()
    lacked = "async (line) => { const found = await Search.search(line); return Search.lacking(found, found.ranked[0].passage).length }"
    assert page.evaluate(lacked, "mteja rumasa") == 0


def test_hostile_documents_and_questions_stay_text(opened, tmp_path):
    """In every format, on every page and in every hit; a dialog would fail the test."""
    documents = {
        f"{number}{name}": text
        for number, payload in enumerate(PAYLOADS)
        for name, text in documents_of(payload).items()
    }
    corpus = written(tmp_path / "corpus", documents)
    export_of(corpus, tmp_path / "index", tmp_path / "site")
    page = opened(f"{(tmp_path / 'site').as_uri()}/tafuta.html?q=wakala")
    expect(page.locator(".hit").first).to_be_visible()
    while page.locator("#_further").is_visible():
        page.locator("#_further button").click()
    assert page.locator(".hit").count() > 40
    assert page.locator(".hit :is(script, img, svg, style, form)").count() == 0
    for payload in PAYLOADS:
        page.goto(f"{(tmp_path / 'site').as_uri()}/tafuta.html")
        page.get_by_role("searchbox").fill(f"wakala {payload}".replace("\u0000", ""))
        page.get_by_role("searchbox").press("Enter")
        expect(page.locator(".hit").first).to_be_visible()


def test_the_scripts_are_small(site):
    """Ours alone, packed; there is no library."""
    scripts = sorted((site / "static").glob("*.js"))
    packed = sum(
        len(gzip.compress(path.read_bytes(), 9)) for path in scripts if path.name != "reading.js"
    )
    assert packed <= MAX_SCRIPT
