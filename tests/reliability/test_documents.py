"""Whatever lies in the corpus: passages that stand in the text, or a reason; never a crash or a hang.

Every document goes the way an update sends it: its reader, in a child under limits
that is used again and again, then headings, passages and entries. A child that a
document brings down is told apart from one that refuses it.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kb.analysis import SwahiliAnalyser
from kb.errors import DocumentUnreadable
from kb.index.payload import decode_passage
from kb.indexing.entries import document_entries
from kb.messages import Message, translate
from kb.readers import read_document
from kb.readers.sandbox.limits import Limits
from kb.readers.sandbox.pool import Sandbox
from kb.settings import load
from tests.reliability.blocks import made

LIMITS = Limits(seconds=10)
FELL = ("took more than", "needed more than", "its reader ")
"""What is said of a child that did not come to an answer of its own."""


class Reader:
    """Reads one document after the other, and counts what became of them."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.folder, self.sandbox = folder, sandbox
        self.settings, self.analyser = load(environ={}), SwahiliAnalyser()
        self.became: Counter[tuple[str, str]] = Counter()
        self.fell: list[tuple[str, str, bytes]] = []
        self.slowest = 0.0

    def read(self, suffix: str, data: bytes) -> None:
        """Read a document as an update does; its passages are slices of its text."""
        path = self.folder / f"hati.{suffix}"
        path.write_bytes(data)
        begun = time.process_time()
        try:
            document = read_document(path, path.name, None, 1 << 25, sandbox=self.sandbox)
        except DocumentUnreadable as error:
            self.refused(suffix, data, error.reason)
            return
        _, made = document_entries(document, self.settings, self.analyser)
        self.slowest = max(self.slowest, time.process_time() - begun)
        assert made, "a document that was read has a passage"
        for entry in made:
            passage = decode_passage(entry.payload)
            assert document.text[passage.start :].startswith(passage.text)
        self.became[suffix, "read"] += 1

    def refused(self, suffix: str, data: bytes, why: Message | str) -> None:
        """Count a refusal; it has a reason, in both languages."""
        reason = str(why)
        assert translate(why, "sw") != reason
        fell = any(words in reason for words in FELL)
        self.became[suffix, "fell" if fell else "refused"] += 1
        if fell:
            self.fell.append((suffix, reason, data))

    def report(self) -> str:
        """Return how many were read and refused, format by format."""
        suffixes = sorted({suffix for suffix, _ in self.became})
        return ", ".join(
            f"{suffix} {'/'.join(str(self.became[suffix, end]) for end in ('read', 'refused', 'fell'))}"
            for suffix in suffixes
        )


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """One folder and one team of children for all documents."""
    with Sandbox(LIMITS) as sandbox:
        yield Reader(tmp_path_factory.mktemp("corpus"), sandbox)


def judged(reader: Reader, least: int) -> None:
    """Tell what became of them; most of each format must have been worth the trying."""
    sys.stdout.write(f"read/refused/fell: {reader.report()}; slowest {reader.slowest:.2f} s\n")
    for suffix, reason, data in reader.fell:
        kept = reader.folder.parent / f"fell{len(data)}.{suffix}"
        kept.write_bytes(data)
        sys.stdout.write(f"{kept}: {reason}\n")
    assert sum(reader.became.values()) >= least
    assert reader.fell == []


def options(count: int) -> settings:
    """Return how many are tried; a failure is told with its document, and not made smaller."""
    return settings(
        max_examples=count,
        deadline=None,
        phases=(Phase.generate,) if count > 1000 else tuple(Phase),
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.slow
def test_any_document_is_passages_or_a_reason(reader):
    """Five hundred documents of six formats, made up and spoilt."""

    @options(500)
    @given(document=made())
    def read(document):
        reader.read(*document)

    read()
    judged(reader, 400)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_any_document_is_passages_or_a_reason_for_long(reader):
    """Twenty thousand of them."""

    @options(20_000)
    @given(document=made())
    def read(document):
        reader.read(*document)

    read()
    judged(reader, 20_000)
