"""The records of a generation's documents: looked up by id, in order, and sound."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.admin.history import roll_back
from kb.admin.remove import plan_removal, remove
from kb.errors import IndexDamaged
from kb.indexing import update
from kb.settings import load
from kb.store import FolderStore
from kb.store.documents import DOCUMENTS_FILE, DocumentRecord, DocumentTable, encode
from tests.kb.engines.contents import document_ids

SETTINGS = load(environ={})


def table(folder, records) -> DocumentTable:
    (folder / DOCUMENTS_FILE).write_bytes(encode(records))
    return DocumentTable(folder)


def record(id: str, title: str = "Dira") -> DocumentRecord:
    return DocumentRecord(id, title, "Wakala ya Mfano", "2012", "sw", "markdown", 3, None, "http")


ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(st.lists(ids, unique=True, max_size=20), ids)
def test_every_document_is_found_by_its_id(tmp_path_factory, names, other):
    """Whatever the ids are, each leads to its own record, and no other id leads to one."""
    records = {name: record(name, f"{name}\n{name}") for name in names}
    document_table = table(tmp_path_factory.mktemp("records"), records.values())
    assert list(document_table) == sorted(names)
    assert len(document_table) == len(names)
    assert dict(document_table) == records
    assert list(document_table.records()) == [records[name] for name in sorted(names)]
    assert document_table.get(other) == records.get(other)


def test_one_look_up_reads_a_few_lines_of_many(tmp_path):
    """A cold look-up among 10,000 documents takes less than a millisecond and parses 14 lines."""
    folder = tmp_path
    table(folder, (record(f"nyaraka/{i:05}.md") for i in range(10_000)))
    parsed = []

    class Counting(DocumentTable):
        def _parse(self, line):
            parsed.append(line)
            return super()._parse(line)

    begun = time.process_time()
    assert Counting(folder)["nyaraka/04321.md"].id == "nyaraka/04321.md"
    assert time.process_time() - begun < 0.001
    assert len(parsed) <= 14


def test_a_flipped_bit_is_an_error_and_no_wrong_title(tmp_path):
    """Of a damaged file no look-up gives a record that was not written."""
    written = encode([record(f"{name}.md") for name in "abc"])
    path = tmp_path / DOCUMENTS_FILE
    for bit in range(0, len(written) * 8, 3):
        data = bytearray(written)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        whole = 0
        for name in ("a.md", "b.md", "c.md"):
            with suppress(IndexDamaged):
                assert DocumentTable(tmp_path)[name] == record(name)
                whole += 1
        assert whole < 3


def test_a_missing_file_is_named(tmp_path):
    """A generation without the file says which one is missing."""
    with pytest.raises(IndexDamaged, match=DOCUMENTS_FILE):
        DocumentTable(tmp_path).get("a.md")


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "dira.md").write_text("# Dira\n\nDira ya Wakala.\n")
    (folder / "sera-2010.md").write_text(
        "---\ntaasisi: Wakala ya Mfano\ntarehe: 2010\n---\n# Sera ya zamani\n\nSera.\n"
    )
    (folder / "sera.md").write_text(
        "---\ntaasisi: Wakala ya Mfano\ntarehe: 2020\ninabadilisha: sera-2010.md\n"
        "chanzo: https://mfano.example/sera\n---\n# Sera mpya\n\nSera nyingine.\n"
    )
    return folder


def records(index) -> dict[str, DocumentRecord]:
    with FolderStore(index).reader() as reader:
        assert list(reader.documents) == document_ids(reader.engine)
        assert len(reader.documents) == reader.manifest.documents
        return dict(reader.documents)


def test_an_update_writes_a_record_of_each_document(corpus, fresh_index):
    """Title, institution, date, passages, source and the newer document are known of each."""
    update(corpus, fresh_index, SETTINGS)
    assert {
        id: replace(record, added=None, changed=None) for id, record in records(fresh_index).items()
    } == {
        "dira.md": DocumentRecord("dira.md", "Dira", None, None, "sw", "markdown", 1),
        "sera-2010.md": DocumentRecord(
            "sera-2010.md", "Sera ya zamani", "Wakala ya Mfano", "2010", "sw", "markdown", 1,
            "sera.md",
        ),
        "sera.md": DocumentRecord(
            "sera.md", "Sera mpya", "Wakala ya Mfano", "2020", "sw", "markdown", 1, None,
            "https://mfano.example/sera",
        ),
    }  # fmt: skip


def test_a_changed_document_gets_a_new_record_and_the_others_keep_theirs(corpus, fresh_index):
    """An update that reads one file rewrites what is known of that one."""
    update(corpus, fresh_index, SETTINGS)
    before = records(fresh_index)
    (corpus / "dira.md").write_text("# Dira mpya\n\nDira ya Wakala.\n")
    (corpus / "mbaya.odt").write_bytes(b"not a zip")
    update(corpus, fresh_index, SETTINGS)
    after = records(fresh_index)
    assert after.pop("dira.md").title == "Dira mpya"
    del before["dira.md"]
    assert after == before


def test_a_renamed_document_has_its_record_under_the_new_id(corpus, fresh_index):
    """After a rename the old id leads nowhere; what it replaced points to the new one."""
    update(corpus, fresh_index, SETTINGS)
    (corpus / "sera.md").rename(corpus / "sera-2020.md")
    update(corpus, fresh_index, SETTINGS)
    after = records(fresh_index)
    assert sorted(after) == ["dira.md", "sera-2010.md", "sera-2020.md"]
    assert after["sera-2010.md"].replaced_by == "sera-2020.md"
    assert after["sera-2020.md"].title == "Sera mpya"


def test_a_removed_document_has_no_record_and_going_back_brings_it_back(corpus, fresh_index):
    """The records are those of the generation that is read."""
    update(corpus, fresh_index, SETTINGS)
    before = records(fresh_index)
    (corpus / "sera.md").unlink()
    update(corpus, fresh_index, SETTINGS)
    after = records(fresh_index)
    assert sorted(after) == ["dira.md", "sera-2010.md"]
    assert after["sera-2010.md"].replaced_by is None
    roll_back(fresh_index, SETTINGS)
    assert records(fresh_index) == before


def test_a_purged_document_is_in_no_generation(corpus, fresh_index):
    """Of a purged document not even the title stays on the disk."""
    update(corpus, fresh_index, SETTINGS)
    (corpus / "dira.md").write_text("# Dira mpya\n\nDira ya Wakala.\n")
    update(corpus, fresh_index, SETTINGS)
    remove(plan_removal("sera.md", corpus, fresh_index), corpus, fresh_index, SETTINGS, purge=True)
    files = list(fresh_index.rglob(DOCUMENTS_FILE))
    assert len(files) == 2
    assert all(b"Sera mpya" not in path.read_bytes() for path in files)
    assert all("sera.md" not in DocumentTable(path.parent) for path in files)


@given(ids=st.sets(st.text(alphabet="ab./", min_size=1, max_size=6), max_size=20))
def test_the_documents_below_one_are_those_whose_id_begins_with_its_own(tmp_path_factory, ids):
    """What is attached to a mail is found without reading every record."""
    records = [record(id) for id in ids]
    documents = table(tmp_path_factory.mktemp("records"), records)
    for id in ("a", "a.b", "b/a"):
        expected = sorted(one for one in ids if one.startswith(f"{id}/"))
        assert [one.id for one in documents.below(id)] == expected
