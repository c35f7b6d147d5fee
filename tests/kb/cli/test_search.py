"""The commands search and answer, in this process and in one of their own."""

from __future__ import annotations

import gc
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli.logs import QuietFormatter
from kb.cli.search import search_command
from search_cli import main

PROJECT = Path(__file__).resolve().parents[3]

FAILING = """
import kb.knowledge_base
def fail(request, line, options):
    raise ValueError(f"cannot read {line}")
kb.knowledge_base.search_page = fail
from search_cli import main
main()
"""
"""A fault of ours whose text quotes the question, as the text of an exception may."""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a command over an index of the shipped corpus."""
    places = {
        "KISIMA_CORPUS": str(PROJECT / "corpus"),
        "KISIMA_INDEX": str(tmp_path_factory.mktemp("faharasa")),
        "KISIMA_LUGHA": "en",
        "PYTHONPATH": str(PROJECT),
    }
    command = [sys.executable, str(PROJECT / "search_cli.py"), "index"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **places})
    return places


@pytest.fixture
def kisima(environment):
    """Run the command in this process."""

    def run(*arguments: str):
        return CliRunner(env=environment).invoke(main, list(arguments), prog_name="kisima")

    return run


class _Keeper(logging.Handler):
    """Keeps the records that it is given."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__()
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        """See logging."""
        self._records.append(record)


@pytest.fixture
def log() -> Iterator[list[logging.LogRecord]]:
    """Every record of Kisima's loggers; afterwards they are as they were."""
    ours = logging.getLogger("kb")
    before = ours.level, ours.propagate, [*ours.handlers]
    records: list[logging.LogRecord] = []
    ours.addHandler(_Keeper(records))
    yield records
    ours.handlers = before[2]
    ours.setLevel(before[0])
    ours.propagate = before[1]


@pytest.mark.parametrize("question", ["dira", "xyzzyqq"])
@pytest.mark.parametrize("command", ["search", "answer"])
def test_collection_is_enabled_again(command, question, kisima):
    """A search in a process that goes on, such as a test, leaves its garbage collector as it was."""
    assert gc.isenabled()
    assert kisima(command, question).exit_code == (0 if question == "dira" else 1)
    assert gc.isenabled()


def test_collection_is_enabled_again_after_a_failure(kisima):
    """No index: the command fails, the collector runs."""
    assert kisima("--index", "hakuna", "search", "dira").exit_code == 65
    assert gc.isenabled()


def test_collection_that_was_disabled_stays_so(kisima):
    """Who disabled it decides when it is enabled again."""
    gc.disable()
    try:
        assert kisima("search", "dira").exit_code == 0
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_word_that_starts_like_an_option_is_excluded(kisima):
    """-vision is no -v with a value: it is the question's, and takes passages away."""
    context = search_command.make_context("search", ["wakala", "-verbose", "-vision"])
    assert context.params["query"] == ("wakala", "-verbose", "-vision")
    shown = [
        json.loads(kisima("search", "dira", *words, "--json").stdout)["total"]
        for words in ([], ["-dhamira"], ["-vdhamira"])
    ]
    assert shown[0] > shown[1], "the word is excluded"
    assert shown[0] == shown[2], "a word that occurs nowhere excludes nothing"


def test_no_word_of_a_question_is_logged(environment, tmp_path):
    """With -v, and with a traceback of a fault whose text quotes the question."""
    command = [sys.executable, "-c", FAILING, "-v", "search", "siriyangu"]
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, **environment},
    )
    assert ran.returncode == 70
    assert "Traceback (most recent call last)" in ran.stderr
    assert "ValueError" in ran.stderr
    assert "siriyangu" not in ran.stderr + ran.stdout


def test_no_record_of_a_log_has_a_word_of_a_question(kisima, log, monkeypatch):
    """Nor has what a handler of another program would write with the formatter of Kisima."""

    def fail(request, line, options):
        raise ValueError(f"cannot read {line}") from KeyError(line)

    monkeypatch.setattr("kb.knowledge_base.search_page", fail)
    assert kisima("-v", "search", "siriyangu").exit_code == 70
    (record,) = log
    assert record.levelname == "ERROR"
    assert "siriyangu" not in record.getMessage()
    written = QuietFormatter("%(message)s").format(record)
    assert ("ValueError" in written, "KeyError" in written) == (True, True)
    assert "siriyangu" not in written


def test_a_document_that_is_not_there_gives_no_result(kisima):
    """Exit code 1, nothing on standard output, and the documents whose names are near."""
    ran = kisima("search", "dira", "--document", "hakuna.md")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "No document is called “hakuna.md”. There are: " in ran.stderr
    assert "bara/kuhusu.md" in ran.stderr


def test_one_institution_never_shows_the_documents_of_another(kisima):
    """*Wakala ya* is the mainland's, *Wakala wa* Zanzibar's: one connective is the difference."""
    for name, folder in (
        ("Wakala ya Serikali Mtandao", "bara/"),
        ("wakala wa serikali mtandao", "zanzibar/"),
    ):
        ran = kisima("search", "sheria", "--institution", name, "--json", "--limit", "50")
        hits = json.loads(ran.stdout)["hits"]
        assert hits
        assert {hit["document"].partition("/")[0] + "/" for hit in hits} == {folder}


def test_a_question_that_fits_several_institutions_offers_each_as_an_option(kisima):
    """Who reads on a terminal is told whose answers these are, and what to type for one of them."""
    both = kisima("search", "kuhusu wakala").stderr
    assert "--institution 'Wakala ya Serikali Mtandao (eGA)'" in both
    assert "--institution 'Wakala wa Serikali Mtandao Zanzibar'" in both
    chosen = kisima("search", "kuhusu wakala", "--institution", "Zanzibar").stderr
    assert "--institution" not in chosen
    shape = json.loads(kisima("search", "--json", "kuhusu wakala").stdout)
    assert len(shape["fitting_institutions"]) == 2
