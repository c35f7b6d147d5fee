"""The house stays as ARCHITECTURE.md draws it: read from the source, not from a run.

A room imports only from rooms above it, each outside library is behind the room
that needs it, and every module says what it offers and why.
"""

from __future__ import annotations

import ast
import configparser
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent

ROWS = (
    ("kb",),  # the package itself holds the version and the public names, loaded when used
    ("kb.messages", "kb.swahili"),
    ("kb.system_reasons",),
    ("kb.errors",),
    ("kb.cleaning", "kb.document", "kb.extras", "kb.files", "kb.normalization", "kb.settings"),
    ("kb.facets", "kb.tables"),
    ("kb.metadata", "kb.query", "kb.results"),
    ("kb.analysis",),
    ("kb.index",),  # what an engine is given, and what comes back
    ("kb.engines.base",),  # what an engine is asked
    (
        "kb.readers",
        "kb.outline",
        "kb.passages",
        "kb.engines",
        "kb.expansion",
        "kb.ranking",
        "kb.highlight",
    ),
    ("kb.store",),
    ("kb.search", "kb.indexing"),
    ("kb.answers", "kb.catalogue", "kb.completion", "kb.admin", "kb.offline", "kb.site"),
    ("kb.knowledge_base", "kb.present"),
    ("kb.evaluation", "kb.watch", "kb.doctor"),
    ("webui", "kb.mcp"),
    ("kb.cli",),
    ("search_cli",),
)
ROW_OF = {room: row for row, rooms in enumerate(ROWS) for room in rooms}

LIBRARIES = {
    "PIL": {"kb.readers.ocr.pictures"},
    "babel": {"webui"},
    "charset_normalizer": {"kb.readers"},
    "click": {"kb.cli", "search_cli"},
    "h11": {"webui.connections"},
    "httpx": {"kb.site.connection"},
    "icu": {"kb.swahili"},
    "ir_measures": {"kb.evaluation"},
    "jinja2": {"webui"},
    "lxml": {"kb.readers"},
    "markdown_it": {"kb.readers"},
    "mcp": {"kb.mcp"},
    "mdit_py_plugins": {"kb.readers"},
    "pathspec": {"kb.indexing.ignore_rules"},
    "protego": {"kb.site.robots"},
    "prometheus_client": {"webui.metrics"},
    "pypdfium2": {"kb.readers.pdf.pdfium"},
    "pydantic": {"kb.mcp"},
    "rapidfuzz": {"kb.expansion"},
    "rich": {"kb.cli.output"},
    "selectolax": {"kb.readers"},
    "Stemmer": {"kb.swahili"},
    "starlette": {"webui"},
    "uvicorn": {"webui"},
    "watchfiles": {"kb.watch"},
    "wcwidth": {"kb.present.cells"},
    "opensearchpy": {"kb.engines.opensearch.connection"},
    "tantivy": {"kb.engines.tantivy"},
    "whoosh": {"kb.engines.whoosh"},
}
DISTRIBUTIONS = {
    "PIL": "pillow",
    "Stemmer": "PyStemmer",
    "icu": "pyicu",
    "markdown_it": "markdown-it-py",
    "mdit_py_plugins": "mdit-py-plugins",
    "opensearchpy": "opensearch-py",
    "prometheus_client": "prometheus-client",
}


def module_name(path: Path) -> str:
    """Return the dotted name a source file is imported by."""
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {
    module_name(path): path
    for path in sorted(
        [*PROJECT.glob("kb/**/*.py"), *PROJECT.glob("webui/**/*.py"), PROJECT / "search_cli.py"]
    )
}
TESTS = sorted([*PROJECT.glob("tests/**/test_*.py"), *PROJECT.glob("benchmarks/**/test_*.py")])
every_module = pytest.mark.parametrize("module", SOURCES)


