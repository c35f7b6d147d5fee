"""PowerPoint files as offices make them."""

from __future__ import annotations

import pytest

from kb.readers import pptx
from kb.readers.base import Unreadable
from tests.kb.readers.making_formats import (
    as_strict,
    package_of,
    paragraph,
    presentation,
    slide,
    text_shape,
    title,
)

BODY = 'type="body" idx="1"'
ITEM = '<a:pPr lvl="{}"><a:buChar char="•"/></a:pPr>'
NUMBERED = '<a:pPr><a:buAutoNum type="{}" startAt="3"/></a:pPr>'
TABLE = (
    '<p:graphicFrame><p:xfrm><a:off x="1" y="9000000"/></p:xfrm><a:graphic><a:graphicData>'
    '<a:tbl><a:tblPr firstRow="1"/>{}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>'
)


def row(*cells: str) -> str:
    return (
        "<a:tr>"
        + "".join(f"<a:tc><a:txBody>{paragraph(c)}</a:txBody></a:tc>" for c in cells)
        + "</a:tr>"
    )


def read(*slides: str, **more):
    return pptx.parse(presentation(*slides, **more))


def test_a_slide_is_a_section_with_its_notes():
    """The title heads the slide, the first slide names the document, notes follow what is seen."""
    parsed = read(
        slide(title("Sera ya Uvuvi"), text_shape("Wizara ya Mfano", placeholder='type="subTitle"')),
        slide(text_shape("Kulinda samaki.", at=(5, 1)), title("Malengo")),
        notes={2: "Eleza takwimu za mwaka."},
    )
    assert parsed.text == (
        "Sera ya Uvuvi\n\nWizara ya Mfano\n\nMalengo\n\nKulinda samaki.\n\nEleza takwimu za mwaka.\n"
    )
    assert [(h.text, h.level, h.rule) for h in parsed.headings] == [
        ("Sera ya Uvuvi", 1, "markup"),
        ("Malengo", 1, "markup"),
    ]
    assert parsed.title == "Sera ya Uvuvi"
    assert [parsed.text[at:].partition("\n")[0] for at in parsed.pages] == [
        "Sera ya Uvuvi",
        "Malengo",
    ]


def test_a_slide_without_title_has_its_first_short_line():
    """A box that a person drew in the place of the title is the heading; a sentence is not."""
    parsed = read(
        slide(
            text_shape("Bajeti ya mwaka", at=(1, 1)),
            text_shape("Fedha ni za wafadhili.", at=(3, 1)),
        ),
        slide(text_shape("Hii ni sentensi nzima ya maelezo.", at=(1, 1))),
    )
    assert [(h.text, h.rule) for h in parsed.headings] == [("Bajeti ya mwaka", "shape")]
    assert parsed.text.endswith("Hii ni sentensi nzima ya maelezo.\n")


def test_shapes_are_read_as_they_are_seen():
    """Top to bottom, in one row left before right, whatever order they were drawn in."""
    group = (
        "<p:grpSp><p:grpSpPr><a:xfrm><a:off x='0' y='1800000'/></a:xfrm></p:grpSpPr>{}</p:grpSp>"
    )
    parsed = read(
        slide(
            text_shape("Nne.", at=(9, 1)),
            text_shape("Mbili.", at=(2, 8)),
            text_shape("Moja.", at=(2, 1)),
            group.format(text_shape("Tatu B.", at=(7, 1)) + text_shape("Tatu A.", at=(6, 1))),
        )
    )
    assert parsed.text.split("\n\n") == ["Moja.", "Mbili.", "Tatu A.", "Tatu B.", "Nne.\n"]


