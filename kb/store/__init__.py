"""Keep an index through crashes, damage and time: a folder of generations.

    index/
      current             one line: the generation readers open; replaced, never edited
      lock                held by the one writer; names it
      generations/000012/ what readers open: manifest.json, pin, the engine's files
      drafts/             generations that are being written or removed; never read

    disk        fsync, replace, link, hash, lock
    layout      where everything is
    manifest    the files of a generation, and whether they are unchanged
    writer      begin, publish, collect, roll back
    store       open, pin, verify

The store names no engine: it gets a factory that makes and opens indexes. Why
generations: docs/decisions/0002-generations.md
"""

from kb.store.disk import replace as write_file
from kb.store.manifest import Manifest, StoredFile
from kb.store.store import IndexReader, Store
from kb.store.writer import Draft, Writer

__all__ = ["Draft", "IndexReader", "Manifest", "Store", "StoredFile", "Writer", "write_file"]
