"""Leave out one rule of analysis at a time, and count the pairs of forms that change.

    python benchmarks/rules.py [--set main] [--json]

For each step of kb.swahili.lemmatizer, and each rule within one: the pairs it joins rightly
and wrongly, the right and the wrong joins it prevents, on a gold set; and the share of running
words of government pages that it changes. docs/swahili.md has its counts from here.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest import mock

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks.morphology import SETS, SHARED, Gold, Terms, gold, joined_by, pairs  # noqa: E402
from kb.swahili import listed_forms, steps, verb_step, words  # noqa: E402
from kb.swahili.analysis import Analysis, KnownWords  # noqa: E402
from kb.swahili.lemmatizer import STEPS, Lemmatizer  # noqa: E402
from kb.swahili.lexicon_tables import Lexicon, parse_lexicon  # noqa: E402
from kb.swahili.listed_forms import ListedForm  # noqa: E402
from kb.swahili.morphology.function_words import function_words  # noqa: E402
from kb.swahili.morphology.voice import Actives, irregular_verbs  # noqa: E402
from kb.swahili.normalize import normalize  # noqa: E402

Prepare = Callable[[Lexicon], None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of analysis, and how to switch it off."""

    name: str
    example: str  # a form that it analyses
    lexicon: Prepare | None = None  # removes entries of the lexicon
    step: str = ""  # name of the step to leave out of the order
    instead: Callable[[KnownWords, str], Analysis | None] | None = None  # … or to replace
    patch: tuple[object, str, object] | None = None  # module or class, name, what replaces it


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a rule, in pairs of forms and in running words."""

    rule: str
    example: str
    right_joined: int  # pairs that belong together and only the rule joins
    wrong_joined: int  # pairs that do not and the rule joins
    wrong_parted: int  # wrong joins the rule prevents
    right_parted: int  # right joins it prevents
    words: float  # share of running words that it changes, in percent


def _not_agreeing(words: Lexicon) -> None:
    words.adjectives = dict.fromkeys(words.adjectives, "no")


def _passive_kept(_: Actives, stem: str) -> str:
    return irregular_verbs().get(stem, stem)


def _listed_alone(words: Lexicon) -> dict[str, str]:
    return {word: word for word in function_words(words)}


def _noun_alone(_known: object, nouns: tuple[str, ...], rule: str, _form: str) -> ListedForm:
    return nouns, "noun", rule


def _never(*_: object) -> None:
    return None


def _as_listed(known: KnownWords, word: str) -> Analysis | None:
    return known.listed(word)


RULES = (
    Rule("plural", "majukumu", lexicon=lambda words: words.plurals.clear()),
    Rule("locative", "serikalini", step="locative", patch=(steps, "locative", _never)),
    Rule("adjective concord", "vipya", lexicon=_not_agreeing),
    Rule("noun and adjective", "mkuu", patch=(listed_forms, "_with_adjective", _noun_alone)),
    Rule("plural or subjunctive", "waratibu", step="listed", instead=_as_listed),
    Rule("function families", "yake", patch=(listed_forms, "function_words", _listed_alone)),
    Rule("names", "Mwanza", lexicon=lambda words: words.names.clear()),
    Rule("spelling variants", "ofisa", lexicon=lambda words: words.variants.clear()),
    Rule("other spellings", "mwungano", step="respelt"),
    Rule("verbs by template", "inayoongoza", step="verb"),
    Rule("verbs by prefixes alone", "wanakopi", patch=(verb_step, "_unlisted", _never)),
    Rule("passives", "ongozwa", patch=(Actives, "active", _passive_kept)),
    Rule("learnt stems", "-", lexicon=lambda words: words.learnt.clear()),
    Rule("learnt pairs", "-", lexicon=lambda words: words.pairs.clear()),
    Rule("doers", "watoa", patch=(verb_step, "_is_doer", lambda *_: False)),
    Rule("-je behind a verb", "utawezaje", step="how"),
    Rule("-po, -mo, -ko behind kuwa", "alikuwepo", step="being at"),
    Rule("ki- before a noun", "kimataifa", step="manner"),
    Rule("words written twice", "yaleyale", step="doubled"),
    Rule("adjectives without concord", "visafi", step="agreeing"),
    Rule("adjectives of state", "kizingatifu", step="state"),
    Rule("spoken writing", "anaetaka", step="spoken"),
    Rule("English words", "release", lexicon=lambda words: words.english.clear()),
    Rule("English under prefixes", "nimedownload", step="mixed"),
    Rule("being and having", "aliyo", patch=(listed_forms, "being_and_having", dict)),
    Rule("kin with possessive", "mamake", patch=(listed_forms, "fused_kin", {}.items)),
    Rule("letters of stems", "-", lexicon=lambda words: words.letters.clear()),
    Rule("shape fallback", "-", step="shape"),
)


@contextmanager
def without(rule: Rule) -> Iterator[Terms]:
    """Give an analyser that differs from the shipped one by one rule."""
    known = parse_lexicon()
    if rule.lexicon:
        rule.lexicon(known)
    if rule.step and rule.step not in {step.name for step in STEPS}:
        raise ValueError(f"no step {rule.step}: benchmarks/rules.py is out of date")
    order = [
        step._replace(analyse=rule.instead) if step.name == rule.step and rule.instead else step
        for step in STEPS
        if step.name != rule.step or rule.instead
    ]
    module, name, replacement = rule.patch or (steps, "__doc__", steps.__doc__)
    with mock.patch.object(module, name, replacement):
        lemmatizer = Lemmatizer(known, order=order)
        yield lambda form: lemmatizer.lemmatize(normalize(form)).terms


def running_words(folder: Path) -> Counter[str]:
    """Return the words of the government pages with their counts."""
    lines = (folder / "text" / "gov-pages.jsonl").read_text(encoding="utf-8").splitlines()
    return Counter(token.normal for line in lines for token in words(json.loads(line)["text"]))


def effects(rows: list[Gold], text: Counter[str]) -> Iterator[Effect]:
    """Yield the effect of each rule on a gold set and on running words."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        groups[row.lemma, row.part].append(row.form)
    belonging = pairs(groups.values())
    forms = sorted({row.form for row in rows})
    shipped = Lemmatizer(parse_lexicon())
    whole = joined_by(forms, lambda form: shipped.lemmatize(normalize(form)).terms)
    as_shipped = {word: shipped.lemmatize(word).terms for word in text}
    total = text.total()
    assert belonging
    assert total
    for rule in RULES:
        with without(rule) as terms:
            less = joined_by(forms, terms)
            changed = sum(n for word, n in text.items() if terms(word) != as_shipped[word])
        only_with, only_without = whole - less, less - whole
        yield Effect(
            rule.name,
            rule.example,
            len(only_with & belonging),
            len(only_with - belonging),
            len(only_without - belonging),
            len(only_without & belonging),
            round(100 * changed / total, 2),
        )


