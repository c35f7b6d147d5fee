"""What lies in a corpus is opened without waiting for it, and only if it is a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.files import regular
from kb.metadata.sidecar import has_sidecar, sidecar_text


@pytest.fixture
def file(tmp_path):
    """A document."""
    made = tmp_path / "dira.md"
    made.write_bytes(b"Dira")
    return made


def test_a_file_is_read_also_through_a_link(file):
    """A link within the corpus is a document like another."""
    link = file.with_name("kiungo.md")
    link.symlink_to(file)
    for path in (file, link, str(file)):
        with regular(path) as opened:
            assert opened.read() == b"Dira"


@pytest.mark.timeout(20)
def test_what_is_no_file_is_refused_at_once(tmp_path):
    """A pipe without a writer, a device, a folder."""
    os.mkfifo(tmp_path / "bomba")
    for path in (tmp_path / "bomba", tmp_path, "/dev/zero"):
        before = len(list(Path("/dev/fd").iterdir()))
        with pytest.raises(OSError, match=r"not a regular file|Is a directory"):
            regular(path)
        assert len(list(Path("/dev/fd").iterdir())) == before


def test_a_sidecar_is_a_file_of_its_own(file):
    """A link beside a document could lead out of the corpus: it tells nothing."""
    beside = file.with_name("dira.md.toml")
    assert (has_sidecar(file), sidecar_text(file)) == (False, None)
    beside.symlink_to(file)
    assert (has_sidecar(file), sidecar_text(file)) == (False, None)
    beside.unlink()
    beside.write_text('kichwa = "Dira"', encoding="utf-8")
    assert (has_sidecar(file), sidecar_text(file)) == (True, 'kichwa = "Dira"')
