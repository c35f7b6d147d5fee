"""Marks and windows: what matched is marked, nothing else is, and the text stays the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import swahili
from kb.highlight import marks, window
from kb.index.schema import TokenColumns
from kb.query.terms import QueryTerm
from kb.tables import TablePart

FUNCTIONS = frozenset(["na", "ya", "wa", "kwa", "ni", "la", "za", "cha", "vya", "sisi", "nani"])
STEMS = {"wakurugenzi": "mkurugenzi", "majukumu": "jukumu", "vitengo": "kitengo"}


def columns_of(text: str) -> TokenColumns:
    """Read text by a grammar of three nouns, so that each test shows all it rests on."""
    tokens = swahili.words(text)
    return TokenColumns(
        surfaces=tuple(t.normal for t in tokens),
        terms=tuple((STEMS.get(t.normal, t.normal),) for t in tokens),
        related=tuple((f"f-{t.normal[:4]}",) for t in tokens),
        functions=tuple(t.normal in FUNCTIONS for t in tokens),
        starts=tuple(t.start for t in tokens),
        ends=tuple(t.end for t in tokens),
    )


def word(text: str, **more) -> QueryTerm:
    """Want one word."""
    surface = text.lower()
    term = STEMS.get(surface, surface)
    function = surface in FUNCTIONS
    return QueryTerm(text, frozenset({term}), surface=surface, function=function, **more)


def phrase(text: str, **more) -> QueryTerm:
    """Want words one after the other."""
    return QueryTerm(text, sequence=tuple(map(word, text.split())), **more)


def marked(text: str, *wanted: QueryTerm, **more) -> str:
    """Return *text* with its marks written in."""
    return written(text, marks(columns_of(text), wanted, **more))


def written(text: str, spans) -> str:
    """Write marks into text, as «…»."""
    for start, end in reversed(spans):
        text = f"{text[:start]}«{text[start:end]}»{text[end:]}"
    return text


# ---- Marks --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (word("mkurugenzi"), "Bodi na «wakurugenzi» wa idara"),
        (word("Wakurugenzi"), "Bodi na «wakurugenzi» wa idara"),
        (word("bodi"), "«Bodi» na wakurugenzi wa idara"),
        (QueryTerm("bod*", prefix="bod"), "«Bodi» na wakurugenzi wa idara"),
        (QueryTerm("x", related=frozenset({"f-idar"})), "Bodi na wakurugenzi wa «idara»"),
        (QueryTerm("x", surface="idara", exact=True), "Bodi na wakurugenzi wa «idara»"),
        (word("mkurugenzi", exact=True), "Bodi na wakurugenzi wa idara"),
        (word("idara", need="not"), "Bodi na wakurugenzi wa idara"),
        (word("sera"), "Bodi na wakurugenzi wa idara"),
        (word("na"), "Bodi «na» wakurugenzi wa idara"),
    ],
)
def test_a_word_is_marked_for_what_it_shares(wanted, text):
    """A reader sees why a passage was found, whatever the form of the word."""
    assert text == marked(text.replace("«", "").replace("»", ""), wanted)


def test_function_words_are_not_marked_beside_content_words():
    """A text full of marks on *na* and *ya* shows nothing."""
    assert marked("bodi ya wakala", word("bodi"), word("ya")) == "«bodi» ya wakala"


def test_a_question_of_function_words_marks_them():
    """A question such as "Sisi ni nani?" has nothing else to show."""
    wanted = [word("sisi"), word("ni"), word("nani")]
    assert marked("Sisi ni nani?", *wanted) == "«Sisi» «ni» «nani»?"


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (phrase("bodi ya wakala"), "Hii ni «bodi ya wakala» na bodi nyingine"),
        (phrase("bodi ya wakala"), "Hii ni «bodi wa wakala»"),
        (phrase("bodi ya wakala"), "wakala na bodi, wakala"),
        (phrase("majukumu ya vitengo"), "kila «jukumu la kitengo»"),
        (phrase("bodi ya wakala", exact=True), "bodi wa wakala, «bodi ya wakala»"),
        (phrase("wakurugenzi wa idara", exact=True), "mkurugenzi wa idara"),
        (phrase("sisi ni nani"), "«Sisi ni nani»? Sisi ni"),
        (phrase("bodi ya"), "«bodi ya» wakala"),
        (phrase("ya wakala"), "«ya wakala», «wakala»"),
        (phrase("bodi bodi"), "«bodi bodi bodi» na bodi"),
        (phrase("bodi ya wakala", need="not"), "bodi ya wakala"),
    ],
)
def test_a_phrase_is_marked_whole(wanted, text):
    """One mark from the first word to the last; its words alone mean nothing."""
    assert text == marked(text.replace("«", "").replace("»", ""), wanted)


def test_a_word_of_a_phrase_asked_for_alone_is_marked_too():
    """Marks that touch become one, others stand apart."""
    text = marked("bodi ya wakala na wakala", phrase("bodi ya wakala"), word("wakala"))
    assert text == "«bodi ya wakala» na «wakala»"


def test_a_field_is_marked_in_its_own_text_only():
    """What was asked of headings did not match in the passage, so nothing is marked there."""
    wanted = [word("dira", field="heading"), word("wakala")]
    assert marked("dira ya wakala", *wanted) == "dira ya «wakala»"
    assert marked("dira ya wakala", *wanted, field="heading") == "«dira» ya «wakala»"


def test_offsets_count_code_points():
    """A letter outside the basic plane before a word does not shift its mark."""
    assert marked("👍🏽 e\u0301 bodi", word("bodi")) == "👍🏽 e\u0301 «bodi»"


# ---- Windows ------------------------------------------------------------------------------

TEXT = (
    "Wakala una ofisi nyingi mikoani. Bodi hukutana kila mwezi wa tatu. "
    "Kazi za kila siku hufanywa na watumishi wa idara zote. "
    "Bodi huteua mkurugenzi baada ya kushauriana na waziri. Ripoti hutolewa mwishoni mwa mwaka."
)


@pytest.mark.parametrize(
    ("wanted", "most", "shown"),
    [
        ([word("bodi")], 60, "«Bodi» hukutana kila mwezi wa tatu."),
        (
            [word("bodi"), word("waziri")],
            60,
            "«Bodi» huteua mkurugenzi baada ya kushauriana na «waziri».",
        ),
        ([word("ripoti")], 40, "«Ripoti» hutolewa mwishoni mwa mwaka."),
        ([], 60, "Wakala una ofisi nyingi mikoani."),
        ([word("sera")], 70, "Wakala una ofisi nyingi mikoani. Bodi hukutana kila mwezi wa tatu."),
        ([word("watumishi")], 40, "Kazi za kila siku hufanywa na «watumishi»"),
        ([word("ofisi"), word("ripoti")], 60, "Wakala una «ofisi» nyingi mikoani."),
    ],
)
def test_the_best_stretch_is_shown(wanted, most, shown):
    """Most of what was asked for, close together, early, in whole sentences where they fit."""
    actual = window(TEXT, columns_of(TEXT), wanted, max_length=most)
    assert shown == written(actual.text, actual.spans)


def test_the_rarer_word_is_shown():
    """Where not all fits, what tells most about the question decides."""
    wanted = [word("ofisi"), word("ripoti")]
    weights = {"ofisi": 1.0, "ripoti": 5.0}
    actual = window(TEXT, columns_of(TEXT), wanted, max_length=60, weights=weights)
    assert written(actual.text, actual.spans) == "«Ripoti» hutolewa mwishoni mwa mwaka."


def test_one_thing_twice_does_not_beat_two_things():
    """Different words count, not their number."""
    text = "Bodi, bodi, bodi na bodi tena. " + "Maneno mengine mengi sana. " * 3 + "Bodi na dira."
    actual = window(text, columns_of(text), [word("bodi"), word("dira")], max_length=40)
    assert written(actual.text, actual.spans).endswith("«Bodi» na «dira».")


def test_a_long_sentence_is_cut_between_words():
    """Legal texts have sentences longer than any window."""
    text = "Kwa kuwa " + "maneno yasiyokwisha " * 30 + "waziri atateua bodi " + "na mengine " * 30
    actual = window(text, columns_of(text), [word("waziri"), word("bodi")], max_length=100)
    assert "«waziri» atateua «bodi»" in written(actual.text, actual.spans)
    assert 50 <= len(actual.text) <= 100
    assert set(actual.text.split()) <= set(text.split())


def test_a_phrase_longer_than_the_window_is_cut_between_words():
    """What is shown of it is marked."""
    text = "maneno mengine " * 5 + "moja mbili tatu nne tano sita saba nane " + "mwisho " * 9
    wanted = phrase("moja mbili tatu nne tano sita saba nane")
    actual = window(text, columns_of(text), [wanted], max_length=20)
    assert written(actual.text, actual.spans) == "«moja mbili tatu nne»"


def test_a_word_longer_than_the_window_is_the_only_one_cut():
    """There is no other way to keep the window's length."""
    actual = window("a" * 90, columns_of("a" * 90), [word("a" * 90)], max_length=50)
    assert (actual.text, actual.spans) == ("a" * 50, ((0, 50),))


