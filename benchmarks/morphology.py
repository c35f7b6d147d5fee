"""Measure the analyser against the gold sets: what it joins, what it keeps apart, how fast.

    python benchmarks/morphology.py [--words WORDS.tsv] [--json] [--quick]

A gold set lists word forms with lemma and part of speech. Two forms belong together
where they share both, and an analyser joins them where they share a term; precision and
recall count pairs of distinct forms over the whole set, so that one wrong join of two
large paradigms costs what it would cost a search. Lower-casing and simplemma are
measured in the same run, on the same pairs. "Within parts" leaves out pairs of a noun and
a verb: jibu, answer, and jibu, to answer, share a term, and no search suffers.

``--words`` (``word<TAB>count``) adds the blind figure: the lemmas of the set are taken out
of the lexicon in memory, stems and pairs are learnt anew from those words without them,
and the forms are read with what is left: how an unlisted word fares.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from kb.swahili import analyse, tokens  # noqa: E402
from kb.swahili.english import english_stem  # noqa: E402
from kb.swahili.lemmatizer import Lemmatizer, lemmatizer  # noqa: E402
from kb.swahili.lexicon import lexicon, shipped_forms, shipped_templates  # noqa: E402
from kb.swahili.lexicon_tables import Lexicon, parse_lexicon  # noqa: E402
from kb.swahili.morphology.nouns import plurals  # noqa: E402
from kb.swahili.normalize import normalize  # noqa: E402
from kb.swahili.tools import learn  # noqa: E402

SHARED = PROJECT.parent / "shared" / "data"
SETS = {"main": "dev.tsv", "government": "government-dev.tsv", "nouns": "nouns-dev.tsv"}
PARTS = {"N": "nouns", "V": "verbs", "A": "adjectives"}

Terms = Callable[[str], tuple[str, ...]]
"""An analyser: the terms of one word form."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One row of a gold set."""

    form: str
    lemma: str
    part: str  # N, V or A
    family: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """How far joined pairs agree with the pairs that belong together."""

    right: int
    joined: int
    belonging: int

    @property
    def precision(self) -> float:
        """Return the share of joined pairs that belong together; 1 where none is joined."""
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        """Return the share of pairs that belong together and are joined."""
        return self.right / self.belonging

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0

    def figures(self) -> dict[str, float]:
        """Return the figures, rounded to four places, with the counts they come from."""
        rounded = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        return {**rounded, **asdict(self)}


