"""A passage becomes an entry, and comes back from its payload as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import entries
from kb.analysis import PlainAnalyser, SwahiliAnalyser
from kb.engines import base
from kb.entries import FILLER, GAP, ZONES, entry, stored, zones
from kb.model import Document, Passage, Section

TEXT = "Misingi Mikuu\n\nUadilifu\n\nWakurugenzi wa Wakala hufuata viwango vya ng'ombe.\n"
BODY = TEXT.index("Wakurugenzi")
DOCUMENT = Document(
    "sera/misingi.txt",
    TEXT,
    "text",
    institution="Wakala ya Mfano",
    date="2019-04",
    source="https://mfano.go.tz",
    replaces="sera/zamani.txt",
)
SECTION = Section(
    heading="Uadilifu",
    level=2,
    path=("Misingi Mikuu", "Uadilifu"),
    kind="misingi",
    anchor="uadilifu",
    start=TEXT.index("Uadilifu"),
    end=len(TEXT) - 1,
    body=BODY,
    children=(("Mfano", "mfano"),),
)
PASSAGE = Passage(
    "sera/misingi.txt#uadilifu.1",
    DOCUMENT.id,
    "uadilifu",
    1,
    TEXT[BODY:-1],
    BODY,
    len(TEXT) - 1,
)
ANALYSER = SwahiliAnalyser()


@pytest.fixture
def made():
    """The entry of a passage with everything known about it."""
    return entry(DOCUMENT, "Sera ya Wakala", SECTION, PASSAGE, 3, ANALYSER)


def of_text(text: str, analyser=ANALYSER):
    """The entry of a passage that is this text, without a heading."""
    document = Document("d.txt", text, "text")
    section = Section(None, 0, (), None, "mwanzo", 0, len(text), 0)
    passage = Passage("d.txt#mwanzo.1", "d.txt", "mwanzo", 1, text, 0, len(text))
    return entry(document, "Hati", section, passage, 0, analyser)


def of_bare(heading: str, line: str):
    """The entry of a heading without text of its own, written in the document as *line*."""
    document = Document("d.txt", line, "text")
    section = Section(heading, 1, (heading,), None, "a", 0, len(line), len(line))
    passage = Passage("d.txt#a.1", "d.txt", "a", 1, line, 0, len(line))
    return entry(document, "Hati", section, passage, 0, ANALYSER)


def test_a_passage_comes_back_with_all_that_is_known_about_it(made):
    """What is shown of a hit needs no look into the corpus."""
    back = stored(made.payload)
    assert (back.id, back.document, back.ordinal) == (PASSAGE.id, DOCUMENT.id, 1)
    assert (back.text, back.start) == (PASSAGE.text, PASSAGE.start)
    assert (back.title, back.heading, back.path) == ("Sera ya Wakala", "Uadilifu", SECTION.path)
    assert (back.kind, back.anchor, back.children) == ("misingi", "uadilifu", SECTION.children)
    assert (back.institution, back.date) == ("Wakala ya Mfano", "2019-04")
    assert (back.source, back.replaces) == (DOCUMENT.source, DOCUMENT.replaces)
    assert (back.language, back.format, back.bare) == ("sw", "text", False)


def test_a_zone_is_where_a_reader_sees_it(made):
    """Title, headings above, own heading and text are told apart when answers are ranked."""
    found = zones(made.payload)
    assert tuple(found) == ZONES
    assert found["title"].surfaces == ["sera", "ya", "wakala"]
    assert found["path"].surfaces == ["misingi", "mikuu"]
    assert found["heading"].surfaces == ["uadilifu"]
    assert found["body"].terms[0] == "mkurugenzi"


def test_facets_are_what_is_known_and_nothing_else(made):
    """An undated document has no year, rather than an empty one."""
    assert made.facets["year"] == "2019"
    undated = entry(
        replace(DOCUMENT, date=None, institution=None), "", SECTION, PASSAGE, 0, ANALYSER
    )
    assert undated.facets == {
        "kind": "misingi",
        "document": DOCUMENT.id,
        "language": "sw",
        "format": "text",
    }


def test_every_field_counts_the_same_positions(made):
    """A phrase is found by its forms and by its terms at the same distance."""
    lengths = {name: len(made.fields[name]) for name in ("term", "surface", "family")}
    assert set(lengths.values()) == {3 + 2 + 1 + 7 + 3 * GAP}


def test_a_function_word_is_found_by_its_form_only(made):
    """The word "wa" is in nobody's way, and still counts in a phrase."""
    surface = made.fields["surface"].index(("wa",))
    assert made.fields["term"][surface] == (FILLER,)