# ---- What is always true ------------------------------------------------------------------

WORDS = [
    "bodi",
    "wakurugenzi",
    "mkurugenzi",
    "majukumu",
    "jukumu",
    "na",
    "ya",
    "wa",
    "sisi",
    "nani",
    "dira",
    "ng'ombe",
    "Na.7",
]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from([*WORDS, *WORDS, ". ", ", ", "\n", "👍", "漢字", "e\u0301", "-", "…"]),
        max_size=80,
    ).map(" ".join),
    st.lists(st.sampled_from([*WORDS, ".", " ", "-", "漢"]), max_size=60).map("".join),
)
SINGLES = st.one_of(
    st.sampled_from(WORDS).map(word),
    st.sampled_from(WORDS).map(lambda w: word(w, exact=True)),
    st.sampled_from(WORDS).map(lambda w: word(w, need="not")),
    st.just(QueryTerm("bo*", prefix="bo")),
)
PHRASES = st.builds(
    lambda words, exact: phrase(" ".join(words))._replace(exact=exact),
    st.lists(st.sampled_from(WORDS[:-2]), min_size=1, max_size=4),
    st.booleans(),
)
QUESTIONS = st.lists(st.one_of(SINGLES, PHRASES), max_size=5)


def matches(wanted: QueryTerm, columns: TokenColumns, i: int) -> bool:
    """Tell, word by word and as plainly as can be, whether token *i* answers *wanted*."""
    if wanted.need == "not":
        return False
    if wanted.sequence:
        # Connectives may differ, so whatever stands in their place is inside the mark.
        gap = not wanted.exact and any(step.function for step in wanted.sequence)
        return gap or any(matches(step, columns, i) for step in wanted.sequence)
    surface = columns.surfaces[i]
    if wanted.prefix:
        return surface.startswith(wanted.prefix)
    shares = not wanted.exact and bool(wanted.terms & set(columns.terms[i]))
    return surface == wanted.surface or shares


