"""Keep an index through crashes, damage and time, as generations.

    base        the protocol: Store, IndexReader, Writer, Draft
    opening     open_store: settings → the store that they name
    manifest    what a generation is, and whether it is unchanged
    documents   a record of every document
    sources     a record of every file
    lease       the pool of open readers

A store is a folder:

    index/
      current             one line: the generation readers open; replaced, never edited
      lock                held by the one writer; names it
      generations/000012/ what readers open: manifest.json, pin, the engine's files
      drafts/             generations that are being written or removed; never read

    disk        fsync, replace, link, hash, lock
    layout      where everything is
    writer      begin, publish, collect, roll back
    store       open, pin, verify

or, where the engine is ``opensearch``, a cluster: ``kb.store.cluster``.

The store gets a factory that makes and opens indexes. Why generations:
docs/decisions/0002-generations.md
"""

from kb.store.base import Draft, IndexReader, Store, Writer
from kb.store.disk import replace as write_file
from kb.store.manifest import Manifest, StoredFile
from kb.store.opening import open_store, temporary_index
from kb.store.store import FolderStore

__all__ = [
    "Draft",
    "FolderStore",
    "IndexReader",
    "Manifest",
    "Store",
    "StoredFile",
    "Writer",
    "open_store",
    "temporary_index",
    "write_file",
]
