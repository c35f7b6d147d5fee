"""Index many PDFs: the rate, the memory, and what an interruption loses.

    python benchmarks/large_corpus.py [--documents N] [--pages P]      default: 1,000 of 20 pages

The pages are those of the judged sets (``../shared/data``) where they exist, else of the
shipped corpus: 300 pages of different content, repeated with changes. Each PDF has a title,
a running header, page numbers and numbered headings. ``kisima index`` runs as people run
it, is interrupted with Ctrl-C at a quarter, killed at a half, and then finished. Before the
figures are printed it is asserted that every document is in the index, that a word of the
last page of one document is found on its page, and that no file was read twice.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from tests.kb.readers.making import Said, pdf  # noqa: E402

DIFFERENT_PAGES = 300
LINES = 42
COLUMNS = 80


def paragraphs() -> list[str]:
    """Return texts to fill pages with."""
    judged = sorted((PROJECT.parent / "shared" / "data" / "retrieval").glob("*/corpus.jsonl"))
    if not judged:
        return [p.read_text(encoding="utf-8") for p in sorted((PROJECT / "corpus").rglob("*.md"))]
    return [
        json.loads(line)["text"]
        for path in judged
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def different_pages() -> list[list[str]]:
    """Return the lines of 300 pages."""
    lines: list[str] = []
    while len(lines) < DIFFERENT_PAGES * LINES:
        for text in paragraphs():
            writable = text.encode("cp1252", errors="ignore").decode("cp1252")
            lines.extend(textwrap.wrap(" ".join(writable.split()), COLUMNS))
            lines.append("")
    return [lines[at * LINES : (at + 1) * LINES] for at in range(DIFFERENT_PAGES)]


def document(number: int, pages: list[list[str]], count: int) -> bytes:
    """Return a PDF; *number* decides which pages it has, and what is changed in them."""
    chosen = random.Random(number).sample(range(len(pages)), count)
    made = []
    for place, index in enumerate(chosen, 1):
        lines = [Said(60, 780, f"Taarifa ya {number}", 9), Said(290, 20, str(place), 9)]
        if place == 1:
            lines.append(Said(150, 740, f"Taarifa ya mradi namba {number}", 20))
        lines.append(Said(60, 700, f"{place}. Sehemu ya {place} ya mradi", 14, bold=True))
        text = [*pages[index], f"Kumbukumbu alama{number}x{place} ya ukurasa huu."]
        lines += [Said(60, 670 - 14 * row, line, 11) for row, line in enumerate(text) if line]
        made.append(lines)
    return pdf(*made)


def memory(root: int) -> int:
    """Return the bytes that a process and its descendants use now, shared pages divided."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(entry.name))
    waiting, total = [root], 0
    while waiting:
        pid = waiting.pop()
        waiting.extend(children.get(pid, ()))
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(
            int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")
        )
    return total * 1024


class Run:
    """One ``kisima index``, until it ends or is stopped."""

    def __init__(self, environment: dict[str, str], parsed: Path) -> None:
        self._parsed = parsed
        self.peak = 0
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, str(PROJECT / "search_cli.py"), "index"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def until(self, documents: int | None) -> int:
        """Wait until so many files have been read, or for the end; return how many have been."""
        while self.process.poll() is None:
            self.peak = max(self.peak, memory(self.process.pid))
            if documents is not None and read_files(self._parsed) >= documents:
                break
            time.sleep(0.25)
        return read_files(self._parsed)


def read_files(parsed: Path) -> int:
    """Return how many parses are kept."""
    return sum(1 for _ in parsed.glob("[!.]*"))


def interrupted(environment: dict[str, str], index: Path, count: int) -> Iterator[int]:
    """Stop two runs on their way; yield how many files each had read."""
    for share, sign in ((0.25, signal.SIGINT), (0.5, signal.SIGKILL)):
        run = Run(environment, index / "parsed")
        run.until(int(share * count))
        run.process.send_signal(sign)
        run.process.communicate()
        yield read_files(index / "parsed")


def main() -> None:
    """Make the corpus, index it with two interruptions, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=20)
    arguments = parser.parse_args()
    count, pages = arguments.documents, different_pages()
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        corpus.mkdir()
        for number in range(count):
            data = document(number, pages, arguments.pages)
            (corpus / f"taarifa-{number:04}.pdf").write_bytes(data)
        environment = {
            **os.environ,
            "KISIMA_CORPUS": str(corpus),
            "KISIMA_INDEX": str(index),
            "KISIMA_LUGHA": "en",
        }
        begun = time.monotonic()
        kept = list(interrupted(environment, index, count))
        before = {path.name: path.stat().st_mtime_ns for path in (index / "parsed").iterdir()}
        last = Run(environment, index / "parsed")
        last.until(None)
        out, progress = last.process.communicate()
        seconds = time.monotonic() - begun
        assert last.process.returncode == 0, out + progress
        after = {path.name: path.stat().st_mtime_ns for path in (index / "parsed").iterdir()}
        again = [name for name, when in before.items() if after.get(name) != when]
        assert not [name for name in again if not name.startswith(".")], "files were read twice"
        assert len(after) == count
        place = arguments.pages
        found = subprocess.run(
            [sys.executable, str(PROJECT / "search_cli.py"), "search", f"alama7x{place}", "--json"],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        (hit,) = json.loads(found.stdout)["hits"]
        assert (hit["document"], hit["page"]) == ("taarifa-0007.pdf", place), hit
        size = sum(path.stat().st_size for path in corpus.iterdir()) / 1e6
        print(f"{count:,} PDFs of {place} pages, {size:.0f} MB; stopped at {kept}")
        print(f"{count * place / seconds:.0f} pages a second, {seconds:.0f} s in all, three runs")
        print(f"memory of all processes at most {last.peak / 1e6:.0f} MB (last run)")
        print(f"progress: {' · '.join(progress.strip().splitlines()[:3])}")


if __name__ == "__main__":
    main()
