"""Measure the sections of real pages: headings, their levels, and titles.

A table of judgements (columns by tab: id, source, set, kind, level, text) says of each
page which lines are its headings, how deep, and which titles are right. A person judged
every page before the finder ran on it. ``benchmarks/judged/pages.tsv`` has headings and
addresses only; the pages are elsewhere, saved as text under their ids.

- A *heading* must occur in the outline as often as on the page. A line that repeats a
  right title counts neither way, and so does a line of kind *maybe*.
- A *level* is the depth of a right heading without the title of the page above it.
- A *title* is right if it is one of those in the table; the file's name counts where the
  table has it.

``site-1`` has all pages of two sites, as HTML. Each round of work has two sets. Rules are made on the open one (``open-2``); the sealed one
(``sealed-2``) is measured once, when they are done.

Run from the project's folder:
``.venv/bin/python benchmarks/sections.py FOLDER [--judged FILE] [--set NAME] [--show]``
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from kb.document import Document  # noqa: E402
from kb.indexing.site_furniture import find_cuts, page_edges, without_furniture  # noqa: E402
from kb.outline import outline  # noqa: E402
from kb.readers import read_document  # noqa: E402
from kb.store.sources import Source  # noqa: E402

__all__ = ["Judgement", "Tally", "compare", "judgements", "main"]

DEFAULT = PROJECT / "benchmarks" / "judged" / "pages.tsv"
MAX_BYTES = 1 << 20

Heading = tuple[int, str]
"""Level and plain text."""


@dataclass(slots=True)
class Judgement:
    """What a person says of one page."""

    batch: str  # the round and whether rules may be made on it: open-1, sealed-1, open-2
    titles: set[str] = field(default_factory=set)
    headings: list[Heading] = field(default_factory=list)
    maybe: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Tally:
    """Counts over pages."""

    pages: int = 0
    titles: int = 0
    right: int = 0
    detected: int = 0
    expected: int = 0
    levels: int = 0

    def line(self, name: str) -> str:
        """Return the figures as one line of a table."""
        precision = self.right / max(1, self.detected)
        recall = self.right / max(1, self.expected)
        f1 = 2 * self.right / max(1, self.detected + self.expected)
        return (
            f"{name:<10}{self.pages:6d}{100 * precision:8.1f}{100 * recall:8.1f}{100 * f1:8.1f}"
            f"{100 * self.levels / max(1, self.right):8.1f}"
            f"{100 * self.titles / max(1, self.pages):8.1f}{self.expected:10d}"
        )


def plain(text: str) -> str:
    """Return a line in the form in which lines are compared."""
    return " ".join(text.split()).strip("#*.,;:-– ").casefold()


def judgements(file: Path) -> dict[str, Judgement]:
    """Return the judgement of each page in a table."""
    rows = file.read_text(encoding="utf-8").splitlines()[1:]
    pages: dict[str, Judgement] = {}
    for id, _source, name, kind, level, text in (row.split("\t") for row in rows):
        page = pages.setdefault(id, Judgement(name))
        if kind == "title":
            page.titles.add(plain(text))
        elif kind == "maybe":
            page.maybe.add(plain(text))
        else:
            page.headings.append((int(level), plain(text)))
    return pages


def documents(folder: Path, ids: Iterable[str]) -> dict[str, Document]:
    """Return the pages as an index has them: without what repeats over the pages of a site."""
    pages = {id: read_document(folder / id, id, None, MAX_BYTES) for id in ids}
    files = {
        id: Source(0, 0, 0, 0, id, "", origin=page.source, edges=page_edges(page))
        for id, page in pages.items()
    }
    cuts = find_cuts(files)
    return {id: without_furniture(page, cuts.get(id, "")) for id, page in pages.items()}


def detected(document: Document, judgement: Judgement) -> tuple[str, list[Heading]]:
    """Return the title and headings that the outliner detects."""
    result = outline(document)
    headings = []
    for section in result.sections:
        if section.heading is None:
            continue
        above = [name for name in section.path if plain(name) not in judgement.titles]
        headings.append((len(above), plain(section.heading)))
    return plain(result.title), headings


def compare(
    judgement: Judgement, title: str, headings: Sequence[Heading]
) -> tuple[Tally, Counter[str], Counter[str]]:
    """Return the counts of one page, the headings it lacks, and those it has too many."""
    neutral = judgement.titles | judgement.maybe
    truth = Counter(text for _, text in judgement.headings if text not in neutral)
    mine = Counter(text for _, text in headings if text not in neutral)
    agreed = truth & mine
    placed = Counter(judgement.headings) & Counter(headings)
    levels = sum(times for (_, text), times in placed.items() if text not in neutral)
    right = title in judgement.titles
    tally = Tally(1, right, agreed.total(), mine.total(), truth.total(), levels)
    return tally, truth - agreed, mine - agreed


def add(total: Tally, one: Tally) -> None:
    """Add the counts of a page."""
    for name in Tally.__slots__:
        setattr(total, name, getattr(total, name) + getattr(one, name))


def measure(folder: Path, pages: Mapping[str, Judgement], *, show: bool) -> Tally:
    """Return the counts over the pages of a folder; print every difference if asked."""
    total = Tally()
    read = documents(folder, pages)
    for id, judgement in pages.items():
        title, headings = detected(read[id], judgement)
        tally, missing, extra = compare(judgement, title, headings)
        add(total, tally)
        if not show:
            continue
        if not tally.titles:
            print(f"    title {id}: {title!r}, not {sorted(judgement.titles)}")
        for sign, lines in (("-", missing), ("+", extra)):
            for line in lines.elements():
                print(f"    {sign} {id}: {line}")
        if tally.levels < tally.right:
            print(f"    levels {id}: {tally.levels} of {tally.right}: {headings}")
    return total


def main(arguments: Sequence[str]) -> None:
    """Print the figures for a folder of pages."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--judged", type=Path, default=DEFAULT, help="the table of judgements")
    parser.add_argument("--set", default="open-2", help="which set of pages to measure")
    parser.add_argument("--show", action="store_true", help="print every difference")
    options = parser.parse_args(arguments)
    pages = {
        id: page for id, page in judgements(options.judged).items() if page.batch == options.set
    }
    absent = [id for id in pages if not (options.folder / id).is_file()]
    if absent:
        raise SystemExit(f"{options.folder}: {len(absent)} pages are missing, first {absent[0]}")
    total = measure(options.folder, pages, show=options.show)
    print(f"{'pages':<10}{'':6}{'P':>8}{'R':>8}{'F1':>8}{'levels':>8}{'titles':>8}{'headings':>10}")
    print(total.line(options.set))


if __name__ == "__main__":
    main(sys.argv[1:])
