"""A search starts fast because it loads little: read from a real process, not from the source."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent

SEARCH = """
import json, sys
from search_cli import main
try:
    main(["search", "wakurugenzi", "--json"])
except SystemExit as ended:
    assert ended.code == 0, ended.code
print(json.dumps(sorted(sys.modules)))
"""

HEAVY = (
    "asyncio",
    "charset_normalizer",
    "email",
    "http.client",
    "hypothesis",
    "ir_measures",
    "jinja2",
    "kb.present.lists_json",
    "kb.present.shapes.parts",
    "markdown_it",
    "mcp",
    "numpy",
    "pathspec",
    "pydantic",
    "rapidfuzz",
    "rich",
    "selectolax",
    "starlette",
    "urllib.request",
    "uvicorn",
    "watchfiles",
    "wcwidth",
    "whoosh",
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules a search over the shipped corpus has loaded when it ends."""
    environment = {
        **os.environ,
        "KISIMA_CORPUS": str(PROJECT / "corpus"),
        "KISIMA_INDEX": str(tmp_path_factory.mktemp("index")),
        "PYTHONPATH": str(PROJECT),
    }
    command = [sys.executable, str(PROJECT / "search_cli.py"), "index"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    ran = subprocess.run(
        [sys.executable, "-c", SEARCH],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    answer, names = ran.stdout.rstrip().rsplit("\n", 1)
    assert json.loads(answer)["hits"], "the search answered, so what it needs was loaded"
    return set(json.loads(names))


@pytest.mark.parametrize("library", HEAVY)
def test_a_search_does_not_load(library, loaded):
    """What only indexing, the web page or an evaluation needs costs a search nothing."""
    assert library not in loaded
