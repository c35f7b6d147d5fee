"""An index of documents that come from no corpus."""

from __future__ import annotations

from kb.analysis import PlainAnalyser
from kb.document import Document
from kb.indexing import index_documents
from kb.settings import load
from tests.kb.two_documents import documents_with


def test_documents_in_memory_can_be_indexed(fresh_index):
    """Judged collections are indexed aside, each row a document."""
    rows = [
        Document(f"row/{i}", f"Maandishi ya mfano namba {i}.", "text", title="Mfano", headings=())
        for i in range(20)
    ]
    manifest = index_documents(rows, fresh_index, load(environ={}), analyser=PlainAnalyser())
    assert (manifest.documents, manifest.passages) == (20, 20)
    assert documents_with(fresh_index, "7") == {"row/7"}
