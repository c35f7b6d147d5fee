"""Two short documents, and what the tests of updates do with them."""

from __future__ import annotations

import os
import time
from pathlib import Path

from kb.engines.base import AnyOf, Clause, SearchRequest
from kb.store import FolderStore

DIRA = (
    "Dira\n\nKuwa kinara wa huduma za serikali mtandao.\n\nDhamira\n\nKutoa huduma bora kwa umma.\n"
)
BODI = "Bodi ya ushauri\n\nBodi inamshauri mkurugenzi kuhusu sera ya mtandao.\n"


def write(path: Path, text: str) -> None:
    """Write a file with the time of an hour ago, so that its next change has another time."""
    path.write_text(text, encoding="utf-8")
    past = time.time_ns() - 3_600_000_000_000
    os.utime(path, ns=(past, past))


def documents_with(index: Path, word: str) -> set[str]:
    """Return the documents that contain a word."""
    with FolderStore(index).reader() as reader:
        request = SearchRequest((Clause(AnyOf("surface", (word,))),), limit=100)
        return {hit.document for hit in reader.engine.search(request).hits}