def check(text: str, columns: TokenColumns, wanted, spans) -> None:
    """Assert that spans are sorted, apart, whole tokens, and that every one was asked for."""
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end for before, (start, end) in zip(ends, spans, strict=False))
    assert all(end <= len(text) for _, end in spans)
    for start, end in spans:
        inside = [i for i, at in enumerate(columns.starts) if start <= at < end]
        assert inside
        assert start == columns.starts[inside[0]]
        assert all(any(matches(w, columns, i) for w in wanted) for i in inside)


@settings(max_examples=400, deadline=None)
@given(TEXTS, QUESTIONS)
def test_every_mark_was_asked_for(text, wanted):
    """Taking the marks away gives the text back, and each stands on words that match."""
    columns = columns_of(text)
    spans = marks(columns, wanted)
    check(text, columns, wanted, spans)
    assert {end for _, end in spans} <= set(columns.ends)
    pieces = [text[start:end] for start, end in spans]
    assert all(piece in written(text, spans) for piece in pieces)
    assert len(written(text, spans)) == len(text) + 2 * len(spans)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.lists(SINGLES, max_size=4))
def test_no_word_that_matches_is_missed(text, wanted):
    """A hit without marks makes a reader doubt the search."""
    columns = columns_of(text)
    content = [w for w in wanted if not w.function]
    expected = tuple(
        (columns.starts[i], columns.ends[i])
        for i in range(len(columns.starts))
        if any(matches(w, columns, i) for w in content)
    )
    assert expected == marks(columns, content)


