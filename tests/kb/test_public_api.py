"""The names of ``kb`` are those that its users may rely on, and importing it loads none."""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import kb

PROJECT = Path(__file__).resolve().parents[2]
NAMES = [
    "AnswerResult",
    "Hit",
    "KisimaError",
    "KnowledgeBase",
    "Message",
    "Results",
    "Settings",
    "__version__",
    "analyse",
    "load_settings",
    "translate",
    "update",
]


def test_the_public_names_are_these():
    """A name that comes or goes is a decision: change this list and CHANGELOG.md with it."""
    assert kb.__all__ == NAMES
    assert set(NAMES) <= set(dir(kb))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "__version__"])
def test_a_public_name_exists_and_is_documented(name):
    """Whoever asks Python for help on it reads what it is for."""
    value = getattr(kb, name)
    assert inspect.getdoc(value)
    assert value is getattr(kb, name)


def test_a_name_that_is_not_there_is_an_attribute_error():
    """A misspelt name fails as it does in any module."""
    with pytest.raises(AttributeError, match="Knowledgebase"):
        _ = kb.Knowledgebase


def test_the_types_that_mypy_sees_are_those_that_run():
    """The imports for type checkers and the table for Python name the same things."""
    tree = ast.parse((PROJECT / "kb" / "__init__.py").read_text(encoding="utf-8"))
    checked = {
        alias.asname or alias.name: (node.module, alias.name)
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    held = {name: (module, kb._NAMES.get(name, name)) for name, module in kb._MODULES.items()}
    assert checked == held
    assert {*held, "__version__"} == set(NAMES)


def test_importing_the_package_loads_nothing_else():
    """A program that uses one part does not pay for the others."""
    code = (
        "import sys; before = set(sys.modules); import kb; import json;"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = {name for name in json.loads(ran.stdout) if name.startswith(("kb", "webui"))}
    assert loaded == {"kb"}
    assert not {"icu", "whoosh", "click"} & set(json.loads(ran.stdout))
