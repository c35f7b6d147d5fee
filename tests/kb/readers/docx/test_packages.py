"""Packages of every kind and state: Strict, templates, macros, missing and damaged parts, harm."""

from __future__ import annotations

import time

import pytest

from kb.readers import docx
from kb.readers.base import Unreadable
from tests.kb.readers.making import archive, changed
from tests.kb.readers.making_word import Part, item, lists, para, table, wordml

NOTE = f'<w:footnotes><w:footnote w:id="1">{para("Sheria")}</w:footnote></w:footnotes>'
BODY = (
    para("Dira", '<w:pStyle w:val="Heading1"/>')
    + '<w:p><w:r><w:t>Maneno.</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    + item("moja")
    + item("ndani", level=1)
    + table(["a", "b"], ["c", "d"])
)
PARTS = {
    "numbering.xml": lists([("decimal", "%1."), ("lowerLetter", "(%2)")]),
    "footnotes.xml": Part("footnotes", NOTE),
    "styles.xml": Part(
        "styles",
        '<w:styles><w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
    ),
}
TEXT = "Dira\n\nManeno.\n[1] Sheria\n1. moja\n  (a) ndani\n\na | b\nc | d\n"
MAIN = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"


def check(data):
    """Read a file and compare it with what BODY says."""
    parsed = docx.parse(data)
    assert parsed.text == TEXT
    assert [(h.text, h.level) for h in parsed.headings] == [("Dira", 1)]
    assert len(parsed.tables) == 1
    return parsed


@pytest.mark.parametrize(
    "type",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/xml",
    ],
)
def test_a_file_with_macros_and_a_template_are_read(type):
    """The text is the same; also where the file says nothing of its type."""
    assert check(wordml(BODY, PARTS, type=type)).warnings == ()


def test_strict_open_xml_is_read_whole():
    """Its namespaces are others: lists, notes, tables and styles are read by the same names."""
    data = wordml(BODY, PARTS, strict=True)
    assert check(data).warnings == ()
    sized = para("Kubwa", run='<w:b/><w:sz w:val="20pt"/>') + para("Maneno ya aya hii ni mengi.")
    assert [h.rule for h in docx.parse(wordml(sized, strict=True)).headings] == ["size"]


@pytest.mark.parametrize("main", ["word/document2.xml", "hati/maudhui.xml"])
def test_the_body_is_where_the_relations_say(main):
    """Some programs give it another name or folder."""
    check(wordml(BODY, PARTS, main=main))


@pytest.mark.parametrize("broken", ["_rels/.rels", "[Content_Types].xml"])
def test_without_relations_the_body_is_at_its_usual_place(broken):
    """A damaged list of parts costs nothing."""
    check(changed(wordml(BODY, PARTS), broken, lambda xml: b"<a/>"))
    check(changed(wordml(BODY, PARTS), broken, lambda xml: b""))


def test_names_in_capitals_or_with_backslashes_are_the_same_names():
    """Some programs on Windows write them so."""
    data = wordml(BODY, PARTS)
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    check(archive({name.replace("/", "\\"): data for name, data in members.items()}))
    check(archive({name.replace("word/", "Word/"): data for name, data in members.items()}))


@pytest.mark.parametrize("target", ["media/haipo.png", "NULL", "/NULL", "../../../x.png", ""])
@pytest.mark.parametrize("kind", ["image", "hyperlink", "footnotes", "theme", "x"])
def test_a_relation_that_leads_nowhere_costs_nothing(target, kind):
    """A picture that was deleted, a part that another program forgot."""
    more = (
        f'<Relationship Id="x1" Type="http://a/{kind}" Target="{target}"/><Relationship Id="x2"/>'
        f'<Relationship Id="x3" Type="http://a/{kind}" Target="file:///C:/x" TargetMode="External"/>'
    )
    assert check(wordml(BODY, PARTS, relations=more)).warnings == ()


