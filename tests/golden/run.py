"""The golden run: many questions, and what each is answered, one line of JSON a question.

    python -m tests.golden.run                   what changed, against corpus.jsonl
    python -m tests.golden.run --write           write corpus.jsonl anew, after a change that is meant
    python -m tests.golden.run --sets FOLDER…    record judged sets (BEIR's layout) to --to FILE,
                                                 or compare them with --with FILE

A question's line holds its total, its first hits with scores and marks, its remarks and its
short answer; ``digest`` is a hash of the whole first page, so that nothing changes unseen.
The questions are those of tests/relevance, and GENERATED made from the words of corpus/.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kb.evaluation.beir import load_beir
from kb.indexing import index_documents, update
from kb.knowledge_base import KnowledgeBase
from kb.settings import load

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
RECORDED = HERE / "corpus.jsonl"
GENERATED = 2000
SHOWN = 3
"""Hits of a question that are written out; the digest covers all of the page."""

SETTINGS = load(environ={})
_FACETS = ("kind", "document", "institution", "language", "year")
_SEED = 20_261_130


def relevance_questions() -> list[str]:
    """Return the judged questions of tests/relevance, in order."""
    with (PROJECT / "tests/relevance/queries.tsv").open(encoding="utf-8", newline="") as lines:
        return [row["query"] for row in csv.DictReader(lines, delimiter="\t")]


def generated_questions(texts: Sequence[str]) -> list[str]:
    """Return GENERATED questions of the words of *texts*: runs, pairs, slips and the query language."""
    dice = random.Random(_SEED)
    words = [word for text in texts for word in text.split() if word.strip(".,;:()")]
    return [_question(dice, words) for _ in range(GENERATED)]


def _question(dice: random.Random, words: Sequence[str]) -> str:
    at = dice.randrange(len(words) - 6)
    run = [_bare(word) for word in words[at : at + 6]]

    def pick() -> str:
        return _bare(dice.choice(words))

    match dice.randrange(12):
        case 0:
            return run[0]
        case 1 | 2:
            return " ".join(run[: dice.randint(2, 5)])
        case 3 | 4:
            return f"{pick()} {pick()}"
        case 5:
            return f"{pick()} {pick()} {pick()} {pick()}"
        case 6:
            return f'"{" ".join(run[: dice.randint(2, 3)])}"'
        case 7:
            return f"{run[0]} -{pick()}"
        case 8:
            return f"+{run[0]} {pick()}"
        case 9:
            return f"{run[0][:4]}* {pick()}"
        case 10:
            slip = pick()
            cut = dice.randrange(max(1, len(slip) - 1))
            return f"{slip[:cut]}{slip[cut + 1 :]} {pick()}"
        case _:
            return f"{pick()} {dice.choice(('ni nini', 'ni nani', 'lini', 'wangapi'))}"


def _bare(word: str) -> str:
    return word.strip(".,;:()“”\"'") or "na"


def answers(base: KnowledgeBase, questions: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the line of each question."""
    for question in questions:
        results = base.search(question, facets=_FACETS)
        hits = [
            [hit.id, round(hit.score, 6), hit.start, hit.spans, hit.heading_spans, hit.missing]
            for hit in results.hits
        ]
        quoted = base.answer(question).answer
        page = {
            "hits": hits,
            "more": [hit.more for hit in results.hits],
            "facets": {name: sorted(counts.items()) for name, counts in results.facets.items()},
            "folded": results.collapsed,
            "texts": [hit.text for hit in results.hits],
        }
        text = json.dumps(page, ensure_ascii=False, sort_keys=True)
        yield {
            "question": question,
            "total": results.total,
            "hits": json.loads(json.dumps(hits[:SHOWN])),
            "widened": list(results.widened),
            "dropped": len(results.notes),
            "suggestion": results.suggestion,
            "corrected": results.corrected,
            "quote": None if quoted is None else [quoted.id, quoted.start, len(quoted.text)],
            "digest": hashlib.sha256(text.encode()).hexdigest()[:16],
        }


def shipped(index: Path) -> Iterator[dict[str, Any]]:
    """Index corpus/ aside and yield the line of every question."""
    corpus = PROJECT / "corpus"
    update(corpus, index, SETTINGS)
    with KnowledgeBase.open(index, SETTINGS) as base:
        shown = [base.document(id) for id in base.documents()]
        texts = [p.text for one in shown for part in one.sections for p in part.passages]
        yield from answers(base, [*relevance_questions(), *generated_questions(texts)])


def judged_set(folder: Path, index: Path) -> Iterator[dict[str, Any]]:
    """Index a judged set aside and yield the line of every question."""
    judged = load_beir(folder)
    index_documents(judged.documents, index, SETTINGS)
    with KnowledgeBase.open(index, SETTINGS) as base:
        yield from answers(base, judged.queries.values())


def recorded(path: Path) -> list[dict[str, Any]]:
    """Read the lines of a recording."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Write the lines of a recording."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")


def changes(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> list[str]:
    """Return what differs, a paragraph for each question."""
    if [line["question"] for line in before] != [line["question"] for line in after]:
        return ["other questions were asked than were recorded"]
    return [
        "\n  ".join(
            [repr(old["question"])]
            + [f"{key}: {old[key]} -> {new[key]}" for key in old if old[key] != new[key]]
        )
        for old, new in zip(before, after)
        if old != new
    ]


def main() -> int:
    """Record or compare; see the header."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--sets", nargs="+", type=Path, default=[])
    parser.add_argument("--to", type=Path)
    parser.add_argument("--with", dest="against", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kisima-") as aside:
        if options.sets:
            lines = [
                line
                for number, folder in enumerate(options.sets)
                for line in judged_set(folder, Path(aside) / str(number))
            ]
        else:
            lines = list(shipped(Path(aside) / "index"))
    target = options.to or RECORDED
    if options.write or options.to:
        write(target, lines)
        return 0
    different = changes(recorded(options.against or RECORDED), lines)
    said = "\n".join(different) or "no answer changed"
    sys.stdout.write(f"{said} ({len(different)} of {len(lines)})\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
