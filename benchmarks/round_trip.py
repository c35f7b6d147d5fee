"""Make forms of verbs and analyse them again: how many lead back to their verb?

    python benchmarks/round_trip.py            # forms of listed verbs, then of invented ones
    python benchmarks/round_trip.py --missed 50  # and fifty forms that do not

Forms are drawn at random, with a fixed seed: the same number of each verb. An invented verb is
a root of Swahili syllables that no lexicon has; a verb that was taken out of the lexicon went with
all that is derived from it. A form is right if its lemma is among its terms, or is the second reading
of a passive that two verbs have (sainiwa: saini, sainia); the first share is without these.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator

from kb.swahili.inflection import Form, verb_paradigm
from kb.swahili.lemmatizer import Lemmatizer, lemmatizer
from kb.swahili.lexicon import lexicon
from kb.swahili.lexicon_tables import parse_lexicon
from kb.swahili.morphology.stem_letters import letter_table
from kb.swahili.morphology.voice import irregular_verbs

SEED = 20_261
OF_EACH = 20
INVENTED = 400
_CONSONANTS = ("b", "ch", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "sh", "t", "v",
               "w", "y", "z", "mb", "nd", "ng", "nj", "ny")  # fmt: skip
_INITIALS = tuple(one for one in _CONSONANTS if one[0] not in "mn")
_VOWELS = "aeiou"

Missed = tuple[str, Form, tuple[str, ...]]
"""A verb, a form of it, and the terms that the form was analysed to."""


def listed_verbs() -> list[tuple[str, str]]:
    """Return each listed verb with its kind; what is no verb of its own is left out."""
    forms = irregular_verbs()  # njoo is a form of ja
    return [pair for pair in lexicon().verbs.items() if pair[0] not in forms]


def invented_verbs(draw: random.Random, count: int) -> list[tuple[str, str]]:
    """Return stems of two or three syllables that nothing knows, one in five of them a loan."""
    words = lexicon()
    found: dict[str, str] = {}
    while len(found) < count:
        syllables = draw.choice((2, 2, 3))
        loan = draw.random() < 0.2
        letters = draw.choice(_INITIALS) + draw.choice(_VOWELS)
        for _ in range(syllables - 2):
            letters += draw.choice(_CONSONANTS) + draw.choice(_VOWELS)
        stem = letters + draw.choice(_CONSONANTS) + (draw.choice("iu") if loan else "a")
        known = stem in words.verbs or stem in words.learnt or stem in words.nouns
        if not known and not stem.endswith("wa"):
            found[stem] = "loan" if loan else "native"
    return list(found.items())


def left_out(draw: random.Random, count: int) -> tuple[list[tuple[str, str]], Lemmatizer]:
    """Return listed verbs of no listed base, and a lemmatizer of a lexicon without them.

    What is derived from them is taken out too, so that each is what an unlisted verb is.
    """
    words = parse_lexicon()
    plain = [
        (stem, kind)
        for stem, kind in listed_verbs()
        if kind in ("native", "loan") and words.base.get(stem) not in words.verbs
    ]
    chosen = draw.sample(plain, count)
    gone = {stem for stem, _ in chosen}
    for _ in range(3):  # a verb derived from one that is derived
        gone |= {stem for stem, base in words.base.items() if base in gone}
    gone |= {word for word, base in words.base.items() if base in gone}
    for table in (
        words.verbs,
        words.nouns,
        words.learnt,
        words.pairs,
        words.adjectives,
        words.base,
    ):
        for word in gone & table.keys():
            del table[word]
    words.letters.clear()
    words.letters.update(letter_table(words.verbs))
    return chosen, Lemmatizer(words)


def sampled(
    verbs: list[tuple[str, str]], draw: random.Random, each: int
) -> Iterator[tuple[str, Form]]:
    """Yield forms of each verb, drawn at random."""
    for stem, kind in verbs:
        forms = verb_paradigm(stem, kind).forms
        for form in draw.sample(forms, min(each, len(forms))):
            yield stem, form


def measure(
    verbs: list[tuple[str, str]], known: Lemmatizer, draw: random.Random, each: int
) -> tuple[Counter[str], Counter[str], list[Missed]]:
    """Return how many forms of each group were tried and led to a second reading, and what was missed."""
    tried: Counter[str] = Counter()
    second: Counter[str] = Counter()
    missed: list[Missed] = []
    for stem, form in sampled(verbs, draw, each):
        tried[form.group] += 1
        analysis = known.lemmatize(form.written)
        terms = analysis.terms
        other = known.verbs.other_active(analysis.verb.stem) if analysis.verb else None
        if stem in terms:
            continue
        if stem == other:
            second[form.group] += 1
        else:
            missed.append((stem, form, terms))
    return tried, second, missed


def _shares(tried: int, second: int, missed: int) -> str:
    right = tried - missed
    return f"{100 * (right - second) / tried:6.2f} %, with second readings {100 * right / tried:6.2f} %"


def main() -> None:
    """Print the share of forms that lead back, by group."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", type=int, default=0, help="print so many forms that are missed")
    parser.add_argument("--each", type=int, default=OF_EACH, help="forms of each verb")
    options = parser.parse_args()
    draw = random.Random(SEED)  # a sample, no secret
    for name, verbs, known in (
        ("listed", listed_verbs(), lemmatizer()),
        ("invented", invented_verbs(draw, INVENTED), lemmatizer()),
        ("taken out of the lexicon", *left_out(draw, INVENTED)),
    ):
        tried, second, missed = measure(verbs, known, draw, options.each)
        assert sum(tried.values()) > 1_000, "too few forms were made"
        bad = Counter(form.group for _, form, _ in missed)
        total = sum(tried.values())
        print(f"{name}: {len(verbs)} verbs, {total} forms")
        print(f"  {'all':16} {total:6} {_shares(total, second.total(), len(missed))}")
        for group, count in sorted(tried.items()):
            print(f"  {group:16} {count:6} {_shares(count, second[group], bad[group])}")
        for stem, form, terms in draw.sample(missed, min(options.missed, len(missed))):
            print(
                f"    {stem:14} {form.written:20} {form.row:24} {form.column:4} {'|'.join(terms)}"
            )


if __name__ == "__main__":
    main()
