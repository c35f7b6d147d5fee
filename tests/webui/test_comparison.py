"""What changed between two versions: everything that did, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from kb.results import ShownDocument, ShownPassage, ShownSection
from webui.comparison import changed_sections

OLD = """---
kichwa: Kanuni za Leseni 2012
taasisi: Wakala wa Majaribio
tarehe: 2012-04
---
# Kanuni za Leseni 2012

## Ada

Ada ni shilingi elfu kumi. Hulipwa benki.

## Muda wa leseni

Leseni hudumu mwaka mmoja. Mwombaji huomba upya kabla ya muda kwisha.

## Adhabu

Anayefanya biashara bila leseni hutozwa faini.

## Fomu

Fomu hupatikana ofisini.
"""
NEW = """---
kichwa: Kanuni za Leseni 2024
taasisi: Wakala wa Majaribio
tarehe: 2024-05-01
inabadilisha: kanuni-2012.md
---
# Kanuni za Leseni 2024

## Ada

Ada ni shilingi elfu ishirini. Hulipwa benki.

## Kipindi cha leseni

Leseni hudumu mwaka mmoja. Mwombaji huomba upya kabla ya muda kwisha.

## Rufaa

Asiyeridhika hukata rufaa kwa Waziri.

## Fomu

Fomu hupatikana
ofisini.
"""
ADDRESS = "/hati/kanuni-2024.md/tofauti/kanuni-2012.md"


def document(texts: dict[str, str]) -> ShownDocument:
    """Return a document with a section for each heading."""
    sections = tuple(
        ShownSection(name, 1, (name,), None, name, (ShownPassage(f"a#{name}.1", text, 0),))
        for name, text in texts.items()
    )
    return ShownDocument("a", "Kanuni", None, None, "sw", "markdown", None, None, sections)


words = st.lists(st.sampled_from(["ada", "ni", "moja.", "mbili;", "leseni", "\n\n"]), max_size=30)
documents = st.dictionaries(
    st.sampled_from(["dira", "ada", "muda", "fomu"]), words.map(" ".join), max_size=4
).map(document)


@given(documents, documents)
def test_both_texts_can_be_read_from_the_comparison(older, newer):
    """What stayed and what was taken out is the old text; what stayed and was put in, the new."""
    for one in changed_sections(older, newer):
        if one.change in {"added", "removed"}:
            continue
        for section, sign in ((one.older, "old"), (one.newer, "new")):
            text = " ".join(p.text for p in section.passages)
            runs = (run.text for line in one.lines for run in line if run.sign in {"same", sign})
            assert one.lines == () or " ".join(runs).split() == text.split()


@given(documents)
def test_a_document_does_not_differ_from_itself(one):
    """Every section is as it was."""
    assert {change.change for change in changed_sections(one, one)} <= {"same"}


@given(documents, documents)
def test_every_section_is_accounted_for(older, newer):
    """Each section of either version occurs once."""
    changes = list(changed_sections(older, newer))
    assert [one.newer for one in changes if one.newer] == list(newer.sections)
    kept = {one.older.anchor for one in changes if one.older}
    assert kept == {section.anchor for section in older.sections}


def test_a_reader_sees_what_a_new_version_changed(site):
    """From either version a link leads to the comparison; each section says what became of it."""
    reader = site({"kanuni-2012.md": OLD, "kanuni-2024.md": NEW})
    for id in ("kanuni-2012.md", "kanuni-2024.md"):
        page = LexborHTMLParser(reader.get(f"/hati/{id}").text)
        assert page.css_first(".compare a").attributes["href"] == ADDRESS
    page = LexborHTMLParser(reader.get(ADDRESS).text)
    shown = {
        " ".join(node.css_first("h2").text().split()): [
            (run.tag, run.text()) for run in node.css("del, ins")
        ]
        for node in page.css(".changes section")
    }
    assert shown == {
        "± Imebadilika Ada": [("del", "kumi."), ("ins", "ishirini.")],
        "± Kichwa kingine Kipindi cha leseni": [("del", "Muda wa leseni")],
        "+ Mpya Rufaa": [("ins", "Asiyeridhika hukata rufaa kwa Waziri.")],
        "− Imeondolewa Adhabu": [("del", "Anayefanya biashara bila leseni hutozwa faini.")],
    }
    assert "Sehemu 2 ni kama zilivyokuwa" in page.css_first(".counts").text()
    english = reader.get(f"{ADDRESS}?lugha=en").text
    assert "2 sections are as they were" in english


def test_only_versions_are_compared(site):
    """Two documents of which none replaces the other have no comparison."""
    reader = site({"kanuni-2012.md": OLD, "kanuni-2024.md": NEW, "sera.md": "# Sera\n\nMaelezo.\n"})
    for address in (
        "/hati/kanuni-2012.md/tofauti/kanuni-2024.md",
        "/hati/sera.md/tofauti/kanuni-2012.md",
        "/hati/kanuni-2024.md/tofauti/hakuna.md",
    ):
        assert reader.get(address).status_code == 404
        assert reader.get(address).status_code == 404, "also the second time"


def test_a_document_in_a_folder_of_that_name_is_still_a_document(site):
    """The word of the address may be the name of a folder too."""
    reader = site({"sera/tofauti/b.md": "# Sera\n\nMaelezo ya tofauti.\n"})
    assert "Maelezo ya tofauti." in reader.get("/hati/sera/tofauti/b.md").text
