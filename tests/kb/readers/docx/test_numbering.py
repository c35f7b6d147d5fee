"""Headings, clauses and items have the numbers that Word shows."""

from __future__ import annotations

import pytest

from kb.readers import docx
from kb.readers.docx.number_forms import written_number
from tests.kb.readers.making_word import Part, item, lists, para, table, wordml

CLAUSES = lists([("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")])


def lines(body, numbering=CLAUSES, **parts):
    """Return the lines of a document without blank ones and indents."""
    named = {"numbering.xml": numbering}
    named |= {f"{kind}.xml": Part(kind, xml) for kind, xml in parts.items()}
    text = docx.parse(wordml(body, named)).text
    return [line.strip() for line in text.split("\n") if line.strip()]


def style(id, name, inside="", base=""):
    """Return a style of paragraphs in XML."""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{inside}</w:pPr></w:style>"
    )


def test_headings_and_clauses_are_counted_in_one_list():
    """A clause below the second heading is 2.1: another number would be a false citation."""
    styles = style("Heading1", "heading 1", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    heading = '<w:pStyle w:val="Heading1"/>'
    body = (
        para("Ada", heading) + item("Hulipwa", level=1) + item("Hurudishwa", level=1)
        + para("Adhabu", heading) + item("Faini", level=1) + item("Onyo", level=2)
    )  # fmt: skip
    assert lines(body, styles=f"<w:styles>{styles}</w:styles>") == [
        "1. Ada", "1.1 Hulipwa", "1.2 Hurudishwa", "2. Adhabu", "2.1 Faini", "(a) Onyo",
    ]  # fmt: skip


def test_a_style_is_on_the_level_that_its_list_gives_it():
    """Word writes the list into the style, and the level only into the list."""
    numbering = lists(
        [("decimal", "SURA YA %1"), ("decimal", "%1.%2")],
        more={0: '<w:pStyle w:val="Sura"/>', 1: '<w:pStyle w:val="Kifungu"/>'},
    )
    in_list = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = (
        style("Sura", "Sura", in_list + '<w:outlineLvl w:val="0"/>')
        + style("Kifungu", "Kifungu", in_list + '<w:outlineLvl w:val="1"/>')
        + style("Nakala", "Nakala", base="Kifungu")
    )
    body = "".join(
        para(text, f'<w:pStyle w:val="{id}"/>')
        for text, id in (("Jina", "Sura"), ("Kirefu", "Kifungu"), ("Kifupi", "Nakala"))
    )
    parts = {
        "numbering.xml": numbering,
        "styles.xml": Part("styles", f"<w:styles>{styles}</w:styles>"),
    }
    parsed = docx.parse(wordml(body, parts))
    headings = [(h.text, h.level) for h in parsed.headings]
    assert headings == [("SURA YA 1 Jina", 1), ("1.1 Kirefu", 2), ("1.2 Kifupi", 2)]
    assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings)


def test_a_derived_style_may_say_its_own_level():
    """Of a base style it then has only the list."""
    styles = style("A", "A", '<w:numPr><w:numId w:val="1"/></w:numPr>') + style(
        "B", "B", '<w:numPr><w:ilvl w:val="1"/></w:numPr>', base="A"
    )
    body = para("moja", '<w:pStyle w:val="A"/>') + para("ndani", '<w:pStyle w:val="B"/>')
    assert lines(body, styles=f"<w:styles>{styles}</w:styles>") == ["1. moja", "1.1 ndani"]


