"""Readers of an index on a cluster, while it is written."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from kb.knowledge_base import KnowledgeBase
from tests.kb.store.cluster.asking import ANALYSER, write
from tests.waiting import wait_until


def test_a_reader_needs_no_folder_and_follows_updates(corpus, tmp_path, settings, run):
    """Any number of machines serve: they know the cluster, and see a new generation as such."""
    run()
    nowhere = tmp_path / "nowhere"
    with KnowledgeBase.open(nowhere, settings, ANALYSER) as base:
        assert (base.generation, base.search("mpya").total) == ("000001", 0)
        write(corpus, "mpya.md", "# Mpya\n\nHati mpya.\n")
        run()
        assert base.search("mpya").total == 0, "it keeps the state that it opened"
        wait_until(base.refresh, 30)
        assert (base.generation, base.search("mpya").total) == ("000002", 1)
        run(full=True)
        wait_until(base.refresh, 30)
        assert (base.generation, base.search("mpya").total) == ("000003", 1)
    assert not nowhere.exists()


@pytest.mark.timeout(600)
def test_many_readers_while_the_alias_moves(corpus, tmp_path, settings, run):
    """Eight readers, four full builds: no error, and only totals that one build has."""
    write(corpus, "hesabu.md", "# Hesabu\n\nneno\n")
    run()
    seen: set[tuple[str, int]] = set()  # generation, total
    errors: list[BaseException] = []
    ended = threading.Event()

    def ask() -> None:
        try:
            with KnowledgeBase.open(tmp_path / "nowhere", settings) as base:
                while not ended.is_set():
                    base.refresh()
                    total = base.search("neno", grouped=False).total
                    seen.add((base.generation, total))
        except BaseException as error:
            errors.append(error)

    def answered_or_failed(generation: str) -> bool:
        return bool(errors) or generation in {one for one, _ in [*seen]}

    readers = [threading.Thread(target=ask) for _ in range(8)]
    for reader in readers:
        reader.start()
    for turn in range(4):
        count = 1 + 5 * (turn % 2)
        text = "".join(f"## Sura {n}\n\nneno na{n}\n\n" for n in range(count))
        write(corpus, "hesabu.md", f"# Hesabu\n\n{text}")
        wait_until(partial(answered_or_failed, run(full=True).generation), 60)
    ended.set()
    for reader in readers:
        reader.join(60)
    assert errors == []
    assert {total for _, total in seen} == {1, 6}
