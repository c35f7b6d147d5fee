"""Read the cover of a PDF: the title, which is among publisher, place and date.

The lines of a document come in. Where its cover ends and its title go out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from kb.readers.pdf.columns import PdfLine

__all__ = ["repeats", "stop_of_cover", "title_of"]

_MAX_COVER_LETTERS = 60
"""A longer line is running text, unless it is bold."""
_MAX_RUNNING, _RUNNING_SHARE = 8, 0.4
"""The maximum number of lines of running text on a cover, and their maximum share."""
_MAX_LINES = 30
"""Of a cover; more are a page of narrow columns, or a list."""

_ALIKE = 0.85
"""Two texts with a greater similarity are one title."""

_PUBLISHER = re.compile(
    r"(?:jamhuri|serikali|wizara|wakala|ofisi|mamlaka|baraza|bodi|tume|kamisheni|shirika|taasisi|"
    r"chuo|halmashauri|manispaa|mkoa|wilaya|bunge|mahakama|the (?:united )?republic|ministry|"
    r"government|isbn|toleo|kimepigwa|kimechapwa|imepigwa)\b",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+")
_MIN_SENTENCE = 6  # words
_DATE = re.compile(
    r"\W*(?:(?:\d{1,2}\W+)?[A-Za-z]{3,9}\W+)?(?:mwaka\W+)?[12]\d{3}\W*", re.IGNORECASE
)
_PAPER = re.compile(
    r"(?:katiba|sheria|kanuni|sera|mwongozo|muongozo|mkakati|mpango|ripoti|taarifa|randama|"
    r"rasimu|muswada|mkataba|hotuba|waraka|jarida|bajeti|utafiti|the .* act|report|policy)\b",
    re.IGNORECASE,
)


def stop_of_cover(lines: Sequence[PdfLine], pages: int) -> int:
    """Return where the cover ends, by line; 0 if there is none."""
    if pages < 3 or not lines or lines[0].page:
        return 0
    stop = next((i for i, line in enumerate(lines) if line.page), len(lines))
    running = sum(_runs(line) for line in lines[:stop])
    few = running <= min(_MAX_RUNNING, _RUNNING_SHARE * stop)
    return stop if few and stop <= _MAX_LINES else 0


def _runs(line: PdfLine) -> bool:
    """Tell whether a line is running text: long, or a whole sentence."""
    sentence = line.text.endswith((".", ";", ",")) and len(line.text.split()) >= _MIN_SENTENCE
    return (len(line.text) > _MAX_COVER_LETTERS or sentence) and not line.bold


def title_of(lines: Sequence[PdfLine]) -> str | None:
    """Return the title among the lines of a cover, or None."""
    groups = _groups(lines)
    texts = [
        (max(line.size for line in group), " ".join(line.text for line in group))
        for group in groups
    ]
    candidates = [(size, text) for size, text in texts if _may_be_title(text)]
    papers = [text for _, text in candidates if _PAPER.match(text)]
    if papers:
        return papers[0]
    return max(candidates, key=lambda pair: pair[0])[1] if candidates else None


def repeats(text: str, title: str | None) -> bool:
    """Tell whether a line repeats the title; one or two words may differ.

    >>> repeats("SERA YA MAJI (2002)", "Sera ya Maji, 2002")
    True
    """
    one, other = (_letters(words) for words in (text, title or ""))
    if _NUMBERS.findall(text) != _NUMBERS.findall(title or ""):
        return False  # Somo la 2 is not Somo la 1
    if not other or not 0.7 < len(one) / len(other) < 1.4:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() > _ALIKE


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _may_be_title(text: str) -> bool:
    words = text.split()
    return (
        1 < len(words) <= 30
        and not _PUBLISHER.match(text)
        and not _DATE.fullmatch(text)
        and not text.startswith(("(", "["))
    )


def _groups(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """Return groups of neighbouring lines of one type."""
    groups: list[list[PdfLine]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if (
            last
            and last.bold == line.bold
            and abs(last.size - line.size) < 0.15 * last.size
            and last.y - line.y < 2.2 * line.size
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
