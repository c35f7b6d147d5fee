"""Measure OCR on scans made of our own documents: words read, headings, time.

    python benchmarks/ocr.py [--pages N]

Each document of corpus/ and tests/data/pages is set as a page, rendered, turned by a degree
or two and given the noise of a scanner. The words that come back in their order, of all
that were printed, are the accuracy. English pages are those of docs/, with models of one
language and of both.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from kb.cleaning import one_line  # noqa: E402  the project is found by its path
from kb.readers import pdf as reader  # noqa: E402
from kb.readers.ocr.recognize import Ocr  # noqa: E402
from kb.readers.ocr.tesseract import Tesseract, installed  # noqa: E402
from tests.kb.readers.making import Said, pdf  # noqa: E402
from tests.kb.readers.scans import scan_pdf, scanned  # noqa: E402

SCANS = ((300, 0.0), (300, 1.0), (300, -2.0), (150, 1.0), (150, -2.0))
NOISE = 20.0
MODELS = ("swa", "eng", "swa+eng")
MIN_ACCURACY = 0.97


class PrintedPage(NamedTuple):
    """A page as it was printed."""

    name: str
    words: list[str]
    headings: list[str]
    data: bytes


def words(text: str) -> list[str]:
    """Return the words of a text, capitals and the kind of apostrophe aside."""
    return re.findall(r"[\w']+", text.replace("’", "'").lower())


def printed(path: Path) -> PrintedPage:
    """Return the first page of a document of headings and paragraphs."""
    lines: list[Said] = []
    y = 740.0
    for raw in path.read_text(encoding="utf-8").splitlines():
        plain = re.sub(r"<[^>]+>|[|`*_]", " ", raw)
        plain = one_line(plain.encode("cp1252", "ignore").decode("cp1252"))
        text = plain.lstrip("# ")
        is_heading = plain.startswith("#")
        for line in textwrap.wrap(text, 50 if is_heading else 82):
            if y < 60:
                break
            lines.append(Said(72, y, line, 16 if is_heading else 11, is_heading))
            y -= 22 if is_heading else 14
        y -= 8
    headings = [line.text for line in lines if line.bold]
    text = " ".join(line.text for line in lines)
    return PrintedPage(path.name, words(text), headings, pdf(lines))


def matched(expected: list[str], read: list[str]) -> int:
    """Return how many of the expected words were read, in their order."""
    blocks = difflib.SequenceMatcher(None, expected, read, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def measured(
    pages: list[PrintedPage], program: Tesseract, dpi: int, degrees: float
) -> tuple[float, float, float]:
    """Return the accuracy of words, the share of headings, and the seconds of a page."""
    right = total = headings = all_headings = 0
    started = time.perf_counter()
    for page in pages:
        scan = scan_pdf(scanned(page.data, dpi=dpi, degrees=degrees, noise=NOISE), dpi)
        parsed = reader.parse(scan, ocr=Ocr(program, 1, 300))
        right += matched(page.words, words(parsed.text))
        total += len(page.words)
        read = {" ".join(words(heading.text)) for heading in parsed.headings or ()}
        headings += sum(" ".join(words(heading)) in read for heading in page.headings)
        all_headings += len(page.headings)
    seconds = (time.perf_counter() - started) / len(pages)
    return right / total, headings / max(1, all_headings), seconds


def documents(count: int) -> Iterator[PrintedPage]:
    """Yield the Swahili pages."""
    paths = [*PROJECT.glob("corpus/*/*.*"), *PROJECT.glob("tests/data/pages/*.txt")]
    yield from (printed(path) for path in sorted(paths)[:count])


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pages", type=int, default=8, help="pages of each language")
    count = options.parse_args().pages
    program = installed()
    if program is None:
        sys.exit("Tesseract is not installed")
    pages = list(documents(count))
    print(f"Tesseract {program.version}, {len(pages)} pages in Swahili, noise {NOISE:.0f}")
    print("| dpi | turned | words | headings | s a page |\n|---|---|---|---|---|")
    for dpi, degrees in SCANS:
        accuracy, headings, seconds = measured(pages, program, dpi, degrees)
        print(f"| {dpi} | {degrees:+.0f}° | {accuracy:.1%} | {headings:.0%} | {seconds:.1f} |")
        assert accuracy >= MIN_ACCURACY or dpi < 300, "less than the aim"
    english = [printed(path) for path in sorted(PROJECT.glob("docs/*.md"))[:count]]
    print("\n| model | Swahili | English | s a page |\n|---|---|---|---|")
    for model in MODELS:
        one = replace(program, languages=model)
        swahili, _, seconds = measured(pages, one, 300, 1.0)
        print(
            f"| {model} | {swahili:.1%} | {measured(english, one, 300, 1.0)[0]:.1%} | {seconds:.1f} |"
        )


if __name__ == "__main__":
    main()
