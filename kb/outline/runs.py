"""Decide which lines of a run of short lines are headings.

A *run* is a series of short lines with no text or list between them. Usually it is one
line long, and that line is the heading of the text below. In a longer run a line may also
be the whole text of the heading above it (a motto), a heading that only contains others
(Misingi Mikuu), or an item of a list without marks. What decides:

- a heading has something below it, so the last line of a run is the best candidate;
- a line is *strong* if its style marks it (numbers, marks, capitals), if it plainly names
  a kind, or if the page announced it; the other lines are *weak*;
- a dira, dhamira or kaulimbiu always has text, so the line below it is text;
- blank lines group a heading with its text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.outline.kinds import group, kind_of
from kb.outline.line_shape import Shape
from kb.outline.lines import TextLine

__all__ = ["LEAVES", "HeadingCandidate", "gathers", "headings_of_run", "is_plural", "joins"]

LEAVES = frozenset({"dira", "dhamira", "kaulimbiu"})
"""Kinds whose sections contain text and no other sections."""

EXPLICIT = frozenset({"part", "number", "letter", "mark", "record"})
"""Styles that mark a heading by themselves."""

_MIN_LISTED = 3
"""Short lines from which a run below a lead-in is a list."""

_AND = re.compile(r"\s*(?:,|&|\bna\b|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class HeadingCandidate:
    """A short line, its shape, and what the rest of the page says about it."""

    line: TextLine
    shape: Shape
    announced: bool
    caps: bool  # in capitals, on a page where that marks headings

    @property
    def explicit(self) -> bool:
        """Whether its style alone marks it as a heading."""
        return self.shape.style in EXPLICIT or self.caps

    @property
    def strong(self) -> bool:
        """Whether it is a heading whatever its position in the run."""
        known = self.shape.known
        return self.explicit or self.announced or (known is not None and known.plainly)

    @property
    def kind(self) -> str | None:
        """The kind it names."""
        return self.shape.known.kind if self.shape.known else None


def gathers(upper: HeadingCandidate, lower: HeadingCandidate) -> bool:
    """Tell whether *upper* can be a heading that only contains *lower* and its siblings."""
    if upper.explicit != lower.explicit:
        return upper.explicit or lower.shape.style in {"number", "letter"}
    if upper.shape.style != lower.shape.style and upper.explicit:
        return True
    if upper.shape.style in {"part", "mark"} and upper.shape.rank < lower.shape.rank:
        return True
    if upper.shape.style == "number":
        return len(upper.shape.rank) < len(lower.shape.rank)
    if joins(upper, lower):
        return True
    if upper.kind == lower.kind and upper.kind is not None and not is_plural(upper):
        return False
    holds = group(upper.kind)
    if holds is None:
        return upper.kind is None and upper.announced
    return (lower.kind or "?") in holds.holds or (not lower.strong and "?" in holds.holds)


def joins(upper: HeadingCandidate, lower: HeadingCandidate) -> bool:
    """Tell whether *upper* joins several names, and *lower* is one: "Dira na Dhima", "Dira"."""
    names = _AND.split(upper.line.body.casefold())
    if len(names) < 2:
        return False
    kinds = {kind_of(name) for name in names} - {None}
    if len(kinds) < 2:
        kinds = set()  # "Idara ya Meli na Boti" is one unit
    named = lower.shape.known is not None and lower.shape.known.plainly
    return lower.line.body.casefold().rstrip(" :.") in names or (named and lower.kind in kinds)


def is_plural(candidate: HeadingCandidate) -> bool:
    """Tell whether a heading names several units, not one: "Idara za …", "Idara na Vitengo"."""
    known = candidate.shape.known
    if known is None:
        return False
    rest = candidate.line.body[candidate.line.body.lower().find(known.form) + len(known.form) :]
    follows = rest.split()[0].lower() if rest.split() else ""
    return (
        not rest.strip(" :")
        or rest.startswith(",")
        or follows in {"za", "vya", "na", "mbalimbali", "zote"}
        or (
            follows.endswith("etu")
            or known.form in {"vitengo", "matawi", "viongozi", "wakurugenzi"}
        )
    )


def headings_of_run(run: Sequence[HeadingCandidate], before: str, after: str) -> set[int]:
    """Return the positions of the headings in a run.

    Args:
        run: short lines without text or a list between them.
        before: the sort of the line above: "start", "title", "text", "item" or "lead-in".
        after: the sort of the line below: "text", "item", "lead-in" or "end".
    """
    strong = [candidate.strong for candidate in run]
    if before == "lead-in" and _is_list(run) and _names_alike(run):
        return set()
    if before == "lead-in" and _is_list(run):
        # Lines below a lead-in are items, even where one names a kind; the last may be a heading.
        strong[:-1] = [candidate.explicit or candidate.announced for candidate in run[:-1]]
    headings: set[int] = set()
    opened: HeadingCandidate | None = None
    i = 0
    while i < len(run):
        if strong[i]:
            if _is_strong_heading(run, i, after):
                headings.add(i)
                opened = run[i]
            i += 1
            continue
        stop = i
        while stop < len(run) and not strong[stop]:
            stop += 1
        named = before == "title" and i == 0  # the title names the series below it
        heads = (after != "end" and stop == len(run)) or (not named and _starts_series(run, stop))
        chosen = _weak(run[i:stop], opened, before if i == 0 else "text", heads)
        headings.update(i + place for place in chosen)
        opened = None
        i = stop
    return headings


def _is_list(run: Sequence[HeadingCandidate]) -> bool:
    """Tell whether short lines follow without blank lines, as the items of a list."""
    return len(run) >= _MIN_LISTED and all(candidate.line.above == 0 for candidate in run)


def _names_alike(run: Sequence[HeadingCandidate]) -> bool:
    """Tell whether all lines begin with the same word of a kind: offices, one by one."""
    forms = {c.shape.known.form if c.shape.known else "" for c in run}
    return len(forms) == 1 and "" not in forms and not any(c.explicit or c.announced for c in run)


def _starts_series(run: Sequence[HeadingCandidate], i: int) -> bool:
    """Tell whether line *i* is the first of a numbered series; its name is above it."""
    if i >= len(run):
        return False
    its = run[i].shape
    return (its.style == "number" and its.rank[-1] == 1) or (
        its.style == "letter" and run[i].line.body.lstrip("(").startswith(("A", "I."))
    )


def _is_strong_heading(run: Sequence[HeadingCandidate], i: int, after: str) -> bool:
    this = run[i]
    if i == len(run) - 1:
        whole = (
            this.shape.known is not None
            and this.shape.words == this.shape.known.form.count(" ") + 1
        )
        return after != "end" or this.explicit or whole
    below = run[i + 1]
    if _same(this, below) or not below.strong or gathers(this, below):
        return True
    if this.explicit and below.explicit and {this.shape.style, below.shape.style} != {"caps"}:
        return True  # the name of a part is below its number
    # One empty section is possible; several names in a row are a list, a menu or a letterhead.
    near = [run[j] for j in (i - 1, i + 2) if 0 <= j < len(run)]
    alone = not any(other.strong for other in near)
    return alone and (this.kind != below.kind or (this.kind is None and this.caps))


def _same(this: HeadingCandidate, other: HeadingCandidate) -> bool:
    return this.line.body.casefold() == other.line.body.casefold()


def _weak(
    lines: Sequence[HeadingCandidate], opened: HeadingCandidate | None, before: str, heads: bool
) -> set[int]:
    """Return the headings among the weak lines between two strong ones, or text."""
    last = len(lines) - 1
    blocks = _blocks(lines)
    paired = len(blocks) > 1 and all(size > 1 for _, size in blocks[:-1])
    if opened is None and before != "lead-in" and paired:
        # Each block is a heading and its line; the last may be the heading of what follows.
        return {start for start, size in blocks if size > 1 or heads}
    if opened is not None:
        if not heads:
            return set()
        closed = opened.kind in LEAVES and not joins(opened, lines[0])
        if last == 0 and (closed or not _may_hold(opened)):
            return set()
        return {last}
    if before == "lead-in":
        alone = last == 0 or lines[last].line.above > 0 or all(c.line.above == 0 for c in lines)
        return {last} if heads and alone else set()
    if last == 0:
        return {0} if heads else set()
    if not heads:
        return {0}
    if last == 1 or lines[last].line.above > 0 or all(c.line.above == 0 for c in lines[1:]):
        return {0, last}
    return {0}


def _may_hold(upper: HeadingCandidate) -> bool:
    holds = group(upper.kind)
    open_kind = upper.kind is None or upper.kind == "utangulizi"  # what it introduces is below it
    return upper.explicit or open_kind or (holds is not None and "?" in holds.holds)


def _blocks(lines: Sequence[HeadingCandidate]) -> list[tuple[int, int]]:
    """Return start and size of each block: lines without a blank line between them."""
    starts = [i for i, c in enumerate(lines) if i == 0 or c.line.above > 0]
    return [
        (start, stop - start) for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
