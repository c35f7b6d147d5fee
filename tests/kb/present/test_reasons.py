"""Why a hit was returned: the reading of each marked word, once, and what raised its score."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kb.present.json import results_json
from kb.present.reasons import MAX_FEATURES, because, raised
from kb.present.text import results_text
from kb.ranking.weights import WEIGHTS
from kb.results import Results
from tests.kb.present.test_json import HIT


def hit_of(text: str, *marked: str):
    """A hit whose text has these words marked."""
    spans = tuple((text.index(word), text.index(word) + len(word)) for word in marked)
    return replace(HIT, heading=None, heading_spans=(), text=text, spans=spans)


WORDS = hit_of("Wajumbe ambao wameteuliwa na waziri.", "Wajumbe", "wameteuliwa")


@pytest.mark.parametrize(("language", "past"), [("en", "(perfect)"), ("sw", "timilifu")])
def test_each_marked_word_is_explained_once(language, past):
    """The reader sees which words decided, and through which inflection, in one language."""
    reasons = because(WORDS, language)
    assert [one.word for one in reasons] == ["Wajumbe", "wameteuliwa"]
    assert reasons[1].text.startswith("teua: wa-")
    assert past in reasons[1].text


def test_words_of_grammar_in_a_marked_phrase_are_passed_over():
    """Of a marked phrase only the words that carry content say why."""
    reasons = because(hit_of("Bodi ya wakurugenzi", "Bodi ya wakurugenzi"), "sw")
    assert [one.word for one in reasons] == ["Bodi", "wakurugenzi"]


def test_it_is_said_only_where_it_is_asked_for():
    """The terminal and the JSON explain on demand, and are as before without."""
    results = Results("teuliwa", 1, (WORDS,), 1.0)
    text = results_text(results, width=90, colour=False, explain=True)
    assert "kwa sababu «wameteuliwa» = teua: wa-" in text
    assert "kwa sababu" not in results_text(results, width=90, colour=False)
    shapes: Any = results_json(results), results_json(results, explain=True)
    (plain,), (explained,) = (shape["hits"] for shape in shapes)
    reasons = [{"word": one.word, "why": one.text} for one in because(WORDS, "sw")]
    assert explained == plain | {"because": reasons, "features": []}


def test_what_raised_a_hit_is_said_in_one_language():
    """The reader sees why one hit ranks above another, the largest share first."""
    hit = replace(WORDS, features=(("cover", 0.2345), ("surface", 0.1), ("mpya", 0.05)))
    assert raised(hit, "en")[0] == ("cover", 0.2345, "its heading is what was asked")
    assert raised(hit, "sw")[0].text == "kichwa chake ndicho kilichoulizwa"
    assert raised(hit, "sw")[2].text == "mpya"  # a feature without a text of its own
    text = results_text(Results("teuliwa", 1, (hit,), 1.0), width=90, colour=False, explain=True)
    assert "   kichwa chake ndicho kilichoulizwa (+23 %)\n" in text


def test_only_the_largest_features_are_shown():
    """Six reasons are enough."""
    many = replace(WORDS, features=tuple((name, 0.1) for name in WEIGHTS._fields))
    assert len(raised(many, "sw")) == MAX_FEATURES


def test_every_feature_of_ranking_has_a_text():
    """None is shown by its name in the code."""
    shown = [
        raised(replace(WORDS, features=((name, 0.1),)), "en")[0]
        for name in WEIGHTS._fields
        if name not in ("k1", "b")
    ]
    assert [one.name for one in shown if one.text == one.name] == []
