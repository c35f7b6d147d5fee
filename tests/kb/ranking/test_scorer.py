"""Each feature of the ranking, by the case for which a reader would want it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.index.passage_terms import PassageTerms
from kb.index.zones import ZoneTerms
from kb.query.question import AnswerKind, BoundQuestion, BoundTerm, Edge, Question, Rewrite
from kb.query.terms import QueryTerm
from kb.ranking.scorer import Candidate, Ranked, rank
from kb.ranking.weights import WEIGHTS

FUNCTION_WORDS = {"ya", "wa", "na", "kwa", "ni", "za"}
FAMILIES = {"uongozi": "ongoza", "kiongozi": "ongoza"}


def zone(words: str) -> ZoneTerms:
    """A zone of these words; "wakurugenzi/mkurugenzi" is a form and its term."""
    forms = [word.partition("/") for word in words.split()]
    terms = [term or form for form, _, term in forms]
    return ZoneTerms(
        ["~" + term if term in FUNCTION_WORDS else term for term in terms],
        [form for form, _, _ in forms],
        [FAMILIES.get(term, "") for term in terms],
    )


def passage(id: str, body: str = "", *, heading="", path="", title="", document="d", ordinal=0):
    """A candidate, its zones written as text."""
    texts = {"title": title, "path": path, "heading": heading, "body": body}
    words = PassageTerms.of({name: zone(text) for name, text in texts.items()})
    return Candidate(id, document, ordinal, words)


def word(form: str, *, family: str = "", frequency: int = 3) -> BoundTerm:
    """A word of a question; "wakurugenzi/mkurugenzi" is a form and its term."""
    typed, _, term = form.partition("/")
    related = frozenset({family} if family else ())
    return BoundTerm(
        typed, frozenset({term or typed}), typed, related, frequency, frequency, frequency
    )


def bound(
    *words: BoundTerm, rewrites: Sequence[Edge] = (), kind: AnswerKind = "topic"
) -> BoundQuestion:
    """A question of these words, in this order, and what they also mean."""
    typed = (Edge(i, i, (word,)) for i, word in enumerate(words))
    return BoundQuestion(Question(kind=kind), (*typed, *rewrites))


def rewrite(place: int, *words: BoundTerm, last: int | None = None) -> Edge:
    """What the word at a place, or the words up to the last place, also mean."""
    text = " ".join(word.label for word in words)
    last = place if last is None else last
    said = Rewrite(place, last, "", text, tuple(text.split()), (), 1.0, "acronym")
    return Edge(place, last, words, said)


def ranked(words: Sequence[BoundTerm], candidates: Sequence[Candidate], **how) -> list[Ranked]:
    """The candidates in the order of their answers to these words."""
    return rank(bound(*words, **how), candidates, passages=100)


def ask(line: str, *candidates: Candidate, weights=WEIGHTS) -> list[str]:
    """The ids of the candidates in the order of their answers to a line of words."""
    units = [word(form) for form in line.split()]
    question = bound(*units)
    return [p.id for p in rank(question, candidates, passages=100, weights=weights)]


def test_the_section_whose_heading_is_the_question_comes_first():
    """Who types "dira" wants the section called Dira, not one that speaks of it."""
    named = passage("dira", "kuwa taasisi inayoongoza", heading="dira")
    speaking = passage("bodi", "dira ya wakala ni dira ya umma", heading="bodi")
    assert ask("dira", speaking, named) == ["dira", "bodi"]


def test_the_heading_that_says_nothing_else_comes_first():
    """Of "Dira" and "Dira, dhamira na kaulimbiu" the plain one is meant."""
    plain = passage("plain", "neno moja", heading="dira")
    long = passage("long", "neno moja", heading="dira dhamira na kaulimbiu")
    assert ask("dira", long, plain) == ["plain", "long"]


def test_the_opening_of_a_document_goes_by_its_title():
    """What stands before the first heading is covered by the document's own name."""
    covered = passage("a", "neno", title="dira", document="a")
    other = passage("b", "neno", title="dira mpya ya taifa", document="b")
    assert ask("dira", other, covered) == ["a", "b"]


def test_a_word_in_the_headings_above_counts():
    """*Uadilifu* below *Misingi Mikuu* answers a question for misingi."""
    below = passage("below", "neno", heading="uadilifu", path="misingi mikuu")
    elsewhere = passage("other", "neno", heading="uadilifu", path="majukumu", document="e")
    assert ask("misingi", elsewhere, below) == ["below", "other"]


