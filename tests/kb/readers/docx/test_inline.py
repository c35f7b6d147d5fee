"""What is around and between the words: controls, changes, fields, boxes, notes, signs."""

from __future__ import annotations

import pytest

from kb.readers import docx
from kb.readers.docx.symbols import symbol
from tests.kb.readers.making_word import Part, para, table, wordml


def text(body, parts=None):
    """Return the text of a document with this body."""
    return docx.parse(wordml(body, parts)).text


def run(words):
    """Return a run in XML."""
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def control(inside):
    """Return a content control around something."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def box(inside):
    """Return a run with a text box, as Word writes it: once for new programs, once for old."""
    inside = f"<w:txbxContent>{inside}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}'
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


WRAPPERS = {
    "control": control("{}"),
    "control in a control": control(control("{}")),
    "customXml": "<w:customXml>{}</w:customXml>",
    "smartTag": "<w:smartTag>{}</w:smartTag>",
    "inserted": '<w:ins w:id="1">{}</w:ins>',
    "moved to here": '<w:moveTo w:id="1">{}</w:moveTo>',
    "alternative": "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
    "fallback only": "<mc:AlternateContent><mc:Choice/><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
}  # fmt: skip


@pytest.mark.parametrize("wrapper", WRAPPERS.values(), ids=WRAPPERS)
def test_a_wrapper_hides_nothing_wherever_it_is(wrapper):
    """Around words, a paragraph, a table, a row, a cell, what is in a cell: read once."""

    def wrap(inside):
        return wrapper.replace("{}", inside)

    cell = f"<w:tc>{para('b')}</w:tc>"
    row = f"<w:tr><w:tc>{para('a')}</w:tc>{cell}</w:tr>"
    assert text(f"<w:p>{run('a ')}{wrap(run('b'))}{run(' c')}</w:p>") == "a b c\n"
    assert text(para("a") + wrap(para("b")) + para("c")) == "a\n\nb\n\nc\n"
    assert text(wrap(f"<w:tbl>{row}</w:tbl>")) == "a | b\n"
    assert text(f"<w:tbl>{row}{wrap(row)}</w:tbl>") == "a | b\na | b\n"
    assert text(f"<w:tbl>{row.replace(cell, wrap(cell))}</w:tbl>") == "a | b\n"
    assert text(f"<w:tbl>{row.replace(para('b'), wrap(para('b')))}</w:tbl>") == "a | b\n"


@pytest.mark.parametrize("gone", ["del", "moveFrom"])
def test_what_was_deleted_or_moved_away_is_not_read(gone):
    """Wherever it is."""
    assert text(f"<w:p>{run('a')}<w:{gone}>{run('SIRI')}</w:{gone}></w:p>") == "a\n"
    assert text(f"{para('a')}<w:{gone}>{para('SIRI')}</w:{gone}>") == "a\n"


def test_only_the_control_of_a_table_of_contents_is_left_out():
    """A control around it, of a cover page, has other text too."""
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    contents = control(para("Dira 1")).replace("<w:sdtPr/>", f"<w:sdtPr>{gallery}</w:sdtPr>")
    assert text(control(para("a") + contents + para("b"))) == "a\n\nb\n"


def test_a_paragraph_whose_end_is_deleted_goes_on():
    """So does the large first letter of a chapter, which is a paragraph of its own."""
    ends = "<w:rPr><w:del/></w:rPr>"
    assert text(para("Nusu ", ends) + para("ya pili")) == "Nusu ya pili\n"
    assert text(para("W", '<w:framePr w:dropCap="drop"/>') + para("akala")) == "Wakala\n"
    assert text(para("mwisho", ends)) == "mwisho\n"
    assert text(para("kabla", ends) + table(["a", "b"]) + para("c")) == "kabla\n\na | b\n\nc\n"


def sign(kind, inside=""):
    """Return one of the four signs of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def field(code, result):
    """Return a field."""
    code = f"<w:r><w:instrText>{code}</w:instrText></w:r>{run('MSIMBO')}"
    return sign("begin") + code + sign("separate") + result + sign("end")


