"""Headings and the title of an OpenDocument text."""

from __future__ import annotations

import pytest

from kb.readers import odt
from tests.kb.readers.making_opendocument import (
    cell,
    opendocument,
    para,
    rows,
)
from tests.kb.readers.opendocument.texts import BODY, BOLD, PROSE, heading, headings, table_texts


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
