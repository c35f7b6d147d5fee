"""A small corpus, and the update that indexes it."""

from __future__ import annotations

import pytest

from kb.analysis import PlainAnalyser
from kb.indexing import update
from kb.settings import load

TEXTS = {
    "dira.md": "# Dira\n\nKuwa kinara wa huduma.\n",
    "siri/zuberi.md": "# Barua\n\nZuberi anaishi Chakechake.\n",
    "bodi.md": "# Bodi\n\nBodi inamshauri mkurugenzi.\n",
}


@pytest.fixture
def folder(tmp_path):
    """A corpus of three documents."""
    made = tmp_path / "corpus"
    for name, text in TEXTS.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def settings():
    """The defaults."""
    return load(environ={})


@pytest.fixture
def run(folder, fresh_index, settings, monkeypatch):
    """Update the index of that corpus, reading words plainly, here and in what the tests call."""
    monkeypatch.setattr("kb.indexing.updating.SwahiliAnalyser", PlainAnalyser)
    monkeypatch.setattr("kb.indexing.reporting.SwahiliAnalyser", PlainAnalyser)

    def run(**options):
        return update(folder, fresh_index, settings, **options)

    return run
