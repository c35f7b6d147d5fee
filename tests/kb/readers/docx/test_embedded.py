"""Parts that Word shows inside a document: pages, texts, other documents, diagrams, charts."""

from __future__ import annotations

import pytest

from kb.readers import docx
from tests.kb.readers.making_word import Part, item, lists, para, table, wordml

INNER = wordml(
    item("ndani") + para("Kichwa cha Ndani", '<w:outlineLvl w:val="1"/>') + table(["a", "b"], ["c", "d"]),
    {"numbering.xml": lists([("decimal", "%1.")])},
)  # fmt: skip
PAGE = "<h1>Mada</h1><p>Maneno ya ng’ombe.</p><ul><li>Moja<li>Mbili</ul>"
SAVED_PAGE = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    b"\r\n<h1>Mada</h1><p>Maneno ya ng=E2=80=99ombe.</p>\r\n--x--\r\n"
)


def chunk(name, data):
    """Return the parse of a document between whose paragraphs a part is shown."""
    body = para("kabla") + '<w:altChunk r:id="c"/>' + para("baada")
    return docx.parse(wordml(body, {name: Part("aFChunk", data, "c")}))


def heads(parsed):
    """Return the headings, which are slices of the text."""
    assert all(parsed.text[h.start : h.end] == h.text for h in parsed.headings or ())
    return [(h.text, h.level) for h in parsed.headings or ()]


@pytest.mark.parametrize(
    ("name", "data"), [("a.html", PAGE.encode()), ("a.dat", b"<html>" + PAGE.encode())]
)
def test_a_web_page_in_a_document_is_read_at_its_place(name, data):
    """With its headings and lists."""
    parsed = chunk(name, data)
    assert heads(parsed) == [("Mada", 1)]
    assert parsed.text == ("kabla\n\nMada\n\nManeno ya ng’ombe.\n- Moja\n- Mbili\n\nbaada\n")
    assert parsed.warnings == ()


def test_a_web_page_saved_as_one_file_is_read():
    """Programs that turn pages into Word files put it in like this."""
    assert chunk("a.mht", SAVED_PAGE).text == "kabla\n\nMada\n\nManeno ya ng’ombe.\n\nbaada\n"


def test_a_text_in_a_document_is_read():
    """In any encoding that offices use."""
    parsed = chunk("a.txt", "Mstari wa kwanza\n\nng’ombe".encode("cp1252"))
    assert parsed.text == "kabla\n\nMstari wa kwanza\n\nng’ombe\n\nbaada\n"


def test_a_word_file_in_a_document_is_read():
    """With its own lists and styles."""
    parsed = chunk("a.docx", INNER)
    assert heads(parsed) == [("Kichwa cha Ndani", 2)]
    assert parsed.text == "kabla\n\n1. ndani\n\nKichwa cha Ndani\n\na | b\nc | d\n\nbaada\n"
    (its,) = parsed.tables
    assert parsed.text[its.start : its.end] == "a | b\nc | d"


def test_a_part_in_a_cell_is_in_the_cell():
    """A control of a report can hold it."""
    body = table(['<w:altChunk r:id="c"/>' + para("baada"), "b"], ["c", "d"]).replace(
        para('<w:altChunk r:id="c"/>' + para("baada")), '<w:altChunk r:id="c"/>' + para("baada")
    )
    parsed = docx.parse(wordml(body, {"a.txt": Part("aFChunk", b"maneno", "c")}))
    assert parsed.text == "maneno baada | b\nc | d\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.bin", b"\0\1\2"),
        ("a.docx", b"PK\x03\x04 si zip"),
        ("a.xml", b"<a/>"),
        ("a.txt", b"\0\1\2\3"),
    ],
)
def test_a_part_that_is_not_read_is_a_warning(name, data):
    """The clerk is told which part, and the rest is read."""
    parsed = chunk(name, data)
    assert parsed.text == "kabla\n\nbaada\n"
    (warning,) = parsed.warnings
    assert f"word/{name}" in str(warning)


