"""Let an assistant ask: a server of the Model Context Protocol (MCP) over the knowledge base.

    server      its tools and resources
    citations   what a result says of its source

The library, ``mcp``, is loaded by ``kisima mcp`` only. How to connect an assistant: docs/mcp.md
"""

from __future__ import annotations

__all__: list[str] = []
