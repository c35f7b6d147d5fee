"""Whichever call the disk refuses, and from then on or only once: the old index or the new."""

from __future__ import annotations

import shutil
from math import ceil
from pathlib import Path

import pytest

from kb.errors import KisimaError
from tests.reliability.faults import KINDS, Faults
from tests.reliability.versions import build, version_of, write_version

DOCUMENTS = 3


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, engine):
    """An index of version 0 with two generations, and a corpus that has moved on to version 1; only read."""
    folder = tmp_path_factory.mktemp("prepared")
    corpus, index = folder / "corpus", folder / "index"
    write_version(corpus, 9, DOCUMENTS)
    build(corpus, index, engine=engine)
    write_version(corpus, 0, DOCUMENTS)
    build(corpus, index)
    write_version(corpus, 1, DOCUMENTS)
    return folder


def state(prepared: Path, copy: Path) -> Path:
    """A copy to be spoilt: hard links between generations stay links."""
    shutil.rmtree(copy, ignore_errors=True)
    copied: dict[int, Path] = {}

    def linked(source: str, target: str) -> None:
        number = Path(source).stat().st_ino
        if number in copied:
            Path(target).hardlink_to(copied[number])
        else:
            shutil.copy2(source, target)
            copied[number] = Path(target)

    shutil.copytree(prepared / "index", copy, copy_function=linked)
    return copy


def refused_at(prepared: Path, index: Path, faults: Faults, full: bool) -> None:
    """Update while the disk refuses; what comes of it is an error of ours, or success."""
    with pytest.MonkeyPatch.context() as patch:
        faults.install(patch)
        try:
            build(prepared / "corpus", index, full)
        except (KisimaError, OSError) as error:
            if "No space left" not in str(error):
                raise


CASES = [
    *((kind, full, False) for kind in KINDS for full in (False, True)),
    ("write", False, True),
    *(
        pytest.param(kind, full, True, marks=pytest.mark.soak)
        for kind in KINDS
        for full in (False, True)
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize("most", [60, pytest.param(10_000, marks=pytest.mark.soak)])
@pytest.mark.parametrize(("kind", "full", "lasting"), CASES)
def test_every_call_may_be_refused(prepared, tmp_path, kind, full, lasting, most):
    """Old or new, whole; no lock left behind; the next run needs no help."""
    index = state(prepared, tmp_path / "counted")
    count = Faults(index, kind)
    refused_at(prepared, index, count, full)
    assert count.calls >= (3 if kind == "fsync" else 10)
    outcomes = set()
    for k in range(1, count.calls + 1, ceil(count.calls / most)):
        index = state(prepared, tmp_path / "spoilt")
        faults = Faults(index, kind, k, lasting=lasting)
        refused_at(prepared, index, faults, full)
        assert faults.refused
        found = version_of(index, 9, DOCUMENTS)
        assert found in {0, 1}, (k, found)
        outcomes.add(found)
        build(prepared / "corpus", index)
        assert version_of(index, 9, DOCUMENTS) == 1, k
        assert list((index / "drafts").iterdir()) == []
    assert 0 in outcomes
