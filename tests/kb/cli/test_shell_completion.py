"""Completion at the prompt, in a real bash: what TAB writes, and that it never writes anything else."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import get_completion_class

from kb.cli.shell_completion import VARIABLE, install
from kb.facets import FACETS
from kb.indexing import update
from kb.settings import load
from search_cli import main

PROJECT = Path(__file__).resolve().parents[3]
HOSTILE = {
    "$(touch pwned).md": "# Hatari `touch pwned`\n\nHabari za hatari; rm -rf ~ & $(touch pwned)\n",
    "; touch pwned #.md": "# Hatari > pwned | tee pwned\n\nHatari nyingine.\n",
    "ng'ombe wangu.md": "# Ng’ombe\n\nNg’ombe na ndama.\n",
}

Tab = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped documents, and some whose names and headings are commands."""
    folder = tmp_path_factory.mktemp("shell")
    shutil.copytree(PROJECT / "corpus", folder / "corpus")
    for name, text in HOSTILE.items():
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    found = load({"corpus": str(folder / "corpus"), "index": str(folder / "index")}, environ={})
    update(folder / "corpus", folder / "index", found)
    return folder / "index"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the command on its path, and the script that ``kisima completion`` prints."""
    folder = tmp_path_factory.mktemp("home")
    command = folder / "kisima"
    command.write_text(
        f"#!/bin/sh\nPYTHONPATH='{PROJECT}' exec '{sys.executable}' '{PROJECT}/search_cli.py' \"$@\"\n"
    )
    command.chmod(0o755)
    ran = subprocess.run(
        [command, "completion", "bash"], capture_output=True, text=True, check=True
    )
    assert ran.stderr == ""
    (folder / "rc").write_text(f"PS1='> '\nbind 'set bell-style none'\n{ran.stdout}")
    return folder


def environment(home: Path, index: Path) -> dict[str, str]:
    """What the shell of a reader holds."""
    path = f"{home}:{os.environ['PATH']}"
    return {
        **os.environ,
        "PATH": path,
        "KISIMA_INDEX": str(index),
        "TERM": "dumb",
        "HOME": str(home),
    }


@pytest.fixture
def tab(index: Path, monkeypatch: pytest.MonkeyPatch) -> Tab:
    """Returns what bash is given for a line that ends at the cursor: candidates, one a line."""
    install()
    shell = get_completion_class("bash")

    def ask(line: str) -> list[str]:
        monkeypatch.setenv("KISIMA_INDEX", str(index))
        monkeypatch.setenv("COMP_WORDS", line)
        return [text for text in shell(main, {}, "kisima", VARIABLE).complete().split("\n") if text]

    return ask


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kisima taf", ["tafuta"]),
        ("kisima se", ["search", "serve", "settings"]),
        ("kisima search --kin", ["--kind"]),
        ("kisima tafuta mkurugen", ["mkurugenzi\\ mtendaji", "mkurugenzi"]),
        ("kisima tafuta MKURUGEN", ["MKURUGENZI"]),
        ("kisima tafuta wakala mkurug", ["mkurugenzi"]),
        ("kisima tafuta mtand", ["mtandao"]),
        ("kisima tafuta ngom", ["ng\\’ombe"]),
        ("kisima tafuta ai", ["aina:"]),
        ("kisima tafuta aina:ida", ["idara"]),
        ("kisima tafuta wakala aina:ida", ["idara"]),
        ("kisima tafuta hati:zanzibar/ku", ["zanzibar/kuhusu.md"]),
        ("kisima tafuta taasisi:zanz", ["Wakala\\ wa\\ Serikali\\ Mtandao\\ Zanzibar"]),
        ("kisima tafuta lugha:", ["sw"]),
        ("kisima search --kind ida", ["idara"]),
        ("kisima search --kind=ida", ["idara"]),
        (
            "kisima search --institution Wakala\\ wa",
            ["Wakala\\ wa\\ Serikali\\ Mtandao\\ Zanzibar"],
        ),
        ("kisima show zanzibar/ku", ["zanzibar/kuhusu.md"]),
        ("kisima onyesha bara/misingi-mikuu.md#uad", ["bara/misingi-mikuu.md\\#uadilifu.1"]),
        ("kisima completion z", ["zsh"]),
        ("kisima tafuta xyzxyz", []),
        ("kisima tafuta ", [f"{facet.swahili}:" for facet in FACETS]),
        ('kisima tafuta "misi', []),  # inside quotes a word would have to be quoted otherwise
        ("kisima tafuta 'misi", []),
        ("kisima nosuch mku", []),
        ("kisima tafuta mku\x1f", []),
    ],
)
def test_tab_goes_on(line, expected, tab):
    """Commands, options, words, values and ids; what bash cut at a colon is given without it."""
    assert tab(line) == expected


def test_a_name_never_becomes_a_command(tab):
    """Every sign that means something to a shell is escaped, whatever a file is called."""
    for line in (
        "kisima show \\$",
        "kisima show ",
        "kisima show \\;",
        "kisima tafuta hata",
        "kisima tafuta hati:",
    ):
        for found in tab(line):
            assert re.fullmatch(r"(?:\\.|[\w./:@%+,=-])*", found), found


def test_bash_itself_is_content(home, index, tmp_path):
    """The script runs without a word of complaint, and gives bash one candidate an element."""
    lines = (
        "kisima tafuta mtand",
        "kisima show \\$",
        "kisima tafuta taasisi:zanz",
        "kisima show nil",
    )
    code = f"""
        set -u
        source "{home}/rc" 2>/dev/null
        for line in "$@"; do
            COMP_LINE="$line"; COMP_POINT=${{#line}}
            _kisima_completion kisima
            printf "%s=%s|" "${{#COMPREPLY[@]}}" "${{COMPREPLY[*]-}}"
        done"""
    ran = subprocess.run(
        ["bash", "--norc", "-c", code, "bash", *lines],
        env=environment(home, index),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    expected = (
        "1=mtandao|1=\\$\\(touch\\ pwned\\).md|1=Wakala\\ wa\\ Serikali\\ Mtandao\\ Zanzibar|0=|"
    )
    assert ran.stdout == expected
    assert ran.stderr == ""
    assert not list(tmp_path.iterdir()), "a name became a command"


@pytest.mark.parametrize("state", ["none", "file", "empty", "damaged", "old", "setting"])
def test_an_index_that_cannot_be_read_leaves_the_prompt_alone(state, home, index, tmp_path):
    """No index, a damaged one, one of another version: no completions and not one word about it."""
    place = tmp_path / "index"
    given = environment(home, place)
    if state == "file":
        place.write_text("no index")
    elif state == "empty":
        place.mkdir()
    elif state != "none":
        shutil.copytree(index, place)
    if state == "damaged":
        for path in place.rglob("*"):
            if path.is_file() and path.suffix in {".seg", ".toc", ".trm"}:
                path.write_bytes(path.read_bytes()[:40])
    elif state == "old":
        for manifest in place.glob("generations/*/manifest.json"):
            manifest.write_text(manifest.read_text().replace('"format"', '"form"'))
    elif state == "setting":
        given["KISIMA_LIMIT"] = "many"
    for words in (
        "kisima tafuta mkurug",
        "kisima show ba",
        "kisima tafuta aina:",
        "kisima tafuta +",
    ):
        ran = subprocess.run(
            [home / "kisima"],
            env=given | {VARIABLE: "bash_complete", "COMP_WORDS": words},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.stdout.strip(), ran.stderr) == ("", "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_are_given_whole_words(shell, home, index):
    """They quote what they insert by themselves; bytes that steer a terminal never reach them."""
    words = {"zsh": ("kisima tafuta aina:ida", "2"), "fish": ("kisima tafuta aina:ida", "aina:ida")}
    line, current = words[shell]
    asked = {VARIABLE: f"{shell}_complete", "COMP_WORDS": line, "COMP_CWORD": current}
    ran = subprocess.run(
        [home / "kisima"],
        env=environment(home, index) | asked,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "aina:idara" in re.split(r"[\n,]", ran.stdout)
    assert ran.stderr == ""
    script = subprocess.run(
        [home / "kisima", "ukamilishaji", shell], capture_output=True, text=True, check=True
    )
    assert f"{VARIABLE}={shell}_complete" in script.stdout


def test_tab_in_a_real_prompt(home, index, tmp_path):
    """Keys go in through a terminal: TAB writes the rest of the word, ENTER runs what stands there."""
    import pty

    given = environment(home, index) | {"HISTFILE": "/dev/null"}
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tmp_path)
        os.execvpe("bash", ["bash", "--rcfile", str(home / "rc"), "-i"], given)
    try:
        _read_until(terminal, "> ")
        os.write(terminal, b"echo kisima\nkisima onyesha zanzibar/ku\t")
        seen = _read_until(terminal, "zanzibar/kuhusu.md")
        os.write(terminal, b"\x15kisima tafuta aina:ida\t")
        seen += _read_until(terminal, "aina:idara")
        os.write(terminal, b"\x15kisima tafuta mtand\t --plain\n")
        seen += _read_until(terminal, ".md#")
        assert "Traceback" not in seen
        assert "Kosa" not in seen
    finally:
        os.write(terminal, b"\x15exit\n")
        os.close(terminal)
        os.waitpid(child, 0)


def _read_until(terminal: int, wanted: str) -> str:
    """Read what the terminal shows until it shows *wanted*."""
    seen = ""
    end = time.monotonic() + 60
    while wanted not in seen.replace("\r", ""):
        assert time.monotonic() < end, seen
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 4096).decode("utf-8", "replace")
    return seen
