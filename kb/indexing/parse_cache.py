"""Parsed documents, kept so that an update of the software need not read the files again.

One JSON file for each source file and version of its reader; never a pickle. It starts
with the hash of its own bytes: a damaged one is ignored, and the file is parsed again.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Collection
from contextlib import suppress
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from kb.document import Document, Heading, HeadingOverride, Recognized, Table
from kb.indexing.corpus import CorpusFile
from kb.messages import Message
from kb.metadata.records import Metadata
from kb.readers import read_document
from kb.readers.ocr.tesseract import NO_OCR
from kb.readers.registry import format_of, reader_version
from kb.readers.sandbox.limits import Limits
from kb.readers.sandbox.pool import shared
from kb.store.sources import Source

__all__ = ["ParseCache"]


class ParseCache:
    """The folder ``parsed`` of an index.

    Args:
        index: the folder of the index.
        use: False reads every file again, and renews what is kept.
        ocr: the version of OCR. It is part of the name of a parse that depends on OCR.
    """

    def __init__(self, index: Path, *, use: bool = True, ocr: str = NO_OCR) -> None:
        self._folder = index / "parsed"
        self._use, self._ocr = use, ocr

    def document(
        self,
        file: CorpusFile,
        source: Source,
        metadata: Metadata | None,
        limits: Limits,
        inside: tuple[str, ...] = (),
    ) -> Document:
        """Return the document of a file, from the cache or from its reader.

        Args:
            file: of the corpus.
            source: the record of the document.
            metadata: what is known of it beside its file.
            limits: on its reading.
            inside: the way to an attachment in the file; empty: the file itself.

        Raises:
            DocumentUnreadable: the file cannot be read.
        """
        id = "/".join((file.id, *inside))
        key = self.key(id, replace(source, ocr=""))
        with_ocr = self.key(id, replace(source, ocr=self._ocr))
        for name in (key, with_ocr) if self._use else ():
            cached = self._load(name, id) if name else None
            if cached is not None:
                return cached
        max_bytes, sandbox = limits.max_bytes, shared(limits)
        document = read_document(file.path, id, metadata, max_bytes, sandbox=sandbox, inside=inside)
        now = file.path.stat()
        # If the file was written meanwhile, the hash may not be that of the bytes read.
        before = (file.size, file.mtime_ns, file.ctime_ns)
        name = with_ocr if document.depends_on_ocr else key
        if name and (now.st_size, now.st_mtime_ns, now.st_ctime_ns) == before:
            self._save(name, document)
        return document

    def key(self, id: str, source: Source) -> str | None:
        """Return the name of a file's parse; None where nothing can be kept."""
        stem, dot, suffix = id.rpartition(".")
        reader = _reader_version(dot + suffix if stem else "")
        if reader is None or not source.sha256:
            return None
        parts = (source.sha256, reader, source.ocr, source.metadata)
        return "-".join(part for part in parts if part)

    def keep_only(self, keys: Collection[str | None]) -> None:
        """Delete every parse whose key is not in *keys*."""
        with suppress(FileNotFoundError):
            for path in self._folder.iterdir():
                if path.name not in keys:
                    path.unlink(missing_ok=True)

    def _load(self, key: str, id: str) -> Document | None:
        try:
            digest, _, data = (self._folder / key).read_bytes().partition(b"\n")
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest().encode() != digest:
            return None
        try:
            return _document_from(json.loads(data), id)
        except (KeyError, TypeError):  # written by a version whose records had other fields
            return None

    def _save(self, key: str, document: Document) -> None:
        """Write a parse; without fsync, because a lost parse is only made again."""
        data = json.dumps(_values_of(document), ensure_ascii=False, default=_as_json).encode()
        draft = self._folder / f".{os.getpid()}.{secrets.token_hex(4)}"  # of many machines
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_bytes(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
            draft.replace(self._folder / key)
        except OSError:
            with suppress(OSError):
                draft.unlink()


def _values_of(record: Any) -> dict[str, Any]:
    """Return the fields of a record, as they are: ``asdict`` copies every value, and takes longer."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _as_json(value: Any) -> Any:
    return value.as_json() if isinstance(value, Message) else _values_of(value)


def _document_from(values: dict[str, Any], id: str) -> Document:
    """Return the document that a parse describes.

    Raises:
        KeyError: a field is missing.
        TypeError: a field is unknown.
    """
    if values["headings"] is not None:
        values["headings"] = tuple(Heading(**heading) for heading in values["headings"])
    values["warnings"] = tuple(
        Message.from_json(warning) if isinstance(warning, list) else warning
        for warning in values["warnings"]
    )
    values["pages"] = None if values["pages"] is None else tuple(values["pages"])
    values["tables"] = tuple(Table(**table) for table in values["tables"])
    values["recognized"] = tuple(Recognized(**stretch) for stretch in values["recognized"])
    values["attachments"] = tuple(values["attachments"])
    values["overrides"] = tuple(HeadingOverride(**rule) for rule in values["overrides"])
    return Document(**{**values, "id": id})


@cache
def _reader_version(suffix: str) -> str | None:
    """Return the version of the reader for a suffix; remembered, because a library takes 1 ms."""
    format = format_of(Path(f"_{suffix}"))
    return reader_version(format) if format else None
