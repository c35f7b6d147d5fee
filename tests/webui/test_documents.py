"""A document's page: parts, marks, old addresses, citation, the pages of a PDF, the cache."""

from __future__ import annotations

import gzip
import re
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser

from kb.indexing import update
from tests.kb.readers.making import Said, pdf
from tests.webui.conftest import TestClient, settings_of
from webui.app import create_app

SENTENCE = (
    "Mkurugenzi wa Mamlaka husimamia kazi za idara {n} na kutoa taarifa kwa Bodi kila robo mwaka. "
)


def long_document(chapters: int = 12, articles: int = 6) -> str:
    """Return a document of about 90,000 letters; only article 7.3 has the word "punda"."""
    lines = ["# Kanuni za Mamlaka", ""]
    for chapter in range(1, chapters + 1):
        lines += [f"## Sura ya {chapter}", ""]
        for article in range(1, articles + 1):
            lines += [f"### Ibara ya {chapter}.{article}", ""]
            text = "".join(SENTENCE.format(n=n) for n in range(12))
            lines += [text + ("Punda na punda." if (chapter, article) == (7, 3) else ""), ""]
    return "\n".join(lines)


def tree(answer) -> LexborHTMLParser:
    """Return a page as a tree."""
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def text(node) -> str:
    """Return the words of a node."""
    return " ".join(node.text().split())


@pytest.fixture
def reader(site):
    """A reader of a site with one long document."""
    return site({"kanuni.md": long_document()})


def all_parts(reader, address: str) -> list[LexborHTMLParser]:
    """Return the pages of all parts, by their links from the first to the last."""
    pages = [tree(reader.get(address))]
    while following := pages[-1].css_first(".turning a.next"):
        pages.append(tree(reader.get(following.attributes["href"].partition("#")[0])))
    return pages


def test_a_long_document_comes_in_light_parts(reader):
    """Each part is below 20 kB packed with its contents; together they are the document."""
    pages = all_parts(reader, "/hati/kanuni.md")
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"Sehemu {number} kati ya {len(pages)}" in text(page.css_first(".turning"))
        assert len(gzip.compress(page.html.encode())) < 20_000
    ids = [node.attributes["id"] for page in pages for node in page.css(".text section")]
    whole = tree(reader.get("/hati/kanuni.md?nzima=1"))
    assert ids == [node.attributes["id"] for node in whole.css(".text section")]
    assert whole.css_first(".turning") is None
    shown = " ".join(text(page.css_first("article")) for page in pages)
    assert shown.split() == text(whole.css_first("article")).split()


def test_a_short_document_is_one_page(site):
    """It has no parts to turn, and an address with a section shows all of it."""
    reader = site({"sera.md": "# Sera\n\n## Dira\n\nMaji.\n\n## Dhamira\n\nSafi.\n"})
    page = tree(reader.get("/hati/sera.md?sehemu=dhamira"))
    assert page.css_first(".turning") is None
    assert len(page.css(".text section")) == 3


def test_every_entry_of_the_contents_leads_to_its_heading(reader):
    """From every part, to every part, without a script; old anchors end at the entry."""
    for page in all_parts(reader, "/hati/kanuni.md"):
        entries = page.css(".contents li a")
        assert len(entries) == 12 * 7
        own = {node.attributes["id"] for node in page.css(".text section")}
        for entry in entries:
            address, _, anchor = entry.attributes["href"].partition("#")
            assert (anchor in own) == (not address)
            assert entry.attributes.get("id") == (anchor if address else None)
    for address in {a.attributes["href"] for a in page.css(".contents li a")}:
        place, _, anchor = address.partition("#")
        if place:
            assert tree(reader.get(place)).css_first(f'section[id="{anchor}"]')


def test_a_question_opens_the_part_of_its_first_mark(reader):
    """The reader need not look for it; the parts before it are one link away."""
    page = tree(reader.get("/hati/kanuni.md?q=punda"))
    assert [node.attributes["id"] for node in page.css(".text mark")] == ["_m1", "_m2"]
    assert page.css_first(".marked a").attributes["href"] == "#_m1"
    assert text(page.css_first(".marked")).startswith("Alama 2 za maneno ya “punda”.")


def test_marks_are_numbered_through_all_parts(reader):
    """Each mark leads to the one before and after, from part to part, without a script."""
    pages = all_parts(reader, "/hati/kanuni.md?q=mkurugenzi&sehemu=kanuni-za-mamlaka")
    numbers = [node.attributes["id"] for page in pages for node in page.css(".text mark")]
    assert numbers == [f"_m{n}" for n in range(1, 12 * 6 * 12 + 1)]
    for before, page in pairwise(pages):
        last, first = before.css(".hops")[-1], page.css_first(".hops")
        on = last.css_first(".on").attributes["href"]
        address, _, mark = on.partition("#")
        assert tree(reader.get(address)).css_first(f"mark#{mark}")
        assert mark == page.css_first(".text mark").attributes["id"]
        back = first.css_first(".back").attributes["href"]
        assert back.endswith("#" + before.css(".text mark")[-1].attributes["id"])
    assert pages[0].css_first(".hops").css_first(".back") is None
    assert pages[-1].css(".hops")[-1].css_first(".on") is None
    assert pages[0].css_first(".hops").attributes["data-at"] == "1 / 864"


