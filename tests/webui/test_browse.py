"""The pages that list the collection: whole, shareable, in both languages, and only text."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from urllib.parse import quote, urlencode

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from tests.webui.test_hostile import PAYLOADS
from webui.browse_models import UnitEntry
from webui.charts import BARS_WIDTH, BOX_WIDTH, LABEL_WIDTH, draw_bars, draw_tree

INSTITUTION = "Wakala wa Serikali Mtandao Zanzibar"
PAGES = (
    "/vinjari",
    "/vinjari/nyaraka",
    "/vinjari/nyaraka?taasisi=" + quote(INSTITUTION),
    "/vinjari/taasisi",
    "/vinjari/sehemu?aina=dira",
    "/linganisha",
    "/linganisha?aina=idara",
    "/muundo/" + quote(INSTITUTION),
    "/kalenda",
    "/mabadiliko",
)
ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(answer) -> LexborHTMLParser:
    assert answer.status_code == 200, answer.text[:500]
    return LexborHTMLParser(answer.text)


def feed_of(answer) -> etree._Element:
    """Parse a feed, and check what RFC 4287 requires of one."""
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    for node in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(ATOM + name)) == 1
        assert datetime.fromisoformat(node.findtext(f"{ATOM}updated")).tzinfo is not None
        assert node.find(f"{ATOM}author").findtext(f"{ATOM}name")
        assert {link.get("rel") for link in node.findall(f"{ATOM}link")} >= {"alternate"}
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    updated = [entry.findtext(f"{ATOM}updated") for entry in feed.iter(f"{ATOM}entry")]
    assert updated == sorted(updated, reverse=True)
    return feed


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_list_leads_somewhere(address, language, client):
    """Each list is in the language asked for, keeps it, and none of its links is dead."""
    joined = "&" if "?" in address else "?"
    page = parsed(client.get(f"{address}{joined}lugha={language}"))
    assert page.css_first("html").attributes["lang"] == language
    assert len(page.css("h1")) == 1
    hrefs = {node.attributes["href"].partition("#")[0] for node in page.css("main a")}
    assert hrefs
    for href in sorted(hrefs)[:25]:
        assert client.get(href).status_code == 200, href
        assert ("lugha=en" in href) == (language == "en"), href


def test_a_reader_goes_from_the_home_page_to_a_document_by_lists(client):
    """Home, Browse, an institution, a document: without typing."""
    home = parsed(client.get("/"))
    assert "/vinjari" in {node.attributes["href"] for node in home.css(".ways a")}
    overview = parsed(client.get("/vinjari"))
    by_name = {node.text(): node.attributes["href"] for node in overview.css(".values a")}
    listed = parsed(client.get(by_name[INSTITUTION]))
    links = {node.attributes["href"] for node in listed.css(".entries a")}
    assert "/hati/zanzibar/idara.md" in links
    assert f"/muundo/{quote(INSTITUTION)}" in {
        node.attributes["href"] for node in listed.css(".count a")
    }


@pytest.mark.parametrize(
    "address",
    [
        "/vinjari/nyaraka?taasisi=Hakuna",
        "/vinjari/nyaraka?ukurasa=99",
        "/vinjari/sehemu?aina=hakuna",
        "/vinjari/sehemu",
        "/linganisha?aina=hakuna",
        "/muundo/hakuna",
        "/kalenda?mwaka=1850",
        "/kalenda?taasisi=Hakuna",
        "/vinjari/nyaraka?mwaka=1850",
        "/vinjari/nyaraka?herufi=Q",
        "/vinjari/sehemu?aina=dira&taasisi=Hakuna",
    ],
)
def test_what_the_collection_does_not_have_is_not_there(address, client):
    """A value that names nothing lists nothing; what there is instead is a link away."""
    answer = client.get(address)
    assert answer.status_code == 404
    links = LexborHTMLParser(answer.text).css("main section a")
    if "ukurasa" not in address and "mwaka" not in address:
        assert links
    for link in links:
        assert client.get(link.attributes["href"]).status_code == 200


def test_dates_of_one_institution(site):
    """The calendar of an institution has what its documents mention, and nothing of another's."""
    reader = site(
        {
            f"{name}.md": f"---\ntaasisi: {name}\n---\n\n# Taarifa\n\nKikao cha tarehe {day} kilifanyika.\n"
            for name, day in (("Maji", "17 Desemba 2010"), ("Ardhi", "3 Aprili 2011"))
        }
    )
    both = parsed(reader.get("/kalenda"))
    names = [node.attributes["value"] for node in both.css("select option")]
    assert names == ["", "Ardhi", "Maji"]
    years = {
        name: [
            node.text() for node in parsed(reader.get(f"/kalenda?taasisi={name}")).css(".values a")
        ]
        for name in ("", "Maji", "Ardhi")
    }
    assert years == {"": ["2010", "2011"], "Maji": ["2010"], "Ardhi": ["2011"]}
    dates = parsed(reader.get("/kalenda?taasisi=Maji&mwaka=2010"))
    assert [node.text() for node in dates.css(".dates h2")] == ["17 Desemba 2010"]
    assert reader.get("/kalenda?taasisi=Maji&mwaka=2011").status_code == 404


