"""The laid-out lexicon: loaded where it is in date and whole, made anew where it is not."""

from __future__ import annotations

import gc
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kb.swahili
from kb.swahili import __main__ as command
from kb.swahili import layout
from kb.swahili.lexicon import lexicon, shipped_forms, shipped_templates
from kb.swahili.lexicon_tables import TABLES, parse_lexicon
from kb.swahili.listed_forms import listed_forms
from kb.swahili.morphology.templates import prefixes

PACKAGE = Path(kb.swahili.__file__).parent
TABLE = {"nouns": {"kitabu": ("7/8", 1.5)}, "names": {"dodoma", "moshi"}}
LONG_AGO = 1_000_000_000


class Source:
    """A folder of one table, the places of its layout, and how often it was parsed."""

    def __init__(self, folder: Path) -> None:
        self.table = folder / "data" / "words.tsv"
        self.table.parent.mkdir()
        self.table.write_text("kitabu\n", encoding="utf-8")
        self.places = [folder / "bytecode" / "words.layout", folder / "cache" / "words.layout"]
        self.parsed = 0

    def build(self) -> dict[str, object]:
        """Parse the table, and count it."""
        self.parsed += 1
        return {**TABLE, "text": self.table.read_text(encoding="utf-8")}

    def load(self) -> dict[str, object]:
        """Return every table, as a new process would get it."""
        laid_out = layout.load_layout(self.build)
        return {name: laid_out.table(name) for name in (*TABLE, "text")}


@pytest.fixture
def source(tmp_path, monkeypatch):
    """Give a source that is older than any clock is coarse, in a process that writes bytecode."""
    made = Source(tmp_path)
    monkeypatch.setattr(layout, "FOLDER", made.table.parent)
    monkeypatch.setattr(layout, "CODE", ())
    monkeypatch.setattr(layout, "layout_places", lambda: made.places)
    monkeypatch.setattr(layout, "_user_cache", lambda: made.places[1].parent)
    monkeypatch.setattr(layout, "_SETTLED", 0)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return made


def test_the_second_process_parses_nothing(source):
    """The tables are made once, and read back as they were."""
    assert source.load() == source.load() == {**TABLE, "text": "kitabu\n"}
    assert source.parsed == 1
    assert source.places[0].exists()
    assert not source.places[1].exists()


