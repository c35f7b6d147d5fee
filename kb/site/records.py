"""What was fetched of a site before: ``.kisima-site.json`` in the folder of the site.

It is written after every page, so that an interrupted run goes on where it stopped. The
file is hidden: it is no document. The address of a page stands in the page's sidecar, as
its source, where citations take it from.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kb.files import drafted
from kb.metadata.sidecar import sidecar_path

__all__ = ["SITE_FILE", "PageRecord", "SiteRecords", "write_file", "write_source"]

SITE_FILE = ".kisima-site.json"
_VERSION = 1
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


@dataclass(slots=True)
class SiteRecords:
    """The pages of one site, by address."""

    folder: Path
    pages: dict[str, PageRecord] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> SiteRecords:
        """Return the records in a folder; none where there is no file, or a damaged one.

        Without records every page is fetched again, and the documents stay.
        """
        records = cls(folder)
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            values = json.loads((folder / SITE_FILE).read_bytes())
            if values["version"] == _VERSION:
                for url, row in values["pages"].items():
                    record = PageRecord(**{**row, "links": tuple(row["links"])})
                    records.pages[str(url)] = record
        return records

    def save(self) -> None:
        """Write the records.

        Raises:
            StorageFailed: the disk refused.
        """
        values = {
            "version": _VERSION,
            "pages": {url: asdict(page) for url, page in sorted(self.pages.items())},
        }
        text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
        write_file(self.folder / SITE_FILE, text.encode())


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
