"""Linguistic quality may rise and not fall: floors on sets of our own and on the shared ones.

A gate that checks nothing must not look like one that passed, so an empty set fails.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks import morphology
from kb.swahili import analyse

GOLDEN = Path(__file__).parent / "golden"
INFLECTED = ("nouns", "verbs", "adjectives", "loans", "locatives")
FLOORS = {"main": 0.965, "government": 0.985, "nouns": 0.865}
PARTS = {"V": 0.97, "N": 0.90, "A": 0.92}


def inflected() -> list[morphology.Gold]:
    """Return our own golden forms that have one term, as a gold set."""
    found = []
    for topic in INFLECTED:
        for line in (GOLDEN / f"{topic}.tsv").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#") and not line.startswith("form\t"):
                form, terms, _ = line.split("\t")
                if "|" not in terms and " " not in terms:
                    found.append(morphology.Gold(form, terms, topic))
    return found


def judged() -> list[tuple[str, str, str, int]]:
    """Return the running words of government pages that were judged by hand."""
    lines = (GOLDEN / "judged-tokens.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    return [(form, lemma, part, int(count)) for form, lemma, part, count in cells]


def test_forms_of_one_word_are_joined_and_others_kept_apart():
    """Over all pairs of our golden forms, what belongs together is found together."""
    rows = inflected()
    assert len(rows) > 400
    groups = defaultdict(set)
    for row in rows:
        groups[row.lemma].add(row.form)
    belonging = morphology.pairs(groups.values())
    joined = morphology.joined_by((row.form for row in rows), morphology.ours)
    score = morphology.Score(len(belonging & joined), len(joined), len(belonging))
    assert score.precision >= 0.98
    assert score.recall >= 0.97


def test_running_words_lead_to_the_right_lemma():
    """Of the words an officer meets on a page, 95 in a hundred are read right."""
    rows = judged()
    total = sum(count for *_, count in rows)
    assert total >= 500
    right = sum(
        count
        for form, lemma, _, count in rows
        if lemma in {t for k in analyse(form) for t in k.terms}
    )
    assert right / total >= 0.95


def test_the_judged_words_are_sorted_and_each_stands_once():
    """A word list that anyone can look a word up in."""
    forms = [form for form, *_ in judged()]
    assert forms == sorted(set(forms))
    assert {part for _, _, part, _ in judged()} <= set("NVADMPF")


@pytest.mark.parametrize("name", FLOORS)
def test_the_shared_gold_sets_do_not_fall(shared, name):
    """No change may cost what was reached on the sets that are for measuring."""
    rows = morphology.gold(shared / "morphology" / morphology.SETS[name])
    assert len(rows) > 2_000
    assert morphology.score(rows, morphology.ours).f1 >= FLOORS[name]


def test_no_part_of_speech_falls_behind(shared):
    """Verbs are most of the pairs; nouns and adjectives must hold on their own."""
    rows = morphology.gold(shared / "morphology" / morphology.SETS["main"])
    assert morphology.score(rows, morphology.ours).precision >= 0.984
    for part, floor in PARTS.items():
        of_part = [row for row in rows if row.part == part]
        assert morphology.score(of_part, morphology.ours).f1 >= floor, part


def test_word_families_do_not_fall(shared):
    """The weaker terms tie nouns to their verbs, and nothing else."""
    rows = morphology.gold(shared / "morphology" / morphology.SETS["government"])
    score = morphology.family_score(rows, morphology.ours_family)
    assert score.precision >= 0.95
    assert score.recall >= 0.60


def test_an_empty_gold_set_is_no_measure(tmp_path):
    """A figure over nothing is refused."""
    (tmp_path / "empty.tsv").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="holds no rows"):
        morphology.gold(tmp_path / "empty.tsv")


def test_the_measure_counts_pairs():
    """Joined pairs that belong together, of those joined and of those that belong."""
    rows = [
        morphology.Gold(form, lemma, "N")
        for form, lemma in [("kitabu", "kitabu"), ("vitabu", "kitabu"), ("tabu", "tabu")]
    ]
    score = morphology.score(rows, lambda form: (form[-4:],))
    assert (score.right, score.joined, score.belonging) == (1, 3, 1)
    apart = morphology.score(rows, morphology.lower_case)
    assert (apart.precision, apart.recall, apart.f1) == (1.0, 0.0, 0.0)
