"""Compare the text that Kisima reads from files with that of a reference extractor.

    python benchmarks/fidelity.py FOLDER…        files that you have
    python benchmarks/fidelity.py --made         one made document, in every format
    python benchmarks/fidelity.py                default: ../shared/data/documents

pdftotext (poppler) is the reference for PDF, pandoc for everything else that it reads. The
words of both are compared, whatever their case, in order: those that both have, those that
only one has. A word that only the reference has is not always a loss: pandoc keeps the menu
of a web page, and pdftotext keeps the number of every page. ``--words`` prints them.

The words of the made document are known, so Kisima and the reference are both compared with
these, and the headings are counted.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from rapidfuzz.distance import LCSseq  # noqa: E402

from benchmarks.fidelity_files import HEADINGS, MADE_WORDS, write_made_files  # noqa: E402
from kb import load_settings  # noqa: E402
from kb.document import Document  # noqa: E402
from kb.errors import DocumentUnreadable  # noqa: E402
from kb.outline import outline  # noqa: E402
from kb.readers import read_document  # noqa: E402
from kb.readers.registry import FORMATS, format_of  # noqa: E402
from kb.readers.sandbox.limits import limits_of  # noqa: E402
from kb.readers.sandbox.pool import Sandbox  # noqa: E402

DOCUMENTS = PROJECT.parent / "shared" / "data" / "documents"
PANDOC = {"docx": "docx", "odt": "odt", "html": "html", "rtf": "rtf", "epub": "epub",
          "pptx": "pptx", "xlsx": "xlsx", "markdown": "markdown", "csv": "csv"}  # fmt: skip
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

    def percentages(self) -> tuple[float, float, float]:
        """Return the shares of words: in both, in both and in order, only in Kisima's."""
        reference, ours = max(1, self.reference), max(1, self.ours)
        both = 100 * (1 - self.only_theirs.total() / reference)
        return both, 100 * self.shared / reference, 100 * self.only_ours.total() / ours


def reference_command(path: Path, format: str) -> list[str] | None:
    """Return the command that prints the text of a file; None where no reference reads it."""
    if format == "pdf":
        return ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    if format in PANDOC:
        return ["pandoc", "-f", PANDOC[format], "-t", "plain", "--wrap=none", str(path)]
    return None


def reference_text(path: Path, format: str) -> str | None:
    """Return the text of the reference extractor; None where it cannot read the file."""
    command = reference_command(path, format)
    if command is None:
        return None
    if shutil.which(command[0]) is None:
        sys.exit(f"{command[0]} is not installed")
    done = subprocess.run(command, check=False, capture_output=True, timeout=300)
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else None


def document_of(path: Path, sandbox: Sandbox) -> Document | None:
    """Return a file as Kisima reads it; None, and the reason on standard error, if it does not."""
    try:
        return read_document(path, path.name, None, MAX_BYTES, sandbox=sandbox)
    except DocumentUnreadable as error:
        print(f"{path.name}: {error}", file=sys.stderr)
        return None


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters; a hyphen at a line end joins."""
    return WORD.findall(re.sub(r"[-\u00ad]\n\s*", "", text).replace("\u00ad", "").lower())


def compare(reference: str, text: str) -> Comparison:
    """Return the comparison of one text with that of a reference."""
    a, b = words(reference), words(text)
    in_order = LCSseq.similarity(a, b)
    return Comparison(1, len(a), len(b), in_order, Counter(a) - Counter(b), Counter(b) - Counter(a))


def files_in(folders: list[Path]) -> Iterator[tuple[Path, str]]:
    """Yield the files to compare, each with its format."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            format = format_of(path)
            if format and path.is_file():
                yield path, format


def compare_folders(folders: list[Path], sandbox: Sandbox, *, print_words: bool) -> None:
    """Print a row for each format of the files in some folders."""
    rows: dict[str, Comparison] = defaultdict(lambda: Comparison(0, 0, 0, 0, Counter(), Counter()))
    for path, format in files_in(folders):
        reference = reference_text(path, format)
        document = document_of(path, sandbox) if reference is not None else None
        if reference is not None and document is not None:
            rows[format] += compare(reference, document.text)
    assert rows, "no file was compared"
    print_head("format", "files", "words of the reference", "in both, %", "in both and in order, %",
               "only Kisima, %")  # fmt: skip
    for format, row in rows.items():
        shares = (f"{share:.2f}" for share in row.percentages())
        print(f"| {format} | {row.files} | {row.reference:,} | {' | '.join(shares)} |")
        if print_words:
            print(f"  only the reference: {row.only_theirs.most_common(40)}")
            print(f"  only Kisima: {row.only_ours.most_common(40)}")


def compare_made_files(sandbox: Sandbox) -> None:
    """Print a row for each format: what Kisima and the reference read of a made document."""
    print_head("format", "words read, in order, %", "words added, %", "headings",
               "reference", "its words, in order, %")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        made = write_made_files(Path(folder))
        for path, format in made:
            document = document_of(path, sandbox)
            if document is None:
                continue
            _, in_order, added = compare(MADE_WORDS, document.text).percentages()
            shown = [section.heading for section in outline(document).sections]
            headings = sum(heading in shown for heading in HEADINGS)
            theirs = reference_text(path, format)
            name = (reference_command(path, format) or ["none"])[0] if theirs is not None else "–"
            share = "–" if theirs is None else f"{compare(MADE_WORDS, theirs).percentages()[1]:.1f}"
            print(
                f"| {format} | {in_order:.1f} | {added:.1f} | {headings} of {len(HEADINGS)} "
                f"| {name} | {share} |"
            )
    left_out = {format.name for format in FORMATS} - {format for _, format in made}
    if left_out:
        print(f"not made, LibreOffice cannot: {', '.join(sorted(left_out))}")


def print_head(*columns: str) -> None:
    """Print the header of a table in Markdown."""
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[DOCUMENTS])
    parser.add_argument("--made", action="store_true", help="compare a made document instead")
    parser.add_argument("--words", action="store_true", help="print the words that differ")
    options = parser.parse_args(arguments)
    with Sandbox(limits_of(load_settings())) as sandbox:  # with OCR, where it is installed
        if options.made:
            compare_made_files(sandbox)
        else:
            compare_folders(options.folders, sandbox, print_words=options.words)


if __name__ == "__main__":
    main()
