"""Keep the pages of one site in its folder of the corpus, and say what changed.

An address and the answer of the server come in; a file, its sidecar with the source, and
the records of the site are written, and a FetchedPage comes out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kb.messages import Message
from kb.site.addresses import Address
from kb.site.connection import Reply, Validators
from kb.site.records import PageRecord, SiteRecords, write_file, write_source

__all__ = ["FetchedPage", "SitePages"]


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What came of one address."""

    url: str
    id: str = ""  # of the document in the corpus; "" where there is none
    change: str = ""  # added, changed, unchanged or gone; "" where it is no document
    fault: Message | None = None


class SitePages:
    """The pages of one site.

    Args:
        folder: of the site, in the corpus.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records = SiteRecords(folder)

    def record(self, address: Address) -> PageRecord | None:
        """Return what is known of a page from earlier runs."""
        return self._records.pages.get(str(address))

    def known(self) -> tuple[str, ...]:
        """Return the addresses of earlier runs."""
        return tuple(self._records.pages)

    def was_deleted(self, address: Address) -> bool:
        """Tell whether a person removed the document of a page."""
        record = self.record(address)
        return bool(record and record.file and not (self._folder / record.file).exists())

    def validators(self, address: Address) -> Validators:
        """Return what to ask the server with; nothing where the page is to be fetched anew."""
        record = self.record(address)
        if record is None or record.gone or self.was_deleted(address):
            return Validators()
        return Validators(record.etag, record.last_modified)

    def unchanged(self, address: Address) -> FetchedPage:
        """Return what came of a page that the server says has not changed."""
        return FetchedPage(str(address), self._id(self.record(address)), "unchanged")

    def save(self) -> None:
        """Write the records whole, at the end of a run.

        Raises:
            StorageFailed: the disk refused.
        """
        self._records.save()

    def hide(self, address: Address, links: tuple[str, ...]) -> FetchedPage:
        """Remember a page that asks not to be found; nothing of it is kept."""
        self._remember(address, PageRecord("", links=links))
        return FetchedPage(str(address))

    def keep(
        self, address: Address, reply: Reply, suffix: str, links: tuple[str, ...]
    ) -> FetchedPage:
        """Write a page, its source and its record.

        Args:
            address: of the page.
            reply: with the content.
            suffix: of its format.
            links: the addresses of the site that it links to.

        Raises:
            StorageFailed: the disk refused.
        """
        data, before = reply.data or b"", self.record(address)
        file = before.file if before and before.file else self._free_name(address, suffix)
        path = self._folder / file
        digest = hashlib.sha256(data).hexdigest()
        same = before is not None and before.sha256 == digest and path.exists()
        if not same:
            write_file(path, data)
        write_source(path, str(address))
        asked = reply.validators
        new = PageRecord(file, digest, asked.etag, asked.last_modified, links=links)
        self._remember(address, new)
        change = "unchanged" if same else "changed" if before and before.file else "added"
        return FetchedPage(str(address), self._id(new), change)

    def mark_gone(self, address: Address, record: PageRecord) -> FetchedPage:
        """Remember that the server no longer has a page; the document stays, and says so."""
        if not record.gone:
            record = replace(record, gone=dt.datetime.now(dt.UTC).date().isoformat())
            self._remember(address, record)
        path = self._folder / record.file
        if path.exists():
            write_source(path, str(address), record.gone)
        return FetchedPage(str(address), self._id(record), "gone")

    def _remember(self, address: Address, record: PageRecord) -> None:
        self._records.add(str(address), record)

    def _id(self, record: PageRecord | None) -> str:
        return f"{self._folder.name}/{record.file}" if record and record.file else ""

    def _free_name(self, address: Address, suffix: str) -> str:
        """Return where a new page lies: two addresses never share a file."""
        name = address.name(suffix)
        used = {record.file.lower() for record in self._records.pages.values()}
        path = self._folder / name
        if name.lower() not in used and not path.is_dir() and not _is_below_file(path):
            return name
        digest = hashlib.sha256(str(address).encode()).hexdigest()[:8]
        flat = PurePosixPath(name)
        return f"{flat.stem}~{digest}{flat.suffix}"


def _is_below_file(path: Path) -> bool:
    """Tell whether a folder of a path is taken by a file."""
    return any(folder.is_file() for folder in path.parents)
