"""Tests of what is looked at before Tantivy opens its files."""

from __future__ import annotations

import json
import struct

import pytest

from kb.engines.tantivy.checks import MANAGED_FILE, check_segment_files
from kb.errors import IndexDamaged

SEGMENT = f"{'a' * 32}.term"


def write_segment(folder, size, checksum):
    """Write a file of zeros that ends in a footer of Tantivy's."""
    footer = json.dumps({"crc": checksum}).encode()
    with (folder / SEGMENT).open("wb") as file:
        file.truncate(size)  # a hole: no disk is used
        file.seek(size)
        file.write(footer + struct.pack("<II", len(footer), 1337))
    (folder / MANAGED_FILE).write_text(json.dumps([SEGMENT]))


def test_a_wrong_checksum_is_damage(tmp_path):
    """A file of a segment is compared with the checksum in its footer."""
    write_segment(tmp_path, 100, 1)
    with pytest.raises(IndexDamaged, match="CRC-32"):
        check_segment_files(tmp_path)


def test_a_large_file_is_not_read_at_every_start(tmp_path):
    """Of a file over 64 MiB only the footer is looked at: a start reads no gigabytes."""
    write_segment(tmp_path, (64 << 20) + 1, 1)
    check_segment_files(tmp_path)
    (tmp_path / SEGMENT).write_bytes(b"no footer at all" * 10)
    with pytest.raises(IndexDamaged):
        check_segment_files(tmp_path)
