"""Made files for benchmarks/fidelity.py: one document with known words, in every format.

``write_made_files(folder)`` writes the document of tests/kb/readers/making.py into a folder, once
for each row of kb.readers.registry.FORMATS. The files of old Office are made by LibreOffice; they
are left out where it is not installed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kb.readers.registry import FORMATS, Format
from tests.kb.readers.making import SECTIONS, in_format

__all__ = ["HEADINGS", "MADE_WORDS", "write_made_files"]

HEADINGS = tuple(heading for heading, _, _ in SECTIONS)
MADE_WORDS = "\n".join(part for heading, _, body in SECTIONS for part in (heading, body))
"""What every made file says, in reading order."""

_NEWER: Mapping[str, str] = {"doc": "odt", "xls": "ods", "ppt": "odp"}
"""The format from which LibreOffice makes an old one."""


def write_made_files(folder: Path) -> list[tuple[Path, str]]:
    """Write a file in each format; return its path and the name of its format."""
    made = [(_written(folder, format), format.name) for format in FORMATS]
    return [(path, name) for path, name in made if path is not None]


def _written(folder: Path, format: Format) -> Path | None:
    path = folder / f"{format.name}{format.suffixes[0]}"
    if format.name == "csv":
        rows = (f'"{heading}","{body}"' for heading, _, body in SECTIONS)
        path.write_text("\n".join(rows), encoding="utf-8")
    elif format.name in _NEWER:
        return _in_old_office(folder, format.name)
    else:
        path.write_bytes(in_format(format.name))
    return path


def _in_old_office(folder: Path, format: str) -> Path | None:
    """Return the path of a file that LibreOffice wrote, or None where it cannot."""
    office = shutil.which("soffice")
    if office is None:
        return None
    newer = folder / "newer" / f"{format}.{_NEWER[format]}"
    newer.parent.mkdir(exist_ok=True)
    newer.write_bytes(in_format(_NEWER[format]))
    profile = f"-env:UserInstallation=file://{folder}/newer/profile"
    command = [office, profile, "--headless", "--convert-to", format, "--outdir", str(folder)]
    subprocess.run([*command, str(newer)], check=False, capture_output=True, timeout=120)
    path = folder / f"{format}.{format}"
    return path if path.exists() else None
