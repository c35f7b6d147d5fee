"""Which words of a sentence are what a question expects."""

from __future__ import annotations

import pytest

from kb.analysis import SwahiliAnalyser
from kb.index.schema import TokenColumns
from kb.search.evidence import evidence
from kb.search.expected_answer import ExpectedAnswer


def columns_of(text: str) -> TokenColumns:
    """Read text as an index does."""
    tokens = SwahiliAnalyser().tokens(text)
    return TokenColumns(
        surfaces=tuple(t.normal for t in tokens),
        terms=tuple(t.terms for t in tokens),
        related=tuple(t.related for t in tokens),
        functions=tuple(t.function for t in tokens),
        starts=tuple(t.start for t in tokens),
        ends=tuple(t.end for t in tokens),
    )


@pytest.mark.parametrize(
    ("kind", "sentence", "words"),
    [
        ("date", "Bodi ilianza kazi tarehe 1 Aprili 2012 mjini.", ["1", "Aprili", "2012"]),
        ("date", "Bodi ina wajumbe 12.", []),
        ("number", "Bodi ina wajumbe kumi na wawili.", ["kumi"]),
        ("number", "Bodi ina ofisi 7 mwaka huu.", ["7"]),
        ("number", "Bodi ina ofisi nyingi.", []),
        ("number", "61.-(1) Kutakuwa na wajumbe sita.", ["sita"]),
        ("number", "12 walifika.", ["12"]),
        ("number", "Sheria Na. 9 ya mwaka 2003, ya tarehe 4 Machi 2004.", []),
        ("number", "Bodi ina ofisi tatu na 5 vituo.", ["tatu", "5"]),
        ("law", "Iliundwa kwa Sheria Na. 12 ya mwaka 1999.", ["12"]),
        ("law", "Iliundwa na watu 12.", []),
        ("name", "Mwaka jana Asha Mfano aliteuliwa.", ["Asha", "Mfano"]),
        ("name", "Mwaka jana mkurugenzi aliteuliwa.", []),
        ("person", "Mwaka jana mkurugenzi aliteuliwa.", ["mkurugenzi"]),
        ("person", "Mkutano ulifanyika mkoani Mfano.", []),
        ("date", "Ritani huwasilishwa tarehe 20 ya mwezi.", ["20"]),
        ("law", "Iliundwa kwa Sheria Nam. 9 ya mwaka 2013.", ["9"]),
        ("called", "Kamishna ni Ndg. Makame Mfano.", ["Makame", "Mfano"]),
        ("called", "SEHEMU YA PILI: MAKAMU WA RAIS", []),
        ("called", "Sheria ya Bunge Kumshtaki Makamu wa Rais.", []),
        ("called", "Ukomo wa Viongozi Wakuu wa nchi.", []),
        ("called", "Kiongozi ni Pili Mfano.", ["Pili", "Mfano"]),
        ("called", "Huteuliwa na Rais. Wajumbe hukutana.", []),
        ("called", "Iko chini ya Kurugenzi ya Ufundi, S.L.P. 5.", []),
        ("place", "Ofisi iko karibu na soko.", ["karibu"]),
        ("place", "Ilikuwa zahanati ya wilaya.", []),
        ("place", "Ofisi ipo kata ya Mfano.", ["kata", "Mfano"]),
        ("place", "Kamishna ni Makame Haji Mfano.", []),
        ("reason", "Iliundwa kwa kuwa maji yalipungua.", ["kuwa"]),
        ("reason", "Iliundwa ili maji yafike.", ["ili"]),
        ("", "Bodi ina ofisi 7.", []),
        ("amount", "Kila mmoja hulipa elfu nane.", ["elfu"]),
        ("amount", "Nyumba ya ghorofa hutozwa 7,500 kwa mwezi.", ["7,500"]),
        ("amount", "Chakula na malazi         540,000", ["540,000"]),
        ("amount", "Bei hulipwa na wakazi 218,463.", []),
        (
            "phone",
            "Simu: 028 254 0113 au +255 754 300 611.",
            ["028", "254", "0113", "255", "754", "300", "611"],
        ),
        ("phone", "Dharura ya moto: 114", ["114"]),
        ("phone", "Piga *152*00# kuangalia deni.", ["152", "00"]),
        ("phone", "Kumb. Na. AB/12/2024, tarehe 3 Juni 2024, watu 114.", []),
        ("email", "Barua pepe: ded@mfano.example", ["ded", "mfano"]),
        ("hours", "Jioni | 10:30 - 12:00, saa moja, watu 12.", ["10", "12", "moja"]),
        ("office", "Anza na Baraza la Kata.", ["Baraza", "Kata"]),
    ],
)
def test_what_was_expected_is_seen_in_a_sentence(kind, sentence, words):
    """A sentence with the right kind of thing answers better than one without."""
    columns = columns_of(sentence)
    actual = evidence(
        ExpectedAnswer(kind), sentence, columns, (0, len(columns.starts)), frozenset()
    )
    assert [sentence[columns.starts[i] : columns.ends[i]] for i in actual] == words


def test_what_the_question_names_itself_is_no_answer():
    """The year asked about is not the year asked for."""
    sentence = "Sheria ya 1999 ilifutwa 2004."
    columns = columns_of(sentence)
    actual = evidence(ExpectedAnswer("date"), sentence, columns, (0, len(columns.starts)), {"1999"})
    assert [columns.surfaces[i] for i in actual] == ["2004"]


@pytest.mark.parametrize(
    ("noun", "sentence", "words"),
    [
        ("idara", "Idara ina sehemu mbili.", []),
        ("idara", "Wizara ina idara tano na vitengo saba.", ["tano"]),
        ("idara", "Idara za wakala ni tano.", ["tano"]),
        ("mtu", "Wilaya ina watu wapatao 300.", ["300"]),
        ("mtu", "Mikopo ni asilimia 2 kwa watu wenye ulemavu.", []),
        ("siku", "Kuunganisha mteja | Siku 7 za kazi", ["7"]),
        ("mteja", "Kuunganisha mteja mpya | Siku 7 za kazi", []),
        ("mjumbe", "Wajumbe | 7", ["7"]),
        ("kiasi", "Dhamana ya zabuni: shilingi milioni 12", ["milioni", "12"]),
    ],
)
def test_a_number_counts_the_noun_beside_it(noun, sentence, words):
    """A number of something else answers nothing."""
    columns = columns_of(sentence)
    asked = ExpectedAnswer("number", frozenset({noun}), counts=True)
    actual = evidence(asked, sentence, columns, (0, len(columns.starts)), frozenset())
    assert [sentence[columns.starts[i] : columns.ends[i]] for i in actual] == words
