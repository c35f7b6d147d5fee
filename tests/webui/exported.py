"""Exports for tests: documents are indexed and exported; a bare server serves the folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.offline.report import ExportReport
from tests.webui.conftest import settings_of
from webui.export import export

__all__ = ["export_of", "served_folder", "written"]


def written(corpus: Path, documents: Mapping[str, str]) -> Path:
    """Write documents into a corpus; return it."""
    for name, text in documents.items():
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return corpus


def export_of(corpus: Path, index: Path, folder: Path, **options: object) -> ExportReport:
    """Bring an index up to date, and export it; options with other names are settings."""
    with_originals = bool(options.pop("with_originals", False))
    settings = settings_of(corpus, index, **options)  # type: ignore[arg-type]
    update(corpus, index, settings)
    with KnowledgeBase.open(index, settings) as base:
        return export(base, settings, folder, with_originals=with_originals)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served_folder(folder: Path) -> Iterator[str]:
    """Serve a folder as any static server does; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