def gold(path: Path) -> list[Gold]:
    """Read a gold set: form, lemma, part of speech and, in one set, family.

    Raises:
        ValueError: the set is empty; a measure over nothing must not look like one.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [
        Gold(*map(str.lower, cells[:2]), *cells[2:]) for cells in (x.split("\t") for x in lines)
    ]
    if not rows:
        raise ValueError(f"{path} holds no rows")
    return rows


def pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    """Return every pair of distinct members that share a group.

    >>> sorted(pairs([["b", "a"], ["a", "c", "b"]]))
    [('a', 'b'), ('a', 'c'), ('b', 'c')]
    """
    return {pair for group in groups for pair in combinations(sorted(set(group)), 2)}


def joined_by(forms: Iterable[str], terms: Terms) -> set[tuple[str, str]]:
    """Return the pairs of forms that share a term."""
    groups: dict[str, list[str]] = defaultdict(list)
    for form in set(forms):
        for term in terms(form):
            groups[term].append(form)
    return pairs(groups.values())


def score(rows: Sequence[Gold], terms: Terms) -> Score:
    """Compare what an analyser joins with what a gold set joins.

    >>> rows = [Gold("kitabu", "kitabu", "N"), Gold("vitabu", "kitabu", "N"), Gold("tabu", "tabu", "N")]
    >>> score(rows, lambda form: (form[-4:],)).figures()["precision"]
    0.3333
    """
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        groups[row.lemma, row.part].append(row.form)
    belonging = pairs(groups.values())
    joined = joined_by((row.form for row in rows), terms)
    return Score(len(belonging & joined), len(joined), len(belonging))


def family_score(rows: Sequence[Gold], terms_and_family: Terms) -> Score:
    """Compare word families over the lemmas of a gold set that has a family column."""
    groups: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        groups[row.family].append(row.lemma)
    belonging = pairs(groups.values())
    joined = joined_by((row.lemma for row in rows), terms_and_family)
    return Score(len(belonging & joined), len(joined), len(belonging))


def lower_case(form: str) -> tuple[str, ...]:
    """Read a form as itself: what an engine without a Swahili analyser does."""
    return (form,)


def simplemma_terms() -> Terms | None:
    """Return the best peer as an analyser; None where it is not installed."""
    try:
        from simplemma import lemmatize
    except ImportError:
        return None
    return lambda form: (lemmatize(form, lang="sw").lower(),)


def ours(form: str) -> tuple[str, ...]:
    """Read a form with the shipped analyser."""
    return tuple(term for token in analyse(form) for term in token.terms)


def ours_first(form: str) -> tuple[str, ...]:
    """Read a form and keep the first of its terms, as ``stem`` does."""
    return ours(form)[:1]


def ours_family(form: str) -> tuple[str, ...]:
    """Read a form: its terms and its weaker, related ones."""
    return tuple(term for token in analyse(form) for term in (*token.terms, *token.related))


def quality(sets: dict[str, list[Gold]], terms: Terms, family: Terms) -> dict[str, object]:
    """Return every figure of quality of one analyser."""
    by_part = {
        part: score([row for row in sets["main"] if row.part == part], terms) for part in PARTS
    }
    within = Score(
        sum(part.right for part in by_part.values()),
        sum(part.joined for part in by_part.values()),
        sum(part.belonging for part in by_part.values()),
    )
    return {
        **{name: score(rows, terms).figures() for name, rows in sets.items()},
        **{f"main, {PARTS[part]}": counts.figures() for part, counts in by_part.items()},
        "main, within parts": within.figures(),
        "families": family_score(sets["government"], family).figures(),
    }


CLOSED = frozenset({"mono", "irregular"})
"""Kinds of verbs that a grammar lists in full."""


def without(lemmas: set[str], *, closed: bool) -> Lexicon:
    """Return the shipped lexicon without *lemmas*.

    A noun goes with its plural, and also where its plural or the singular derived from it
    is the lemma of the set (badiliko, mabadiliko); a verb goes with the stems derived from
    it, because a list without ratibu has no ratibia either. Function words, names, numbers,
    acronyms and spelling variants stay; so do agreeing adjectives, one-syllable and
    irregular verbs where *closed* says that what every grammar lists in full may.
    """
    words = parse_lexicon()
    if closed:
        lemmas = lemmas - {verb for verb, kind in words.verbs.items() if kind in CLOSED}
        lemmas -= {stem for stem, agrees in words.adjectives.items() if agrees != "no"}
    of_noun: dict[str, list[str]] = defaultdict(list)
    for form, nouns in words.plurals.items():
        for noun in nouns:
            of_noun[noun].append(form)
    for noun, classes in list(words.nouns.items()):
        forms = {noun, *of_noun[noun], *plurals(noun, classes)}
        if classes == "6" and noun.startswith("ma"):
            forms.add(noun[2:])
        if forms & lemmas:
            del words.nouns[noun]
            for form in of_noun[noun]:
                left = tuple(other for other in words.plurals[form] if other != noun)
                if left:
                    words.plurals[form] = left
                else:
                    del words.plurals[form]
            words.base.pop(noun, None)
    derived = {stem for stem, base in words.base.items() if base in lemmas and stem in words.verbs}
    for lemma in lemmas | derived:
        words.verbs.pop(lemma, None)
        words.adjectives.pop(lemma, None)
        words.adverbs.discard(lemma)
        words.base.pop(lemma, None)
    words.learnt.clear()
    words.pairs.clear()
    return words


def blind(rows: Sequence[Gold], vocabulary: dict[str, int], *, closed: bool) -> Terms:
    """Return an analyser that learnt from text, without the lemmas of *rows* in its lexicon."""
    words = without({row.lemma for row in rows}, closed=closed)
    words.learnt.update(learn.stems(vocabulary, words))
    for noun, forms in learn.pairs(vocabulary, words).items():
        words.pairs.update(dict.fromkeys(forms, noun))
    source = Lemmatizer(words)
    return lambda form: source.lemmatize(normalize(form)).terms


def texts(folder: Path) -> list[str]:
    """Return the chunks of running text that speed is measured on."""
    return [
        json.loads(line)["text"]
        for name in ("gov-pages.jsonl", "news-chunks.jsonl")
        for line in (folder / name).read_text(encoding="utf-8").splitlines()
    ]


def speed(chunks: Sequence[str]) -> dict[str, float]:
    """Time one core, in seconds of CPU: words not seen before, then text whose words are remembered."""
    forms = sorted({token.normal for chunk in chunks for token in tokens.words(chunk)})
    gc.collect()
    gc.freeze()  # the gold sets and the peer are no part of what is timed
    uncached = len(forms) / min(_seconds_anew(forms) for _ in range(3))
    count = sum(len(analyse(chunk)) for chunk in chunks)
    best = min(_seconds(chunks) for _ in range(3))
    assert count == sum(len(tokens.words(chunk)) for chunk in chunks)
    assert lemmatizer().lemmatize("walioteuliwa").terms == ("teua",)
    return {
        "types": len(forms),
        "types a second, uncached": round(uncached),
        "tokens": count,
        "tokens a second, cached, with offsets": round(count / best),
    }


def _seconds_anew(forms: Sequence[str]) -> float:
    """Time the analysis of each form, by a lemmatizer that has analysed none of them."""
    english_stem.cache_clear()
    fresh = Lemmatizer(lexicon(), shipped_forms(), shipped_templates())
    assert fresh.verbs.weight("teua")  # loaded before the clock starts
    started = time.process_time()
    for form in forms:
        fresh.lemmatize(form)
    return time.process_time() - started


def _seconds(chunks: Sequence[str]) -> float:
    started = time.process_time()
    for chunk in chunks:
        analyse(chunk)
    return time.process_time() - started


_BARE = "pass"
_LOADED = "from kb.swahili import stem; assert stem('walioteuliwa') == 'teua'"
_MEASURED = """
import time
before = time.process_time()
{work}
seconds = time.process_time() - before
try:  # getrusage would give the parent's peak where the parent was larger
    status = open("/proc/self/status").read()
    print(seconds, status.split("VmHWM:")[1].split()[0])
