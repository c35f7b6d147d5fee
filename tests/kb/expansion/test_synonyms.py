"""Other names of one thing, as people type them and documents write them."""

from __future__ import annotations

from collections import Counter

import pytest

from kb.expansion import expand
from kb.expansion.records import read_wording
from kb.expansion.statistics import TermStatistics
from kb.swahili.data import table_rows
from tests.kb.small_index import SmallIndex, question

COLUMNS = ("forms", "first", "note")

TEXTS = (
    "Dira ya taasisi ni kuongoza. Dhamira yetu ni huduma bora.",
    "Misingi mikuu: uadilifu, ubunifu, kuthamini wateja.",
    "Gharama ya cheti inalipwa ofisini.",
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
        ("ukubwa wa cheti", []),
    ],
)
def test_the_name_a_document_uses_is_found_by_another(line, expected, index):
    """Only a name that the documents have is proposed, and the reader is told which."""
    assert [actual.shown for actual in expand(question(line), TermStatistics(index))] == expected


def test_a_name_stands_in_one_group_and_is_read_as_words():
    """Nothing of the table is ambiguous or empty, and every row has another name to give."""
    groups = [row[0].split("|") for row in table_rows("synonyms.tsv", COLUMNS)]
    assert groups
    assert all(len(group) > 1 for group in groups)
    times = Counter(form for group in groups for form in group)
    assert [form for form, count in times.items() if count > 1] == []
    assert all(read_wording(form).sequence for form in times)


def test_the_table_has_the_first_term_of_each_form():
    """A row is read only for a word that a form starts with: a wrong term would hide the row."""
    for forms, first, _ in table_rows("synonyms.tsv", COLUMNS):
        assert first.split("|") == [read_wording(form).sequence[0] for form in forms.split("|")]
