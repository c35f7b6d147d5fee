"""The optional parts of Kisima, and the libraries that each needs.

The base installation is what ``kisima search`` needs. setup.cfg names the libraries of
each extra with their versions; a test holds it to this table.

    require_extra("web")      raises ExtraMissing where a library of the extra is missing
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec

from kb.errors import ExtraMissing

__all__ = ["EXTRAS", "require_extra"]

EXTRAS: Mapping[str, Mapping[str, str]] = {
    "documents": {
        "charset_normalizer": "charset-normalizer",
        "PIL": "pillow",
        "lxml": "lxml",
        "markdown_it": "markdown-it-py",
        "mdit_py_plugins": "mdit-py-plugins",
        "pathspec": "pathspec",
        "pypdfium2": "pypdfium2",
        "rich": "rich",
        "selectolax": "selectolax",
    },
    "web": {
        "babel": "babel",
        "h11": "h11",
        "jinja2": "jinja2",
        "starlette": "starlette",
        "uvicorn": "uvicorn",
    },
    "watch": {"watchfiles": "watchfiles"},
    "site": {"httpx": "httpx", "protego": "protego"},
    "mcp": {"mcp": "mcp", "pydantic": "pydantic"},
    "evaluate": {"ir_measures": "ir-measures"},
    "fast": {"tantivy": "tantivy"},
    "cluster": {"opensearchpy": "opensearch-py"},
    "metrics": {"prometheus_client": "prometheus-client"},
}
"""Extra: the name that each library is imported by, and the name that pip knows it by."""


@cache
def require_extra(extra: str) -> None:
    """Return nothing if every library of an extra is installed.

    Raises:
        ExtraMissing: one is not; the message names the extra to install.

    >>> require_extra("web")
    """
    for module, library in EXTRAS[extra].items():
        if not _installed(module):
            raise ExtraMissing(extra, library)


def _installed(module: str) -> bool:
    """Say whether a library can be imported, without importing it."""
    try:
        return find_spec(module) is not None
    except ImportError:
        return False
