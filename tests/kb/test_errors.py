"""Every error of ours has an exit code, keeps its facts, and says what mends it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb import errors
from kb.cli.failures import EXIT_CODES
from kb.errors import (
    ClusterFailed,
    ClusterFull,
    ClusterIncomplete,
    ClusterInterrupted,
    ClusterRefused,
    ClusterUnreachable,
    ClusterUntrusted,
    DocumentNotFound,
    DocumentUnreadable,
    ExtraMissing,
    FolderRefused,
    GenerationMissing,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexOutOfDate,
    IndexUnusable,
    KisimaError,
    PageUnreachable,
    SearchTimedOut,
    SettingInvalid,
    StorageFailed,
)

FOLDER = Path("index")
KINDS = {
    name: kind
    for name in errors.__all__
    if isinstance(kind := getattr(errors, name), type) and issubclass(kind, KisimaError)
}
EXAMPLES = (
    (SettingInvalid("limit", 0, "at least 1"), 2, "limit=0"),
    (ExtraMissing("web", "uvicorn"), 2, "pip install 'kisima[web]'"),
    (DocumentUnreadable("sera.txt", "tupu · empty"), 2, "sera.txt"),
    (FolderRefused(Path("picha"), "it has other files"), 2, "picha"),
    (SearchTimedOut(10), 75, "10 s"),
    (PageUnreachable("https://maji.example/", "the server answers 404"), 69, "maji.example"),
    (ClusterFailed("https://es.example", "index closed"), 69, "index closed"),
    (ClusterUnreachable("https://es.example", "no route"), 69, "cluster_hosts"),
    (ClusterUntrusted("https://es.example", "unknown issuer"), 69, "cluster_ca"),
    (ClusterRefused("https://es.example", "no such user"), 77, "cluster_password_file"),
    (ClusterInterrupted("https://es.example", "no answer"), 69, "kisima index"),
    (ClusterIncomplete("https://es.example", "1 of 3"), 69, "cluster_partial"),
    (ClusterFull("https://es.example", "es-1"), 74, "free space"),
    (DocumentNotFound("sera.txt#dira.1"), 1, "kisima status --documents"),
    (IndexMissing(FOLDER), 65, "kisima index"),
    (GenerationMissing(FOLDER, "000007"), 65, "000007"),
    (GenerationMissing(FOLDER), 65, "kisima history"),
    (IndexDamaged(FOLDER, "is missing"), 65, "kisima index --full"),
    (IndexOutOfDate(FOLDER, "layout 1", "layout 2"), 65, "kisima index"),
    (StorageFailed(FOLDER, "No space left"), 74, "No space left"),
    (IndexLocked(FOLDER, 10.4, "process 7"), 75, "process 7"),
)


@pytest.mark.parametrize(
    ("error", "code", "says"), EXAMPLES, ids=lambda value: type(value).__name__
)
def test_an_error_tells_what_and_what_to_do(error, code, says):
    """The exit code tells a script, the message a person: what, where, and the next command."""
    assert isinstance(error, KisimaError)
    assert error.exit_code == code
    assert says in str(error)
    assert "\n" not in str(error)


def test_every_error_is_drawn_in_the_header_with_its_exit_code():
    """The tree that a reader of the module sees is the tree that is there."""
    drawn = dict(re.findall(r"(\w+) +(\d+)?  +\w", errors.__doc__ or ""))
    assert KINDS.keys() <= drawn.keys()
    for name, kind in KINDS.items():
        assert drawn[name] in ("", str(kind.exit_code))


def test_the_help_names_every_exit_code():
    """A script's author reads there what each number means."""
    assert {kind.exit_code for kind in KINDS.values()} < EXIT_CODES.keys()


def test_every_error_has_an_example_here():
    """A new error is not forgotten by the test of messages."""
    shown = {type(error).__name__ for error, _, _ in EXAMPLES}
    assert shown == KINDS.keys() - {"KisimaError", "IndexUnusable"}


@pytest.mark.parametrize("kind", [IndexMissing, IndexDamaged, IndexOutOfDate])
def test_who_only_asks_whether_the_index_answers_catches_one_error(kind):
    """The web page shows one page for all three."""
    assert issubclass(kind, IndexUnusable)


def test_an_error_keeps_its_facts():
    """Whoever catches it need not take the message apart."""
    locked = IndexLocked(FOLDER, 10.0, "process 7")
    assert (locked.path, locked.waited, locked.holder) == (FOLDER, 10.0, "process 7")
    older = IndexOutOfDate(FOLDER, "a", "b")
    assert (older.path, older.built_with, older.expected) == (FOLDER, "a", "b")
