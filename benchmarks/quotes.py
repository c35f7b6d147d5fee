"""Measure how often the quote of `kisima jibu` contains the answer.

    python benchmarks/quotes.py [FOLDER] [--every 2] [--ablation] [--json]

The folder has the layout of BEIR, and its questions have answers (``answers`` in
queries.jsonl). A quote is right if it contains one of them, in upper or lower case. A person
would accept other quotes too, and sometimes reject these. The snippet of the first hit of a
search is measured for comparison; it is twice as long.

Each quote is also checked: it must be text of its document.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from kb.answers import candidates  # noqa: E402
from kb.answers.weights import SENTENCE_WEIGHTS  # noqa: E402
from kb.evaluation import load_judged_set  # noqa: E402
from kb.indexing import index_documents  # noqa: E402
from kb.knowledge_base import KnowledgeBase  # noqa: E402
from kb.settings import load  # noqa: E402

FOLDER = PROJECT.parent / "shared" / "data" / "retrieval" / "tydiqa_sw_dev"


def measured(
    base: KnowledgeBase, questions: Mapping[str, list[str]], texts: Mapping[str, str]
) -> dict[str, float]:
    """Return the share of answered questions, that of right answers, and the mean length."""
    answered = right = quoted = 0
    for question, answers in questions.items():
        quote = base.answer(question).answer
        if quote is not None:
            assert quote.start is None or quote.text in texts[quote.document], quote
            answered += 1
            quoted += len(quote.text)
            right += has(quote.text, answers)
    count = len(questions)
    return {
        "questions": count,
        "answered": answered / count,
        "right": right / count,
        "right of answered": right / max(answered, 1),
        "letters": quoted / max(answered, 1),
    }


def windows(base: KnowledgeBase, questions: Mapping[str, list[str]]) -> dict[str, float]:
    """Return the same figures for the snippet of the first hit, which always exists."""
    right = shown = 0
    for question, answers in questions.items():
        for hit in base.search(question, limit=1).hits:
            shown += len(hit.text)
            right += has(hit.text, answers)
    count = len(questions)
    return {"questions": count, "right": right / count, "letters": shown / count}


def has(text: str, answers: Sequence[str]) -> bool:
    """Tell whether a quote contains one of the answers, in upper or lower case."""
    return any(answer.lower() in text.lower() for answer in answers)


def answers_of(folder: Path) -> list[tuple[str, list[str]]]:
    """Return the questions of a judged set, each with its answers."""
    lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["answers"]) for row in map(json.loads, lines)]


def _ablation(
    base: KnowledgeBase, questions: Mapping[str, list[str]], texts: Mapping[str, str]
) -> dict[str, dict[str, float]]:
    """Return the figures without each feature."""
    figures = {}
    for name in SENTENCE_WEIGHTS._fields:
        without = SENTENCE_WEIGHTS._replace(**{name: 0.0})
        with patch.object(candidates, "SENTENCE_WEIGHTS", without):
            figures[f"without {name}"] = measured(base, questions, texts)
    return figures


def main() -> None:
    """Index the folder, answer its questions, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--every", type=int, default=2, help="only each n-th question")
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    documents = load_judged_set(options.folder).documents
    # The weights were chosen on the other half of the questions.
    questions = dict(answers_of(options.folder)[options.every - 1 :: options.every])
    texts = {document.id: document.text for document in documents}
    with tempfile.TemporaryDirectory() as folder:
        settings = load(environ={})
        index_documents(documents, Path(folder), settings)
        with KnowledgeBase.open(Path(folder), settings) as base:
            figures = {
                "kisima jibu": measured(base, questions, texts),
                "first window": windows(base, questions),
            }
            if options.ablation:
                figures |= _ablation(base, questions, texts)
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    for name, values in figures.items():
        print(name, *(f"{key} {value:.3f}" for key, value in values.items()), sep="  ")


if __name__ == "__main__":
    main()
