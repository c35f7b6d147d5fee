"""Acronyms are found where a document explains them, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.expansion import mined, postings
from kb.swahili import analyse


def pairs(text: str) -> dict[str, str]:
    """Return acronyms and names that a text gives."""
    return dict(mined(text, analyse(text)))


@pytest.mark.parametrize(
    ("text", "acronym", "name"),
    [
        (
            "Matumizi ya Teknolojia ya Habari na Mawasiliano (TEHAMA) yanakua.",
            "tehama",
            "teknolojia ya habari na mawasiliano",
        ),
        ("Ilianza kama e-Government Agency (eGA) mwaka 2012.", "ega", "e-government agency"),
        (
            "Taasisi ya Kuzuia na Kupambana na Rushwa (TAKUKURU) imesema",
            "takukuru",
            "taasisi ya kuzuia na kupambana na rushwa",
        ),
        ("Baraza la Kiswahili la Taifa (“BAKITA”)", "bakita", "baraza la kiswahili la taifa"),
        (
            "Mkurugenzi Mkuu wa Mamlaka ya Mapato Tanzania (TRA) alisema",
            "tra",
            "mamlaka ya mapato tanzania",
        ),
        (
            "TEHAMA (Teknolojia ya Habari na Mawasiliano) inatumika",
            "tehama",
            "teknolojia ya habari na mawasiliano",
        ),
        ("TRA (Mamlaka ya Mapato Tanzania) inakusanya kodi", "tra", "mamlaka ya mapato tanzania"),
        (
            "kwa Kiingereza (International Criminal Tribunal for Rwanda, ICTR) ilikaa Arusha",
            "ictr",
            "international criminal tribunal for rwanda",
        ),
        (
            "Wakala ya Serikali Mtandao, au kwa kifupi eGA, inaratibu",
            "ega",
            "wakala ya serikali mtandao",
        ),
        ("SHIRIKA LA VIWANGO TANZANIA (SVT)", "svt", "shirika la viwango tanzania"),
    ],
)
def test_an_explained_acronym_is_found(text, acronym, name):
    """Whatever the order of the two, the document's own explanation is believed."""
    assert pairs(text) == {acronym: name}


def test_two_names_are_tied_by_the_initials_of_the_english_one():
    """A body is found by an acronym that its page never writes."""
    text = "Wakala ya Serikali Mtandao (e-Government Agency) ilianzishwa mwaka 2012."
    assert mined(text, analyse(text)) == (
        ("ega", "wakala ya serikali mtandao"),
        ("ega", "e-government agency"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Andrew Chenge (CCM) alisema",
        "Ibara ya 118 ya Katiba hii (inayotaja idadi ya Majaji)",
        "WIZARA YA AFYA (ZANZIBAR)",
        "Mfalme Charles (II)",
        "wajumbe watano (5) wa bodi",
        "Mapinduzi ya Ufaransa (kwa Kifaransa: Révolution française)",
        "Mahakama Kuu (Kitengo cha Jinai na Usimamizi)",
        "alisema (TEHAMA)",
        "(eGA)",
        "Kwa kifupi, Serikali ina jukumu",
        "Idara ya Fedha. (TRA)",
        "() ( ) (((",
    ],
)
def test_other_brackets_explain_nothing(text):
    """A party beside a person, a number or a remark is no explanation."""
    assert pairs(text) == {}


def test_a_pair_is_stored_in_both_directions():
    """Either side leads to the other; a name by the terms of its content words."""
    assert postings([("takukuru", "taasisi ya kuzuia na kupambana na rushwa")]) == (
        "takukuru=taasisi ya kuzuia na kupambana na rushwa",
        "taasisi zuia pambana rushwa=takukuru",
    )


@given(text=st.text(alphabet="ABTa i()“,-.eGovernmwakl", max_size=120))
def test_any_text_can_be_mined(text):
    """Whatever stands in brackets, mining ends; an acronym is one word, a name several letters."""
    for acronym, name in mined(text, analyse(text)):
        assert acronym
        assert name
        assert " " not in acronym
