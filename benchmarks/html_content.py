"""Measure what readers of web pages take for the page: word precision, recall and F1.

The pages of ``tests/data/pages/web`` are written for this: pages as councils, ministries and
schools publish them, each with a text of the words that a visitor reads as the page. A reader
gets a page and returns text; its words are compared as a bag, over all pages together.

Kisima's reader is always measured. The others are measured where they are installed; they are
no part of Kisima, so use an environment of their own:

    python -m venv /tmp/html && /tmp/html/bin/pip install trafilatura lxml_html_clean resiliparse selectolax
    /tmp/html/bin/python benchmarks/html_content.py [--pages FOLDER] [--show]

``--pages`` takes a folder of ``NAME.html`` with ``NAME.txt``. Why Kisima keeps its own reader:
docs/decisions/0016-web-pages.md.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

__all__ = ["main"]

PAGES = PROJECT / "tests" / "data" / "pages" / "web"


def _kisima(page: bytes) -> str:
    from kb.readers.base import Unreadable
    from kb.readers.html import parse

    try:
        return parse(page).text
    except Unreadable:
        return ""


def _trafilatura(page: bytes) -> str:
    import trafilatura

    return trafilatura.extract(page, include_comments=False, include_tables=True) or ""


def _trafilatura_recall(page: bytes) -> str:
    import trafilatura

    return trafilatura.extract(page, include_comments=False, favor_recall=True) or ""


def _resiliparse(page: bytes) -> str:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse_from_bytes(page, detect_encoding(page))
    return str(extract_plain_text(tree, main_content=True, alt_texts=False))


READERS: Mapping[str, Callable[[bytes], str]] = {
    "kisima": _kisima,
    "trafilatura": _trafilatura,
    "trafilatura, recall": _trafilatura_recall,
    "resiliparse": _resiliparse,
}


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _expected(page: Path) -> str:
    """Return the text of a page; its first line is the title and the name of the site."""
    return page.with_suffix(".txt").read_text(encoding="utf-8").partition("\n")[2]


def main() -> None:
    """Print a line for each reader; with ``--show`` a line for each page that it gets wrong."""
    parser = argparse.ArgumentParser(description="What is the page?")
    parser.add_argument("--pages", type=Path, default=PAGES)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    pages = sorted(options.pages.glob("*.html"))
    print(f"{len(pages)} pages")
    for name, read in READERS.items():
        right = read_words = expected_words = whole = 0
        try:
            read(pages[0].read_bytes())  # imports
            start = time.perf_counter()
            texts = [read(page.read_bytes()) for page in pages]
        except ImportError:
            print(f"{name:20} not installed")
            continue
        seconds = time.perf_counter() - start
        for page, text in zip(pages, texts, strict=True):
            actual, expected = _words(text), _words(_expected(page))
            same = (actual & expected).total()
            right += same
            read_words += actual.total()
            expected_words += expected.total()
            whole += actual == expected
            if options.show and actual != expected:
                lost, added = (expected - actual).total(), (actual - expected).total()
                print(f"    {page.stem}: {lost} words lost, {added} added")
        precision, recall = right / max(1, read_words), right / max(1, expected_words)
        f1 = 2 * right / max(1, read_words + expected_words)
        print(
            f"{name:20} P {precision:6.1%}  R {recall:6.1%}  F1 {f1:6.1%}  "
            f"exact {whole}/{len(pages)}  {1000 * seconds / len(pages):.1f} ms a page"
        )


if __name__ == "__main__":
    main()
