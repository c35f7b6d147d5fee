"""The words around a passage: what its document is called and where it comes from.

A page often names its institution only in the file's name, the folder, the address or the
letterhead. So "wajibu wa mteja rumasa" must find *Wajibu wa mteja* in the file
``rumasa/mkataba.txt``, whose text says *Mamlaka* throughout.

Takes a Document; returns terms. They are in a field of their own, and satisfy a word of a
question weakly (docs/decisions/0035-context.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from kb.analysis import Analyser
from kb.document import Document, Section
from kb.swahili.english import FUNCTION_WORDS

__all__ = ["context_terms"]

_NAME = re.compile(r"(?<=\S )[^\W\d_a-z][\w'’-]*")
"""A word with a capital; the first word of a citation has one in any case."""
_SENTENCE_END = re.compile(r"[.?!]\s*$", re.MULTILINE)
_SEPARATORS = re.compile(r"[\W_]+")
_OF_ADDRESSES = frozenset((
    "ac", "app", "aspx", "co", "com", "content", "default", "documents", "en", "files", "go",
    "htm", "html", "http", "https", "index", "ke", "net", "or", "org", "pages", "php", "public",
    "sites", "storage", "sw", "tz", "ug", "uploads", "web", "wp", "www",
))  # fmt: skip
"""Parts of addresses that name nothing."""

_MAX_HEAD = 30
"""Words before the first heading that may be a letterhead."""
_MAX_TERMS = 60
_MAX_LETTERS = 40


def context_terms(
    document: Document, sections: Iterable[Section], analyser: Analyser
) -> frozenset[str]:
    """Return the terms of the words around all passages of a document.

    Args:
        document: its id is its path.
        sections: of its outline.
        analyser: reads the words.

    >>> from kb.analysis import SwahiliAnalyser
    >>> document = Document("maji/rumasa_mkataba.txt", "Haki za mteja", "text")
    >>> sorted(context_terms(document, (), SwahiliAnalyser()))
    ['maji', 'mkataba', 'rumasa']
    """
    texts = [_of_path(document.id), document.institution or "", _of_source(document.source or "")]
    texts += [
        document.text[section.body : section.end]
        for section in sections
        if section.heading is None and _is_letterhead(document.text[section.body : section.end])
    ]
    terms = (
        term
        for text in texts
        for token in analyser.tokens(text)  # names are Swahili in English documents, too
        if not token.function and len(token.normal) > 1 and token.normal not in FUNCTION_WORDS
        for term in (*token.terms, token.normal)
        if len(term) <= _MAX_LETTERS
    )
    return frozenset(list(dict.fromkeys(terms))[:_MAX_TERMS])


def _is_letterhead(text: str) -> bool:
    """Tell whether lines above the first heading are names: few words, and no sentence."""
    return len(text.split(maxsplit=_MAX_HEAD)) <= _MAX_HEAD and not _SENTENCE_END.search(text)


def _of_path(id: str) -> str:
    """Return the words of a path, without the ending of the file's name.

    >>> _of_path("bara/historia-na-sheria.html")
    'bara historia na sheria'
    """
    folder, _, name = id.rpartition("/")
    return _words(f"{folder} {name.rpartition('.')[0] or name}")


def _of_source(source: str) -> str:
    """Return the words of an address, or the names in a citation.

    >>> _of_source("https://www.dawasa.go.tz/huduma%20kwa-wateja")
    'dawasa huduma kwa wateja'
    >>> _of_source("Muhtasari wa ukurasa rasmi wa Wakala wa Vivuko")
    'Wakala Vivuko'
    """
    if "://" not in source:
        return " ".join(_NAME.findall(source))
    try:
        address = urlsplit(source)
    except ValueError:  # no address, in spite of its sign
        return ""
    return _words(f"{address.hostname or ''} {unquote(address.path)}")


def _words(text: str) -> str:
    words = _SEPARATORS.sub(" ", text).split()
    return " ".join(word for word in words if word.lower() not in _OF_ADDRESSES)
