"""Word files as offices write them: read in order, under their own headings."""

from __future__ import annotations

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kb.readers import docx
from kb.readers.base import Unreadable
from tests.kb.readers.making import archive, changed, word

BODY = "Wakala hutoa huduma za maji kwa wananchi wote wa wilaya, mijini na vijijini."


def set_level(properties, level):
    """Give a paragraph or style an outline level, as Word stores it."""
    element = OxmlElement("w:outlineLvl")
    element.set(qn("w:val"), str(level))
    properties.append(element)


def headings(data):
    """Return text, level and sign of each heading."""
    return [(h.text, h.level, h.rule) for h in docx.parse(data).headings or ()]


def test_a_heading_is_found_whatever_its_style_is_called():
    """A style named in Swahili heads as well as one named "Heading 1"."""

    def fill(document):
        style = document.styles.add_style("Kichwa cha Ofisi", WD_STYLE_TYPE.PARAGRAPH)
        set_level(style.element.get_or_add_pPr(), 1)
        below = document.styles.add_style("Kichwa Kidogo", WD_STYLE_TYPE.PARAGRAPH)
        below.base_style = style
        document.add_paragraph("Dira", style="Heading 1")
        document.add_paragraph("Dhamira", style="Kichwa cha Ofisi")
        document.add_paragraph("Lengo", style="Kichwa Kidogo")
        document.add_paragraph(BODY)

    assert headings(word(fill)) == [
        ("Dira", 1, "style"),
        ("Dhamira", 2, "style"),
        ("Lengo", 2, "style"),
    ]


def test_a_paragraph_s_own_level_goes_before_its_style():
    """Level 9 says that a paragraph in a heading's style is text."""

    def fill(document):
        set_level(document.add_paragraph("Idara", style="Heading 3")._p.get_or_add_pPr(), 0)
        set_level(document.add_paragraph(BODY, style="Heading 1")._p.get_or_add_pPr(), 9)

    assert headings(word(fill)) == [("Idara", 1, "outline")]


def test_bold_lines_are_headings_where_no_level_is_given():
    """A document with bold type instead of styles has sections too."""

    def fill(document):
        for heading in ("Dira", "Majukumu ya Idara"):
            document.add_paragraph().add_run(heading).bold = True
            document.add_paragraph(BODY)
            document.add_paragraph(BODY)

    assert headings(word(fill)) == [("Dira", 1, "bold"), ("Majukumu ya Idara", 1, "bold")]


def test_without_any_sign_the_shape_of_lines_is_left_to_decide():
    """No heading is invented; the finder for plain text looks next."""
    assert docx.parse(word(lambda d: d.add_paragraph(BODY))).headings is None


def test_lists_and_tables_are_lines():
    """Items and rows keep their lines, numbers are counted as Word shows them."""

    def fill(document):
        document.add_paragraph("Kupima", style="List Bullet")
        document.add_paragraph("Kusajili", style="List Number")
        document.add_paragraph("Kulinda", style="List Number")
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ("Ada", "Shilingi", "Kibali", "5,000"), strict=True):
            cell.text = text

    text = docx.parse(word(fill)).text
    assert text == "- Kupima\n1. Kusajili\n2. Kulinda\n\nAda | Shilingi\nKibali | 5,000\n"


def test_a_frame_of_one_cell_is_no_table():
    """Headings in a box are headings."""

    def fill(document):
        cell = document.add_table(1, 1).cell(0, 0)
        cell.paragraphs[0].text = "Dira"
        cell.paragraphs[0].style = "Heading 2"
        cell.add_paragraph(BODY)

    assert headings(word(fill)) == [("Dira", 2, "style")]


def test_deleted_text_and_field_codes_are_not_read():
    """What Word would not print is not found."""
    old = b"<w:r><w:t>Wakala"
    new = (
        b'<w:del w:id="1"><w:r><w:delText>SIRI</w:delText></w:r></w:del>'
        b"<w:r><w:instrText>PAGE</w:instrText></w:r>"
        b'<w:ins w:id="2"><w:r><w:t>Mpya: </w:t></w:r></w:ins><w:r><w:t>Wakala'
    )
    data = word(lambda d: d.add_paragraph(BODY))
    text = docx.parse(changed(data, "word/document.xml", lambda xml: xml.replace(old, new))).text
    assert text == f"Mpya: {BODY}\n"


def test_footnotes_follow_the_paragraph_that_refers_to_them():
    """A citation in a footnote is found where it is made."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = (
        f'<w:footnotes xmlns:w="{w}"><w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">'
        "<w:p><w:r><w:t>Sheria Na. 5</w:t></w:r></w:p></w:footnote></w:footnotes>"
    ).encode()
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    kind = (
        b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.wordprocessingml.footnotes+xml"/></Types>'
    )
    data = word(lambda d: (d.add_paragraph("Ada hulipwa."), d.add_paragraph("Mwisho.")))
    reference = b'Ada hulipwa.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    data = changed(
        data, "word/document.xml", lambda x: x.replace(b"Ada hulipwa.</w:t></w:r>", reference)
    )
    data = changed(
        data, "word/_rels/document.xml.rels", lambda x: x.replace(b"</Relationships>", relation)
    )
    data = changed(data, "[Content_Types].xml", lambda x: x.replace(b"</Types>", kind))
    import io
    import zipfile

    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archived:
        archived.writestr("word/footnotes.xml", notes)
    assert docx.parse(file.getvalue()).text == "Ada hulipwa.\n[1] Sheria Na. 5\n\nMwisho.\n"


def test_the_title_style_names_the_document():
    """A title is no section."""

    def fill(document):
        document.add_paragraph("Sera ya Maji", style="Title")
        document.add_paragraph("Dira", style="Heading 1")
        document.add_paragraph(BODY)

    parsed = docx.parse(word(fill))
    assert parsed.title == "Sera ya Maji"
    assert [h.text for h in parsed.headings] == ["Dira"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".docx", id="encrypted or old"),
        pytest.param(b"PK\x03\x04 si zip", "is damaged", id="cut off"),
        pytest.param(archive({"a.txt": b"maji"}), "Word", id="another archive"),
    ],
)
def test_what_is_no_word_file_is_refused_with_a_reason(data, reason):
    """The reason says what the clerk can do with the file."""
    with pytest.raises(Unreadable, match=reason):
        docx.parse(data)


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "", "0x1"])
def test_a_number_that_is_none_is_passed_over(number):
    """Digits that Python takes for no number, or for too long a one, cost nobody the document."""

    def fill(document):
        style = document.styles.add_style(f"heading {number[:99]}", WD_STYLE_TYPE.PARAGRAPH)
        paragraph = document.add_paragraph("Maji safi.", style=style)
        numbers = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", number), ("w:numId", "1")):
            numbers.append(OxmlElement(name))
            numbers[-1].set(qn("w:val"), value)
        set_level(paragraph._p.get_or_add_pPr(), number)
        paragraph._p.get_or_add_pPr().append(numbers)

    assert "Maji safi." in docx.parse(word(fill)).text


def test_every_heading_of_real_files_is_a_slice_of_the_text(shared):
    """Real files: each heading is a slice of the text."""
    files = sorted((shared / "documents" / "docx").glob("*.docx"))
    assert len(files) == 6
    for path in files:
        parsed = docx.parse(path.read_bytes())
        assert parsed.headings
        assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings)
