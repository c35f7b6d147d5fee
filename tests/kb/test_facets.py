"""One row of kb.facets is a facet everywhere: in a question, an option, the API, the page."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kb.document import Document, Section
from kb.facets import FACET_BY_FIELD, FACET_BY_NAME, FACETS, facet_values
from kb.messages import translate
from kb.query import parse

PROJECT = Path(__file__).resolve().parents[2]
TABLE = "FACETS: tuple[Facet, ...] = (\n"
ROW = """\
    Facet(
        "area",
        "eneo",
        Message("Area"),
        lambda of: of.document.id.partition("/")[0],
        listed=True,
    ),
"""
SITE = """
import sys
from starlette.testclient import TestClient
from kb.settings import load
from webui.app import create_app
with TestClient(create_app(load()), base_url="http://127.0.0.1") as client:
    sys.stdout.write(client.get(sys.argv[1]).text)
"""


@pytest.fixture(scope="module")
def with_area(tmp_path_factory):
    """A copy of Kisima whose table of facets has one row more, and an index that it made."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("kb", "webui"):
        shutil.copytree(PROJECT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "search_cli.py", copy)
    table = copy / "kb" / "facets.py"
    source = table.read_text(encoding="utf-8")
    assert TABLE in source
    table.write_text(source.replace(TABLE, TABLE + ROW), encoding="utf-8")
    for area, text in (("bara", "Idara ya maji."), ("visiwani", "Idara ya maji na umeme.")):
        (copy / "corpus" / area).mkdir(parents=True)
        (copy / "corpus" / area / "idara.md").write_text(f"# Idara\n\n{text}\n", encoding="utf-8")
    run(copy, "search_cli.py", "index")
    return copy


def run(folder: Path, *command: str) -> str:
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": ""},
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    ).stdout


def documents(answer: str) -> list[str]:
    return [hit["document"] for hit in json.loads(answer)["hits"]]


@pytest.mark.parametrize(
    "words",
    [
        ("maji", "eneo:visiwani"),
        ("maji", "area:visiwani"),
        ("maji", "--eneo", "visiwani"),
        ("maji", "--area=visiwani"),
    ],
    ids=" ".join,
)
def test_a_new_facet_filters_on_the_command_line(words, with_area):
    """One row in the table, and a question and the options know the facet."""
    assert len(documents(run(with_area, "search_cli.py", "search", "maji", "--json"))) == 2
    shown = run(with_area, "search_cli.py", "search", *words, "--json")
    assert documents(shown) == ["visiwani/idara.md"]


@pytest.mark.parametrize("parameter", ["eneo", "area"])
def test_a_new_facet_filters_in_the_api(parameter, with_area):
    """The same row, and the API takes the parameter by both of its names."""
    address = f"/api/v1/search?q=maji&{parameter}=visiwani"
    assert documents(run(with_area, "-c", SITE, address)) == ["visiwani/idara.md"]


def test_a_new_facet_is_a_group_of_filters_on_the_page(with_area):
    """The same row, and the page lists its values; each leads to the filtered results."""
    page = run(with_area, "-c", SITE, "/?q=maji")
    assert "<h3>Area</h3>" in page
    assert 'href="/?q=maji&amp;eneo=visiwani"' in page


def test_a_facet_has_names_of_its_own():
    """No two facets answer to one field, one option or one parameter."""
    fields = [field for facet in FACETS for field in (facet.name, facet.swahili)]
    parameters = [name for facet in FACETS for name in facet.parameters]
    for names in (fields, parameters):
        assert len(names) == len(set(names))
    assert set(FACET_BY_FIELD) == set(fields)
    assert list(FACET_BY_NAME) == [facet.name for facet in FACETS]


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.name)
def test_a_facet_has_a_label_in_both_languages(facet):
    """The page's heading of a group of filters is in the reader's language."""
    assert translate(facet.label, "sw") != translate(facet.label, "en")


@pytest.mark.parametrize(
    ("typed", "name", "values"),
    [
        ("aina:dira", "kind", ("dira",)),
        ("hati:bara/kuhusu.md", "document", ("bara/kuhusu.md",)),
        ("lugha:Kiingereza", "language", ("en",)),
        ("mwaka:2010-2012", "year", ("2010", "2011", "2012")),
        ("muundo:pdf", "format", ("pdf",)),
        ('institution:"Wakala ya Misitu"', "institution", ("Wakala ya Misitu",)),
    ],
)
def test_a_field_is_read_as_its_facet_reads_it(typed, name, values):
    """Each field of a question leads to the facet of its row."""
    assert parse(typed).filters == {name: values}


def test_the_values_of_a_passage_come_from_its_document_and_section():
    """What is not known is left out: an entry has no empty facet."""
    document = Document("bara/a.pdf", "Dira", "pdf", institution="Wakala", date="2019-05-01")
    section = Section("Dira", 1, ("Dira",), "dira", "dira", 0, 4, 4)
    assert facet_values(document, section, "sw") == {
        "kind": "dira",
        "institution": "Wakala",
        "document": "bara/a.pdf",
        "language": "sw",
        "year": "2019",
        "format": "pdf",
    }
    bare = Document("b.md", "", "markdown")
    section = section._replace(kind=None)
    assert set(facet_values(bare, section, "en")) == {"document", "language", "format"}
