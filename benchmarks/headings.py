"""Measure how well headings without markup are detected: precision, recall and F1.

The web pages of ``../shared/data/documents/html`` are flattened to text without headings.
The outliner detects the headings again by their shape. The figures count heading lines,
including the title at the top of a page. Some tags mark sentences that only introduce a list
("Majukumu ya kitengo hiki ni kama ifuatavyo;"); they do not count as headings.

Many headings of these pages have no tag, so tags alone do not show whether an untagged line
is a heading. ``--judged FILE`` is a table of lines that a person has judged (columns by tab:
page, line, heading yes or no, reason); lines with yes count as headings. Pages are flattened
twice: with the marks of their lists, and without, like text that is copied from a browser.
The rules were written for the first half of the pages (every second one by name).

Run from the project's folder:
``.venv/bin/python benchmarks/headings.py [FOLDER] [--judged FILE] [--show]``
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from kb import outline as sections  # noqa: E402
from kb.document import Document  # noqa: E402
from kb.outline.line_shape import is_lead_in  # noqa: E402
from kb.readers import read_document  # noqa: E402

__all__ = ["Figures", "judgements", "main", "score"]

DEFAULT = PROJECT.parent / "shared" / "data" / "documents" / "html"
SUFFIXES = {".html", ".md", ".txt"}
MAX_TITLE_LINES = 4
"""The title of a page is among its first lines: this many."""

_MARK = re.compile(r"(?m)^\s*(?:- |\d{1,3}\. )(?=\D)")

Judged = Mapping[str, Counter[str]]
"""For each page: the lines without a tag that a person judged to be headings."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of heading lines over some pages."""

    right: int
    detected: int
    expected: int

    @property
    def precision(self) -> float:
        """Share of detected headings that are headings."""
        return self.right / self.detected if self.detected else 0.0

    @property
    def recall(self) -> float:
        """Share of headings that are detected."""
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.detected + self.expected
        return 2 * self.right / total if total else 0.0


def _lines(headings: Iterable[str]) -> Counter[str]:
    return Counter(" ".join(h.rstrip(": .<>").split()).casefold() for h in headings)


def judgements(file: Path) -> Judged:
    """Return the lines of each page that are headings in the table in *file*."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line]
    judged: dict[str, Counter[str]] = {}
    for page, line, heading, *_ in rows:
        if heading == "yes":
            judged.setdefault(page, Counter()).update(_lines([line]))
    return judged


def _headings(page: Document) -> Counter[str]:
    """Return the detected heading lines of a page, including its title."""
    outline = sections.outline(page)
    headings = [s.heading for s in outline.sections if s.heading]
    first = min((s.start for s in outline.sections if s.heading), default=len(page.text))
    if outline.title and outline.title in page.text[:first].strip().splitlines()[:MAX_TITLE_LINES]:
        headings.append(outline.title)
    return _lines(headings)


def score(
    pages: Iterable[Document], flatten: Callable[[str], str], judged: Judged, *, show: bool = False
) -> Figures:
    """Compare the detected headings of flattened pages with the expected ones.

    Args:
        pages: documents with headings from their markup.
        flatten: changes the text of a page.
        judged: headings without a tag.
        show: print every difference.
    """
    right = detected = expected = 0
    for page in pages:
        flat = replace(page, text=flatten(page.text), headings=None, title=None, format="text")
        mine = _headings(flat)
        truth = _lines(h.text for h in page.headings or () if not is_lead_in(h.text))
        truth += judged.get(page.id, Counter())
        agreed = mine & truth
        right += agreed.total()
        detected += mine.total()
        expected += truth.total()
        if show:
            for sign, lines in (("-", truth - agreed), ("+", mine - agreed)):
                for line, times in lines.items():
                    print(
                        f"    {sign} {page.id}: {line}" + (f" ({times} times)" if times > 1 else "")
                    )
    return Figures(right, detected, expected)


def _ceiling(pages: Iterable[Document], judged: Judged) -> float:
    """Return the F1, by tags alone, of a perfect detector."""
    tagged = sum(not is_lead_in(h.text) for page in pages for h in page.headings or ())
    untagged = sum(lines.total() for lines in judged.values())
    return 2 * tagged / (2 * tagged + untagged)


def main(arguments: Sequence[str]) -> None:
    """Print the figures for a folder of pages."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--judged", type=Path, help="a table of judged lines")
    parser.add_argument("--show", action="store_true", help="print every difference")
    options = parser.parse_args(arguments)
    files = [p for p in sorted(options.folder.iterdir()) if p.suffix in SUFFIXES]
    pages = [read_document(p, p.name, None, 1 << 24) for p in files]
    if not any(page.headings for page in pages):
        raise SystemExit(f"{options.folder}: hakuna kurasa zenye vichwa · no pages with headings")
    truths: list[tuple[str, Judged]] = [("tags", {})]
    if options.judged:
        truths.append(("tags and judged", judgements(options.judged)))
    print(f"{'lists':<10}{'pages':<14}{'truth':<18}precision  recall     F1   lines")
    halves = (("all", pages), ("first half", pages[::2]), ("second half", pages[1::2]))
    flattened = (("marked", str), ("unmarked", lambda text: _MARK.sub("", text)))
    for lists, flatten in flattened:
        for half, some in halves:
            for truth, judged in truths:
                show = options.show and half == "all" and truth == truths[-1][0]
                figures = score(some, flatten, judged, show=show)
                print(
                    f"{lists:<10}{half:<14}{truth:<18}{figures.precision:9.3f}"
                    f"{figures.recall:8.3f}{figures.f1:7.3f}{figures.expected:8d}"
                )
    if options.judged:
        print(f"F1 against the tags alone, at most: {_ceiling(pages, truths[-1][1]):.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