def test_a_changed_table_is_never_answered_from_an_old_layout(source):
    """A change is noticed even where size and time of the file are as before."""
    source.load()
    seen = source.table.stat()
    source.table.write_text("kalamu\n", encoding="utf-8")
    os.utime(source.table, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert source.table.stat().st_size == seen.st_size
    assert source.load()["text"] == "kalamu\n"
    assert source.load()["text"] == "kalamu\n"
    assert source.parsed == 2


def test_a_second_change_within_one_tick_of_the_clock_is_noticed(source, monkeypatch):
    """Times of files that changed a moment ago prove nothing, so the contents are compared."""
    monkeypatch.setattr(layout, "_SETTLED", 10_000_000_000)
    now = time.time_ns()
    monkeypatch.setattr(layout, "_stamps", lambda: (("words.tsv", 7, now, now),))
    source.load()
    source.load()
    assert source.parsed == 1
    source.table.write_text("kalamu\n", encoding="utf-8")
    assert source.load()["text"] == "kalamu\n"


def test_new_files_count_too(source):
    """A table that is added or removed is a change."""
    source.load()
    more = source.table.with_name("more.tsv")
    more.write_text("\n", encoding="utf-8")
    source.load()
    assert source.parsed == 2
    more.unlink()
    source.load()
    assert source.parsed == 3


def test_a_table_that_was_only_touched_is_not_parsed_again(source):
    """A copied or unpacked package has new times and the same contents."""
    source.load()
    os.utime(source.table, (LONG_AGO, LONG_AGO))
    source.load()
    assert source.parsed == 1
    before = source.places[0].read_bytes()
    source.load()
    assert source.places[0].read_bytes() == before  # the new times are stored already


def test_a_damaged_file_is_noticed_and_made_anew(source):
    """One wrong byte anywhere, or a missing end, gives the same tables as before."""
    right = source.load()
    path = source.places[0]
    whole = path.read_bytes()
    dice = random.Random(7)
    for at in range(len(whole)):
        bad = bytearray(whole)
        bad[at] ^= 1 << dice.randrange(8)
        path.write_bytes(bad)
        assert source.load() == right, at
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert source.load() == right, length
    assert source.parsed > len(whole)
    parsed = source.parsed
    assert source.load() == right
    assert source.parsed == parsed


def test_another_python_makes_its_own(source, monkeypatch):
    """What another version has packed is not unpacked."""
    source.load()
    monkeypatch.setattr(layout, "_MAGIC", b"kisima lexicon 1 cpython-399 30900f0 9\n")
    source.load()
    assert source.parsed == 2


def test_where_the_package_cannot_be_written_the_users_cache_is_used(source):
    """An installation for all users is laid out for each, in a folder of their own."""
    source.places[0].parent.write_text("in the way", encoding="utf-8")
    source.load()
    source.load()
    assert source.parsed == 1
    assert source.places[1].stat().st_mode & 0o777 == 0o600
    assert source.places[1].parent.stat().st_mode & 0o777 == 0o700


def test_where_nothing_can_be_written_the_tables_are_parsed_each_time(source):
    """A read-only machine answers as any other, a little later."""
    for place in source.places:
        place.parent.write_text("in the way", encoding="utf-8")
    assert source.load() == source.load()
    assert source.parsed == 2


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_in_the_cache_that_others_can_write_is_not_read(source, mode):
    """Nobody else decides what is unpacked in this user's process."""
    source.places[0].parent.write_text("in the way", encoding="utf-8")
    source.load()
    source.places[1].chmod(mode)
    source.load()
    assert source.parsed == 2


def test_python_that_writes_no_bytecode_writes_no_layout(source, monkeypatch):
    """PYTHONDONTWRITEBYTECODE says that the source's folder stays as it is."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    source.load()
    assert not any(place.exists() for place in source.places)


def test_the_command_writes_the_file_and_says_where(source, monkeypatch, capsys):
    """``--lay-out`` prepares an installation before its first question."""
    monkeypatch.setattr(kb.swahili.lexicon, "_build", source.build)
    assert command.main(["--lay-out"]) == 0
    assert capsys.readouterr().out == f"{source.places[0]}\n"
    source.load()
    assert source.parsed == 1
    for place in source.places:
        shutil.rmtree(place.parent, ignore_errors=True)
        place.parent.write_text("in the way", encoding="utf-8")
    assert command.main(["--lay-out"]) == 1
    assert str(source.places[1]) in capsys.readouterr().err


# --- what ships ---


def test_what_is_loaded_is_what_is_parsed():
    """The layout of the shipped lexicon has every table, form and template of its sources."""
    words = parse_lexicon()
    for name, kind in TABLES:
        table = getattr(words, name)
        assert isinstance(table, kind)
        assert table
        assert getattr(lexicon(), name) == table, name
    forms = listed_forms(words)
    assert len(forms) > 10_000
    assert {form: shipped_forms().get(form) for form in forms} == forms
    assert shipped_forms().get("hakunaumbo") is None
    assert shipped_forms().get("😀") is None
    assert {prefix: tuple(map(tuple, uses)) for prefix, uses in prefixes().items()} == dict(
        shipped_templates()
    )


@pytest.mark.parametrize("collects", [True, False])
def test_a_table_that_is_loaded_leaves_the_collector_as_it_was(source, collects):
    """Loading waits for no garbage collection, and the program's own choice stays."""
    laid_out = layout.load_layout(source.build)
    before = gc.isenabled()
    (gc.enable if collects else gc.disable)()
    try:
        assert laid_out.table("nouns") == TABLE["nouns"]
        assert gc.isenabled() is collects
    finally:
        (gc.enable if before else gc.disable)()


def test_the_fingerprint_is_that_of_the_sources():
    """An index is made anew when data or code changes, laid out or not."""
    assert kb.swahili.fingerprint().startswith(f"{layout.digest()} ")


def test_code_that_decides_no_term_does_not_change_the_fingerprint():
    """A better word in an explanation costs nobody a new index."""
    names = {path.relative_to(PACKAGE).parts[0] for path in layout.sources()}
    assert {"data", "morphology", "lemmatizer.py", "steps.py", "normalize.py"} <= names
    assert not names & {"explanation", "tools"}


@pytest.fixture
def copied(tmp_path):
    """Give a copy of the package alone, and an environment that runs it."""
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / "__init__.py").touch()
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, tmp_path / "kb" / "swahili", ignore=ignored)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environ |= {"PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    return tmp_path / "kb" / "swahili", environ


STEM = "import sys; from kb.swahili import stem; print(stem(sys.argv[1]))"


def start(word: str, environ: dict[str, str]) -> subprocess.Popen[str]:
    """Start a process that prints the stem of one word."""
    return subprocess.Popen(
        [sys.executable, "-c", STEM, word],
        cwd=environ["PYTHONPATH"],
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_processes_that_start_together_all_answer_and_leave_one_file(copied):
    """The first question of many workers at once: each may write the file, none reads half of it."""
    package, environ = copied
    started = [start("walioteuliwa", environ) for _ in range(6)]
    assert [process.communicate()[0] for process in started] == ["teua\n"] * 6
    left = [path.name for path in (package / "__pycache__").iterdir() if "layout" in path.name]
    assert sorted(name for name in left if not name.endswith(".pyc")) == [
        f"lexicon.{sys.implementation.cache_tag}.layout"
    ]


def test_an_edited_lexicon_is_in_force_at_once(copied):
    """Whoever adds a noun finds its plural with the next command."""
    package, environ = copied
    assert start("matanganyu", environ).communicate()[0] != "kitanganyu\n"
    nouns = package / "data" / "nouns" / "society.tsv"
    line = "kitanganyu\t7/8\tmatanganyu\t-\ta word of this test"
    nouns.write_text(nouns.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    assert start("matanganyu", environ).communicate()[0] == "kitanganyu\n"