@settings(max_examples=800, deadline=None)
@given(TEXTS, QUESTIONS, st.integers(10, 120))
def test_a_window_is_a_slice_between_words(text, wanted, most):
    """What is shown is the document's own text, in whole words, with marks inside it."""
    columns = columns_of(text)
    shown = window(text, columns, wanted, max_length=most)
    end = shown.start + len(shown.text)
    assert shown.text == text[shown.start : end]
    assert len(shown.text) <= most
    if len(text) <= most:
        assert (shown.start, shown.text) == (0, text)
    assert all(0 <= s < e <= len(shown.text) for s, e in shown.spans)
    for first, last in zip(columns.starts, columns.ends, strict=True):
        if last - first <= most:
            assert not first < shown.start < last
            assert not first < end < last
    moved = tuple((s + shown.start, e + shown.start) for s, e in shown.spans)
    check(text, columns, wanted, moved)
    if marks(columns, wanted):
        assert shown.spans


# ---- What a thing is, before where it is named ---------------------------------------------

MENTIONED = (
    "Mwaka jana kikao cha watumishi kilipitia mpango wa kazi na dira mpya mara tatu. "
    "Waziri alifungua kikao hicho kwa hotuba fupi. "
)
REST = " Watumishi wote walipewa nakala ya mpango huo baada ya kikao kumalizika jioni."


@pytest.mark.parametrize(
    "definition",
    [
        "Dira ni picha ya mbali ambayo ofisi inaitamani.",
        "Dira ya Ofisi ya Visima ni kuwa na maji safi kila kijiji.",
        "Dira (kwa Kiingereza vision; pia upeo) ni picha ya mbali.",
        "Maana ya dira ni picha ya mbali.",
        "Dira inamaanisha picha ya mbali ambayo ofisi inaitamani.",
        "Dira ilikuwa kuwafikia wananchi wote wa visiwa.",
    ],
)
def test_the_definition_is_shown_rather_than_a_mention(definition):
    """Who asks for a thing is shown the sentence that says what it is."""
    text = MENTIONED + definition + REST
    shown = window(text, columns_of(text), [word("dira")], max_length=len(definition) + 15)
    assert shown.text.startswith(definition)


@pytest.mark.parametrize(
    "mention",
    [
        "Je, dira ni nini?",
        "Wapo watumishi ambao hawajui kama kuna dira nyingine ni vigumu kusema.",
        "Dira, mpango na bajeti vilijadiliwa; jambo la nne ni posho.",
        "Nyimbo za dira ambazo ni nzuri zilisikika.",
    ],
)
def test_a_sentence_that_defines_something_else_does_not_go_first(mention):
    """A copula alone is no definition: then the first mention stands."""
    text = MENTIONED + mention + REST
    shown = window(text, columns_of(text), [word("dira")], max_length=90)
    assert shown.text.startswith("Mwaka jana")


def test_more_words_of_the_question_go_before_a_definition():
    """The words asked for decide; the definition only among equals."""
    text = "Bodi ni kikundi cha watu. " + MENTIONED + "Baadaye bodi ilipitisha dira." + REST
    shown = window(text, columns_of(text), [word("bodi"), word("dira")], max_length=60)
    assert "«bodi» ilipitisha «dira»" in written(shown.text, shown.spans)


def test_a_section_whose_heading_was_asked_is_shown_from_its_beginning():
    """The opening of the section is the answer, not where its name comes up again."""
    text = "Kuwa mfano wa huduma bora." + REST + " Dira hii itapitiwa." + REST
    shown = window(text, columns_of(text), [word("dira")], max_length=50, opening=True)
    assert (shown.start, shown.text) == (0, "Kuwa mfano wa huduma bora.")
    assert "Dira hii" in window(text, columns_of(text), [word("dira")], max_length=50).text


