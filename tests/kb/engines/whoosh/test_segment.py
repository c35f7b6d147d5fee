"""Our reading of Whoosh's files gives what Whoosh's own reading gives, without importing it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import whoosh
import whoosh.index
from hypothesis import given, settings
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader
from whoosh.util.numeric import byte_to_length

from kb.engines.base import AnyOf, Clause, SearchRequest
from kb.engines.fields import FIELDS
from kb.engines.tantivy.engine import TantivyEngine
from kb.engines.whoosh.compat import whoosh_schema
from kb.engines.whoosh.engine import WhooshEngine
from kb.engines.whoosh.segment import LENGTHS, WHOOSH_VERSION, IndexSegment, read_toc
from kb.errors import IndexDamaged
from tests.kb.engines import strategies
from tests.kb.engines.whoosh.test_engine import entry

COLUMNS = ("place", "payload")
QUESTION = (Clause(AnyOf("term", ("dira",))),)


def whooshs_own(folder: Path) -> list[SegmentReader]:
    """The segments of an index, each read by Whoosh."""
    storage = FileStorage(str(folder))
    toc = whoosh.index.TOC.read(storage, "MAIN", schema=whoosh_schema())
    return [
        SegmentReader(storage, whoosh_schema(), segment)
        for segment in toc.segments
        if segment.doc_count_all()
    ]


def assert_same(ours: IndexSegment, theirs: SegmentReader) -> None:
    """Terms, their postings, columns, lengths and deletions are the same."""
    assert ours.entries == theirs.doc_count_all()
    assert ours.deleted == set(theirs.segment().deleted_docs())
    fields = {field for (field, _), _ in theirs._terms.items()}
    for field in fields:
        expected = {
            text.decode(): (info.doc_frequency(), *_extent(info))
            for (name, text), info in theirs._terms.items()
            if name == field
        }
        assert dict(ours.terms.from_prefix(field, "")) == expected
        assert list(expected) == [term for term, _ in ours.terms.from_prefix(field, "")]
        for term, info in expected.items():
            assert ours.terms.get(field, term) == info
            assert ours.postings(ours.terms.get(field, term)) == theirs._terms._postfile.get(
                *info[1:]
            )
            beginning = [found for found in expected if found.startswith(term[:2])]
            assert [found for found, _ in ours.terms.from_prefix(field, term[:2])] == beginning
        assert ours.terms.get(field, "hakuna neno hili") is None
        assert list(ours.terms.from_prefix(field, "hakuna neno hili")) == []
    assert ours.terms.get("no such field", "dira") is None
    for name in COLUMNS:
        column, own = ours.column(name), theirs.column_reader(name, translate=False)
        assert [column[number] for number in range(ours.entries)] == list(own)
        assert list(column.values()) == list(own)
    for field in FIELDS:
        lengths = [LENGTHS[code] for code in ours.length_codes(field)]
        assert lengths == [theirs.doc_field_length(n, field) or 0 for n in range(ours.entries)]


def _extent(info) -> tuple[int, int]:
    offset, (length,) = info.extent()  # Whoosh leaves the length in the tuple it unpacked
    return offset, length


@settings(max_examples=40, deadline=None)
@given(strategies.batches())
def test_a_segment_is_read_as_whoosh_reads_it(batches):
    """Whatever was added, deleted and merged, both readings agree in every byte."""
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine.create(Path(folder))
        for deleted, added in batches:
            engine.apply(deleted, added)
        engine.close()
        ours, theirs = read_toc(Path(folder)), whooshs_own(Path(folder))
        assert len(ours) == len(theirs)
        for segment, reader in zip(ours, theirs, strict=True):
            assert_same(segment, reader)
            segment.close()
            reader.close()


def test_a_large_segment_is_read_as_whoosh_reads_it(tmp_path):
    """With thousands of terms the numbers in the files are wider; both readings still agree."""
    engine = WhooshEngine.create(tmp_path)
    words = [f"neno{n}" for n in range(5_000)]
    engine.apply([], [entry("a.txt", n, words[n % 97 :: 97] * (1 + n % 3)) for n in range(400)])
    engine.close()
    (ours,), (theirs,) = read_toc(tmp_path), whooshs_own(tmp_path)
    assert_same(ours, theirs)
    ours.close()
    theirs.close()


def test_the_length_of_every_code_is_whooshs():
    """A length is stored in one byte; the formula gives what Whoosh's table gives."""
    assert list(LENGTHS) == [byte_to_length(code) for code in range(256)]


def test_the_installed_whoosh_is_the_one_whose_files_are_read():
    """Another version might lay its files out otherwise."""
    assert whoosh.versionstring() == WHOOSH_VERSION


def test_what_is_no_index_is_refused(tmp_path):
    """A file of something else is an error with a reason."""
    with pytest.raises(FileNotFoundError):
        read_toc(tmp_path)
    (tmp_path / "_MAIN_1.toc").write_bytes(b"something else")
    with pytest.raises(ValueError, match="no table of contents"):
        read_toc(tmp_path)


def test_reading_an_index_imports_nothing_of_whoosh(tmp_path):
    """Whoosh brings urllib, http and email: a search must not pay for them."""
    engine = WhooshEngine.create(tmp_path)
    engine.apply([], [entry("a.txt", 0, ["dira", "yetu"])])
    engine.close()
    script = f"""
import sys
from pathlib import Path
from kb.engines.base import AnyOf, Clause, InOrder, TermPrefix, SearchRequest
from kb.engines.registry import engine_factory
engine = engine_factory().open(Path({str(tmp_path)!r}))
asks = AnyOf("term", ("dira",)), TermPrefix("term", "d"), InOrder("term", (("dira",), ("yetu",)), (1,))
found = engine.search(SearchRequest(tuple(map(Clause, asks)), facets=("kind",)))
assert engine.payloads(found.hits) == [b"payload"], found
sys.exit(" ".join(name for name in sys.modules if name.startswith("whoosh")) or 0)
"""
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("engine", [WhooshEngine, TantivyEngine], ids=lambda engine: engine.name)
def test_what_is_held_is_read_after_its_files_are_gone(engine, tmp_path):
    """A thread goes on reading the older state when a merge has deleted its files."""
    engine.create(tmp_path).close()
    writer = engine.open(tmp_path, writable=True)
    writer.apply([], [entry("a.txt", n, ["dira", "yetu"] * (1 + n)) for n in range(3)])
    expected = writer.search(SearchRequest(QUESTION, facets=("document",)))
    writer.close()
    writer = engine.open(tmp_path, writable=True)
    for path in tmp_path.iterdir():
        path.unlink()
    assert writer.search(SearchRequest(QUESTION, facets=("document",))) == expected
    assert writer.payloads(expected.hits) == [b"payload"] * 3
    writer.close()


def test_lengths_that_are_lost_are_damage(tmp_path):
    """An index whose lengths are missing is refused, not scored without them."""
    engine = WhooshEngine.create(tmp_path)
    engine.apply([], [entry("a.txt", 0, ["dira", "yetu"])])
    engine.close()
    (lengths,) = tmp_path.glob("*._term_len.col")
    lengths.unlink()
    engine = WhooshEngine.open(tmp_path)
    with pytest.raises(IndexDamaged, match="missing"):
        engine.search(SearchRequest(QUESTION))
    engine.close()
