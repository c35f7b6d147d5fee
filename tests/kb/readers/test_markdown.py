"""Markdown without its marks: the words of the page, and the offsets of its headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.readers.markdown import parse


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Neno *nzito* na **zito**.", "Neno nzito na zito."),
        ("Soma [sera](https://mfano.go.tz) yetu.", "Soma sera yetu."),
        ("![Ramani ya ofisi](ramani.png)", "Ramani ya ofisi"),
        ("Amri `kisima tafuta` inatafuta.", "Amri kisima tafuta inatafuta."),
        ("```\nkisima index\n```", "kisima index"),
        ("- moja\n- mbili\n  - ndogo", "- moja\n- mbili\n  - ndogo"),
        ("3. tatu\n4. nne", "3. tatu\n4. nne"),
        ("| Aina | Ada |\n|---|---|\n| Duka | 200 |", "Aina | Ada\nDuka | 200"),
        ("mstari\nmmoja", "mstari mmoja"),
        ("1.-(1) Kwanza\n(2) Pili", "1.-(1) Kwanza\n(2) Pili"),
        ("mwisho  \nmpya", "mwisho\nmpya"),
        ("kabla<br>baada <b>zito</b>", "kabla\nbaada zito"),
        ("<div><p>ndani</p><script>x()</script></div>", "ndani"),
        ("> nukuu", "nukuu"),
        ("A &amp; B &lt;c&gt;", "A & B <c>"),
    ],
)
def test_marks_go_and_words_stay(source, text):
    """Readers search words, not asterisks and addresses of links."""
    assert text + "\n" == parse(source.encode()).text


def test_headings_have_their_level_and_offsets():
    """Both ways to mark a heading are seen, at their level, without their marks."""
    parsed = parse(b"# Dira *yetu*\n\nmaneno\n\nDhamira\n-------\n\n### `a` na b ###\n")
    headings = [(h.text, h.level, parsed.text[h.start : h.end]) for h in parsed.headings or ()]
    assert headings == [
        ("Dira yetu", 1, "Dira yetu"),
        ("Dhamira", 2, "Dhamira"),
        ("a na b", 3, "a na b"),
    ]
    assert parsed.title == "Dira yetu"


def test_a_page_that_marks_no_headings_says_so():
    """Headings are then looked for by their shape."""
    assert parse(b"maneno tu").headings is None


@given(st.lists(st.text(alphabet="# *-_`[]()<>|1.abc\n", max_size=30), max_size=8))
def test_offsets_slice_whatever_is_written(lines):
    """No Markdown, however broken, gives a heading with wrong offsets."""
    parsed = parse("\n".join(lines).encode())
    for heading in parsed.headings or ():
        assert parsed.text[heading.start : heading.end] == heading.text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("## Utangulizi {#utangulizi .unnumbered}", "Utangulizi"),
        ("# Kichwa {.unnumbered #a}", "Kichwa"),
        ("# Kichwa {-}", "Kichwa"),
        ("## Lengo ##", "Lengo"),
        ("# ![Nembo](n.png) Sera", "Sera"),
        ("Aya.\n{: .angalizo}", "Aya."),
        ("![Ramani](r.png){width=50%}", "Ramani"),
        ("Msimbo `{#a} [[b]] ==c==`.", "Msimbo {#a} [[b]] ==c==."),
        ("Soma [[Ukurasa]] na [[Ukurasa Mwingine|kiungo]].", "Soma Ukurasa na kiungo."),
        ("==Muhimu== na ++jipya++ na ~~la zamani~~ na H~2~O.", "Muhimu na jipya na la zamani na H2O."),
        ("Moja == mbili == tatu, C++ na C++.", "Moja == mbili == tatu, C++ na C++."),
        ("{% include picha.html %}\n\nneno {{< youtube x >}} jingine", "neno jingine"),
        ("## Historia[hariri | [hariri chanzo](e)]", "Historia"),
        ("[TOC]\n\nneno", "neno"),
        ("- [ ] Kwanza\n- [x] Pili", "- ☐ Kwanza\n- ☒ Pili"),
        ("### Dira ### {#dira}", "Dira"),
        ("a. kwanza\nb. pili\nii. tatu", "a. kwanza\nb. pili\nii. tatu"),
        ("Neno\n:   maana yake", "Neno\n\nmaana yake"),
        ("Ushuru[^1] hulipwa.\n\nAya.\n\n[^1]: Sheria *mpya*.", "Ushuru hulipwa.\n\nSheria mpya.\n\nAya."),
        ("Ushuru^[sheria mpya] hulipwa.", "Ushuru hulipwa.\n\nsheria mpya"),
        ("neno\n\n[^9]: Haitajwi.", "neno\n\nHaitajwi."),
        ('!!! note "Angalizo"\n    Chemsha maji.', "Angalizo\n\nChemsha maji."),
        ("!!! note\n    Chemsha maji.", "Chemsha maji."),
        (":::tip Kidokezo\nOsha mikono.\n:::", "Kidokezo\n\nOsha mikono."),
        ("::: {.note}\nOsha mikono.\n:::", "Osha mikono."),
        ("> [!NOTE]\n> Kumbuka.", "Kumbuka."),
        ("Soma [sera][1].\n\n[1]: https://mfano.go.tz", "Soma sera."),
        ("<p>Aya <b>ndani</b> ya HTML.</p>", "Aya ndani ya HTML."),
        ("<details>\n<summary>Swali</summary>\n\nJibu *fupi*.\n\n</details>", "Swali\n\nJibu fupi."),
        ("<!-- siri -->\n\nneno <!-- siri --> moja", "neno moja"),
        ("neno <script>x()</script> moja", "neno moja"),
        ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", "A | B\n1 | 2"),
        ("$$x^2$$", "$$x^2$$"),
    ],
)  # fmt: skip
def test_what_writers_use_beside_commonmark_comes_out_as_words(source, text):
    """Attributes, notes, boxes, tasks, wiki links and HTML are marks; their words are the text."""
    assert parse(source.encode()).text == text + "\n"


def test_html_headings_are_headings_at_their_level():
    """A heading is one by its tag too, on a line of its own or in the middle of one."""
    source = (
        "# Sera\n\n<h2 id=x>Dira <i>yetu</i></h2>\n\nkabla <h3>Kati</h3> baada\n\n"
        "<details><summary>Swali?</summary>\njibu\n</details>\n\n<details><summary>Jingine?</summary></details>\n"
    )
    parsed = parse(source.encode())
    assert [(h.text, h.level) for h in parsed.headings] == [
        ("Sera", 1), ("Dira yetu", 2), ("Kati", 3), ("Swali?", 4), ("Jingine?", 4),
    ]  # fmt: skip
    assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings)


def test_the_header_of_a_pipe_table_is_known():
    """The first row of a pipe table names its columns; an empty cell keeps its place."""
    parsed = parse(b"| Zao | Bei | Soko |\n|:--|--:|--|\n| Karanga | | Kibaigwa |\n")
    (table,) = parsed.tables
    assert parsed.text[table.start : table.header].strip() == "Zao | Bei | Soko"
    assert parsed.text[table.header : table.end].strip() == "Karanga | | Kibaigwa"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "matter",
    [
        '+++\ntitle = "Ripoti"\ndate = 2022-03-01\ntags = ["a"]\n[extra]\nx = 1\n+++\n',
        "---\ntitle: 'Ripoti'\ndate: 2022-03-01T10:00:00+03:00\ntags: [\n  a,\n]\n---\n",
        '---\ntitle: >-\n  Ripoti\ndate: "2022-03-01" # leo\ncategories:\n- b\n---\n',
        '{\n  "title": "Ripoti",\n  "date": "2022-03-01",\n  "tags": ["a"]\n}\n',
    ],
    ids=["toml", "yaml", "yaml blocks", "json"],
)
def test_front_matter_of_site_builders_is_metadata(matter, end):
    """TOML and YAML give title and date, whatever other keys and line ends they have."""
    parsed = parse((matter + "\n# Mapato\n\nSaba.\n").replace("\n", end).encode())
    assert (parsed.declared.title, parsed.declared.date) == ("Ripoti", "2022-03-01")
    assert parsed.text == "Mapato\n\nSaba.\n"


def test_what_only_looks_like_toml_is_text():
    """A line of plus signs is no front matter where no TOML follows."""
    assert "si toml" in parse(b"+++\nsi toml\n+++\n\nneno\n").text
