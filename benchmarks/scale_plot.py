"""Draw the figures of benchmarks/scale.py: an SVG written by hand, for light and dark pages.

Three panels share one horizontal axis, the passages. All axes are logarithmic: a straight line
is a power of the size, and a level one costs the same at every size. A dashed end leads to
what the fit gives for ten times the largest size.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

__all__ = ["draw"]

_Figures = Mapping[str, Mapping[int, Mapping[str, float]]]


class _Panel(NamedTuple):
    title: str
    names: tuple[str, ...]  # of the figures; what is there is added up


_PANELS = (
    _Panel("Search, 95th percentile, ms", ("p95_ms",)),
    _Panel("Build, CPU seconds", ("parse_seconds", "analyse_seconds", "write_seconds")),
    _Panel("Index, MB", ("size_mb",)),
)
_COLOURS = ("#2f81d7", "#d9730d", "#8a5cd1", "#2f9e5b", "#c2436b")  # 3:1 or more on white and black
_LABELS: Mapping[str, str] = {
    "whoosh": "Kisima on Whoosh",
    "tantivy": "Kisima on Tantivy",
    "opensearch": "Kisima on OpenSearch",
    "bare_tantivy": "bare Tantivy",
    "fts5": "SQLite FTS5",
}

_WIDTH, _HEIGHT, _LEFT, _TOP, _APART = 250, 220, 50, 60, 320
_STYLE = (
    "text{font:12px sans-serif;fill:#1f2328}.title{font-weight:bold}"
    ".grid{stroke:#8b949e;stroke-opacity:.35}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}}"
)


def draw(figures: _Figures) -> str:
    """Return the SVG of the figures: engine → passages → name → value."""
    width, height = _LEFT + _APART * len(_PANELS), _TOP + _HEIGHT + 40
    what = "How search, build and index grow with the number of passages"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{what}</title>",
        f"<style>{_STYLE}</style>",
        *_legend([engine for engine, rows in figures.items() if rows]),
    ]
    for place, panel in enumerate(_PANELS):
        parts.append(f'<g transform="translate({_LEFT + place * _APART},{_TOP})">')
        parts += _panel(panel, figures)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def _legend(engines: Sequence[str]) -> Iterator[str]:
    for place, engine in enumerate(engines):
        at = _LEFT + place * 170
        yield f'<rect x="{at}" y="10" width="12" height="12" fill="{_colour(engine)}"/>'
        yield f'<text x="{at + 18}" y="20">{escape(_LABELS[engine])}</text>'


def _colour(engine: str) -> str:
    return _COLOURS[list(_LABELS).index(engine)]


def _panel(panel: _Panel, figures: _Figures) -> Iterator[str]:
    lines = {
        engine: [
            (math.log10(count), math.log10(value))
            for count, row in sorted(rows.items())
            if (value := sum(row.get(name, 0.0) for name in panel.names)) > 0
        ]
        for engine, rows in figures.items()
    }
    points = [point for line in lines.values() for point in line]
    yield f'<text class="title" x="0" y="-12">{escape(panel.title)}</text>'
    if not points:
        return
    left, right = math.floor(min(x for x, _ in points)), math.ceil(max(x for x, _ in points)) + 1
    ends = {engine: _end(line) for engine, line in lines.items()}
    heights = [y for _, y in points] + [end[1] for end in ends.values() if end]
    low, high = math.floor(min(heights)), max(math.ceil(max(heights)), math.floor(min(heights)) + 1)

    def at(point: tuple[float, float]) -> str:
        x = (point[0] - left) / (right - left) * _WIDTH
        y = _HEIGHT - (point[1] - low) / (high - low) * _HEIGHT
        return f"{x:.1f},{y:.1f}"

    for power in range(left, right + 1):
        x, _, _ = at((power, low)).partition(",")
        yield f'<line class="grid" x1="{x}" y1="0" x2="{x}" y2="{_HEIGHT}"/>'
        yield f'<text x="{x}" y="{_HEIGHT + 18}" text-anchor="middle">{_short(power)}</text>'
    for power in range(low, high + 1):
        _, _, y = at((left, power)).partition(",")
        yield f'<line class="grid" x1="0" y1="{y}" x2="{_WIDTH}" y2="{y}"/>'
        yield f'<text x="-6" y="{float(y) + 4:.1f}" text-anchor="end">{_short(power)}</text>'
    for engine, line in lines.items():
        drawn = f'fill="none" stroke="{_colour(engine)}" stroke-width="2"'
        yield f'<polyline points="{" ".join(map(at, line))}" {drawn}/>'
        for point in line:
            x, _, y = at(point).partition(",")
            yield f'<circle cx="{x}" cy="{y}" r="3" fill="{_colour(engine)}"/>'
        if end := ends[engine]:
            yield f'<polyline points="{at(line[-1])} {at(end)}" {drawn} stroke-dasharray="3 4"/>'


def _end(line: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """Return the point of the fit at ten times the largest size; both axes are logarithmic."""
    if len(line) < 2:
        return None
    (x, y), (next_x, next_y) = line[-2:]
    return next_x + 1, next_y + (next_y - y) / (next_x - x)


def _short(power: int) -> str:
    """Return a power of ten as an axis has it.

    >>> [_short(power) for power in (-1, 0, 4, 6)]
    ['0.1', '1', '10 k', '1 M']
    """
    if power < 0:
        return f"{10.0**power:g}"
    return f"{10 ** (power % 3)}" + ("", " k", " M", " G")[power // 3]
