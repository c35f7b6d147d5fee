"""Web pages as a visitor reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.base import Unreadable
from kb.readers.html import MAX_DEPTH, parse


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Dira   <b>yetu</b>\n ni hii.</p>", "Dira yetu ni hii."),
        ("<p>moja</p><p>mbili</p>", "moja\n\nmbili"),
        ("<p>moja<br>mbili</p>", "moja\nmbili"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ("<ol start=3><li>a</li><li><p>b</p></li></ol>", "3. a\n4. b"),
        ("<ol type=a><li>x<li>y</ol><ol type=I start=4><li>z</ol>", "a. x\nb. y\nIV. z"),
        (
            '<ol style="list-style-type: lower-roman"><li>x<li value=5>y<li>z</ol>',
            "i. x\nv. y\nvi. z",
        ),
        ("<ol reversed><li>x<ul><li>z</ul><li>y</ol>", "2. x\n  - z\n1. y"),
        ("<ol start=-1><li>z<li>w</ol>", "-1. z\n0. w"),
        ("<ol type=a start=0><li>x<li type=A>y</ol>", "0. x\nA. y"),
        ('<ol style="list-style: none"><li>x</ol>', "- x"),
        ("<table><tr><th>Aina<th>Ada<tr><td>Duka<td><p>20</p></table>", "Aina | Ada\nDuka | 20"),
        ("<nav>menyu</nav><p>neno</p><footer>haki</footer><aside>kando</aside>", "neno"),
        ("<body><script>a()</script><style>p{}</style><noscript>js</noscript><p>neno</p>", "neno"),
        ("<template><p>siri</p></template><p>neno</p>", "neno"),
        ("<p>kabla</p><form><label>Jina</label><input></form>", "kabla"),
        ("<form><h1>Ukurasa</h1><p>neno</p><button>Tuma</button></form>", "Ukurasa\n\nneno"),
        ("<div>menyu</div><main><p>neno</p></main>", "neno"),
        ("<div>menyu</div><article><p>neno</p></article>", "neno"),
        ("<main></main><p>neno</p>", "neno"),
        ("<p hidden>siri</p><p aria-hidden=true>alama</p><p>neno</p>", "neno"),
        ("<h2>Dira <a href=#dira>¶</a></h2>", "Dira"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("<p>A &amp; B &lt;c&gt; &nbsp;d</p>", "A & B <c> d"),
        ("<dl><dt>Dira</dt><dd>maono</dd></dl>", "Dira\n\nmaono"),
        ("<p>a<!-- siri -->b</p>", "ab"),
        ("<div role=navigation><ul><li>Mwanzo</ul></div><p>neno</p>", "neno"),
        ("<div role='contentinfo'>haki zote</div><p>neno</p>", "neno"),
        ("<ol class='breadcrumb mt-2'><li>Mwanzo<li>Habari</ol><p>neno</p>", "neno"),
        ("<p>neno</p><div class='social-links'>Shiriki Facebook</div>", "neno"),
        ("<span class=sr-only>Ruka menyu</span><p>neno</p>", "neno"),
        ("<div class=navbar><h2>Dira</h2><p>neno</p></div>", "Dira\n\nneno"),
        ("<p>Soko limefunguliwa. <a href=/1>Soma zaidi »</a></p>", "Soko limefunguliwa."),
        (
            "<p>Ili kupata fomu <a href=/f>soma zaidi hapa</a>.</p>",
            "Ili kupata fomu soma zaidi hapa.",
        ),
        ("<p>neno</p><a href=#>Rudi juu</a>", "neno"),
        ("<h2 class=sr-only>Habari</h2><p>neno</p>", "Habari\n\nneno"),
    ],
)
def test_what_a_visitor_reads(page, text):
    """Words in reading order; menus, forms and scripts left out; lists and tables in lines."""
    assert text == parse(page.encode()).text.rstrip("\n")


def test_headings_title_and_language():
    """The page's own markup names its sections, its title and its language."""
    page = (
        "<html lang=sw-TZ><head><title> Wakala \n wetu</title></head><body>"
        "<h1>Wakala</h1><p>maneno</p><h3>Dira<br>yetu</h3></body></html>"
    )
    parsed = parse(page.encode())
    assert (parsed.title, parsed.language) == ("Wakala wetu", "sw")
    assert [(h.text, h.level) for h in parsed.headings or ()] == [("Wakala", 1), ("Dira yetu", 3)]
    assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings or ())


def test_meta_tags_describe_the_page():
    """A page says its institution and date as front matter would."""
    page = '<meta name="taasisi" content="Wakala"><meta name="date" content="17/12/2010"><p>a'
    declared = parse(page.encode()).declared
    assert (declared.institution, declared.date) == ("Wakala", "2010-12-17")


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="windows-1252"><p>Ng’ombe'.encode("cp1252"),
        '<meta charset="iso-8859-1"><p>Ng’ombe'.encode("cp1252"),
        '<meta http-equiv=Content-Type content="text/html; charset=utf-8"><p>Ng’ombe'.encode(),
        '<!-- charset=utf-7 --><meta charset="haipo"><p>Ng’ombe'.encode(),
        "<p>Ng’ombe".encode("utf-16"),
    ],
    ids=["1252", "latin-1 is 1252", "http-equiv", "unknown", "utf-16"],
)
def test_the_encoding_a_page_names_is_respected(data):
    """Old pages name their encoding; a wrong name does not stop the page."""
    assert parse(data).text == "Ng’ombe\n"


def test_nesting_made_to_do_harm_is_refused():
    """A page of a hundred thousand open tags is refused with a reason, not a crash."""
    with pytest.raises(Unreadable, match="too deep"):
        parse(b"<div>" * 2000 + b"neno")
    assert parse(b"<div>" * (MAX_DEPTH - 10) + b"neno").text == "neno\n"


TAGS = st.sampled_from(
    [
        "<p>", "</p>", "<h1>", "</h1>", "<h4>", "<ul>", "<li>", "</ul>", "<ol>", "<table>", "<tr>",
        "<td>", "</table>", "<br>", "<pre>", "</pre>", "<form>", "<main>", "<a>", "</a>", "<!--",
        "-->", "neno", "Dira", "&amp;", "<script>", "</script>",
    ]
)  # fmt: skip


def test_a_script_in_a_heading_says_nothing():
    """A script is not read, wherever it occurs."""
    parsed = parse(b"<h1>Dira <script>let x = '<p>'</script>ya <br>Wakala</h1><p>Neno.")
    assert [heading.text for heading in parsed.headings] == ["Dira ya Wakala"]


@given(st.lists(TAGS, max_size=25))
def test_offsets_slice_whatever_is_written(parts):
    """Broken markup gives no heading with wrong offsets, and no tag in the text."""
    parsed = parse(" ".join(parts).encode())
    for heading in parsed.headings or ():
        assert parsed.text[heading.start : heading.end] == heading.text
    assert "<p>" not in parsed.text