def main() -> None:
    """Read the options, measure, print a table."""
    options = argparse.ArgumentParser(description="what each rule of reading does")
    options.add_argument("--shared", type=Path, default=SHARED, help="folder of the gold sets")
    options.add_argument("--set", choices=SETS, action="append", help="gold set; all, if not given")
    options.add_argument("--json", action="store_true", help="print JSON")
    arguments = options.parse_args()
    if not (arguments.shared / "morphology").is_dir():
        print(f"benchmarks/rules.py: no gold sets under {arguments.shared}; give --shared FOLDER")
        return
    text = running_words(arguments.shared)
    tables = {}
    for name in arguments.set or SETS:
        tables[name] = list(effects(gold(arguments.shared / "morphology" / SETS[name]), text))
    if arguments.json:
        print(json.dumps({k: [asdict(e) for e in v] for k, v in tables.items()}, indent=2))
        return
    for name, table in tables.items():
        print(f"\n{name}: pairs of forms")
        print(
            f"{'rule':24} {'joins right':>11} {'wrong':>7} {'parts wrong':>12} {'right':>6} {'% words':>8}"
        )
        for e in table:
            print(
                f"{e.rule:24} {e.right_joined:11,} {e.wrong_joined:7,} {e.wrong_parted:12,} {e.right_parted:6,} {e.words:8.2f}"
            )


if __name__ == "__main__":
    main()
