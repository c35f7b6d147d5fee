"""Dates and numbers meet in any writing, and nothing else is taken for one."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.normalization import mentions, readings
from kb.swahili import analyse

MONTHS = (
    "Januari", "Februari", "Machi", "Aprili", "Mei", "Juni",
    "Julai", "Agosti", "Septemba", "Oktoba", "Novemba", "Desemba",
)  # fmt: skip
ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
UNITS = ("", "moja", "mbili", "tatu", "nne", "tano", "sita", "saba", "nane", "tisa")
TENS = ("", "kumi", "ishirini", "thelathini", "arobaini", "hamsini", "sitini", "sabini",
        "themanini", "tisini")  # fmt: skip


def spelled(number: int) -> str:
    """Write a number up to a million in words, as it is read out."""
    parts = []
    for scale, name in ((1_000_000, "milioni"), (100_000, "laki"), (1000, "elfu"), (100, "mia")):
        count, number = divmod(number, scale)
        if count:
            parts.append(f"{name} {spelled(count)}")
    if number >= 10:
        tens, number = divmod(number, 10)
        parts.append(TENS[tens])
    if number:
        parts.append(UNITS[number])
    return " na ".join(parts) or "sifuri"


def spelled_short(number: int) -> str:
    """Write a number with its thousands in one count, and *na* before the last word alone."""
    if number == 1_000_000:
        return "milioni moja"
    thousands, rest = divmod(number, 1000)
    words = [f"elfu {spelled_short(thousands)}"] if thousands else []
    hundreds, below = divmod(rest, 100)
    if hundreds:
        words.append(f"mia {UNITS[hundreds]}")
    if below >= 10:
        # After a round count only "na" tells what is added from what is counted: elfu mia na kumi.
        joint = "na " if thousands and not hundreds and thousands % 100 == 0 else ""
        unit = f" na {UNITS[below % 10]}" if below % 10 else ""
        words.append(f"{joint}{TENS[below // 10]}{unit}")
    elif below:
        words.append(f"na {UNITS[below]}" if words else UNITS[below])
    return " ".join(words) or "sifuri"


WRITINGS = {
    "17 Desemba 2010": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "17 Desemba mwaka 2010": lambda d: f"{d.day} {MONTHS[d.month - 1]} mwaka {d.year}",
    "tarehe 17 Desemba, 2010": lambda d: f"tarehe {d.day} {MONTHS[d.month - 1]}, {d.year}",
    "tarehe 17 ya mwezi Desemba ya mwaka 2010": lambda d: (
        f"tarehe {d.day} ya mwezi {MONTHS[d.month - 1]} ya mwaka {d.year}"
    ),
    "tarehe 17 mwezi wa 12 mwaka 2010": lambda d: (
        f"tarehe {d.day} mwezi wa {d.month} mwaka {d.year}"
    ),
    "tarehe kumi na saba mwezi wa kumi na mbili, 2010": lambda d: (
        f"tarehe {spelled(d.day)} mwezi wa {spelled(d.month)}, {d.year}"
    ),
    "tarehe kumi na saba Desemba elfu mbili na kumi": lambda d: (
        f"tarehe {spelled(d.day)} {MONTHS[d.month - 1]} {spelled(d.year)}"
    ),
    "17/12/2010": lambda d: f"{d.day}/{d.month}/{d.year}",
    "01/04/2012": lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    "17-12-2010": lambda d: f"{d.day}-{d.month}-{d.year}",
    "17.12.2010": lambda d: f"{d.day}.{d.month}.{d.year}",
    "2010-12-17": lambda d: d.isoformat(),
    "17-Desemba-2010": lambda d: f"{d.day}-{MONTHS[d.month - 1]}-{d.year}",
    "17th December 2010": lambda d: f"{d.day}th {ENGLISH[d.month - 1]} {d.year}",
    "17 December 2010": lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year}",
    "December 17, 2010": lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
}
any_writing = pytest.mark.parametrize("writing", WRITINGS.values(), ids=WRITINGS)

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


def terms(text: str) -> set[str]:
    """Return every term that is stacked on the words of a text."""
    return {term for actual in readings(analyse(text), text).values() for term in actual}


def days(text: str) -> set[str]:
    """Return the days a text holds."""
    return {term for term in terms(text) if term.startswith("d:") and len(term) > len("d:2010-12")}


def stacked(text: str) -> dict[str, tuple[str, ...]]:
    """Return the stacked terms by the word they stand on."""
    tokens = analyse(text)
    return {tokens[i].surface: actual for i, actual in readings(tokens, text).items()}


# --- dates ---


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("17/12/2010", "Iliundwa tarehe 17 Desemba mwaka 2010 kwa sheria."),
        ("Disemba 2010", "Ilianza rasmi tarehe 17 Desemba mwaka 2010."),
        ("2012-04-01", "Tarehe 1 Aprili, 2012 Wakala ulianza kazi."),
        ("tarehe 1 Aprili 2012", "Kuanzia 01/04/2012 huduma zinatolewa."),
        ("mwezi wa nne 2012", "Ulianza kazi tarehe 1.4.2012 jijini."),
        ("mwezi Julai 2012", "Ulizinduliwa July 2012."),
        ("26 April 1964", "Muungano wa tarehe ishirini na sita Aprili mwaka 1964."),
        ("Aprili 1964", "tarehe 26 mwezi wa nne mwaka elfu moja mia tisa sitini na nne"),
    ],
)
def test_a_date_meets_itself_in_another_writing(question, document):
    """However a letter and its reader write a day or a month, they find each other."""
    assert {t for t in terms(question) if t[0] == "d"} & terms(document)


@given(day=st.dates(FIRST_DAY, LAST_DAY))
def test_all_writings_of_a_day_share_one_term(day):
    """No writing of a day means another day, and each has its month too."""
    for writing in WRITINGS.values():
        text = writing(day)
        assert days(text) == {f"d:{day.isoformat()}"}, text
        assert f"d:{day.isoformat()[:7]}" in terms(text), text


def assert_itself(writing, all_days: list[date]) -> None:
    """Check that one text of these days has exactly them, in their order."""
    text = "; ".join(writing(day) for day in all_days)
    actual = [
        term
        for _, terms in sorted(readings(analyse(text), text).items())
        for term in terms
        if term.startswith("d:") and len(term) > len("d:2010-12")
    ]
    assert actual == [f"d:{day.isoformat()}" for day in all_days]


EVERY_DAY = [FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]


@any_writing
def test_every_day_of_two_centuries_is_itself_and_no_other(writing):
    """The days of two centuries are dealt out among the writings, so that each is read once."""
    first = list(WRITINGS.values()).index(writing)
    assert_itself(writing, EVERY_DAY[first :: len(WRITINGS)])


@pytest.mark.soak
@any_writing
def test_every_day_of_two_centuries_is_itself_in_every_writing(writing):
    """All of them, in each writing."""
    assert_itself(writing, EVERY_DAY)


@pytest.mark.parametrize(
    "text",
    [
        "Sheria Na. 30 ya 1997",
        "Sheria namba 12 ya mwaka 2019",
        "Tangazo la Serikali Na. 12/10/2019",
        "nambari 5/6/2012",
        "Kumb. 12/10/2019",
        "CAB/17/12/2010",
        "Sura ya 245",
        "simu 0712-345-678",
        "+255-26-12-2010",
        "0712-10-11-2010",
        "saa 10:30 hadi 12:45",
        "10:12:2010",
        "mwaka wa fedha 2010/11",
        "2010-2012",
        "uk. 12/15",
        "30/6",
        "1.4.12",
        "12.13.2010",
        "31/02/2010",
        "29/02/2011",
        "0/1/2010",
        "17 12 2010",
        "17, 12, 2010",
        "may 5",
        "wajumbe 5 mwaka 2010",
        "Desemba mwaka huu",
    ],
)
def test_what_is_no_date_is_left_alone(text):
    """A law, a page, a telephone or an hour is not taken for a day or a month."""
    assert [term for term in terms(text) if term.startswith("d:")] == []


def test_people_counted_before_a_month_are_no_day():
    """Five people in December 2010 are not the fifth of December."""
    assert stacked("watu watano Desemba 2010") == {"watano": ("5",), "Desemba": ("d:2010-12",)}


def test_both_ends_of_a_range_are_dates():
    """A term of office from one day to another is found by either."""
    assert days("17/12/2010-20/12/2010") == {"d:2010-12-17", "d:2010-12-20"}
    assert days("17.12.2010 – 20.12.2010") == {"d:2010-12-17", "d:2010-12-20"}


def test_each_part_of_a_date_carries_its_own_term():
    """The day is marked as the day, the month as the month; the year is its own term."""
    assert stacked("tarehe 17 Desemba mwaka 2010") == {
        "17": ("d:2010-12-17",),
        "Desemba": ("d:2010-12",),
    }
    assert stacked("17/12/2010") == {"17": ("d:2010-12-17",), "12": ("d:2010-12",)}
    assert stacked("17.12.2010") == {"17.12.2010": ("d:2010-12-17", "d:2010-12", "2010")}


def test_a_day_that_the_month_has_not_leaves_the_month():
    """A slip of the pen in the day does not lose the month."""
    assert terms("31 Februari 2012") == {"d:2012-02"}


def test_an_english_month_leads_to_the_swahili_one():
    """Without a year a month is still found under its usual name."""
    assert stacked("kila December") == {"December": ("desemba",)}


# --- numbers ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("thelathini", {"30"}),
        ("kumi na tano", {"15"}),
        ("elfu mbili na kumi na tisa", {"2019"}),
        ("elfu mbili kumi na tisa", {"2019"}),
        ("mia mbili arobaini na tano", {"245"}),
        ("mia mbili na arobaini na tano", {"245"}),
        ("elfu moja mia tisa sitini na nne", {"1964"}),
        ("elfu", {"1000"}),
        ("elfu moja", {"1000"}),
        ("elfu na mia tano", {"1500"}),
        ("elfu mia tano", {"500000"}),
        ("elfu mia mbili arobaini na tano", {"245000", "240005"}),
        ("laki mbili na elfu hamsini", {"250000"}),
        ("alfeni na tano", {"2005"}),
        ("miteni na tano", {"205"}),
        ("milioni tatu", {"3000000"}),
        ("milioni 3.5", {"3500000"}),
        ("elfu 10", {"10000"}),
        ("1,000", {"1000"}),
        ("shilingi 1,250,000.50", {"1250000.50"}),
        ("3.500.000", {"3500000"}),
        ("3 500 000", {"3500000"}),
        ("Sh. 3,500,000.00/=", {"3500000"}),
        ("TZS 3.500.000,00", {"3500000"}),
        ("TZS 3.500.000,75", {"3500000.75"}),
        ("3500000.00", {"3500000"}),
        ("3.5 milioni", {"3500000"}),
        ("milioni 3,5", {"3500000"}),
        ("shilingi 40 elfu kwa mwezi", {"40000"}),
        ("kaya 40 elfu mbili", {"2000"}),
        ("1.234.567.890", {"1234567890"}),
        ("kifungu cha 3.5.1 na toleo 2.10.4", set()),
        ("toleo 3.100.200, ibara ya 3.100.200", set()),
        ("3.500 na 12.00", set()),
        ("idara tano (5)", {"5"}),
        ("wajumbe watano", {"5"}),
        ("miaka mitano", {"5"}),
        ("vituo viwili na watu kumi na wawili", {"2", "12"}),
        ("nambari thelathini", {"30"}),
        ("sura ya kwanza, sura ya pili", {"1", "2"}),
        ("mbili, tatu", {"2", "3"}),
        ("watano na watatu", {"5", "3"}),
        ("moja kwa moja", set()),
        ("kwanza tuseme", set()),
        ("umoja na mwili pamoja", set()),
        ("jozi, dazeni, nusu, robo", set()),
        ("1000", set()),
    ],
)
def test_a_number_in_words_is_the_number_in_figures(text, expected):
    """A law called "thelathini" is found as 30, with any agreement and any commas."""
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("elfu kumi na tano", {"15000", "10005"}), ("elfu mia na moja", {"101000", "100001"})],
)
def test_a_number_that_can_be_two_is_both(text, expected):
    """Fifteen thousand, or ten thousand and five: whoever means either finds it."""
    assert terms(text) == expected


def value_terms(text: str) -> tuple[str, ...]:
    """Return what a text of nothing but one number can be; the words are read without ICU."""
    words = text.split(" ")
    starts = [0]
    for word in words[:-1]:
        starts.append(starts[-1] + len(word) + 1)
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    (actual,) = mentions(words, starts, ends, text)
    assert (actual.first, actual.last) == (0, len(words) - 1), text
    return tuple(term for _, term in actual.terms)


@pytest.mark.parametrize("write", [spelled, spelled_short])
@given(number=st.integers(0, 1_000_000))
def test_a_number_up_to_a_million_comes_back_from_its_words(write, number):
    """Whatever number is written in words, its figures are among its terms."""
    assert str(number) in value_terms(write(number))


@pytest.mark.parametrize("write", [spelled, spelled_short])
def test_small_numbers_and_years_are_one_number_each(write):
    """Below ten thousand nothing is ambiguous, so nothing else is found by mistake."""
    for number in range(10_000):
        assert value_terms(write(number)) == (str(number),)


@pytest.mark.soak
@pytest.mark.parametrize("write", [spelled, spelled_short])
def test_every_number_up_to_a_million_comes_back_from_its_words(write):
    """All of them, one by one."""
    for number in range(1_000_001):
        assert str(number) in value_terms(write(number))


@pytest.mark.parametrize(
    "word", ["elfu na ", "mia ", "kumi na ", "mwezi wa ", "17/12/", "Desemba ya ", "laki elfu "]
)
def test_time_grows_with_the_text_and_no_faster(word):
    """A page of nothing but pieces of numbers takes four times as long when it is four times as long."""

    def seconds(times: int) -> float:
        tokens = analyse(word * times)
        best = float("inf")
        for _ in range(3):
            started = time.perf_counter()
            readings(tokens, word * times)
            best = min(best, time.perf_counter() - started)
        return best

    assert seconds(8000) < 16 * seconds(2000) + 0.01


@given(text=st.text(alphabet="0123456789/-.,: naelfumiakwDsbt", max_size=80))
def test_any_text_can_be_read(text):
    """Whatever is typed, reading it ends, and terms stand on words that are there."""
    tokens = analyse(text)
    assert all(0 <= index < len(tokens) for index in readings(tokens, text))
