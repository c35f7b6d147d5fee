"""A corpus of several formats, and its index on the cluster of the run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.engines.opensearch.connection import ClusterConnection
from kb.indexing import update
from kb.settings import Settings
from tests.kb.engines.contents import everything
from tests.kb.readers.making_formats import mail
from tests.kb.store.cluster.asking import ANALYSER, FOLDER, write

TEXTS = {
    "dira.md": "# Dira\n\nKuwa kinara wa huduma.\n\n## Maadili\n\nUadilifu na uwazi.\n",
    "nakala.md": "# Dira\n\nKuwa kinara wa huduma.\n\n## Maadili\n\nUadilifu na uwazi.\n",
    "sera/maji.txt": "SERA YA MAJI\n\nMaji safi na salama kwa wananchi wote wa kata.\n",
    "ajira.html": "<html><title>Ajira</title><body><h1>Ajira</h1><p>Nafasi tatu.</p></body>",
    "mbovu.docx": "hii si hati",
}


@pytest.fixture
def settings(cluster_settings) -> Settings:
    return cluster_settings.replace(workers=1, lock_wait=0)


@pytest.fixture
def corpus(tmp_path) -> Path:
    """Documents of several formats, a mail with an attachment, one file that cannot be read."""
    made = tmp_path / "corpus"
    for name, text in TEXTS.items():
        write(made, name, text)
    letter = mail("Ombi", "Tunaomba kisima.", attached=[("fomu.md", b"# Fomu\n\nJaza jina.")])
    (made / "barua.eml").write_bytes(bytes(letter))
    return made


@pytest.fixture
def run(corpus, tmp_path, settings):
    """Update the index of that corpus on the cluster, reading words plainly."""
    return lambda **options: update(
        corpus, tmp_path / "index", settings, analyser=ANALYSER, **options
    )


@pytest.fixture
def as_in_a_folder(corpus, tmp_path):
    """Return what an index of the corpus says that is built anew in a folder."""
    numbers = iter(range(1000))

    def build():
        index = tmp_path / f"folder{next(numbers)}"
        update(corpus, index, FOLDER, analyser=ANALYSER)
        return everything(index)

    return build


@pytest.fixture
def cluster(settings) -> Iterator[ClusterConnection]:
    opened = ClusterConnection(settings)
    yield opened
    opened.close()
