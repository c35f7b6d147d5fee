"""Apply the overrides of a sidecar to the headings of a document.

The marks of a document and the overrides of its sidecar come in, marks go out. An
override names a line by its words, and by its number where several lines have the same
words. An override whose line is missing changes nothing; ``kb.readers`` warns of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.document import HeadingOverride
from kb.outline.tree import HeadingMark

__all__ = ["apply_overrides"]

_RULE = "sidecar"
"""What ``HeadingMark.rule`` says of a heading that a person set."""


def apply_overrides(
    text: str, marks: Sequence[HeadingMark], overrides: Sequence[HeadingOverride]
) -> list[HeadingMark]:
    """Return the marks with every override applied, in reading order."""
    if not overrides:
        return list(marks)
    by_start = {mark.start: mark for mark in _by_depth(marks)}
    for override in overrides:
        place = _place(text, by_start, override)
        if place is None:
            continue
        start, end = place
        mark = by_start.get(start)
        if override.drop:
            by_start.pop(start, None)
        elif mark is not None:
            by_start[start] = replace(
                mark,
                text=override.name or mark.text,
                level=override.level or mark.level,
                rule=_RULE,
            )
        else:
            above = [by_start[at] for at in sorted(by_start) if at < start]
            level = override.level or (above[-1].level if above else 1)
            name = override.name or text[start:end]
            by_start[start] = HeadingMark(name, level, start, end, start, end, _RULE)
    return [by_start[start] for start in sorted(by_start)]


def _by_depth(marks: Sequence[HeadingMark]) -> list[HeadingMark]:
    """Return the marks with their depth as the level, as ``kisima inspect`` shows it.

    An h4 at the top of a page has level 1 there.
    """
    path: list[HeadingMark] = []
    nested = []
    for mark in marks:
        while path and path[-1].level >= mark.level:
            path.pop()
        path.append(mark)
        nested.append(replace(mark, level=len(path)))
    return nested


def _place(
    text: str, marks: dict[int, HeadingMark], override: HeadingOverride
) -> tuple[int, int] | None:
    """Return the span of the line that an override names: a heading, or any other line."""
    places = {
        mark.start: mark.end
        for mark in marks.values()
        if _plain(text[mark.start : mark.end]) == override.line
    }
    start = 0
    for line in text.split("\n"):
        if _plain(line) == override.line:
            first = start + len(line) - len(line.lstrip())
            places.setdefault(first, first + len(line.strip()))
        start += len(line) + 1
    chosen = sorted(places)[override.nth - 1 : override.nth]
    return (chosen[0], places[chosen[0]]) if chosen else None


def _plain(line: str) -> str:
    return " ".join(line.split())
