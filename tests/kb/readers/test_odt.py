"""OpenDocument files as LibreOffice writes them."""

from __future__ import annotations

import pytest

from kb.readers import odt
from kb.readers.base import Unreadable
from tests.kb.readers.making import archive, changed, opendocument

BODY = "<text:p>Wakala hutoa huduma za maji kwa wananchi wote wa wilaya.</text:p>"


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
        "Ada   hulipwa benki.\nKila mwezi.\n[1] Sheria Na. 5\n- Kupima\n  - Ardhi\nAda | 5,000\n"
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


def test_real_files_are_read(shared):
    """Each heading is a slice of the text."""
    files = sorted((shared / "documents" / "odt").glob("*.odt"))
    assert len(files) == 6
    for path in files:
        parsed = odt.parse(path.read_bytes())
        assert parsed.headings
        assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings)
