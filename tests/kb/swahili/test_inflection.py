"""The forms of a word: what a grammar's tables have, and what the analysis reads back."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.swahili import inflect, tag
from kb.swahili.inflection import Form, Paradigm, verb_paradigm
from kb.swahili.lemmatizer import lemmatizer
from kb.swahili.lexicon import lexicon
from kb.swahili.universal.readings import readings_of

ACTIVE = (
    "tense",
    "relative",
    "relative -po-",
    "relative -vyo-",
    "relative -ko-",
    "other",
    "object",
)
LEAST_LISTED, LEAST_PASSIVE = 0.992, 0.98
"""Shares of active and passive forms of listed verbs that lead back; the figures are in docs/swahili.md."""


def cell(word: str, row: str, column: str = "", group: str = "") -> str:
    """Return one form out of the paradigms of a word."""
    found = [
        form.written
        for paradigm in inflect(word)
        for form in paradigm.forms
        if (form.row, form.column) == (row, column) and group in ("", form.group)
    ]
    return found[0]


@pytest.mark.parametrize("word", ["soma", "rudi", "la", "enda", "leta"])
def test_a_table_has_one_form_in_each_cell_of_a_tense(word):
    """A rule that only reads a spelling (*hakwenda*) does not write another one (*sikwsoma*)."""
    for paradigm in inflect(word):
        cells = [
            (form.group, form.row, form.column)
            for form in paradigm.forms
            if form.group in ("tense", "passive")
        ]
        assert len(cells) == len(set(cells))


@pytest.mark.parametrize(
    ("stem", "row", "column", "expected"),
    [
        ("soma", "present", "1sg", "ninasoma"),
        ("soma", "negative present", "1", "hasomi"),
        ("soma", "negative past", "1sg", "sikusoma"),
        ("soma", "not yet", "2", "hawajasoma"),
        ("soma", "subjunctive", "1pl", "tusome"),
        ("soma", "present relative", "7", "kinachosoma"),
        ("soma", "general relative", "2", "wasomao"),
        ("rudi", "negative present", "2", "hawarudi"),
        ("rudi", "plural imperative", "2pl", "rudini"),
        ("rudi", "subjunctive", "1", "arudi"),
        ("la", "present", "1", "anakula"),
        ("la", "conditional", "1", "akila"),
        ("la", "negative present", "1sg", "sili"),
        ("la", "imperative", "2sg", "kula"),
        ("ja", "imperative", "2sg", "njoo"),
        ("enda", "present", "1", "anakwenda"),
        ("enda", "infinitive", "", "kwenda"),
        ("enda", "plural imperative", "2pl", "nendeni"),
        ("enda", "subjunctive", "2pl", "mwende"),
        ("ona", "negative present", "2pl", "hamwoni"),
    ],
)
def test_a_verb_is_conjugated(stem, row, column, expected):
    """The tables of a school grammar come out: tenses, loans, verbs of one syllable."""
    assert cell(stem, row, column) == expected


@pytest.mark.parametrize(
    ("stem", "expected"),
    [("ona", "alimwona"), ("uliza", "alimuuliza"), ("soma", "alimsoma")],
)
def test_an_object_is_written_as_its_verb_begins(stem, expected):
    """m- is mw- before a vowel, mu- before u."""
    assert cell(stem, "past", "1", "object") == expected


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("soma", "kusomwa"),
        ("teua", "kuteuliwa"),
        ("toa", "kutolewa"),
        ("simamia", "kusimamiwa"),
        ("ratibu", "kuratibiwa"),
        ("samehe", "kusamehewa"),
        ("sahau", "kusahauliwa"),
        ("pa", "kupewa"),
        ("ua", "kuuawa"),
    ],
)
def test_a_passive_is_formed(stem, expected):
    """The l between vowels, the vowels of loans, the few irregular ones."""
    assert cell(stem, "infinitive", "", "passive") == expected


@pytest.mark.parametrize("stem", ["elewa", "vunjika", "pendana", "patikana"])
def test_what_takes_no_object_has_no_passive(stem):
    """A stative, a reciprocal, or what is only built like a passive."""
    (paradigm,) = (one for one in inflect(stem) if one.upos == "VERB")
    assert not any(form.group == "passive" for form in paradigm.forms)


def test_the_extensions_of_a_verb_say_whether_they_are_in_use():
    """A learner sees somea, which people say, apart from what only the rule makes."""
    (paradigm,) = inflect("soma")
    made = {one.kind: (one.stem, one.listed) for one in paradigm.derived}
    assert made["applicative"] == ("somea", True)
    assert made["causative"] == ("somesha", True)
    assert made["reciprocal"] == ("somana", False)


@pytest.mark.parametrize(
    ("stem", "forms"),
    [
        ("zuri", "mzuri wazuri mzuri mizuri zuri mazuri kizuri vizuri nzuri nzuri mzuri kuzuri pazuri mzuri"),
        ("pya", "mpya wapya mpya mipya jipya mapya kipya vipya mpya mpya mpya kupya papya mpya"),
        ("refu", "mrefu warefu mrefu mirefu refu marefu kirefu virefu ndefu ndefu mrefu kurefu parefu mrefu"),
        ("eupe", "mweupe weupe mweupe myeupe jeupe meupe cheupe vyeupe nyeupe nyeupe mweupe kweupe peupe mweupe"),
        ("ema", "mwema wema mwema myema jema mema chema vyema njema njema mwema kwema pema mwema"),
        ("ingi", "mwingi wengi mwingi mingi jingi mengi kingi vingi nyingi nyingi mwingi kwingi pengi mwingi"),
    ],
)  # fmt: skip
def test_an_adjective_agrees_with_every_class(stem, forms):
    """Classes 1 to 11, then places, as a table of concords has them."""
    (paradigm,) = (one for one in inflect(stem) if one.upos == "ADJ")
    assert [form.written for form in paradigm.forms] == forms.split()


def test_a_noun_has_number_locative_and_concords():
    """Whoever learns kiti learns what goes with it."""
    assert cell("kiti", "plural", "8", "number") == "viti"
    assert cell("kiti", "plural", "8", "locative") == "vitini"
    assert cell("kiti", "possessive", "7") == "chake"
    assert cell("kiti", "far", "8") == "vile"
    assert cell("waziri", "subject", "1") == "a", "a person of class 9 agrees as class 1"


def test_a_pronominal_word_agrees_with_every_class():
    """-ake, -enye and the demonstratives have a table too."""
    (paradigm,) = inflect("chake")
    assert paradigm.lemma == "ake"
    assert {form.column: form.written for form in paradigm.forms}["10"] == "zake"
    assert {form.column: form.written for form in inflect("wenye")[0].forms}["1"] == "mwenye"


@pytest.mark.parametrize("word", ["walisoma", "vitabu", "-soma", "kusoma", "Kitabu"])
def test_any_form_leads_to_its_paradigm(word):
    """A learner types what is on the page, not the lemma."""
    assert inflect(word)[0].lemma in ("soma", "kitabu")


def test_a_word_without_forms_has_no_paradigm():
    """An adverb, a name and what nothing knows have none."""
    assert inflect("zizibombo") == ()


def drawn(paradigm: Paradigm, draw: random.Random, count: int) -> list[Form]:
    """Return some active forms of a paradigm."""
    forms = [form for form in paradigm.forms if form.group in ACTIVE]
    return draw.sample(forms, count)


def test_the_forms_of_listed_verbs_lead_back_to_them():
    """What is generated is what is understood: the two read the same tables."""
    draw = random.Random(7)
    verbs = [pair for pair in lexicon().verbs.items() if pair[0] != "njoo"]
    tried = [
        (stem, form.written)
        for stem, kind in draw.sample(verbs, 400)
        for form in drawn(verb_paradigm(stem, kind), draw, 5)
    ]
    right = [stem in lemmatizer().lemmatize(written).terms for stem, written in tried]
    assert sum(right) >= LEAST_LISTED * len(right)


def test_the_passives_of_listed_verbs_lead_back_to_them():
    """Where two verbs have one passive, both are readings of it."""
    draw = random.Random(11)
    tried = [
        (stem, draw.choice(passives).written)
        for stem, kind in draw.sample(list(lexicon().verbs.items()), 1_000)
        if (passives := [one for one in verb_paradigm(stem, kind).forms if one.group == "passive"])
    ]
    assert len(tried) > 500
    right = [stem in {one.lemma for one in readings_of(form)} for stem, form in tried]
    assert sum(right) >= LEAST_PASSIVE * len(right)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_the_features_of_a_form_are_those_it_was_made_with(data):
    """Tag what was generated: each feature that a form was made with is among those it may have."""
    stem = data.draw(st.sampled_from(["soma", "andika", "rudi", "samehe", "ona", "tembea"]))
    forms = verb_paradigm(stem, lexicon().verbs[stem]).forms
    form = data.draw(st.sampled_from([one for one in forms if _is_plain(one)]))
    ((word,),) = [token.words for token in tag(form.written)]
    if word.lemma != stem or word.upos != "VERB":
        return  # another word is written alike: wasoma, readers
    for name, value in form.feats.items():
        assert value in word.feats.get(name, "").split(","), (form.written, name, word.feats)


def _is_plain(form: Form) -> bool:
    """Tell whether no other form of the verb is written alike, as nasoma, kulisoma, amwone are."""
    alike = (
        "indefinite",
        "subjunctive",
        "consecutive subjunctive",
        "negative present",
        "negative past",
    )
    places = ("15", "16", "18")
    return form.group in ("tense", "object") and form.row not in alike and form.column not in places
