"""A title says whose a document is, where nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.indexing import update
from kb.knowledge_base import KnowledgeBase
from kb.outline.institution import named_institution
from kb.settings import load


@pytest.mark.parametrize(
    ("title", "institution"),
    [
        ("Wakala ya Misitu ya Bonde", "Wakala ya Misitu ya Bonde"),
        ("Mwanzo | Halmashauri ya Mji wa Bonde", "Halmashauri ya Mji wa Bonde"),
        ("HALMASHAURI YA WILAYA YA BONDE: Matangazo", "HALMASHAURI YA WILAYA YA BONDE"),
        ("Benki Kuu ya Bonde", "Benki Kuu ya Bonde"),
        ("Tume Huru ya Maadili", "Tume Huru ya Maadili"),
        ("Shirika la Umeme Bonde (SHUBO)", "Shirika la Umeme Bonde (SHUBO)"),
        ("Bonde Water Authority - Fees", "Bonde Water Authority"),
        ("Wizara ya Katiba na Sheria", "Wizara ya Katiba na Sheria"),
    ],
)
def test_a_title_names_an_institution(title, institution):
    """A name stands alone, or beside the name of the page."""
    assert named_institution(title) == institution


@pytest.mark.parametrize(
    "title",
    [
        "Dira na Dhima",
        "Wakala wa Misitu inatangaza ajira",
        "Wizara ya Maji yatangaza zabuni",
        "Bodi ya Wakurugenzi",
        "Ofisi zetu za kanda",
        "Mamlaka na majukumu",
        "Mamlaka ya Wananchi",
        "Mkoa wa Bonde",
        "Wizara ya Maji Ripoti ya Mwaka",
        "Wizara ya Maji 2024",
        "Wakala wa Misitu | Wizara ya Maliasili",
        "Taasisi yenye viwango",
        "",
    ],
)
def test_other_titles_name_none(title):
    """A statement, a part of an institution, a place, a report, or two names: no institution."""
    assert named_institution(title) is None


def test_the_institution_of_a_title_is_a_filter(tmp_path: Path):
    """Two agencies without metadata are two institutions, in the facets and as a filter."""
    corpus, index = tmp_path / "nyaraka", tmp_path / "faharasa"
    corpus.mkdir()
    for name in ("Misitu", "Madini"):
        text = f"# Wakala wa {name} Bonde\n\n## Dira\n\nKulinda {name.lower()} ya wilaya nzima.\n"
        (corpus / f"{name}.md").write_text(text, encoding="utf-8")
    settings = load({"corpus": str(corpus), "index": str(index)}, environ={})
    update(corpus, index, settings)
    with KnowledgeBase.open(index, settings) as base:
        results = base.search("dira", facets=["institution"])
        assert results.facets["institution"] == {
            "Wakala wa Misitu Bonde": 1,
            "Wakala wa Madini Bonde": 1,
        }
        hits = base.search('dira taasisi:"Wakala wa Madini Bonde"').hits
        assert [hit.document for hit in hits] == ["Madini.md"]
