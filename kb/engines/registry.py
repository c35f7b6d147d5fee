"""The engines by name: the one place that knows which there are.

A name goes in, the factory comes out. An engine's library is imported only when
the engine is asked for. To add an engine, add a function and a row to ENGINES.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kb.engines.base import EngineFactory
from kb.extras import require_extra

__all__ = ["DEFAULT_ENGINE", "ENGINES", "engine_factory"]


def _whoosh() -> EngineFactory:
    from kb.engines.whoosh.engine import WhooshEngine

    return WhooshEngine


def _tantivy() -> EngineFactory:
    require_extra("fast")
    from kb.engines.tantivy.engine import TantivyEngine

    return TantivyEngine


ENGINES: Mapping[str, Callable[[], EngineFactory]] = MappingProxyType(
    {"whoosh": _whoosh, "tantivy": _tantivy}
)
"""The name of an engine in a manifest, and what imports its factory."""

DEFAULT_ENGINE = "whoosh"


def engine_factory(name: str = DEFAULT_ENGINE) -> EngineFactory:
    """Return what creates and opens the indexes of one engine.

    Raises:
        KeyError: there is no engine of this name.
        ExtraMissing: its library is not installed.

    >>> engine_factory().name
    'whoosh'
    """
    return ENGINES[name]()
