"""An assistant finds, reads and cites through the official client of the protocol."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters

from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.mcp.server import create_server
from kb.settings import load

PROJECT = Path(__file__).resolve().parents[3]
TOOLS = {"search", "answer", "read_section", "list_documents", "explain_word"}


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Path:
    """An index of the documents that ship with Kisima."""
    folder = tmp_path_factory.mktemp("mcp") / "index"
    settings = load({"corpus": str(PROJECT / "corpus"), "index": str(folder)}, environ={})
    update(PROJECT / "corpus", folder, settings)
    return folder


def asked(target: Any, talk: Callable[[Client], Awaitable[Any]]) -> Any:
    """Connect a client to a server, and return what a talk with it returns."""

    async def connect() -> Any:
        async with Client(target, read_timeout_seconds=60) as client:
            return await talk(client)

    return anyio.run(connect)


def called(index: Path, tool: str, **arguments: Any) -> Any:
    """Return what a tool returns, in this process."""

    async def talk(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    with KnowledgeBase.open(index, load({"index": str(index)}, environ={})) as base:
        return asked(create_server(base), talk)


def test_every_tool_is_offered_and_only_reads(index):
    """An assistant may call each without asking its user."""

    async def talk(client: Client) -> Any:
        return (await client.list_tools()).tools

    with KnowledgeBase.open(index, load({}, environ={})) as base:
        tools = asked(create_server(base), talk)
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    assert all("self" not in tool.input_schema["properties"] for tool in tools)


def test_a_hit_carries_its_citation(index):
    """Title, headings, institution; and where the whole document is."""
    hits = called(index, "search", question="dira ya wakala", limit=3).structured_content["hits"]
    assert 1 <= len(hits) <= 3
    for hit in hits:
        assert hit["citation"].startswith(hit["title"])
        assert hit["institution"] is None or hit["institution"] in hit["citation"]
        assert hit["resource"].startswith("kisima://hati/")


def test_a_filter_keeps_institutions_apart(index):
    """A question to one institution is answered from its documents only."""
    listed = called(index, "list_documents").structured_content["documents"]
    institutions = {one["institution"] for one in listed if one["institution"]}
    assert len(institutions) > 1
    for institution in institutions:
        found = called(index, "search", question="idara", institution=institution)
        assert {hit["institution"] for hit in found.structured_content["hits"]} <= {institution}
    nothing = called(index, "search", question="idara", institution="Wizara ya Anga")
    assert nothing.structured_content["total"] == 0
    assert nothing.structured_content["notes"]


def test_an_answer_is_quoted_with_its_source_or_is_none(index):
    """Nothing is answered from elsewhere."""
    quote = called(index, "answer", question="dira ya wakala").structured_content["answer"]
    assert quote["text"]
    assert quote["citation"]
    none = called(index, "answer", question="xylofonium").structured_content
    assert none["answer"] is None


def test_a_section_is_read_whole(index):
    """By the document and the anchor that a hit has; a wrong one says which there are."""
    section = called(index, "read_section", document="bara/misingi-mikuu.md", section="uadilifu")
    assert section.structured_content["text"]
    assert "Uadilifu" in section.structured_content["citation"]
    for document, anchor, says in (
        ("bara/misingi-mikuu.md", "hakuna", "uadilifu"),
        ("hakuna.md", "dira", "list_documents"),
    ):
        wrong = called(index, "read_section", document=document, section=anchor)
        assert wrong.is_error
        assert says in wrong.content[0].text


def test_a_word_is_explained(index):
    """Stem, parts and meaning of each word."""
    (word,) = called(index, "explain_word", words="vitengo").structured_content["words"]
    assert word["terms"] == ["kitengo"]
    assert word["why"]["en"]


def test_a_document_is_a_resource(index):
    """Its address is in every hit; what does not exist is an error, and no path is followed."""

    async def talk(client: Client) -> Any:
        (template,) = (await client.list_resource_templates()).resource_templates
        assert template.uri_template == "kisima://hati/{+id}"
        texts = []
        for id in ("zanzibar/idara.md", "zanzibar%2Fidara.md"):
            read = await client.read_resource(f"kisima://hati/{id}")
            texts.append(read.contents[0].text)
        assert texts[0] == texts[1]
        for id in ("none.md", "../../setup.cfg", "/etc/passwd"):
            with pytest.raises(MCPError):
                await client.read_resource(f"kisima://hati/{id}")
        return texts[0]

    with KnowledgeBase.open(index, load({}, environ={})) as base:
        text = asked(create_server(base), talk)
    assert "zanzibar/idara.md" in text.splitlines()[0]
    assert "# Idara" in text


def command(index: Path, *arguments: str) -> StdioServerParameters:
    """Return how an assistant starts the command."""
    environment = {**os.environ, "KISIMA_INDEX": str(index)}
    arguments = (str(PROJECT / "search_cli.py"), "mcp", *arguments)
    return StdioServerParameters(command=sys.executable, args=list(arguments), env=environment)


async def _searches(client: Client) -> Any:
    result = await client.call_tool("search", {"question": "wakurugenzi"})
    return result.structured_content["total"]


def test_the_command_serves_over_standard_output(index):
    """As an assistant on the same computer starts it: nothing but the protocol is printed."""
    assert asked(command(index), _searches) > 0


def test_the_command_serves_over_http(index):
    """One server for many assistants; it answers to its own host names only."""
    import subprocess

    import httpx

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = command(index, "--http", "--port", str(port))
    server = subprocess.Popen([started.command, *started.args], env=started.env)
    try:
        _wait(port)
        address = f"http://127.0.0.1:{port}/mcp"
        assert asked(address, _searches) > 0
        elsewhere = httpx.post(address, headers={"host": "evil.example"}, json={})
        assert elsewhere.status_code == 421
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    """Wait until a server listens."""
    import time

    for _ in range(300):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not listen")
