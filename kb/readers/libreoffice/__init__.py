"""Read old Office files (.doc, .xls, .ppt) through LibreOffice, where it is installed.

``converted`` lets LibreOffice write the file in a format that Kisima reads; the sandboxed
reader of that format then reads the copy. The column ``through`` of the table of formats says
which format that is. Why, and why not in the sandbox: docs/decisions/0014-own-opendocument-reader.md

This module is also the reader of such a file where it cannot be converted, because it is
inside another file: it only says what to do.

    program      finds LibreOffice, or says what to install
    profile      the settings that LibreOffice runs with: no macros, no links, no network
    conversion   runs it on one file, within limits of time, memory and size
    launcher     the process that takes on the limits and becomes LibreOffice
"""

from __future__ import annotations

from kb.messages import Message
from kb.readers.base import Parsed, Unreadable
from kb.readers.libreoffice.conversion import converted, is_old_office

__all__ = ["LIBRARIES", "VERSION", "converted", "is_old_office", "parse"]

VERSION = "1"
LIBRARIES: tuple[str, ...] = ()


def parse(data: bytes, *, max_pages: int = 0) -> Parsed:
    """Refuse the file: it was not converted.

    Raises:
        Unreadable: always, with what to do.
    """
    if is_old_office(data):
        raise Unreadable(
            Message("an old Office file inside another file; save it on its own to have it read")
        )
    raise Unreadable(Message("not an old Office file, whatever its name says"))