def test_neighbours_come_before_scattered_words():
    """*baraza la mawaziri* means that council, not a council and some ministers."""
    near = passage("near", "uamuzi wa baraza mawaziri huko na hapa")
    far = passage("far", "uamuzi wa mawaziri huko na hapa baraza", document="e")
    assert ask("baraza mawaziri", far, near) == ["near", "far"]


def test_neighbours_are_neighbours_across_a_function_word():
    """*Mkuu wa wakala* and *mkuu wakala* are one thing."""
    near = passage("near", "mkuu wa wakala yetu leo")
    far = passage("far", "mkuu yetu leo wa wakala", document="e")
    assert ask("mkuu wakala", far, near) == ["near", "far"]


def test_the_order_of_neighbours_counts():
    """*Sera ya serikali* is not *serikali ya sera*."""
    right = passage("right", "sera ya serikali hapa")
    wrong = passage("wrong", "serikali ya sera hapa", document="e")
    assert ask("sera serikali", wrong, right) == ["right", "wrong"]


def test_the_form_that_was_typed_comes_before_another():
    """Who types the plural gets the plural first; the singular is found all the same."""
    plural = passage("plural", "wakurugenzi/mkurugenzi wanaripoti")
    singular = passage("singular", "mkurugenzi anaripoti", document="e")
    assert ask("wakurugenzi/mkurugenzi", singular, plural) == ["plural", "singular"]
    assert ask("mkurugenzi", plural, singular) == ["singular", "plural"]


def test_a_word_of_the_family_counts_less_than_the_word():
    """*uongozi* is of use to who asks for kuongoza, after what says kuongoza."""
    same = passage("same", "kuongoza/ongoza wakala")
    family = passage("family", "uongozi wakala", document="e")
    neither = passage("neither", "wakala leo", document="f")
    units = [word("kuongoza/ongoza", family="ongoza")]
    actual = ranked(units, (neither, family, same))
    assert [place.id for place in actual] == ["same", "family", "neither"]
    assert actual[1].score > 0


def test_a_rare_word_weighs_more_than_a_common_one():
    """Of two words the one that tells more decides."""
    units = [word("wakala", frequency=90), word("pemba", frequency=2)]
    candidates = (passage("common", "wakala hapa"), passage("rare", "pemba hapa", document="e"))
    assert [p.id for p in ranked(units, candidates)] == ["rare", "common"]


def test_more_of_a_word_helps_less_and_less():
    """Repeating a word thirty times does not beat having both words."""
    both = passage("both", "sera mtandao " + "neno " * 28)
    stuffed = passage("stuffed", "sera " * 30, document="e")
    assert ask("sera mtandao", stuffed, both) == ["both", "stuffed"]


def test_a_short_passage_comes_before_a_long_one_that_says_it_once_too():
    """The same word is more of the subject in few words than in many."""
    short = passage("short", "sera ya mtandao")
    long = passage("long", "sera " + "neno " * 60, document="e")
    assert ask("sera", long, short) == ["short", "long"]


def test_a_word_typed_twice_counts_twice():
    """A question that insists on a word is taken at its word."""
    a, b = passage("a", "sera hapa"), passage("b", "mtandao hapa", document="e")
    assert ask("sera mtandao mtandao", a, b) == ["b", "a"]
    assert ask("sera sera mtandao", b, a) == ["a", "b"]


def test_a_prefix_answers_by_any_form_that_starts_with_it():
    """*dira wakurug** wants both, and the passage with both is first."""
    forms = frozenset({"wakurugenzi", "wakurugenzini"})
    prefix = BoundTerm("wakurug*", frozenset(), "wakurug", frozenset(), 2, 2, 0, forms)
    both = passage("both", "dira na wakurugenzi/mkurugenzi wote")
    one = passage("one", "dira na idara zote", document="e")
    actual = ranked([word("dira"), prefix], (one, both))
    assert [place.id for place in actual] == ["both", "one"]


@pytest.mark.parametrize("reading", ["mratibu|ratibu", "ratibu|mratibu"])
def test_an_ambiguous_word_answers_by_each_of_its_readings(reading):
    """*waratibu* is co-ordinators and let-them-co-ordinate: both questions find it."""
    for asked in ("mratibu", "ratibu"):
        there = passage("there", f"waratibu/{reading} hapa")
        assert ask(asked, passage("not", "neno hapa", document="e"), there) == ["there", "not"]


