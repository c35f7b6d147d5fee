"""Measure how often analysers of Swahili give a word its lemma: ours and others, on the same sets.

    python benchmarks/analysers.py                     # ours, lower-casing, simplemma
    python benchmarks/analysers.py --transducer swa.automorf.hfst   # and Apertium's apertium-swa

A word is right if one of the lemmas an analyser gives is one of the judged ones. Words of
grammar are left out: what their lemma is, each analyser decides otherwise. Verbs are compared
without *ku-* and hyphen. The sets under ../shared are for measuring and do not ship; where they
are missing, that is said.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from judged_text import CONTENT, judged_tokens, share

from kb.swahili import analyse

PROJECT = Path(__file__).resolve().parents[1]
SHARED = PROJECT.parent / "shared" / "data" / "morphology"
GOLDEN = PROJECT / "tests" / "kb" / "swahili" / "golden" / "judged-tokens.tsv"

Rows = Sequence[tuple[str, frozenset[str]]]
"""Forms and the lemmas that are right for each."""

Lemmas = Callable[[str], Iterable[str]]


def judged() -> Rows:
    """Return the content tokens of judged running text."""
    return [
        (one.form, frozenset(one.lemma.split("|")))
        for one in judged_tokens()
        if one.word_class in CONTENT
    ]


def golden() -> Rows:
    """Return the words of government pages that were judged by hand, each as often as it occurs."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return [
        (form, frozenset({lemma}))
        for form, lemma, part, count in rows
        if part != "F"
        for _ in range(int(count))
    ]


def gold(path: Path) -> Rows:
    """Return the rows of a gold set under ../shared: form, lemma, part of speech."""
    rows: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        form, lemma = line.split("\t")[:2]
        rows.setdefault(form, set()).add(lemma)
    return [(form, frozenset(lemmas)) for form, lemmas in rows.items()]


def sets() -> Mapping[str, Rows]:
    """Return the sets that are there, by name."""
    found = {"judged running text": judged(), "government pages": golden()}
    for name, file in (
        ("main, open half", "dev.tsv"),
        ("government register", "government-dev.tsv"),
    ):
        path = SHARED / file
        if path.is_file():
            found[name] = gold(path)
        else:
            print(f"not measured: {name}; {path} is missing")
    return found


def ours(form: str) -> Iterable[str]:
    """Return all terms of our analyser."""
    return (term for token in analyse(form) for term in token.terms)


def ours_first(form: str) -> Iterable[str]:
    """Return the first term of our analyser: as many answers as the others give."""
    return (token.terms[0] for token in analyse(form))


def lower_case(form: str) -> Iterable[str]:
    """Return the word itself."""
    return (form.lower(),)


def simplemma() -> tuple[str, Lemmas] | None:
    """Return simplemma with its version; None where it is not installed."""
    try:
        from simplemma import lemmatize

        name = f"simplemma {version('simplemma')}"
    except (ImportError, PackageNotFoundError):
        print("not measured: simplemma is not installed: pip install '.[benchmark]'")
        return None
    return name, lambda form: (stripped(lemmatize(form, lang="sw")),)


def stripped(lemma: str) -> str:
    """Return a lemma in lower case, a verb without its hyphen."""
    return lemma.lower().removeprefix("-")


def apertium(transducer: Path, forms: Iterable[str]) -> Lemmas:
    """Return Apertium's lemmas: hfst-lookup is run once over all forms."""
    words = sorted({form.lower() for form in forms})
    ran = subprocess.run(
        ["hfst-lookup", "-q", str(transducer)],
        input="\n".join(words),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, set[str]] = {}
    for line in ran.stdout.splitlines():
        form, _, rest = line.partition("\t")
        analysis = rest.partition("\t")[0]
        if analysis and not analysis.endswith("+?"):
            found.setdefault(form, set()).update(lemmas_of(analysis))
    return lambda form: found.get(form.lower(), ())


def lemmas_of(analysis: str) -> Iterable[str]:
    """Yield the lemmas of an analysis: what stands before each run of tags, a verb without ku-.

    >>> list(lemmas_of("kusoma<vblex><prs><cl1><pl>"))
    ['kusoma', 'soma']
    """
    for piece in analysis.split("+"):
        lemma, _, tags = piece.partition("<")
        yield stripped(lemma)
        if tags.startswith("v"):
            yield stripped(lemma).removeprefix("ku").removeprefix("kw")


def main() -> None:
    """Print a table: a row for each set, a column for each analyser."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transducer", type=Path, help="the compiled analyser of apertium-swa")
    options = parser.parse_args()
    measured = sets()
    assert len(measured["judged running text"]) > 1_500
    analysers: dict[str, Lemmas] = {
        "Kisima, all terms": ours,
        "Kisima, first term": ours_first,
        "lower-casing": lower_case,
    }
    peer = simplemma()
    if peer is not None:
        analysers[peer[0]] = peer[1]
    if options.transducer is not None:
        forms = (form for rows in measured.values() for form, _ in rows)
        analysers["apertium-swa, any analysis"] = apertium(options.transducer, forms)
    print("| set | words | " + " | ".join(analysers) + " |")
    print("|---|---|" + "---|" * len(analysers))
    for name, rows in measured.items():
        cells = [
            share(sum(not right.isdisjoint(lemmas(form)) for form, right in rows), len(rows))
            for lemmas in analysers.values()
        ]
        print(f"| {name} | {len(rows)} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
