"""The record of an export: what was written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["ExportReport"]


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote."""

    folder: Path
    generation: str
    documents: int
    passages: int
    pages: int
    originals: int  # files of the corpus that were copied
    written: int  # files that are new or changed
    unchanged: int
    size_bytes: int  # of all files
    index_bytes: int  # of the data that the search loads
    seconds: float
