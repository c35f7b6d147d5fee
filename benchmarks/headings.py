"""How well are headings found where no markup names them?

The web pages of ``../shared/data/documents/html`` are flattened to text, their
headings forgotten and found again by shape; precision, recall and F1 are
counted over heading lines, the title line on top of a page among them. Some of
the pages' tags mark sentences that only lead in a list ("Majukumu ya kitengo
hiki ni kama ifuatavyo;"); these are left out of the truth.

Many true headings of these pages carry no tag, so the tags alone cannot tell a
wrong heading from an untagged one. ``--judged FILE`` names a table of lines
that a person has judged (columns by tab: page, line, heading yes or no, why);
those with yes join the truth. Pages are flattened twice: with the marks of
their lists, and without, as copying from a browser leaves them. Rules are made
on the first half of the pages (every other one by name) and checked on both.

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
MOST_ON_TOP = 4
"""Lines among which the title of a page stands."""

_MARK = re.compile(r"(?m)^\s*(?:- |\d{1,3}\. )(?=\D)")

Judged = Mapping[str, Counter[str]]
"""Of each page, the lines a person holds for headings that carry no tag."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of heading lines over some pages."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of found headings that are headings."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of headings that are found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0


def _lines(headings: Iterable[str]) -> Counter[str]:
    return Counter(" ".join(h.rstrip(": .<>").split()).casefold() for h in headings)


def judgements(file: Path) -> Judged:
    """Return the untagged lines of each page that the table in *file* calls headings."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line]
    found: dict[str, Counter[str]] = {}
    for page, line, heading, *_ in rows:
        if heading == "yes":
            found.setdefault(page, Counter()).update(_lines([line]))
    return found


def _headings(page: Document) -> Counter[str]:
    """Return the heading lines found in a page, its title line among them."""
    outline = sections.outline(page)
    found = [s.heading for s in outline.sections if s.heading]
    first = min((s.start for s in outline.sections if s.heading), default=len(page.text))
    if outline.title and outline.title in page.text[:first].strip().splitlines()[:MOST_ON_TOP]:
        found.append(outline.title)
    return _lines(found)


def score(
    pages: Iterable[Document], flatten: Callable[[str], str], judged: Judged, *, show: bool = False
) -> Figures:
    """Return how the headings found in flattened pages agree with the true ones.

    Args:
        pages: documents whose headings their markup names.
        flatten: what becomes of a page's text.
        judged: headings that carry no tag.
        show: print every difference.
    """
    right = found = wanted = 0
    for page in pages:
        flat = replace(page, text=flatten(page.text), headings=None, title=None, format="text")
        mine = _headings(flat)
        truth = _lines(h.text for h in page.headings or () if not is_lead_in(h.text))
        truth += judged.get(page.id, Counter())
        agreed = mine & truth
        right += agreed.total()
        found += mine.total()
        wanted += truth.total()
        if show:
            for sign, lines in (("-", truth - agreed), ("+", mine - agreed)):
                for line, times in lines.items():
                    print(
                        f"    {sign} {page.id}: {line}" + (f" ({times} times)" if times > 1 else "")
                    )
    return Figures(right, found, wanted)


def _ceiling(pages: Iterable[Document], judged: Judged) -> float:
    """Return the F1 against the tags of a finder that finds every true heading and nothing else."""
    tagged = sum(not is_lead_in(h.text) for page in pages for h in page.headings or ())
    untagged = sum(lines.total() for lines in judged.values())
    return 2 * tagged / (2 * tagged + untagged)


def main(arguments: Sequence[str]) -> None:
    """Print the figures for a folder of pages."""
    parser = argparse.ArgumentParser(description="Headings found by shape, against those marked.")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--judged", type=Path, help="a table of judged lines")
    parser.add_argument("--show", action="store_true", help="print every difference")
    asked = parser.parse_args(arguments)
    files = [p for p in sorted(asked.folder.iterdir()) if p.suffix in SUFFIXES]
    pages = [read_document(p, p.name, None, 1 << 24) for p in files]
    if not any(page.headings for page in pages):
        raise SystemExit(f"{asked.folder}: hakuna kurasa zenye vichwa · no pages with headings")
    truths: list[tuple[str, Judged]] = [("tags", {})]
    if asked.judged:
        truths.append(("tags and judged", judgements(asked.judged)))
    print(f"{'lists':<10}{'pages':<14}{'truth':<18}precision  recall     F1   lines")
    halves = (("all", pages), ("first half", pages[::2]), ("second half", pages[1::2]))
    flattened = (("marked", str), ("unmarked", lambda text: _MARK.sub("", text)))
    for lists, flatten in flattened:
        for half, some in halves:
            for truth, judged in truths:
                show = asked.show and half == "all" and truth == truths[-1][0]
                figures = score(some, flatten, judged, show=show)
                print(
                    f"{lists:<10}{half:<14}{truth:<18}{figures.precision:9.3f}"
                    f"{figures.recall:8.3f}{figures.f1:7.3f}{figures.wanted:8d}"
                )
    if asked.judged:
        print(f"F1 against the tags alone, at most: {_ceiling(pages, truths[-1][1]):.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