def test_list_zero_takes_the_number_away():
    """A heading of a numbered style can be without number: it is not counted."""
    styles = style("K", "K", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    body = (
        para("moja", '<w:pStyle w:val="K"/>')
        + para("bila", '<w:pStyle w:val="K"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + para("mbili", '<w:pStyle w:val="K"/>')
    )
    assert lines(body, styles=f"<w:styles>{styles}</w:styles>") == ["1. moja", "bila", "2. mbili"]


NUM = '<w:num w:numId="{}"><w:abstractNumId w:val="0"/>{}</w:num>'
OVERRIDE = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="{}"/></w:lvlOverride>'


def test_lists_of_one_abstract_list_count_on_unless_one_starts_anew():
    """A copied list goes on; "Restart at 1" starts once, and then it goes on too."""
    nums = NUM.format(1, "") + NUM.format(2, OVERRIDE.format(0, 1)) + NUM.format(3, "")
    numbering = lists([("decimal", "%1.")], nums)
    body = "".join(item(f"k{i}", number) for i, number in enumerate((1, 1, 2, 2, 3, 1)))
    assert [line.split()[0] for line in lines(body, numbering)] == [
        "1.",
        "2.",
        "1.",
        "2.",
        "3.",
        "4.",
    ]


def test_a_list_may_start_with_another_number_and_replace_a_level():
    """ "Start at 5" and a form of its own belong to the list, not to the abstract one."""
    own = (
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride>'
    )
    numbering = lists([("decimal", "%1.")], NUM.format(1, "") + NUM.format(2, own))
    body = item("a", 2) + item("b", 2) + item("c", 1)
    assert lines(body, numbering) == ["V) a", "VI) b", "7. c"]


def test_a_list_goes_on_through_tables_and_empty_items():
    """A column of numbers is a list of empty paragraphs; an empty item has a number in Word."""
    body = (
        item("moja") + table([item(""), "Juma"], [item(""), "Asha"]) + item("") + item("tano")
    )  # fmt: skip
    assert lines(body) == ["1. moja", "2. | Juma", "3. | Asha", "5. tano"]


def test_an_item_that_is_deleted_is_not_counted():
    """Tracked deletion takes its number along."""
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>la</w:delText></w:r></w:del></w:p>"
    )
    assert lines(item("moja") + gone + item("mbili")) == ["1. moja", "2. mbili"]


def test_an_item_without_one_above_it_counts_the_upper_level_too():
    """A chapter may begin with its first article."""
    body = item("a", level=1) + item("b", level=1) + item("c") + item("d", level=1)
    assert lines(body) == ["1.1 a", "1.2 b", "2. c", "2.1 d"]


@pytest.mark.parametrize(
    ("restart", "second"),
    [("", "1"), ('<w:lvlRestart w:val="0"/>', "2"), ('<w:lvlRestart w:val="1"/>', "1")],
)
def test_a_level_restarts_as_its_list_says(restart, second):
    """An article can be counted through all chapters of a law."""
    numbering = lists([("decimal", "%1."), ("decimal", "%2")], more={1: restart})
    body = item("A") + item("a", level=1) + item("B") + item("b", level=1)
    assert lines(body, numbering)[-1] == f"{second} b"


def test_a_legal_level_writes_all_its_numbers_in_digits():
    """SURA II has the article 2.1, not II.1."""
    numbering = lists([("upperRoman", "SURA %1"), ("decimal", "%1.%2")], more={1: "<w:isLgl/>"})
    body = item("A") + item("B") + item("b", level=1)
    assert lines(body, numbering) == ["SURA I A", "SURA II B", "2.1 b"]


def test_a_list_that_is_a_style_is_followed():
    """A list style keeps its levels in one abstract list, and the others point to it."""
    link = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Orodha"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Kwa Mtindo"/></w:abstractNum>'
    )
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1)"/></w:lvl>'
    abstract = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="Orodha"/>{level}</w:abstractNum>'
    )
    nums = "".join(
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="{of}"/></w:num>'
        for i, of in ((1, 0), (2, 1), (3, 2))
    )
    styles = (
        '<w:styles><w:style w:type="numbering" w:styleId="Kwa Mtindo"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    numbering = Part("numbering", f"<w:numbering>{link}{abstract}{nums}</w:numbering>")
    body = item("a", 2) + item("b", 3)
    assert lines(body, numbering, styles=styles) == ["A) a", "B) b"]


def test_what_is_no_number_is_no_marker():
    """A bullet is a bullet, a hidden or empty number nothing, and words in its place are words."""
    numbering = lists(
        [("bullet", "\uf0b7"), ("none", ""), ("bullet", "Zingatia:"), ("decimal", "%4.")],
        more={3: "<w:rPr><w:vanish/></w:rPr>"},
    )
    body = "".join(item(f"k{level}", level=level) for level in range(4))
    assert lines(body, numbering) == ["- k0", "k1", "Zingatia: k2", "k3"]


def test_a_new_form_among_alternatives_is_taken():
    """Word 2010 has forms that older ones lack: 001, 002."""
    form = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom"'
        ' w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
        "</mc:Fallback></mc:AlternateContent>"
    )
    level = f'<w:lvl w:ilvl="0">{form}<w:lvlText w:val="%1."/></w:lvl>'
    numbering = Part(
        "numbering",
        f'<w:numbering><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        f"{NUM.format(1, '')}</w:numbering>",
    )
    assert lines(item("a") + item("b"), numbering) == ["001. a", "002. b"]


def test_a_list_that_the_file_lacks_is_none():
    """Where the part with the lists is missing, items are items without number."""
    assert lines(item("a", 77)) == ["a"]
    assert docx.parse(wordml(item("a", 77))).text == "- a\n"


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        (3, "decimal", "3"), (0, "decimal", "0"), (9, "decimalZero", "09"), (10, "decimalZero", "10"),
        (4, "lowerRoman", "iv"), (1990, "upperRoman", "MCMXC"), (26, "lowerLetter", "z"),
        (27, "upperLetter", "AA"), (11, "ordinal", "11th"), (23, "ordinal", "23rd"),
        (12, "cardinalText", "Twelve"), (40, "ordinalText", "Fortieth"), (32, "ordinalText", "Thirty-second"),
        (2, "numberInDash", "- 2 -"), (255, "hex", "FF"), (5, "chicago", "**"), (7, "none", ""),
        (7, "decimalEnclosedParen", "(7)"), (3, "thaiNumbers", "3"), (999_999, "decimal", "10000"),
    ],
)  # fmt: skip
def test_every_form_is_written(number, form, expected):
    """One row a form; what Swahili is not written in becomes digits, a number of damage a bound."""
    assert written_number(number, form) == expected
