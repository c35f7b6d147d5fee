"""Tell whether the two halves of a divided word make a known word.

The lines of a document come in, a test for words goes out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kb.readers.pdf.columns import PdfLine

__all__ = ["known_in"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_UNKNOWN = frozenset({"unknown", "foreign"})


def known_in(lines: Sequence[PdfLine]) -> Callable[[str], bool]:
    """Return a test: whether the lexicon knows a word, or the document contains it undivided."""
    whole: set[str] = set()

    def known(word: str) -> bool:
        if not whole:
            whole.update(w.lower() for line in lines for w in _WORD.findall(line.text))
        if word in whole:
            return True
        from kb.swahili.lemmatizer import lemmatizer
        from kb.swahili.normalize import normalize

        return lemmatizer().lemmatize(normalize(word)).part not in _UNKNOWN

    return known
