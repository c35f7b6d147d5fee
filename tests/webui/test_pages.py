"""The pages that a reader sees: search, results, a document, in both languages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from kb.indexing import update
from tests.kb.readers.making import Said, in_format, pdf
from tests.kb.readers.scans import needs_tesseract
from tests.webui.conftest import settings_of
from webui.app import create_app

MANY = {
    f"sera-{n:02}.md": f"---\nkichwa: Sera ya {n}\ntaasisi: Wizara\ntarehe: 2019-04\n---\n\n"
    f"# Sera ya {n}\n\n## Majukumu\n\nMkurugenzi huratibu mradi wa {n}.\n"
    for n in range(1, 46)
}


def page(answer) -> LexborHTMLParser:
    """Return the parsed page of a 200 response."""
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def text(node) -> str:
    """Return the text that a reader sees, with single spaces."""
    return " ".join(node.text().split())


def texts(tree, selector: str) -> list[str]:
    """Return the text of every node that *selector* matches."""
    return [text(node) for node in tree.css(selector)]


def hrefs(tree, selector: str) -> list[str]:
    """Return the address of every link that *selector* matches."""
    return [node.attributes["href"] for node in tree.css(selector)]


def links(tree) -> list[str]:
    """Return every address within the site that a page links to."""
    results = [node.attributes["href"] for node in tree.css("a[href]")]
    return [href for href in results if href.startswith("/")]


def test_the_search_page_asks_and_explains(client):
    """Without a question there are the search field, examples, and the query language."""
    home = page(client.get("/"))
    form = home.css_first("form[role=search]")
    assert (form.attributes["method"], form.attributes["action"]) == ("get", "/")
    label = home.css_first("label[for=_q]")
    assert text(label) == "Tafuta katika nyaraka"
    assert form.attributes["aria-labelledby"] == label.attributes["id"]
    assert "Ina hati 8." in text(home.css_first("main"))
    assert len(home.css(".examples a")) == 4


def test_every_example_of_the_search_page_has_results(client):
    """An example without results teaches nothing."""
    for link in page(client.get("/")).css(".examples a, .how a"):
        results = page(client.get(link.attributes["href"]))
        if text(link) != "teknol*":  # the shipped documents speak of TEHAMA only
            assert results.css(".hit"), text(link)


def test_each_hit_says_where_it_is(client):
    """A hit has heading, institution, path, kind and marked text; its link lasts."""
    results = page(client.get("/", params={"q": "wakurugenzi"}))
    hit = results.css_first(".hit")
    assert text(results.css_first("h1")) == "Matokeo ya “wakurugenzi”"
    assert text(hit.css_first("h2")) == "Wakurugenzi wa idara"
    assert texts(hit, ".path") == ["Bodi na uongozi wa Wakala wa Serikali Mtandao Zanzibar"]
    assert set(texts(hit, ".window mark")) == {"wakurugenzi", "Mkurugenzi"}
    assert texts(hit, ".kind") == ["Uongozi"]
    assert texts(hit, ".source b") == ["Wakala wa Serikali Mtandao Zanzibar"]
    lasting = hit.css_first("h2 a").attributes["href"]
    assert lasting == (
        "/hati/zanzibar/bodi-na-uongozi.md?q=wakurugenzi"
        "&sehemu=wakurugenzi-wa-idara#wakurugenzi-wa-idara"
    )
    assert ".md" not in hit.text(), "no reader needs the name of the file"


def test_a_hit_says_which_words_it_lacks(client):
    """A passage without one of the words names it."""
    results = page(client.get("/", params={"q": "pemba kaulimbiu"}))
    assert any(said.startswith("Haina: ") for said in texts(results, ".missing"))


def test_a_heading_without_text_shows_its_children(client):
    """Misingi mikuu has no text of its own: three of its five subheadings are shown."""
    results = page(client.get("/", params={"q": "misingi mikuu"}))
    (children,) = [node for node in results.css(".children") if "Uadilifu" in node.text()]
    assert texts(children, "a") == [
        "Uadilifu",
        "Ubunifu",
        "Kuthamini Wateja",
        "na 2 zaidi",
    ]


def test_a_hit_links_to_its_section_with_the_words_marked(client):
    """The link keeps the question, and the anchor is on the document's page."""
    results = page(client.get("/", params={"q": "wakurugenzi"}))
    href = results.css_first(".hit h2 a").attributes["href"]
    address, _, anchor = href.partition("#")
    document = page(client.get(address))
    section = document.css_first(f"section#{anchor}")
    assert "wakurugenzi" in texts(section, "mark")
    assert document.css_first("input[name=q]").attributes["value"] == "wakurugenzi"
    assert texts(document, ".marked p")[0] == "Alama 6 za maneno ya “wakurugenzi”."


