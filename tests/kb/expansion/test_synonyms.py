"""Other names of one thing, as people type them and documents write them."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from kb.expansion import expand
from kb.expansion.records import read_wording
from kb.expansion.statistics import TermStatistics
from kb.expansion.synonyms import listed_synonyms, synonyms
from kb.query.terms import QueryTerm
from kb.swahili.data import table_rows
from tests.kb.small_index import SmallIndex, question

COLUMNS = ("forms", "terms", "sure", "note")
TABLES = ("synonyms.tsv", "name_spellings.tsv")

TEXTS = (
    "Dira ya taasisi ni kuongoza. Dhamira yetu ni huduma bora.",
    "Misingi mikuu: uadilifu, ubunifu, kuthamini wateja.",
    "Gharama ya cheti inalipwa ofisini.",
    "Hati ya kusafiria hutolewa na Idara. England ni nchi. Gari la wagonjwa ni bure.",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """An agency's pages in a few lines."""
    made = SmallIndex(tmp_path_factory.mktemp("index") / "words", TEXTS)
    yield made
    made.words.close()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("maono ya taasisi", ["maono → dira"]),
        ("dhima ya taasisi", ["dhima → dhamira"]),
        ("tunu za taasisi", ["tunu → misingi mikuu"]),
        ("maadili ya msingi", ["maadili msingi → misingi mikuu"]),
        ("ada ya cheti", ["ada → gharama"]),
        ("pasipoti ya mtoto", ["pasipoti → hati ya kusafiria", "pasipoti → pasi ya kusafiria"]),
        ("Uingereza", ["Uingereza → England"]),
        ("ambulensi", ["ambulensi → gari la wagonjwa"]),
        ("ukubwa wa cheti", []),
    ],
)
def test_the_name_a_document_uses_is_found_by_another(line, expected, index):
    """Only a name that the documents have is proposed, and the reader is told which."""
    assert [actual.shown for actual in expand(question(line), TermStatistics(index))] == expected


@pytest.mark.parametrize("name", ["dhamira ya ofisi", "sera ya ofisi"])
def test_a_longer_name_does_not_hide_what_its_words_mean(name, index):
    """The parts of a name have other names, whether the documents have one of the whole or not."""
    own = (("azma", "dira"), ("azma kuu", name))
    names = [one.text for one in expand(question("azma kuu"), TermStatistics(index), own=own)]
    assert "dira" in names
    assert (name in names) is (name == "dhamira ya ofisi")


@pytest.fixture(scope="module")
def rows():
    """All rows of both tables."""
    return [row for table in TABLES for row in table_rows(table, COLUMNS)]


def test_two_names_are_together_in_one_row_and_are_different_words(rows):
    """One weight holds for two names, and no row proposes what the analyser finds anyway."""
    groups = [[read_wording(form).sequence for form in row[0].split("|")] for row in rows]
    assert len(groups) > 1_400
    assert all(group and all(group) for group in groups)
    times = Counter(frozenset(pair) for group in groups for pair in combinations(group, 2))
    assert [pair for pair, count in times.items() if count > 1 or len(pair) == 1] == []


def test_a_row_says_how_sure_it_is_and_why(rows):
    """A weight is above 0 and at most 1, and a person can read what two names have in common."""
    assert all(0 < float(sure) <= 1 and note for _, _, sure, note in rows)


def test_the_tables_have_the_terms_of_each_form(rows):
    """A search trusts the column: a wrong term would hide a row, or find other words."""
    names = [name for names, _ in listed_synonyms() for name in names]
    assert names == [read_wording(form) for row in rows for form in row[0].split("|")]
    assert all(len(row[0].split("|")) == len(row[1].split("|")) for row in rows)


def test_each_form_finds_the_others_of_its_row(rows):
    """The tables are searched as text: no row is missed, and a part of a word finds none."""
    for forms, *_ in rows:
        for form in forms.split("|"):
            typed = question(form)
            terms = frozenset(term for word in typed for term in word.terms)
            others = [read_wording(other) for other in forms.split("|") if other != form]
            expected = {one.text for one in others if not terms.issuperset(one.sequence)}
            assert expected <= {proposal.wording.text for proposal in synonyms(typed)}, form
    part = QueryTerm("lesen", frozenset({"lesen"}), surface="lesen")
    assert list(synonyms([part])) == []


def test_the_surer_name_weighs_more(index):
    """What is only often meant counts less than what is the same thing."""
    weights = {one.text: one.weight for one in expand(question("pasipoti"), TermStatistics(index))}
    assert weights["hati ya kusafiria"] == pytest.approx(0.63)
    assert weights["pasi ya kusafiria"] == pytest.approx(0.56)


def test_a_synonym_much_rarer_than_the_word_is_left_out(tmp_path):
    """Where the word is everywhere, its rare synonym finds next to nothing; not so its opposite."""
    texts = [f"Gharama ya cheti cha {i} inalipwa." for i in range(11)] + ["Ada ya ofisi."]
    made = SmallIndex(tmp_path / "words", texts)
    statistics = TermStatistics(made)
    assert [actual.shown for actual in expand(question("ada"), statistics)] == ["ada → gharama"]
    assert expand(question("gharama"), statistics) == ()
    own = expand(question("gharama"), statistics, own=(("gharama", "ada"),))
    assert [actual.shown for actual in own] == ["gharama → ada"]
    made.words.close()
