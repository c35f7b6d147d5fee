"""Function words by family: ya, kwa, hiyo, ambayo, yake.

A lexicon comes in, each word with its family goes out. The agreeing words are generated from
the class tables, a few hundred forms; the others are listed. All forms of a family share one
term: yake and zake are ``ake``.
"""

from __future__ import annotations

from kb.swahili.data import table_rows
from kb.swahili.lexicon_tables import Lexicon

__all__ = ["function_words"]

_CONCORDS = ("class", "connective", "possessive", "near", "referred", "far", "relative", "subject")
_PATTERNS = ("stem", "pattern", "extra", "example", "gloss")


def function_words(lexicon: Lexicon) -> dict[str, str]:
    """Return every function word and the family it belongs to.

    Listed words win: *na* is "and", not a form of -na.
    """
    classes = [
        dict(zip(_CONCORDS, cells, strict=True))
        for cells in table_rows("pronominal_concords.tsv", _CONCORDS)
    ]
    found = {word: word for word in lexicon.functions}
    for stem, pattern, extra, *_ in table_rows("pronominals.tsv", _PATTERNS):
        for concords in classes:
            found.setdefault(pattern.format_map(concords), stem)
        if extra != "-":
            for form in extra.split("|"):
                found.setdefault(form, stem)
    return found