def test_a_document_s_contents_link_to_its_sections(client):
    """Every heading has an entry at its level, with an anchor that exists."""
    document = page(client.get("/hati/zanzibar/idara.md"))
    entries = [node.attributes["href"] for node in document.css(".contents a")]
    anchors = ["#" + node.attributes["id"] for node in document.css(".text section")]
    assert entries
    assert set(entries) <= set(anchors)
    assert document.css(".contents ol ol"), "the departments are below the heading Idara"
    ids = [node.attributes["id"] for node in document.css("[id]")]
    assert len(ids) == len(set(ids))


def test_headings_go_down_by_one_step(client):
    """The outline for screen readers skips no level, on any page."""
    for address in ("/", "/?q=wakala", "/?q=zzz", "/hati/zanzibar/idara.md", "/hati/none"):
        tree = LexborHTMLParser(client.get(address).text)
        ranks = [int(node.tag[1]) for node in tree.css("h1, h2, h3, h4, h5, h6")]
        assert (ranks[0], ranks.count(1)) == (1, 1)
        assert all(later - earlier <= 1 for earlier, later in pairwise(ranks))


def test_a_document_says_where_it_comes_from(site):
    """Source and replaced document are links; the date is as precise as it is known."""
    front = "kichwa: Sera\ntarehe: 2019-04\nchanzo: https://example.org/sera\ninabadilisha: a.md"
    reader = site({"sera.md": f"---\n{front}\n---\n\n# Sera\n\nMaelezo.\n"})
    about = page(reader.get("/hati/sera.md")).css_first(".about")
    assert text(about.css_first("time")) == "Aprili 2019"
    hrefs = [node.attributes["href"] for node in about.css("a")]
    hrefs = [href for href in hrefs if not href.startswith("#")]
    assert hrefs == ["https://example.org/sera", "/hati/a.md"]


def test_every_link_keeps_the_language(client):
    """Every link of an English page has lugha=en, and lang says so to screen readers."""
    for address in ("/?lugha=en", "/?q=wakurugenzi&lugha=en", "/hati/bara/kuhusu.md?lugha=en"):
        tree = page(client.get(address))
        assert tree.css_first("html").attributes["lang"] == "en"
        switch = tree.css_first("a.switch").attributes["href"]
        others = [href for href in links(tree) if not href.startswith("/api/") and href != switch]
        assert others
        assert all("lugha=en" in href for href in others)
        assert "lugha=sw" in switch, "a browser that prefers English would turn it back"
        assert tree.css_first("input[name=lugha]").attributes["value"] == "en"
        assert "Search" in tree.css_first("button").text()


def test_an_english_passage_is_announced_as_english(site):
    """lang is on text in another language than the page, and only there."""
    reader = site(
        {
            "en.md": "---\nlugha: en\n---\n\n# Policy\n\n## Wakala\n\nThe wakala is here.\n",
            "sw.md": "# Sera\n\n## Wakala\n\nWakala upo hapa.\n",
        }
    )
    results = {
        text(node.css_first(".path")): node.css_first(".window").attributes.get("lang")
        for node in page(reader.get("/?q=wakala")).css(".hit")
        if node.css_first(".window")
    }
    assert results == {"Policy": "en", "Sera": None}
    english = page(reader.get("/hati/sw.md?lugha=en"))
    assert english.css_first("article").attributes["lang"] == "sw"


def test_results_have_pages(site):
    """The title has the page's number; links lead to the previous, next and last page."""
    reader = site(MANY)
    second = page(reader.get("/?q=mkurugenzi&ukurasa=2"))
    title = text(second.css_first("title"))
    assert title == "mkurugenzi – Matokeo (ukurasa 2 wa 5) – Kisima"
    assert text(second.css_first("[role=status]")) == "Sehemu 45 katika hati 45, ukurasa 2 wa 5"
    assert second.css_first("ol.hits").attributes["start"] == "11"
    assert text(second.css_first("[aria-current=page]")) == "2"
    assert second.css_first("a[rel=next]").attributes["href"] == "/?q=mkurugenzi&ukurasa=3"
    assert second.css_first("a[rel=prev]").attributes["href"] == "/?q=mkurugenzi"
    assert texts(second, ".pages li") == ["1", "2", "3", "…", "5"]
    last = page(reader.get("/?q=mkurugenzi&ukurasa=5"))
    assert (len(last.css(".hit")), last.css_first("a[rel=next]")) == (5, None)


def test_every_answer_is_on_one_page_only(site):
    """All pages together show each passage once."""
    reader = site(MANY)
    seen = [
        link
        for number in range(1, 6)
        for link in hrefs(page(reader.get(f"/?q=mkurugenzi&ukurasa={number}")), ".hit h2 a")
    ]
    assert len(seen) == len(set(seen)) == 45


