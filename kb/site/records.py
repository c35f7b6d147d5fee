"""What was fetched of a site before: ``.kisima-site.json`` in the folder of the site.

A page adds a line to a journal next to it, so that an interrupted run goes on where it
stopped, and a page costs as much in a large site as in a small one. The end of a run writes
the file anew and removes the journal; the next run reads a journal that a killed one left.
Both are hidden: they are no documents. The address of a page stands in the page's sidecar,
as its source, where citations take it from.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kb.errors import StorageFailed
from kb.files import drafted
from kb.metadata.sidecar import sidecar_path

__all__ = ["SITE_FILE", "PageRecord", "SiteRecords", "write_file", "write_source"]

SITE_FILE = ".kisima-site.json"
_JOURNAL = ".kisima-site.journal"
_VERSION = 1
_DAMAGED = (ValueError, TypeError, KeyError, AttributeError)
_WRITTEN = "# kisima: "
"""The first line of a sidecar of ours starts so; a person who edits it removes the line."""


@dataclass(frozen=True, slots=True)
class PageRecord:
    """A page as it was when it was last fetched."""

    file: str  # its path below the folder of the site; "" where it was not kept
    sha256: str = ""
    etag: str = ""
    last_modified: str = ""
    gone: str = ""  # the day on which the server first said that it is gone, ISO
    links: tuple[str, ...] = ()  # addresses below it, for the next run if it is unchanged


class SiteRecords:
    """The pages of one site, by address.

    Without records every page is fetched again, and the documents stay. So a file that is
    missing or damaged is as good as none, and a line of the journal is lost alone.

    Args:
        folder: of the site.
    """

    def __init__(self, folder: Path) -> None:
        self.pages: dict[str, PageRecord] = {}
        self._file, self._journal = folder / SITE_FILE, folder / _JOURNAL
        self._is_open = False  # this run has begun its part of the journal
        with suppress(OSError, *_DAMAGED):
            values = json.loads(self._file.read_bytes())
            if values["version"] == _VERSION:
                for url, row in values["pages"].items():
                    self.pages[str(url)] = _record(row)
        with suppress(OSError):
            for line in self._journal.read_bytes().splitlines():
                with suppress(*_DAMAGED):
                    version, url, row = json.loads(line)
                    if version == _VERSION:
                        self.pages[str(url)] = _record(row)

    def add(self, url: str, page: PageRecord) -> None:
        """Remember a page, in the journal too.

        Raises:
            StorageFailed: the disk refused.
        """
        self.pages[url] = page
        line = json.dumps([_VERSION, url, asdict(page)], ensure_ascii=False).encode()
        # A run that was killed may have left half a line.
        start = b"" if self._is_open else b"\n"
        try:
            self._journal.parent.mkdir(parents=True, exist_ok=True)
            with self._journal.open("ab") as journal:
                journal.write(start + line + b"\n")
        except OSError as error:
            raise StorageFailed.of(self._journal, error) from error
        self._is_open = True

    def save(self) -> None:
        """Write the records whole, and remove the journal, if there is one.

        Raises:
            StorageFailed: the disk refused.
        """
        if not self._journal.exists():
            return
        values = {
            "version": _VERSION,
            "pages": {url: asdict(page) for url, page in sorted(self.pages.items())},
        }
        text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
        write_file(self._file, text.encode())
        # Read again, a journal changes nothing: only now may it go.
        try:
            self._journal.unlink()
        except OSError as error:
            raise StorageFailed.of(self._journal, error) from error
        self._is_open = False


def _record(row: dict[str, Any]) -> PageRecord:
    return PageRecord(**{**row, "links": tuple(row["links"])})


def write_file(path: Path, data: bytes) -> None:
    """Write a file, so that a reader sees all of it or what was there before.

    Raises:
        StorageFailed: the disk refused.
    """
    with drafted(path) as draft:
        draft.write_bytes(data)


def write_source(path: Path, url: str, gone: str = "") -> None:
    """Write the sidecar that names the source of a page; one that a person wrote is kept.

    Args:
        path: of the page.
        url: where it is from.
        gone: since which day the server has not had it, ISO.

    Raises:
        StorageFailed: the disk refused.
    """
    sidecar = sidecar_path(path)
    try:
        if not sidecar.read_text(encoding="utf-8").startswith(_WRITTEN):
            return
    except FileNotFoundError:
        pass
    except (OSError, ValueError):
        return
    # 404 is the word for it in every language.
    source = f"{url} (404, {gone})" if gone else url
    line = f"chanzo = {json.dumps(source, ensure_ascii=False)}\n"
    write_file(sidecar, f"{_WRITTEN}{url}\n{line}".encode())
