"""Find LibreOffice, or say what to install.

The name of a format comes in, the path of the program or a refusal goes out.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from kb.messages import Message
from kb.readers.base import Unreadable

__all__ = ["PACKAGES", "libreoffice", "libreoffice_or_refusal"]

PACKAGES: Mapping[str, str] = {
    "doc": "libreoffice-writer-nogui",
    "xls": "libreoffice-calc-nogui",
    "ppt": "libreoffice-impress-nogui",
}
"""Format: the package of Debian that converts it."""

_NAMES = ("soffice", "libreoffice")
_ELSEWHERE = (
    "/usr/lib/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def libreoffice() -> str | None:
    """Return the path of LibreOffice; None where it is not installed."""
    on_path = (shutil.which(name) for name in _NAMES)
    elsewhere = (path for path in _ELSEWHERE if Path(path).is_file())
    return next(filter(None, (*on_path, *elsewhere)), None)


def libreoffice_or_refusal(format: str) -> str:
    """Return the path of LibreOffice.

    Raises:
        Unreadable: it is not installed; the reason says what to install for this format.
    """
    if program := libreoffice():
        return program
    raise Unreadable(
        Message(
            "an old Office file, which needs LibreOffice: install it (Debian: {package}) and run "
            "kisima status --failed; or save the file in a newer format",
            package=PACKAGES[format],
        )
    )