def test_no_phrase_reaches_across_zones(made):
    """The end of a heading and the start of its text are no neighbours."""
    surfaces = [form for (form,) in made.fields["surface"]]
    heading = surfaces.index("uadilifu")
    assert surfaces[heading + 1 : heading + 1 + GAP] == [FILLER] * GAP


def test_a_heading_is_asked_for_by_its_form_and_by_its_term():
    """The field kichwa: finds "Wakurugenzi" by mkurugenzi, and by wakurugenzi exactly."""
    (position,) = of_bare("Wakurugenzi", "Wakurugenzi").fields["heading"]
    assert set(position) == {"mkurugenzi", "wakurugenzi"}


def test_the_filler_is_the_one_engines_know():
    """Both contracts name it, because neither room imports the other."""
    assert entries.FILLER == base.FILLER


# ---- A heading without text of its own ----------------------------------------------------


def test_a_bare_heading_counts_once_and_is_shown():
    """A heading that is all there is does not look like a heading and a text that agree."""
    made = of_bare("Misingi Mikuu", "Misingi Mikuu")
    assert zones(made.payload)["body"].terms == []
    back = stored(made.payload)
    assert back.bare
    assert back.body.surfaces == back.heading_tokens.surfaces == ("misingi", "mikuu")


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("Misingi \t Mikuu", ["Misingi", "Mikuu"]),
        ("Misingi", ["Misingi"]),  # the first line of a heading that has two
    ],
)
def test_a_bare_heading_is_marked_as_it_stands_in_the_document(line, marked):
    """Blanks in the document's heading line do not shift the marks."""
    back = stored(of_bare("Misingi Mikuu", line).payload)
    places = zip(back.body.starts, back.body.ends, strict=True)
    assert [back.text[start:end] for start, end in places] == marked


def test_a_text_without_words_is_not_taken_for_a_heading():
    """A section of nothing but dots is shown as what it is."""
    section = replace(SECTION, children=())
    passage = replace(PASSAGE, text="…")
    back = stored(entry(DOCUMENT, "Sera", section, passage, 0, ANALYSER).payload)
    assert (back.text, back.bare, back.body.surfaces) == ("…", False, ())


# ---- Any text -----------------------------------------------------------------------------

HOSTILE = (
    "",
    "\x00\x1b[31m",
    "<script>alert(1)</script>",
    "a|b ~c·d",
    "\ud800 nusu",
    "😀 ng’ombe 😀",
    "neno\u2028neno\r\nneno\x85neno",
    "ا ب ت",
    "e" * 5000,
    "\u202eolleh",
)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_comes_back_as_it_was(text):
    """Nothing that a document can hold breaks an entry or changes its text."""
    assert stored(of_text(text).payload).text == text


@given(text=st.text(max_size=300), plain=st.booleans())
def test_what_is_stored_is_what_was_read(text, plain):
    """The words that are ranked and marked are the analyser's own, at their own places."""
    analyser = PlainAnalyser() if plain else ANALYSER
    tokens = analyser.tokens(text)
    payload = of_text(text, analyser).payload
    back, body = stored(payload), zones(payload)["body"]
    assert back.text == text
    assert back.body.surfaces == tuple(body.surfaces) == tuple(t.normal for t in tokens)
    assert back.body.terms == tuple(t.terms for t in tokens)
    assert back.body.related == tuple(t.related for t in tokens)
    assert back.body.functions == tuple(t.function for t in tokens)
    assert back.body.starts == tuple(t.start for t in tokens)
    assert back.body.ends == tuple(t.end for t in tokens)