def test_two_columns_with_a_heading_each_are_read_one_after_the_other():
    """The layout "Comparison": what is good, and what is bad, and not the two mixed."""
    texts = [("Faida", 2, 1), ("Hasara", 2, 8), ("Bei ndogo.", 4, 1), ("Mbali sana.", 4, 8)]
    held = [
        text_shape(t, at=(y, x), placeholder=f'type="body" idx="{n}"')
        for n, (t, y, x) in enumerate(texts, 1)
    ]
    assert read(slide(*held)).text.split() == ["Faida", "Bei", "ndogo.", "Hasara", "Mbali", "sana."]
    drawn = [text_shape(text, at=(y, x)) for text, y, x in texts]
    assert read(slide(*drawn)).text.split() == [
        "Faida",
        "Hasara",
        "Bei",
        "ndogo.",
        "Mbali",
        "sana.",
    ]


def test_bullets_are_items_with_their_level():
    """Signs become "-", numbers are those that PowerPoint shows."""
    text = read(
        slide(
            title("Kazi"),
            text_shape(
                paragraph("Kupima", ITEM.format(0)),
                paragraph("Ardhi", ITEM.format(1)),
                paragraph("Kulipa", NUMBERED.format("arabicPeriod")),
                paragraph("Kulinda", NUMBERED.format("arabicPeriod")),
                paragraph("Kukopa", NUMBERED.format("alphaLcParenR")),
                at=(5, 1),
            ),
        )
    ).text
    assert text == "Kazi\n- Kupima\n  - Ardhi\n3. Kulipa\n4. Kulinda\ne) Kukopa\n"


def test_a_placeholder_takes_its_place_and_its_bullets_from_layout_and_master():
    """Most slides say neither: the layout and the master do."""
    master = slide(text_shape("", at=(12, 1), placeholder='type="body"')).replace(
        "</p:cSld>",
        '</p:cSld><p:txStyles><p:bodyStyle><a:lvl1pPr><a:buChar char="•"/></a:lvl1pPr>'
        "</p:bodyStyle></p:txStyles>",
    )
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = '<Relationships><Relationship Id="r" Type="{}/{}" Target="../{}"/></Relationships>'
    parsed = read(
        slide(text_shape("Kiini", at=None, placeholder=BODY), text_shape("Juu.", at=(5, 1))),
        relations_of={1: [("rIdL", "slideLayout", "../layouts/l.xml")]},
        more={
            "ppt/layouts/l.xml": slide(text_shape("", at=None, placeholder=BODY)),
            "ppt/layouts/_rels/l.xml.rels": rels.format(base, "slideMaster", "masters/m.xml"),
            "ppt/masters/m.xml": master,
        },
    )
    assert parsed.text == "Juu.\n- Kiini\n"


def test_tables_diagrams_and_charts_are_read():
    """The row that names the columns is known; an item of a chart of people is below its chief."""
    frame = (
        "<p:graphicFrame><a:graphic><a:graphicData>{}</a:graphicData></a:graphic></p:graphicFrame>"
    )
    point = '<dgm:pt modelId="{0}" type="{1}"><dgm:t><a:p><a:r><a:t>{2}</a:t></a:r></a:p></dgm:t></dgm:pt>'
    link = '<dgm:cxn modelId="9{1}" srcId="{0}" destId="{1}" srcOrd="{2}"/>'
    spaces = 'xmlns:dgm="urn:d" xmlns:a="urn:a"'
    data = (
        f"<dgm:dataModel {spaces}><dgm:ptLst>"
        + point.format(0, "doc", "")
        + point.format(1, "node", "Mkaguzi")
        + point.format(2, "node", "Mkurugenzi")
        + point.format(3, "node", "Meneja")
        + point.format(4, "pres", "siri")
        + "</dgm:ptLst><dgm:cxnLst>"
        + link.format(0, 2, 0) + link.format(2, 3, 0) + link.format(0, 1, 1) + link.format(3, 2, 0)
        + "</dgm:cxnLst></dgm:dataModel>"
    )  # fmt: skip
    pt = '<c:pt idx="{}"><c:v>{}</c:v></c:pt>'
    chart = (
        '<c:chartSpace xmlns:c="urn:c"><c:chart><c:ser><c:tx><c:v>Tani</c:v></c:tx><c:cat>'
        + pt.format(0, "Kati") + pt.format(1, "Ziwa") + "</c:cat><c:val>" + pt.format(1, "21.4")
        + "</c:val></c:ser></c:chart></c:chartSpace>"
    )  # fmt: skip
    parsed = read(
        slide(
            title("Muundo"),
            frame.format('<dgm:relIds xmlns:dgm="urn:d" r:dm="rIdD"/>'),
            frame.format('<c:chart xmlns:c="urn:c" r:id="rIdC"/>'),
            TABLE.format(row("Wadhifa", "Anayeteua") + row("Afisa", "") + row("", "Waziri")),
        ),
        relations_of={
            1: [("rIdD", "diagramData", "../d.xml"), ("rIdC", "chart", "../c.xml")],
        },
        more={"ppt/d.xml": data, "ppt/c.xml": chart},
    )
    assert parsed.text == (
        "Muundo\n- Mkurugenzi\n  - Meneja\n- Mkaguzi\n\n| Tani\nKati\nZiwa | 21.4\n\n"
        "Wadhifa | Anayeteua\nAfisa\n| Waziri\n"
    )
    assert [parsed.text[t.start : t.header].strip() for t in parsed.tables] == [
        "| Tani",
        "Wadhifa | Anayeteua",
    ]


