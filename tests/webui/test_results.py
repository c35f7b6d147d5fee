"""The results page with documents that have many matches, and documents that were replaced."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from kb.knowledge_base import KnowledgeBase
from tests.kb.readers.making_formats import mail
from tests.webui.conftest import settings_of
from webui.app import create_app

OLD = "".join(
    f"# Sehemu ya {n}\n\nLeseni ya aina ya {n} hutolewa na wakala.\n\n" for n in range(1, 31)
)
FRONT = "---\nkichwa: Kanuni {year}\ntaasisi: Wakala wa Leseni\ntarehe: {year}-05-01\n{more}---\n\n"
PAGES = {
    "kanuni 2012.md": FRONT.format(year=2012, more="") + OLD,
    "kanuni-2024.md": FRONT.format(year=2024, more="inabadilisha: kanuni 2012.md\n")
    + "# Leseni\n\nLeseni hutolewa mtandaoni.\n",
    "mwongozo.md": "# Mwongozo\n\nBiashara huhitaji leseni.\n",
}


def page(answer) -> LexborHTMLParser:
    """Return the parsed page of a 200 response."""
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def text(node) -> str:
    """Return the text that a reader sees, with single spaces."""
    return " ".join(node.text().split())


@pytest.fixture
def reader(site):
    """A reader of a site with an old document of thirty sections, a new one and another."""
    return site(PAGES)


@pytest.mark.parametrize(
    ("language", "words"),
    [("sw", "Matokeo mengine 27 ya hati hii →"), ("en", "27 more of this document →")],
)
def test_more_opens_the_matches_of_one_document(reader, language, words):
    """Three are listed, then a link to the same question in this document alone."""
    results = page(reader.get(f"/?q=leseni&lugha={language}"))
    assert len(results.css(".hit")) == 5
    (link,) = results.css(".hit .more a")
    assert text(link) == words
    opened = page(reader.get(link.attributes["href"]))
    assert text(opened.css_first(".count")).split(",")[0] in (
        "Sehemu 30 katika hati 1",
        "30 sections in 1 of the documents",
    )
    assert opened.css(".hit .more") == []
    assert opened.css_first("html").attributes["lang"] == language


def test_more_keeps_the_filters_that_were_chosen(reader):
    """The link to the other matches keeps the chosen institution."""
    results = page(reader.get("/", params={"q": "leseni", "taasisi": "Wakala wa Leseni"}))
    href = results.css_first(".more a").attributes["href"]
    assert href == "/?q=leseni&taasisi=Wakala+wa+Leseni&hati=kanuni+2012.md"


def test_the_count_is_of_all_matches_and_the_pages_are_of_the_list(reader):
    """32 match and five are listed, so there is one page and no link to an empty second."""
    results = page(reader.get("/?q=leseni"))
    assert text(results.css_first(".count")) == "Sehemu 32 katika hati 3"
    folded = "Zimeorodheshwa 5: zisizozidi tatu za kila hati, nyingine hufunguka chini yake."
    assert text(results.css_first(".folded")) == folded
    assert results.css(".pages") == []
    assert reader.get("/?q=leseni&ukurasa=2", follow_redirects=False).status_code == 302


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sw", "Toleo la zamani (1 Mei 2012) → toleo jipya: Kanuni 2024 (1 Mei 2024)"),
        ("en", "Older version (1 May 2012) → newer: Kanuni 2024 (1 May 2024)"),
    ],
)
def test_an_older_document_is_marked_and_leads_to_the_newer(reader, language, words):
    """The mark has both dates, on each hit and on its page; the newer document has none."""
    results = page(reader.get(f"/?q=leseni&lugha={language}"))
    marked = {
        hit.css_first("h2 a").attributes["href"].partition("?")[0]: hit.css_first(".older")
        for hit in results.css(".hit")
    }
    assert text(marked["/hati/kanuni%202012.md"]) == words
    assert marked["/hati/kanuni-2024.md"] is None
    document = page(reader.get(f"/hati/kanuni 2012.md?lugha={language}"))
    banner = document.css_first(".heading .older")
    assert text(banner) == words
    newer = page(reader.get(banner.css_first("a").attributes["href"]))
    assert text(newer.css_first("h1")) == "Kanuni 2024"
    assert newer.css(".older") == []


def test_the_newer_document_comes_first(reader):
    """If one document replaces another, its hits come before those of the other."""
    hrefs = [a.attributes["href"] for a in page(reader.get("/?q=leseni")).css(".hit h2 a")]
    places = [href.partition("?")[0] for href in hrefs]
    assert places.index("/hati/kanuni-2024.md") < places.index("/hati/kanuni%202012.md")


def test_the_api_gives_programs_the_same(reader):
    """The JSON has the number of matches not listed, the search for them, and the newer document."""
    results = reader.get("/api/v1/search", params={"q": "leseni"}).json()
    assert (results["total"], results["listed"], len(results["hits"])) == (32, 5, 5)
    (more,) = [hit["more"] for hit in results["hits"] if hit["more"]]
    assert more == {"count": 27, "query": "leseni", "filters": {"document": ["kanuni 2012.md"]}}
    parameters = {"q": more["query"], **more["filters"]}
    opened = reader.get("/api/v1/search", params=parameters).json()
    assert (opened["total"], opened["listed"]) == (30, 30)
    newer = {"document": "kanuni-2024.md", "title": "Kanuni 2024", "date": "2024-05-01"}
    assert opened["hits"][0]["newer"] == newer
    assert reader.get("/api/v1/documents/kanuni 2012.md").json()["newer"] == newer
    assert reader.get("/api/v1/documents/kanuni-2024.md").json()["newer"] is None


NOTICE = (
    "---\nkichwa: Tangazo\ntaasisi: Wakala wa Leseni\n---\n\n# Ada\n\nAda ya leseni ya biashara "
    "ni shilingi elfu hamsini kwa mwaka, na hulipwa kabla ya mwezi Machi katika ofisi ya wakala.\n"
)


@pytest.fixture
def copied(site):
    """A reader of a site with one notice in five folders, and a document of its own."""
    return site(
        {f"{n}/tangazo {n}.md": NOTICE for n in range(5)} | {"ushuru.md": PAGES["mwongozo.md"]}
    )


@pytest.mark.parametrize(
    ("language", "words", "count"),
    [
        ("sw", "Pia katika: 1/tangazo 1.md; 2/tangazo 2.md; 3/tangazo 3.md; 4/tangazo 4.md",
         "Sehemu 2 katika hati 6 (na nakala 4)"),
        ("en", "Also in: 1/tangazo 1.md; 2/tangazo 2.md; 3/tangazo 3.md; 4/tangazo 4.md",
         "2 sections in 6 of the documents (and 4 copies)"),
    ],
)  # fmt: skip
def test_a_hit_links_to_its_copies(copied, language, words, count):
    """Each link opens the passage in that document, with the question's words marked."""
    results = page(copied.get(f"/?q=leseni&lugha={language}"))
    assert text(results.css_first(".count")) == count
    copies = results.css_first(".hit .copies")
    assert text(copies) == words
    assert len(results.css(".hit .copies")) == 1
    opened = page(copied.get(copies.css("a")[2].attributes["href"]))
    assert copies.css("a")[2].attributes["href"].endswith("#ada")
    assert text(opened.css_first("#ada mark")) == "leseni"
    assert opened.css_first("html").attributes["lang"] == language