# ---- What is asked for --------------------------------------------------------------------

LATE = "maneno " * 25 + "bandari"
EARLY = "bandari " + "maneno " * 25


def best(line: str, *candidates: Candidate, **how) -> list[str]:
    """The ids in order, for a question of a kind."""
    units = [word(form) for form in line.split()]
    return [place.id for place in ranked(units, candidates, **how)]


def test_a_text_without_heading_says_in_its_opening_what_it_is_about():
    """Of two stories that name a port once, the one that opens with it is about ports."""
    early, late = passage("early", EARLY, document="a"), passage("late", LATE, document="b")
    assert best("bandari", late, early) == ["early", "late"]


def test_the_opening_is_that_of_the_section_not_of_each_passage_of_it():
    """A passage from the middle of a section opens nothing."""
    early = passage("early", EARLY, document="a")._replace(opens=False)
    late = passage("late", LATE, document="b", ordinal=-1)
    assert best("bandari", late, early) == ["late", "early"]


def test_who_asks_for_a_fact_is_served_as_well_by_the_middle_of_a_text():
    """The opening tells what a text is about; a fact may stand anywhere in it."""
    early = passage("early", EARLY, document="a", ordinal=2)
    late = passage("late", LATE, document="b", ordinal=1)
    assert best("bandari", early, late, kind="fact") == ["late", "early"]


def test_who_asks_what_a_thing_is_gets_the_text_that_says_so():
    """*Mafuta ni …* answers "mafuta ni nini"; a mention does not."""
    says = passage("says", "mafuta ni kimiminika kizito", document="a", ordinal=2)
    mentions = passage("mentions", "mafuta ghali sana leo", document="b", ordinal=1)
    assert best("mafuta", mentions, says, kind="definition") == ["says", "mentions"]
    assert best("mafuta", says, mentions, kind="fact") == ["mentions", "says"]


def test_who_asks_when_gets_the_date_of_that_event():
    """A year far from every word of the question is of something else; so is the question's own."""
    near = passage("near", "bandari ilijengwa mwaka 1995", document="b", ordinal=1)
    far = passage("far", "bandari ilijengwa " + "maneno " * 15 + "1887", document="a", ordinal=0)
    assert best("bandari ilijengwa", far, near, kind="date") == ["near", "far"]
    asked = passage("asked", "bandari ya 1995 ilijengwa", document="a", ordinal=0)
    told = passage("told", "bandari ya 1995 ilijengwa 1990", document="b", ordinal=1)
    assert best("bandari 1995", asked, told, kind="date") == ["told", "asked"]
    headed = {"heading": "bandari", "document": "c"}
    dated = passage("dated", "ilijengwa 1995", ordinal=1, **headed)
    undated = passage("undated", "ilijengwa zamani", ordinal=0, **headed)
    assert best("bandari", undated, dated, kind="date") == ["dated", "undated"]


def test_who_asks_how_many_gets_the_number_of_that_thing():
    """*Wajumbe wangapi* is answered by seven members, not by act number seven."""
    counts = passage("counts", "bodi ina wajumbe/mjumbe 7 tu", document="b", ordinal=1)
    other = passage("other", "bodi na wajumbe/mjumbe wa sheria namba 7", document="a", ordinal=0)
    units = [word("bodi"), word("wajumbe/mjumbe")]
    asked = Question(kind="number", counted=frozenset({"mjumbe"}))
    question = BoundQuestion(asked, bound(*units).edges)
    assert [p.id for p in rank(question, [other, counts], passages=100)] == ["counts", "other"]


def test_a_number_that_counts_is_not_the_number_of_a_heading():
    """*miaka 18* is not answered by article 18."""
    article = passage("article", "uhuru wa maoni", heading="ibara 18 maoni", document="a")
    age = passage("age", "mtu wa miaka 18 anaweza", heading="kura", document="b")
    counted = word("18")._replace(bare=True)
    actual = ranked([word("miaka"), counted], [article, age])
    assert [place.id for place in actual] == ["age", "article"]
    assert ask("18", age, article) == ["article", "age"]


