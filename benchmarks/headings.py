"""How well are headings found where no markup names them?

The web pages of ``../shared/data/documents/html`` are flattened to text, their
headings forgotten and found again by shape; precision, recall and F1 are
counted over heading lines. Some of the pages' tags mark sentences that only
lead in a list ("Majukumu ya kitengo hiki ni kama ifuatavyo;"), so the figures
are given with these in the truth and without. Pages are flattened twice: with
the marks of their lists, and without, as copying from a browser leaves them.

Run from the project's folder: ``.venv/bin/python benchmarks/headings.py [FOLDER]``
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kb import documents, sections
from kb.model import Document
from kb.sections.shapes import is_lead_in

__all__ = ["Figures", "main", "score"]

DEFAULT = Path("../shared/data/documents/html")
_MARK = re.compile(r"(?m)^\s*(?:- |\d{1,3}\. )(?=\D)")


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
    return Counter(" ".join(h.rstrip(": ").split()).casefold() for h in headings)


def score(
    pages: Iterable[Document], flatten: Callable[[str], str], *, lead_ins: bool, show: bool = False
) -> Figures:
    """Return how the headings found in flattened pages agree with the pages' own.

    Args:
        pages: documents whose headings their markup names.
        flatten: what becomes of a page's text.
        lead_ins: count headings of the markup that only lead in a list.
        show: print every difference.
    """
    right = found = wanted = 0
    for page in pages:
        flat = replace(page, text=flatten(page.text), headings=None, title=None, format="text")
        mine = _lines(s.heading for s in sections.outline(flat).sections if s.heading)
        truth = _lines(h.text for h in page.headings or () if lead_ins or not is_lead_in(h.text))
        agreed = mine & truth
        right += agreed.total()
        found += mine.total()
        wanted += truth.total()
        if show:
            for sign, lines in (("-", truth - agreed), ("+", mine - agreed)):
                for line in lines:
                    print(f"    {sign} {page.id}: {line}")
    return Figures(right, found, wanted)


def main(arguments: list[str]) -> None:
    """Print the figures for a folder of web pages."""
    show = "--show" in arguments
    folder = Path(next((a for a in arguments if not a.startswith("-")), DEFAULT))
    pages = [documents.read(p, p.name, None, 1 << 24) for p in sorted(folder.glob("*.html"))]
    if not any(page.headings for page in pages):
        raise SystemExit(f"{folder}: hakuna kurasa zenye vichwa · no pages with headings")
    print(f"{'pages flattened':<22}{'truth':<18}precision  recall     F1   lines")
    for name, flatten in (("lists marked", str), ("lists unmarked", lambda t: _MARK.sub("", t))):
        for truth, lead_ins in (("without lead-ins", False), ("with lead-ins", True)):
            figures = score(pages, flatten, lead_ins=lead_ins, show=show and not lead_ins)
            print(
                f"{name:<22}{truth:<18}{figures.precision:9.3f}{figures.recall:8.3f}"
                f"{figures.f1:7.3f}{figures.wanted:8d}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