@pytest.mark.parametrize("name", ["styles.xml", "numbering.xml", "footnotes.xml"])
@pytest.mark.parametrize("state", ["cut", "empty", "gone"])
def test_a_damaged_part_is_a_warning(name, state):
    """The text is read without it."""
    data = wordml(BODY, PARTS)
    if state == "gone":
        data = wordml(BODY, {other: part for other, part in PARTS.items() if other != name})
    else:
        cut = {"cut": lambda xml: xml[: len(xml) // 2], "empty": lambda xml: b""}[state]
        data = changed(data, f"word/{name}", cut)
    parsed = docx.parse(data)
    assert {"Dira", "Maneno.", "moja", "ndani"} <= set(parsed.text.split())
    assert any(f"word/{name}" in str(w) for w in parsed.warnings) == (state != "gone")


def test_a_body_that_ends_early_is_read_so_far_with_a_warning():
    """A copy that was broken off."""
    data = changed(wordml(para("Dira") + para("Dhamira")), MAIN, lambda xml: xml[:-45])
    parsed = docx.parse(data)
    assert parsed.text.startswith("Dira")
    assert "is damaged, and not all of it was read" in str(parsed.warnings[0])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive({"xl/workbook.xml": b"<workbook/>", "_rels/.rels": b'<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></R>'}), "not a Word file inside"),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.text"}), "not a Word file inside"),
        (changed(wordml(para("a")), MAIN, lambda xml: b""), "the Word file is damaged"),
        (changed(wordml(para("a")), MAIN, lambda xml: b"\0\1\2"), "the Word file is damaged"),
        (changed(wordml(para("a")), MAIN, lambda xml: b"<w"), "the Word file is damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, r"password.*\.docx"),
    ],
    ids=["a workbook", "another office file", "empty", "not XML", "cut at once", "encrypted"],
)  # fmt: skip
def test_a_refusal_says_what_to_do(data, reason):
    """In words, without addresses or names of Python."""
    with pytest.raises(Unreadable, match=reason) as refused:
        docx.parse(data)
    assert not any(sign in str(refused.value) for sign in ("<", "0x", "KeyError", "object at"))


def nested(depth):
    """Return tables inside one another, each with a word next to the next one."""
    body = para("ndani")
    for _ in range(depth):
        body = table([para("x"), body])
    return body


@pytest.mark.parametrize("depth", [10, 45, 80])
def test_tables_deep_inside_one_another_are_read(depth):
    """Deeper than people nest them, words are still read, each once."""
    words = docx.parse(wordml(para("kabla") + nested(depth) + para("baada"))).text.split()
    assert [w for w in words if w != "|"] == ["kabla", *["x"] * depth, "ndani", "baada"]


EVIL = {
    "thousands of tables in one another": wordml(para("kabla") + nested(3_000)),
    "elements in one another": wordml(para("kabla") + "<w:sdt><w:sdtContent>" * 5_000),
    "controls in one another": wordml("<w:sdt><w:sdtContent>" * 100 + para("kabla") + "</w:sdtContent></w:sdt>" * 100),
    "alternatives in one another": wordml(para("kabla") + "<w:p><w:r>" + "<mc:AlternateContent><mc:Choice>" * 100 + "<w:t>x</w:t>" * 500 + "</mc:Choice></mc:AlternateContent>" * 100 + "</w:r></w:p>"),
    "fields in one another": wordml(para("kabla") + "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 8_000 + "<w:r><w:t>x</w:t></w:r>" * 500 + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 8_000 + "</w:p>"),
    "wide cells": wordml(para("kabla") + "<w:tbl>" + ("<w:tr>" + '<w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr><w:p/></w:tc>' * 60 + "</w:tr>") * 60 + "</w:tbl>"),
    "styles in a circle": wordml(para("kabla", '<w:pStyle w:val="a"/>'), {"styles.xml": Part("styles", '<w:styles><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>')}),
    "large numbers": wordml(para("kabla") + item("a", "9" * 4_000, 0) + item("b"), {"numbering.xml": Part("numbering", '<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="99999"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="' + "%1" * 300 + '"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>')}),
    "list styles in a circle": wordml(para("kabla") + item("a"), {"numbering.xml": Part("numbering", '<w:numbering><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="s"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'), "styles.xml": Part("styles", '<w:styles><w:style w:styleId="s"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>')}),
}  # fmt: skip


@pytest.mark.parametrize("data", EVIL.values(), ids=EVIL)
def test_what_is_meant_to_do_harm_does_none(data):
    """It is read as far as it goes, in a second, and ends."""
    began = time.process_time()
    parsed = docx.parse(data)
    assert "kabla" in parsed.text
    assert len(parsed.text) < 500_000
    assert time.process_time() - began < 5


def test_entities_are_not_expanded():
    """Laughs by the billion, and files of this machine."""
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    data = changed(
        wordml(para("kabla") + para("MAHALI")),
        MAIN,
        lambda xml: laughs + xml.replace(b"MAHALI", b"&b;&c;"),
    )
    parsed = docx.parse(data)
    assert parsed.text == "kabla\n"
    assert "not all of it was read" in str(parsed.warnings[0])