def test_of_a_field_the_result_is_read():
    """Also of one in the result of another; of one in a code nothing, and of contents nothing."""
    inner = field("PAGEREF x", run("7"))
    assert text(f"<w:p>{run('ona ')}{field('REF x', run('Sura ') + inner)}</w:p>") == "ona Sura 7\n"
    in_code = sign("begin") + inner + sign("separate") + run("ndiyo") + sign("end")
    assert text(f"<w:p>{in_code}</w:p>") == "ndiyo\n"
    assert text(f"<w:p>{run('a')}{field('TOC 1-3', run('Dira 1'))}</w:p>") == "a\n"
    assert text(f'<w:p><w:fldSimple w:instr="PAGE">{run("5")}</w:fldSimple></w:p>') == "5\n"
    assert (
        text(f'<w:p>{run("a")}<w:fldSimple w:instr="TOC">{run("5")}</w:fldSimple></w:p>') == "a\n"
    )


def test_a_field_may_run_over_paragraphs():
    """The contents of a document are one field."""
    body = (
        f"<w:p>{sign('begin')}<w:r><w:instrText>TOC</w:instrText></w:r>{sign('separate')}"
        f"{run('Dira 1')}</w:p>{para('Dhamira 2')}<w:p>{sign('end')}</w:p>{para('Maneno')}"
    )
    assert text(body) == "Maneno\n"


def test_a_field_that_never_ends_hides_nothing():
    """Nor does an end without beginning, or one whose end was deleted."""
    assert text(f"<w:p>{run('a ')}{sign('begin')}{run('b')}</w:p>{para('c')}") == "a b\n\nc\n"
    assert text(f"<w:p>{sign('end')}{sign('separate')}{run('b')}</w:p>") == "b\n"
    deleted = f"<w:del>{sign('end')}</w:del>"
    assert text(f"<w:p>{sign('begin')}{run('a')}{deleted}</w:p>{para('c')}") == "a\n\nc\n"


def test_the_choice_in_a_form_is_read():
    """A drop-down list of old forms has no result, and Word shows the entry."""
    entries = '<w:listEntry w:val="Ndiyo"/><w:listEntry w:val="Hapana"/>'
    data = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    code = "<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>"
    assert text(f"<w:p>{run('Jibu: ')}{sign('begin', data)}{code}{sign('end')}</w:p>") == (
        "Jibu: Hapana\n"
    )


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("<w:checked/>", "☒"),
        ('<w:default/><w:checked w:val="0"/>', "☐"),
        ("<w:default/>", "☒"),
        ("", "☐"),
    ],
)
def test_a_box_to_tick_is_read_as_it_is(state, shown):
    """An answer in a form is content."""
    data = f"<w:ffData><w:checkBox>{state}</w:checkBox></w:ffData>"
    code = "<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
    assert (
        text(f"<w:p>{sign('begin', data)}{code}{sign('end')}{run(' Ndiyo')}</w:p>")
        == f"{shown} Ndiyo\n"
    )


def test_a_text_box_is_read_once_where_it_is_anchored():
    """With the tables and boxes in it; in a cell it belongs to the cell."""
    inside = (
        para("ndani") + table(["c", "d"], ["e", "f"]) + f"<w:p>{box(para('ndani zaidi'))}</w:p>"
    )
    body = f"<w:p>{run('kabla')}{box(inside)}{run(' na')}</w:p>{para('baada')}"
    assert text(body) == "kabla na\n\nndani\n\nc | d\ne | f\n\nndani zaidi\n\nbaada\n"
    cell = f"<w:p>{run('a')}{box(para('b'))}</w:p>"
    assert text(table([cell, "c"], ["d", "e"])) == "a b | c\nd | e\n"


