"""Compare the text that Kisima reads from files with that of a reference extractor.

    python benchmarks/fidelity.py FOLDER…        default: ../shared/data/documents

pdftotext (poppler) is the reference for PDF, pandoc for everything else that it reads. The
words of both are compared, whatever their case, in order: those that both have, those that
only one has. A word that only the reference has is not always a loss: pandoc keeps the menu
of a web page, and pdftotext keeps the number of every page. ``--words`` prints them.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from rapidfuzz.distance import LCSseq  # noqa: E402

from kb.errors import DocumentUnreadable  # noqa: E402
from kb.readers import read_document  # noqa: E402
from kb.readers.registry import format_of  # noqa: E402

DOCUMENTS = PROJECT.parent / "shared" / "data" / "documents"
PANDOC = {"docx": "docx", "odt": "odt", "html": "html", "rtf": "rtf", "epub": "epub",
          "pptx": "pptx", "markdown": "markdown"}  # fmt: skip
WORD = re.compile(r"[^\W_]+")
MAX_BYTES = 64 * 1024 * 1024


class Comparison(NamedTuple):
    """Counts of words."""

    files: int
    reference: int
    ours: int
    shared: int  # in the same order in both
    only_theirs: Counter[str]
    only_ours: Counter[str]

    def __add__(self, other: Comparison) -> Comparison:  # type: ignore[override]
        return Comparison(*(a + b for a, b in zip(self, other, strict=True)))


def reference_text(path: Path, format: str) -> str | None:
    """Return the text of the reference extractor; None where it cannot read the file."""
    if format == "pdf":
        command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    elif format in PANDOC:
        command = ["pandoc", "-f", PANDOC[format], "-t", "plain", "--wrap=none", str(path)]
    else:
        return None
    if shutil.which(command[0]) is None:
        sys.exit(f"{command[0]} is not installed")
    done = subprocess.run(command, check=False, capture_output=True, timeout=300)
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else None


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters; a hyphen at a line end joins."""
    return WORD.findall(re.sub(r"[-\u00ad]\n\s*", "", text).replace("\u00ad", "").lower())


def compare(path: Path, format: str) -> Comparison | None:
    """Return the comparison for one file; None where one of the two cannot read it."""
    theirs = reference_text(path, format)
    if theirs is None:
        return None
    try:
        document = read_document(path, path.name, None, MAX_BYTES)
    except DocumentUnreadable as error:
        print(f"{path.name}: {error}", file=sys.stderr)
        return None
    a, b = words(theirs), words(document.text)
    in_order = LCSseq.similarity(a, b)
    return Comparison(1, len(a), len(b), in_order, Counter(a) - Counter(b), Counter(b) - Counter(a))


def files_in(folders: list[Path]) -> Iterator[tuple[Path, str]]:
    """Yield the files to compare, each with its format."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            format = format_of(path)
            if format and path.is_file():
                yield path, format


def main() -> None:
    """Print a row for each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[DOCUMENTS])
    parser.add_argument("--words", action="store_true", help="print the words that differ")
    arguments = parser.parse_args()
    rows: dict[str, Comparison] = defaultdict(lambda: Comparison(0, 0, 0, 0, Counter(), Counter()))
    for path, format in files_in(arguments.folders):
        comparison = compare(path, format)
        if comparison is not None:
            rows[format] += comparison
    print(
        "| format | files | words of the reference | in both, % | in both and in order, % | only Kisima, % |"
    )
    print("|---|---|---|---|---|---|")
    for format, row in rows.items():
        both = 100 * (1 - row.only_theirs.total() / max(1, row.reference))
        order = 100 * row.shared / max(1, row.reference)
        more = 100 * row.only_ours.total() / max(1, row.ours)
        print(
            f"| {format} | {row.files} | {row.reference:,} | {both:.2f} | {order:.2f} | {more:.2f} |"
        )
        if arguments.words:
            print(f"  only the reference: {row.only_theirs.most_common(40)}")
            print(f"  only Kisima: {row.only_ours.most_common(40)}")
    assert rows, "no file was compared"


if __name__ == "__main__":
    main()
