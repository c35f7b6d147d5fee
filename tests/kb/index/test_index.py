"""A passage becomes an entry, and comes back from its payload as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis import PlainAnalyser, SwahiliAnalyser
from kb.document import Document, Passage, Section, Table
from kb.errors import IndexDamaged
from kb.index.entry import GAP, build_entry
from kb.index.packed_columns import zone_columns
from kb.index.passage_terms import PassageTerms
from kb.index.payload import decode_passage, decode_terms
from kb.index.schema import FILLER, NO_TOKENS, TermNumbers, TokenColumns
from kb.index.zones import ZONES, ZoneTerms, prefix_key, term_key
from kb.tables import TablePart

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
    return build_entry(DOCUMENT, "Sera ya Wakala", SECTION, PASSAGE, 3, ANALYSER)


def of_text(text: str, analyser=ANALYSER):
    """The entry of a passage that is this text, without a heading."""
    document = Document("d.txt", text, "text")
    section = Section(None, 0, (), None, "mwanzo", 0, len(text), 0)
    passage = Passage("d.txt#mwanzo.1", "d.txt", "mwanzo", 1, text, 0, len(text))
    return build_entry(document, "Hati", section, passage, 0, analyser)


def of_bare(heading: str, line: str):
    """The entry of a heading without text of its own, written in the document as *line*."""
    document = Document("d.txt", line, "text")
    section = Section(heading, 1, (heading,), None, "a", 0, len(line), len(line))
    passage = Passage("d.txt#a.1", "d.txt", "a", 1, line, 0, len(line))
    return build_entry(document, "Hati", section, passage, 0, ANALYSER)


def test_a_passage_comes_back_with_all_that_is_known_about_it(made):
    """What is shown of a hit needs no look into the corpus."""
    back = decode_passage(made.payload)
    assert (back.id, back.document, back.ordinal) == (PASSAGE.id, DOCUMENT.id, 1)
    assert (back.text, back.start) == (PASSAGE.text, PASSAGE.start)
    assert (back.title, back.heading, back.path) == ("Sera ya Wakala", "Uadilifu", SECTION.path)
    assert (back.kind, back.anchor, back.children) == ("misingi", "uadilifu", SECTION.children)
    assert (back.institution, back.date) == ("Wakala ya Mfano", "2019-04")
    assert (back.source, back.replaces) == (DOCUMENT.source, DOCUMENT.replaces)
    assert (back.language, back.format, back.bare) == ("sw", "text", False)


def test_a_zone_is_where_a_reader_sees_it(made):
    """Title, headings above, own heading and text are told apart when answers are ranked."""
    found = decode_terms(made.payload).zones()
    assert tuple(found) == ZONES
    assert found["title"].surfaces == ["sera", "ya", "wakala"]
    assert found["path"].surfaces == ["misingi", "mikuu"]
    assert found["heading"].surfaces == ["uadilifu"]
    assert found["body"].terms[0] == "mkurugenzi"


def test_facets_are_what_is_known_and_nothing_else(made):
    """An undated document has no year, rather than an empty one."""
    assert made.facets["year"] == "2019"
    undated = build_entry(
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


# ---- A heading without text of its own ----------------------------------------------------


def test_a_bare_heading_counts_once_and_is_shown():
    """A heading that is all there is does not look like a heading and a text that agree."""
    made = of_bare("Misingi Mikuu", "Misingi Mikuu")
    assert decode_terms(made.payload).zones()["body"].terms == []
    back = decode_passage(made.payload)
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
    back = decode_passage(of_bare("Misingi Mikuu", line).payload)
    places = zip(back.body.starts, back.body.ends, strict=True)
    assert [back.text[start:end] for start, end in places] == marked


def test_a_text_without_words_is_not_taken_for_a_heading():
    """A section of nothing but dots is shown as what it is."""
    section = SECTION._replace(children=())
    passage = PASSAGE._replace(text="…")
    back = decode_passage(build_entry(DOCUMENT, "Sera", section, passage, 0, ANALYSER).payload)
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
    assert decode_passage(of_text(text).payload).text == text


@given(text=st.text(max_size=300), plain=st.booleans())
def test_what_is_stored_is_what_was_read(text, plain):
    """The words that are ranked and marked are the analyser's own, at their own places."""
    analyser = PlainAnalyser() if plain else ANALYSER
    tokens = analyser.tokens(text)
    payload = of_text(text, analyser).payload
    back, body = decode_passage(payload), decode_terms(payload).zones()["body"]
    assert back.text == text
    assert back.body.surfaces == tuple(body.surfaces) == tuple(t.normal for t in tokens)
    assert back.body.terms == tuple(t.terms for t in tokens)
    assert back.body.related == tuple(t.related for t in tokens)
    assert back.body.functions == tuple(t.function for t in tokens)
    assert back.body.starts == tuple(t.start for t in tokens)
    assert back.body.ends == tuple(t.end for t in tokens)