def test_a_feed_has_the_name_of_its_agency(site):
    """Who reads many feeds sees whose this is: in its title, and as the author."""
    reader = site({"a.md": "# Dira\n\nMaji safi.\n"}, site_name="Wakala wa Maji & Co")
    for address in ("/mabadiliko.atom", "/mabadiliko.atom?q=maji"):
        feed = feed_of(reader.get(address))
        assert feed.findtext(f"{ATOM}title").startswith("Wakala wa Maji & Co: ")
        authors = {node.findtext(f"{ATOM}name") for node in feed.iter(f"{ATOM}author")}
        assert authors == {"Wakala wa Maji & Co"}


def test_a_list_of_many_has_pages(site):
    """Each document is on one page; the pages lead to each other."""
    reader = site({f"hati-{n:03}.txt": f"Hati namba {n}\n\nMaelezo.\n" for n in range(120)})
    href, seen = "/vinjari/nyaraka", []
    while href:
        page = parsed(reader.get(href))
        seen += [node.attributes["href"] for node in page.css(".entries a")]
        following = page.css_first("a[rel=next]")
        href = following.attributes["href"] if following else None
    assert len(seen) == len(set(seen)) == 120


def test_one_kind_is_beside_that_of_the_other_institution(site):
    """Both institutions have a Dira; each is a link to its section, with its words."""
    reader = site(
        {
            f"{name}.md": f"---\ntaasisi: {name}\n---\n\n# Kuhusu\n\n## Dira\n\nDira ya {name}.\n"
            for name in ("Bandari", "Afya")
        }
    )
    page = parsed(reader.get("/linganisha?aina=dira"))
    rows = {row.css_first("th").text(strip=True): row for row in page.css("tbody tr")}
    assert list(rows) == ["Afya", "Bandari"]
    for name, row in rows.items():
        assert row.css_first(".name a").attributes["href"] == f"/hati/{name}.md?sehemu=dira#dira"
        assert f"Dira ya {name}." in row.text()


def test_a_chart_and_its_list_say_the_same(client):
    """Who does not see the picture reads the same units, with the same links."""
    page = parsed(client.get(f"/muundo/{quote(INSTITUTION)}"))
    drawn = {node.attributes["href"] for node in page.css(".chart a")}
    listed = {node.attributes["href"] for node in page.css(".tree a")}
    assert listed
    assert listed <= drawn
    assert page.css_first(".chart").attributes["aria-hidden"] == "true"
    assert all(node.attributes["tabindex"] == "-1" for node in page.css(".chart a"))


def test_boxes_of_a_chart_do_not_touch():
    """Each unit has its own place, right of the unit that it belongs to."""
    leaf = UnitEntry("Kitengo cha Uhasibu na Fedha za Serikali ya Mapinduzi", "/b", ())
    root = UnitEntry("Wakala", "/", (UnitEntry("Idara", "/a", (leaf,) * 3), leaf, leaf))
    chart = draw_tree(root)
    boxes = [(b.x, b.y, b.x + BOX_WIDTH, b.y + b.height) for b in chart.boxes]
    assert len(boxes) == 7
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert min(left, top) >= 0
        assert right <= chart.width
        assert bottom <= chart.height
        for a, b, c, d in boxes[i + 1 :]:
            assert right < a or c < left or bottom < b or d < top
    assert len(chart.connectors) == 6


def test_a_year_without_dates_leaves_a_gap():
    """The picture has the scale of time."""
    bars = draw_bars([("2001", 4, "/a"), ("2003", 2, "/b")])
    assert bars is not None
    first, last = bars.bars
    assert (first.height, last.height) == (2 * last.height, last.height)
    assert last.x == 2 * (bars.width - 24) / 3
    assert draw_bars([("2001", 4, "/a")]) is None