def test_many_copies_are_counted_below_ten_links(site):
    """A notice in sixty folders gives ten links, and the number of the others."""
    reader = site({f"{n:02}/tangazo.md": NOTICE for n in range(60)})
    copies = page(reader.get("/?q=leseni")).css_first(".copies")
    assert len(copies.css("a")) == 10
    assert text(copies).endswith("; na 49 zaidi")


def test_a_filter_shows_what_its_number_says(copied):
    """Every folder's file is among the filters, with the one hit that it has."""
    results = page(copied.get("/?q=leseni"))
    links = [a for a in results.css(".filters a") if "hati=" in (a.attributes["href"] or "")]
    assert len(links) == 6
    for link in links:
        opened = page(copied.get(link.attributes["href"]))
        assert text(link.css_first(".number")) == str(len(opened.css(".hit"))) == "1"


def test_the_api_gives_programs_the_copies(copied):
    """The JSON counts every match, what is listed, and what is a copy; `copies` says where."""
    results = copied.get("/api/v1/search", params={"q": "leseni"}).json()
    assert (results["total"], results["copy_count"], results["listed"]) == (6, 4, 2)
    hit = next(hit for hit in results["hits"] if hit["copies"])
    assert (hit["document"], hit["copy_count"]) == ("0/tangazo 0.md", 4)
    assert hit["copies"][0] == {
        "id": "1/tangazo 1.md#ada.1", "document": "1/tangazo 1.md", "title": "Tangazo",
        "anchor": "ada", "institution": "Wakala wa Leseni", "date": None, "format": "markdown",
        "page": None,
    }  # fmt: skip
    answer = copied.get("/api/v1/answer", params={"q": "ada ya leseni ni nini"}).json()["answer"]
    assert answer["copy_count"] == len(answer["copies"]) == 4


