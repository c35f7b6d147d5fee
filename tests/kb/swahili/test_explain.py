"""An explanation tells a reader what the analyser did, in words a school grammar uses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kb.swahili
from kb.swahili import analyse, explain
from kb.swahili.explanation import Explanation
from kb.swahili.explanation.grammar_terms import kinds, records
from kb.swahili.explanation.morphemes import spelt
from kb.swahili.morphology.templates import RELATIVES, prefixes

GOLDEN = Path(__file__).parent / "golden" / "explanations.tsv"
SOURCES = Path(kb.swahili.__file__).parent
LEAST_WORDS = 60


def golden() -> list[list[str]]:
    """Return the rows of the golden table: word, English, Swahili."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    header, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert header == ["word", "english", "swahili"]
    return rows


def test_the_golden_table_is_there():
    """A gate that checks nothing must not look as if it passed."""
    assert len(golden()) >= LEAST_WORDS


@pytest.mark.parametrize(("word", "english", "swahili"), golden(), ids=lambda cell: cell[:20])
def test_a_word_is_explained_in_both_languages(word, english, swahili):
    """Whoever doubts a hit sees the parts of the word and what each is called."""
    found = explain(word)
    assert (found.en, found.sw) == (english, swahili)


def test_the_parts_are_there_for_programs():
    """A page can show each part by itself, with its name in its reader's language."""
    parts = [(part.form, part.en) for part in explain("ateuliwe").parts]
    assert parts == [
        ("a-", "she or he, class 1"),
        ("teu(l)-", ""),
        ("-iw-", "passive"),
        ("-e", "subjunctive"),
    ]


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("walioteuliwa", "appoint"),
        ("majukumu", "responsibility"),
        ("kizuri", "good"),
        ("Dodoma", "region of Tanzania"),
        ("TASAF", "Tanzania Social Action Fund"),
        ("qwxyz", ""),
    ],
)
def test_a_term_comes_with_its_english_meaning(word, meaning):
    """Someone who reads no Swahili learns what was found; what is not known is left empty."""
    assert explain(word).meaning.split(",")[0] == meaning


def test_an_ambiguous_form_has_a_way_for_each_term():
    """waratibu is "co-ordinators" and "let them co-ordinate": both are told, the noun first."""
    found = explain("waratibu")
    assert [(way.term, way.part) for way in found.ways] == [("mratibu", "noun"), ("ratibu", "verb")]


@pytest.mark.parametrize(
    ("word", "kin", "why"),
    [
        ("utekelezaji", "tekeleza", "verb; action: utekelezaji"),
        ("kiongozi", "ongoza", "verb; doer: kiongozi"),
        ("maendeleo", "endelea", "verb; result: maendeleo"),
        ("badilisha", "badili", "verb; causative: badilisha"),
        ("patikana", "pata", "verb; potential: patikana"),
        ("tumika", "tumia", "verb; stative: tumika"),
        ("kisheria", "sheria", "noun; manner: kisheria"),
        ("upungufu", "pungua", "verb; quality: upungufu"),
    ],
)
def test_the_family_says_why(word, kin, why):
    """A weaker term is shown with what ties it to the word."""
    assert (kin, why) in [(one.term, one.en) for one in explain(word).related]


TEXT = (
    "Mkurugenzi Mkuu wa Wakala huteuliwa na Rais, naye huwasimamia watumishi wanaotekeleza "
    "majukumu yaliyoainishwa kisheria. Ng’ombe 12 walionunuliwa mwaka 2019 hawajaandikishwa "
    "vijijini; ma-CEO wanaku-update TEHAMA'ni kuhusu documents za TAMISEMI. Muongozo uleule "
    "umepitishwa, tuwaombeni waratibu wa-Tanzania waje waufuate polepole, wasemaje?"
)


@pytest.mark.parametrize("token", analyse(TEXT), ids=lambda token: token.surface)
def test_what_is_explained_is_what_is_searched(token):
    """Terms and family are those of the token, in its order, and the parts spell the word."""
    assert_holds(token.surface, explain(token.surface))
    found = explain(token.surface)
    assert found.terms == token.terms
    assert tuple(one.term for one in found.related) == token.related


def assert_holds(word: str, found: Explanation) -> None:
    """Assert what is true of the explanation of any word whatever."""
    assert found.word == word
    assert tuple(way.term for way in found.ways) == found.terms
    for way in found.ways:
        assert spelt("".join(part.form for part in way.parts)) == spelt(found.spelling)
    assert found.parts == found.ways[0].parts
    for line in (found.sw, found.en):
        assert line.startswith(f"{found.terms[0]}: ")
        assert all(one.term in line for one in found.related)


@given(st.text(max_size=40))
def test_anything_at_all_is_explained(word):
    """No text makes an explanation fail, or show parts that are not the word's."""
    assert_holds(word, explain(word))


PIECES = (
    "wa",
    "ana",
    "li",
    "ye",
    "ki",
    "m",
    "ku",
    "si",
    "teu",
    "liwa",
    "ongoza",
    "ni",
    "-",
    "'",
    "a",
)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join))
def test_anything_that_looks_like_swahili_is_explained(word):
    """Prefixes and stems in any order give parts that spell what was asked."""
    assert_holds(word, explain(word))


@pytest.mark.parametrize("piece", ["ana", "ku-", "ni", "'", "ng’", "x "])
def test_a_very_long_word_is_explained_too(piece):
    """What is no word at all costs no more than a long one."""
    word = piece * 50_000
    assert_holds(word, explain(word))


def test_importing_the_package_does_not_load_explanations():
    """A search that explains nothing pays for no glosses."""
    code = (
        "import sys, kb.swahili\n"
        "assert kb.swahili.stem('wakurugenzi') == 'mkurugenzi'\n"
        "assert 'kb.swahili.explanation' not in sys.modules\n"
        "from kb.swahili import explain\n"
        "assert explain('vitengo').terms == ('kitengo',)\n"
    )
    root = str(SOURCES.parent.parent)
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


# --- data/terms_of_grammar.tsv ---


def names(kind: str) -> set[str]:
    """Return the names the table has for one kind."""
    return {name for found, name in kinds() if found == kind}


def column(table: str, name: str) -> set[str]:
    """Return all that stands in one column of a table."""
    return {row[name] for row in records(table)}


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("person", column("concords.tsv", "class")),
        ("tense", {t.tense for found in prefixes().values() for t in found}),
        ("relative", set(RELATIVES)),
        (
            "concord",
            column("adjective_concords.tsv", "class") | column("pronominal_concords.tsv", "class"),
        ),
        (
            "function",
            column("function_words.tsv", "family") | column("pronominals.tsv", "stem"),
        ),
        ("name", column("places.tsv", "kind")),
    ],
)
def test_everything_the_grammar_names_has_a_name_in_both_languages(kind, wanted):
    """No tense, class or family is shown by the key its table has for it; no name is idle."""
    assert names(kind) == wanted
    assert all(label.sw and label.en for label in kinds().values())


@pytest.mark.parametrize("kind", ["phrase", "part", "family", "hyphen", "agreement"])
def test_every_phrase_is_asked_for(kind):
    """The table holds nothing that no explanation can say."""
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    if kind in ("phrase", "part", "family"):
        assert {name for name in names(kind) if f'"{name}"' not in code} == set()
    assert f'"{kind}"' in code
