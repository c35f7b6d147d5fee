"""Write the collection as static pages: an open knowledge base comes in, a folder goes out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kb.errors import DocumentNotFound
from kb.knowledge_base import KnowledgeBase
from kb.messages import LANGUAGES
from kb.offline.report import ExportReport
from kb.settings import Settings
from kb.store.documents import DocumentRecord
from webui.branding import brand_files
from webui.export.files import FileLinks, document_file
from webui.export.folder import MARKER, Draft, drafted_folder
from webui.export.frame import Frame, static_files
from webui.export.originals import Originals
from webui.export.pages import lists, one_document, start_pages

__all__ = ["export"]

_FORMAT = 1
"""Of the marker."""


def export(
    base: KnowledgeBase,
    settings: Settings,
    folder: Path,
    *,
    with_originals: bool = False,
    progress: Callable[[int, int, str], None] = lambda *_: None,
) -> ExportReport:
    """Write all documents as static pages, with an index that a browser searches.

    Args:
        base: the open knowledge base.
        settings: name, mark and colours of the agency; where corpus and index are.
        folder: an empty one, one that does not exist, or an older export.
        with_originals: whether the files of the corpus are copied too.
        progress: is called with how much is done, how much there is, and of what.

    Raises:
        FolderRefused: the folder has other files, or is one of Kisima's own.
        StorageFailed: the disk refused; an older export is as before.
        SettingInvalid: the mark or a colour of the agency cannot be shown.
    """
    begun = time.perf_counter()
    apart = (Path(settings.corpus), Path(settings.index))
    with drafted_folder(folder, apart) as draft:
        one = _Export(base, settings, draft, progress, with_originals=with_originals)
        one.write()
    return ExportReport(
        folder=folder,
        generation=base.generation,
        documents=one.documents,
        passages=one.passages,
        pages=one.pages,
        originals=one.originals.copied,
        written=draft.written,
        unchanged=draft.unchanged,
        size_bytes=draft.size_bytes,
        index_bytes=one.index_bytes,
        seconds=time.perf_counter() - begun,
    )


class _Export:
    """One export that is being written."""

    def __init__(
        self,
        base: KnowledgeBase,
        settings: Settings,
        draft: Draft,
        progress: Callable[[int, int, str], None],
        *,
        with_originals: bool,
    ) -> None:
        self._base, self._settings, self._draft, self._progress = base, settings, draft, progress
        self._ids = base.documents()
        known = frozenset(self._ids)
        self._starts = [FileLinks(language, has=known.__contains__) for language in LANGUAGES]
        corpus = Path(settings.corpus) if with_originals else None
        self.originals = Originals(corpus, draft)
        self.documents = self.passages = self.pages = self.index_bytes = 0

    def write(self) -> None:
        """Write everything."""
        for name, content in static_files(self._settings):
            self._draft.put(name, content)
        with self._base.catalogue() as catalogue:
            frame = Frame(
                brand_files(self._settings)[0],
                catalogue.built[:10],
                bool(catalogue.shelves.institutions()),
            )
            for start in self._starts:
                for pages in (start_pages, lists):
                    for links, page in pages(catalogue, frame, start):
                        self._put_page(links, frame.render(page, links))
            for record in self._records(catalogue.records):
                self._write_document(record, frame)
        self._write_index()
        marker = {"kisima": _FORMAT, "generation": self._base.generation}
        self._draft.put(MARKER, json.dumps(marker) + "\n")

    def _records(
        self, records: Callable[[list[str]], list[DocumentRecord]]
    ) -> Iterator[DocumentRecord]:
        """Yield the documents one by one, and report how many are done."""
        for number, id in enumerate(self._ids, 1):
            yield from records([id])
            self._progress(number, 2 * len(self._ids), id)

    def _write_document(self, record: DocumentRecord, frame: Frame) -> None:
        try:
            document = self._base.document(record.id)
        except DocumentNotFound:  # a record without a passage
            return
        self.documents += 1
        original = self.originals.copy(record.id)
        date = (record.changed or record.added or frame.date)[:10]
        for start in self._starts:
            links, page = one_document(document, frame, start, date)
            address = links.file(original) if original else None
            self._put_page(links, frame.render(page, links, original=address))

    def _put_page(self, links: FileLinks, text: str) -> None:
        self._draft.put(links.own, text)
        self.pages += 1

    def _write_index(self) -> None:
        def put(name: str, text: str) -> None:
            self.index_bytes += len(text.encode("utf-8", "replace"))
            self._draft.put(f"data/{name}", text)

        def follow(done: int) -> None:
            self._progress(len(self._ids) + done, 2 * len(self._ids), "")

        self.passages = self._base.write_offline_index(put, document_file, follow).passages