def test_a_part_outside_of_the_file_is_a_warning():
    """A master document has its chapters in other files."""
    parsed = docx.parse(wordml(para("a") + '<w:subDoc r:id="zz"/><w:altChunk r:id="yy"/>'))
    assert [str(warning) for warning in parsed.warnings] == [
        "a part that is not in the file was not read: subDoc",
        "a part that is not in the file was not read: altChunk",
    ]


def test_a_part_is_read_once_and_files_in_files_come_to_an_end():
    """No file can unfold without end."""
    body = '<w:altChunk r:id="c"/>' * 50
    data = wordml(para("chini"))
    for _ in range(4):
        data = wordml(para("juu") + body, {"a.docx": Part("aFChunk", data, "c")})
    parsed = docx.parse(data)
    assert parsed.text == "juu\n\njuu\n\njuu\n"
    assert "word/a.docx" in str(parsed.warnings[0])


POINTS = "".join(
    f'<dgm:pt modelId="{id}" type="{kind}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
    for id, kind, text in (
        (0, "doc", ""), (2, "node", "Meneja"), (1, "node", "Mkurugenzi"), (9, "pres", "SURA"),
        (3, "node", "Mkaguzi"),
    )
)  # fmt: skip
LINKS = "".join(
    f'<dgm:cxn srcId="{a}" destId="{b}" srcOrd="{order}"/>'
    for a, b, order in ((0, 1, 0), (1, 3, 1), (1, 2, 0))
)
DIAGRAM = Part(
    "diagramData",
    f"<dgm:dataModel><dgm:ptLst>{POINTS}</dgm:ptLst><dgm:cxnLst>{LINKS}</dgm:cxnLst></dgm:dataModel>",
    "d",
)
SHOWN = '<w:r><w:drawing><a:graphic><a:graphicData><dgm:relIds r:dm="d"/></a:graphicData></a:graphic></w:drawing></w:r>'


def test_a_diagram_is_a_list_of_its_items():
    """An organisation chart: each person below the one above."""
    parsed = docx.parse(wordml(para("Uongozi") + f"<w:p>{SHOWN}</w:p>", {"d.xml": DIAGRAM}))
    assert parsed.text == "Uongozi\n- Mkurugenzi\n  - Meneja\n  - Mkaguzi\n"


def test_a_diagram_in_a_cell_and_in_alternatives_is_read_once():
    """Its picture for older programs is not its text."""
    both = f"<mc:AlternateContent><mc:Choice>{SHOWN}</mc:Choice><mc:Fallback>{SHOWN}</mc:Fallback></mc:AlternateContent>"
    parsed = docx.parse(wordml(table([f"<w:p>{both}</w:p>", "b"], ["c", "d"]), {"d.xml": DIAGRAM}))
    assert parsed.text == "Mkurugenzi Meneja Mkaguzi | b\nc | d\n"


def test_a_diagram_without_its_data_is_a_warning():
    """The clerk is told that something was not read."""
    parsed = docx.parse(wordml(para("a") + f"<w:p>{SHOWN}</w:p>"))
    assert "a drawing was not read" in str(parsed.warnings[0])


def test_a_chart_is_its_title_and_its_figures():
    """A person sees both in Word."""
    series = (
        "<c:ser><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>Tani</c:v></c:pt></c:strCache></c:strRef></c:tx>"
        "<c:cat><c:strRef><c:strCache><c:pt idx='0'><c:v>2020</c:v></c:pt><c:pt idx='1'><c:v>2021</c:v></c:pt>"
        "</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:pt idx='0'><c:v>4</c:v></c:pt>"
        "<c:pt idx='1'><c:v>7</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>"
    )
    title = (
        "<c:title><c:tx><c:rich><a:p><a:r><a:t>Samaki</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    )
    xml = (
        f"<c:chartSpace><c:chart>{title}<c:plotArea>{series}</c:plotArea></c:chart></c:chartSpace>"
    )
    body = '<w:p><w:r><w:drawing><c:chart r:id="k"/></w:drawing></w:r></w:p>'
    parsed = docx.parse(wordml(body, {"charts/c.xml": Part("chart", xml, "k")}))
    assert parsed.text == "Samaki\n\n| Tani\n2020 | 4\n2021 | 7\n"
    assert parsed.warnings == ()
