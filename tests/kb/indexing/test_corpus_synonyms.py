"""Synonyms that an agency keeps beside its documents: read, checked, said, used in searches."""

from __future__ import annotations

import pytest

from kb.indexing import update
from kb.indexing.corpus_synonyms import MAX_SYNONYM_ROWS, SYNONYMS, load_synonyms
from kb.knowledge_base import KnowledgeBase
from tests.kb.two_documents import write

HATI = "# Hati\n\nMtumishi huomba hati ya kusafiria ofisini mwezi mmoja kabla.\n"


def groups(folder, text):
    """Return what a table gives."""
    (folder / SYNONYMS).write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_synonyms(folder)


def test_a_row_has_names_with_commas_between_them(tmp_path):
    """The heading, remarks, empty lines and comments are no names; case and spaces do not count."""
    text = (
        "﻿Visawe\tsababu\n\n# za ofisi\nPasipoti,  hati ya   Kusafiria\tla kila siku\r\nada, tozo,\n"
    )
    assert groups(tmp_path, text) == ((("pasipoti", "hati ya kusafiria"), ("ada", "tozo")), {})


def test_without_the_file_there_are_none(tmp_path):
    """Most corpora have no table, and that is no fault."""
    assert load_synonyms(tmp_path) == ((), {})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("pasipoti", "two names"),
        ("pasipoti, pasipoti", "two names"),
        ("pasipoti, wa", "wa: no word"),
        (f"pasipoti, {'a' * 81}", "at most 80"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_others_are_used(tmp_path, row, reason):
    """An officer reads which line is wrong, and why; one wrong line costs no other."""
    good, faults = groups(tmp_path, f"ada, tozo\n{row}\nkibali, leseni\n")
    assert good == (("ada", "tozo"), ("kibali", "leseni"))
    assert list(faults) == ["visawe.tsv:2"]
    assert reason in str(faults["visawe.tsv:2"])


def test_a_file_of_another_encoding_or_too_many_rows_is_said(tmp_path):
    """What a spreadsheet may save is named; no table can slow every search down."""
    assert "UTF-8" in str(groups(tmp_path, "ada, tozo é\n".encode("latin-1"))[1][SYNONYMS])
    good, faults = groups(tmp_path, "ada, tozo\n" * (MAX_SYNONYM_ROWS + 5))
    assert len(good) == MAX_SYNONYM_ROWS
    assert list(faults) == [f"visawe.tsv:{MAX_SYNONYM_ROWS + 1}"]
    assert "larger" in str(groups(tmp_path, b"ada, tozo\n" * 110_000)[1][SYNONYMS])


def test_a_search_uses_them_and_says_so(tmp_path, settings):
    """A word that no document has leads to the name they use; the reader is told which."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    write(corpus / "hati.md", HATI)
    update(corpus, index, settings)
    with KnowledgeBase.open(index, settings) as base:
        assert base.search("kitambuzi mpya").total == 0
    write(corpus / SYNONYMS, "kitambuzi, hati ya kusafiria\n")
    report = update(corpus, index, settings)
    assert (report.published, report.changed, report.generation) == (True, (), "000002")
    with KnowledgeBase.open(index, settings) as base:
        results = base.search("kitambuzi mpya")
        assert results.total == 1
        assert results.widened == ("kitambuzi → hati ya kusafiria",)
    assert not update(corpus, index, settings).published, "nothing has changed since"
    (corpus / SYNONYMS).unlink()
    assert update(corpus, index, settings).published
    with KnowledgeBase.open(index, settings) as base:
        assert base.search("kitambuzi mpya").total == 0
