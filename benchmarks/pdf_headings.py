"""Measure how well the headings of a PDF are detected, on a constitution of 113 pages.

The Markdown version has the parts (SURA, SEHEMU) and articles (Ibara ya 5: Haki ya kupiga
kura). A heading is right if its number occurs in the same order. Captions are compared
separately, by the words that both have in common.
"""

from __future__ import annotations

import re
import sys
import time
from difflib import SequenceMatcher
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from kb.outline import outline  # noqa: E402
from kb.readers import read_document  # noqa: E402

DATA = PROJECT.parent / "shared" / "data" / "documents"
NUMBERED = re.compile(
    r"(?:(?P<part>SURA|SEHEMU) YA K?(?P<count>\w+(?: NA \w+)?)|"
    r"(?:Ibara ya )?(?P<article>\d+[A-Z]{0,2})[:.])[:\s]*(?P<caption>.*)"
)
Numbered = tuple[str, str]  # number, caption


def numbered(headings: list[str]) -> list[Numbered]:
    """Return the number and caption of each heading; ("", heading) for one without a number."""
    pairs = []
    for heading in headings:
        match = NUMBERED.match(heading)
        if match is None:
            pairs.append(("", heading))
        else:
            part = f"{match['part']} {match['count']}" if match["part"] else match["article"]
            pairs.append((part, match["caption"]))
    return pairs


def matched(truth: list[Numbered], detected: list[Numbered]) -> list[tuple[Numbered, Numbered]]:
    """Return the headings of both lists that have the same number, in the same order."""
    matcher = SequenceMatcher(None, [t[0] for t in truth], [f[0] for f in detected], autojunk=False)
    return [
        (truth[block.a + i], detected[block.b + i])
        for block in matcher.get_matching_blocks()
        for i in range(block.size)
    ]


def same_caption(one: str, other: str) -> bool:
    """Tell whether two captions share four words of five."""
    words = [set(re.findall(r"\w+", text.casefold())) for text in (one, other)]
    return len(words[0] & words[1]) >= 0.8 * max(1, min(map(len, words)))


def percent(precision: float, recall: float) -> str:
    """Return precision, recall and F1 as one line."""
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return f"P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}"


def main() -> None:
    """Measure and print; fail if F1 is below 0.85."""
    if not DATA.is_dir():
        sys.exit(f"needs {DATA}")
    marked = read_document(DATA / "markdown" / "katiba-1977.md", "katiba.md", None, 1 << 25)
    truth = numbered([heading.text for heading in (marked.headings or ())[1:]])
    begun = time.perf_counter()
    document = read_document(
        DATA / "pdf" / "katiba-1977-toleo-2000.pdf", "katiba.pdf", None, 1 << 25
    )
    seconds = time.perf_counter() - begun
    detected = numbered([s.heading for s in outline(document).sections if s.heading])
    pairs = matched(truth, detected)
    with_number = [heading for heading in detected if heading[0]]
    articles = [(t, f) for t, f in pairs if t[0][0].isdigit()]
    captions = sum(same_caption(t[1], f[1]) for t, f in articles)
    print(
        f"{len(truth)} headings in the Markdown, {len(detected)} detected in the PDF, {seconds:.1f} s"
    )
    print("all headings    ", percent(len(pairs) / len(detected), len(pairs) / len(truth)))
    print("numbered ones   ", percent(len(pairs) / len(with_number), len(pairs) / len(truth)))
    print(f"captions         {captions} of {len(articles)} articles")
    missed = [t for t in truth if t not in [pair[0] for pair in pairs]]
    others = [f for f in detected if f not in [pair[1] for pair in pairs]]
    print("missed:", *(" ".join(heading) for heading in missed), sep="\n  ")
    print("not in the Markdown:", *(" ".join(heading).strip() for heading in others), sep="\n  ")
    for t, f in articles:
        if not same_caption(t[1], f[1]):
            print(f"  caption: {t[0]} {t[1]!r}, detected {f[1]!r}")
    both = 2 * len(pairs) / (len(detected) + len(truth))
    assert both >= 0.85, both


if __name__ == "__main__":
    main()
