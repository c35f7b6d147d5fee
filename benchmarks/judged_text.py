"""Measure the analyser on judged running text: lemma and part of speech, by class and register.

    python benchmarks/judged_text.py             # accuracy with its interval
    python benchmarks/judged_text.py --missed    # and every token that is analysed otherwise

The tokens are in judged/running-text.tsv; its header says how they were drawn and judged. A
token is right if the first reading has the judged lemma and part of speech; "some reading"
counts the others too, which CoNLL-U names under Alt. A word of grammar is right if it is taken
for one. Each share has its Wilson interval at 95 %.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from kb.swahili.tokens import analyse
from kb.swahili.universal.tagger import UniversalWord, tag_word

JUDGED = Path(__file__).parent / "judged" / "running-text.tsv"
GRAMMAR = "FUNCTION"
CONTENT = ("NOUN", "VERB", "ADJ", "ADV", "NUM", "PROPN")
LEAST = 2_900
"""Tokens below which the file is not the one that was judged."""


class Judged(NamedTuple):
    """One token and its judgements."""

    register: str
    form: str
    opening: str
    lemma: str
    upos: str
    second_lemma: str
    second_upos: str

    @property
    def word_class(self) -> str:
        """The first part of speech that the judgement allows."""
        return self.upos.split("|")[0]


def judged_tokens() -> list[Judged]:
    """Return the judged tokens."""
    lines = JUDGED.read_text(encoding="utf-8").splitlines()
    header, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert tuple(header) == Judged._fields
    return [Judged(*row) for row in rows]


def share(right: int, of: int) -> str:
    """Return a share with its Wilson interval at 95 %, in hundredths.

    >>> share(99, 100)
    ' 99.0 (94.6–99.8)'
    """
    z = 1.959964
    mean = right / of
    centre = (mean + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(mean * (1 - mean) / of + z * z / (4 * of * of))
    return f"{100 * mean:5.1f} ({100 * (centre - half):.1f}–{100 * (centre + half):.1f})"


def agree(token: Judged) -> bool:
    """Tell whether the two readings of a token have a lemma and a part of speech in common."""
    one, other = set(token.upos.split("|")), set(token.second_upos.split("|"))
    if GRAMMAR in one & other:
        return True
    lemmas = set(token.lemma.split("|")) & set(token.second_lemma.split("|"))
    return bool(lemmas and one & other)


def is_grammar(form: str, word: UniversalWord) -> bool:
    """Tell whether a token is taken for a word of grammar."""
    return analyse(form)[0].function or word.form != form


def has_lemma(token: Judged, word: UniversalWord) -> bool:
    """Tell whether the first reading has a judged lemma."""
    if GRAMMAR in token.upos:
        return is_grammar(token.form, word) or word.lemma in token.lemma.split("|")
    return token.lemma == "*" or word.lemma in token.lemma.split("|")


def is_right(token: Judged, word: UniversalWord) -> bool:
    """Tell whether the first reading is as judged."""
    if GRAMMAR in token.upos and is_grammar(token.form, word):
        return True
    foreign = token.upos == "X" and word.upos == "PROPN"  # in capitals, a name as likely
    return has_lemma(token, word) and (word.upos in token.upos.split("|") or foreign)


def some_reading(token: Judged, word: UniversalWord) -> bool:
    """Tell whether one of the readings is as judged."""
    return is_right(token, word) or any(
        lemma in token.lemma.split("|") and upos in token.upos.split("|")
        for lemma, upos in word.alternatives
    )


Measured = tuple[Judged, UniversalWord]
Measure = Callable[[Judged, UniversalWord], bool]


def row(name: str, tokens: Iterable[Measured]) -> str:
    """Return the figures of some tokens as a row of a table."""
    tokens = list(tokens)
    measures: tuple[Measure, ...] = (has_lemma, is_right, some_reading)
    cells = (share(sum(measure(*one) for one in tokens), len(tokens)) for measure in measures)
    return f"| {name} | {len(tokens)} | " + " | ".join(cells) + " |"


def table(tokens: list[Measured]) -> Iterator[str]:
    """Yield the figures: all, content, by class, by register."""
    content = [one for one in tokens if one[0].word_class in CONTENT]
    yield "| | tokens | lemma | lemma and part of speech | some reading |"
    yield "|---|---|---|---|---|"
    yield row("all", tokens)
    yield row("content", content)
    for name in (*CONTENT, "AUX", GRAMMAR, "X"):
        yield row(f"– {name}", (one for one in tokens if one[0].word_class == name))
    for register in dict.fromkeys(token.register for token, _ in content):
        yield row(f"content, {register}", (one for one in content if one[0].register == register))


def main() -> None:
    """Print agreement and figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true", help="print the tokens that are missed")
    options = parser.parse_args()
    judged = judged_tokens()
    assert len(judged) >= LEAST, "the judged tokens are not all there"
    print(
        f"{len(judged)} tokens; the two readings agree in {share(sum(map(agree, judged)), len(judged))} %"
    )
    tokens = [(one, tag_word(one.form, opening=one.opening == "yes")[0]) for one in judged]
    print("\n".join(table(tokens)))
    if options.missed:
        for token, word in tokens:
            if not is_right(token, word):
                print(f"{token.form}\t{token.lemma} {token.upos}\t{word.lemma} {word.upos}")


if __name__ == "__main__":
    main()
