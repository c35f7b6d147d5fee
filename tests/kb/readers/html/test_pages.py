"""Whole pages as councils, ministries and schools publish them: what is the page, and what is not."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.base import Unreadable
from kb.readers.html import parse
from tests.kb.readers.html.pages import PAGES, marked


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.html")), ids=lambda page: page.stem)
def test_a_whole_page_is_read_word_for_word(page):
    """Text, headings, tables, title and publisher are what a visitor sees as the page."""
    assert marked(parse(page.read_bytes())) == page.with_suffix(".txt").read_text(encoding="utf-8")


PROSE = "<p>" + "Kila mwananchi ana haki ya kupata maji safi na salama karibu na makazi yake. " * 3
SHOWN = " ".join(PROSE.removeprefix("<p>").split())


@pytest.mark.parametrize(
    "part",
    [
        "<nav><h3>Our services</h3><a href=/a>Home</a></nav>",
        "<div role=navigation><a href=/a>Home</a></div>",
        "<div class='nav-bar'><h4>Menu</h4><a href=/a>Home</a></div>",
        "<ul class=dropdown-menu><li><a href=/a>Vision</a><li><a href=/b>Board</a></ul>",
        "<header><h4>Jamhuri ya Mfano</h4><h5>Wizara ya Mfano</h5><nav><a href=/>Home</a></nav></header>",
        "<div id=header><h2>Wizara ya Mfano</h2><ul><li><a href=/>Mwanzo</a></ul></div>",
        "<footer><h5>Wasiliana Nasi</h5><p>S.L.P. 10, Mfano</p></footer>",
        "<div class='site_footer'><h5>Wasiliana Nasi</h5><p>S.L.P. 10, Mfano</p></div>",
        "<div class=cookie-bar><p>Tunatumia vidakuzi. <button>Sawa</button></p></div>",
        "<div class=breadcrumbs>Uko hapa: <a href=/>Mwanzo</a> / Maji</div>",
        "<div class=share>Shiriki: <a href=#f>Facebook</a></div>",
        "<a href=#maudhui>Skip to main content</a>",
        "<a href=#maudhui>Ruka hadi kwenye maudhui</a>",
        "<ul class=lang><li><a href=/en>English</a><li><a href=/sw>Kiswahili</a></ul>",
        "<marquee>Karibu katika tovuti yetu ya mfano</marquee>",
        "<div class=news-ticker>Habari: mnada wa magari ni Ijumaa</div>",
        "<div class=related-posts><h3>Related posts</h3><p>Kisima kipya chazinduliwa</p></div>",
        "<div><h3>Idadi ya Watembeleaji</h3><p>Leo: 247</p><p>Jumla: 90311</p></div>",
        "<div><h4>Viungo vya Haraka</h4><ul><li><a href=/a>Ikulu</a><li><a href=/b>Bunge</a></ul></div>",
        "<h4>Viungo vya Haraka</h4><ul><li><a href=/a>Ikulu</a><li><a href=/b>Bunge</a></ul>",
        "<table><tr><td><a href=/a>Nyumbani</a><br><a href=/b>Habari</a></td></tr></table>",
        "<p><a href=/>Nyumbani</a> | <a href=/b>Ramani ya tovuti</a> | <a href=/c>Maoni</a></p>",
        "<ul><li><a href=#x>Dira</a><li><a href=#y>Dhamira</a><li><a href=#z>Ada</a></ul>",
        "<div>Hakimiliki © 2024 Wizara ya Mfano. Haki zote zimehifadhiwa.</div>",
        "<aside class=sidebar><h3>Habari</h3><p>Waziri azuru kijiji.</p></aside>",
        "<div class='modal fade'><h4>Ingia</h4><p>Weka jina na nenosiri lako la siri hapa chini.</p></div>",
        "<dialog><p>Jiunge na jarida letu la kila wiki upate habari mpya kwa barua pepe.</p></dialog>",
        "<template><p>siri</p></template>",
        "<noscript>Washa JavaScript.</noscript>",
        "<div hidden><p>Rasimu ambayo hakuna kitu kwenye ukurasa huu kinachoifungua kamwe.</p></div>",
        "<search><form><label>Tafuta <input></label></form></search>",
        "<form role=search><input><button>Tafuta</button></form>",
        "<h2><a href=/>Wizara ya Mfano</a></h2>",
    ],
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_what_is_around_the_text_is_left_out(part, place):
    """Menus, headers, footers and their like are no text, even where they hold headings."""
    page = part + PROSE if place == "above" else PROSE + "</p>" + part
    assert parse(page.encode()).text == SHOWN + "\n"


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("<aside><h3>Angalizo</h3><p>Maji yachemshwe kwanza.</p></aside>", "Angalizo\n\nMaji yachemshwe kwanza."),
        ("<menu><li>Biriani<li>Urojo</menu>", "- Biriani\n- Urojo"),
        ("<form><p>Chagua siku ya kuchukua cheti chako hapa ofisini.</p></form>", "Chagua siku ya kuchukua cheti chako hapa ofisini."),
        ("<fieldset><legend>Masharti</legend><p>Lipa ada.</p></fieldset>", "Masharti\n\nLipa ada."),
        ("<h2>Huduma zetu</h2><ul><li><a href=/a>Maji</a><li><a href=/b>Umeme</a></ul>", "Huduma zetu\n- Maji\n- Umeme"),
        ("<p>Tazama pia:</p><ul><li><a href=/a>Ankara</a><li><a href=/b>Mita</a></ul>", "Tazama pia:\n- Ankara\n- Mita"),
        ("<ul><li><a href=a.pdf>Fomu ya maji</a><li><a href=b.pdf>Fomu ya mita</a></ul>", "- Fomu ya maji\n- Fomu ya mita"),
        ("<ul><li><a href=/1>Mradi mkubwa wa maji wa kijiji cha Mtoni wazinduliwa</a><li><a href=/2>Wananchi waombwa kulipa ankara zao kwa wakati</a></ul>",
         "- Mradi mkubwa wa maji wa kijiji cha Mtoni wazinduliwa\n- Wananchi waombwa kulipa ankara zao kwa wakati"),
        ("<article><header><h2>Mita</h2></header><p>Ni bure.</p></article>", "Mita\n\nNi bure."),
        ("<blockquote><p>Maji ni uhai.</p><footer>Mhandisi Zizi</footer></blockquote>", "Maji ni uhai.\n\nMhandisi Zizi"),
        ("<details><summary>Mita ni nini?</summary><p>Ni kifaa.</p></details>", "Mita ni nini?\n\nNi kifaa."),
        ("<h3><button aria-expanded=false>Mita ni nini?</button></h3><div hidden><p>Ni kifaa.</p></div>", "Mita ni nini?\n\nNi kifaa."),
        ("<button class=accordion>Mita</button><div class=panel style='display: none'>Ni kifaa.</div>", "Mita\n\nNi kifaa."),
        ("<button>Zaidi kuhusu mita</button><div hidden=until-found>Ni kifaa.</div>", "Zaidi kuhusu mita\n\nNi kifaa."),
        ("<h3>Mita ni nini?</h3><div style='display:none'>Ni kifaa.</div>", "Mita ni nini?\n\nNi kifaa."),
        ("<div><a href=#m>Mita</a></div><h2>Kifaa</h2><p>Bei.</p><section id=m hidden>Ni kifaa.</section>", "Mita\n\nKifaa\n\nBei.\n\nNi kifaa."),
        ("<dir><li>Biriani</dir>", "- Biriani"),
        ("<h2>Ankara<span>[<a href=e>hariri</a> | <a href=c>hariri chanzo</a>]</span></h2>", "Ankara"),
        ("<p>Neno.</p><br><br>Aya<br><br>Nyingine<br>mstari", "Neno.\n\nAya\n\nNyingine\nmstari"),
        ("<div class='q' onclick='f()'>Mita ni nini?</div><div style='display:none'>Ni kifaa.</div>", "Mita ni nini?\n\nNi kifaa."),
        ("<div role=tabpanel aria-hidden=true style='display:none'><h2>Ankara</h2>Hulipwa kila mwezi.</div>", "Ankara\n\nHulipwa kila mwezi."),
        ("<ul role=tablist><li><a role=tab href=#t>Ankara</a></ul><div id=t hidden>Hulipwa kila mwezi.</div>", "Ankara\n\nHulipwa kila mwezi."),
        ("<div class='tab-pane' hidden>Hulipwa kila mwezi.</div>", "Hulipwa kila mwezi."),
        ("<dialog open><p>Ofisi itafungwa Ijumaa yote kwa ajili ya matengenezo.</p></dialog>", "Ofisi itafungwa Ijumaa yote kwa ajili ya matengenezo."),
        ("<center><font size=5><b>RATIBA</b></font></center>", "RATIBA"),
        ("<div role=heading aria-level=3>Ankara</div>", "Ankara"),
        ("<h2>Ankara<span class=mw-editsection>[<a href=e>hariri</a> | <a href=c>hariri chanzo</a>]</span></h2>", "Ankara"),
        ("<div class=mw-heading><h2>Ankara</h2><span class=mw-editsection>[<a href=e>hariri</a>]</span></div>", "Ankara"),
    ],
)  # fmt: skip
def test_what_belongs_to_the_text_is_read(part, text):
    """Closed tabs, accordions, asides, forms and lists of links are text where a visitor reads them so."""
    assert parse((PROSE + "</p>" + part).encode()).text == f"{SHOWN}\n\n{text}\n".replace(
        f"{SHOWN}\n\n- ", f"{SHOWN}\n- "
    )


@pytest.mark.parametrize(
    ("page", "headings"),
    [
        ("<h1>A</h1><details><summary>B?</summary>b</details><details><summary>C?</summary>c</details>", "A1 B?2 C?2"),
        ("<h2>A</h2><p>a</p><div><h3>B</h3><p>b</p></div><details><summary>C?</summary>c</details>", "A2 B3 C?3"),
        ("<div class=t><h2>A</h2></div><details><summary>B?</summary>b</details>", "A2 B?3"),
        ("<h1>A</h1><details><summary><h3>B</h3></summary>b</details>", "A1 B3"),
        ("<h1>A</h1><details><summary>Soma zaidi</summary>b</details>", "A1"),
        ("<h1>A</h1><ul role=tablist><li><a role=tab href=#b>B</a><li><a role=tab href=#c>C</a></ul><div id=b><p>b</p></div><div id=c><h4>D</h4>d</div>", "A1 B2 D4"),
        ("<table><tr><td><h1>A</h1><h2>B</h2>b</td><td><h2>C</h2>c</td></tr></table>", "A1 B2 C2"),
        ("<h1><img src=a.png alt='Responsive image'></h1><h2>B</h2>b", "B2"),
    ],
)  # fmt: skip
def test_labels_of_what_opens_are_headings(page, headings):
    """A label is one level below the heading that encloses it; a heading in it keeps its own."""
    shown = [f"{h.text}{h.level}" for h in parse(page.encode()).headings or ()]
    assert shown == headings.split()


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (f"<main><h1>Maji</h1><p>Kwa wote.</p></main><section>{PROSE * 3}</section>", "Maji"),
        (f"<article><h3>Habari</h3><p>Fupi.</p></article><div>{PROSE * 3}</div>", "Habari"),
    ],
)
def test_a_main_part_with_few_words_is_not_the_page(page, text):
    """<main> may be only the picture on top, and the only <article> a card among others."""
    read = parse(page.encode()).text
    assert text in read
    assert SHOWN in read


def test_a_page_that_a_script_shows_is_read():
    """A page is hidden until it is ready; an element with most of its words is the page."""
    page = f"<div>Subiri…</div><div id=app style='display:none'><h1>Maji</h1>{PROSE}</div>"
    assert SHOWN in parse(page.encode()).text


def test_a_page_of_frames_is_refused_with_the_pages_to_add():
    """What a page of frames shows is in other files; text for browsers without frames is read."""
    frames = "<frameset cols=2><frame src=menyu.html><frame src=habari.html>{}</frameset>"
    with pytest.raises(Unreadable, match=r"menyu\.html, habari\.html"):
        parse(frames.format("").encode())
    page = frames.format("<noframes><body><h1>Dira</h1><p>Kinara.</p></body></noframes>")
    assert parse(page.encode()).text == "Dira\n\nKinara.\n"


SENTENCES = st.lists(
    st.lists(
        st.sampled_from(
            [
                "maji",
                "mita",
                "ankara",
                "kijiji",
                "ofisi",
                "fundi",
                "bomba",
                "bei",
                "huduma",
                "wananchi",
            ]
        ),
        min_size=1,
        max_size=9,
    ).map(" ".join),
    min_size=1,
    max_size=8,
)
WRAPPERS = st.sampled_from(
    [
        "<p>{}</p>", "<div>{}</div>", "<section><p>{}</p></section>", "<ul><li>{}</ul>", "<h3>{}</h3>",
        "<table role=presentation><tr><td>{}</td></tr></table>", "<center><font>{}</font></center>",
        "<form><fieldset><legend>{}</legend></fieldset><h4>x</h4></form>", "<details open><p>{}</p></details>",
        "<blockquote>{}</blockquote>", "<dl><dt>{}</dl>", "<article><div>{}</div></article>",
        "<div role=tabpanel hidden><p>{}</p></div>", "<pre>{}</pre>", "<menu><li>{}</menu>", "<b>{}</b><br>",
    ]
)  # fmt: skip


def test_a_card_with_half_of_few_words_is_not_the_page():
    """Half of the words of a page that has no paragraph are no sign that the others are a menu."""
    page = b"<div>Maji</div><article><div>Mita</div></article>"
    assert parse(page).text == "Maji\n\nMita\n"


@given(st.data(), SENTENCES)
def test_made_pages_come_out_word_for_word_in_order(data, sentences):
    """Whatever blocks hold its sentences, a page without menus is read once and in order."""
    page = "".join(data.draw(WRAPPERS).format(escape(sentence)) for sentence in sentences)
    read = [word for word in parse(page.encode()).text.split() if word not in {"-", "x"}]
    assert read == " ".join(sentences).split()