def test_many_years_keep_their_labels_readable():
    """Two centuries fit into a page as they are: it shrinks neither the bars nor their labels."""
    bars = draw_bars([("1826", 1, "/a"), ("2026", 2, "/b")])
    assert bars is not None
    assert bars.width <= BARS_WIDTH + 24
    starts = [x for x, _ in bars.labels]
    assert min(b - a for a, b in pairwise(starts)) >= LABEL_WIDTH


# ---- feeds --------------------------------------------------------------------------------


def test_the_feed_has_every_document_once_and_keeps_its_times(site):
    """After an update only what changed has another time; ids last."""
    texts = {"dira.md": "# Dira\n\nDira ya Wakala.\n", "bodi.md": "# Bodi\n\nBodi ya Wakala.\n"}
    reader = site(texts)
    before = {
        entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}updated")
        for entry in feed_of(reader.get("/mabadiliko.atom")).iter(f"{ATOM}entry")
    }
    assert set(before) == {"http://testserver/hati/dira.md", "http://testserver/hati/bodi.md"}
    reader = site({"sera.md": "# Sera\n\nSera ya Wakala.\n"})
    after = {
        entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}updated")
        for entry in feed_of(reader.get("/mabadiliko.atom")).iter(f"{ATOM}entry")
    }
    assert {id: after[id] for id in before} == before
    assert len(after) == 3


def test_the_feed_of_a_search_tells_of_what_answers_it(site):
    """A document that has every word of the question is an entry; another is none."""
    reader = site(
        {
            "ada.md": "# Ada\n\nAda ya leseni ni shilingi elfu moja.\n",
            "mvua.md": "# Mvua\n\nLeseni haihusu mvua.\n",
        }
    )
    address = "/mabadiliko.atom?" + urlencode({"q": "ada ya leseni"})
    (entry,) = feed_of(reader.get(address)).iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Ada"
    assert "shilingi" in entry.findtext(f"{ATOM}summary")
    href = entry.find(f"{ATOM}link").get("href")
    assert "<mark" in reader.get(href.removeprefix("http://testserver").partition("#")[0]).text
    reader = site({"mpya.md": "# Ada mpya\n\nAda za leseni zimepanda.\n"})
    assert len(list(feed_of(reader.get(address)).iter(f"{ATOM}entry"))) == 2
    assert not list(feed_of(reader.get("/mabadiliko.atom?q=xylofonium")).iter(f"{ATOM}entry"))


def test_a_results_page_names_its_feed(client):
    """A feed reader finds the feed of a search from the page of its results."""
    head = parsed(client.get("/?q=wakala&aina=idara")).css_first(
        "link[type='application/atom+xml']"
    )
    assert head.attributes["href"] == "/mabadiliko.atom?q=wakala&aina=idara"
    feed = feed_of(client.get(head.attributes["href"]))
    assert list(feed.iter(f"{ATOM}entry"))


# ---- anything in a name -------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_hostile_names_are_only_text(payload, site):
    """Titles, institutions and headings become neither HTML nor XML, in a list or a picture."""
    shown = payload.replace("\u0000", "")
    reader = site(
        {
            "b.md": f"---\nkichwa: Wakala {shown}\ntaasisi: W {shown}\n---\n\n# Wakala {shown}\n\n"
            f"## Idara {shown}\n\nTangu 17/12/2010 {shown}.\n\n## Dira\n\n{shown} dira.\n"
        }
    )
    overview = parsed(reader.get("/vinjari"))
    hrefs = [node.attributes["href"] for node in overview.css(".values a")]
    places = ["/vinjari", "/linganisha", "/linganisha?aina=idara", "/muundo/b.md", "/mabadiliko"]
    for place in (*places, *hrefs, "/kalenda?mwaka=2010", "/vinjari/nyaraka"):
        page = parsed(reader.get(place))
        scripts = page.css("script")
        assert all("src" in node.attributes for node in scripts)
        assert not page.css("img, iframe, object, main style, main form[action^='//']")
        for node in page.css("*"):
            assert not any(name.startswith("on") for name in node.attributes)
            assert not (node.attributes.get("href") or "").lower().startswith("javascript")
    feed = feed_of(reader.get("/mabadiliko.atom?" + urlencode({"q": payload})))
    assert {node.tag.partition("}")[0] for node in feed.iter()} == {ATOM[:-1]}
    feed_of(reader.get("/mabadiliko.atom"))
