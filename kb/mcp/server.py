"""The tools and resources of the server. It only reads, and every result names its source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.server.mcpserver.resources import ResourceSecurity
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field

from kb import __version__
from kb.errors import DocumentNotFound
from kb.knowledge_base import KnowledgeBase
from kb.mcp.citations import document_uri, with_citation
from kb.present.analysis import analysis_json
from kb.present.json import document_json, quoted_json, results_json
from kb.present.lists_json import ListPart, documents_json, section_text_json
from kb.settings import Settings
from kb.swahili import analyse

__all__ = ["create_server", "serve_http", "serve_stdio"]

_INSTRUCTIONS = """\
Kisima searches documents in Swahili. Ask in Swahili where you can; English words are
translated by its lexicon. Documents of different institutions are never the same: give the
institution of what you quote, and filter by it where the question names one. Quote the text
as it is, with its citation. Where nothing is found, say so: Kisima answers from these
documents only. "newer" names the document that replaces an older one.
Kisima hutafuta katika hati za Kiswahili. Nukuu matini kama ilivyo, pamoja na chanzo chake."""
_READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_DOCUMENT_URI = "kisima://hati/{+id}"
_MAX_WORDS = 20

Result = dict[str, Any]
Question = Annotated[str, Field(description="the question, as a person types it", max_length=256)]
Institution = Annotated[str | None, Field(description="only this institution, by its name")]
Kind = Annotated[
    str | None, Field(description="only sections of this kind: dira (vision), idara (department) …")
]
Document = Annotated[str | None, Field(description="only this document, by its id")]
Year = Annotated[str | None, Field(description="only this year, or years: 2010-2012")]


def create_server(base: KnowledgeBase) -> MCPServer[Any]:
    """Return the server; it answers from the newest generation of *base*."""
    server: MCPServer[Any] = MCPServer(
        "kisima",
        title="Kisima",
        instructions=_INSTRUCTIONS,
        version=__version__,
        log_level="WARNING",
    )
    tools = _Tools(base)
    for tool in (
        tools.search,
        tools.answer,
        tools.read_section,
        tools.list_documents,
        tools.explain_word,
    ):
        server.tool(annotations=_READ_ONLY)(tool)
    # An id is only looked up: it is no path, and may look like one.
    looked_up = ResourceSecurity(exempt_params={"id"})
    server.resource(
        _DOCUMENT_URI,
        name="document",
        title="Hati",
        description="A document as plain text with its headings, and its source above.",
        mime_type="text/markdown",
        security=looked_up,
    )(tools.document_text)
    return server


def serve_stdio(base: KnowledgeBase) -> None:
    """Serve the program that started this one, over standard input and output, until it ends."""
    create_server(base).run("stdio")


def serve_http(base: KnowledgeBase, settings: Settings, *, host: str, port: int) -> None:
    """Serve streamable HTTP at /mcp until Ctrl-C.

    Only the host names of the settings are answered to, as by the web page.
    """
    names = {"localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host}
    names |= set(filter(None, (name.strip() for name in settings.hosts.split(","))))
    allowed = [form for name in sorted(names) for form in (name, f"{name}:*")]
    create_server(base).run(
        "streamable-http",
        host=host,
        port=port,
        stateless_http=True,
        json_response=True,
        transport_security=TransportSecuritySettings(
            allowed_hosts=allowed,
            allowed_origins=[
                f"{scheme}://{name}" for scheme in ("http", "https") for name in allowed
            ],
        ),
    )


class _Tools:
    """The functions behind the tools. Each may run in a thread of its own."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base

    def search(
        self,
        question: Question,
        institution: Institution = None,
        kind: Kind = None,
        document: Document = None,
        year: Year = None,
        limit: Annotated[int, Field(ge=1, le=20, description="passages on a page")] = 5,
        page: Annotated[int, Field(ge=1, le=50)] = 1,
    ) -> Result:
        """Find passages that match a question, best first, each with its source."""
        filters = _filters(institution=institution, kind=kind, document=document, year=year)
        self._base.refresh()
        results = self._base.search(question, limit=limit, page=page, filters=filters)
        shape = results_json(results, language="en")
        return {**shape, "hits": [with_citation(dict(hit)) for hit in shape["hits"]]}

    def answer(
        self,
        question: Question,
        institution: Institution = None,
        kind: Kind = None,
        document: Document = None,
        year: Year = None,
    ) -> Result:
        """Quote the sentence or two that answer a question best, or say that nothing does."""
        filters = _filters(institution=institution, kind=kind, document=document, year=year)
        self._base.refresh()
        shape = quoted_json(self._base.answer(question, filters=filters), language="en")
        quote = shape["answer"]
        return {
            **shape,
            "answer": None if quote is None else with_citation(dict(quote)),
            "others": [with_citation(dict(other)) for other in shape["others"]],
        }

    def read_section(
        self,
        document: Annotated[str, Field(description="the id of the document")],
        section: Annotated[str, Field(description="the anchor of the section, as a hit has it")],
    ) -> Result:
        """Read one section of a document whole, with its source."""
        self._base.refresh()
        try:
            shown = self._base.document(document)
        except DocumentNotFound as error:
            raise ToolError(f"there is no document {document!r}; see list_documents") from error
        for one in shown.sections:
            if one.anchor == section:
                return with_citation(dict(section_text_json(shown, one, self._base.generation)))
        anchors = ", ".join(one.anchor for one in shown.sections[:_MAX_WORDS])
        raise ToolError(f"{document!r} has no section {section!r}; it has: {anchors}")

    def list_documents(
        self,
        institution: Institution = None,
        year: Year = None,
        start: Annotated[int, Field(ge=0, description="how many to pass over")] = 0,
        limit: Annotated[int, Field(ge=1, le=200)] = 50,
    ) -> Result:
        """List the documents with title, institution and date; ``total`` counts all of them."""
        self._base.refresh()
        listed = self._base.list_documents(_filters(institution=institution, year=year))
        records = listed.documents[start : start + limit]
        part = ListPart(self._base.generation, len(listed.documents), limit, None)
        shape = dict(documents_json(records, part, listed.notes, language="en"))
        del shape["next"]
        resources = {record.id: document_uri(record.id) for record in records}
        return {**shape, "start": start, "resources": resources}

    def explain_word(
        self,
        words: Annotated[str, Field(description="Swahili words", max_length=256)],
    ) -> Result:
        """Explain how Swahili words are read: stem, parts with their meaning, and family."""
        return {"words": analysis_json(analyse(words))[:_MAX_WORDS]}

    def document_text(self, id: str) -> str:
        """Return a document as Markdown, its source above."""
        self._base.refresh()
        try:
            shape = document_json(self._base.document(id))
        except DocumentNotFound as error:
            raise ResourceNotFoundError(f"there is no document {id!r}") from error
        facts = (shape["institution"], shape["date"], shape["source"], shape["id"])
        lines = [f"<!-- {shape['title']} · {' · '.join(filter(None, facts))} -->"]
        for section in shape["sections"]:
            if section["heading"]:
                lines.append(f"{'#' * min(max(section['level'], 1), 6)} {section['heading']}")
            lines += [passage["text"] for passage in section["passages"]]
        return "\n\n".join(lines) + "\n"


def _filters(**given: str | None) -> Mapping[str, tuple[str, ...]]:
    return {name: (value,) for name, value in given.items() if value}
