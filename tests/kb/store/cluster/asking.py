"""What the tests of the cluster's store write, and what they ask of it."""

from __future__ import annotations

from pathlib import Path

from kb.admin.history import history
from kb.analysis import PlainAnalyser
from kb.engines.opensearch.connection import ClusterConnection
from kb.settings import Settings, load

__all__ = ["ANALYSER", "FOLDER", "generations", "indexes", "write"]

ANALYSER = PlainAnalyser()
FOLDER = load({"engine": "whoosh", "workers": 1}, environ={})


def write(corpus: Path, name: str, text: str) -> None:
    """Write a document."""
    (corpus / name).parent.mkdir(parents=True, exist_ok=True)
    (corpus / name).write_text(text, encoding="utf-8")


def indexes(cluster: ClusterConnection, settings: Settings) -> list[str]:
    """Return the indexes of a store, without its name."""
    answer = cluster.ask("GET", f"/{settings.cluster_index}-*", filter_path="*.settings.index.uuid")
    return sorted(name.removeprefix(f"{settings.cluster_index}-") for name in answer)


def generations(tmp_path: Path, settings: Settings) -> list[str]:
    """Return the generations that are kept, the newest first."""
    return [one.generation for one in history(tmp_path / "index", settings)]
