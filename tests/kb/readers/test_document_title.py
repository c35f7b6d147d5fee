"""The title is that of the document, not the first heading on page six."""

from __future__ import annotations

import io
import zipfile

import pytest

from kb.readers import docx, pptx, rtf, xlsx
from tests.kb.readers.making import archive, changed
from tests.kb.readers.making_formats import (
    cell,
    presentation,
    rich_text,
    sheet,
    slide,
    text_shape,
    workbook,
)
from tests.kb.readers.making_word import Part, item, lists, para, wordml

XML = (
    '<w:styles><w:style w:styleId="Title"><w:name w:val="Title"/><w:rPr><w:sz w:val="52"/></w:rPr></w:style>'
    '<w:style w:styleId="H1"><w:name w:val="heading 1"/><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style></w:styles>'
)
STYLES = Part("styles", XML)
TITLE, HEAD = '<w:pStyle w:val="Title"/>', '<w:pStyle w:val="H1"/>'
PROSE = para(
    "Sera hii inaeleza namna ya kutunza vyanzo vya maji kwa manufaa ya wote, mijini na vijijini. "
    * 3
)
LARGE = '<w:b/><w:sz w:val="40"/>'


def title(body, declared=""):
    """Return the title of a document."""
    return docx.parse(wordml(body, {"styles.xml": STYLES}, title=declared)).title


def test_the_style_of_titles_goes_before_all():
    """It may run over two paragraphs; one of the same style further down is no part of it."""
    body = para("Sera ya Taifa", TITLE) + para("ya Maji", TITLE) + PROSE + para("Nyongeza", TITLE)
    assert title(body + para("Dira", HEAD) + PROSE, "Jina Lingine") == "Sera ya Taifa ya Maji"


@pytest.mark.parametrize(
    "declared",
    ["", "Document1", "Microsoft Word - sera.doc", "sera_final.docx", "Untitled", "2020", "Title",
     "Kanuni za Uvuvi wa Bahari"],
)  # fmt: skip
def test_properties_that_say_nothing_of_this_file_are_passed_over(declared):
    """Often they are the program's, or of the file that this one was made from."""
    assert title(para("Sera ya Maji", run=LARGE) + PROSE, declared) == "Sera ya Maji"


def test_properties_that_say_something_are_the_title():
    """Where the text has their words, or no line of its own that can be the title."""
    assert title(PROSE, "Kutunza Vyanzo vya Maji") == "Kutunza Vyanzo vya Maji"
    assert (
        title(para("Sera ya Maji", run=LARGE) + PROSE, "Sera ya Maji 2020") == "Sera ya Maji 2020"
    )


def test_the_largest_line_above_the_text_is_the_title():
    """Not the letterhead above it, whose type is as large; not the date below it."""
    body = para("JAMHURI YA MFANO", run=LARGE) + para("Sera ya Maji", run=LARGE) + para("Mei 2020")
    assert title(body + PROSE + para("Dira", HEAD) + PROSE) == "Sera ya Maji"
    joined = para("Mpango wa Kutunza", run=LARGE) + para("wa Vyanzo vya Maji", run=LARGE)
    assert title(joined + PROSE) == "Mpango wa Kutunza wa Vyanzo vya Maji"


def test_a_heading_further_down_is_a_section():
    """Nor is a numbered part the title, or the table of contents."""
    assert title(PROSE * 3 + para("Dira", HEAD) + PROSE) is None
    assert title(para("Yaliyomo", HEAD) + PROSE * 2) is None
    parts = {"styles.xml": STYLES, "numbering.xml": lists([("decimal", "SURA YA %1")])}
    numbered = item("Jina", 1).replace("<w:numPr>", HEAD + "<w:numPr>")
    assert docx.parse(wordml(numbered + PROSE, parts)).title is None


def test_a_subtitle_is_no_heading():
    """It is larger than the text, and says what the title does not."""
    subtitle = '<w:style w:styleId="S"><w:name w:val="Subtitle"/><w:rPr><w:sz w:val="36"/></w:rPr></w:style>'
    styles = Part("styles", XML.replace("<w:style ", f"{subtitle}<w:style ", 1))
    body = para("Sera ya Maji", TITLE) + para("Toleo la pili", '<w:pStyle w:val="S"/>')
    parsed = docx.parse(wordml(body + PROSE + para("Dira", HEAD) + PROSE, {"styles.xml": styles}))
    assert (parsed.title, [h.text for h in parsed.headings]) == ("Sera ya Maji", ["Dira"])


def test_a_heading_on_top_is_the_title():
    """Also below a line or two."""
    assert title(para("Dira ya Kituo", HEAD) + PROSE) == "Dira ya Kituo"
    assert title(para("Taarifa ya mwezi.") + para("Maendeleo", HEAD) + PROSE) == "Maendeleo"


CORE = (
    '<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{}</dc:title></cp:coreProperties>"
)


def with_properties(package: bytes, declared: str) -> bytes:
    """Return a package of Office whose properties have a title."""
    link = '<Relationship Id="rId9" Type="x/core-properties" Target="core.xml"/></Relationships>'
    linked = changed(
        package, "_rels/.rels", lambda part: part.replace(b"</Relationships>", link.encode())
    )
    with zipfile.ZipFile(io.BytesIO(linked)) as members:
        return archive(
            {name: members.read(name) for name in members.namelist()}
            | {"core.xml": CORE.format(declared).encode()}
        )


def as_slides(declared: str) -> str | None:
    """Return the title of a presentation with this title in its properties."""
    shown = slide(text_shape("Kutunza vyanzo vya maji kwa manufaa ya wote, mijini na vijijini."))
    return pptx.parse(with_properties(presentation(shown), declared)).title


def as_workbook(declared: str) -> str | None:
    """Return the title of a workbook with this title in its properties."""
    rows = sheet([[cell("A1", "Kata"), cell("B1", "Visima")]])
    return xlsx.parse(with_properties(workbook(("Sheet1", rows)), declared)).title


def as_rtf(declared: str) -> str | None:
    """Return the title of an RTF file with this title in its properties."""
    prose = r"\pard\plain " + "Kutunza vyanzo vya maji kwa manufaa ya wote. " * 4 + r"\par"
    return rtf.parse(rich_text(rf"{{\info{{\title {declared}}}}}", prose)).title


@pytest.mark.parametrize("read", [as_slides, as_workbook, as_rtf])
def test_every_format_passes_over_properties_that_say_nothing(read):
    """A program fills them in by itself."""
    assert read("Vyanzo vya Maji") == "Vyanzo vya Maji"
    for declared in ("Book1", "PowerPoint Presentation", "Presentation2", "Document1"):
        assert read(declared) != declared
