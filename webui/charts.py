"""Draw pictures as records of boxes, lines and bars; templates write them as SVG.

A tree of units becomes a chart that grows from left to right: a column for each level, a
row for each unit without others below it. Text is broken by an estimate of its width, so
no font is measured. Colours are those of the style sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Protocol

__all__ = ["Bar", "Bars", "Box", "Chart", "TreeNode", "draw_bars", "draw_tree"]

BOX_WIDTH, GAP = 232, 44
LINE_HEIGHT, PADDING, ROW_GAP = 20, 10, 14
LETTERS_A_LINE = 27
"""Small letters that fit into a box: at a size of 15 they take 7.5 on average."""
MAX_LINES = 3
BAR_WIDTH, BARS_HEIGHT, BARS_WIDTH = 14, 120, 1020
"""Of one year at most, and of the picture: a wider one is shrunk by the page, with its labels."""
LABEL_WIDTH = 56
_LABEL_STEPS = (10, 20, 50, 100, 200, 500, 1000)


class TreeNode(Protocol):
    """A unit that can be drawn."""

    @property
    def label(self) -> str:
        """Its name."""

    @property
    def address(self) -> str:
        """Where a click leads; "" nowhere."""

    @property
    def nodes(self) -> Sequence[TreeNode]:
        """The units below it."""


@dataclass(frozen=True, slots=True)
class Box:
    """One unit: a rectangle with its name in lines."""

    x: int
    y: int
    height: int
    lines: tuple[tuple[int, str], ...]  # where the foot of each line is, and its text
    name: str
    href: str
    level: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A tree of boxes, and the lines from each box to those below it."""

    width: int
    height: int
    box_width: int
    boxes: tuple[Box, ...]
    connectors: tuple[str, ...]  # SVG paths


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    x: int
    y: int
    height: int
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A row of bars, one a year, and where which years are written below."""

    width: int
    height: int
    bar_width: int
    base: int  # where the bars stand
    bars: tuple[Bar, ...]
    labels: tuple[tuple[int, str], ...]


def draw_tree(root: TreeNode) -> Chart:
    """Return the chart of a tree, its root at the left."""
    boxes: list[Box] = []
    connectors: list[str] = []
    height, _ = _draw(root, 0, 0, boxes, connectors)
    width = max(box.x for box in boxes) + BOX_WIDTH
    return Chart(width + 2, height - ROW_GAP + 2, BOX_WIDTH, tuple(boxes), tuple(connectors))


def _draw(
    node: TreeNode, level: int, top: int, boxes: list[Box], connectors: list[str]
) -> tuple[int, int]:
    """Draw a node and what is below it from *top* on; return the end, and the box's middle."""
    letters = _letters_a_line(node.label, bold=level == 0)
    lines = wrap(node.label, letters) or [""]
    if len(lines) > MAX_LINES:
        lines = [*lines[: MAX_LINES - 1], f"{lines[MAX_LINES - 1][: letters - 1]}…"]
    own = len(lines) * LINE_HEIGHT + 2 * PADDING
    end, middles = top, []
    for below in node.nodes:
        end, middle = _draw(below, level + 1, end, boxes, connectors)
        middles.append(middle)
    end = max(end, top + own + ROW_GAP)
    middle = (middles[0] + middles[-1]) // 2 if middles else top + own // 2
    y = min(max(top, middle - own // 2), end - ROW_GAP - own)
    middle = y + own // 2
    x = level * (BOX_WIDTH + GAP)
    first = y + PADDING + 15
    texts = tuple((first + i * LINE_HEIGHT, line) for i, line in enumerate(lines))
    boxes.append(Box(x + 1, y + 1, own, texts, node.label, node.address, level))
    right, turn = x + BOX_WIDTH, x + BOX_WIDTH + GAP // 2
    connectors += [f"M{right} {middle}H{turn}V{to}H{right + GAP}" for to in middles]
    return end, middle


def _letters_a_line(label: str, *, bold: bool) -> int:
    """Return how many letters fit into a box: capitals and bold ones take more room.

    >>> _letters_a_line("Idara ya Fedha", bold=False), _letters_a_line("IDARA", bold=True)
    (27, 17)
    """
    capitals = 2 * sum(map(str.isupper, label)) > len(label)
    share = (0.75 if capitals else 1) * (0.85 if bold else 1)
    return int(LETTERS_A_LINE * share)


def draw_bars(counts: Sequence[tuple[str, int, str]]) -> Bars | None:
    """Return a bar for each year from the first to the last; None for fewer than two years.

    Args:
        counts: of each year its number, how many, and the address of its list; in order.
    """
    if len(counts) < 2:
        return None
    first, last = int(counts[0][0]), int(counts[-1][0])
    most = max(count for _, count, _ in counts)
    step = max(1, min(BAR_WIDTH, BARS_WIDTH // (last - first + 1)))
    bars = []
    for year, count, href in counts:
        height = max(2, round(BARS_HEIGHT * count / most))
        bars.append(
            Bar(
                (int(year) - first) * step,
                BARS_HEIGHT - height,
                height,
                f"{year}: {count:,}",
                href,
            )
        )
    years = next((n for n in _LABEL_STEPS if n * step >= LABEL_WIDTH), _LABEL_STEPS[-1])
    marked = range(first + -first % years, last + 1, years) if last - first >= 10 else (first, last)
    labels = tuple(((year - first) * step, str(year)) for year in marked)
    width = (last - first + 1) * step + 24
    return Bars(
        width, BARS_HEIGHT + 24, max(1, step - 1 - step // 6), BARS_HEIGHT, tuple(bars), labels
    )
