"""Open the store that the settings name. Nobody else chooses between stores.

open_store        an index → its store
temporary_index   an index of documents that are measured, gone afterwards
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.extras import require_extra
from kb.settings import Settings
from kb.store.base import Store
from kb.store.store import FolderStore

__all__ = ["open_store", "temporary_index"]

_ON_CLUSTER = "opensearch"


def open_store(index: Path, settings: Settings) -> Store:
    """Return the store of an index.

    Args:
        index: the folder of the index; it need not exist.
        settings: the engine, its memory, how many generations are kept. The engine ``opensearch`` has
            its generations on a cluster; those of all others are in the folder.

    Raises:
        SettingInvalid: a setting of the cluster cannot be used.
        ExtraMissing: the library of the cluster is not installed.
    """
    if settings.engine == _ON_CLUSTER:
        require_extra("cluster")
        from kb.store.cluster.cluster_store import ClusterStore  # its library takes a while

        return ClusterStore(index, settings)
    return FolderStore(
        index,
        settings.engine,
        keep=settings.generations,
        megabytes=settings.index_megabytes,
    )


@contextmanager
def temporary_index(settings: Settings) -> Iterator[tuple[Path, Settings]]:
    """Yield a folder and settings for an index that nobody else reads; remove it afterwards.

    Args:
        settings: those in force; the index that they name is not touched.
    """
    with tempfile.TemporaryDirectory(prefix="kisima-") as folder:
        if settings.engine != _ON_CLUSTER:
            yield Path(folder), settings
            return
        aside = settings.replace(
            cluster_index=f"{settings.cluster_index}-aside-{secrets.token_hex(4)}"
        )
        try:
            yield Path(folder), aside
        finally:
            from kb.store.cluster.cluster_store import ClusterStore

            ClusterStore(Path(folder), aside).delete()
