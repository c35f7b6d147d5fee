"""Find the kinds of sections that a question names: *simu*, *saa za kazi*, *opening hours*.

The words of a question come in; for each word that names a kind, the term of the kind goes
out. Kinds and their words are those of headings: kb/outline/kinds.tsv.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.index.signs import kind_term
from kb.outline.kinds import kind_named
from kb.query.terms import QueryTerm

__all__ = ["named_kinds"]

_MAX_WORDS = 4
_NO_HINTS = frozenset((
    "baraza", "bodi", "divisheni", "hitimisho", "ibara", "idara", "jedwali", "kamati", "kanda",
    "kanuni", "kiambatisho", "kifungu", "kitengo", "kurugenzi", "mamlaka", "mradi", "ofisi",
    "sehemu", "sera", "sheria", "sura", "uongozi", "utangulizi",
))  # fmt: skip
"""Parts of a document or of a body: who types *idara ya fedha* names one of many."""


def named_kinds(typed: Sequence[QueryTerm]) -> Mapping[QueryTerm, str]:
    """Return the term of the kind of section for each content word that names one.

    Of several names that begin with a word the longest counts. Words in quotes, prefixes and
    words of a field name none.

    Args:
        typed: what was typed, function words included.

    >>> from kb.query.terms import QueryTerm
    >>> words = [QueryTerm(word, surface=word) for word in ("opening", "hours", "nyamsenga")]
    >>> [(word.label, kind) for word, kind in named_kinds(words).items()]
    [('opening', 'k:saa'), ('hours', 'k:saa')]
    """
    kinds: dict[QueryTerm, str] = {}
    end = 0
    for start in range(len(typed)):
        for size in range(_MAX_WORDS, 0, -1):
            words = typed[start : start + size]
            if start < end or len(words) < size or not all(map(_is_plain, words)):
                continue
            kind = kind_named(" ".join(word.surface for word in words))
            if kind is not None and kind not in _NO_HINTS:
                kinds.update((word, kind_term(kind)) for word in words if not word.function)
                end = start + size
                break
    return kinds


def _is_plain(word: QueryTerm) -> bool:
    return not (word.sequence or word.prefix or word.field)
