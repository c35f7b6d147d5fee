"""The same documents make the same index: twice over, and however they came there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load
from kb.store import FolderStore
from tests.conftest import PROJECT
from tests.kb.engines.contents import document_ids
from tests.reliability.versions import settings_of

SETTINGS = load(environ={})
QUESTIONS = (
    *(
        "dira",
        "wakurugenzi",
        "misingi mikuu",
        "bodi ya wakurugenzi",
        "idara ya tehama",
        "mwaka 2012",
    ),
    *(
        '"serikali mtandao"',
        "majukumu aina:idara",
        "mwanz*",
        "wakala -pemba",
        "uadilifu na ubunifu",
    ),
    *("huduma kwa wananchi", "afisa mratibu", "sheria ya wakala", "kuteuliwa kwa wajumbe"),
)


def held(index: Path) -> list[tuple[str, int, bytes]]:
    """Every passage with its payload, in reading order."""
    with FolderStore(index).reader() as reader:
        return [
            (one.id, one.ordinal, one.payload)
            for id in document_ids(reader.engine)
            for one in reader.engine.document(id)
        ]


def ranking(index: Path) -> list[list[tuple[str, float]]]:
    """What is found for every question, with its score."""
    with KnowledgeBase.open(index, SETTINGS) as base:
        return [
            [(hit.id, round(hit.score, 9)) for hit in base.search(question, limit=50).hits]
            for question in QUESTIONS
        ]


def texts() -> dict[str, bytes]:
    """The shipped documents and what is said of them."""
    corpus = PROJECT / "corpus"
    return {
        path.relative_to(corpus).as_posix(): path.read_bytes()
        for path in corpus.rglob("*")
        if path.is_file()
    }


def put(corpus: Path, name: str, data: bytes) -> None:
    (corpus / name).parent.mkdir(parents=True, exist_ok=True)
    (corpus / name).write_bytes(data)


@pytest.fixture
def at_once(tmp_path, engine):
    """The index of a corpus that was indexed in one go."""
    for name, data in texts().items():
        put(tmp_path / "corpus", name, data)
    update(tmp_path / "corpus", tmp_path / "at-once", settings_of(engine))
    return tmp_path / "at-once"


def test_the_same_corpus_twice(at_once, tmp_path, engine):
    """Same passages, ids, payloads, scores and order."""
    update(tmp_path / "corpus", tmp_path / "again", settings_of(engine))
    assert held(tmp_path / "again") == held(at_once)
    assert ranking(tmp_path / "again") == ranking(at_once)
    assert sum(map(len, ranking(at_once))) > 50


@pytest.mark.parametrize("seed", [1, pytest.param(range(2, 60), marks=pytest.mark.soak)], ids=str)
def test_step_by_step_ends_where_one_step_does(at_once, tmp_path, engine, seed):
    """Documents that came, changed, went and were renamed, one update at a time, then compacted."""
    for number in seed if isinstance(seed, range) else [seed]:
        folder = tmp_path / str(number)
        chance, wanted = random.Random(number), texts()
        names = sorted(wanted)
        chance.shuffle(names)
        for step, name in enumerate(names):
            put(folder / "corpus", name, wanted[name])
            noise = folder / "corpus" / f"kelele{step % 3}.md"
            if noise.exists() and chance.random() < 0.5:
                noise.rename(noise.with_name(f"jina{step}.md"))
            else:
                put(folder / "corpus", noise.name, f"# Kelele\n\nDira ya mwaka {step}.\n".encode())
            update(folder / "corpus", folder / "index", settings_of(engine))
        for path in [*(folder / "corpus").glob("kelele*"), *(folder / "corpus").glob("jina*")]:
            path.unlink()
        update(folder / "corpus", folder / "index", SETTINGS, compact=True)
        assert held(folder / "index") == held(at_once)
        assert ranking(folder / "index") == ranking(at_once)
        with FolderStore(folder / "index").reader() as reader:
            assert reader.engine.statistics().deleted == 0
            assert reader.engine.statistics().segments == 1