# ---- Tables -------------------------------------------------------------------------------


def table_text(rows: int, cell: str) -> tuple[str, TablePart]:
    """Return prose and a table with a header, and the table's place."""
    header = "Cheo | Simu"
    lines = [header, *(f"Afisa {n} | {cell}" for n in range(rows))]
    above = "Simu za maafisa ni hizi. Zihifadhi.\n\n"
    text = above + "\n".join(lines)
    return text, TablePart(len(above), len(above) + len(header), len(text))


def test_a_window_in_a_table_is_whole_rows():
    """The rows around the match, none of them cut; the header is given where it is not there."""
    text, part = table_text(60, "ofisi ya kata")
    shown = window(text, columns_of(text), [word("40")], max_length=100, tables=[part])
    lines = text.splitlines()
    assert all(line in lines for line in shown.text.splitlines())
    assert "Afisa 40 | ofisi ya kata" in shown.text
    assert [table.header for table in shown.tables] == ["Cheo | Simu"]


def test_a_match_in_the_header_does_not_draw_the_window_to_it():
    """*Cheo cha afisa 40*: the header is shown anyway, so the row is what is chosen."""
    text, part = table_text(60, "0754")
    question = [word("cheo"), word("40")]
    shown = window(text, columns_of(text), question, max_length=100, tables=[part])
    assert "Afisa 40 | 0754" in shown.text
    assert [shown.tables[0].header[a:b] for a, b in shown.tables[0].header_spans] == ["Cheo"]


def test_a_long_row_is_whole_and_a_row_without_end_is_text():
    """A row of twice the window is shown; one of a hundred times is cut, and then no table."""
    text, part = table_text(3, "neno " * 40 + "mwisho")
    shown = window(text, columns_of(text), [word("mwisho")], max_length=100, tables=[part])
    assert shown.text.splitlines() == text.splitlines()[2:4]
    text, part = table_text(3, "neno " * 2000 + "mwisho")
    shown = window(text, columns_of(text), [word("mwisho")], max_length=100, tables=[part])
    assert len(shown.text) <= 100
    assert shown.tables == ()


@settings(max_examples=150)
@given(
    st.integers(1, 12),
    st.text("ab. |\t", max_size=60),
    st.integers(5, 200),
    st.sampled_from(["3", "simu", "afisa", "zihifadhi", "hamna"]),
    st.booleans(),
)
def test_a_window_over_a_table_is_a_slice_with_exact_marks(rows, cell, length, asked, opening):
    """Whatever the rows: the window is a slice that is not empty, its marks are words of the question."""
    text, part = table_text(rows, cell.strip() or "x")
    shown = window(
        text,
        columns_of(text),
        [word(asked)],
        max_length=length,
        opening=opening,
        tables=[part],
    )
    assert shown.text
    assert text[shown.start : shown.start + len(shown.text)] == shown.text
    for start, end in shown.spans:
        assert shown.text[start:end].lower() in asked or len(shown.text) <= length
    lines = set(text.splitlines())
    for table in shown.tables:
        assert 0 <= table.start <= table.body <= table.end <= len(shown.text)
        assert all(
            line in lines for line in shown.text[table.start : table.end].splitlines() if line
        )


def test_the_window_holds_the_fact_that_was_asked_for():
    """The amount behind the words of the question is in the window, not just after it."""
    text = (
        "Ada ya leseni huwekwa na bodi. "
        + "Maelezo zaidi yapo hapa. " * 6
        + ("Kwa leseni ya duka hulipwa shilingi 4000.")
    )
    words = swahili.words(text)
    columns = TokenColumns(
        tuple(word.normal for word in words),
        tuple((word.normal,) for word in words),
        ((),) * len(words),
        (False,) * len(words),
        tuple(word.start for word in words),
        tuple(word.end for word in words),
    )
    asked = [QueryTerm("leseni", frozenset({"leseni"}), surface="leseni")]
    at = text.index("4000")
    assert "4000" not in window(text, columns, asked, max_length=80).text
    assert "4000" in window(text, columns, asked, max_length=80, facts=[(at, at + 4)]).text