def test_a_page_that_does_not_exist_redirects_to_the_first(site):
    """An old link to page 9 works after the results became one page."""
    reader = site({"a.md": "# Sera\n\nMkurugenzi.\n"})
    answer = reader.get("/?q=mkurugenzi&ukurasa=9&lugha=en", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "/?q=mkurugenzi&lugha=en")
    assert not page(reader.get("/?q=mkurugenzi")).css(".pages")


def test_no_results_say_so_once_with_advice(client):
    """The page says what to change, and links to the question without its filters."""
    results = page(client.get("/", params={"q": "xylofonium", "aina": "dira"}))
    assert text(results.css_first("h1")) == "Hakuna matokeo"
    assert "xylofonium" in text(results.css_first("[role=status]"))
    assert len(results.css(".advice li")) == 4
    assert results.css_first(".advice a").attributes["href"] == "/?q=xylofonium"
    assert results.css_first(".nearest") is None, "nothing in the collection is like it"
    assert results.text().count("Hakuna matokeo") == 2  # heading and window title


def test_notes_are_in_the_page_s_language(client):
    """A note about the question is a sentence in Swahili or English."""
    swahili = page(client.get("/", params={"q": "rangi:dira"}))
    english = page(client.get("/", params={"q": "rangi:dira", "lugha": "en"}))
    assert texts(swahili, ".note")[0].startswith("Angalizo: Hakuna")
    assert texts(english, ".note")[0].startswith("Note: There is no")


def test_a_filter_can_be_chosen_and_removed(client):
    """A chosen value gives as many results as its count says; choosing it again removes it."""
    results = page(client.get("/", params={"q": "wakala"}))
    kinds = results.css(".filters ul")[1]
    (choice,) = [node for node in kinds.css("a") if text(node).startswith("Idara ")]
    count = int(text(choice.css_first(".number")))
    narrowed = page(client.get(choice.attributes["href"]))
    assert text(narrowed.css_first("[role=status]")) == f"Sehemu {count} katika hati 1"
    chosen = narrowed.css_first(".filters a.chosen")
    assert chosen.attributes["aria-label"] == "Ondoa kichujio hiki: Idara"
    assert chosen.attributes["href"] == "/?q=wakala"


def test_filters_by_document_are_listed_by_title(client):
    """A reader chooses a title, not a file."""
    results = page(client.get("/", params={"q": "wakala"}))
    group = next(
        node
        for node in results.css(".filters ul")
        if "hati=" in node.css_first("a").attributes["href"]
    )
    assert not any(".md" in name for name in texts(group, ".name"))


def test_kinds_have_names_in_english(client):
    """The English page does not say “idara” where it means a department."""
    results = page(client.get("/", params={"q": "wakala", "lugha": "en"}))
    assert "Department" in texts(results, ".filters .name")


def test_results_and_marked_documents_are_not_for_robots(client):
    """A web search engine may list each document once, and no results."""
    for address in ("/?q=dira", "/hati/bara/kuhusu.md?q=dira"):
        answer = client.get(address)
        assert answer.headers["x-robots-tag"] == "noindex"
        assert page(answer).css_first("meta[name=robots]").attributes["content"] == "noindex"
    document = page(client.get("/hati/bara/kuhusu.md"))
    canonical = document.css_first("link[rel=canonical]").attributes["href"]
    assert canonical == "http://testserver/hati/bara/kuhusu.md"
    assert document.css_first("meta[name=robots]") is None


def test_robots_and_browsers_find_the_addresses(client):
    """robots.txt names the sitemap, the sitemap every document, OpenSearch the search."""
    robots = client.get("/robots.txt").text
    assert "Disallow: /api/\n" in robots
    (sitemap,) = [line.split()[1] for line in robots.splitlines() if line.startswith("Sitemap")]
    listed = client.get(sitemap).text.split()
    assert len(listed) == 8
    assert all(client.get(address).status_code == 200 for address in listed)
    described = client.get("/opensearch.xml?lugha=en")
    assert described.headers["content-type"].startswith("application/opensearchdescription+xml")
    assert 'template="http://testserver/?q={searchTerms}&amp;lugha=en"' in described.text


def test_a_printed_page_has_its_address_and_the_day(client):
    """A sheet of paper says where it comes from."""
    document = page(client.get("/hati/bara/kuhusu.md"))
    assert "http://testserver/hati/bara/kuhusu.md · imechukuliwa " in text(
        document.css_first(".printed")
    )


