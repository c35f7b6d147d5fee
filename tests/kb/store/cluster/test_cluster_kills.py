"""Writers that are killed: what they leave is whole, and the next one ends their work."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kb.admin.verify import verify
from kb.engines.base import SearchRequest
from kb.index.payload import decode_passage
from kb.indexing import update
from kb.settings import Settings
from kb.store import open_store
from tests.conftest import PROJECT
from tests.kb.engines.contents import document_ids, everything
from tests.kb.store.cluster.asking import ANALYSER, FOLDER, indexes, write

KILLED = """
import os, pathlib, signal, sys
from kb.analysis import PlainAnalyser
from kb.engines.opensearch.connection import ClusterConnection
from kb.indexing import update
from kb.settings import load
corpus, index, hosts, name, left, full = sys.argv[1:]
left, ask = int(left), ClusterConnection.ask

def counted(self, method, path, *arguments, write=False, **options):
    global left
    if "lock" not in path and (write or path.endswith("_refresh")):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return ask(self, method, path, *arguments, write=write, **options)

ClusterConnection.ask = counted
values = {"engine": "opensearch", "cluster_hosts": hosts, "cluster_index": name, "workers": 1}
settings = load(values, environ={})
places = pathlib.Path(corpus), pathlib.Path(index)
update(*places, settings, analyser=PlainAnalyser(), full=full == "full")
"""


def killed(
    corpus: Path, index: Path, settings: Settings, writes: int, *, full: bool = False
) -> bool:
    """Run an update that is killed before so many and one writes; say whether it came to that."""
    script = [sys.executable, "-c", KILLED, str(corpus), str(index)]
    where = [settings.cluster_hosts, settings.cluster_index, str(writes), "full" if full else ""]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    result = subprocess.run([*script, *where], env=environment, capture_output=True, text=True)
    assert result.returncode in (0, -signal.SIGKILL), result.stderr
    return result.returncode != 0


def versions(index: Path, settings: Settings) -> dict[str, frozenset[str]]:
    """Return the numbers in the passages of every document."""
    with open_store(index, settings).reader() as reader:
        engine = reader.engine
        assert engine.search(SearchRequest(limit=0)).total == engine.statistics().entries
        passages = {id: engine.document(id) for id in document_ids(engine)}
    texts = {
        id: " ".join(decode_passage(one.payload).text for one in stored)
        for id, stored in passages.items()
    }
    return {id: frozenset(re.findall(r"toleo(\d)", text)) for id, text in texts.items()}


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_an_update_that_is_killed_at_any_write_is_completed(corpus, tmp_path, settings, run):
    """Each document is whole, old or new; the next update ends as if nothing had been killed."""
    index = tmp_path / "index"

    def write_all(version: int) -> None:
        for number in range(6):
            passages = "".join(f"## Sura {n}\n\nNeno toleo{version} sura{n}.\n\n" for n in range(4))
            write(corpus, f"hati{number}.md", f"# Hati {number}\n\n{passages}")

    write_all(0)
    run()
    kills, version, writes = 0, 0, 0
    while True:
        version += 1
        write_all(version % 10)
        if version % 3 == 0:
            write(corpus, f"ziada{version}.md", f"# Ziada\n\nNeno toleo{version % 10}.\n")
        if not killed(corpus, index, settings, writes):
            break
        kills += 1
        if kills % 3 == 0:  # what the killed update added is gone again before the next one
            for path in corpus.glob("ziada*"):
                path.unlink()
        for id, found in versions(index, settings).items():
            if id.startswith("hati"):
                assert len(found) == 1, f"{id} is a mixture after {writes} writes"
        report = run()
        assert report.published
        plain = tmp_path / f"plain{kills}"
        update(corpus, plain, FOLDER, analyser=ANALYSER)
        assert everything(index, settings) == everything(plain)
        assert [one.problems for one in verify(index, settings)] == [()]
        writes += 1
    assert kills >= 5


@pytest.mark.parametrize("writes", [1, 4, 7])
def test_a_full_build_that_is_killed_leaves_the_old_one(
    corpus, tmp_path, settings, run, cluster, writes
):
    """Nothing of it is read, and the next writer removes it."""
    index = tmp_path / "index"
    run()
    before = everything(index, settings)
    assert killed(corpus, index, settings, writes, full=True)
    assert any(name.startswith("000002") for name in indexes(cluster, settings))
    assert everything(index, settings) == before
    assert not run().published
    assert indexes(cluster, settings) == ["000001", "000001-records", "lock"]
