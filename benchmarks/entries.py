"""Print what the entries of a mixed corpus are, as digests: equal ones before and after a change.

    python benchmarks/entries.py [--every N]

A change that makes indexing faster must change no entry. So the script is run in the old and
in the new checkout, and the lines are compared: one digest for each field, and for facets,
payloads and sketches. The corpus is the shipped one, and where ``../shared/data`` exists its
documents (web pages, Markdown, DOCX, ODT) and every Nth of its texts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from kb.analysis import SwahiliAnalyser  # noqa: E402
from kb.document import Document  # noqa: E402
from kb.errors import DocumentUnreadable  # noqa: E402
from kb.indexing.entries import document_entries  # noqa: E402
from kb.readers import read_document  # noqa: E402
from kb.readers.registry import format_of  # noqa: E402
from kb.settings import load  # noqa: E402

DATA = PROJECT.parent / "shared" / "data"
MAX_BYTES = 50_000_000


def from_files() -> Iterator[Document]:
    """Yield the documents of the shipped corpus and of the judged ones; PDFs take too long."""
    for folder in (PROJECT / "corpus", DATA / "documents"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pdf" and format_of(path):
                try:
                    yield read_document(path, path.relative_to(folder).as_posix(), None, MAX_BYTES)
                except DocumentUnreadable as error:
                    print(f"{path.name}: {error}", file=sys.stderr)


def from_texts(every: int) -> Iterator[Document]:
    """Yield every Nth text of the judged sets, by turns with and without marked headings."""
    texts = sorted([*DATA.glob("retrieval/*/corpus.jsonl"), *DATA.glob("text/*.jsonl")])
    rows = [json.loads(row) for path in texts for row in path.read_text("utf-8").splitlines()]
    for number, row in enumerate(rows[::every]):
        title, headings = row.get("title") or None, None if number % 4 else ()
        yield Document(f"{number:05}.txt", row["text"], "text", title=title, headings=headings)


def main() -> None:
    """Make the entries, print the digests."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--every", type=int, default=5)
    every = arguments.parse_args().every
    settings, analyser = load(environ={}), SwahiliAnalyser()
    digests: defaultdict[str, hashlib._Hash] = defaultdict(hashlib.sha256)
    entries = 0
    for documents in (from_files(), from_texts(every)):
        for document in documents:
            for entry in document_entries(document, settings, analyser)[1]:
                entries += 1
                for name, stacks in entry.fields.items():
                    digests[f"field {name}"].update(f"{entry.id} {stacks}\n".encode())
                place = (entry.id, entry.document, entry.ordinal, entry.date)
                digests["facets"].update(f"{place} {entry.facets}\n".encode())
                digests["payload"].update(entry.payload)
                digests["sketch"].update(entry.sketch + b"\n")
    assert entries, "there is nothing to compare"
    print(f"{entries:,} entries")
    for name, digest in sorted(digests.items()):
        print(f"{digest.hexdigest()[:16]}  {name}")


if __name__ == "__main__":
    main()