except OSError:
    import resource
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def start_up(runs: int = 5) -> dict[str, float]:
    """Measure a fresh process that imports the analyser and reads one word, and a bare one."""

    def run(work: str) -> tuple[float, float]:
        program = [sys.executable, "-c", _MEASURED.format(work=work)]
        out = subprocess.run(program, cwd=PROJECT, check=True, capture_output=True, text=True)
        seconds, kilobytes = map(float, out.stdout.split())
        return seconds, kilobytes

    bare = [run(_BARE) for _ in range(runs)]
    loaded = [run(_LOADED) for _ in range(runs)]
    return {
        "milliseconds of CPU to import and load": round(
            1000 * (median(s for s, _ in loaded) - median(s for s, _ in bare)), 1
        ),
        "megabytes above bare Python": round(
            (median(k for _, k in loaded) - median(k for _, k in bare)) / 1024, 1
        ),
    }


def measure(folder: Path, words: Path | None, *, quick: bool) -> dict[str, object]:
    """Return all figures, by analyser and by set."""
    sets = {name: gold(folder / "morphology" / file) for name, file in SETS.items()}
    results: dict[str, object] = {
        "sets": {
            name: {"rows": len(rows), "lemmas": len({r.lemma for r in rows})}
            for name, rows in sets.items()
        },
        "kisima": quality(sets, ours, ours_family),
        "kisima, first term only": quality(sets, ours_first, ours_family),
    }
    if quick:
        return results
    results["lower-casing"] = quality(sets, lower_case, lower_case)
    peer = simplemma_terms()
    if peer is None:
        print("simplemma is not installed, so it is not measured: pip install '.[benchmark]'")
    else:
        results["simplemma"] = quality(sets, peer, peer)
    if words is not None:
        lines = words.read_text(encoding="utf-8").splitlines()
        vocabulary = {word: int(count) for word, count in (line.split("\t") for line in lines)}
        for title, closed in (("blind", False), ("blind but for closed lists", True)):
            results[f"kisima, {title}"] = {
                name: score(rows, blind(rows, vocabulary, closed=closed)).figures()
                for name, rows in sets.items()
            }
    results["speed"] = {**speed(texts(folder / "text")), **start_up()}
    return results


def show(results: dict[str, object]) -> None:
    """Print the figures as tables."""
    for analyser, figures in results.items():
        assert isinstance(figures, dict)
        print(f"\n{analyser}")
        for name, cells in figures.items():
            if isinstance(cells, dict) and "f1" in cells:
                shown = "  ".join(
                    f"{key[0].upper()} {100 * cells[key]:5.1f}"
                    for key in ("precision", "recall", "f1")
                )
                print(
                    f"  {name:18} {shown}   {cells['right']:,} of {cells['joined']:,} joined, {cells['belonging']:,} belong"
                )
            else:
                print(f"  {name:40} {cells}")


def main() -> None:
    """Read the options, measure, print."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    options.add_argument("--shared", type=Path, default=SHARED, help="folder of the gold sets")
    options.add_argument(
        "--words", type=Path, help="words with counts to learn from: adds the blind figure"
    )
    options.add_argument("--json", action="store_true", help="print JSON")
    options.add_argument(
        "--quick", action="store_true", help="quality of the shipped analyser only"
    )
    arguments = options.parse_args()
    if not (arguments.shared / "morphology").is_dir():
        print(
            f"benchmarks/morphology.py: no gold sets under {arguments.shared}; give --shared FOLDER"
        )
        return
    results = measure(arguments.shared, arguments.words, quick=arguments.quick)
    if arguments.json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        show(results)


if __name__ == "__main__":
    main()
