"""Programs read the same JSON from the site as from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from kb.knowledge_base import KnowledgeBase
from kb.present.json import SCHEMA_VERSION, results_json
from kb.settings import load


def printed(project: Path, index: Path, *arguments: str) -> Any:
    """Return the JSON that a command prints over *index*."""
    environment = {**os.environ, "KISIMA_INDEX": str(index), "PYTHONPATH": str(project)}
    command = [sys.executable, "search_cli.py", *arguments]
    ran = subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False)
    return json.loads(ran.stdout)


@pytest.mark.parametrize(
    ("parameters", "arguments"),
    [
        ({"q": "wakurugenzi"}, ["wakurugenzi"]),
        ({"q": "wakala", "page": "2", "limit": "3"}, ["wakala", "--page", "2", "--limit", "3"]),
        ({"q": "wakala", "ukurasa": "2", "idadi": "3"}, ["wakala", "--page", "2", "--limit", "3"]),
        ({"q": "wakala", "aina": "idara"}, ["wakala", "--kind", "idara"]),
        ({"q": "wakala", "kind": "department"}, ["wakala", "--kind", "department"]),
        ({"q": "rangi:dira"}, ["rangi:dira"]),
        ({"q": "xylofonium"}, ["xylofonium"]),
    ],
)
def test_the_api_answers_as_the_command_line_does(
    parameters, arguments, client, project, shipped_index
):
    """Both give the same JSON; only the time differs."""
    expected = printed(project, shipped_index, "search", *arguments, "--json")
    answer = client.get("/api/v1/search", params=parameters)
    assert answer.status_code == 200
    assert answer.json() | {"took_ms": 0} == expected | {"took_ms": 0}


@pytest.mark.parametrize(
    ("parameters", "arguments"),
    [
        ({"q": "dira ya wakala"}, ["dira", "ya", "wakala"]),
        ({"q": "misingi mikuu"}, ["misingi", "mikuu"]),
        ({"q": "dira", "hati": "bara/dira.md"}, ["dira", "--document", "bara/dira.md"]),
        ({"q": "xylofonium"}, ["xylofonium"]),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/jibu", "/api/v1/answer"])
def test_the_short_answer_is_the_command_lines(
    path, parameters, arguments, client, project, shipped_index
):
    """`kisima jibu --json` and the API give the same short answer."""
    expected = printed(project, shipped_index, "jibu", *arguments, "--json")
    answer = client.get(path, params=parameters)
    assert answer.status_code == 200
    assert answer.json() | {"took_ms": 0} == expected | {"took_ms": 0}
    assert answer.json().keys() >= {"answer", "sms", "suggestion"}


def test_a_document_is_the_one_the_command_line_shows(client, project, shipped_index):
    """`kisima show --json` and the API give the same document, with the same marks."""
    id = "zanzibar/idara.md"
    shown = printed(project, shipped_index, "show", id, "--query", "mifumo", "--json")
    assert client.get(f"/api/v1/documents/{id}?q=mifumo").json() == shown


def test_the_spans_of_the_api_are_code_points(client):
    """The text cut at the spans is the matched words."""
    hits = client.get("/api/v1/search", params={"q": "wakurugenzi"}).json()["hits"]
    marked = {hit["text"][start:end].lower() for hit in hits for start, end in hit["spans"]}
    assert marked == {"wakurugenzi", "mkurugenzi"}


def test_a_document_comes_whole_and_marked(client):
    """Sections in reading order, with their passages, and the question's words as spans."""
    document = client.get("/api/v1/documents/bara/misingi-mikuu.md?q=uadilifu").json()
    assert document["schema_version"] == SCHEMA_VERSION
    assert document["id"] == "bara/misingi-mikuu.md"
    sections = {section["anchor"]: section for section in document["sections"]}
    assert sections["uadilifu"]["path"] == ["Misingi Mikuu", "Uadilifu"]
    assert sections["uadilifu"]["heading_spans"] == [[0, 8]]
    assert sections["misingi-mikuu"]["passages"] == []


