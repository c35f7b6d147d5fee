"""What `kisima analyse` shows, line by line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.present.analysis import analysis_json, analysis_text
from kb.present.cells import cells
from kb.swahili import analyse

TEXT = "Mkurugenzi ambaye huteuliwa na waratibu"

ENGLISH = """\
WORD        TERM            WHY
Mkurugenzi  mkurugenzi      noun, class 1, singular
ambaye      amba            amba- (relative word amba-: who, which) + -ye (class 1)
huteuliwa   teua            hu- (habitual) + teu(l)- + -iwa (passive)
na          na              preposition: and, with, by
waratibu    mratibu|ratibu  mratibu: wa- (plural, class 2) + -ratibu | ratibu: wa- (they, class 2) +
                            ratibu (subjunctive)"""

SWAHILI = """\
NENO        SHINA           SABABU
Mkurugenzi  mkurugenzi      nomino, ngeli ya 1, umoja
ambaye      amba            amba- (amba- rejeshi) + -ye (ngeli ya 1)
huteuliwa   teua            hu- (hali ya mazoea) + teu(l)- + -iwa (kauli ya kutendwa)
na          na              kihusishi
waratibu    mratibu|ratibu  mratibu: wa- (wingi, ngeli ya 2) + -ratibu | ratibu: wa- (wao, ngeli ya
                            2) + ratibu (dhamira tegemezi)"""


@pytest.mark.parametrize(
    ("language", "wanted"), [("en", ENGLISH), ("sw", SWAHILI), ("fr", SWAHILI)]
)
def test_the_table_shows_word_term_and_reason(language, wanted):
    """A person sees at a glance how each word was read, and why; in Swahili unless asked."""
    assert analysis_text(analyse(TEXT), width=100, colour=False, language=language) == wanted


def test_a_reason_repeats_nothing_but_keeps_the_family():
    """A word of one part shows its name alone, with the family and a standard spelling behind it."""
    shown = analysis_text(analyse("utekelezaji muongozo"), width=200, colour=False, language="en")
    kin = " ~ ongoza (verb; result: mwongozo)"
    assert shown.splitlines()[1:] == [
        "utekelezaji  utekelezaji  noun, class 11 ~ tekeleza (verb; action: utekelezaji)",
        f"muongozo     mwongozo     muongozo = mwongozo (noun, class 3, singular){kin}",
    ]


@pytest.mark.parametrize(("language", "wanted"), [("sw", "Hakuna neno."), ("en", "No word.")])
def test_no_word_is_said_so(language, wanted):
    """An empty table would look like a fault."""
    assert analysis_text([], width=80, colour=False, language=language) == wanted


def test_colour_marks_words_and_pales_grammar():
    """The words that carry content stand out; without colour nothing is written but text."""
    shown = analysis_text(analyse("na vitengo"), width=80, colour=True, language="en").splitlines()
    assert shown[1].startswith("\x1b[2mna ")
    assert shown[2].startswith("\x1b[1mvitengo\x1b[22m ")
    assert "\x1b" not in analysis_text(analyse("na vitengo"), width=80, colour=False)


@given(st.text(max_size=60), st.integers(min_value=1, max_value=120))
def test_no_line_is_wider_than_the_terminal(text, width):
    """Whatever the text holds, the table keeps its columns and drives no terminal."""
    shown = analysis_text(analyse(text), width=width, colour=False)
    assert max(map(cells, shown.split("\n"))) <= max(width, 40)
    assert "\x1b" not in shown


def test_a_program_gets_every_field():
    """JSON keeps what the token holds and adds the reasons: ways, parts and family."""
    (shown,) = json.loads(json.dumps(analysis_json(analyse("Viongozi"))))
    assert {name: shown[name] for name in ("surface", "normal", "terms", "related")} == {
        "surface": "Viongozi",
        "normal": "viongozi",
        "terms": ["kiongozi"],
        "related": ["ongoza"],
    }
    assert (shown["start"], shown["end"], shown["position"], shown["function"]) == (0, 8, 0, False)
    why = shown["why"]
    assert why["en"] == "kiongozi: vi- (plural, class 8) + -ongozi ~ ongoza (verb; doer: kiongozi)"
    assert why["ways"] == [
        {
            "term": "kiongozi",
            "part": "noun",
            "meaning": "leader",
            "parts": [
                {"form": "vi-", "sw": "wingi, ngeli ya 8", "en": "plural, class 8"},
                {"form": "-ongozi", "sw": "", "en": ""},
            ],
        }
    ]
    assert why["related"] == [
        {"term": "ongoza", "sw": "kitenzi; mtenda: kiongozi", "en": "verb; doer: kiongozi"}
    ]
