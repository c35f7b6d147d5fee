"""What the results page says, and what a reader can do with it: order, filters, chips, notes."""

from __future__ import annotations

import gzip
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from webui.rendering import FOLDER

FRONT = "---\nkichwa: {title}\ntaasisi: {institution}\ntarehe: {date}\n---\n\n"
YEARS = {
    f"ada-{year}.md": FRONT.format(
        title=f"Ada za {year}", institution=("Maji", "Fedha")[year % 2], date=f"{year}-05-01"
    )
    + f"# Ada\n\nAda ya leseni ya mwaka {year} ni shilingi elfu {year % 100}.\n"
    for year in (2009, 2012, 2013, 2019, 2020, 2021, 2022, 2023, 2024)
}
CHAPTER = "# Sura ya Leseni\n\n" + "".join(f"## Sehemu {n}\n\nMaelezo {n}.\n\n" for n in range(26))
LONG = "# Kanuni\n\n## Likizo\n\n" + "\n\n".join(
    f"Likizo ya aina ya {n} hutolewa na mkuu wa idara baada ya maombi kwa maandishi, na siku zake "
    f"huhesabiwa kwa mwaka mzima wa fedha wa mtumishi huyo katika ofisi yake ya kawaida."
    for n in range(30)
)


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


def href(tree, selector: str) -> str:
    """Return the address of the first link that *selector* matches."""
    return tree.css_first(selector).attributes["href"]


@pytest.fixture
def dated(site):
    """A reader of a site with a notice of two institutions for each of nine years."""
    return site(YEARS)


def test_the_newest_come_first_where_a_reader_wishes(dated):
    """One link turns the order, another turns it back; page 2 and filters keep it."""
    best = page(dated.get("/?q=leseni&idadi=4"))
    assert texts(best, ".orders .current") == ["Bora kwanza"]
    newest = page(dated.get(href(best, ".orders a")))
    assert texts(newest, ".orders .current") == ["Mpya kwanza"]
    dates = texts(newest, ".hit .source time")
    assert dates == ["1 Mei 2024", "1 Mei 2023", "1 Mei 2022", "1 Mei 2021"]
    second = page(dated.get(href(newest, "a[rel=next]")))
    assert texts(second, ".hit .source time")[0] == "1 Mei 2020"
    assert "panga=mpya" in href(second, ".filters a")
    assert href(newest, ".orders a") == "/?q=leseni&idadi=4"
    english = page(dated.get("/?q=leseni&sort=newest&lang=en&limit=4"))
    assert texts(english, ".orders .current") == ["Newest first"]
    api = dated.get("/api/v1/search?q=leseni&sort=newest").json()
    assert api["hits"][0]["date"] == "2024-05-01"
    assert dated.get("/?q=leseni&panga=nasibu").status_code == 400


def test_filters_have_institution_first_and_the_years_as_a_drawing(dated):
    """Institutions are always named; each year is a bar, and a sentence says the same."""
    results = page(dated.get("/?q=leseni"))
    headings = texts(results, ".filters h3")
    assert headings[0] == "Taasisi"
    assert "Mwaka" in headings
    drawing = results.css_first(".filters svg")
    assert drawing.attributes["role"] == "img"
    assert drawing.attributes["aria-label"] == (
        "Matokeo kwa mwaka, kutoka 2009 hadi 2024; mengi zaidi ni ya 2024: 1"
    )
    assert len(drawing.css("rect")) == len(YEARS)
    years = [text(node) for node in results.css(".filters a[href*='mwaka='] .name")]
    assert years == sorted(years, reverse=True)
    alone = page(dated.get("/?q=leseni&hati=ada-2012.md"))
    assert "Maji" in texts(alone, ".filters .name"), "one institution is named too"


def test_several_values_of_a_filter_can_be_chosen_and_removed(dated):
    """A chosen value leaves the others in the list; chips at the top remove one, or all."""
    results = page(dated.get("/?q=leseni"))
    one = page(dated.get(href(results, ".filters a[href*='taasisi=Maji']")))
    assert texts(one, ".chips li") == ["Ondoa kichujio hiki: Taasisi: Maji ×"]
    both = page(dated.get(href(one, ".filters a[href*='taasisi=Fedha']")))
    assert text(both.css_first(".count")).startswith("Sehemu 9 ")
    chips = both.css(".chips a")
    assert [text(chip) for chip in chips[:2]] == [
        "Ondoa kichujio hiki: Taasisi: Maji ×", "Ondoa kichujio hiki: Taasisi: Fedha ×",
    ]  # fmt: skip
    assert parse_qs(urlsplit(chips[0].attributes["href"]).query) == {
        "q": ["leseni"], "taasisi": ["Fedha"],
    }  # fmt: skip
    assert both.css_first(".chips .all").attributes["href"] == "/?q=leseni"
    assert both.html.index("chips") < both.html.index('class="hits"')


