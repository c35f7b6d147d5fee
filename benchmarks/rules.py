"""Take one rule of reading away at a time, and count the pairs of forms it joins or parts.

    python benchmarks/rules.py [--set main] [--json]

For each step of the order of reading: the pairs it joins rightly, the pairs it joins
wrongly, the right and the wrong joins it prevents, on a gold set; and how many running
words of government pages it reads otherwise. docs/swahili.md takes its counts from here.
"""

from __future__ import annotations

import argparse
import copy
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
from kb.swahili import reading as module  # noqa: E402
from kb.swahili import words  # noqa: E402
from kb.swahili.function_words import function_words  # noqa: E402
from kb.swahili.lexicon import Lexicon, lexicon  # noqa: E402
from kb.swahili.normal import normal  # noqa: E402
from kb.swahili.reading import Reader  # noqa: E402

Prepare = Callable[[Lexicon], None]
Change = Callable[[Reader], None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A step of reading, and how to do without it."""

    name: str
    example: str  # a form that it reads
    lexicon: Prepare | None = None  # what to take out of the lexicon
    reader: Change | None = None  # what to take out of the reader
    patch: tuple[str, object] | None = None  # what stands in for a name of kb.swahili.reading


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule does, in pairs of forms and in running words."""

    rule: str
    example: str
    right_joined: int  # pairs that belong together and only the rule joins
    wrong_joined: int  # pairs that do not and the rule joins
    wrong_parted: int  # wrong joins the rule prevents
    right_parted: int  # right joins it prevents
    words: float  # share of running words it reads otherwise, in percent


def _not_agreeing(words: Lexicon) -> None:
    words.adjectives = dict.fromkeys(words.adjectives, "no")


def _nothing(name: str) -> Change:
    """Return a change that makes one step of the reader find nothing."""

    def change(reader: Reader) -> None:
        if not hasattr(reader, name):
            raise AttributeError(
                f"the reader has no step {name}; benchmarks/rules.py is out of date"
            )
        setattr(reader, name, lambda *_: None)

    return change


def _passives_kept(reader: Reader) -> None:
    irregular = reader.verbs.irregular
    reader.verbs.active = lambda stem: irregular.get(stem, stem)  # type: ignore[method-assign]  # the point of it


def _listed_alone(words: Lexicon) -> dict[str, str]:
    return {word: word for word in function_words(words)}


def _noun_alone(_known: object, nouns: tuple[str, ...], rule: str, *_: object) -> module.Reading:
    return module.Reading(nouns, "noun", rule)


RULES = (
    Rule("plural", "majukumu", lexicon=lambda words: words.plurals.clear()),
    Rule("locative", "serikalini", reader=_nothing("_locative")),
    Rule("adjective concord", "vipya", lexicon=_not_agreeing),
    Rule("noun beside adjective", "mkuu", patch=("_beside", _noun_alone)),
    Rule(
        "plural or subjunctive",
        "waratibu",
        reader=lambda r: setattr(r, "_with_verb", lambda _, whole: whole),
    ),
    Rule("function families", "yake", patch=("function_words", _listed_alone)),
    Rule("names", "Mwanza", lexicon=lambda words: words.names.clear()),
    Rule("spelling variants", "ofisa", lexicon=lambda words: words.variants.clear()),
    Rule("other spellings", "khabari", reader=_nothing("_respelt")),
    Rule("verbs by template", "inayoongoza", reader=_nothing("_verb")),
    Rule("verbs by prefixes alone", "wanakopi", reader=_nothing("_unknown_verb")),
    Rule("passives", "ongozwa", reader=_passives_kept),
    Rule("learnt stems", "-", lexicon=lambda words: words.learnt.clear()),
    Rule("learnt pairs", "-", lexicon=lambda words: words.pairs.clear()),
    Rule("doers", "watoa", patch=("_is_doer", lambda _: False)),
    Rule("-je behind a verb", "utawezaje", reader=_nothing("_asked_how")),
    Rule("-po, -mo, -ko behind kuwa", "alikuwepo", reader=_nothing("_being_there")),
    Rule("ki- before a noun", "kimataifa", reader=_nothing("_manner")),
    Rule("shape fallback", "-", reader=_nothing("_shape")),
)


@contextmanager
def without(rule: Rule) -> Iterator[Terms]:
    """Give an analyser that reads as the shipped one does but for one rule."""
    known = copy.deepcopy(lexicon())
    if rule.lexicon:
        rule.lexicon(known)
    name, replacement = rule.patch or ("Reading", module.Reading)
    with mock.patch.object(module, name, replacement):
        reader = Reader(known)
        if rule.reader:
            rule.reader(reader)
        yield lambda form: reader.read(normal(form)).terms


def running_words(folder: Path) -> Counter[str]:
    """Return the words of the government pages with their counts."""
    lines = (folder / "text" / "gov-pages.jsonl").read_text(encoding="utf-8").splitlines()
    return Counter(token.normal for line in lines for token in words(json.loads(line)["text"]))


def effects(rows: list[Gold], text: Counter[str]) -> Iterator[Effect]:
    """Yield what each rule does on a gold set and on running words."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        groups[row.lemma, row.part].append(row.form)
    belonging = pairs(groups.values())
    forms = sorted({row.form for row in rows})
    shipped = Reader(lexicon())
    whole = joined_by(forms, lambda form: shipped.read(normal(form)).terms)
    as_shipped = {word: shipped.read(word).terms for word in text}
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
    given = options.parse_args()
    if not (given.shared / "morphology").is_dir():
        print(f"benchmarks/rules.py: no gold sets under {given.shared}; give --shared FOLDER")
        return
    text = running_words(given.shared)
    found = {}
    for name in given.set or SETS:
        found[name] = list(effects(gold(given.shared / "morphology" / SETS[name]), text))
    if given.json:
        print(json.dumps({k: [asdict(e) for e in v] for k, v in found.items()}, indent=2))
        return
    for name, table in found.items():
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
