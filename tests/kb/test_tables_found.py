"""A table in an index: its rows are found by their header, shown whole, and answer as rows."""

from __future__ import annotations

import json

import pytest

from kb.document import Document
from kb.indexing import index_documents
from kb.knowledge_base import KnowledgeBase
from kb.present.answer import quoted_text
from kb.present.json import passage_json, quoted_json, results_json
from kb.present.text import document_text, passage_text, results_text
from kb.readers import text as text_reader
from kb.readers.layout import TextLayout
from kb.settings import load
from kb.tables import read_grid

NAMES = """\
Ugavi Maji Afya Elimu Kilimo Misitu Utalii Madini Nishati Ardhi Uvuvi Mifugo Biashara Viwanda
Habari Michezo Utamaduni Sheria Fedha Mipango Ujenzi Barabara Reli Bandari
"""
IDARA = NAMES.split()
ROWS = [
    [f"Afisa {name} wa Wilaya", f"Waziri mwenye dhamana ya {name}", f"miaka {n % 5 + 2}"]
    for n, name in enumerate(IDARA)
]
HEADER = ["Wadhifa", "Anayeteua", "Muda wa kazi"]


def laid_out() -> Document:
    """Return what readers of office formats make of a long table between two paragraphs."""
    layout = TextLayout()
    layout.heading("Viongozi wa Mamlaka", 1)
    layout.block("Viongozi wa Mamlaka wako kwenye jedwali hili.")
    layout.table([HEADER, *ROWS], header_rows=1)
    layout.block("Orodha hii hupitiwa kila mwaka.")
    return Document(
        "viongozi.docx", layout.text(), "docx", headings=layout.headings(), tables=layout.tables()
    )


def typed() -> Document:
    """Return the same as somebody typed it, with tabs."""
    rows = "\n".join("\t".join(row) for row in [HEADER, *ROWS])
    parsed = text_reader.parse(
        f"Viongozi wa Mamlaka\n\nViongozi wa Mamlaka wako kwenye jedwali hili.\n\n{rows}\n\n"
        "Orodha hii hupitiwa kila mwaka.\n".encode()
    )
    return Document("viongozi.txt", parsed.text, "text", tables=parsed.tables)


@pytest.fixture(scope="module", params=[laid_out, typed], ids=lambda made: made.__name__)
def base(request, tmp_path_factory):
    """A knowledge base of one document."""
    index = tmp_path_factory.mktemp("tables") / "index"
    settings = load(environ={})
    index_documents([request.param()], index, settings)
    with KnowledgeBase.open(index, settings) as opened:
        yield opened


def rows_of(hit) -> list[list[str]]:
    """Return the header and the rows that a hit shows."""
    (part,) = hit.tables
    grid = read_grid(hit.text, hit.spans, part)
    return [[cell.text for cell in row] for row in (*grid.header, *grid.rows)]


def test_a_row_far_down_is_found_by_its_header(base):
    """*Anayeteua* is in the first passage only; the row that has the officer is in another."""
    hit = base.search("anayeteua afisa bandari").hits[0]
    assert ROWS[IDARA.index("Bandari")] in rows_of(hit)
    assert hit.missing == ()
    assert int(hit.id.rpartition(".")[2]) > 1


def test_a_hit_shows_whole_rows_below_the_header(base):
    """The row that matched, its header above, neighbours as space permits; marks in both."""
    hit = base.search("anayeteua afisa bandari").hits[0]
    header, *rows = rows_of(hit)
    assert header == HEADER
    assert all(row in ROWS for row in rows)
    (part,) = hit.tables
    assert [part.header[a:b] for a, b in part.header_spans] == ["Anayeteua"]
    assert {hit.text[a:b] for a, b in hit.spans} == {"Afisa", "Bandari"}


def test_the_text_of_a_hit_stays_a_slice_of_the_document(base):
    """The repeated header is beside the text, not in it, so offsets hold."""
    (id,) = base.documents()
    whole = {p.id: p for s in base.document(id).sections for p in s.passages}
    for hit in base.search("afisa", limit=10).hits:
        passage = whole[hit.id]
        at = hit.start - passage.start
        assert passage.text[at : at + len(hit.text)] == hit.text


def test_the_first_rows_come_with_their_own_header(base):
    """Where the header is directly above, it is in the text and nothing is left out."""
    hit = next(hit for hit in base.search("viongozi afisa ugavi").hits if "Ugavi" in hit.text)
    (part,) = hit.tables
    assert part.header == ""
    assert rows_of(hit)[:2] == [HEADER, ROWS[0]]


def test_the_row_answers_with_its_header(base):
    """The short answer is the row; a text message names its cells."""
    quoted = base.answer("nani anateua afisa bandari wa wilaya")
    assert quoted.answer is not None
    assert quoted.answer.text.startswith("Afisa Bandari wa Wilaya")
    assert "\n" not in quoted.answer.text
    shown = quoted_text(quoted, width=90, colour=False).splitlines()
    assert shown[0].split()[:2] == ["Wadhifa", "«Anayeteua»"]
    assert str(quoted_json(quoted)["sms"]).startswith(
        "Wadhifa: Afisa Bandari wa Wilaya | Anayeteua: Waziri mwenye dhamana ya Bandari"
    )


def test_the_terminal_shows_a_table(base):
    """Columns are lined up, and dots stand for the rows between header and match."""
    lines = results_text(
        base.search("anayeteua afisa bandari"), width=100, colour=False
    ).splitlines()
    at = next(i for i, line in enumerate(lines) if "Wadhifa" in line)
    assert lines[at + 1].strip().startswith("───")
    assert lines[at + 2].strip() == "…"
    column = lines[at].index("«Anayeteua»")
    assert all(line[column:].startswith("Waziri") for line in lines[at + 3 : at + 5])


def test_a_document_is_shown_with_every_row_once(base):
    """The page of the document has each row, and the header above each part of the table."""
    (id,) = base.documents()
    shown = document_text(base.document(id), width=100, colour=False)
    assert all(shown.count(f"Afisa {name} wa Wilaya") == 1 for name in IDARA)
    assert "Orodha hii hupitiwa kila mwaka." in shown


def test_json_has_the_cells(base):
    """A program gets header and rows as cells with their marks; the text is unchanged."""
    results = base.search("anayeteua afisa bandari")
    hit = json.loads(json.dumps(results_json(results)))["hits"][0]
    (table,) = hit["tables"]
    assert hit["text"] == results.hits[0].text
    assert [cell["text"] for cell in table["header"][0]] == HEADER
    assert table["header"][0][1]["spans"] == [[0, 9]]
    assert table["repeated"] is True
    assert all(len(row) == 3 for row in table["rows"])
    passage = base.show(hit["id"])
    assert '"header": [[{"text": "Wadhifa"' in json.dumps(passage_json(passage))
    assert "Anayeteua" in passage_text(passage, width=100, colour=False)