def test_a_table_over_several_passages_numbers_its_marks_once(site):
    """A header that is repeated, and a phrase over two cells, do not shift the numbers."""
    rows = "\n".join(f"| Afisa Ugavi {n} | Waziri wa Ugavi |" for n in range(90))
    made = f"# Uteuzi\n\n| Afisa | Ugavi |\n|---|---|\n{rows}\n\n## Mwisho\n\nAfisa ugavi.\n"
    reader = site({"a.md": made})
    for question in ("ugavi", '"afisa ugavi"'):
        page = tree(reader.get("/hati/a.md", params={"q": question}))
        numbers = [node.attributes["id"] for node in page.css("article mark[id]")]
        assert numbers[0] == "_m1"
        count = page.css_first(".mark-bar").attributes["data-count"]
        assert numbers[-1] == f"_m{count}"
        assert len(set(numbers)) == len(numbers)


def test_find_in_the_document_is_a_form(reader):
    """It sends the question to the document, in the page's language, whole where that is shown."""
    form = tree(reader.get("/hati/kanuni.md?nzima=1&lugha=en")).css_first("form.find")
    assert (form.attributes["action"], form.attributes["method"]) == ("/hati/kanuni.md", "get")
    hidden = {n.attributes["name"]: n.attributes["value"] for n in form.css("[type=hidden]")}
    assert hidden == {"nzima": "1", "lugha": "en"}
    assert form.css_first("label").attributes["for"] == form.css_first("[name=q]").attributes["id"]


def test_an_anchor_that_is_gone_leads_to_the_heading_most_like_it(reader):
    """The page says that it is another heading; a heading that exists is not called moved."""
    answer = reader.get("/hati/kanuni.md?sehemu=ibara-ya-7-3-zamani", follow_redirects=False)
    assert answer.status_code == 302
    place, _, anchor = answer.headers["location"].partition("#")
    page = tree(reader.get(place))
    assert page.css_first(f'section[id="{anchor}"] h3') is not None
    assert "Hiki ndicho kinachofanana nacho zaidi" in text(page.css_first(".moved"))
    lost = tree(reader.get("/hati/kanuni.md?sehemu=xylofoni"))
    assert "ambacho hakimo tena" in text(lost.css_first(".moved"))
    real = tree(reader.get("/hati/kanuni.md?zamani=sura-ya-3"))
    assert real.css_first(".moved") is None


def test_a_renamed_document_keeps_its_anchors(site, tmp_path):
    """The old address with a section leads to that section of the new one."""
    reader = site({"zamani.md": long_document()})
    (tmp_path / "corpus" / "zamani.md").rename(tmp_path / "corpus" / "mpya.md")
    site({})
    page = tree(reader.get("/hati/zamani.md?sehemu=sura-ya-9"))
    assert page.css_first('section[id="sura-ya-9"]') is not None
    assert "zamani.md" in text(page.css_first(".moved"))


def test_nobody_can_put_words_into_the_note_of_an_old_address(reader):
    """Only an id that the index knows as an old one is repeated."""
    page = tree(reader.get("/hati/kanuni.md?zamani=Piga+simu+0700000000"))
    assert "0700000000" not in page.html


def test_a_citation_says_where_and_when(site):
    """Title, institution, date, source, permalink, day; the section where a part is shown."""
    front = "---\nkichwa: Kanuni & Taratibu\ntaasisi: Wizara\ntarehe: 2012-04\nchanzo: GN 12\n---\n"
    reader = site({"a.md": front + long_document()})
    page = tree(reader.get("/hati/a.md"))
    cited = text(page.css_first("#_cite"))
    assert cited.startswith("Wizara (Aprili 2012). Kanuni & Taratibu. GN 12. Imechukuliwa ")
    assert cited.endswith("http://testserver/hati/a.md")
    part = tree(reader.get("/hati/a.md?sehemu=sura-ya-7"))
    bibtex = part.css_first("#_bibtex").text()
    assert r"title = {Kanuni \& Taratibu}," in bibtex
    assert re.search(r"note = \{Sura ya \d+\},", bibtex)
    assert re.search(r"url = \{http://testserver/hati/a\.md\?sehemu=(sura-ya-\d+)\\#\1\},", bibtex)


