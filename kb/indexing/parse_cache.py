"""Keep documents as they were read, so that a new recipe need not read files again.

One JSON file for each source file and version of its reader; never a pickle. A
parse carries the hash of its own bytes: one that is damaged is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path

from kb.document import Document, Heading, Overruling
from kb.indexing.corpus import File
from kb.indexing.sources import Source
from kb.metadata.records import Metadata
from kb.readers import format_of, read, version
from kb.readers.sandbox.limits import Limits
from kb.readers.sandbox.pool import shared

__all__ = ["Parses"]


class Parses:
    """The folder of parses of an index; without *use* every file is read again."""

    def __init__(self, index: Path, *, use: bool = True) -> None:
        self._folder = index / "parsed"
        self._use = use

    def document(
        self, file: File, source: Source, metadata: Metadata | None, limits: Limits
    ) -> Document:
        """Return the document of a file: the parse that is kept, else read now and kept.

        Raises:
            DocumentUnreadable: the file cannot be read.
        """
        name = self.name(file.id, source)
        kept = self._kept(name, file.id) if name and self._use else None
        if kept is not None:
            return kept
        most, sandbox = limits.most_bytes, shared(limits)
        document = read(file.path, file.id, metadata, most, sandbox=sandbox)
        now = file.path.stat()
        # Written to while it was read: then the hash may not be of what was read.
        if name and (now.st_size, now.st_mtime_ns) == (file.size, file.mtime_ns):
            self._keep(name, document)
        return document

    def name(self, id: str, source: Source) -> str | None:
        """Return the name of a file's parse; None where nothing can be kept."""
        stem, dot, suffix = id.rpartition(".")
        told = _version_for(dot + suffix if stem else "")
        if told is None or not source.sha256:
            return None
        return f"{source.sha256}-{told}" + (f"-{source.metadata}" if source.metadata else "")

    def clear(self, needed: Collection[str | None]) -> None:
        """Remove the parses nobody needs any more."""
        with suppress(FileNotFoundError):
            for path in self._folder.iterdir():
                if path.name not in needed:
                    path.unlink(missing_ok=True)

    def _kept(self, name: str, id: str) -> Document | None:
        try:
            digest, _, data = (self._folder / name).read_bytes().partition(b"\n")
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest().encode() != digest:
            return None
        values = json.loads(data)
        if values["headings"] is not None:
            values["headings"] = tuple(Heading(**heading) for heading in values["headings"])
        values["warnings"] = tuple(values["warnings"])
        values["pages"] = None if values["pages"] is None else tuple(values["pages"])
        values["overruled"] = tuple(Overruling(**rule) for rule in values["overruled"])
        return Document(**{**values, "id": id})

    def _keep(self, name: str, document: Document) -> None:
        """Write a parse; without fsync, because a lost one is only made again."""
        data = json.dumps(asdict(document), ensure_ascii=False).encode()
        draft = self._folder / f".{os.getpid()}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_bytes(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
            draft.replace(self._folder / name)
        except OSError:
            with suppress(OSError):
                draft.unlink()


@cache
def _version_for(suffix: str) -> str | None:
    """Return the version of the reader for a suffix; asking a library its version takes 1 ms."""
    format = format_of(Path(f"_{suffix}"))
    return version(format) if format else None
