"""Read the synonyms of a corpus: names that mean the same to those who wrote its documents.

    corpus/visawe.tsv        pasipoti, hati ya kusafiria    neno la kila siku

A row has names in its first cell, with commas between them; further cells are remarks of
the people who maintain the list. A name is one word or several. An empty line and a line
that starts with # are left out, and so is a first row called ``visawe`` or ``synonyms``.
A row that cannot be used is refused with its line; the other rows are used.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from kb.cleaning import clean
from kb.expansion.records import read_wording
from kb.files import regular
from kb.messages import Message

__all__ = ["MAX_SYNONYM_ROWS", "SYNONYMS", "SynonymGroup", "load_synonyms"]

SYNONYMS = "visawe.tsv"
"""In the corpus folder itself; it is no document."""

MAX_SYNONYM_ROWS = 1000
"""Every process that searches reads all of them."""

_MAX_NAME = 80  # characters
_MAX_BYTES = 1_000_000
_HEADERS = frozenset({"visawe", "synonyms"})

SynonymGroup = tuple[str, ...]
"""Two names or more that mean the same, in lower case."""


def load_synonyms(corpus: Path) -> tuple[tuple[SynonymGroup, ...], dict[str, Message]]:
    """Return the groups of a corpus, and why others are refused, by "visawe.tsv:LINE".

    Args:
        corpus: the folder of documents; without the file there are no groups.
    """
    try:
        with regular(corpus / SYNONYMS) as file:
            data = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        return (), {}
    except OSError as error:
        reason = Message("the file cannot be read ({error})", error=str(error.strerror))
        return (), {SYNONYMS: reason}
    if len(data) > _MAX_BYTES:
        return (), {SYNONYMS: Message("the file is larger than {limit} MB", limit=1)}
    try:
        text = clean(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return (), {SYNONYMS: Message("not UTF-8; save it again as UTF-8")}
    groups: list[SynonymGroup] = []
    refused: dict[str, Message] = {}
    for number, names in _rows(text):
        if len(groups) == MAX_SYNONYM_ROWS:
            limit = f"{MAX_SYNONYM_ROWS:,}"
            refused[f"{SYNONYMS}:{number}"] = Message(
                "only the first {limit} rows are used", limit=limit
            )
            break
        fault = _fault(names)
        if fault is not None:
            refused[f"{SYNONYMS}:{number}"] = fault
        else:
            groups.append(names)
    return tuple(groups), refused


def _rows(text: str) -> Iterator[tuple[int, SynonymGroup]]:
    """Yield the number of each line that has names, and its names."""
    first = True
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cell = unicodedata.normalize("NFC", line.partition("\t")[0])
        names = [" ".join(name.lower().split()) for name in cell.split(",")]
        if not (first and names[0] in _HEADERS):
            yield number, tuple(dict.fromkeys(name for name in names if name))
        first = False


def _fault(names: SynonymGroup) -> Message | None:
    """Return why the names of a row cannot be used; None if they can."""
    if len(names) < 2:
        return Message("a row needs two names or more, with a comma between them")
    for name in names:
        if len(name) > _MAX_NAME:
            return Message(
                "{name}: a name has at most {limit} characters",
                name=f"{name[:40]}…",
                limit=_MAX_NAME,
            )
        if not read_wording(name).sequence:
            return Message("{name}: no word of it can be searched", name=name)
    return None
