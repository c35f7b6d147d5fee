"""The questions an agency keeps: read, asked of the index in use, compared with the last update."""

from __future__ import annotations

import json

import pytest

from kb.errors import DocumentUnreadable
from kb.evaluation import (
    ListedQuestion,
    ask_listed,
    changed_places,
    listed_json,
    listed_line,
    listed_text,
    load_questions,
    load_runs,
    save_run,
)
from kb.evaluation.question_list import MAX_QUESTIONS
from kb.indexing import update
from kb.indexing.corpus import QUESTIONS
from kb.knowledge_base import KnowledgeBase

KUHUSU = """# Kuhusu Wakala wa Vipimo

## Dira

Kuwa kinara wa vipimo sahihi.

## Idara ya Maabara

Maabara hupima mizani.

### Majukumu

Kupima mizani ya masoko kila mwaka.
"""


@pytest.fixture
def corpus(tmp_path):
    """A corpus of one document, not indexed yet."""
    made = tmp_path / "corpus"
    made.mkdir()
    (made / "kuhusu.md").write_text(KUHUSU, encoding="utf-8")
    return made


@pytest.fixture
def outcomes(corpus, tmp_path, settings):
    """Indexes the corpus, and asks the rows of a list."""

    def outcomes(*rows):
        (corpus / QUESTIONS).write_text("\n".join(rows) + "\n", encoding="utf-8")
        update(corpus, tmp_path / "index", settings)
        with KnowledgeBase.open(tmp_path / "index", settings) as base:
            return ask_listed(base, load_questions(corpus))

    return outcomes


def test_a_row_is_a_question_a_document_and_a_section(corpus):
    """As a spreadsheet saves it: the heading, comments and empty lines are left out."""
    (corpus / QUESTIONS).write_text(
        "﻿Swali\tWaraka\tKifungu\tmaoni\n\n# za dawati\n dira  ya wakala\t./kuhusu.md\tDira\r\n"
        "bei ya mafuta\t-\n",
        encoding="utf-8",
    )
    assert load_questions(corpus) == (
        ListedQuestion(4, "dira ya wakala", "kuhusu.md", "Dira"),
        ListedQuestion(5, "bei ya mafuta", "-"),
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "a tab"),
        (b"dira ya wakala\n", "line 1 needs"),
        (b"swali\n\tkuhusu.md\n", "line 2 needs"),
        ("dira\tdôc.md\n".encode("latin-1"), "UTF-8"),
        (b"dira\tkuhusu.md\n" * (MAX_QUESTIONS + 1), "more than 1,000"),
    ],
)
def test_a_list_that_cannot_be_read_says_what_to_write(corpus, data, reason):
    """The file and the line are named."""
    if data is not None:
        (corpus / QUESTIONS).write_bytes(data)
    with pytest.raises(DocumentUnreadable, match=reason) as caught:
        load_questions(corpus)
    assert QUESTIONS in str(caught.value)


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("dira ya wakala\tkuhusu.md\tDira", 1),
        ("dira ya wakala\tkuhusu.md\tdira", 1),
        ("dira ya wakala\tKuhusu Wakala wa Vipimo\t", 1),
        ("dira\tkuhusu.md\tIdara ya Maabara", None),
        ("kupima mizani ya masoko\tkuhusu.md\tIdara ya Maabara", 1),  # in a section below it
        ("bei ya mafuta\t-", 1),
        ("dira ya wakala\t-", None),  # claimed, though nothing answers
    ],
)
def test_a_place_is_that_of_the_section_or_one_below_it(outcomes, row, place):
    """A section is named by heading or anchor, a document by path or title."""
    (outcome,) = outcomes(row)
    assert outcome.fault is None
    assert outcome.place == place


def test_a_row_that_names_what_is_not_there_is_no_miss(outcomes):
    """A renamed heading is said with the headings there are, and is not counted."""
    lost, renamed, good = outcomes(
        "dira\thakuna.md", "dira\tkuhusu.md\tMaono", "dira\tkuhusu.md\tDira"
    )
    assert "hakuna.md" in str(lost.fault)
    assert "Dira, Idara ya Maabara" in str(renamed.fault)
    assert good.fault is None
    text = listed_text((lost, renamed, good), (), None, language="en")
    assert "Answered first: 1 of 1" in text


def test_what_got_worse_since_the_last_generation_is_said(outcomes, corpus, tmp_path):
    """A new document that takes the first place is seen at the next update, and later gone again."""
    index, row = tmp_path / "index", "dira ya wakala\tkuhusu.md\tDira"
    assert save_run(index, "000001", outcomes(row)) is None
    (corpus / "sera.md").write_text("# Dira ya Wakala\n\nDira ya wakala wa maji.\n", "utf-8")
    second = outcomes(row)
    assert second[0].place == 2
    assert second[0].first == "Dira ya Wakala"
    before = save_run(index, "000002", second)
    (change,) = changed_places(second, before)
    assert (change.before, change.now, change.is_worse) == (1, 2, True)
    text = listed_text(second, (change,), before, language="en")
    assert "Worse than in generation 000001" in text
    assert "1 → 2" in text
    assert "worse than before: 1" in str(listed_line(second, (change,)))
    assert save_run(index, "000002", second) == before, "asked again, the same is compared"
    (corpus / "sera.md").unlink()
    third = outcomes(row)
    (change,) = changed_places(third, save_run(index, "000003", third))
    assert not change.is_worse
    found = listed_json("000003", third, (change,), load_runs(index)[1])
    assert json.loads(json.dumps(found))["moved"] == [
        {"question": "dira ya wakala", "before": 2, "now": 1, "worse": False}
    ]


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b'[{"generation": "1"}]'])
def test_a_broken_record_is_no_record(tmp_path, data):
    """Who edited or lost the record only loses one comparison."""
    (tmp_path / "maswali.json").write_bytes(data)
    assert load_runs(tmp_path) == ()
