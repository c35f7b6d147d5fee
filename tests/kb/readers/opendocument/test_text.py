"""The words of an OpenDocument text: each once, in the order in which they are read."""

from __future__ import annotations

from itertools import pairwise
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.readers import odt
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
from tests.kb.readers.opendocument.texts import BODY, heading


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


@pytest.mark.parametrize("count", ["²", "9" * 5000, "-1", "", "1e3"])
def test_a_count_of_blanks_that_is_none_is_one(count):
    """Digits that Python takes for no number, or for too long a one."""
    parsed = odt.parse(opendocument(f'<text:p>a<text:s text:c="{count}"/>b</text:p>'))
    assert "".join(parsed.text.split()) == "ab"


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
