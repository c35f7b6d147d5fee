"""The data of an export's search: numbers, postings, tables of words, files."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis import SwahiliAnalyser
from kb.index.zones import ZoneTerms
from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.offline.meanings import meaning_rows
from kb.offline.numbers import deltas, packed
from kb.offline.postings import SortedPostings
from kb.offline.shards import ShardRow, write_shards
from kb.offline.vocabulary import form_rows, front_coded, stem_rows
from kb.settings import load
from tests.kb.engines.plain import PlainEngine

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def unpacked(text: str) -> list[int]:
    """Read what ``packed`` wrote, as words.js does."""
    numbers, number, shift = [], 0, 0
    for digit in text:
        value = DIGITS.index(digit)
        number += (value & 31) << shift
        shift += 5
        if value < 32:
            numbers.append(number)
            number, shift = 0, 0
    return numbers


@given(st.lists(st.integers(min_value=0, max_value=2**40)))
def test_packed_numbers_come_back(numbers):
    """Any numbers, and the differences of rising ones."""
    assert unpacked(packed(numbers)) == numbers
    rising = sorted(numbers)
    assert sum(deltas(rising)) == (rising[-1] if rising else 0)


def occurrences(text: str) -> list[tuple[int, list[int]]]:
    """Read the places of one zone, as collection.js does."""
    numbers, read, place = iter(unpacked(text)), [], 0
    for step in numbers:
        place += step >> 1
        length = next(numbers) if step & 1 else 1
        positions, position = [], 0
        for _ in range(next(numbers)):
            position += next(numbers)
            positions.append(position)
        read += [(place + i, positions) for i in range(length)]
        place += length - 1
    return read


TEXTS = st.lists(
    st.lists(st.sampled_from(["dira", "sera", "maji"]), max_size=6), min_size=1, max_size=8
)


@given(TEXTS)
def test_every_word_is_in_the_postings_at_its_place(texts):
    """Each occurrence comes back with its passage and its order there; neighbours share a run."""
    with closing(SortedPostings()) as postings:
        for place, words in enumerate(texts):
            postings.add("body", place, ZoneTerms(words, words, [""] * len(words)))
        rows = {row.key: row.text for row in postings.rows()}
    for term in ("dira", "sera", "maji"):
        expected = [
            (place, [i for i, word in enumerate(words) if word == term])
            for place, words in enumerate(texts)
            if term in words
        ]
        if not expected:
            assert term not in rows
            continue
        head, kin, form = rows[term].split("|")
        assert (head, kin) == (term, "")
        assert occurrences(form.split(" ")[1]) == expected


def test_function_words_keep_no_place():
    """Order counts content words, so neighbours are neighbours across *ya*."""
    with closing(SortedPostings()) as postings:
        words = ["dira", "~a", "wakala"]
        postings.add("body", 0, ZoneTerms(words, ["dira", "ya", "wakala"], [""] * 3))
        rows = {row.key: row.text for row in postings.rows()}
        assert occurrences(rows["wakala"].split("|")[2].split(" ")[1]) == [(0, [1])]
        assert rows.keys() == {"dira", "wakala"}
        assert postings.forms["ya"] == 1


def test_words_around_passages_have_their_documents():
    """They are in a column after the zones, and are no terms of the texts."""
    with closing(SortedPostings()) as postings:
        postings.add("body", 0, ZoneTerms(["dira"], ["dira"], [""]))
        postings.add_around(0, ["rumasa"])
        postings.add_around(1, ["dira", "rumasa"])
        rows = {row.key: row.text for row in postings.rows()}
        assert postings.frequencies() == {"dira": 1}
        assert postings.around() == {"dira", "rumasa"}
    *zones, around = rows["rumasa"].split("|")[2].split(" ")
    assert zones == ["rumasa", "", "", "", ""]
    assert occurrences(around) == [(0, []), (1, [])]
    assert occurrences(rows["dira"].split("|")[2].split(" ")[5]) == [(1, [])]


def test_front_coded_rows_come_back():
    """Each row says how much of the form before it shares."""
    rows = ["dira,AA,0", "diras,AA,dira", "z" * 60 + ",AA,0", "z" * 61 + ",AA,0"]
    before, read = "", []
    for row in front_coded(rows).split(" "):
        form, _, rest = row[1:].partition(",")
        before = before[: DIGITS.index(row[0])] + form
        read.append(f"{before},{rest}")
    assert read == rows


@pytest.fixture(scope="module")
def reading() -> dict[str, tuple[list[int], list[str]]]:
    """The rows of a few forms: flags and grade, terms."""
    counts = {"wakurugenzi": 3, "anateua": 1, "vision": 1}
    terms = {"mkurugenzi", "teua", "ngapi", "rumasa"}
    openings, meaning = frozenset({"vision", "ndoto"}), frozenset({"ndoto"})
    rows = form_rows(counts, {"rumasa"}, terms, openings, meaning, SwahiliAnalyser())
    return {
        str(row.key): (unpacked(flags), own)
        for row in rows
        for _, flags, *own in [row.text.split(",")]
    }


FUNCTION, ASKS, INTRODUCES, MEANS_MORE, NOT_ENGLISH, NUMBERS, MISSING = 1, 2, 4, 8, 16, 32, 64


@pytest.mark.parametrize(
    ("form", "flags", "terms"),
    [
        ("wakurugenzi", NOT_ENGLISH, ["mkurugenzi"]),
        ("mkurugenzi", NOT_ENGLISH, ["0"]),
        ("anateua", NOT_ENGLISH, ["3"]),
        ("ya", FUNCTION | NOT_ENGLISH, []),
        ("nani", FUNCTION | ASKS | NOT_ENGLISH, []),
        ("wangapi", FUNCTION | ASKS | NOT_ENGLISH, []),
        ("vision", MEANS_MORE, []),
        ("rumasa", 0, ["0"]),
        ("ndoto", MEANS_MORE | NOT_ENGLISH | MISSING, ["0"]),
    ],
)
def test_a_form_is_read_as_the_analyser_reads_it(form, flags, terms, reading):
    """Those of the collection, listed forms of the same terms, and words of questions."""
    assert reading[form][0][0] == flags
    assert reading[form][1] == terms


def test_a_verb_leaves_its_stem():
    """Of each form the stem as it is there, with the active term."""
    assert stem_rows(["inaongozwa", "wataongoza", "dira"], {"ongoza"}) == [
        "ongoz,ongoza",
        "ongozw,ongoza",
    ]


def test_only_what_occurs_is_a_meaning():
    """*vision* means dira where the collection has it; elsewhere the word has no row."""
    rows = [row.text for row in meaning_rows(PlainEngine(), {"dira": 3, "mtandao": 1})]
    assert "vision|e|0.7|dira|dira" in rows
    assert not any(row.startswith("mission|") for row in rows)
    assert rows == sorted(rows)
    own = [row.text for row in meaning_rows(PlainEngine(), {"dira": 3}, [("dira", "ndoto")])]
    assert "ndoto|y|0.8|dira|dira" in own


def test_files_are_even_and_say_where_they_begin():
    """The first key of each file leads to the row of any key."""
    rows = [ShardRow(f"k{n:03}", "x" * 10) for n in range(100)]
    files: dict[str, str] = {}
    first = write_shards("t", rows, 100, files.__setitem__)
    assert first == [f"k{n:03}" for n in range(0, 100, 10)]
    assert list(files) == [f"t{n}.js" for n in range(10)]


def test_an_index_has_each_passage_once(tmp_path: Path):
    """Every passage of the shipped documents, with its document; texts are only inside strings."""
    corpus = Path(__file__).resolve().parents[3] / "corpus"
    settings = load({"corpus": str(corpus), "index": str(tmp_path / "index")}, environ={})
    update(corpus, tmp_path / "index", settings)
    files: dict[str, str] = {}
    done: list[int] = []
    with KnowledgeBase.open(tmp_path / "index", settings) as base:
        written = base.write_offline_index(files.__setitem__, str.upper, done.append)
        entries = base.statistics().entries
        titles = base.titles_of(base.documents())
    data = {
        name: json.loads(text.partition(",")[2].removesuffix(");\n"))
        for name, text in files.items()
    }
    passages = [one for name in data if name[0] == "p" for one in data[name]["passages"]]
    shown = {
        title for name in data if name[0] == "p" for title, *_ in data[name]["documents"].values()
    }
    assert len(passages) == written.passages == entries
    assert shown == set(titles.values())
    assert done == list(range(1, written.documents + 1))