def test_what_repeats_on_every_slide_is_not_read():
    """Footers, dates and numbers of slides are furniture; hidden slides are not."""
    number = '<a:p><a:fld type="slidenum"><a:t>7</a:t></a:fld><a:r><a:t>Mwisho.</a:t></a:r></a:p>'
    text = read(
        slide(
            title("Dira"),
            *(text_shape(kind, placeholder=f'type="{kind}"') for kind in ("ftr", "dt", "sldNum")),
            text_shape(number, at=(9, 1)),
            show="0",
        )
    ).text
    assert text == "Dira\n\nMwisho.\n"


def test_only_one_choice_of_alternatives_is_read():
    """Newer programs see the choice, older ones what to fall back on: it is one thing."""
    both = "<mc:AlternateContent xmlns:mc='urn:m'><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    text = read(slide(both.format(text_shape("Mpya."), text_shape("Zamani.")))).text
    assert text == "Mpya.\n"


def test_strict_damaged_and_dangling_files_are_read():
    """PowerPoint opens them, so a person expects it."""
    whole = presentation(slide(title("Dira"), text_shape("Kinara.", at=(5, 1))))
    assert pptx.parse(as_strict(whole)).text == "Dira\n\nKinara.\n"
    cut = presentation(
        slide(title("Dira"), text_shape("Kinara.", at=(5, 1))).removesuffix("</p:sld>")
    )
    assert pptx.parse(cut).text == "Dira\n\nKinara.\n"
    gone = presentation(
        slide(title("Dira")),
        relations_of={1: [("a", "image", "../media/haipo.png"), ("b", "notesSlide", "NULL")]},
    )
    assert pptx.parse(gone).text == "Dira\n"


def test_a_file_in_a_slide_is_named():
    """It would need another program; the clerk knows that it is there."""
    frame = "<p:graphicFrame><a:graphic><a:graphicData><p:oleObj/></a:graphicData></a:graphic></p:graphicFrame>"
    parsed = read(slide(title("Dira")), slide(title("Bajeti"), frame))
    assert [str(w) for w in parsed.warnings] == ["embedded files are not read (slides 2)"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04", "damaged"),
        (package_of({"a.xml": "<a/>"}), "no slides"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "encrypted, or of an older format.*\\.pptx"),
    ],
)
def test_what_is_no_presentation_is_refused(data, reason):
    """A reason that says what to do."""
    with pytest.raises(Unreadable, match=reason):
        pptx.parse(data)


def test_too_many_slides_and_too_deep_groups_are_refused():
    """A file made to do harm costs no more than its refusal."""
    with pytest.raises(Unreadable, match="more than 2 pages"):
        pptx.parse(presentation(*[slide(title("Dira"))] * 3), max_pages=2)
    deep = "<p:grpSp>" * 40 + text_shape("Dira") + "</p:grpSp>" * 40
    with pytest.raises(Unreadable, match="nested too deep"):
        read(slide(deep))
