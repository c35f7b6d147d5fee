"""Engines by name: one table knows them, and nothing outside the room names one."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from kb.engines.registry import DEFAULT_ENGINE, ENGINES, engine_factory
from kb.store import FolderStore
from tests.test_rooms import SOURCES, imported, tree_of


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_is_made_by_its_name(name):
    """The name in the table is the one that the engine writes into a manifest."""
    assert engine_factory(name).name == name


def test_a_store_uses_the_engine_of_the_table(fresh_index):
    """Nobody who opens an index has to know which engine keeps it."""
    assert FolderStore(fresh_index).engine is engine_factory(DEFAULT_ENGINE)
    with pytest.raises(KeyError):
        engine_factory("nothing")


def test_an_engine_is_named_only_in_its_room():
    """To add or replace an engine of files, no module outside kb/engines is touched.

    The store of a cluster is the other half of its engine: it names that engine.
    """
    rooms = tuple(f"kb.engines.{name}" for name in ENGINES)
    made = [engine_factory(name) for name in ENGINES]
    factories = {
        factory.__name__ if isinstance(factory, type) else type(factory).__name__
        for factory in made
    }
    assert len(factories) == len(ENGINES)
    naming = []
    for module in SOURCES:
        if module.startswith(("kb.engines", "kb.store.cluster")):
            continue
        tree = tree_of(SOURCES[module])
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        others = set(imported(module))
        if names & factories or any(other.startswith(rooms) for other in others):
            naming.append(module)
    assert naming == []


def test_the_table_loads_no_library():
    """Listing the engines costs nothing: a library is imported when its engine is used."""
    script = "import sys, kb.engines.registry, kb.store; sys.exit('whoosh' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