def tree_of(path: Path) -> ast.Module:
    """Parse one file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(module: str, *, inner: bool = True) -> Iterator[str]:
    """Yield the dotted name of everything *module* imports, inside functions too if *inner*."""
    package = module if SOURCES[module].name == "__init__.py" else module.rpartition(".")[0]
    tree = tree_of(SOURCES[module])
    for node in ast.walk(tree) if inner else tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = node.module or ""
            if node.level:
                base = ".".join([*above, *filter(None, [node.module])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield full if full in SOURCES else base


def room_of(module: str) -> str | None:
    """Return the room a module of ours belongs to; None for what is not ours."""
    while module:
        if module in ROW_OF:
            return module
        if "." not in module:
            return None
        module = module.rpartition(".")[0]
    return None


@every_module
def test_every_module_is_in_a_room(module):
    """A module outside the drawn rooms has no place that says what it may import."""
    assert room_of(module) in ROW_OF
    assert module == "kb" or room_of(module) != "kb"


@every_module
def test_a_room_imports_only_from_the_rooms_above(module):
    """The question crosses the house once: nothing looks back, and neighbours do not look in."""
    room = room_of(module)
    if room == "kb":
        return  # its names are loaded when they are used: tests/kb/test_public_api.py
    wrong = [
        other
        for other in imported(module)
        if (theirs := room_of(other)) is not None
        and theirs != room
        and ROW_OF[theirs] >= ROW_OF[room]
    ]
    assert wrong == []


@every_module
def test_an_outside_library_stays_behind_its_room(module):
    """Changing a library means changing one room."""
    wrong = []
    for name in {name.partition(".")[0] for name in imported(module)}:
        if name in sys.stdlib_module_names or room_of(name) is not None:
            continue
        allowed = LIBRARIES.get(name, set())
        if not any(module == room or module.startswith(f"{room}.") for room in allowed):
            wrong.append(name)
    assert wrong == []


def test_every_library_is_declared():
    """What the source imports is what an installation brings."""
    config = configparser.ConfigParser()
    config.read(PROJECT / "setup.cfg", encoding="utf-8")
    lines = "\n".join(
        (config["options"]["install_requires"], *config["options.extras_require"].values())
    )
    declared = set(re.findall(r"^([\w.-]+)[>=]=", lines, re.MULTILINE))
    used = {name.partition(".")[0] for module in SOURCES for name in imported(module)}
    wanted = {DISTRIBUTIONS.get(n, n.replace("_", "-")) for n in used if n in LIBRARIES}
    assert wanted <= declared


def offered(tree: ast.Module) -> list[str] | None:
    """Return the literal __all__ of a module."""
    for node in tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(t, ast.Name) and t.id == "__all__" for t in targets):
            return list(ast.literal_eval(node.value))
    return None


def top_level_names(tree: ast.Module) -> set[str]:
    """Return every name a module binds at its top level."""
    names: set[str] = set()
    checked = [node.body for node in tree.body if isinstance(node, ast.If)]  # if TYPE_CHECKING
    for node in [*tree.body, *(node for body in checked for node in body)]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            names |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return names


def reading_order(name: str) -> tuple[int, str]:
    """Sort as ruff does: constants, then classes, then functions."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


@every_module
def test_every_module_lists_what_it_offers(module):
    """__all__ is there, sorted, and neither promises too much nor forgets anything."""
    tree = tree_of(SOURCES[module])
    names = offered(tree)
    if SOURCES[module].name == "__main__.py":
        return
    assert names is not None
    assert names == sorted(names, key=reading_order)
    public = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
    }
    assert public - set(names) == set()
    assert set(names) - top_level_names(tree) - {"__getattr__"} == set()


def public_parts(
    body: list[ast.stmt], above: str = ""
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]]:
    """Yield every public function, class and method with its name."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name.startswith("_"):
                continue
            yield above + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public_parts(node.body, f"{above}{node.name}.")


@every_module
def test_every_public_thing_says_what_it_is_for(module):
    """A header for the module, a docstring for each public function, class and method."""
    tree = tree_of(SOURCES[module])
    assert ast.get_docstring(tree)
    silent = [name for name, node in public_parts(tree.body) if not ast.get_docstring(node)]
    assert silent == []


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_test_says_what_it_proves(path):
    """A failing test tells a stranger what no longer holds."""
    tree = tree_of(path)
    assert ast.get_docstring(tree)
    silent = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not (ast.get_docstring(node) or "").endswith((".", "?"))
    ]
    assert silent == []


def test_no_file_knows_one_machine():
    """The project works wherever it is put: no path of one developer's computer is in it."""
    homes = re.compile(
        "|".join(["/" + "work/", "/" + r"home/\w", "/" + r"Users/\w", "/" + "root/"])
    )
    kinds = {".py", ".md", ".cfg", ".toml", ".tsv", ".html", ".css", ".txt", ".lock", ""}
    roots = ("kb", "webui", "tests", "benchmarks", "docs", "corpus", ".ci")
    files = [p for root in roots for p in (PROJECT / root).rglob("*") if p.is_file()]
    # .git is a file in a worktree, and names where its repository is.
    files += [p for p in PROJECT.iterdir() if p.is_file() and p.name != ".git"]
    telling = [
        str(path.relative_to(PROJECT))
        for path in files
        if path.suffix in kinds
        and "__pycache__" not in path.parts
        and homes.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert telling == []
