"""Pages whose markup names only some of their headings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb import outline as sections
from kb.document import Document, Section
from kb.readers import markdown


def cut(source: str) -> tuple[Section, ...]:
    """Return the sections of a Markdown page."""
    parsed = markdown.parse(source.encode())
    document = Document("a.md", parsed.text, "markdown", parsed.title, parsed.headings)
    return sections.outline(document).sections


def drawn(source: str) -> list[tuple[int, str | None]]:
    """Return level and heading of each section."""
    return [(section.level, section.heading) for section in cut(source)]


ABOUT = """# Kuhusu Sisi

Shirika hupima barabara za vijijini.

1.0 Dira

Barabara nzuri kila kijiji.

2.0 Mbinu za kazi

Vipimo hufanyika kila mwaka baada ya mvua.

# Idara

Zipo mbili.
"""


def test_a_numbered_kind_that_is_not_tagged_is_a_section():
    """ "1.0 Dira" typed as plain text is found by aina:dira, with the rest of its series."""
    assert drawn(ABOUT) == [
        (1, "Kuhusu Sisi"),
        (2, "1.0 Dira"),
        (2, "2.0 Mbinu za kazi"),
        (1, "Idara"),
    ]
    found = {section.heading: section.rule for section in cut(ABOUT)}
    assert (found["1.0 Dira"], found["Idara"]) == ("number", "markup")


def test_an_untagged_line_is_beside_the_tagged_one_of_its_series():
    """Where "1.0 Dira" is tagged, "2.0 …" below it is its sibling and not inside it."""
    assert drawn(ABOUT.replace("1.0 Dira", "## 1.0 Dira")) == [
        (1, "Kuhusu Sisi"),
        (2, "1.0 Dira"),
        (2, "2.0 Mbinu za kazi"),
        (1, "Idara"),
    ]


def test_other_untagged_lines_stay_text():
    """Where a page tags its headings, a short line it does not tag is no heading by its shape alone."""
    page = ABOUT.replace("1.0 Dira", "Kauli yetu").replace(
        "2.0 Mbinu za kazi", "1. Barua\n2. Picha"
    )
    assert drawn(page) == [(1, "Kuhusu Sisi"), (1, "Idara")]


def test_untagged_questions_on_a_page_with_a_tagged_one_are_sections():
    """A page of questions that tags only some of them is cut at all."""
    page = "# Tufanyeje?\n\nNani anapima?\n\nFundi.\n\n## Lini?\n\nKila mwaka.\n"
    assert drawn(page) == [(1, "Tufanyeje?"), (2, "Nani anapima?"), (2, "Lini?")]
    assert drawn(page.replace("Tufanyeje?", "Vipimo").replace("Lini?", "Muda")) == [
        (1, "Vipimo"), (2, "Muda"),
    ]  # fmt: skip


UNITS = """# Vitengo vya Shirika

Kitengo cha Barabara

## Majukumu ya kitengo hiki ni kama ifuatavyo:

- Kupima barabara

Kitengo cha Madaraja

## Majukumu ya kitengo hiki ni:

- Kukagua madaraja
"""


def test_where_tags_mark_lead_ins_shape_decides():
    """A page that tags "… ni kama ifuatavyo" and not the unit's name is cut at the names."""
    assert drawn(UNITS) == [
        (1, "Vitengo vya Shirika"), (2, "Kitengo cha Barabara"), (2, "Kitengo cha Madaraja"),
    ]  # fmt: skip


def test_one_wrong_tag_is_not_enough():
    """The tags of a page are taken at their word while most of them are headings."""
    page = UNITS.replace("## Majukumu ya kitengo hiki ni:", "## Madaraja")
    assert drawn(page) == [(1, "Vitengo vya Shirika"), (2, "Madaraja")]


LINES = st.sampled_from(
    [
        "# Kichwa", "## Je, lini?", "## Majukumu ya kitengo ni:", "## Kazi ni kama ifuatavyo", "# 1.0 Dira",
        "Nani analipa?", "1.0 Dira", "2.0 Dhima.", "2. Kazi", "Dira", "- moja", "Kitengo cha Fedha",
        "Shirika hupima barabara za vijijini kila mwaka baada ya mvua.", "Soma zaidi",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=20))
def test_sections_hold_together_whatever_is_tagged(lines):
    """Spans are in order and apart, and every anchor is used once, whatever tags say."""
    found = cut("\n\n".join(lines))
    assert len({section.anchor for section in found}) == len(found)
    place = 0
    for section in found:
        assert place <= section.start <= section.body <= section.end
        place = section.end
