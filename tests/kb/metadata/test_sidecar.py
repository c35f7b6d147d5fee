"""A person corrects the headings: the sidecar of a document has priority."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import outline as sections
from kb.cleaning import one_line
from kb.errors import SettingInvalid
from kb.metadata import sidecar
from kb.metadata.records import Metadata
from kb.readers import read_document

PAGE = """# Sisi

Wakala ni taasisi ya umma.

## MAONO

Kuwa kinara.

## Ukurasa huu

Umechapishwa.

Maadili yetu

Uadilifu na uwazi.

## Ukurasa huu

Tena.
"""


@pytest.fixture
def page(tmp_path):
    """A page whose headings are not what its office would say."""
    path = tmp_path / "sisi.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def outline_with(page, toml):
    """Read the page with a sidecar; return the document and its outline."""
    sidecar.sidecar_path(page).write_text(toml, encoding="utf-8")
    document = read_document(page, page.name, None, 1 << 20)
    return document, sections.outline(document)


@pytest.mark.parametrize(
    ("rule", "outline"),
    [
        (
            '{ mstari = "MAONO", jina = "Dira" }',
            [("Sisi", 1), ("Dira", 2), ("Ukurasa huu", 2), ("Ukurasa huu", 2)],
        ),
        (
            '{ mstari = "Maadili yetu", ngazi = 2 }',
            [
                ("Sisi", 1),
                ("MAONO", 2),
                ("Ukurasa huu", 2),
                ("Maadili yetu", 2),
                ("Ukurasa huu", 2),
            ],
        ),
        (
            '{ mstari = "Ukurasa huu", mara = 2, ondoa = true }',
            [("Sisi", 1), ("MAONO", 2), ("Ukurasa huu", 2)],
        ),
        (
            '{ line = "MAONO", level = 1 }',
            [("Sisi", 1), ("MAONO", 1), ("Ukurasa huu", 2), ("Ukurasa huu", 2)],
        ),
    ],
    ids=["rename", "add", "drop", "move"],
)
def test_headings_are_what_a_person_says(page, rule, outline):
    """Added, dropped, renamed or moved, in Swahili or English keys."""
    _, found = outline_with(page, f"vichwa = [{rule}]")
    assert [(section.heading, section.level) for section in found.sections] == outline


def test_a_renamed_heading_has_the_kind_of_its_new_name(page):
    """Who looks for aina:dira finds what the office calls MAONO."""
    _, found = outline_with(page, 'vichwa = [{ mstari = "MAONO", jina = "Dira" }]')
    (section,) = (s for s in found.sections if s.heading == "Dira")
    assert (section.kind, section.anchor, section.rule) == ("dira", "dira", "sidecar")


def test_what_it_says_goes_before_file_and_corpus(page):
    """Sidecar, then the file's own word, then sources.tsv."""
    page.write_text("---\nkichwa: Ya faili\ntaasisi: Ya faili\n---\n" + PAGE, encoding="utf-8")
    sidecar.sidecar_path(page).write_text(
        'kichwa = "Ya mtu"\ntarehe = 2019-04-01', encoding="utf-8"
    )
    row = Metadata(title="Ya orodha", institution="Ya orodha", source="Ya orodha")
    document = read_document(page, "sisi.md", row, 1 << 20)
    assert (document.title, document.institution, document.source, document.date) == (
        "Ya mtu", "Ya faili", "Ya orodha", "2019-04-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    "toml",
    [
        "kichwa = ",
        'vichwa = [{ mstari = "hakuna mstari huu", ondoa = true }]',
        'vichwa = [{ mstari = "MAONO", ngazi = 77 }]',
        "vichwa = [{ ngazi = 1 }]",
        'vichwa = "MAONO"',
        "rangi = 5",
        "kichwa = [1, 2]",
    ],
)
def test_what_cannot_be_understood_is_reported_and_nothing_is_lost(page, toml):
    """The document is read all the same; the clerk learns where and why."""
    document, found = outline_with(page, toml)
    assert any("sisi.md.toml" in str(warning) for warning in document.warnings)
    assert [s.heading for s in found.sections] == ["Sisi", "MAONO", "Ukurasa huu", "Ukurasa huu"]


def test_the_one_that_is_written_changes_nothing_until_it_is_edited(page):
    """What inspect --write writes is valid, and contains every heading with its rule."""
    document = read_document(page, page.name, None, 1 << 20)
    before = sections.outline(document)
    path = sidecar.write_sidecar(page, document, before, "sw")
    text = path.read_text(encoding="utf-8")
    assert text.count("mstari =") == len(before.sections)
    assert sections.outline(read_document(page, page.name, None, 1 << 20)) == before
    edited = text.replace("  # {", "  {").replace("# kichwa", "kichwa")
    found = outline_with(page, edited)[1]
    assert [(s.heading, s.level) for s in found.sections] == [
        (s.heading, s.level) for s in before.sections
    ]


@pytest.mark.parametrize(
    ("language", "comment"),
    [
        ("sw", "sisi.md: ondoa # mbele ya kila mstari"),
        ("en", "sisi.md: remove the # before each line"),
    ],
)
def test_a_written_sidecar_is_explained_in_one_language(page, language, comment):
    """The comments are in the language of the person, and only in that one."""
    document = read_document(page, page.name, None, 1 << 20)
    text = sidecar.sidecar_template(document, sections.outline(document), language)
    assert text.startswith(f"# {comment}")
    assert ("new name" in text, "jina jipya" in text) == (language == "en", language == "sw")


def test_what_a_person_wrote_is_not_written_over(page):
    """A second --write is refused."""
    document = read_document(page, page.name, None, 1 << 20)
    sidecar.write_sidecar(page, document, sections.outline(document), "sw")
    with pytest.raises(SettingInvalid, match="free"):
        sidecar.write_sidecar(page, document, sections.outline(document), "sw")


def test_headings_found_by_shape_are_overruled_too(tmp_path):
    """Plain text marks no headings; a person may."""
    path = tmp_path / "a.txt"
    path.write_text("Dira\n\nKuwa kinara.\n\nhuduma kwa wote\n\nMaji safi.\n", encoding="utf-8")
    _, found = outline_with(path, 'vichwa = [{ mstari = "huduma kwa wote", jina = "Huduma" }]')
    assert [s.heading for s in found.sections] == ["Dira", "Huduma"]


@given(st.text(max_size=60))
def test_any_heading_can_be_written_and_read_back(heading):
    """Quotes, backslashes and letters of any script survive TOML."""
    assert tomllib.loads(f"a = {sidecar._quoted(heading)}")["a"] == one_line(heading)
