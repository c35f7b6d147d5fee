"""OpenDocument files as LibreOffice writes them."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.readers import odt
from kb.readers.base import Unreadable
from tests.kb.readers.making import archive, changed
from tests.kb.readers.making_opendocument import (
    cell,
    flat_opendocument,
    item,
    items,
    levels,
    opendocument,
    para,
    rows,
)

BODY = "<text:p>Wakala hutoa huduma za maji kwa wananchi wote wa wilaya.</text:p>"
PROSE = para("Mradi huu utachimba visima vitano katika kata zote za wilaya mwaka ujao.")
BOLD = (
    '<style:style style:name="B" style:family="paragraph">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
)


def heading(text: str, level: int = 1) -> str:
    """Return a heading."""
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def headings(parsed):
    """Return the words and the level of each heading."""
    return [(h.text, h.level) for h in parsed.headings or ()]


def table_texts(parsed):
    """Return for each table its header rows and its other rows."""
    return [(parsed.text[t.start : t.header], parsed.text[t.header : t.end]) for t in parsed.tables]


def test_headings_have_their_outline_level():
    """LibreOffice marks every heading with its level, in any language."""
    parsed = odt.parse(
        opendocument(
            '<text:h text:outline-level="1">Dira</text:h>', BODY,
            '<text:h text:outline-level="2">Lengo <text:span>kuu</text:span></text:h>', BODY,
        )
    )  # fmt: skip
    assert [(h.text, h.level, h.rule) for h in parsed.headings] == [
        ("Dira", 1, "outline"),
        ("Lengo kuu", 2, "outline"),
    ]
    assert parsed.title == "Dira"


def test_lists_tables_notes_and_blanks_are_read():
    """The text contains every word, in reading order."""
    text = odt.parse(
        opendocument(
            "<text:p>Ada<text:s text:c='3'/>hulipwa<text:note text:id='n1' text:note-class="
            "'footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>Sheria "
            "Na. 5</text:p></text:note-body></text:note> benki.<text:line-break/>Kila mwezi.</text:p>",
            "<text:list><text:list-item><text:p>Kupima</text:p><text:list><text:list-item>"
            "<text:p>Ardhi</text:p></text:list-item></text:list></text:list-item></text:list>",
            "<table:table><table:table-row><table:table-cell><text:p>Ada</text:p></table:table-cell>"
            "<table:table-cell><text:p>5,000</text:p></table:table-cell></table:table-row></table:table>",
        )
    ).text  # fmt: skip
    assert text == (
        "Ada   hulipwa benki.\nKila mwezi.\n[1] Sheria Na. 5\n- Kupima\n  - Ardhi\n\nAda | 5,000\n"
    )


def test_deleted_text_comments_and_contents_are_not_read():
    """What LibreOffice would not print, and what repeats the headings, is left out."""
    text = odt.parse(
        opendocument(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>SIRI</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes>",
            "<text:table-of-content><text:index-body><text:p>Dira 4</text:p></text:index-body>"
            "</text:table-of-content>",
            "<text:p>Maji<office:annotation><text:p>ona hii</text:p></office:annotation> safi</text:p>",
        )
    ).text  # fmt: skip
    assert text == "Maji safi\n"


def test_bold_lines_are_headings_where_there_are_none():
    """A paragraph style in bold is a sign, as in Word."""
    style = (
        '<style:style style:name="P9" style:family="paragraph">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
    )
    parsed = odt.parse(
        opendocument(
            '<text:p text:style-name="P9">Dhamira</text:p>', BODY, BODY, styles=style
        )
    )  # fmt: skip
    assert [(h.text, h.rule) for h in parsed.headings or ()] == [("Dhamira", "bold")]


@pytest.mark.parametrize("data", [b"PK\x03\x04", archive({"content.xml": b"<a/>"})])
def test_what_is_no_opendocument_is_refused(data):
    """A reason, not a traceback."""
    with pytest.raises(Unreadable, match=r"damaged|OpenDocument"):
        odt.parse(data)


def test_what_another_program_added_costs_only_itself():
    """Elements of a namespace nobody knows are passed over; the words in a line are kept."""
    parsed = odt.parse(
        changed(
            opendocument("<text:p>Maji</text:p>"),
            "content.xml",
            lambda xml: xml.replace(
                b"<text:p>Maji</text:p>",
                b'<n:a xmlns:n="urn:n">x</n:a><text:p>Maji <n:b xmlns:n="urn:n">safi</n:b>.</text:p>',
            ),
        )
    )
    assert parsed.text.strip() == "Maji safi."


@pytest.mark.parametrize("count", ["²", "9" * 5000, "-1", "", "1e3"])
def test_a_count_of_blanks_that_is_none_is_one(count):
    """Digits that Python takes for no number, or for too long a one."""
    parsed = odt.parse(opendocument(f'<text:p>a<text:s text:c="{count}"/>b</text:p>'))
    assert "".join(parsed.text.split()) == "ab"


def test_a_table_has_its_rows_and_its_header():
    """The file names the header rows, or the first row is all in bold."""
    named = rows([cell("Kata"), cell("Visima")], [cell("Msoga"), cell("3")], headers=1)
    assert table_texts(odt.parse(opendocument(named))) == [("Kata | Visima", "\nMsoga | 3")]
    bold = [cell(para(word, "B")) for word in ("Kata", "Visima")]
    parsed = odt.parse(opendocument(rows(bold, [cell("Msoga"), cell("3")]), styles=BOLD))
    assert table_texts(parsed) == [("Kata | Visima", "\nMsoga | 3")]
    plain = rows([cell("Msoga"), cell("3")], [cell("Lugoba"), cell("4")])
    assert table_texts(odt.parse(opendocument(plain))) == [("", "Msoga | 3\nLugoba | 4")]


def test_a_table_in_a_table_is_read_once():
    """In the last cell its rows are rows; in another it is text of the cell: always in order."""
    inner = rows([cell("Pampu"), cell("laki nne")], [cell("Tangi"), cell("laki mbili")])
    last = rows([cell("Vifaa"), cell(inner)], [cell("Jumla"), cell("laki sita")])
    assert odt.parse(opendocument(last)).text == (
        "Vifaa\nPampu | laki nne\nTangi | laki mbili\nJumla | laki sita\n"
    )
    middle = rows([cell("Vifaa"), cell(inner), cell("bora")], [cell("Jumla"), cell(), cell("sita")])
    assert odt.parse(opendocument(middle)).text == (
        "Vifaa | Pampu ¦ laki nne Tangi ¦ laki mbili | bora\nJumla | | sita\n"
    )


def test_places_that_a_cell_covers_stay_empty():
    """A cell over two columns is read once, and the next cell stays in its column."""
    wide = "<table:covered-table-cell><text:p>SIRI</text:p></table:covered-table-cell>"
    table = rows(
        [cell("Kata", 'table:number-columns-spanned="2"'), wide, cell("Visima")],
        [cell("Msoga"), cell("mashariki"), cell("3")],
    )
    assert odt.parse(opendocument(table)).text == "Kata | | Visima\nMsoga | mashariki | 3\n"


@pytest.mark.parametrize("count", ["3", "999999999", "-1", "x"])
def test_repeated_cells_have_a_limit(count):
    """One element may stand for many cells and rows; a million of them fill no memory."""
    table = rows([cell("a", f'table:number-columns-repeated="{count}"'), cell("b")]).replace(
        "<table:table-row>", f'<table:table-row table:number-rows-repeated="{count}">'
    )
    text = odt.parse(opendocument(table)).text
    assert text.startswith("a | a | a | b\n" * 3 if count == "3" else "a")
    assert len(text) < 2_000_000


def test_numbers_in_cells_are_read():
    """The first column is often an automatic list of empty paragraphs."""
    number = items(item(""), more='text:continue-numbering="true"')
    table = rows([cell(number), cell("Kima")], [cell(number), cell("Nyani")])
    style = levels('style:num-format="1" style:num-suffix="."')
    assert odt.parse(opendocument(table, styles=style)).text == "1. | Kima\n2. | Nyani\n"


def test_headings_in_a_layout_table_are_headings():
    """A row with headings above text only puts text in columns; the other rows are data."""
    table = rows(
        [cell("Jumatatu"), cell("Mizinga")],
        [cell(heading("Dira Yetu", 2) + PROSE), cell(heading("Dhamira Yetu", 2) + BODY)],
    )
    parsed = odt.parse(opendocument(heading("Ratiba"), table))
    assert headings(parsed) == [("Ratiba", 1), ("Dira Yetu", 2), ("Dhamira Yetu", 2)]
    assert [text for _, text in table_texts(parsed)] == ["Jumatatu | Mizinga"]


def test_headings_above_their_texts_are_read_by_column():
    """Two headings side by side, the text of each below: each text follows its heading."""
    table = rows(
        [cell(heading("Dira Yetu", 2)), cell(heading("Dhamira Yetu", 2))], [cell(PROSE), cell(BODY)]
    )
    lines = odt.parse(opendocument(table)).text.split("\n\n")
    assert lines[0] == "Dira Yetu"
    assert lines[2] == "Dhamira Yetu"


def test_bold_lines_above_columns_of_prose_are_headings():
    """The same page, made by hand; the names of columns above short values stay in the table."""
    bold = [cell(para(word, "B")) for word in ("Dira Yetu", "Dhamira Yetu")]
    parsed = odt.parse(opendocument(rows(bold, [cell(PROSE), cell(PROSE)]), BODY, styles=BOLD))
    assert parsed.tables == ()
    assert [text for text, _ in headings(parsed)] == ["Dira Yetu", "Dhamira Yetu"]
    assert len(odt.parse(opendocument(rows(bold, [cell("a"), cell("b")]), styles=BOLD)).tables) == 1


def test_headings_next_to_their_texts_are_headings():
    """A heading in the first column, its text in the second; and a heading above an inner table."""
    inner = rows([cell("Kata"), cell("3")])
    table = rows(
        [cell(heading("Dira", 2)), cell(PROSE)],
        [cell(heading("Visima", 2) + inner), cell("x")],
    )
    parsed = odt.parse(opendocument(table))
    assert headings(parsed) == [("Dira", 2), ("Visima", 2)]
    assert [text for _, text in table_texts(parsed)] == ["Kata | 3"]


def test_styled_names_of_columns_are_no_headings():
    """A table of data stays a table, whatever the style of its first row."""
    table = rows(
        [cell(heading("Kata", 3)), cell(heading("Visima", 3))],
        *([cell(word), cell("3")] for word in ("Msoga", "Lugoba", "Ubena")),
    )
    parsed = odt.parse(opendocument(heading("Maji"), table))
    assert headings(parsed) == [("Maji", 1)]
    assert len(parsed.tables) == 1


def test_columns_of_prose_are_read_one_after_the_other():
    """A page set in two columns by a table is no table; a cell of many in prose makes none."""
    columns = rows([cell(PROSE * 2), cell(BODY + PROSE * 2)])
    assert odt.parse(opendocument(columns)).tables == ()
    data = rows(
        [cell("1"), cell("Uchimbaji"), cell(PROSE * 2)], [cell("2"), cell("Ujenzi"), cell("x")]
    )
    assert len(odt.parse(opendocument(data)).tables) == 1


def test_bold_lines_are_headings_next_to_a_styled_one():
    """One real heading does not switch off the look for those made by hand."""
    parsed = odt.parse(
        opendocument(
            heading("Sera ya Mazingira"), PROSE,
            para("Hali ya Sasa", "B"), PROSE,
            para("Taka Ngumu", "B"), BODY,
            para("Kiasi: elfu tano tu", "B"), para("Jina:", "B"), para("Asha"),
            styles=BOLD,
        )
    )  # fmt: skip
    assert headings(parsed)[:3] == [
        ("Sera ya Mazingira", 1),
        ("Hali ya Sasa", 2),
        ("Taka Ngumu", 2),
    ]
    assert "Jina:" not in {text for text, _ in headings(parsed)}


def test_a_paragraph_whose_style_has_a_level_is_a_heading():
    """Some writers give a level to a style, and never write text:h."""
    parsed = odt.parse(opendocument(para("Dira", "H2"), BODY))
    assert [(h.text, h.level, h.rule) for h in parsed.headings] == [("Dira", 2, "style")]


TITLE = '<style:style style:name="Title" style:family="paragraph"/>'


@pytest.mark.parametrize(
    ("elements", "declared", "title"),
    [
        ((para("Sera ya Maji", "Title"), heading("Dira"), BODY), "Barua", "Sera ya Maji"),
        ((BODY, heading("Dira"), BODY), "Sera ya Maji", "Sera ya Maji"),
        ((heading("Dira"), BODY), "Untitled1", "Dira"),
        ((PROSE * 40, heading("Dira"), BODY), "barua.doc", None),
    ],
)
def test_the_title_is_that_of_the_document(elements, declared, title):
    """The style of titles, then the metadata if they say something; no heading of page six."""
    assert odt.parse(opendocument(*elements, common=TITLE, title=declared)).title == title


def test_text_boxes_shapes_and_sections_are_read_once_where_they_are():
    """What is anchored in a paragraph follows it; a group is read shape by shape."""
    text = odt.parse(
        opendocument(
            "<text:section>" + para("moja") + "</text:section>",
            '<text:p>mbili<draw:frame text:anchor-type="as-char"><draw:text-box>' + para("tatu")
            + "</draw:text-box></draw:frame></text:p>",
            "<draw:g><draw:rect>" + para("nne") + "</draw:rect><draw:custom-shape>" + para("tano")
            + "</draw:custom-shape></draw:g>",
            para("sita"),
        )
    ).text  # fmt: skip
    assert text.split() == ["moja", "mbili", "tatu", "nne", "tano", "sita"]


def test_fields_of_forms_are_read_where_they_are():
    """What every viewer shows: values, labels, the chosen line of a list; no button, no password."""
    forms = (
        '<office:forms><form:form><form:text form:id="a" form:current-value="Mariamu Tumbo"/>'
        '<form:checkbox form:id="b" form:label="Nakubali"/>'
        '<form:listbox form:id="c"><form:option form:label="Pwani" form:current-selected="true"/>'
        '<form:option form:label="Tanga"/></form:listbox>'
        '<form:password form:id="d" form:value="SIRI"/></form:form></office:forms>'
    )
    controls = [f'<text:p>{id}:<draw:control draw:control="{id}"/></text:p>' for id in "abcde"]
    text = odt.parse(opendocument(forms, *controls)).text
    assert text.split() == ["a:", "Mariamu", "Tumbo", "b:", "Nakubali", "c:", "Pwani", "d:", "e:"]


def test_a_bibliography_is_read_and_other_indexes_are_not():
    """A list of works is nowhere else in the text; the names of tables are."""
    body = "<text:index-body><text:p>Ashton 1944</text:p></text:index-body>"
    text = odt.parse(
        opendocument(
            f"<text:bibliography>{body}</text:bibliography>",
            f"<text:illustration-index>{body.replace('Ashton', 'SIRI')}</text:illustration-index>",
        )
    ).text
    assert text == "Ashton 1944\n"


def test_line_ends_of_the_xml_are_blanks():
    """A file that was laid out for reading has line ends that the text has not."""
    text = odt.parse(opendocument("<text:p>Maji\n   <text:span>safi</text:span>\n</text:p>")).text
    assert text == "Maji safi\n"


def test_one_xml_file_is_read_like_a_package():
    """LibreOffice writes .fodt too."""
    elements = (heading("Dira"), BODY, rows([cell("a"), cell("b")]))
    assert odt.parse(flat_opendocument(*elements)) == odt.parse(opendocument(*elements))


def inside(body: str) -> bytes:
    """Return the content of an object inside a file."""
    return flat_opendocument().replace(b"<office:text></office:text>", body.encode())


MONTHS = rows([cell("Januari"), cell("12")], [cell("Februari"), cell("20")])
OBJECTS = {
    "a chart": (
        f"<office:chart><chart:title>{para('Mvua')}</chart:title>{MONTHS}</office:chart>",
        "Maji\n\nMvua\n\nJanuari | 12\nFebruari | 20\n",
    ),
    "a sheet": (
        f"<office:spreadsheet>{rows([cell('Kata'), cell('Visima')])}</office:spreadsheet>",
        "Maji\n\nKata | Visima\n",
    ),
    "a formula": ("<math><mi>v</mi><mo>=</mo><mn>3</mn></math>", "Maji\n\nv=3\n"),
}


@pytest.mark.parametrize("name", OBJECTS)
def test_an_object_inside_a_text_is_read_where_it_is_shown(name):
    """Once, though a picture of it is there too; its data are rows."""
    body, expected = OBJECTS[name]
    box = (
        '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="./haipo.png"/>'
        "</draw:frame>"
    )
    data = opendocument(
        f"<text:p>Maji{box}{box}</text:p>", members=[("Object 1/content.xml", inside(body))]
    )
    parsed = odt.parse(data)
    assert (parsed.text, parsed.warnings) == (expected, ())


def test_an_object_that_is_not_read_is_named():
    """Of another program, or missing: the clerk learns that something is not there."""
    box = '<draw:frame><draw:object-ole xlink:href="./Object 1"/></draw:frame>'
    (warning,) = odt.parse(opendocument(f"<text:p>Maji{box}</text:p>")).warnings
    assert str(warning) == "an object of another program inside the file was not read"


@pytest.mark.parametrize("missing", ["styles.xml", "meta.xml", "META-INF/manifest.xml", "mimetype"])
def test_a_part_that_is_missing_costs_itself_only(missing):
    """The text is read, as LibreOffice reads it when it repairs a file."""
    with zipfile.ZipFile(io.BytesIO(opendocument(heading("Dira"), BODY))) as whole:
        members = {name: whole.read(name) for name in whole.namelist() if name != missing}
    assert headings(odt.parse(archive(members))) == [("Dira", 1)]


def test_a_text_that_breaks_off_is_read_with_a_warning():
    """What is whole is read, and the clerk is told that it is not all."""
    whole = opendocument(para("Maji"), para("safi"))
    broken = changed(whole, "content.xml", lambda xml: xml[: xml.index(b"safi")])
    parsed = odt.parse(broken)
    assert parsed.text == "Maji\n"
    assert "damaged" in str(parsed.warnings[0])


REFUSED = {
    "encrypted": (
        changed(
            opendocument(BODY),
            "META-INF/manifest.xml",
            lambda xml: xml.replace(b"/>", b"><manifest:encryption-data/></manifest:file-entry>", 1),
        ),
        "encrypted; remove the password",
    ),
    "a spreadsheet": (opendocument(kind="spreadsheet"), r"rename it to end in \.ods"),
    "a drawing": (opendocument(kind="drawing"), "no OpenDocument text"),
    "without content": (archive({"mimetype": b"x"}), "content.xml is missing or damaged"),
    "another XML file": (b"<html><p>Maji</p></html>", "not an OpenDocument file"),
    "too deep": (
        opendocument("<text:section>" * 150 + BODY + "</text:section>" * 150), "nested too deep"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_says_what_to_do(name):
    """A reason that a clerk can act on."""
    data, reason = REFUSED[name]
    with pytest.raises(Unreadable, match=reason):
        odt.parse(data)


WORDS = st.lists(
    st.text("abcdefghijklmnoprstuvwyzàéñ'&<", min_size=1, max_size=8), min_size=1, max_size=4
).map(" ".join)


@st.composite
def blocks(draw, depth=0):
    """Return a block in XML, and the words that it shows, in reading order."""
    kind = draw(
        st.sampled_from(["p", "h", "list", "table", "box", "section"][: 3 if depth > 2 else 6])
    )
    if kind in {"p", "h"}:
        text = draw(WORDS)
        return (para(text) if kind == "p" else heading(escape(text))), text.split()
    if kind == "box":
        text, (inner, words) = draw(WORDS), draw(blocks(depth + 1))
        box = f"<draw:frame><draw:text-box>{inner}</draw:text-box></draw:frame>"
        return f"<text:p>{escape(text)}{box}</text:p>", text.split() + words
    inner = draw(st.lists(blocks(depth + 1), min_size=1, max_size=3))
    words = [word for _, its in inner for word in its]
    if kind == "section":
        return f"<text:section>{''.join(xml for xml, _ in inner)}</text:section>", words
    if kind == "list":
        return items(*(item(xml) for xml, _ in inner), style="B"), words
    return rows([cell(xml) for xml, _ in inner]), words


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(blocks(), min_size=1, max_size=5))
def test_every_word_comes_out_once_and_in_order(made):
    """Tables in lists in boxes in tables: word for word, and headings and tables where they are."""
    styles = levels(*["bullet"] * 10, name="B")
    parsed = odt.parse(opendocument(*(xml for xml, _ in made), styles=styles))
    read = [word for word in parsed.text.split() if word not in {"-", "|", "¦"}]
    assert read == [word for _, words in made for word in words]
    assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings or ())
    spans = [(table.start, table.end) for table in parsed.tables]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_real_files_are_read(shared):
    """Each heading is a slice of the text."""
    files = sorted((shared / "documents" / "odt").glob("*.odt"))
    assert len(files) == 6
    for path in files:
        parsed = odt.parse(path.read_bytes())
        assert parsed.headings
        assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings)