def test_a_chapter_shows_three_headings_below_it(site):
    """Twenty-six headings would push the next hit two screens down; one link has the others."""
    results = page(site({"a.md": CHAPTER}).get("/?q=sura+leseni"))
    links = texts(results.css_first(".hit"), ".children a")
    assert links == ["Sehemu 0", "Sehemu 1", "Sehemu 2", "na 23 zaidi"]


def test_passages_of_one_section_are_one_hit(site):
    """An article in several passages is listed once; the others are lines below it, each a link."""
    reader = site({"kanuni.md": LONG, "nyingine.md": "# Sera\n\nLikizo ni haki.\n"})
    results = page(reader.get("/?q=likizo"))
    headings = texts(results, ".hit h2")
    assert headings.count("Likizo") == 1
    further = results.css(".further a")
    assert len(further) >= 2
    for link in further:
        address, _, anchor = link.attributes["href"].partition("#")
        passages = page(reader.get(address)).css(".passage, section")
        assert anchor in [node.attributes.get("id") for node in passages]
        assert link.css("mark")
        assert len(text(link)) < 200


def test_a_long_question_is_shown_shortened(client):
    """Three hundred words fill the field, not the page."""
    question = "wakala " * 300
    results = page(client.get("/", params={"q": question}))
    for selector in ("h1", "title", ".count"):
        assert len(text(results.css_first(selector))) < 140
    assert results.css_first("input[name=q]").attributes["value"] == question.strip()
    nothing = page(client.get("/", params={"q": "xylofonium " * 300}))
    assert len(text(nothing.css_first(".count"))) < 140


def test_a_field_without_a_value_is_said_once_and_missed_by_no_hit(client):
    """A reader who typed `aina:` and nothing after it gets the results of the words."""
    results = page(client.get("/", params={"q": "wakala aina:"}))
    assert "“aina:” haina thamani baada yake" in text(results.css_first(".note"))
    assert results.css(".hit")
    assert not any("aina" in said for said in texts(results, ".missing"))


@pytest.mark.parametrize(
    ("question", "said", "link"),
    [
        (
            "wakulugenzi",
            "Tunaonyesha matokeo ya “wakurugenzi”;",
            "tafuta “wakulugenzi” badala yake",
        ),
        ("vision", "Tumetafuta pia: vision → dira;", "tafuta “vision” tu"),
    ],
)
def test_what_was_searched_otherwise_is_said_once_with_a_way_back(question, said, link, client):
    """One line, and its link searches what was typed and nothing else."""
    results = page(client.get("/", params={"q": question}))
    (note,) = results.css(".note")
    assert said in text(note)
    (back,) = note.css("a")
    assert text(back) == link
    exact = page(client.get(back.attributes["href"]))
    assert "Imetafutwa kama ilivyoandikwa." in text(exact.css_first(".note"))
    assert exact.css_first("input[name=q]").attributes["value"] == question
    again = page(client.get(href(exact, ".note a")))
    assert said in text(again.css_first(".note"))


def test_nothing_found_says_what_the_collection_has(client):
    """The nearest words are links, and each has results."""
    results = page(client.get("/", params={"q": "wakurenzii", "aina": "dira"}))
    links = results.css(".nearest a")
    assert "wakurugenzi" in [text(link) for link in links]
    for link in links:
        assert page(client.get(link.attributes["href"])).css(".hit")


def test_a_question_gets_a_short_answer_with_its_source(client):
    """It is above the list, names its institution and section, and is not given to mere words."""
    results = page(client.get("/", params={"q": "Bodi ya Ushauri huongozwa na nani?"}))
    (answer,) = results.css(".answer")
    assert results.html.index('class="answer"') < results.html.index('class="hits"')
    assert text(answer.css_first("h2")) == "Jibu fupi"
    assert answer.css(".window mark")
    assert texts(answer, ".source b") == ["Wakala wa Serikali Mtandao Zanzibar"]
    address, _, anchor = href(answer, ".from a").partition("#")
    assert page(client.get(address)).css_first(f"#{anchor}") is not None
    assert not page(client.get("/?q=bodi+ya+ushauri")).css(".answer")
    later = page(client.get("/?q=bodi+ya+ushauri+huongozwa+na+nani&idadi=2&ukurasa=2"))
    assert later.css(".hit")
    assert not later.css(".answer")