def test_the_number_of_hits_on_a_page_is_kept(site):
    """`idadi` decides how many hits are listed, and every link of the page keeps it."""
    documents = {
        f"{n:02}.md": f"---\nkichwa: Hati {n}\ntaasisi: Taasisi {n % 2}\n---\n\n# Sera {n}\n\nMradi {n}.\n"
        for n in range(12)
    }
    reader = site(documents)
    results = page(reader.get("/?q=mradi&idadi=5&lugha=en"))
    assert len(results.css(".hit")) == 5
    assert text(results.css_first(".count")) == "12 sections in 12 of the documents, page 1 of 3"
    again = [a.attributes["href"] for a in results.css(".pages a, .filters a, a.switch")]
    assert len(again) > 6
    assert all("idadi=5" in href for href in again)
    assert results.css_first("input[name=idadi]").attributes["value"] == "5"
    json = results.css_first("link[type='application/json']").attributes["href"]
    assert len(reader.get(json).json()["hits"]) == 5
    last = page(reader.get(results.css(".pages li a")[-1].attributes["href"]))
    assert len(last.css(".hit")) == 2
    past = reader.get("/?q=mradi&idadi=5&ukurasa=4", follow_redirects=False)
    assert past.headers["location"] == "/?q=mradi&idadi=5"
    assert "idadi" not in reader.get("/?q=mradi").text


def test_a_document_has_its_own_title_in_the_filter(client):
    """A question about two documents gives neither the title of the other, then or later."""
    for question in ("hati:bara/kuhusu.md hati:bara/misingi-mikuu.md wakala", "wakala"):
        choices = page(client.get("/", params={"q": question})).css(".filters a[href*='hati=']")
        names = {
            parse_qs(urlsplit(choice.attributes["href"]).query)["hati"][0]: choice.css_first(
                ".name"
            )
            for choice in choices
        }
        assert len(names) > 1
        for id, name in names.items():
            assert text(name) == client.get(f"/api/v1/documents/{id}").json()["title"]


def test_the_first_page_of_a_generation_makes_one_search(shipped_index, monkeypatch):
    """The titles in the filters cost no search."""
    searches: list[str] = []
    search = KnowledgeBase.search

    def counted(self, line, **options):
        searches.append(line)
        return search(self, line, **options)

    monkeypatch.setattr(KnowledgeBase, "search", counted)
    settings = settings_of(shipped_index.parent, shipped_index)
    with TestClient(create_app(settings)) as first_reader:
        results = page(first_reader.get("/?q=wakala"))
    assert len(results.css(".filters a[href*='hati=']")) > 1
    assert searches == ["wakala"]


@pytest.mark.parametrize("parameter", ["hati", "document", "taasisi", "aina", "mwaka", "muundo"])
def test_a_filter_that_names_nothing_gives_no_results_and_says_so(parameter, client):
    """An unknown value is never searched as text, neither by the API nor on the page."""
    address = {"q": "dira", parameter: "hakuna kitu"}
    for language in ("sw", "en"):
        answer = client.get("/api/v1/search", params={**address, "lugha": language})
        assert answer.status_code == 200
        results = answer.json()
        assert (results["total"], results["hits"]) == (0, [])
        (note,) = results["notes"]
        assert "hakuna kitu" in note
        shown = page(client.get("/", params={**address, "lugha": language}))
        assert shown.css(".hit") == []
        reason, _, values = note.rpartition(": ")
        assert reason in text(shown.css_first(".note"))
        existing = shown.css(".note a")
        names = [] if values == "–" else values.split(", ")
        assert len(existing) == len(names), "what there is, each a link"
        for link in existing[:1]:
            narrowed = page(client.get(link.attributes["href"]))
            assert narrowed.css(".chips li"), "the link chooses the value"
        assert shown.css_first(".advice a") is not None


def test_an_attachment_leads_to_its_mail_and_back(site):
    """The hit and the page of an attachment name the mail; the mail's page names its attachments."""
    letter = mail("Ombi la kisima", "Habari.", attached=[("fomu.md", b"# Fomu\n\nJaza jina.")])
    reader = site({"barua/ombi.eml": letter.as_string()})
    (hit,) = page(reader.get("/?q=jaza&lugha=en")).css(".hit")
    assert text(hit.css_first(".attached")) == "Attached to: Ombi la kisima"
    opened = page(reader.get("/hati/barua/ombi.eml/fomu.md?lugha=en"))
    href = opened.css_first(".attached a").attributes["href"]
    (link,) = [a for a in page(reader.get(href)).css(".about a") if text(a) == "Fomu"]
    assert link.attributes["href"].startswith("/hati/barua/ombi.eml/fomu.md")
