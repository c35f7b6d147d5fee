"""Files of records: joined, they hold the same."""

from __future__ import annotations

from kb.engines.record import encode_record
from kb.engines.tantivy.record_file import RecordFile, RecordWriter, join_files
from kb.index.schema import Entry


def entry(**fields) -> Entry:
    return Entry("a.txt#b.1", "a.txt", 7, fields, {"kind": "dira"}, None, b"shown\xff", b"sketch")


def test_files_are_joined_in_order(tmp_path):
    """Joined, the records are the same, and in the order of their numbers."""
    for n in range(3):
        writer = RecordWriter(tmp_path / f"{n}")
        for i in range(n + 1):
            writer.add(encode_record(entry(term=((f"w{n}{i}",),))), f"{n}{i}".encode() * 20)
        writer.finish()
    join_files(tmp_path, ["0", "1", "2"], "all")
    joined = RecordFile(tmp_path / "all")
    assert joined.count == 6
    terms = [joined.record(n).entry().fields["term"] for n in range(6)]
    assert terms == [((f"w{n}{i}",),) for n in range(3) for i in range(n + 1)]
    assert joined.keys(0) == b"".join(
        f"{n}{i}".encode() * 4 for n in range(3) for i in range(n + 1)
    )
    joined.close()
