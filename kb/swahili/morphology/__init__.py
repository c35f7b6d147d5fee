"""How Swahili words are built: classes, concords, verb templates, derivation, syllables.

Each module reads one part of the grammar from its tables and answers about single words;
which answer counts is decided above, in kb.swahili.lemmatizer.
"""

from __future__ import annotations

__all__: list[str] = []