def test_an_old_text_box_and_letters_in_a_shape_are_read():
    """VML is what Word 2007 and many other programs write."""
    shape = (
        f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{para('ndani')}</w:txbxContent>"
        '</v:textbox><v:textpath string="KARIBU"/></v:shape></w:pict></w:r>'
    )
    assert text(f"<w:p>{run('a')}{shape}</w:p>") == "a\n\nndani\n\nKARIBU\n"


NOTES = {
    "footnotes.xml": Part(
        "footnotes",
        f'<w:footnotes><w:footnote w:id="0" w:type="separator">{para("MSTARI")}</w:footnote>'
        f'<w:footnote w:id="1">{para("Sheria Na. 5")}{para("ya mwaka 2019")}</w:footnote>'
        f'<w:footnote w:id="2">{control(para("Kanuni"))}{table(["a", "b"])}</w:footnote></w:footnotes>',
    ),
    "endnotes.xml": Part(
        "endnotes", f'<w:endnotes><w:endnote w:id="1">{para("Rejea")}</w:endnote></w:endnotes>'
    ),
}


def reference(kind, id, more=""):
    """Return a run that refers to a note."""
    return f'<w:r><w:{kind}Reference w:id="{id}"{more}/></w:r>'


def test_notes_are_numbered_in_the_order_of_the_text():
    """As Word shows them: the order in the part with the notes is another."""
    body = (
        f"<w:p>{run('a')}{reference('footnote', 2)}{reference('endnote', 1)}</w:p>"
        + table([f"<w:p>{run('b')}{reference('footnote', 1)}</w:p>", "c"])
        + para("d")
    )
    assert text(body, NOTES) == (
        "a\n[1] Kanuni a b\n[i] Rejea\n\nb | c\n\n[2] Sheria Na. 5 ya mwaka 2019\n\nd\n"
    )


def test_a_note_that_is_missing_or_was_given_is_passed_over():
    """A dangling reference costs nothing; a mark of its own takes no number."""
    marked = reference("footnote", 2, ' w:customMarkFollows="1"') + run("*")
    body = (
        f"<w:p>{run('a')}{reference('footnote', 99)}{marked}{reference('footnote', 1)}</w:p>"
        f"<w:p>{run('b')}{reference('footnote', 1)}</w:p>"
    )
    assert text(body, NOTES) == "a*\n[*] Kanuni a b\n[2] Sheria Na. 5 ya mwaka 2019\n\nb\n"


def test_the_form_of_the_numbers_of_notes_is_that_of_the_file():
    """Offices number endnotes 1, 2, 3."""
    settings = '<w:settings><w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr></w:settings>'
    parts = NOTES | {"settings.xml": Part("settings", settings)}
    assert text(f"<w:p>{run('a')}{reference('endnote', 1)}</w:p>", parts) == "a\n[1] Rejea\n"


def test_the_signs_between_words_are_kept():
    """A hyphen that does not break, a tab, a break; a soft hyphen joins its word."""
    body = (
        "<w:p><w:r><w:t>mwana</w:t><w:noBreakHyphen/><w:t>nchi</w:t><w:tab/><w:t>ma</w:t>"
        "<w:softHyphen/><w:t>ji</w:t><w:br/><w:t>chini</w:t></w:r></w:p>"
    )
    assert text(body) == "mwana-nchi maji\nchini\n"


def test_of_ruby_text_the_base_is_read():
    """What is above it only says how it sounds."""
    ruby = f"<w:ruby><w:rt>{run('juu')}</w:rt><w:rubyBase>{run('msingi')}</w:rubyBase></w:ruby>"
    assert text(f"<w:p><w:r>{ruby}</w:r></w:p>") == "msingi\n"


def test_signs_of_symbol_fonts_are_characters():
    """As an element of their own, or among the letters of a run."""
    element = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    letters = '<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>5\uf0b0</w:t></w:r>'
    assert text(f"<w:p>{element}{letters}</w:p>") == "✓5°\n"
    assert [symbol("Webdings", "F061"), symbol("Symbol", "zz"), symbol("Arial", "D800")] == [""] * 3
