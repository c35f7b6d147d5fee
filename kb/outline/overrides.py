"""Apply what a person says about headings to those that were found.

Takes the marks of a document and the overrulings of its sidecar, gives marks.
A line is found by its words, the nth of those that read so; a rule whose line
is not there changes nothing (``kb.readers`` warns of it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.document import HeadingOverride
from kb.outline.tree import HeadingMark

__all__ = ["apply_overrides"]

_FOUND = "sidecar"


def apply_overrides(
    text: str, marks: Sequence[HeadingMark], rules: Sequence[HeadingOverride]
) -> list[HeadingMark]:
    """Return the marks with every rule applied, in reading order."""
    if not rules:
        return list(marks)
    found = {mark.start: mark for mark in _by_depth(marks)}
    for rule in rules:
        place = _place(text, found, rule)
        if place is None:
            continue
        start, end = place
        mark = found.get(start)
        if rule.drop:
            found.pop(start, None)
        elif mark is not None:
            found[start] = replace(
                mark, text=rule.name or mark.text, level=rule.level or mark.level, found=_FOUND
            )
        else:
            above = [found[at] for at in sorted(found) if at < start]
            level = rule.level or (above[-1].level if above else 1)
            name = rule.name or text[start:end]
            found[start] = HeadingMark(name, level, start, end, start, end, _FOUND)
    return [found[start] for start in sorted(found)]


def _by_depth(marks: Sequence[HeadingMark]) -> list[HeadingMark]:
    """Number levels as ``kisima inspect`` shows them: h4 on top of a page is level 1 there."""
    path: list[HeadingMark] = []
    found = []
    for mark in marks:
        while path and path[-1].level >= mark.level:
            path.pop()
        path.append(mark)
        found.append(replace(mark, level=len(path)))
    return found


def _place(
    text: str, marks: dict[int, HeadingMark], rule: HeadingOverride
) -> tuple[int, int] | None:
    """Return where the line of a rule stands: among the headings found, and among all lines."""
    places = {
        mark.start: mark.end
        for mark in marks.values()
        if _plain(text[mark.start : mark.end]) == rule.line
    }
    start = 0
    for line in text.split("\n"):
        if _plain(line) == rule.line:
            first = start + len(line) - len(line.lstrip())
            places.setdefault(first, first + len(line.strip()))
        start += len(line) + 1
    chosen = sorted(places)[rule.nth - 1 : rule.nth]
    return (chosen[0], places[chosen[0]]) if chosen else None


def _plain(line: str) -> str:
    return " ".join(line.split())
