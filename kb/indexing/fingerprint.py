"""The fingerprint of an index: a hash of everything that decides what an entry contains.

An index with another fingerprint would answer wrongly, so the next update rebuilds it.
The parts are kept by name in the manifest, so that the reason can be given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict

from kb import expansion, normalization, outline
from kb.analysis import Analyser, recipe
from kb.facets import FACETS
from kb.index.schema import ENTRY_FORMAT
from kb.indexing.site_furniture import SITE_FURNITURE
from kb.metadata.records import Metadata
from kb.readers.registry import FORMATS, reader_version
from kb.settings import Settings
from kb.swahili import language

__all__ = ["fingerprint_parts", "index_fingerprint", "metadata_hash"]

_PASSAGES = "2"
"""Raise this when kb.passages cuts differently."""


def fingerprint_parts(settings: Settings, analyser: Analyser) -> dict[str, str]:
    """Return the version of each part that decides an entry, by name."""
    versions = {
        "analyser": f"{analyser.name} {analyser.fingerprint()}",
        "calendar": str(normalization.VERSION),
        "entries": str(ENTRY_FORMAT),
        "facets": " ".join(facet.name for facet in FACETS),
        "expansion": str(expansion.VERSION),
        "language": language.VERSION,
        "sections": outline.outline_version(),
        "passages": _PASSAGES,
        "site furniture": SITE_FURNITURE,
    }
    versions |= {f"reader {row.name}": reader_version(row.name) for row in FORMATS}
    return versions | settings.recipe()


def index_fingerprint(parts: Mapping[str, str]) -> str:
    """Return the hash of the parts; a manifest holds it as its ``recipe``."""
    return recipe(parts)


def metadata_hash(metadata: Metadata | None) -> str:
    """Return a hash of what sources.tsv and a sidecar say of a file; "" if they say nothing.

    >>> metadata_hash(None), metadata_hash(Metadata()), len(metadata_hash(Metadata(title="Dira")))
    ('', '', 16)
    """
    if metadata is None or metadata == Metadata():
        return ""
    canonical = json.dumps(asdict(metadata), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
