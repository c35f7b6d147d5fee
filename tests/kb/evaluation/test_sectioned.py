"""JudgedSet sections of real files: read as the indexer reads them, and measured by section."""

from __future__ import annotations

import pytest

from kb.errors import DocumentUnreadable
from kb.evaluation import evaluate, load_judged_set
from kb.settings import load

SETTINGS = load(environ={})


def test_a_section_is_what_is_found(sections):
    """The figure is about the section that answers, not about the document it stands in."""
    figures = evaluate(sections(), SETTINGS)
    assert figures.queries == 2
    assert figures.kisima["success@1"] == 1
    assert figures.firsts["kisima"] == {
        "a": ("nyaraka/kuhusu.md#dira",),
        "b": ("nyaraka/kuhusu.md#dhamira", "nyaraka/kuhusu.md#dira"),
    }
    assert figures.by_kind("kisima", "success@1") == {"section": (1, 1.0), "fact": (1, 1.0)}


def test_a_file_that_is_not_there_takes_its_questions_with_it(sections):
    """Who has half of the documents measures half of the questions, and is told."""
    figures = evaluate(sections(), SETTINGS)
    assert "c" not in figures.lines
    assert list(map(str, figures.remarks)) == ["mbali/gone.md: is missing, left out"]


def test_a_section_that_is_no_longer_there_is_told(sections):
    """A heading that was renamed is not counted as a bad answer in silence."""
    lost = "id\tdocument\tanchor\tgrade\na\tnyaraka/kuhusu.md\tmaono\t3\n"
    figures = evaluate(sections(judgements=lost), SETTINGS)
    assert figures.vanished == ("nyaraka/kuhusu.md#maono",)
    assert "nyaraka/kuhusu.md#maono" in str(figures.remarks[1])


def test_part_of_a_set_can_be_measured_alone(sections):
    """Questions that only the other part answers are left out of it."""
    wanted = load_judged_set(sections(), SETTINGS)
    assert wanted.over("nyaraka/").queries == wanted.queries
    assert wanted.over("mbali/").queries == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("queries", "id\tquery\na\tdira\n"),
        ("queries", "id\tkind\tquery\tnote\na\tfact\tdira\n"),
        ("queries", "id\tkind\tquery\tnote\na\tfact\tdira\t\tmore\n"),
        ("judgements", "id\tdocument\tanchor\tgrade\na\tnyaraka/kuhusu.md\tdira\t4\n"),
        ("judgements", "id\tdocument\tanchor\tgrade\na\tnyaraka/other.md\tdira\t3\n"),
        ("judgements", "id\tdocument\tanchor\tgrade\nz\tnyaraka/kuhusu.md\tdira\t3\n"),
        ("judgements", ""),
    ],
)
def test_a_table_with_a_mistake_is_named(sections, name, text):
    """Whoever adds a judgement by hand learns which table has the slip."""
    with pytest.raises(DocumentUnreadable, match=name):
        load_judged_set(sections(**{name: text}), SETTINGS)


def test_a_missing_table_is_named(sections):
    """The reader learns which file of the folder is not there."""
    folder = sections()
    (folder / "queries.tsv").unlink()
    with pytest.raises(DocumentUnreadable, match=r"queries\.tsv"):
        load_judged_set(folder, SETTINGS)