# ---- Words that are looked up ---------------------------------------------------------------------

TERM = st.sampled_from(["dira", "di", "ra", "dirani", "ng'ombe", "~na", "2010", "e"])
STACK = st.lists(TERM, min_size=1, max_size=3, unique=True).map("|".join)
RELATED = st.lists(TERM, max_size=2, unique=True).map("|".join)
FORM = st.sampled_from(["dira", "dirani", "na", "e", "ee", "ng'ombe"])
LISTS = st.lists(st.tuples(STACK, FORM, RELATED), max_size=8)


def zone_of(read: list[tuple[str, str, str]]) -> ZoneTerms:
    """A zone of these terms, forms and relatives."""
    return ZoneTerms([t for t, _, _ in read], [f for _, f, _ in read], [r for _, _, r in read])


@given(read=st.tuples(LISTS, LISTS, LISTS, LISTS))
def test_a_word_is_found_where_it_stands_and_nowhere_else(read):
    """No word is found in the middle of another, or in the zone before."""
    zones = dict(zip(ZONES, map(zone_of, read), strict=True))
    words = PassageTerms.of(zones, section_words=7)
    assert words.zones() == zones
    assert words.section_words == 7
    together = [word for part in read for word in part]
    for word in ("dira", "di", "ra", "dirani", "ng'ombe", "na", "2010", "e", "neno"):
        terms = [i for i, (t, _, _) in enumerate(together) if word in t.split("|")]
        related = [i for i, (_, _, r) in enumerate(together) if word in r.split("|")]
        assert list(words.terms(term_key(word))) == terms
        assert list(words.related(term_key(word))) == related
        assert list(words.forms(term_key(word))) == [
            i for i, (_, f, _) in enumerate(together) if f == word
        ]
        assert words.beginning(prefix_key(word)) == [
            (i, f) for i, (_, f, _) in enumerate(together) if f.startswith(word)
        ]
        found = words.looked_up([(term_key(word), 1)], [(term_key(word), 0)])
        assert found == dict.fromkeys(related, 1) | dict.fromkeys(terms, 0)
    functions = [t.startswith("~") for t, _, _ in together]
    assert words.content(1, 3) == functions[1:3].count(False)


@given(
    read=st.tuples(LISTS, LISTS, LISTS, LISTS), zone=st.sampled_from(ZONES), skip=st.integers(0, 3)
)
def test_packed_words_are_marked_as_unpacked_ones(read, zone, skip):
    """What is looked up in the bytes of a passage is what comparing word by word would give."""
    words = PassageTerms.of(dict(zip(ZONES, map(zone_of, read), strict=True)))
    count = max(0, words.length(zone) - skip)
    packed = zone_columns(words, zone, tuple(range(2 * count)), skip=skip)
    unpacked = TokenColumns(
        packed.surfaces, packed.terms, packed.related, packed.functions, packed.starts, packed.ends
    )
    assert len(packed) == len(unpacked) == count
    assert packed == unpacked
    some = ("dira", "di", "ra", "dirani", "ng'ombe", "na", "2010", "e", "neno")
    numbers = {word: (i, i + 1) for i, word in enumerate(some)}
    for wanted in (
        TermNumbers(numbers, {}, {}),
        TermNumbers({}, numbers, {}),
        TermNumbers({}, {}, numbers),
        TermNumbers(numbers, numbers, numbers, [(20, "di"), (21, "n")]),
    ):
        assert packed.places(wanted) == unpacked.places(wanted)
    for i in range(count):
        assert packed.span(i, count - 1) == unpacked.span(i, count - 1)


def test_a_function_word_is_there_though_no_content_word_answers_to_it(made):
    """Who typed "wa" is not told that it is missing; its term is that of ya, za and la."""
    words = decode_terms(made.payload)
    assert not words.terms(term_key("a"))
    assert words.has("a")
    assert not words.has("neno")


