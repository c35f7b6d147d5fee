"""Why a hit was found: the reading of each marked word, once, in both languages."""

from __future__ import annotations

from kb.present import as_json, as_text
from kb.present.reasons import MOST_FEATURES, because, raised
from kb.ranking.scorer import WEIGHTS
from kb.results import Results
from tests.kb.present.test_json import HIT


def hit_of(text: str, *marked: str):
    """A hit whose text has these words marked."""
    spans = tuple((text.index(word), text.index(word) + len(word)) for word in marked)
    return HIT._replace(heading=None, heading_spans=(), text=text, spans=spans)


WORDS = hit_of("Wajumbe ambao wameteuliwa na waziri.", "Wajumbe", "wameteuliwa")


def test_each_marked_word_is_explained_once():
    """The reader sees which words decided, and through which inflection."""
    found = because(WORDS)
    assert [why["word"] for why in found] == ["Wajumbe", "wameteuliwa"]
    assert found[1]["en"].startswith("teua: wa-")
    assert found[1]["sw"].startswith("teua: wa-")


def test_words_of_grammar_in_a_marked_phrase_are_passed_over():
    """Of a marked phrase only the words that carry content say why."""
    found = because(hit_of("Bodi ya wakurugenzi", "Bodi ya wakurugenzi"))
    assert [why["word"] for why in found] == ["Bodi", "wakurugenzi"]


def test_it_is_said_only_where_it_is_asked_for():
    """The terminal and the JSON explain on demand, and are as before without."""
    results = Results("teuliwa", 1, (WORDS,), 1.0)
    text = as_text(results, width=90, colour=False, explain=True)
    assert "kwa sababu «wameteuliwa» = teua: wa-" in text
    assert "kwa sababu" not in as_text(results, width=90, colour=False)
    (plain,) = as_json(results)["hits"]
    (explained,) = as_json(results, explain=True)["hits"]
    assert explained == plain | {"because": because(WORDS), "features": []}


def test_what_raised_a_hit_is_told_in_both_languages():
    """The reader sees why one hit stands above another, the strongest reason first."""
    hit = WORDS._replace(features=(("cover", 0.2345), ("surface", 0.1), ("mpya", 0.05)))
    assert raised(hit)[0] == {
        "name": "cover",
        "share": 0.2345,
        "sw": "kichwa chake ndicho kilichoulizwa",
        "en": "its heading is what was asked",
    }
    assert raised(hit)[2]["sw"] == "mpya"  # a feature without a sentence of its own
    text = as_text(Results("teuliwa", 1, (hit,), 1.0), width=90, colour=False, explain=True)
    assert "kichwa chake ndicho kilichoulizwa · its heading is what was asked (+23 %)" in text


def test_only_the_strongest_features_are_told():
    """Six reasons are enough."""
    many = WORDS._replace(features=tuple((name, 0.1) for name in WEIGHTS._fields))
    assert len(raised(many)) == MOST_FEATURES


def test_every_feature_of_ranking_has_a_sentence():
    """None is told by its name in the code."""
    told = [
        raised(WORDS._replace(features=((name, 0.1),)))[0]
        for name in WEIGHTS._fields
        if name not in ("k1", "b")
    ]
    assert [one["name"] for one in told if one["sw"] == one["name"]] == []
