"""The reader's line: what every form asks for, and that nothing at all makes it fail."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.facets import FACET_BY_FIELD
from kb.messages import translate
from kb.query import (
    EXACT,
    FIELDS,
    OPERATORS,
    Or,
    Phrase,
    PrefixWord,
    Query,
    Word,
    line_of,
    parse,
)


def shown(item) -> str:
    """Write an item back as a short line, so that tables below can be read."""
    sign = {"want": "", "must": "+", "not": "-"}[item.need]
    if isinstance(item, Or):
        return f"{sign}({' | '.join(map(shown, item.options))})"
    field = f"{item.field}:" if item.field else ""
    if isinstance(item, Phrase):
        mark = "=" if item.exact else ""
        return f'{sign}{field}{mark}"{" ".join(item.words)}"'
    return f"{sign}{field}{item.text}" + "*" * isinstance(item, PrefixWord)


def read(line: str) -> list[str]:
    """Return the items of a line, each written back."""
    return [shown(item) for item in parse(line).items]


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("dira ya wakala", ["dira", "ya", "wakala"]),
        ("  dira\t\nya   wakala ", ["dira", "ya", "wakala"]),
        ("Sisi ni nani?", ["Sisi", "ni", "nani"]),
        ("uwazi na haki sawa", ["uwazi", "na", "haki", "sawa"]),
        ("dira,dhamira; sera", ["dira", "dhamira", "sera"]),
        ("wakurugenzi/wenyeviti", ["wakurugenzi", "wenyeviti"]),
        ("- dira – dhamira —", ["dira", "dhamira"]),
        ("wizara-mama e-serikali", ["wizara-mama", "e-serikali"]),
        ("--dira ++sera +-wakala", ["dira", "sera", "wakala"]),
        ("ng'ombe ng’ombe n`gombe", ["ng'ombe", "ng’ombe", "n`gombe"]),
        ("'dira' ‘sera’", ["dira", "sera"]),
        ("17/12/2010 3.5 1,000 12:30 Na.30", ["17/12/2010", "3.5", "1,000", "12:30", "Na.30"]),
        ("C++ 50% #TEHAMA", ["C", "50", "TEHAMA"]),
        ("ma\u00adjukumu \u202edira\u202c", ["majukumu", "dira"]),
        ("👍 dira", ["dira"]),
        ("", []),
        (" … ?! * ", []),
    ],
)
def test_words_are_wanted_as_typed(line, items):
    """Plain words need no syntax, and punctuation around them asks for nothing."""
    assert items == read(line)


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ('"misingi mikuu"', ['"misingi mikuu"']),
        ("“misingi mikuu” «dira yetu»", ['"misingi mikuu"', '"dira yetu"']),
        ('“misingi mikuu"„dira yetu“', ['"misingi mikuu"', '"dira yetu"']),
        ('"dira"', ["dira"]),
        ('"" «» "?"', []),
        ('"misingi mikuu', ["misingi", "mikuu"]),
        ('dira "', ["dira"]),
        ('-"misingi mikuu" +"dira yetu"', ['-"misingi mikuu"', '+"dira yetu"']),
        ('"Baraza, la (Mawaziri)"', ['"Baraza la Mawaziri"']),
        ('"dira OR -sera kichwa:x"', ['"dira OR sera kichwa x"']),
    ],
)
def test_quotes_make_a_phrase(line, items):
    """Straight, curly and angled quotes are the same; one never closed is no quote."""
    assert items == read(line)


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("wakala -pemba", ["wakala", "-pemba"]),
        ("wakala +pemba", ["wakala", "+pemba"]),
        ("kichwa:dira heading:dira", ["heading:dira", "heading:dira"]),
        ("jina:sera TITLE:sera", ["title:sera", "title:sera"]),
        ('kichwa:"misingi mikuu"', ['heading:"misingi mikuu"']),
        ("sera -kichwa:dira", ["sera", "-heading:dira"]),
        ("halisi:wakurugenzi", ['="wakurugenzi"']),
        ('exact:"wakurugenzi wa idara"', ['="wakurugenzi wa idara"']),
        ("kichwa:halisi:dira halisi:kichwa:dira", ['heading:="dira"', 'heading:="dira"']),
        ("kichwa:(dira sera)", ["heading:dira", "heading:sera"]),
        ("kichwa:serik*", ["heading:serik*"]),
        ("kichwa: dira", ["kichwa", "dira"]),
        ("kanuni: na. 7 ya 2003", ["kanuni", "na", "7", "ya", "2003"]),
        ('"dira"kichwa:sera', ["dira", "heading:sera"]),
    ],
)
def test_signs_and_fields_stand_before_what_they_mean(line, items):
    """A field needs its colon without a space; letters paste colons with one."""
    query = parse(line)
    assert items == [shown(item) for item in query.items]
    assert query.notes == ()


@pytest.mark.parametrize(
    ("line", "filters"),
    [
        ("aina:dira", {"kind": ("dira",)}),
        ('kind:"misingi mikuu"', {"kind": ("misingi mikuu",)}),
        ("aina:dira OR aina:dhamira", {"kind": ("dira", "dhamira")}),
        ("aina:(dira dhamira)", {"kind": ("dira", "dhamira")}),
        ("hati:sera/tehama.md document:a.txt", {"document": ("sera/tehama.md", "a.txt")}),
        ("taasisi:eGAZ, institution:eGA", {"institution": ("eGAZ", "eGA")}),
        ("lugha:Kiingereza language:sw", {"language": ("en", "sw")}),
        ("mwaka:2019 year:2010-2012", {"year": ("2019", "2010", "2011", "2012")}),
        ("mwaka:2012..2011", {"year": ("2011", "2012")}),
        ('aina:"" mwaka:', {}),
    ],
)
def test_filters_are_kept_apart_from_words(line, filters):
    """A filter says where to look; several values of one filter are alternatives."""
    assert filters == dict(parse(line).filters)


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("dira OR dhamira", ["(dira | dhamira)"]),
        ("dira AU dhamira AU sera", ["(dira | dhamira | sera)"]),
        ("dira OR dira", ["dira"]),
        ("dira AND sera", ["+dira", "+sera"]),
        ("dira NA sera", ["+dira", "+sera"]),
        ("dira OR dhamira AND sera", ["+(dira | dhamira)", "+sera"]),
        ("wakala NOT pemba", ["wakala", "-pemba"]),
        ("wakala BILA pemba", ["wakala", "-pemba"]),
        ("wakala AND NOT pemba", ["+wakala", "-pemba"]),
        ("wakala NOT (pemba unguja)", ["wakala", "-pemba", "-unguja"]),
        ("wakala -(pemba OR unguja)", ["wakala", "-pemba", "-unguja"]),
        ("+(dira OR sera)", ["+(dira | sera)"]),
        ("+(dira sera)", ["+dira", "+sera"]),
        ("(dira sera) OR kanuni", ["(dira | sera | kanuni)"]),
        ("(dira AND sera) OR kanuni", ["+(dira | kanuni)", "+(sera | kanuni)"]),
        ("(+dira sera) OR kanuni", ["+(dira | kanuni)", "sera"]),
        ('"dira yetu" OR serik*', ['("dira yetu" | serik*)']),
        ("2012 OR 2013", ["(2012 | 2013)"]),
    ],
)
def test_operators_join_words(line, items):
    """OR binds tighter than AND; brackets are resolved into a flat list."""
    assert items == read(line)


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("KANUNI NA. 7 YA 2003", ["KANUNI", "NA", "7", "YA", "2003"]),
        ("DIRA OR DHAMIRA", ["DIRA", "OR", "DHAMIRA"]),
        ("WIZARA BILA MAKAO AU OFISI", ["WIZARA", "BILA", "MAKAO", "AU", "OFISI"]),
        ("Kanuni NA. 7", ["Kanuni", "NA", "7"]),
        ("Kanuni NA 7", ["Kanuni", "NA", "7"]),
        (
            "dira or dhamira au sera na kanuni",
            ["dira", "or", "dhamira", "au", "sera", "na", "kanuni"],
        ),
        ("OR dira", ["OR", "dira"]),
        ("dira OR", ["dira", "OR"]),
        ("NOT dira", ["NOT", "dira"]),
        ("dira OR OR sera", ["(dira | OR)", "sera"]),
        ("(dira OR) sera", ["dira", "OR", "sera"]),
        ('dira "OR" sera', ["dira", "OR", "sera"]),
        ("dira -OR sera", ["dira", "-OR", "sera"]),
    ],
)
def test_words_that_look_like_operators(line, items):
    """Letterheads are in capitals and NA is short for namba: neither is an operator."""
    assert items == read(line)


@pytest.mark.parametrize(
    ("line", "items"),
    [
        (")dira(", ["dira"]),
        ("-(dira sera", ["-dira", "sera"]),
        ("kichwa:(dira", ["heading:dira"]),
        ("(((dira)))) sera", ["dira", "sera"]),
        ("kifungu 5(1)(a)", ["kifungu", "5", "1", "a"]),
        ("()", []),
    ],
)
def test_brackets_without_a_partner_are_passed_over(line, items):
    """A bracket forgotten does not change what the words mean."""
    assert items == read(line)


@pytest.mark.parametrize(
    ("line", "items", "note"),
    [
        ("sheria:kanuni", ["sheria", "kanuni"], "no field “sheria:”"),
        ("mwaka:jana", ["jana"], "“jana” is not a year"),
        ("-aina:dira sera", ["sera"], "cannot exclude; “dira”"),
        ("*kuu", ["kuu"], "“*kuu” was read as words"),
        ("se*", ["se"], "“se*” was read as words"),
        ("ku*ta", ["ku", "ta"], "“ku*ta” was read as words"),
        ('"sera ya serik*"', ['"sera ya serik"'], "outside quotes"),
        ("wak* ser* ela*", ["wak*", "ser*", "ela"], "Only 2 words may end in *"),
        ("-pemba", ["-pemba"], "only excludes"),
        ("dira OR -sera", ["dira"], "next to OR"),
        (f"dira {'a' * 65}", ["dira"], "too long for a word"),
        ("((((((((( dira )))))))))", ["dira"], "Brackets inside 8 others"),
        (" ".join(f"n{i}" for i in range(40)), [f"n{i}" for i in range(32)], "first 32"),
        ("dira " * 60, ["dira"] * 32, "first 256 characters"),
        (
            " OR ".join(["(a AND b AND c)"] * 3) + " x",
            ["(a | b | c)", "x"],
            "no word is required|mixed too much",
        ),
    ],
)
def test_what_is_ignored_is_said(line, items, note):
    """Whoever typed it learns, in Swahili and in English, what was not done and why."""
    query = parse(line)
    assert items == [shown(item) for item in query.items]
    assert any(part in str(said) for said in query.notes for part in note.split("|"))
    assert all(translate(said, "sw") != translate(said, "en") for said in query.notes)


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("serik*", ["serik*"]),
        ("serik**, wak*.", ["serik*", "wak*"]),
        ("e-serik*", ["e", "serik*"]),
        ("sera -serik*", ["sera", "-serik*"]),
        ("199*", ["199*"]),
        ("ng’o*", ["ng’o*"]),
        ("halisi:serik*", ["serik*"]),
    ],
)
def test_a_star_after_letters_is_a_prefix(line, items):
    """The start of a word is enough where its end is not known."""
    query = parse(line)
    assert items == [shown(item) for item in query.items]
    assert query.notes == ()


def test_an_address_is_no_field():
    """A pasted address is searched by its words, without a remark about fields."""
    query = parse("https://ega.go.tz/sera")
    assert [shown(item) for item in query.items] == ["https", "ega.go.tz", "sera"]
    assert query.notes == ()


def test_a_long_line_ends_with_a_whole_word():
    """Half a word would be a word that nobody typed."""
    query = parse("wakala " * 100)
    assert len(query.line) <= 256
    assert {"wakala"} == {item.text for item in query.items}


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["wakala", "-pemba"], "wakala -pemba"),
        (["misingi mikuu"], "misingi mikuu"),
        (["dira", "misingi mikuu"], 'dira "misingi mikuu"'),
        (["-misingi mikuu", "dira"], '-"misingi mikuu" dira'),
        (["kichwa:misingi mikuu"], 'kichwa:"misingi mikuu"'),
        (["sheria:na 30"], "sheria:na 30"),
        (['kichwa:"misingi mikuu" dira'], 'kichwa:"misingi mikuu" dira'),
        (["wakala -pemba"], "wakala -pemba"),
        ([], ""),
    ],
)
def test_one_of_several_arguments_with_a_blank_is_a_phrase(arguments, line):
    """The shell has taken the reader's quotes away; they are put back, but around a whole line."""
    assert line == line_of(arguments)


