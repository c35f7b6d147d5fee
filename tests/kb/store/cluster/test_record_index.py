"""Rows on the cluster: written whole, read by id at once, listed in order when published."""

from __future__ import annotations

import pytest

from kb.engines.opensearch.connection import ClusterConnection
from kb.errors import IndexDamaged, IndexMissing
from kb.store.cluster.record_index import ClusterRecords, RecordIndex, Row, write_records
from kb.store.documents import DocumentRecord


@pytest.fixture
def connection(cluster_settings):
    opened = ClusterConnection(cluster_settings)
    yield opened
    opened.close()


@pytest.fixture
def index(connection, cluster_settings):
    made = RecordIndex(connection, f"{cluster_settings.cluster_index}-000001-records")
    made.create(2)
    return made


def record(id: str, title: str = "Dira") -> DocumentRecord:
    return DocumentRecord(id, title, "Wakala", "2012", "sw", "markdown", 3)


def test_rows_are_listed_in_the_order_of_their_ids(index, monkeypatch):
    """Over several pages and shards, whatever the ids are made of."""
    monkeypatch.setattr("kb.store.cluster.record_index._PAGE", 7)
    ids = [f"sera/{n}.md" for n in range(30)] + ["a b", "ng'ombe", "é", "😀", "z" * 3000, "\uffff"]
    index.write(Row("file", id, f'"{id}"') for id in ids)
    index.write([Row("document", "nyingine", "1")])
    assert list(index.scan("file")) == []
    index.refresh()
    assert list(index.scan("file")) == [(id, f'"{id}"') for id in sorted(ids)]
    assert [id for id, _ in index.scan("file", below="sera/1")] == [
        id for id in sorted(ids) if id.startswith("sera/1")
    ]
    assert index.count("file") == len(ids)
    index.write([Row("file", ids[0]), Row("file", "haipo")])
    index.refresh()
    assert index.count("file") == len(ids) - 1


def test_a_row_is_read_by_its_id_at_once(index):
    """Also before it is published, unless only published rows are asked for."""
    index.write([Row("manifest", "manifest", "1")])
    assert index.get("manifest", ["manifest", "haipo"]) == {"manifest": "1"}
    assert index.get("manifest", ["manifest"], published=True) == {}
    index.refresh()
    assert index.get("manifest", ["manifest"], published=True) == {"manifest": "1"}
    assert index.get("manifest", []) == {}


def test_a_changed_row_is_an_error(index, connection):
    """Whatever wrote it: a row whose checksum differs is not believed."""
    index.write([Row("file", "a", "1"), Row("file", "b", "2")])
    key = Row("file", "a").key
    body = {"doc": {"value": "7"}}
    connection.ask("POST", f"/{index.name}/_update/{key}", body, write=True)
    index.refresh()
    with pytest.raises(IndexDamaged, match="CRC"):
        index.get("file", ["a"])
    with pytest.raises(IndexDamaged, match="CRC"):
        list(index.scan("file"))
    assert list(index.sample(10)) == ["a"]


def test_the_documents_of_a_generation(index):
    """By id, in order, below an id; as those of a folder."""
    records = [record("b.eml"), record("b.eml/fomu.pdf"), record("b.eml/x/y.pdf"), record("a.md")]
    write_records(index, [*records, record("b.emlx")], None)
    documents = ClusterRecords(index)
    assert list(documents) == ["a.md", "b.eml", "b.eml/fomu.pdf", "b.eml/x/y.pdf", "b.emlx"]
    assert len(documents) == 5
    assert documents.get("b.eml") == record("b.eml")
    assert documents.get("haipo") is None
    assert [one.id for one in documents.below("b.eml")] == ["b.eml/fomu.pdf", "b.eml/x/y.pdf"]
    assert next(documents.records()) == record("a.md")


def test_an_index_that_is_not_there(connection, cluster_settings):
    """It is missing, which is another thing than empty."""
    missing = RecordIndex(connection, f"{cluster_settings.cluster_index}-000009-records")
    with pytest.raises(IndexMissing):
        missing.count("file")
    assert missing.get("manifest", ["manifest"]) == {}
