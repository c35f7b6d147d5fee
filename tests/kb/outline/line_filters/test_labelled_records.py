"""Pages that write out one record after the other, label by label."""

from __future__ import annotations

import pytest

from kb import outline as sections
from kb.document import Document


def headings(text: str) -> list[str]:
    """Return the headings found in a plain text."""
    outline = sections.outline(Document("a.txt", text, "text"))
    return [section.heading for section in outline.sections if section.heading]


def page(*records: str) -> str:
    """Return a page of records."""
    return "Orodha ya Mabanda\n\n" + "\n\n".join(records) + "\n"


def test_the_first_line_of_each_record_heads_it():
    """A reader looking for one project gets its record, and not the whole page."""
    names = ["Banda la Kuku", "Banda la Mbuzi", "Banda la Nyuki"]
    text = page(*(f"Mradi: {name}\nMahali: Bondeni\nHali: Unaendelea vizuri." for name in names))
    assert headings(text) == [f"Mradi: {name}" for name in names]


def test_two_questions_are_enough():
    """A question and its answer make a section, where the page labels them."""
    text = page("Swali: Nani analipa?\nJibu: Mfugaji.", "Swali: Wapi?\nJibu: Benki yoyote nchini.")
    assert headings(text) == ["Swali: Nani analipa?", "Swali: Wapi?"]


@pytest.mark.parametrize(
    "records",
    [
        ["Mradi: Banda la Kuku\nHali: Unaendelea."],
        ["Simu: 022 555 0101\nFaksi: 022 555 0102"] * 3,
        [f"Tarehe: {day} Mei 2020\nMahali: Bondeni" for day in (1, 2, 3)],
        [f"Maoni: Tunapenda kuku {n} kwa sababu wanataga mayai mengi kila wiki.\nKutoka: Bondeni" for n in "abc"],
        [f"Banda la {n}\nMahali: Bondeni Juu\nBei: 500/=" for n in ("Kuku", "Mbuzi", "Nyuki")],
    ],
    ids=["one", "contacts", "dates", "sentences", "named above"],
)  # fmt: skip
def test_other_pairs_are_text(records):
    """A label heads a record only where it names one after the other."""
    assert not [heading for heading in headings(page(*records)) if ":" in heading]
