"""The engines by name: the one place that knows which there are.

A name and the settings go in, the factory comes out. An engine's library is imported only when
the engine is asked for. To add an engine, add a function and a row to ENGINES.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kb.engines.base import EngineFactory
from kb.extras import require_extra
from kb.settings import Settings

__all__ = ["DEFAULT_ENGINE", "DEFAULT_SETTINGS", "ENGINES", "engine_factory"]


def _whoosh(_: Settings) -> EngineFactory:
    from kb.engines.whoosh.engine import WhooshEngine

    return WhooshEngine


def _tantivy(_: Settings) -> EngineFactory:
    require_extra("fast")
    from kb.engines.tantivy.engine import TantivyEngine

    return TantivyEngine


def _opensearch(settings: Settings) -> EngineFactory:
    require_extra("cluster")
    from kb.engines.opensearch.engine import OpenSearchFactory

    return OpenSearchFactory(settings)


ENGINES: Mapping[str, Callable[[Settings], EngineFactory]] = MappingProxyType(
    {"whoosh": _whoosh, "tantivy": _tantivy, "opensearch": _opensearch}
)
"""The name of an engine in a manifest, and what makes its factory from the settings."""

DEFAULT_ENGINE = "whoosh"
DEFAULT_SETTINGS = Settings()


def engine_factory(
    name: str = DEFAULT_ENGINE, settings: Settings = DEFAULT_SETTINGS
) -> EngineFactory:
    """Return what creates and opens the indexes of one engine.

    Args:
        name: of the engine.
        settings: where an engine on other machines is.

    Raises:
        KeyError: there is no engine of this name.
        ExtraMissing: its library is not installed.

    >>> engine_factory().name
    'whoosh'
    """
    return ENGINES[name](settings)
