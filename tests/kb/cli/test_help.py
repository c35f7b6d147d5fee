"""Help is in one language at a time: that of the reader, from the first line to the last."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from kb.cli.names import COMMANDS
from kb.messages import LANGUAGES
from search_cli import main

CATALOGUE = Path(__file__).resolve().parents[3] / "kb" / "messages" / "sw.po"
CALLS = [[], *([row.english] for row in COMMANDS)]


def help_of(call: list[str], language: str) -> str:
    """Return the help of a command, its lines joined."""
    ran = CliRunner().invoke(main, [*call, "--help", "--lugha", language], prog_name="kisima")
    assert ran.exit_code == 0
    return " ".join(ran.output.split())


def sentences() -> list[tuple[str, str]]:
    """Return the texts of the catalogue that have two words or more: English, Swahili."""
    with CATALOGUE.open("rb") as file:
        entries = [*read_po(file, locale="sw")]
    texts = [(e.id, e.string) for e in entries if isinstance(e.id, str)]
    return [
        (english, str(swahili))
        for english, swahili in texts
        if english.count(" ") and str(swahili).count(" ") and english != swahili
        if not english.startswith("kisima ")  # a command has both names
        and not any(name for _, name, _, _ in Formatter().parse(english))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call[0] if call else "kisima")
def test_help_speaks_one_language(call, language):
    """No sentence of the other language is in it, and at least three of its own are."""
    shown = help_of(call, language)
    own, other = (0, 1) if language == "en" else (1, 0)
    texts = [tuple(" ".join(text.split()) for text in pair) for pair in sentences()]
    assert [pair[other] for pair in texts if pair[other] in shown] == []
    assert sum(pair[own] in shown for pair in texts) >= 3


@pytest.mark.parametrize(("language", "heading"), [("sw", "Matumizi:"), ("en", "Usage:")])
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call[0] if call else "kisima")
def test_the_words_of_click_are_in_that_language_too(call, language, heading):
    """The headings are click's; they are translated as ours are."""
    assert help_of(call, language).startswith(heading)


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.english)
def test_the_name_in_the_language_of_the_reader_is_first(row):
    """Both names are listed, and both are accepted."""
    assert f" {row.swahili}, {row.english} " in help_of([], "sw")
    assert f" {row.english}, {row.swahili} " in help_of([], "en")
    for name in (row.swahili, row.english):
        usage = f"Matumizi: kisima {name} "
        assert help_of([name], "sw").startswith(usage)
    assert (
        help_of([row.swahili], "sw").partition("]")[2]
        == help_of([row.english], "sw").partition("]")[2]
    )