def test_what_numbers_a_heading_is_no_part_of_what_it_says():
    """*Ibara ya 54: Baraza la Mawaziri* says nothing but what was asked."""
    numbered = passage("54", "neno moja", heading="ibara ya 54 baraza la mawaziri")
    longer = passage("dar", "neno moja", heading="uamuzi wa baraza la mawaziri")
    assert ask("baraza mawaziri", longer, numbered) == ["54", "dar"]


def test_neighbours_with_namba_between_them_are_neighbours():
    """*sheria namba 12* and *sheria Na. 12* are one writing of one act."""
    near = passage("near", "sheria namba 12 ya haki kuhusu watu wote", document="a", ordinal=2)
    apart = passage("apart", "sheria moja kuhusu haki ya watu 12 wote", document="b", ordinal=1)
    assert ask("sheria 12", apart, near) == ["near", "apart"]


def test_a_name_counts_once_however_many_words_it_has():
    """eGA is four words in full; they must not outweigh the other word of the question."""
    named = rewrite(1, *(word(w)._replace(weight=0.4) for w in ("wakala", "mtandao")))
    asked = [word("dira"), word("ega")]
    all_of_it = passage("all", "dira yetu katika ega", document="a")
    only_name = passage("name", "ega ni wakala mtandao ega wakala mtandao", document="b")
    actual = ranked(asked, [only_name, all_of_it], rewrites=[named])
    assert [place.id for place in actual] == ["all", "name"]


def test_what_a_word_also_means_is_worth_as_much_where_the_word_is_not():
    """Who types an acronym gets the passage that has only the name."""
    named = rewrite(0, word("wakala"), word("mtandao"))
    name = passage("name", "wakala mtandao", document="b")
    other = passage("other", "wizara nyingine", document="a")
    actual = ranked([word("ega")], [other, name], rewrites=[named])
    assert [place.id for place in actual] == ["name", "other"]


def test_a_typed_word_that_a_rewrite_repeats_counts_in_it_too():
    """*Kucheki mizani* is *kuhakiki mizani*: a passage with both words has all of the rewrite."""
    other = rewrite(0, *(word(w)._replace(weight=0.6) for w in ("hakiki", "mizani")), last=1)
    typed = [word("cheki"), word("mizani")]
    both, one = passage("both", "hakiki mizani"), passage("one", "mizani mizani mizani hapa")
    assert [place.id for place in ranked(typed, [one, both], rewrites=[other])] == ["both", "one"]
    again = rewrite(0, word("hakiki")._replace(weight=0.5))
    scores = [
        {place.id: place.score for place in ranked(typed, [one, both], rewrites=edges)}
        for edges in ([again], [again, other], [other, again])
    ]
    assert scores[1]["both"] == pytest.approx(scores[2]["both"])
    assert scores[1]["both"] > scores[0]["both"] - 1e-9  # another way to say it costs nothing


# ---- Ties ---------------------------------------------------------------------------------

TIED = (
    passage("z1", "sera", heading="a", document="z", ordinal=1),
    passage("b4", "sera", heading="a", document="b", ordinal=4),
    passage("a2", "sera", heading="a", path="b c", document="a", ordinal=2),
    passage("b1", "sera", heading="a", document="b", ordinal=1),
    passage("c9", "sera", heading="a", path="b", document="c", ordinal=9),
)


@pytest.mark.parametrize(
    "order", list(itertools.permutations(TIED)), ids=lambda o: "".join(c.id for c in o)
)
def test_equal_passages_stand_as_one_would_leaf_through_them(order):
    """Shallow sections before deep ones, early before late; not by who was found first."""
    assert ask("sera", *order) == ["b1", "z1", "b4", "c9", "a2"]


# ---- Always -------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["sera", "dira", "wakala", "ya", "uongozi"]), max_size=6)
CANDIDATES = st.lists(st.tuples(WORDS, WORDS, st.sampled_from("de")), max_size=6)


@given(question=WORDS, read=CANDIDATES)
def test_every_candidate_comes_back_once_best_first(question, read):
    """Nothing is lost, invented or out of order, whatever was asked."""
    candidates = [
        passage(str(i), " ".join(body), heading=" ".join(heading), document=document)
        for i, (body, heading, document) in enumerate(read)
    ]
    actual = ranked([word(form) for form in question], candidates)
    assert sorted(place.id for place in actual) == sorted(c.id for c in candidates)
    scores = [round(place.score, 9) for place in actual]
    assert scores == sorted(scores, reverse=True)
    assert all(score >= 0 for score in scores)


