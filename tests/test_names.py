"""One name means one thing, nothing changes behind a module's back, and no import runs in a circle."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.test_rooms import SOURCES, every_module, imported, tree_of

CHANGING = {
    "dict", "list", "set", "defaultdict", "deque", "Counter", "OrderedDict", "bytearray",
    "WeakKeyDictionary", "WeakValueDictionary",
}  # fmt: skip
"""What makes a container that can change."""

ALLOWED_TO_CHANGE: dict[str, str] = {}
"""Module-level containers that may change: "module.NAME" and the reason."""

SHARED_NAMES = {
    "main": "the entry point of a module that is run with python -m",
    "parse": "every reader of a format is a module with parse(bytes); kb.readers.base says so",
}
"""Public functions that several modules define on purpose, as the parts of a protocol."""


def public_definitions(module: str) -> Iterator[str]:
    """Yield the public functions and classes that a module defines at its top level."""
    for node in tree_of(SOURCES[module]).body:
        if isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        ) and not node.name.startswith("_"):
            yield node.name


def test_no_public_name_is_defined_twice():
    """A reader who has met a name in one room meets the same thing under it in all others."""
    homes = defaultdict(list)
    for module in SOURCES:
        if module.split(".")[0] == "kb":
            for name in public_definitions(module):
                homes[name].append(module)
    twice = {n: where for n, where in homes.items() if len(where) > 1 and n not in SHARED_NAMES}
    assert twice == {}


def containers(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield the name and the value of each module-level assignment of a container."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, value = [node.target], node.value
        else:
            continue
        is_literal = isinstance(
            value, ast.Dict | ast.List | ast.Set | ast.DictComp | ast.ListComp | ast.SetComp
        )
        is_call = (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and value.func.id in CHANGING
        )
        if is_literal or is_call:
            for target in targets:
                if isinstance(target, ast.Name) and target.id != "__all__":
                    yield target.id, value


def read_only(annotation: str) -> bool:
    """Tell whether a type lets nobody change what it names."""
    return annotation.startswith(
        ("Mapping", "Sequence", "AbstractSet", "Collection", "Final[Mapping")
    )


def written_types(tree: ast.Module) -> dict[str, str]:
    """Return the written type of each module-level name that has one."""
    return {
        node.target.id: ast.unparse(node.annotation)
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


@every_module
def test_no_module_holds_what_can_change(module):
    """A table is declared as one that only is read (Mapping, Sequence, AbstractSet): mypy holds to it."""
    tree = tree_of(SOURCES[module])
    types = written_types(tree)
    changing = [
        name
        for name, _ in containers(tree)
        if not read_only(types.get(name, "")) and f"{module}.{name}" not in ALLOWED_TO_CHANGE
    ]
    assert changing == []


def imports_at_the_top(module: str) -> set[str]:
    """Return the modules of ours that a module imports when it is imported itself.

    A module is imported after its package, so that the package is among them.
    """
    others = {other for other in imported(module, inner=False) if other in SOURCES}
    return others - {module}


def test_no_import_runs_in_a_circle():
    """Any module can be imported first."""
    waiting = {module: imports_at_the_top(module) for module in SOURCES}
    while free := [module for module, others in waiting.items() if not others & waiting.keys()]:
        for module in free:
            del waiting[module]
    assert sorted(waiting) == []