# ---- Accept-Language ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "address", "language"),
    [
        ("en-GB,en;q=0.9", "/?q=wakala", "en"),
        ("en;q=0.4, sw-TZ;q=0.8", "/?q=wakala", "sw"),
        ("fr-FR,fr;q=0.9", "/?q=wakala", "sw"),
        ("en", "/?q=wakala&lugha=sw", "sw"),
        ("sw", "/?q=wakala&lang=en", "en"),
        ("en", "/hati/hakuna", "en"),
        ("xx;q=abc,,;;q=1, en ;q=0", "/", "sw"),
    ],
)
def test_the_browser_s_language_counts_where_the_address_has_none(
    accepted, address, language, client
):
    """An address that is shared reads the same for everyone; otherwise the browser decides."""
    answer = client.get(address, headers={"accept-language": accepted})
    tree = LexborHTMLParser(answer.text)
    assert tree.css_first("html").attributes["lang"] == language
    assert "accept-language" in answer.headers["vary"].lower()


def test_a_language_that_was_chosen_is_kept_by_every_link(client):
    """A reader with an English browser who chooses Swahili stays with it."""
    english = {"accept-language": "en"}
    results = page(client.get("/?q=wakala", headers=english))
    swahili = page(client.get(href(results, "a.switch"), headers=english))
    assert swahili.css_first("html").attributes["lang"] == "sw"
    for selector in (".hit h2 a", ".filters a", ".orders a", ".brand"):
        again = page(client.get(href(swahili, selector), headers=english))
        assert again.css_first("html").attributes["lang"] == "sw", selector
    assert swahili.css_first("input[name=lugha]").attributes["value"] == "sw"


def test_two_languages_have_two_etags(client):
    """A proxy or a browser never shows the page of the other language."""
    tags = {
        client.get("/?q=wakala", headers={"accept-language": language}).headers["etag"]
        for language in ("sw", "en", "fr")
    }
    assert len(tags) == 2


# ---- Size ---------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["wakala", "idara", "nani anateua bodi ya ushauri"])
def test_a_page_of_results_and_its_styles_fit_into_the_first_round_trips(question, client):
    """Packed, page and style sheet together are at most 14 kB."""
    css = gzip.compress((FOLDER / "static" / "kisima.css").read_bytes(), 6)
    answer = client.get("/", params={"q": question}, headers={"accept-encoding": "gzip"})
    assert int(answer.headers["content-length"]) + len(css) <= 14 * 1024


AUTHORITY = (
    "---\ntaasisi: Mamlaka ya Maji {name}\n---\n\n# Mamlaka ya Maji {name}\n\n## Bodi\n\n{text}\n"
)


@pytest.fixture
def authorities(site):
    """A reader of a site with two authorities that answer one question differently."""
    return site(
        {
            "mtoni.md": AUTHORITY.format(name="Mtoni", text="Bodi ina wajumbe saba."),
            "pwani.md": AUTHORITY.format(name="Pwani", text="Bodi ina wajumbe tisa."),
        }
    )


def test_a_title_that_is_the_name_of_the_institution_is_not_repeated(site):
    """A page called *Wakala wa Misitu Bonde* names it once above each hit."""
    client = site({"misitu.md": "# Wakala wa Misitu Bonde\n\n## Dira\n\nKulinda misitu yote.\n"})
    hit = page(client.get("/?q=misitu+dira")).css_first(".hit")
    assert text(hit.css_first(".source")) == "Wakala wa Misitu Bonde"


def test_a_question_that_fits_two_institutions_offers_each(authorities):
    """Each answers for itself; a link leads to the results of one, which then answers alone."""
    both = page(authorities.get("/?q=bodi+ina+wajumbe+wangapi"))
    names = {"Mamlaka ya Maji Mtoni", "Mamlaka ya Maji Pwani"}
    assert set(texts(both, ".institutions a")) == names
    assert set(texts(both, ".answer .source b")) == names
    assert text(both.css_first(".answer h2")) == "Majibu mafupi"
    inside = both.css(".answer .source, .answer .window")
    assert [one.attributes["class"] for one in inside] == ["source", "window"] * 2, (
        "whose, then what"
    )
    one = page(authorities.get(href(both, ".institutions a")))
    assert one.css(".institutions") == []
    assert len(one.css(".answer .from")) == 1
    assert text(one.css_first(".answer h2")) == "Jibu fupi"
    named = page(authorities.get("/?q=bodi+ya+mamlaka+ya+maji+pwani+ina+wajumbe+wangapi"))
    assert named.css(".institutions") == []
    assert "tisa" in text(named.css_first(".answer"))
