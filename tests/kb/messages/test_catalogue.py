"""The catalogue is whole: each text of the source has its Swahili, which says the same facts."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PROJECT = Path(__file__).resolve().parents[3]
FOLDER = PROJECT / "kb" / "messages"
KEYWORDS = {"Message": None, "say": None, "counted": (1, 2)}
SOURCES = sorted(
    [*PROJECT.glob("kb/**/*.py"), *PROJECT.glob("webui/**/*.py"), PROJECT / "search_cli.py"]
)
MAKERS = {"kb/messages/message.py", "webui/rendering.py"}
"""Where messages are made again of texts that are literals elsewhere."""

PAIR = re.compile(r"[^\W\d_]{2}[^\n]* [/·] [^\n]*[^\W\d_]{2}")


def entries() -> list[Entry]:
    """What sw.po holds, without its header."""
    with (FOLDER / "sw.po").open("rb") as file:
        return [entry for entry in read_po(file, locale="sw") if entry.id]


@cache
def source_texts() -> frozenset[str | tuple[str, ...]]:
    """Every text of the source that is shown to people."""
    with (PROJECT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(PROJECT, methods, options, keywords=KEYWORDS)
    return frozenset(text for _, _, text, _, _ in found)


def texts(text: str | Sequence[str]) -> tuple[str, ...]:
    """Return a text, or both forms of one that depends on a number."""
    return (text,) if isinstance(text, str) else tuple(text)


def places(text: str) -> set[tuple[str, str | None]]:
    """Return the names of the places of a text, with their conversions."""
    parsed = Formatter().parse(text)
    return {(name, conversion) for _, name, _, conversion in parsed if name is not None}


def test_every_text_has_its_swahili():
    """Nobody who reads Swahili meets an English line."""
    translated = {entry.id for entry in entries() if all(texts(entry.string))}
    assert sorted(map(str, source_texts() - translated)) == []


def test_the_catalogue_holds_nothing_else():
    """A text that is no longer said is deleted: `make messages` does so."""
    assert sorted(str(entry.id) for entry in entries() if entry.id not in source_texts()) == []


def test_no_text_is_there_twice():
    """One text has one translation."""
    ids = re.findall(
        r'^msgid "(.+)"$', (FOLDER / "sw.po").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [text for text, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: str(entry.id)[:60])
def test_a_translation_has_the_places_of_its_text(entry):
    """Each fact of a message is said in both languages, in one number or many."""
    assert list(map(places, texts(entry.string))) == list(map(places, texts(entry.id)))
    assert not entry.fuzzy


def test_the_compiled_catalogue_is_that_of_the_source():
    """sw.mo is what sw.po compiles to."""
    compiled = BytesIO()
    with (FOLDER / "sw.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale="sw"))
    compiled.seek(0)
    expected = GNUTranslations(compiled)
    with (FOLDER / "sw.mo").open("rb") as file:
        actual = GNUTranslations(file)
    for entry in entries():
        first, *many = texts(entry.id)
        for plural in many:
            for count in (1, 2):
                spoken = actual.ngettext(first, plural, count)
                assert spoken == expected.ngettext(first, plural, count)
        if not many:
            assert actual.gettext(first) == expected.gettext(first) != ""


def test_the_catalogue_has_its_header():
    """Without one gettext's tools take it for a draft, and compile nothing."""
    with (FOLDER / "sw.po").open("rb") as file:
        catalogue = read_po(file, locale="sw")
    assert not catalogue.fuzzy
    assert catalogue.num_plurals == 2


def calls(tree: ast.Module) -> list[ast.Call]:
    """Return every call that makes a message."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "Message")
            or ast.unparse(node.func) == "Message.counted"
        )
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_a_message_is_made_of_a_literal(path):
    """What is put together when it is said is in no catalogue."""
    if path.relative_to(PROJECT).as_posix() in MAKERS:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = [
        node.lineno
        for node in calls(tree)
        if not (node.args and isinstance(node.args[0], ast.Constant))
    ]
    assert wrong == []


def literals(tree: ast.Module) -> list[tuple[int, str]]:
    """Return every string of a module with its line, docstrings excluded; {} for a value."""
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
            found.append((node.lineno, "".join(map(str, parts))))
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in bare | inner
        ):
            found.append((node.lineno, node.value))
    return found


def pairs(path: Path) -> list[tuple[int, str]]:
    """Return the literals of a file that say a thing in two languages."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [(line, text) for line, text in literals(tree) if PAIR.search(text)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_literal_says_a_thing_in_two_languages(path):
    """ "sw · en" and "sw / en" are read twice by everyone: there are messages for that."""
    assert pairs(path) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_swahili_of_the_catalogue_is_in_the_source(path):
    """A text in the source is English; its Swahili is in one place."""
    swahili = {text for entry in entries() for text in texts(entry.string) if " " in text}
    english = {text for entry in entries() for text in texts(entry.id)}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [text for _, text in literals(tree) if text in swahili - english] == []
