"""What is a copy of a passage, and what is another version that a reader must see too."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.document import Document, Passage, Section
from kb.index.copies import ComparedText, group_copies
from kb.index.schema import Place
from kb.index.sketch import Sketch, sketch

NOTICE = """\
Halmashauri inawatangazia wananchi wote kuwa maombi ya leseni za biashara yatapokelewa
kuanzia tarehe 3 Machi 2026 katika ofisi ya biashara, chumba namba 12. Mwombaji alete:
(a) nakala ya kitambulisho cha taifa;
(b) hati ya kodi; na
(c) ada ya Sh. 50,000 kwa kila leseni.
Maombi hayatapokelewa baada ya tarehe 30 Aprili 2026, isipokuwa kwa kibali cha mkurugenzi.
"""
WRAPPED = (
    NOTICE.replace("\n(", " (").replace("biashara", "bia-\nshara").replace(" kuwa ", "\nkuwa ")
)
UNLABELLED = NOTICE.replace("(a) ", "• ").replace("(b) ", "• ").replace("(c) ", "• ")


def packed(
    text: str,
    document: str = "a.md",
    *,
    institution: str | None = None,
    title: str = "Tangazo",
    heading: str = "Leseni",
    bare: bool = False,
    date: str | None = None,
    header: str = "",
) -> bytes:
    """The sketch of a passage."""
    made = Document(document, text, "text", institution=institution, date=date)
    section = Section(heading, 1, (heading,), None, "leseni", 0, len(text), 0)
    passage = Passage(f"{document}#leseni.1", document, "leseni", 1, text, 0, len(text))
    return sketch(made, title, section, passage, bare=bare, header=header)


def _no_text(number: int) -> ComparedText:
    raise AssertionError("equal words are not compared")


def groups(texts: Sequence[str], sketches: Sequence[bytes] | None = None) -> list[tuple[int, ...]]:
    """The groups of passages, each of a document of its own."""
    sketches = [packed(text) for text in texts] if sketches is None else sketches
    return group_copies(
        enumerate(sketches),
        lambda n: Place(f"{n}.md", 0, f"{n}.md#leseni.1"),
        lambda n: ComparedText(texts[n], ("Tangazo", "Leseni")),
    )


COPIES = {
    "the same": NOTICE,
    "other line ends, hyphens at them": WRAPPED,
    "capitals and other quotes": NOTICE.upper(),
    "labels that the format draws": UNLABELLED,
    "a page number": NOTICE.replace("(b)", "Ukurasa 2 kati ya 3\n(b)"),
    "the title once more": "Tangazo\n" + NOTICE,
    "the heading once more": "LESENI\n\n" + NOTICE,
    "a soft hyphen": NOTICE.replace("biashara", "bia\u00adshara"),
    "a wrong letter": NOTICE.replace("wananchi", "wananehi"),
    "a lost letter": NOTICE.replace("kitambulisho", "kitambuliho"),
}
VERSIONS = {
    "another amount": NOTICE.replace("50,000", "80,000"),
    "another day": NOTICE.replace("3 Machi", "4 Machi"),
    "another month": NOTICE.replace("Machi", "Juni"),
    "another year": NOTICE.replace("2026", "2025"),
    "a decimal": NOTICE.replace("50,000", "50.000"),
    "a negation": NOTICE.replace("hayatapokelewa", "yatapokelewa"),
    "another condition": NOTICE.replace("isipokuwa", "hata"),
    "another office": NOTICE.replace("mkurugenzi", "mwenyekiti"),
    "another name": NOTICE.replace("Halmashauri", "Manispaa"),
    "before, not after": NOTICE.replace("baada ya", "kabla ya"),
    "passive": NOTICE.replace("yatapokelewa", "yatapokea"),
    "one item more": NOTICE.replace("Maombi haya", "(d) picha mbili.\nMaombi haya"),
    "one item less": NOTICE.replace("(b) hati ya kodi; na\n", ""),
    "other labels": NOTICE.replace("(c)", "(d)"),
    "a sentence more": NOTICE + "Wazee hawalipi ada.",
    "one word more": NOTICE.replace("kila leseni", "kila leseni mpya"),
    "percent": NOTICE.replace("Sh. 50,000", "asilimia 50%"),
}


@pytest.mark.parametrize("name", COPIES)
def test_what_differs_in_form_is_a_copy(name):
    """Line ends, hyphens, labels, page numbers and slips are of the file, not of the text."""
    assert groups([NOTICE, COPIES[name]]) == [(0, 1)]


@pytest.mark.parametrize("name", VERSIONS)
def test_what_differs_in_a_word_or_figure_is_a_version(name):
    """A reader who sees one of two versions must see the other one too."""
    assert groups([NOTICE, VERSIONS[name]]) == []


def test_forms_and_notices_of_one_mould_stay_apart():
    """A form for each village, a notice for each post: they share all words but the one."""
    villages = ["Mwembeni", "Kisimani", "Chanika", "Mbuyuni", "Kigogo", "Mtoni", "Pwani", "Bondeni"]
    assert groups([f"Fomu ya Kijiji cha {village}. {NOTICE}" for village in villages]) == []
    posts = ["Dereva", "Mhasibu", "Mpishi", "Mlinzi", "Fundi", "Karani"] * 2
    found = groups([f"Nafasi ya kazi: {post}. {NOTICE}" for post in posts])
    assert {frozenset(group) for group in found} == {frozenset((n, n + 6)) for n in range(6)}


def test_rows_of_a_table_are_read_with_their_columns():
    """A figure in another column, or below another header, is another statement."""
    rows = "\n".join(f"Kijiji cha {n} | {n}00 | {n}50" for n in range(12, 30))
    moved = rows.replace("1200 | 1250", "1200 | | 1250")
    assert groups([rows, rows, moved]) == [(0, 1)]
    made = [
        packed(rows, header=header) for header in ("Kijiji | 2024 | 2025", "Kijiji | 2025 | 2026")
    ]
    assert groups([rows, rows], made) == []
    assert groups([rows, rows], [made[0], made[0]]) == [(0, 1)]


def test_labels_that_differ_do_not_meet_in_a_file_without_labels():
    """The file without labels is a copy of one of them; the two remain versions."""
    other = NOTICE.replace("(a)", "(d)").replace("(b)", "(e)").replace("(c)", "(f)")
    assert groups([UNLABELLED, NOTICE, other]) == [(0, 1)]


def test_a_slip_in_the_middle_joins_no_two_versions():
    """A misspelt word may be a slip of either of two words; their texts stay versions."""
    sentence = "Mkuu wa kituo {}. " + NOTICE
    words = ["tulikatana", "tulikxtana", "tulikutana"]
    made = [sentence.format(word) for word in words]
    assert groups(made) == [(0, 1)]
    assert groups(made[1:]) == [(0, 1)]


@pytest.mark.parametrize(
    ("words", "one", "other", "expected"),
    [
        (3, {}, {}, True),
        (3, {"institution": "A"}, {"institution": "B"}, False),
        (3, {"heading": "Dira"}, {"heading": "Dhima"}, False),
        (3, {"title": "Sera"}, {"title": "Kanuni"}, False),
        (20, {"institution": "A"}, {"institution": "B"}, False),
        (20, {"title": "Sera", "institution": "A"}, {"title": "Ada", "institution": " a"}, True),
        (50, {"institution": "A", "title": "Sera"}, {"institution": "B"}, True),
        (2, {}, {}, False),
        (1, {"bare": True}, {"bare": True}, True),
        (1, {"bare": True, "institution": "A"}, {"bare": True, "institution": "B"}, False),
        (1, {"bare": True}, {"bare": False}, False),
    ],
)
def test_the_shorter_a_text_the_more_must_be_equal(words, one, other, expected):
    """ "Dira" or the opening hours of two offices are not copies; a long text is one anywhere."""
    text = " ".join(f"{word}a" for word in "bcdfghjklmnpqrstvwxyz" * 3)
    text = " ".join(text.split()[:words])
    made = [packed(text, **one), packed(text, **other)]
    assert groups([text, text], made) == ([(0, 1)] if expected else [])


def test_the_newest_comes_first_then_the_shortest_id():
    """The order of a group decides which of equal copies is listed."""
    dates = [None, "2012", "2019-05-01", "2019-05-01"]
    made = [packed(NOTICE, date=date) for date in dates]
    names = ["d.md", "c.md", "bb.md", "a.md"]
    found = group_copies(enumerate(made), lambda n: Place(names[n], 0, f"{names[n]}#a.1"), _no_text)
    assert found == [(3, 2, 1, 0)]


def test_a_text_repeated_in_one_document_is_no_copy():
    """The first copy of each document goes with the first ones, the second with the second."""
    places = [Place("a.md", 0, "a.md#a.1"), Place("a.md", 1, "a.md#b.1"), Place("a.md", 2, "a.md#c.1"),
              Place("b.md", 0, "b.md#a.1"), Place("b.md", 1, "b.md#b.1")]  # fmt: skip
    made = [packed(NOTICE)] * 5
    assert group_copies(enumerate(made), places.__getitem__, _no_text) == [(0, 3), (1, 4)]
    assert group_copies(enumerate(made[:3]), places.__getitem__, _no_text) == []


@settings(deadline=None, max_examples=40)  # the machine has other work
@given(st.lists(st.sampled_from([*COPIES.values(), *VERSIONS.values()]), max_size=12), st.randoms())
def test_groups_do_not_depend_on_the_order_of_indexing(texts, dice: random.Random):
    """An update numbers passages otherwise than a new index does, and must group them alike."""
    made = [packed(text) for text in texts]
    order = list(range(len(texts)))
    dice.shuffle(order)
    shuffled = group_copies(
        [(number, made[n]) for number, n in enumerate(order)],
        lambda number: Place(f"{order[number]}.md", 0, f"{order[number]}.md#leseni.1"),
        lambda number: ComparedText(texts[order[number]], ("Tangazo", "Leseni")),
    )
    assert [tuple(order[number] for number in group) for group in shuffled] == groups(texts, made)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_sketch_of_one_size_and_is_a_copy_of_itself(text):
    """Whatever a file contains, its sketch is 40 bytes, or empty where it is too short."""
    made = packed(text)
    assert len(made) in (0, 40)
    if made:
        assert Sketch.of(made).to_bytes() == made
        assert groups([text, text], [made, made]) == [(0, 1)]
