"""The command that answers in a sentence, run inside this process."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load
from search_cli import main


@pytest.fixture
def kisima(corpus: Path, fresh_index: Path):
    """Runs the command over the shipped corpus; returns its exit code."""
    update(corpus, fresh_index, load())
    places = ["--corpus", str(corpus), "--index", str(fresh_index)]

    def run(*arguments: str) -> int:
        return CliRunner().invoke(main, [*places, *arguments]).exit_code

    return run


@pytest.mark.parametrize("words", [("xyzzyqq",), ("xyzzyqq", "qqzzyx"), ("dira",)], ids=" ".join)
def test_jibu_asks_once(kisima, monkeypatch, words):
    """Whether there is an answer or none, the question is answered once."""
    questions: list[str] = []
    answer = KnowledgeBase.answer

    def counted(base, line, **options):
        questions.append(line)
        return answer(base, line, **options)

    monkeypatch.setattr(KnowledgeBase, "answer", counted)
    kisima("jibu", *words)
    assert questions == [" ".join(words)]
