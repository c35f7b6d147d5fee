"""Swahili in the terms of Universal Dependencies: parts of speech, features, CoNLL-U.

The face is ``kb.swahili.tag`` and ``kb.swahili.conllu``. What each decision follows:
docs/decisions/0037-universal-dependencies.md
"""

from __future__ import annotations

__all__: list[str] = []
