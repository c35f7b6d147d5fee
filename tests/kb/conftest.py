"""Two small collections: a corpus of three files to update, and a library to ask."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kb.analysis import PlainAnalyser
from kb.indexing import update
from kb.settings import load
from tests.kb.library import PAGES, Library
from tests.kb.two_documents import BODI, DIRA, write

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
    monkeypatch.setattr("kb.indexing.updater.SwahiliAnalyser", PlainAnalyser)
    monkeypatch.setattr("kb.admin.status.SwahiliAnalyser", PlainAnalyser)

    def run(**options):
        return update(folder, fresh_index, settings, **options)

    return run


@pytest.fixture
def pair(tmp_path):
    """A corpus of two documents, one in a folder of its own."""
    made = tmp_path / "corpus"
    (made / "muundo").mkdir(parents=True)
    write(made / "dira.txt", DIRA)
    write(made / "muundo" / "bodi.txt", BODI)
    return made


@pytest.fixture
def update_pair(pair, fresh_index):
    """Update the index of those two documents, reading words plainly."""

    def update_pair(**options):
        options.setdefault("analyser", PlainAnalyser())
        given = options.pop("settings", {})
        return update(pair, fresh_index, load(given, environ={}), **options)

    return update_pair


@pytest.fixture
def library(tmp_path):
    """Makes a library of documents, by name; indexed unless there are none."""

    def library(pages: Mapping[str, str], **settings: int) -> Library:
        made = Library(tmp_path, settings)
        for name, text in pages.items():
            made.write(name, text)
        if pages:
            assert made.update().failed == ()
        return made

    return library


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """The knowledge base over PAGES, made once and only read."""
    made = Library(tmp_path_factory.mktemp("shelf"), {})
    for name, text in PAGES.items():
        made.write(name, text)
    assert made.update().failed == ()
    with made.open() as base:
        yield base


@pytest.fixture
def ask(shelf):
    """Asks the library; gives "document heading" of each hit, best first."""

    def ask(line: str, **options) -> list[str]:
        return [
            f"{hit.document} {hit.heading or 'mwanzo'}"
            for hit in shelf.search(line, **options).hits
        ]

    return ask
