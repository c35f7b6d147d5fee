"""A long document is divided without losing or repeating anything, and old anchors lead on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.results import ShownDocument, ShownPassage, ShownSection
from webui.links import fragment
from webui.parts import MAX_PART, divide, nearest


def section(n: int, level: int, lengths: list[int]) -> ShownSection:
    """Return a section with passages of these lengths."""
    anchor = f"kichwa-{n}"
    passages = tuple(
        ShownPassage(f"a.md#{anchor}.{k}", "x" * length, 0) for k, length in enumerate(lengths, 1)
    )
    path = ("Sera", *(f"Kichwa {n}" for _ in range(level)))
    return ShownSection(f"Kichwa {n}", level + 1, path, None, anchor, passages)


def document(*sections: ShownSection) -> ShownDocument:
    """Return a document with these sections."""
    return ShownDocument("a.md", "Sera", None, None, "sw", "markdown", None, None, sections)


sections = st.lists(
    st.tuples(st.integers(1, 3), st.lists(st.integers(1, 9_000), max_size=8)),
    min_size=1,
    max_size=30,
).map(lambda rows: [section(n, level, lengths) for n, (level, lengths) in enumerate(rows)])


@given(sections)
def test_the_parts_are_the_document(made):
    """Every passage is in one part, in order, and every heading starts in one part."""
    parts = divide(document(*made))
    shown = [p.id for part in parts.parts for s in part.sections for p in s.passages]
    assert shown == [p.id for s in made for p in s.passages]
    starts = [s.anchor for part in parts.parts for s in part.sections[part.continued :]]
    assert starts == [s.anchor for s in made]


@given(sections)
def test_an_anchor_leads_to_the_part_that_has_it(made):
    """The address of a section or passage is on the page that it leads to."""
    parts = divide(document(*made))
    for anchor, number in parts.numbers.items():
        part = parts[number]
        ids = {s.anchor for s in part.sections[part.continued :]}
        ids |= {fragment(p.id) for s in part.sections for p in s.passages}
        assert anchor in ids
    assert all(parts.numbers[part.anchor] == n for n, part in enumerate(parts.parts))


@given(sections)
def test_no_part_is_much_larger_than_its_bound(made):
    """A part is light; only a passage that is longer alone may exceed the bound."""
    parts = divide(document(*made))
    if len(parts) > 1:
        for part in parts.parts:
            assert sum(len(p.text) for s in part.sections for p in s.passages) <= MAX_PART


def test_a_part_ends_before_a_chapter():
    """Chapters stay whole where they fit: an article is cut off its chapter only if it must be."""
    made = [section(n, 1 if n % 4 == 0 else 2, [3_000]) for n in range(24)]
    parts = divide(document(*made))
    assert len(parts) > 1
    assert all(int(part.anchor.removeprefix("kichwa-")) % 4 == 0 for part in parts.parts)


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        ("idara-ya-fedha-na-mipango", "idara-ya-fedha"),
        ("idara-ya-fedha.3", "idara-ya-fedha"),
        ("idara-ya-3", "idara-ya-3-mifumo-na-usalama-wa-habari"),
        ("wakurugenzi", None),
        ("", None),
    ],
)
def test_a_heading_that_is_gone_leads_to_the_one_most_like_it(gone, expected):
    """Rare words count more than common ones; a heading that shares none is not the same."""
    others = ["idara-ya-1-sheria", "idara-ya-3-mifumo-na-usalama-wa-habari", "idara-ya-2"]
    assert nearest(gone, ["dira", "idara-ya-fedha", *others]) == expected