def test_without_words_the_order_of_the_engine_stands():
    """Where there is nothing to rank by, what the engine found best stays first."""
    candidates = [passage("b"), passage("a")]
    assert [place.id for place in ranked([], candidates)] == ["b", "a"]


def test_a_heading_that_is_half_the_question_gains_less():
    """Who asks for the vision of Mwambao gets its page before another body's section Dira."""
    other = passage("wakala", "kuwa mfano", heading="dira")
    own = passage("mwambao", "dira ya mwambao ni mji safi", heading="mpango")
    scores = [
        {place.id: place.score for place in rank(question, [other, own], 100, weights)}
        for question in [bound(word("dira"), word("mwambao"))]
        for weights in (WEIGHTS._replace(complete=0.0), WEIGHTS)
    ]
    assert scores[0]["wakala"] > scores[1]["wakala"]
    assert scores[0]["mwambao"] == scores[1]["mwambao"]
    whole = bound(word("dira"))
    assert rank(whole, [other], 100, WEIGHTS._replace(complete=0.0)) == rank(whole, [other], 100)


def test_a_name_around_one_of_two_like_passages_decides():
    """The file's name tells two agencies with the same page apart."""
    zones = {"heading": zone("wajibu"), "body": zone("kulipa ankara")}
    near = Candidate("b", "b", 0, PassageTerms.of(zones, context=["rumasa"]))
    far = Candidate("a", "a", 0, PassageTerms.of(zones))
    name = word("rumasa", frequency=0)._replace(context_frequency=1)
    question = bound(word("wajibu"), name)
    assert [place.id for place in rank(question, [far, near], 100)] == ["b", "a"]
    without = rank(question, [far, near], 100, WEIGHTS._replace(context=0.0))
    assert without[0].score == without[1].score


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("dira ya wakala ya maji", "bara"),
        ("dira ya wakala wa maji", "visiwani"),
        ("dira ya wakala ya maji visiwani", "visiwani"),
        ("dira ya wakala", "bara"),  # neither is named: in reading order
    ],
)
def test_the_institution_that_is_named_word_for_word_comes_first(line, first):
    """Two agencies differ in a connective, and their pages are alike; a content word counts more."""
    zones = {"heading": zone("dira"), "body": zone("wakala wa maji")}
    candidates = [
        Candidate(id, id, 0, PassageTerms.of(zones, context=[*words, name]))
        for id, words, name in (
            ("bara", [], "n:wakala~ya~maji"),
            ("visiwani", ["visiwani"], "n:wakala~wa~maji~visiwani"),
        )
    ]
    typed = [
        QueryTerm(form, surface=form, function=form in FUNCTION_WORDS) for form in line.split()
    ]
    words = [word(one.surface)._replace(context_frequency=1) for one in typed if not one.function]
    question = bound(*words)
    question = replace(question, question=replace(question.question, typed=tuple(typed)))
    assert rank(question, candidates, 100)[0].id == first
    if "visiwani" not in line:
        without = rank(question, candidates, 100, WEIGHTS._replace(named=0.0))
        assert without[0].score == without[1].score


def test_a_section_of_the_kind_that_a_word_names_comes_first():
    """*simu* leads to the section of contacts, which may write it in figures alone."""
    other = Candidate("a", "a", 0, PassageTerms.of({"body": zone("mita mbovu")}))
    contacts = Candidate(
        "b", "b", 0, PassageTerms.of({"body": zone("mita 0712")}, context=["k:mawasiliano"])
    )
    phone = word("simu", frequency=0)._replace(kind="k:mawasiliano", kind_frequency=3)
    question = bound(phone, word("mita"))
    assert [place.id for place in rank(question, [other, contacts], 100)] == ["b", "a"]
    without = rank(question, [other, contacts], 100, WEIGHTS._replace(kind=0.0))
    assert without[0].score == without[1].score


def test_a_passage_that_says_the_word_has_no_more_of_its_kind():
    """Else the address of any body would be before the page of the one that was named."""
    zones = {"heading": zone("simu"), "body": zone("0712")}
    contacts = Candidate("a", "a", 0, PassageTerms.of(zones, context=["k:mawasiliano"]))
    phone = word("simu")._replace(kind="k:mawasiliano", kind_frequency=3)
    question = bound(phone)
    assert rank(question, [contacts], 100) == rank(
        question, [contacts], 100, WEIGHTS._replace(kind=0.0)
    )