@pytest.mark.parametrize(
    ("text", "dates", "number"),
    [
        ("mwaka 2010", [1], True),
        ("tarehe 5 Mei 2010", [1, 2, 3], True),
        ("watu 17", [], True),
        ("watu kumi na saba", [], True),
        ("watu wengi", [], False),
    ],
)
def test_a_passage_has_the_dates_and_numbers_of_its_text(text, dates, number):
    """What answers *lini* and *ngapi* is among the stored words."""
    words = decode_terms(of_text(text).payload)
    body = words.bounds[ZONES.index("body")]
    assert ([place - body for place in words.dates()], words.has_number) == (dates, number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bodi ina wajumbe saba.", True),
        ("Bodi ina nafasi 7 za wajumbe.", True),
        ("Idara ina wajumbe ambao ni 12.", True),
        ("Wajumbe walichaguliwa mwaka 1995.", False),
        ("Wajumbe walichaguliwa tarehe 5 Mei 1995.", False),
        ("Sheria Na. 7 inataja bodi, mwenyekiti, katibu na wajumbe.", False),
        ("Wajumbe ni wengi.", False),
    ],
)
def test_a_number_counts_what_it_is_beside(text, expected):
    """Seven members are not the seven of an act, nor the year in which they were elected."""
    words = decode_terms(of_text(text).payload)
    assert expected == words.has_number_beside([term_key("mjumbe")], before=2, after=4)


def test_a_flipped_bit_changes_nothing_unnoticed(made):
    """A payload that the disk has changed is called damaged, in each of its parts."""
    as_it_was = decode_passage(made.payload), decode_terms(made.payload).zones()
    unharmed = 0
    for place in range(0, len(made.payload) * 8, 7):
        spoilt = bytearray(made.payload)
        spoilt[place // 8] ^= 1 << place % 8
        try:
            assert (decode_passage(bytes(spoilt)), decode_terms(bytes(spoilt)).zones()) == as_it_was
            unharmed += 1
        except IndexDamaged:
            continue
    assert unharmed <= 1  # the last byte of what zlib packed has bits to spare


def test_words_far_apart_keep_their_places():
    """A word of a hundred letters after a thousand dots is marked where it is."""
    text = "dira" + "." * 1000 + "e" * 90 + " mwisho"
    back = decode_passage(of_text(text).payload).body
    places = zip(back.starts, back.ends, strict=True)
    assert [text[start:end] for start, end in places] == ["dira", "e" * 90, "mwisho"]


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("Ibara ya 54: Baraza la Mawaziri", 2),
        ("SEHEMU YA PILI: HAKI", 2),
        ("2.1 Muundo", 1),
        ("Kifungu cha 4 (a) Adhabu", 3),
        ("Dira", 0),
        ("Miaka 50 ya Uhuru", 0),
        ("Ibara ya 54", 0),
        ("Sehemu ya Uhasibu", 0),
    ],
)
def test_what_only_numbers_a_heading_is_counted_apart(heading, label):
    """An article is about what its heading says behind the number."""
    tokens = SwahiliAnalyser().tokens(heading)
    zone = ZoneTerms(
        [("~" if token.function else "") + "|".join(token.terms) for token in tokens],
        [token.normal for token in tokens],
        [""] * len(tokens),
    )
    assert PassageTerms.of({"heading": zone}).label == label


# ---- Tables -------------------------------------------------------------------------------

ROWS = "Wadhifa | Anayeteua\nAfisa Ugavi | Waziri\nMhasibu | Katibu"
OF_TABLE = Document("a.docx", ROWS, "docx", tables=(Table(0, len(ROWS), 19),))


def of_rows(start: int, end: int):
    """The entry of a passage that is a part of that table."""
    section = Section(None, 0, (), None, "mwanzo", 0, len(ROWS), 0)
    passage = Passage("a.docx#mwanzo.1", "a.docx", "mwanzo", 1, ROWS[start:end], start, end)
    return build_entry(OF_TABLE, "Uteuzi", section, passage, 0, ANALYSER)


def test_a_later_part_of_a_table_is_found_by_its_header():
    """Its words follow the text, behind fillers; they are shown above it and can be marked there."""
    made = of_rows(41, len(ROWS))
    back = decode_passage(made.payload)
    assert back.text == "Mhasibu | Katibu"
    assert back.tables == (TablePart(0, 0, 16, "Wadhifa | Anayeteua"),)
    header = back.tables[0].header
    places = zip(back.header_tokens.starts, back.header_tokens.ends, strict=True)
    assert [header[start:end] for start, end in places] == ["Wadhifa", "Anayeteua"]
    assert back.header_tokens.surfaces == ("wadhifa", "anayeteua")
    assert back.body.surfaces == ("mhasibu", "katibu")
    surfaces = [terms[0] for terms in made.fields["surface"]]
    at = surfaces.index("katibu") + 1
    assert surfaces[at:] == [FILLER] * GAP + ["wadhifa", "anayeteua"]
    assert decode_terms(made.payload).has("wadhifa")


def test_the_first_part_of_a_table_has_its_header_once():
    """The header is in the text, so nothing is added."""
    made = of_rows(0, 40)
    back = decode_passage(made.payload)
    assert back.tables == (TablePart(0, 19, 40),)
    assert back.header_tokens == NO_TOKENS
    assert [terms[0] for terms in made.fields["surface"]].count("wadhifa") == 1
