"""Compare two versions of a document, section by section.

    older, newer ShownDocument ─► changed_sections ─► ChangedSections

Sections are matched by their anchors; of the rest, those with most words in common are one
section under another heading. Inside a section lines are compared, and inside a changed line
its words. Every step is bounded, because difflib needs the square of what it compares.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from kb.results import ShownDocument, ShownSection

__all__ = ["Change", "ChangedSection", "Run", "changed_sections"]

_MAX_WORDS = 600
"""Words of a changed stretch that are compared one by one; a longer one is shown whole."""
_MAX_LINES = 1_500
"""Lines of a section that are compared; beyond them the section is one old and one new text."""
_MAX_PAIRS = 4_000
"""Pairs of sections that are compared to see which was renamed."""
_SAME_TEXT = 0.6
"""The share of words that two sections have in common if one is the other, renamed."""

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"(?<=[.;:])\s+|\n\s*\n")

Sign = Literal["same", "old", "new"]
Change = Literal["same", "changed", "renamed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words that both versions have, or one of them."""

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A section of either version, and what became of it."""

    change: Change
    older: ShownSection | None
    newer: ShownSection | None
    lines: tuple[tuple[Run, ...], ...] = ()


def changed_sections(older: ShownDocument, newer: ShownDocument) -> Iterator[ChangedSection]:
    """Yield every section in the order of the newer document; a removed one where it was."""
    pairs = _pairs(older, newer)
    kept = {id(section) for section in pairs.values()}
    removed = [section for section in older.sections if id(section) not in kept]
    position = {id(section): place for place, section in enumerate(older.sections)}
    for section in newer.sections:
        counterpart = pairs.get(section.anchor)
        if counterpart is None:
            yield ChangedSection("added", None, section)
            continue
        while removed and position[id(removed[0])] < position[id(counterpart)]:
            yield ChangedSection("removed", removed.pop(0), None)
        titles = _is_title(counterpart, older) and _is_title(section, newer)
        yield _compared(counterpart, section, renamed=not titles)
    for section in removed:
        yield ChangedSection("removed", section, None)


def _is_title(section: ShownSection, document: ShownDocument) -> bool:
    return section.path == (document.title,)


def _pairs(older: ShownDocument, newer: ShownDocument) -> dict[str, ShownSection]:
    """Return the older section of each newer one that has one, by the newer one's anchor."""
    by_anchor = {section.anchor: section for section in older.sections}
    pairs = {s.anchor: by_anchor[s.anchor] for s in newer.sections if s.anchor in by_anchor}
    titles = [[s for s in one.sections if _is_title(s, one)] for one in (older, newer)]
    for former, section in zip(*titles):
        pairs[section.anchor] = former
    kept = {section.anchor for section in pairs.values()}
    gone = {s.anchor: Counter(_text(s).split()) for s in older.sections if s.anchor not in kept}
    fresh = [s for s in newer.sections if s.anchor not in pairs]
    if len(gone) * len(fresh) > _MAX_PAIRS:
        return pairs
    for section in fresh:
        words = Counter(_text(section).split())
        likeness = {anchor: _in_common(words, other) for anchor, other in gone.items()}
        best = max(likeness, key=lambda anchor: likeness[anchor], default="")
        if best and likeness[best] >= _SAME_TEXT:
            pairs[section.anchor] = by_anchor[best]
            del gone[best]
    return pairs


def _in_common(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _text(section: ShownSection) -> str:
    return "\n".join(passage.text for passage in section.passages)


def _compared(older: ShownSection, newer: ShownSection, *, renamed: bool) -> ChangedSection:
    renamed = renamed and older.heading != newer.heading
    before, after = _lines(older), _lines(newer)
    if before == after:
        return ChangedSection("renamed" if renamed else "same", older, newer)
    lines = tuple(_line_runs(before, after))
    return ChangedSection("renamed" if renamed else "changed", older, newer, lines)


def _lines(section: ShownSection) -> list[str]:
    """Return the sentences of a section, however its lines are broken.

    >>> from kb.results import ShownPassage
    >>> text = "Ada ni moja. Muda ni\\nmiezi miwili."
    >>> _lines(ShownSection(None, 0, (), None, "mwanzo", (ShownPassage("a#mwanzo.1", text, 0),)))
    ['Ada ni moja.', 'Muda ni miezi miwili.']
    """
    parts = (" ".join(part.split()) for part in _SENTENCE_END.split(_text(section)))
    return [part for part in parts if part]


def _line_runs(older: list[str], newer: list[str]) -> Iterator[tuple[Run, ...]]:
    if len(older) + len(newer) > _MAX_LINES:
        yield from _replaced(older, newer)
        return
    matcher = SequenceMatcher(None, older, newer, autojunk=False)
    for tag, i, j, m, n in matcher.get_opcodes():
        if tag == "equal":
            yield from ((Run("same", line),) for line in older[i:j])
        else:
            yield from _replaced(older[i:j], newer[m:n])


def _replaced(older: Sequence[str], newer: Sequence[str]) -> Iterator[tuple[Run, ...]]:
    """Yield the lines of a stretch that differs: one of words where both are short and alike."""
    before, after = (_WORD.findall(" ".join(lines)) for lines in (older, newer))
    if before and after and len(before) + len(after) <= _MAX_WORDS:
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        if matcher.ratio() > 0.3:
            yield tuple(_word_runs(matcher, before, after))
            return
    yield from ((Run("old", line),) for line in older)
    yield from ((Run("new", line),) for line in newer)


def _word_runs(
    matcher: SequenceMatcher[str], older: Sequence[str], newer: Sequence[str]
) -> Iterator[Run]:
    for tag, i, j, m, n in matcher.get_opcodes():
        if tag == "equal":
            yield Run("same", " ".join(older[i:j]))
            continue
        if i < j:
            yield Run("old", " ".join(older[i:j]))
        if m < n:
            yield Run("new", " ".join(newer[m:n]))