def test_the_documentation_names_every_field_and_operator(project):
    """What can be typed can be looked up."""
    page = (project / "docs" / "query-language.md").read_text(encoding="utf-8")
    for name in [*FIELDS, *FACET_BY_FIELD, *EXACT]:
        assert f"`{name}:" in page
    for operator in OPERATORS:
        assert f"`{operator}`" in page


def test_the_agency_s_own_questions_are_words(shared):
    """Real questions hold no syntax but quotes, and every word of them is asked for."""
    with (shared / "agency-queries.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            query = parse(row["query"])
            words = " ".join(shown(item).strip('"') for item in query.items)
            assert row["query"].strip('"').replace(":", "").replace("na.", "na") == words
            assert not query.notes


# ---- Anything at all ----------------------------------------------------------------------


def check(query: Query) -> None:
    """Assert what is always true of a query."""
    assert len(query.line) <= 256 * 3  # NFC may write one code point as up to three
    terms = []
    for item in query.items:
        if isinstance(item, Or):
            assert item.need in ("want", "must")
            assert len(item.options) >= 2
            assert all(option.need == "want" for option in item.options)
            terms.extend(item.options)
        else:
            terms.append(item)
    texts = [word for t in terms for word in (t.words if isinstance(t, Phrase) else (t.text,))]
    assert all(0 < len(text) <= 64 and any(map(str.isalnum, text)) for text in texts)
    assert len({t for t in terms if isinstance(t, PrefixWord)}) <= 2
    assert all(t.need in ("want", "must", "not") for t in terms)
    assert all(isinstance(t, Word | Phrase | PrefixWord) for t in terms)
    assert all(values for values in query.filters.values())
    if all(isinstance(item, Word) for item in query.items):
        assert len(query.items) <= 32
    query.line.encode()  # no lone surrogate is handed on


GRAMMAR = (
    *(f"{name}:" for name in [*FIELDS, *FACET_BY_FIELD, *EXACT, "hakuna"]),
    *OPERATORS,
    *"\"“”«»()+-*:/.,'’ \t\0\x1b\u202e\ud800",
    *("dira", "wakala", "Na.", "30", "17/12/2010", "ng'ombe", "SHERIA", "e\u0301", "漢字", "👍"),
)
LINES = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from(GRAMMAR), max_size=120).map("".join),
    st.lists(st.sampled_from(GRAMMAR), max_size=80).map(" ".join),
)


@settings(max_examples=2500, deadline=None)
@given(LINES)
def test_anything_typed_is_a_question(line):
    """No line raises, and whatever comes out keeps the limits."""
    check(parse(line))


@settings(max_examples=500, deadline=None)
@given(LINES)
def test_reading_a_line_again_changes_nothing(line):
    """The line that is shown back to the reader asks for the same things."""
    query = parse(line)
    again = parse(query.line)
    assert (query.items, query.filters) == (again.items, again.filters)


@pytest.mark.parametrize(
    "unit", ['"', "(", ")", "((a", "a:", "*", "-", "a OR ", "NOT ", " ", "a", "«", "kichwa:", "/"]
)
def test_a_hundred_thousand_characters_are_no_trouble(unit):
    """What made other parsers run away or overflow is a short question here."""
    line = (unit * 100_000)[:100_000]
    check(parse(line))  # the suite's time limit stops a parser that is quadratic in this
