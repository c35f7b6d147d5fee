"""Kisima: a knowledge base of Swahili documents that anyone can search.

These names are the public interface; all else may change with any version.

    from kb import KnowledgeBase, load_settings, update

    settings = load_settings()
    update(Path(settings.corpus), Path(settings.index), settings)
    with KnowledgeBase.open(Path(settings.index), settings) as base:
        for hit in base.search("wakurugenzi").hits:
            print(hit.heading, hit.text)

``import kb`` loads none of them: each is imported when it is first used. The rooms, and
which may import which, are drawn in ARCHITECTURE.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.errors import KisimaError
    from kb.indexing import update
    from kb.knowledge_base import KnowledgeBase
    from kb.messages import Message, translate
    from kb.results import AnswerResult, Hit, Results
    from kb.settings import Settings
    from kb.settings import load as load_settings
    from kb.swahili import analyse

__all__ = [
    "AnswerResult",
    "Hit",
    "KisimaError",
    "KnowledgeBase",
    "Message",
    "Results",
    "Settings",
    "__version__",
    "analyse",
    "load_settings",
    "translate",
    "update",
]

__version__ = "0.1.0"

_MODULES: Mapping[str, str] = {
    "AnswerResult": "kb.results",
    "Hit": "kb.results",
    "KisimaError": "kb.errors",
    "KnowledgeBase": "kb.knowledge_base",
    "Message": "kb.messages",
    "Results": "kb.results",
    "Settings": "kb.settings",
    "analyse": "kb.swahili",
    "load_settings": "kb.settings",
    "translate": "kb.messages",
    "update": "kb.indexing",
}
"""Where each public name is defined."""

_NAMES: Mapping[str, str] = {"load_settings": "load"}
"""Its name there, where it is another one."""


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_MODULES[name]), _NAMES.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