def test_a_renamed_document_is_found_under_its_old_address(site, tmp_path):
    """A bookmark works after the file has a new name, and the page says so."""
    reader = site({"zamani.md": "# Sera\n\nMaelezo ya sera.\n"})
    (tmp_path / "corpus" / "zamani.md").rename(tmp_path / "corpus" / "mpya.md")
    site({})
    answer = reader.get("/hati/zamani.md?q=sera", follow_redirects=False)
    moved = "/hati/mpya.md?q=sera&zamani=zamani.md"
    assert (answer.status_code, answer.headers["location"]) == (301, moved)
    assert "ya zamani ilikuwa zamani.md" in text(page(reader.get(moved)).css_first(".moved"))


def test_a_later_passage_of_a_long_section_has_an_anchor(site):
    """A hit in a section of forty pages links to its passage."""
    filler = "\n\n".join(f"Aya ya {n} inaeleza utaratibu wa kawaida wa ofisi." for n in range(80))
    reader = site({"ndefu.md": f"# Kanuni\n\n## Likizo\n\n{filler}\n\nPunda ni mnyama.\n"})
    href = page(reader.get("/?q=punda")).css_first(".hit h2 a").attributes["href"]
    address, _, anchor = href.partition("#")
    assert anchor.startswith("likizo.")
    document = page(reader.get(address))
    (place,) = [n for n in document.css(".passage") if n.attributes.get("id") == anchor]
    assert texts(place, "mark") == ["Punda"]


@pytest.mark.parametrize("address", ["/", "/?q=wakala", "/hati/zanzibar/idara.md?q=wakala"])
def test_a_page_is_small(client, address):
    """Packed it is below 14 kB: over a slow line it arrives in the first round trips."""
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < 14 * 1024


def test_the_seeds_read_as_their_authors_meant(seeds_site):
    """Plain-text pages have their contents, anchors and lines on the page."""
    about = page(seeds_site.get("/hati/sisi-ni-nani.txt"))
    structure = page(seeds_site.get("/hati/muundo-wa-wakala.txt"))
    hit = page(seeds_site.get("/?q=bodi ya ushauri")).css_first(".hit h2")
    assert text(about.css_first("h1")) == "Wakala ya Serikali Mtandao"
    assert texts(about, ".contents ol ol a")[-1] == "Mwenendo Bora"
    assert "#bodi-ya-ushauri-wa-wakala-wa-serikali-mtandao" in [
        node.attributes["href"] for node in structure.css(".contents a")
    ]
    opening = structure.css_first("section#mwanzo")
    assert len(opening.css("ul.items li")) == 3  # the list in the opening is a list
    assert not any(text(item).startswith("-") for item in opening.css("li"))
    assert text(hit).startswith("Bodi ya ushauri")


def test_a_hit_from_a_pdf_names_the_page_to_cite(tmp_path):
    """The hit has the page's number, for a reader who must cite the printed page."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    lines = [
        Said(72, 740, "Ada", 18),
        Said(72, 710, "Ada ya kibali ni shilingi elfu moja kwa kila mwananchi."),
    ]
    (corpus / "ada.pdf").write_bytes(
        pdf(
            [Said(72, 740, "Dira", 18), Said(72, 710, "Kuwa kinara wa huduma kwa wananchi wote.")],
            lines,
        )
    )
    settings = settings_of(corpus, index)
    update(corpus, index, settings)
    with TestClient(create_app(settings)) as reader:
        assert "<li>uk. 2</li>" in reader.get("/?q=shilingi+kibali").text
        assert "<li>p. 2</li>" in reader.get("/?q=shilingi+kibali&lugha=en").text


def test_documents_of_one_title_are_told_apart_by_their_files(site):
    """A filter that names the same document twice helps nobody."""
    reader = site(
        {
            "a/sera-2010.md": "# Sera ya Maji\n\nMkurugenzi hutunza visima.\n",
            "b/sera-2020.md": "# Sera ya Maji\n\nMkurugenzi hutunza mito na maziwa yote.\n",
            "dira.md": "# Dira\n\nMkurugenzi hutoa dira.\n",
        }
    )
    names = texts(page(reader.get("/", params={"q": "mkurugenzi"})), ".filters .name")
    assert {"Sera ya Maji (sera-2010.md)", "Sera ya Maji (sera-2020.md)", "Dira"} <= set(names)


@needs_tesseract
def test_a_scan_is_said_to_be_read_by_ocr(tmp_path):
    """In the hit, and above the document: a reader knows where a wrong letter is from."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "kituo.png").write_bytes(in_format("image"))
    settings = settings_of(corpus, index)
    update(corpus, index, settings)
    with TestClient(create_app(settings)) as reader:
        assert "imesomwa kwa OCR" in texts(page(reader.get("/?q=vipimo")), ".facts li")
        about = page(reader.get("/hati/kituo.png")).css_first(".about")
        assert "Imesomwa kwa OCRuhakika 9" in text(about)
        english = page(reader.get("/hati/kituo.png?lugha=en")).css_first(".about")
        assert "Read by OCR9" in text(english)