def test_letters_are_not_escaped(site):
    """A person reads the JSON too: ’ is not written as an escape sequence."""
    reader = site({"a.md": "# Mifugo\n\nNg’ombe wawili.\n"})
    answer = reader.get("/api/v1/search?q=ng'ombe")
    assert "Ng’ombe wawili." in answer.text
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("/api/v1/search", 400, "question"),
        ("/api/v1/jibu", 400, "question"),
        ("/api/v1/search?q=dira&page=0", 400, "number"),
        ("/api/v1/search?q=dira&page=51", 400, "number"),
        ("/api/v1/search?q=dira&page=-1", 400, "number"),
        ("/api/v1/search?q=dira&page=1e3", 400, "number"),
        ("/api/v1/search?q=dira&page=٣", 400, "number"),
        ("/api/v1/search?q=dira&page=" + "9" * 3000, 400, "number"),
        ("/api/v1/search?q=dira&limit=101", 400, "number"),
        ("/api/v1/search?q=dira&page=", 400, "number"),
        ("/api/v1/search?q=dira&page=1&ukurasa=2", 400, "repeated"),
        ("/api/v1/search?q=dira&taasis=eGA", 400, "unknown"),
        ("/api/v1/search?q=dira&lang=fr", 400, "value"),
        ("/api/v1/search?q=dira&eleza=ndiyo", 400, "value"),
        ("/api/v1/search?q=dira" + "".join(f"&kind=k{n}" for n in range(30)), 400, "values"),
        ("/api/v1/section?hati=bara/dira.md", 400, "parameter"),
        ("/api/v1/section?hati=bara/kuhusu.md&sehemu=hakuna", 404, "missing"),
        ("/api/v1/sections?hati=none.md", 404, "missing"),
        ("/api/v1/facets/rangi", 404, "missing"),
        ("/api/v1/changes?tangu=jana", 400, "value"),
        ("/api/v1/changes?tangu=2026-13-01", 400, "value"),
        ("/api/v1/changes?tangu=999", 410, "gone"),
        ("/api/v1/changes?tangu=1999-01-01", 410, "gone"),
        ("/api/v1/documents?kishale=AAAA", 410, "gone"),
        ("/api/v1/documents?kishale=a.b", 400, "value"),
        ("/api/v1/search?q=" + "a" * 5000, 414, "long"),
        ("/api/v1/documents/none.md", 404, "missing"),
        ("/api/v2/search?q=dira", 404, "missing"),
    ],
)
def test_an_error_is_a_problem_in_the_language_asked_for(address, status, kind, client):
    """A program reads the status and the type, its user a sentence in one language."""
    texts = {}
    for language in ("sw", "en"):
        joined = "&" if "?" in address else "?"
        named = "" if "lang=" in address else f"{joined}lang={language}"
        answer = client.get(address + named)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert (problem["status"], problem["kind"]) == (status, kind)
        assert problem["type"] == f"/api/v1/#problem-{kind}"
        assert answer.request.url.path.startswith(problem["instance"][:40])
        assert problem["title"]
        assert problem["detail"]
        texts[language] = problem["title"]
    assert texts["sw"] != texts["en"] or "lang=" in address


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["/", "/api/v1/search?q=dira", "/hati/bara/kuhusu.md"])
def test_nothing_can_be_written(method, address, client):
    """The site only reads: no method changes anything."""
    answer = client.request(method, address)
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_health_names_the_generation(client):
    """A monitor sees that the site answers, and from which generation."""
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "generation": "000001"}


def test_a_knowledge_base_of_the_caller_is_used_and_left_open(shipped_index):
    """A program that embeds the site keeps its own knowledge base."""
    from starlette.testclient import TestClient

    from webui.app import create_app

    settings = load({"index": "nowhere", "hosts": "testserver"}, environ={})
    with KnowledgeBase.open(shipped_index, settings) as base:
        with TestClient(create_app(settings, base)) as reader:
            answer = reader.get("/api/v1/search?q=dira").json()
        assert answer | {"took_ms": 0} == results_json(base.search("dira")) | {"took_ms": 0}


@pytest.mark.parametrize(
    ("parameter", "language", "beginning"),
    [("", "sw", "Hakuna"), ("&lang=en", "en", "There is no"), ("&lugha=en", "en", "There is no")],
)
def test_notes_are_in_the_language_of_the_request(parameter, language, beginning, client):
    """One language at a time, and the same notes as on the page that links to this JSON."""
    (note,) = client.get(f"/api/v1/search?q=rangi:dira{parameter}").json()["notes"]
    assert note.startswith(beginning)
    shown = LexborHTMLParser(client.get(f"/?q=rangi:dira&lugha={language}").text)
    link = shown.css_first("link[type='application/json']").attributes["href"]
    assert client.get(link).json()["notes"] == [note]
    assert note in shown.css_first(".note").text()


DOCUMENT = (
    "schema_version id title institution date language format source replaces sections newer "
    "attached_to attachments"
)
SECTION = "heading heading_spans level path kind anchor passages"


def test_a_document_has_its_public_keys_only(client):
    """Token columns and flags of the index are not part of the public JSON."""
    document = client.get("/api/v1/documents/bara/kuhusu.md?q=wakala").json()
    section = next(section for section in document["sections"] if section["passages"])
    assert document.keys() == set(DOCUMENT.split())
    assert section.keys() == set(SECTION.split())
    assert section["passages"][0].keys() == {"id", "text", "start", "spans", "tables"}
