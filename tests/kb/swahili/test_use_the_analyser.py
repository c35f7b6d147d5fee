"""docs/use-the-analyser.md works as it is written: each example is run, and gives what it shows."""

from __future__ import annotations

import doctest
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import kb.swahili

ROOT = Path(kb.swahili.__file__).parents[2]
PAGE = ROOT / "docs" / "use-the-analyser.md"
TEXT = PAGE.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, str]]:
    """Return each command of the console blocks with what it writes."""
    found = []
    for block in blocks("console"):
        for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, written = piece.partition("\n")
            found.append((command, written))
    return found


def test_the_python_examples_give_what_they_show():
    """Whoever copies an example into a program gets what the page promises."""
    page = doctest.DocTestParser().get_doctest(TEXT, {}, PAGE.name, str(PAGE), 0)
    assert len(page.examples) > 20
    report: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(page, out=report.append)
    assert result.failed == 0, "".join(report)


@pytest.mark.parametrize(("command", "written"), commands(), ids=lambda cell: cell[:40])
def test_the_commands_write_what_they_show(command, written):
    """Whoever types a command of the page sees its output."""
    ran = subprocess.run(
        command.replace("python ", f"{shlex.quote(sys.executable)} "),
        shell=True,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert ran.stdout.decode() == written


def test_the_settings_are_those_the_command_writes():
    """The example block is the real thing, but for the stop words it leaves out."""
    ran = subprocess.run(
        [sys.executable, "-m", "kb.swahili", "--export", "opensearch"],
        input=b"vitengo\n",
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    real, shown = json.loads(ran.stdout), json.loads(blocks("json")[0])
    words, listed = (
        settings["settings"]["analysis"]["filter"]["kisima_stop"].pop("stopwords")
        for settings in (real, shown)
    )
    assert shown == real
    assert set(listed) - {"…"} <= set(words)


def test_the_blocks_are_found():
    """A renamed block must not make the tests above pass with nothing to do."""
    assert len(commands()) >= 4
    assert all(json.loads(block) for block in blocks("json"))
