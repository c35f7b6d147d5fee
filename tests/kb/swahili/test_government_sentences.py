"""Twenty sentences of government prose and how each word of them is read.

golden/government-sentences.txt holds each sentence and, below it, one line for each
word: the word, its terms, its weaker terms; ``(…)`` marks a word of grammar. To write
the file anew after a change, and to see with git diff which words moved:

    python tests/kb/swahili/test_government_sentences.py
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))  # when run as a script

from kb.swahili import analyse

GOLDEN = Path(__file__).parent / "golden" / "government-sentences.txt"


def shown(sentence: str) -> str:
    """Return a sentence and its words as the golden file has them."""
    lines = [f"> {sentence}"]
    for token in analyse(sentence):
        terms = "|".join(token.terms)
        related = " ".join(token.related) or "-"
        lines.append(f"{token.surface}\t{f'({terms})' if token.function else terms}\t{related}")
    return "\n".join(lines)


def blocks() -> list[str]:
    """Return what the golden file holds for each sentence."""
    text = GOLDEN.read_text(encoding="utf-8")
    return [block.strip("\n") for block in text.split("\n\n") if block.startswith(">")]


def sentence_of(block: str) -> str:
    """Return the sentence at the head of a block."""
    return block.split("\n", 1)[0].removeprefix("> ")


def test_there_are_twenty_sentences():
    """The table pins real prose, not a handful of words."""
    assert len(blocks()) == 20
    assert len({sentence_of(block) for block in blocks()}) == 20


@pytest.mark.parametrize("block", blocks(), ids=sentence_of)
def test_a_sentence_is_read_word_by_word_as_written_down(block):
    """No change moves a word of everyday government prose unseen."""
    assert shown(sentence_of(block)) == block


def write() -> None:
    """Write the golden file anew from its own sentences."""
    head = GOLDEN.read_text(encoding="utf-8").split("\n\n", 1)[0]
    whole = "\n\n".join([head, *(shown(sentence_of(block)) for block in blocks())])
    GOLDEN.write_text(f"{whole}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
