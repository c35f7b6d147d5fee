"""Learn verb stems and noun pairs from running text, offline.

    python -m kb.swahili.tools.learn --words TEXTS LEXICON.db > WORDS.tsv
    python -m kb.swahili.tools.learn WORDS.tsv FOLDER

The first makes the list of words: those of the texts (a folder of ``*.jsonl``, the text under
"text") with their counts, and those of the package gruut-lang-sw (its ``lexicon.db``), counted 0
where no text has them. The second reads such a list (``word<TAB>count``) and writes
``stems.tsv`` and ``pairs.tsv``, which ship with the lexicon: the same list always
gives the same tables. Nothing is learnt when Kisima runs.

Stems: every word is cut in every way the verb template allows, and a sparse
expectation-maximisation (a variational Dirichlet prior, so that rare stems
vanish) finds the smallest set of stems that explains the words. A learnt stem
that is a prefix and a better one (wa + ona) is then blocked, and learning
starts again. Its passive may save it: no object stands before a passive, so lipwa
proves that lipa is not li- and pa. Pairs: a word no rule of the lexicon reads is tied to a singular
that is itself attested.

Source of the method: docs/swahili.md; the prior follows Johnson (2007), "Why
doesn't EM find good HMM POS-taggers?", on variational Bayes for sparse models.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from kb.swahili import tokens
from kb.swahili.lemmatizer import Lemmatizer
from kb.swahili.lexicon_tables import Lexicon, parse_lexicon
from kb.swahili.morphology.nouns import singulars
from kb.swahili.morphology.phonotactics import is_foreign, is_swahili
from kb.swahili.morphology.templates import RELATIVES, object_prefixes, prefixes
from kb.swahili.morphology.verbs import Verbs
from kb.swahili.spoken import spoken

__all__ = ["main", "pairs", "passives_of", "stems", "word_list", "write_tables"]

ROUNDS = 3  # of learning and blocking
STEPS = 6  # of expectation and maximisation in a round
CONCENTRATION = 2000.0  # of the prior over stems
SEED = 3.0  # what the lexicon's word is worth, in words
NOT_A_VERB = 2.0  # weight of reading a word as no verb at all, before its length
LEAST = 0.8  # words a stem must explain to be kept
CERTAIN = 60.0  # words from which a learnt stem counts as if it were listed
PASSIVES = 0.05  # share of a stem's words that its passive must have to prove it whole
LONGEST = 14  # letters of a learnt stem


def _digamma(x: float) -> float:
    """Return the derivative of log gamma: recurrence below 6, then the asymptotic series."""
    result = 0.0
    while x < 6:
        result -= 1 / x
        x += 1
    f = 1 / (x * x)
    return result + math.log(x) - 0.5 / x - f * (1 / 12 - f * (1 / 120 - f / 252))


def stems(vocabulary: Iterable[str], seeds: Lexicon) -> dict[str, float]:
    """Return verb stems with the number of words each explains."""
    verbs = Verbs(seeds, prefixes())
    known = Lemmatizer(seeds)
    words = [
        word
        for word in sorted(vocabulary)
        if len(word) >= 4
        and is_swahili(word)
        and not is_foreign(word)
        and known.whole(word) is None
        and word not in seeds.english
        and spoken(known, word) is None  # anaetaka has no stem etaka
    ]
    cut_words = []
    for word in words:
        cuts = [
            (stem, math.exp(prior))
            for stem, template, _, _, prior in verbs.cuts(word)
            if template.prefix and len(stem) <= LONGEST and _may_be_stem(stem, seeds)
        ]
        if cuts:
            cut_words.append((cuts, NOT_A_VERB * (1 / 11.0) ** len(word)))
    blocked: dict[str, str] = {}
    counts: dict[str, float] = {}
    for _ in range(ROUNDS):
        counts = _maximised(cut_words, seeds.verbs, blocked)
        before = len(blocked)
        blocked.update(_blocked(counts, seeds.verbs, verbs))
        if len(blocked) == before:
            break
    return {stem: count for stem, count in counts.items() if stem not in blocked}


def _may_be_stem(stem: str, seeds: Lexicon) -> bool:
    """Tell whether a stem may be learnt: stems of one syllable are few, and all listed."""
    return stem in seeds.verbs or (len(_VOWEL.findall(stem)) > 1 and is_swahili(stem))


_VOWEL = re.compile("[aeiou]")


def _maximised(
    cut_words: list[tuple[list[tuple[str, float]], float]],
    seeds: Mapping[str, str],
    blocked: Mapping[str, str],
) -> dict[str, float]:
    allowed = [([cut for cut in cuts if cut[0] not in blocked], other) for cuts, other in cut_words]
    counts: dict[str, float] = defaultdict(float)
    for cuts, _ in allowed:
        for stem, _ in cuts:
            counts[stem] += 1.0 / len(cuts)
    for _ in range(STEPS):
        total = math.exp(_digamma(sum(counts.values()) + CONCENTRATION + SEED * len(seeds)))
        probability = {}
        for stem, count in counts.items():
            mass = (
                count
                + (SEED if stem in seeds else 0.0)
                + CONCENTRATION * 0.3 * (1 / 9) ** len(stem)
            )
            probability[stem] = math.exp(_digamma(mass)) / total if mass > 1e-4 else 0.0
        expected: dict[str, float] = defaultdict(float)
        for cuts, other in allowed:
            weights = [prior * probability.get(stem, 0.0) for stem, prior in cuts]
            whole = sum(weights) + other
            for (stem, _), weight in zip(cuts, weights, strict=True):
                share = weight / whole
                if share > 1e-4:
                    expected[stem] += share
        counts = expected
    return {stem: count for stem, count in counts.items() if count >= LEAST}


_MARKERS = (
    "ka",
    "ki",
    "ku",
    "nge",
    "ngali",
    "sha",
    "mesha",
    "kwisha",
    "mekwisha",
    "singe",
    "sipo",
    "taka",
)


_TENSES = ("na", "li", "me", "ta")


def passives_of(stem: str) -> tuple[str, ...]:
    """Return the passives a stem can have: ongozwa, teuliwa, ratibiwa."""
    if stem.endswith(("aa", "ia", "ua")):
        return (f"{stem[:-1]}liwa", f"{stem[:-1]}wa")
    if stem.endswith(("ea", "oa")):
        return (f"{stem[:-1]}lewa", f"{stem[:-1]}wa")
    if stem.endswith("e"):
        return (f"{stem}wa",)
    if stem.endswith(("i", "u")):
        return (f"{stem[:-1]}iwa",)
    return (f"{stem[:-1]}wa",)


def _blocked(counts: Mapping[str, float], seeds: Mapping[str, str], verbs: Verbs) -> dict[str, str]:
    """Return learnt stems that hide a prefix before a better stem."""
    inner = {*object_prefixes(), *RELATIVES, *_MARKERS}
    inner |= {marker + relative for marker in ("li", "na", "taka", "si") for relative in RELATIVES}
    inner |= {marker + prefix for marker in _MARKERS for prefix in object_prefixes()}
    inner |= {relative + prefix for relative in RELATIVES for prefix in object_prefixes()}
    # A whole run of prefixes behind a subject that is a tense of its own: wa- and liyoirithi.
    inner |= {
        marker + relative + prefix
        for marker in ("li", "na", "taka", "si")
        for relative in RELATIVES
        for prefix in object_prefixes()
    }
    inner |= {marker + prefix for marker in _TENSES for prefix in ("", *object_prefixes())}
    ordered = sorted(inner, key=lambda prefix: (-len(prefix), prefix))

    # An object never stands before a passive: lipwa shows that lipa is no li- and pa.
    passive_proof = object_prefixes().keys() - set(RELATIVES) - set(_MARKERS)

    def passive(stem: str) -> float:
        return sum(counts.get(form, 0.0) for form in passives_of(stem))

    def worth(stem: str) -> float:
        return counts.get(stem, 0.0) + (30.0 if stem in seeds else 0.0)

    found = {}
    for stem, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if stem in seeds or verbs.active(stem) in seeds:
            continue
        for prefix in ordered:
            rest = stem[len(prefix) :]
            if (
                not stem.startswith(prefix)
                or (len(rest) < 3 and rest not in seeds)
                or (prefix == "mw" and rest[0] not in "aeiou")
            ):
                continue
            if len(prefix) > 3 and rest in seeds and len(rest) > 3:
                found[stem] = rest  # nachokihitaji, of which hitaji is listed
                break
            share = (
                0.35 if rest == "pa" else 2.0 if len(rest) <= 3 else 0.8 if len(rest) == 4 else 0.35
            )
            best = max(worth(rest), worth(verbs.active(rest)))
            if prefix == "ji" and (rest in seeds or verbs.active(rest) in seeds):
                found[stem] = rest  # a reflexive, however frequent: jitokeza is of tokeza
                break
            if prefix in passive_proof and passive(stem) >= PASSIVES * count:
                continue
            if best >= max(2.0, share * count) and is_swahili(rest):
                found[stem] = rest
                break
    return found


def pairs(vocabulary: Mapping[str, int], words: Lexicon) -> dict[str, list[str]]:
    """Return nouns the lexicon lacks, each with its attested forms."""
    known = Lemmatizer(words)
    found: dict[str, list[str]] = defaultdict(list)

    def is_verb(word: str) -> bool:
        if word in words.verbs:
            return True
        best = known.verbs.best(word)
        if best is not None and best.template.final == "object":
            return best.stem in words.verbs  # wapeni
        if best is None or (
            len(best.stem) < 3 and not (best.known and len(best.template.prefix) > 1)
        ):
            return False
        sure = best.stem in words.verbs or best.term in words.verbs
        if best.template.strength == "strong":
            return sure or (best.known >= 5 and len(best.template.prefix) >= 2)
        return (sure or best.known >= CERTAIN) and (
            best.template.final == "e" or best.template.tense == "indefinite"
        )

    def free(word: str) -> bool:
        if word in words.variants or word.removeprefix("ma") in words.variants:
            return False
        return (
            len(word) >= 4 and is_swahili(word) and known.whole(word) is None and not is_verb(word)
        )

    for word in sorted(vocabulary):
        if not free(word):
            continue
        for noun, classes in singulars(word):
            if noun not in vocabulary or noun == word or not free(noun):
                continue
            if classes.startswith("11") and vocabulary[noun] < vocabulary[word]:
                continue
            if noun not in found[noun]:
                found[noun].append(noun)
            found[noun].append(word)
            break
    return {noun: forms for noun, forms in found.items() if len(forms) > 1}


def word_list(texts: Path, listed: Path) -> dict[str, int]:
    """Return the words of running text with their counts, and listed ones with 0 if in no text.

    Args:
        texts: a folder of ``*.jsonl``, a JSON object with a "text" a line.
        listed: ``lexicon.db`` of the package gruut-lang-sw.
    """
    counts: Counter[str] = Counter()
    common: set[str] = set()
    for path in sorted(texts.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            found = tokens.words(json.loads(line)["text"])
            counts.update(token.normal for token in found)
            common.update(token.normal for token in found if token.surface[:1].islower())
    # What is only ever written with a capital is a name, and names have no stems.
    counts = Counter({word: n for word, n in counts.items() if word in common})
    with sqlite3.connect(f"{listed.resolve().as_uri()}?mode=ro", uri=True) as known:
        counts.update({word.lower(): 0 for (word,) in known.execute(_LISTED)})
    kept = {word: n for word, n in counts.items() if word.replace("'", "").isalpha()}
    return dict(sorted(kept.items(), key=lambda item: (-item[1], item[0])))


_LISTED = "SELECT DISTINCT word FROM word_phonemes"


def write_tables(words_file: Path, folder: Path) -> None:
    """Read the list of words and write the two tables."""
    vocabulary = {}
    for line in words_file.read_text(encoding="utf-8").splitlines():
        word, count = line.split("\t")
        vocabulary[word] = int(count)
    seeds = parse_lexicon()
    seeds.learnt.clear()
    seeds.pairs.clear()
    learnt = stems(vocabulary, seeds)
    _write(
        folder / "stems.tsv",
        f"Verb stems learnt from {len(vocabulary):,} word forms by kb.swahili.tools.learn; weight: words explained.",
        ("stem", "weight"),
        [(stem, f"{count:.1f}") for stem, count in sorted(learnt.items())],
    )
    seeds.learnt.update({stem: float(f"{count:.1f}") for stem, count in learnt.items()})
    paired = pairs(vocabulary, seeds)
    _write(
        folder / "pairs.tsv",
        "Nouns the lexicon lacks, paired with their attested forms by kb.swahili.tools.learn.",
        ("noun", "forms"),
        [(noun, "|".join(forms)) for noun, forms in sorted(paired.items())],
    )


def _write(path: Path, what: str, columns: tuple[str, str], table: list[tuple[str, str]]) -> None:
    lines = [f"# {what}", *PROVENANCE, "\t".join(columns)]
    lines += ["\t".join(row) for row in table]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


PROVENANCE = (
    "# Learnt, not written: do not edit. Made from the word forms of running text (news under LAFAND-MT,",
    "# government PDFs) and of the package gruut-lang-sw (MIT); counts only, no sentence of theirs is here.",
)


def main() -> None:
    """Make the list of words, or the tables from it, as the options say."""
    options = argparse.ArgumentParser(description="learn verb stems and noun pairs from text")
    options.add_argument("--words", action="store_true", help="make the list: TEXTS LEXICON.db")
    options.add_argument("source", type=Path, help="WORDS.tsv, or with --words the texts")
    options.add_argument("target", type=Path, help="folder of the tables, or with --words the db")
    given = options.parse_args()
    if given.words:
        for word, count in word_list(given.source, given.target).items():
            sys.stdout.write(f"{word}\t{count}\n")
    else:
        write_tables(given.source, given.target)


if __name__ == "__main__":
    main()