def test_clauses_of_an_article_are_lines_of_their_own(site):
    """(1), (2) start lines, also where the text runs on; a reference to (2) does not."""
    body = "1.-(1) Nchi ni moja kwa ibara ya (2) hapa. (2) Nchi ni huru; (a) bara; (b) visiwa."
    page = tree(site({"a.md": f"# Sheria\n\n{body}\n"}).get("/hati/a.md"))
    lines = [(text(node), "minor" in node.attributes["class"]) for node in page.css(".clause")]
    assert lines == [
        ("1.-(1) Nchi ni moja kwa ibara ya (2) hapa.", False),
        ("(2) Nchi ni huru;", False),
        ("(a) bara;", True),
        ("(b) visiwa.", True),
    ]


def test_the_dots_of_a_printed_contents_are_no_text(site):
    """They lead from a heading to its page on the screen, and nobody hears them read."""
    made = (
        "Taarifa\n\nYaliyomo\n\nVifupisho........................ iv\n"
        "Dhana ya uwajibikaji . . . . . . . . 12\nMaoni ------------------- 31\n"
        "Jina la mwombaji ................ na sahihi\n"
    )
    page = tree(site({"a.txt": made}).get("/hati/a.txt"))
    assert len(page.css(".leader")) == 3
    article = page.css_first("article").text()
    assert "Vifupisho" in article
    assert "......" not in article.replace("................ na sahihi", "")
    assert "................ na sahihi" in article, "a blank of a form stays"


def test_the_pages_of_a_pdf_are_in_the_margin(tmp_path):
    """Each page has an anchor where it starts, once, in order, and the text has no number in it."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    pages = [
        [
            Said(72, 740, f"Sura ya {n}", 18),
            Said(72, 710, f"Maelezo ya sura hii ni ya {n} katika orodha yote."),
        ]
        for n in range(1, 6)
    ]
    (corpus / "sera.pdf").write_bytes(pdf(*pages))
    settings = settings_of(corpus, index)
    update(corpus, index, settings)
    with TestClient(create_app(settings)) as reader:
        page = tree(reader.get("/hati/sera.pdf"))
    folios = page.css(".folio")
    assert [node.attributes["id"] for node in folios] == [f"_p{n}" for n in range(1, 6)]
    assert folios[2].attributes["aria-label"] == "ukurasa wa 3"
    assert "uk." not in page.css_first("article").text()


def test_a_page_is_made_once_and_is_the_same_in_every_process(site, tmp_path):
    """The second reader gets the kept page; another process makes the same bytes and ETag."""
    documents = {"kanuni.md": long_document()}
    first, second = site(documents), site(documents, port=9)  # another app over the same index
    answers = [reader.get("/hati/kanuni.md") for reader in (first, first, second)]
    assert len({answer.content for answer in answers}) == 1
    tags = {answer.headers["etag"] for answer in answers}
    assert len(tags) == 1
    (tag,) = tags
    assert not tag.startswith("W/")
    assert second.get("/hati/kanuni.md", headers={"If-None-Match": tag}).status_code == 304
    plain = first.get("/hati/kanuni.md", headers={"accept-encoding": "identity"})
    assert plain.content == answers[0].content
    assert "content-encoding" not in plain.headers
    assert plain.headers["etag"] != tag, "other bytes on the wire have another strong tag"
    site({"kanuni.md": long_document(chapters=11)})
    newer = first.get("/hati/kanuni.md", headers={"If-None-Match": tag})
    assert newer.status_code == 200
    assert "Sura ya 12" not in newer.text


def test_languages_and_names_of_the_site_have_pages_of_their_own(site):
    """A kept page is only for the address that it was made for."""
    reader = site({"kanuni.md": long_document()}, hosts="testserver,kisima.example")
    swahili, english = reader.get("/hati/kanuni.md"), reader.get("/hati/kanuni.md?lugha=en")
    assert ("Yaliyomo" in swahili.text, "Yaliyomo" in english.text) == (True, False)
    other = reader.get("/hati/kanuni.md", headers={"host": "kisima.example"})
    assert "http://kisima.example/hati/kanuni.md" in other.text


def test_a_file_name_with_a_control_of_direction_shows_as_it_is(site):
    """ "sera[RLO]fdp.md" is no "seradm.pdf": the control is not on the page, and not in the title."""
    name = "sera\u202efdp.md"
    page = tree(site({name: "Maelezo ya sera hii.\n"}).get("/hati/sera%E2%80%AEfdp.md"))
    assert "\u202e" not in page.html
    assert "serafdp.md" in [text(node) for node in page.css(".about bdi")]


def test_paper_says_where_it_is_from(reader):
    """Address of the part, day and generation are in the foot of the printed page."""
    page = tree(reader.get("/hati/kanuni.md?sehemu=sura-ya-7"))
    foot = text(page.css_first(".printed"))
    assert re.search(
        r"/hati/kanuni\.md\?sehemu=sura-ya-\d+ · imechukuliwa .+ · kizazi 0000\d\d$", foot
    )
    assert page.css_first('.print a[href="#_print"]') is not None
    assert page.css_first('.print a[href="/hati/kanuni.md?nzima=1#_print"]') is not None
    assert page.css_first("#_print") is not None
